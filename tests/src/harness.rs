//! The scenario harness: people with names, their devices on real stores, and a server on loopback.
//!
//! Time is what a scenario says it is, randomness comes from seeds, and nothing waits: every step returns when it is done.

mod copies;
mod delivery;
mod intruder;
mod person;
mod picture;
mod relay;
mod town;
mod traces;
mod watch;

pub use copies::{copy_files, copy_store};
pub use delivery::{Delivery, history_of};
pub use intruder::Intruder;
pub use person::Person;
pub use picture::picture;
pub use relay::Relay;
pub(crate) use town::set_up;
pub use town::{FORM, Town, responsible};
pub use traces::{files_with, residue};
pub use watch::Watch;
