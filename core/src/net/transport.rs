//! QUIC settings that both sides share: congestion control, windows, stream limits and idle time.
//!
//! The figures are small on purpose: one session is one stream, and a phone may not make a server hold megabytes for it.

use std::sync::Arc;
use std::time::Duration;

use quinn::congestion::{BbrConfig, CubicConfig};
use quinn::{TransportConfig, VarInt};

/// How fast to send when packets get lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Congestion {
    /// By measured bandwidth: on lossy radio links many times faster than Cubic.
    #[default]
    Bbr,
    /// By loss alone: the cautious choice on crowded wires.
    Cubic,
}

/// What may be chosen about the transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransportSettings {
    /// How fast to send when packets get lost.
    pub congestion: Congestion,
    /// How long a silent connection lives.
    pub idle: Duration,
    /// How often the caller says that it is still there.
    pub keep_alive: Duration,
    /// Whether calls also go, and are answered, over TCP on the same port, for networks that let no UDP through.
    pub fallback: bool,
}

impl Default for TransportSettings {
    fn default() -> Self {
        let (idle, keep_alive) = (Duration::from_secs(60), Duration::from_secs(15));
        Self { congestion: Congestion::default(), idle, keep_alive, fallback: true }
    }
}

impl TransportSettings {
    /// The caller keeps the connection alive; an answerer would only wake sleeping phones.
    pub(super) fn for_caller(&self) -> Arc<TransportConfig> {
        let mut config = self.shared();
        config.keep_alive_interval(Some(self.keep_alive));
        Arc::new(config)
    }

    /// The settings of the side that answers.
    pub(super) fn for_answerer(&self) -> Arc<TransportConfig> {
        Arc::new(self.shared())
    }

    fn shared(&self) -> TransportConfig {
        let mut config = TransportConfig::default();
        match self.congestion {
            Congestion::Bbr => config.congestion_controller_factory(Arc::new(BbrConfig::default())),
            Congestion::Cubic => config.congestion_controller_factory(Arc::new(CubicConfig::default())),
        };
        let idle_ms = u32::try_from(self.idle.as_millis()).unwrap_or(u32::MAX);
        config
            .receive_window(VarInt::from_u32(RECEIVE_WINDOW_BYTES))
            .stream_receive_window(VarInt::from_u32(STREAM_WINDOW_BYTES))
            .send_window(u64::from(RECEIVE_WINDOW_BYTES))
            .max_concurrent_bidi_streams(VarInt::from_u32(8))
            .max_concurrent_uni_streams(VarInt::from_u32(2))
            .datagram_receive_buffer_size(None)
            .max_idle_timeout(Some(VarInt::from_u32(idle_ms).into()));
        config
    }
}

const RECEIVE_WINDOW_BYTES: u32 = 2 << 20;
const STREAM_WINDOW_BYTES: u32 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_connection_holds_little_of_a_servers_memory() {
        let settings = TransportSettings::default();
        for config in [settings.for_answerer(), settings.for_caller()] {
            let said = format!("{config:?}");
            for part in [
                "receive_window: 2097152",
                "stream_receive_window: 1048576",
                "send_window: 2097152",
                "max_concurrent_bidi_streams: 8",
                "max_concurrent_uni_streams: 2",
                "datagram_receive_buffer_size: None",
            ] {
                assert!(said.contains(part), "{part} is missing: {said}");
            }
        }
    }
}
