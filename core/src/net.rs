//! QUIC: moves the bytes of a `sync` session between two machines, and decides nothing.
//!
//! The only part of the core that knows of sockets, threads and real time; behind the feature `net`. Who may read or write
//! what is decided inside the session and behind [`Backend`].

mod call;
mod drive;
mod listen;
mod phone;
#[cfg(test)]
mod tests;
mod tls;
mod transport;

pub use call::{Call, Caller, DialError, Target};
pub use drive::{Backend, DriveError, Driven, TimeLimits, Traffic};
pub use listen::{Answer, Arrival, ArrivalError, ListenError, Listener};
pub use phone::{SyncError, Synced, sync};
pub use tls::ALPN;
pub use transport::{Congestion, TransportSettings};
