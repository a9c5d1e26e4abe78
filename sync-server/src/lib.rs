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
mod calls;
mod card;
mod host;
mod ledger;
mod limits;
mod machine;
mod page;
mod result;
mod status;
mod token;

#[cfg(test)]
mod tests;

pub use host::{Announcement, HeldProject, Host, HostError, HostOptions, PageOptions};
pub use limits::{Budget, Limits};
pub use page::{PageError, PageNames};
pub use status::{Status, StatusError};
