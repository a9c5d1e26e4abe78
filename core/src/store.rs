//! The store: entries, documents, blobs, receipts and drafts, durable before anything is reported as saved.
//!
//! It decides nothing: `entry` plans, the store loads facts and applies writes. It knows nothing of sessions; `device`
//! carries their requests here. [`SqliteStore`] serves phones and small servers alike.
//!
//! ```
//! use doorstep_core::entry::Planned;
//! use doorstep_core::store::{MetaKey, SqliteStore, StoreHooks};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let hooks = StoreHooks { plan: |_, _| Planned::default(), rules_of: |_, _| None };
//! let store = SqliteStore::open(&folder.path().join("larkfield.db"), hooks)?;
//! store.set_meta(MetaKey::ServerAddress, b"sync.example.org:4433")?;
//! assert_eq!(store.head_position()?, 0);
//! # Ok(())
//! # }
//! ```

mod engine;
mod error;
mod followed;
mod sqlite;
pub mod suite;

pub use engine::{Applied, Engine, Planner, RulesOf, ingest_in, read_again_in};
pub use error::StoreError;
pub use followed::Followed;
pub use sqlite::{
    BlobProgress, Copied, Counts, Cursor, DescribedFile, DocumentPage, DocumentQuery, Draft, DraftFile, DraftHead,
    Elsewhere, FORM_MEDIA, FeedPage, FeedQuery, FileHere, FilesHeld, HeldBack, Ingest, KeptEntry, LoggedChange, Logs,
    MetaKey, OfferedFile, RememberedRelease, ResponsePage, ResponseQuery, Rewritten, Safety, ServerProgress, SetAside,
    SqliteStore, StoreHooks, StoreKey, StoredContribution, StoredLog, StoredOrder, StoredResponse, Uncounted,
    ValuePlace, Whereabouts, WorkList, encrypts_at_rest, visit_values,
};
