//! Documents: one small merged thing each, made of automerge changes that fit one flat shape.
//!
//! Bytes from outside pass `scan` first, then `Document::check_next`; automerge itself only writes changes and never
//! sees anything else. Entries carry the changes (`entry`); plain values such as a response come out of `kinds`.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use doorstep_core::document::{Change, Document, Flat};
//! use doorstep_core::ids::ActorId;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (alice, bob) = (ActorId([0xa1; 16]), ActorId([0xb0; 16]));
//! let told = |age: &str| BTreeMap::from([("a/age".to_owned(), age.into())]);
//!
//! let mut at_alices = Document::load(Document::first(alice, &told("14"))?)?;
//! let mut at_bobs = at_alices.clone();
//! for change in at_alices.edit(alice, &told("41"), Some("misheard"))? {
//!     at_alices.apply(change)?;
//! }
//! for change in at_bobs.edit(bob, &told("42"), None)? {
//!     let received = Change::read(change.into_body(), bob)?;
//!     at_bobs.apply(received)?;
//! }
//!
//! let merged = Flat::of_changes(at_alices.changes().chain(at_bobs.changes()).cloned())?;
//! assert_eq!(merged.held("a/age").len(), 2);
//! # Ok(())
//! # }
//! ```

mod again;
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
