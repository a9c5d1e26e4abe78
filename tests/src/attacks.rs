//! Hostile entries, and mallory who signs them: for the scenarios that show that each is refused, and for what a refusal costs.
//!
//! Bytes made by seed are in `fuzz`; who brings these over a line is the harness's `Intruder`.

mod entries;
mod later;
mod mallory;

pub use entries::{Attack, attacks};
pub(crate) use later::of_later_version;
pub use mallory::Mallory;
