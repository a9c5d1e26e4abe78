//! The store on embedded SQLite: one file, one writer, several readers; the same on a phone and on a server.
//!
//! What a transaction writes is decided by `entry`; here is how it is kept, and how it is read back.

mod apply;
mod at_rest;
mod backup;
mod blobs;
mod caches;
mod counts;
mod documents;
mod draft_files;
mod drafts;
mod dropping;
mod erasing;
mod facts;
mod feed;
mod files;
mod following;
mod forgetting;
mod held_back;
mod lock;
mod logs;
mod meta;
mod pool;
mod receipts;
mod releases;
mod responses;
mod rows;
mod schema;
mod set_aside;
mod unread;
mod values;
mod writer;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use self::caches::Caches;
use self::following::Followers;
use self::lock::LockFile;
use self::pool::{Pool, Reader};
use self::writer::{Job, Writer};
use super::{Planner, RulesOf, StoreError};
use crate::entry::READS;
use crate::evaluation::Rules;
use crate::ids::BlobHash;
use crate::member::{FoundingAct, Membership};

pub use at_rest::{StoreKey, encrypts_at_rest};
pub use backup::Copied;
pub use blobs::{BlobProgress, FORM_MEDIA};
pub use counts::{Counts, Safety, Whereabouts};
pub use documents::{DocumentPage, DocumentQuery, LoggedChange};
pub use draft_files::DraftFile;
pub use drafts::{Draft, DraftHead};
pub use dropping::Elsewhere;
pub use erasing::StoredOrder;
pub use feed::{FeedPage, FeedQuery, WorkList};
pub use files::{DescribedFile, FileHere, FilesHeld, OfferedFile};
pub use forgetting::KeptEntry;
pub use held_back::HeldBack;
pub use logs::{Logs, StoredLog};
pub use meta::MetaKey;
pub use receipts::{Cursor, ServerProgress};
pub use releases::RememberedRelease;
pub use responses::{ResponsePage, ResponseQuery, StoredContribution, StoredResponse, Uncounted};
pub use set_aside::{Rewritten, SetAside};
pub use values::{ValuePlace, visit_values};
pub use writer::Ingest;

/// The two decisions that a store asks others for.
#[derive(Debug, Clone, Copy)]
pub struct StoreHooks {
    /// The pure middle stage of ingest.
    pub plan: Planner,
    /// Reads what the evaluation needs out of a form version.
    pub rules_of: RulesOf,
}

/// One project's entries, documents, blobs, receipts and drafts in one SQLite file.
///
/// Every method may be called from any thread. Writing methods return after the commit is on the disk.
#[derive(Debug)]
pub struct SqliteStore {
    hooks: StoreHooks,
    caches: Caches,
    queue: Mutex<VecDeque<Arc<Job>>>,
    readers: Pool,
    followers: Arc<Followers>,
    writer: Mutex<Writer>,
    /// Whether entries that were stored unread can be read by now, and wait for something that is not here.
    unread_waits: AtomicBool,
    /// Last, so that it is let go after the connections.
    lock: LockFile,
}

impl SqliteStore {
    /// Opens the store in this file, which is made if it is not there.
    ///
    /// After an end without warning the whole file is checked once; that takes about 0.1 s per 20,000 responses.
    ///
    /// # Errors
    /// It is in use by another process, was written by a newer version, is damaged or something else, or can't be
    /// opened. The file is then as it was.
    pub fn open(path: &Path, hooks: StoreHooks) -> Result<Self, StoreError> {
        Self::open_locked(path, None, hooks)
    }

    /// Opens the store in this file with the key that it is encrypted under, or makes it with that; without a key it is plain.
    ///
    /// # Errors
    /// As for [`open`](Self::open); and the key is missing, another one or one too many, or this program can't encrypt.
    pub fn open_locked(path: &Path, key: Option<&StoreKey>, hooks: StoreHooks) -> Result<Self, StoreError> {
        let lock = LockFile::take(path)?;
        let mut connection = schema::open(path, key)?;
        if lock.was_left_in_use() {
            schema::check(&connection)?;
        }
        let caches = Caches::load(&mut connection, hooks.rules_of)?;
        let followers = Arc::new(Followers::default());
        let mut writer = Writer::new(connection, Arc::clone(&followers));
        writer.clean();
        let store = Self {
            hooks,
            caches,
            queue: Mutex::default(),
            readers: Pool::new(path, key.cloned()),
            writer: Mutex::new(writer),
            unread_waits: AtomicBool::new(false),
            followers,
            lock,
        };
        store.lock.mark_in_use()?;
        store.catch_up()?;
        Ok(store)
    }

    /// Reads the whole file and compares it with its indexes.
    ///
    /// # Errors
    /// It is damaged or can't be read.
    pub fn check(&self) -> Result<(), StoreError> {
        schema::check(self.read()?.connection())
    }

    /// Makes this the store of the project that the act founds. Doing so again changes nothing.
    ///
    /// # Errors
    /// It is another project's store, or can't be written.
    pub fn set_founding(&self, founding: &FoundingAct) -> Result<(), StoreError> {
        let mut writer = writer::lock(&self.writer);
        if let Ok(membership) = self.caches.membership() {
            let holds = membership.project();
            return if holds == founding.project() { Ok(()) } else { Err(StoreError::OtherProject { holds }) };
        }
        writer.transaction(|tx| {
            meta::put(tx, MetaKey::Reads.name(), &READS.to_le_bytes())?;
            meta::put(tx, meta::FOUNDING, founding.to_bytes())
        })?;
        self.caches.set_membership(Arc::new(Membership::founded(founding.clone())));
        Ok(())
    }

    /// The project's founding act, if the store holds a project.
    pub fn founding(&self) -> Option<FoundingAct> {
        self.caches.membership().ok().map(|membership| membership.founding().clone())
    }

    /// The project's membership.
    ///
    /// # Errors
    /// The store holds no project yet.
    pub fn membership(&self) -> Result<Arc<Membership>, StoreError> {
        self.caches.membership()
    }

    /// What the evaluation needs of a form version, if that is here.
    pub fn rules(&self, form: BlobHash) -> Option<Arc<Rules>> {
        self.caches.rules().get(&form).cloned()
    }

    /// What the evaluation needs of every form version that is here.
    pub fn all_rules(&self) -> Arc<BTreeMap<BlobHash, Arc<Rules>>> {
        self.caches.rules()
    }

    /// The position of the last entry in the feed, or 0.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn head_position(&self) -> Result<u64, StoreError> {
        feed::head_of(self.read()?.connection())
    }

    fn read(&self) -> Result<Reader<'_>, StoreError> {
        self.readers.take()
    }
}
