//! Crash points: what lies on the disk when a program or a machine ends at any moment of its writing, and when the disk fails it.
//!
//! A store is written once while every write and sync is recorded; each moment of the recording then gives images of what the disk
//! may hold, and each image must open with everything in it that was reported as saved. Whole programs that are killed on a real
//! disk are in the scenarios, fleets that die in `fleet`.

mod check;
mod disk;
mod run;
mod tape;
mod vfs;
mod work;

pub use disk::Fate;
pub use run::{CrashError, Found, Subject, cut, fail};
pub use tape::{Failure, Synchronous};
