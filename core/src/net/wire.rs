//! One connection of either kind as the loop sees it: bytes to and fro, an end for each direction, a code to hang up with.
//!
//! QUIC's part is quinn's; the other way's is `web`.

use std::future::pending;
use std::time::Duration;

use quinn::{Connection, RecvStream, SendStream, VarInt};
use tokio::sync::watch;
use tokio::time;
use tokio_tungstenite::tungstenite::Bytes;

use super::web::{Web, WebReceiving, WebSending};
use super::{DriveError, Traffic};

/// Over what a session goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// QUIC on UDP.
    #[default]
    Quic,
    /// A WebSocket over TLS on TCP, where no UDP gets through.
    WebSocket,
}

/// A connection before its streams are in use.
#[derive(Debug)]
pub(super) enum Link {
    Quic(Connection),
    Web(Box<Web>),
}

impl Link {
    /// The way that it goes.
    pub(super) const fn way(&self) -> Way {
        match self {
            Self::Quic(_) => Way::Quic,
            Self::Web(_) => Way::WebSocket,
        }
    }

    /// Opens the session's stream, as the side that calls.
    pub(super) async fn open(self) -> Result<Wire, (Self, DriveError)> {
        match self {
            Self::Quic(connection) => match connection.open_bi().await {
                Ok((send, recv)) => Ok(Wire::of_quic(connection, send, recv)),
                Err(error) => Err((Self::Quic(connection), error.into())),
            },
            Self::Web(web) => Ok(Wire::of_web(*web, None)),
        }
    }

    /// Hangs up before anything was said.
    pub(super) fn abandon(self, code: u16) {
        if let Self::Quic(connection) = self {
            connection.close(VarInt::from_u32(code.into()), &[]);
        }
    }
}

/// A connection whose one stream is open.
pub(super) struct Wire {
    pub(super) sending: Sending,
    pub(super) receiving: Receiving,
    connection: Option<Connection>,
    ending: Ending,
}

/// Resolves when this side's listener ends every connection. Quinn sees to that itself.
pub(super) struct Ending(Option<watch::Receiver<bool>>);

/// The direction away from this side.
pub(super) enum Sending {
    Quic(SendStream),
    Web(WebSending),
}

/// The direction towards this side.
pub(super) enum Receiving {
    Quic(RecvStream),
    Web(WebReceiving),
}

/// How much is read at once.
const READ_BYTES: usize = 64 << 10;

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire(..)")
    }
}

impl Wire {
    pub(super) fn of_quic(connection: Connection, send: SendStream, recv: RecvStream) -> Self {
        let (sending, receiving) = (Sending::Quic(send), Receiving::Quic(recv));
        Self { sending, receiving, connection: Some(connection), ending: Ending(None) }
    }

    pub(super) fn of_web(web: Web, ending: Option<watch::Receiver<bool>>) -> Self {
        let (send, recv) = web.split();
        let (sending, receiving) = (Sending::Web(send), Receiving::Web(recv));
        Self { sending, receiving, connection: None, ending: Ending(ending) }
    }

    /// Both directions and the listener's end, to be waited for at once.
    pub(super) fn parts(&mut self) -> (&mut Sending, &mut Receiving, &mut Ending) {
        (&mut self.sending, &mut self.receiving, &mut self.ending)
    }

    /// Resolves when nothing more can be said: the caller has hung up, as far as that can be known without reading, or this side's
    /// listener ends.
    pub(super) async fn gone(&mut self) {
        match &self.connection {
            Some(connection) => drop(connection.closed().await),
            None => self.ending.come().await,
        }
    }

    /// Waits until the other side has hung up.
    pub(super) async fn closed(&mut self, within: Duration) {
        let closed = async {
            match (&self.connection, &mut self.receiving) {
                (Some(connection), _) => drop(connection.closed().await),
                (None, Receiving::Web(web)) => web.closed().await,
                (None, Receiving::Quic(_)) => {}
            }
        };
        time::timeout(within, closed).await.unwrap_or_default();
    }

    /// Hangs up with a code. What is on its way and was not read by then may be lost.
    pub(super) async fn close(&mut self, code: u16, within: Duration) {
        if let Some(connection) = &self.connection {
            connection.close(VarInt::from_u32(code.into()), &[]);
        }
        if let Sending::Web(web) = &mut self.sending {
            // A connection that is gone needs no goodbye.
            time::timeout(within, web.close(code)).await.unwrap_or(Ok(())).unwrap_or_default();
        }
    }

    /// Adds what went over UDP.
    pub(super) fn count(&self, traffic: &mut Traffic) {
        if let Some(connection) = &self.connection {
            let stats = connection.stats();
            traffic.udp_sent = stats.udp_tx.bytes;
            traffic.udp_received = stats.udp_rx.bytes;
        }
    }
}

impl Ending {
    /// Resolves when it is time to end.
    pub(super) async fn come(&mut self) {
        match &mut self.0 {
            // A listener that is gone has ended.
            Some(ending) => drop(ending.wait_for(|ended| *ended).await),
            None => pending().await,
        }
    }
}

impl Sending {
    /// Writes some of the bytes and says how many. Whoever stops waiting goes on with the same bytes the next time.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<usize, DriveError> {
        match self {
            Self::Quic(stream) => Ok(stream.write(bytes).await?),
            Self::Web(web) => web.write(bytes).await,
        }
    }

    /// Ends this direction; fails only where it is closed already.
    pub(super) async fn finish(&mut self, within: Duration) {
        match self {
            Self::Quic(stream) => stream.finish().unwrap_or_default(),
            Self::Web(web) => time::timeout(within, web.finish()).await.unwrap_or(Ok(())).unwrap_or_default(),
        }
    }
}

impl Receiving {
    /// The next bytes; `None` once the other side has ended its direction.
    pub(super) async fn read(&mut self) -> Result<Option<Bytes>, DriveError> {
        match self {
            Self::Quic(stream) => Ok(stream.read_chunk(READ_BYTES, true).await?.map(|chunk| chunk.bytes)),
            Self::Web(web) => web.read().await,
        }
    }
}
