//! The network: moves the bytes of a `sync` session between two machines, over QUIC or where that is blocked over TCP.
//!
//! It decides nothing about what is said. The only part of the core that knows of sockets, threads and real time; behind the
//! feature `net`. Who may read or write what is decided inside the session and behind [`Backend`].
//!
//! ```
//! use std::time::Duration;
//!
//! use doorstep_core::member::Keypair;
//! use doorstep_core::net::{Caller, DialError, Listener, Target, TransportSettings};
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (alice, server) = (Keypair::from_seed([2; 32]), Keypair::from_seed([3; 32]));
//! let listener = Listener::bind("127.0.0.1:0".parse()?, &server, &TransportSettings::default())?;
//! let target = Target::new(vec![listener.address().to_string()], alice.public());
//!
//! let (caller, arrival) = (Caller::default(), listener.next());
//! let (call, _) = tokio::join!(caller.dial(&target, &alice), async {
//!     arrival.await.expect("the listener is open").answer(Duration::from_secs(5)).await
//! });
//! assert!(matches!(call, Err(DialError::WrongKey { .. })));
//! # Ok(())
//! # }
//! ```

mod call;
mod dial;
mod drive;
mod endpoint;
mod error;
mod listen;
mod meet;
mod phone;
mod sockets;
#[cfg(test)]
mod tests;
mod tls;
mod transport;
mod web;
mod wire;

pub use call::{Call, Caller, Target};
pub use drive::{Backend, DriveError, Driven, TimeLimits, Traffic};
pub use error::DialError;
pub use listen::{Answer, Arrival, ArrivalError, ListenError, Listener};
pub use meet::{MeetError, Waiting, meet};
pub use phone::{SyncError, Synced, reach, sync};
pub use sockets::{Carrier, Door, Listening, Sockets, Soon};
pub use tls::ALPN;
pub use transport::{Congestion, TransportSettings};
pub use wire::Way;
