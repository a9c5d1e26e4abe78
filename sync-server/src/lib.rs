//! Doorstep's sync server: answers devices over QUIC, keeps what they hand over, and shows the result as a page.
//!
//! Everything that must be the same on every replica is `doorstep-core`'s; devices are `doorstep-ffi`'s. The program
//! `doorstep-server` is a thin shell around [`Host`] and [`Status`].
#![forbid(unsafe_code)]

mod limits;
mod page;
mod token;

pub use limits::{Budget, Limits};
