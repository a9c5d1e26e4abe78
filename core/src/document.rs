//! Documents: one small merged thing each, made of automerge changes that fit one flat shape.
//!
//! Bytes from outside pass `scan` first, then `Document::check_next`; automerge itself only writes changes and never
//! sees anything else. Entries carry the changes (`entry`); plain values such as a response come out of `kinds`.

mod author;
mod change;
mod cursor;
mod doc;
mod flat;
pub mod kinds;
pub mod limits;
mod operations;
mod prescan;
mod runs;
mod scalar;
pub mod settle;
#[cfg(test)]
mod testing;

pub use author::EditError;
pub use change::{Change, ChangeError, restore, strip};
pub use doc::{Document, FitError, LoadError};
pub use flat::{Flat, Held};
pub use operations::{OpId, Operation};
pub use prescan::{Scan, ScanError, scan};
pub use scalar::Scalar;
