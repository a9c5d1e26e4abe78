//! Doorstep's sync server: answers devices over QUIC, keeps what they hand over, and shows the result as a page.
//!
//! Everything that must be the same on every replica is `doorstep-core`'s; devices are `doorstep-ffi`'s. The program
//! `doorstep-server` is a thin shell around [`Host`] and [`Status`].
//!
//! ```
//! use doorstep_server::{Host, HostOptions, Status};
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let host = Host::start(HostOptions::on_loopback(folder.path().to_owned())).await?;
//! assert!(host.announcement().token.is_some());
//! host.stop().await;
//! assert_eq!(Status::read(folder.path())?.project, None);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod answers;
mod audit;
mod backup;
mod calls;
mod card;
mod courier;
mod desk;
mod gate;
mod host;
mod ledger;
mod limits;
mod look_for;
mod machine;
mod metrics;
mod page;
mod releasing;
mod result;
mod status;
mod token;
mod turns;

#[cfg(test)]
mod tests;

pub use audit::{Audit, AuditBreak, AuditError, Fault};
pub use backup::{BackedUp, BackupError, BackupFor, Restored, back_up, restore};
pub use courier::{CourierError, Taken, unpack};
pub use desk::Desk;
pub use host::{Announcement, HeldProject, Host, HostError, HostOptions, PageOptions};
pub use limits::{Budget, FileLimits, Limits};
pub use look_for::{Place, Search, SearchError};
pub use machine::Machine;
pub use page::{PageError, PageNames, Proxies};
pub use releasing::{ReleaseError, Released, release};
pub use status::{Status, StatusError};
