//! Entries: the signed, hash-chained units of replication, and how received ones are checked and planned.
//!
//! Ingest has three stages, the same on phone and server: [`check_run`] (stateless), [`plan`] (pure, over loaded
//! [`Facts`]), and an engine of `store` that loads the facts and applies the [`Writes`] in one transaction.
//! Byte layouts are fixed in `docs/protocol.md`, section 3.

mod author;
mod check;
mod erasure;
mod facts;
mod header;
mod payload;
mod placed;
mod plan;
mod ranges;
mod refusal;
mod shared_out;
mod wire;
mod writes;

pub use author::{Author, LogEnd, Unsigned};
pub use check::{CheckedEntry, CheckedRun, Content, LogKey, actor_of, check_again, check_run, check_runs};
pub use erasure::{Order, Why};
pub use facts::{DocFacts, DocKey, Facts, LogFacts, PlacedChange, PlacedEntry, StoredChange, Touched, Wanted};
pub use header::{HEADER_BYTES, Header};
pub use payload::{Manifest, Opening, PayloadKind, blob_hash};
pub use placed::PlacedRun;
pub use plan::{ReadAgain, Unread, plan, project_anew, read_again, response_row, restate};
pub use ranges::{Holdings, Ranges};
pub use refusal::{Refusal, Refused};
pub use wire::{Body, Entry, Run};
pub use writes::{
    DocWrite, EntryState, HoldWrite, LogWrite, ManifestWrite, NewEntry, Outcome, Planned, Projection, ResponseRow,
    Shift, WaitsFor, Writes,
};

/// The most bytes in an entry's payload.
pub const MAX_PAYLOAD_BYTES: usize = 65_536;
/// Raised with each version of the program that reads payload kinds, or entries for later readers, which the one before stored
/// unread: a store that was last opened with a lower one looks at its unread entries again.
pub const READS: u32 = 1;
/// The most entries that wait for something of one device.
pub const MAX_HELD: u64 = 256;
