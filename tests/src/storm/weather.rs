//! What a wire does to what goes over it at one moment. How it changes in the course of a run is `fault`'s.

use std::time::Duration;

/// The state of the wire between a phone and its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weather {
    /// How long a packet takes, one way.
    pub(super) delay: Duration,
    /// How many of a hundred packets to the server get lost.
    pub(super) loss_up: usize,
    /// How many of a hundred packets to the phone get lost.
    pub(super) loss_down: usize,
    /// Whether nothing at all gets through.
    pub(super) is_black: bool,
    /// Whether no UDP gets through.
    pub(super) is_without_udp: bool,
    /// The largest UDP payload that gets through, in bytes.
    pub(super) largest: usize,
    /// How many bytes get through in a second, in each direction.
    pub(super) bytes_per_second: Option<u64>,
    /// How long a packet may wait for its turn before it is dropped.
    pub(super) patience: Duration,
}

impl Weather {
    /// A wire on which nothing gets lost.
    pub(super) fn fair(delay: Duration) -> Self {
        Self {
            delay,
            loss_up: 0,
            loss_down: 0,
            is_black: false,
            is_without_udp: false,
            largest: 1_472,
            bytes_per_second: None,
            patience: Duration::from_millis(200),
        }
    }

    /// The same with so many of a hundred packets lost, both ways.
    pub(super) fn losing(self, percent: usize) -> Self {
        Self { loss_up: percent, loss_down: percent, ..self }
    }
}
