//! How a device writes: it signs entries, passes them through the same check and plan as received ones, and stores
//! them in one transaction. What was returned as saved is on disk.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use super::{Device, DeviceError, Moment};
use crate::document::{Change, Document, Scalar};
use crate::entry::{Author, DocKey, LogEnd, LogKey, Run, Unsigned, actor_of, check_run};
use crate::ids::{ActorId, DocId, EntryHash, LogId, ProjectId};
use crate::member::{Access, DocKind, Membership, Scope};
use crate::store::Ingest;

/// Entries that belong together, each with the scope of the log that it goes to.
#[derive(Debug, Default)]
pub(super) struct Batch {
    entries: BTreeMap<Scope, Vec<Unsigned>>,
    /// The draft that goes with the same commit.
    pub(super) finishes: Option<DocId>,
    /// Whole blobs whose manifests are among the entries.
    pub(super) blobs: Vec<Vec<u8>>,
}

impl Batch {
    pub(super) fn push(&mut self, scope: Scope, unsigned: Unsigned) {
        self.entries.entry(scope).or_default().push(unsigned);
    }

    pub(super) fn changes(&mut self, key: &DocKey, kind: DocKind, changes: Vec<Change>) {
        for change in changes {
            self.push(key.scope, Unsigned::change(kind, key.doc, change.into_body()));
        }
    }
}

impl Device {
    /// Signs and stores a batch: all of it or nothing.
    ///
    /// The caller holds the writing lock since before it read what the batch builds on.
    pub(super) fn commit(
        &self,
        batch: Batch,
        _writing: &MutexGuard<'_, ()>,
        at: &mut Moment<'_>,
    ) -> Result<Vec<(LogId, u64)>, DeviceError> {
        let membership = self.membership()?;
        let mut checked = Vec::new();
        let mut places = Vec::new();
        for (scope, unsigned) in batch.entries {
            let (end, opening) = self.own_log(&membership, scope, at)?;
            let project = membership.project();
            let key = match opening {
                Some(run) => {
                    let run = check_run(project, run, LogKey::default());
                    let key = LogKey { opening: run.opening, before: None };
                    checked.push(run);
                    key
                }
                None => self.store.log_key(end.log, end.seq + 1)?,
            };
            let run = self.author(&membership).append(&end, unsigned, at.now, at.rng);
            places.extend((run.first_seq..run.end_seq()).map(|seq| (end.log, seq)));
            checked.push(check_run(project, run, key));
        }
        if let Some(refused) = checked.iter().find_map(|run| run.refused) {
            return Err(DeviceError::Refused { refusal: refused.refusal });
        }
        let Batch { finishes, blobs, .. } = batch;
        self.store_all(Ingest { runs: checked, finishes, blobs, from: None }).map(|()| places)
    }

    fn store_all(&self, ingest: Ingest) -> Result<(), DeviceError> {
        let outcomes = self.store.ingest_all(ingest)?;
        match outcomes.iter().find_map(|outcome| outcome.refused.first()) {
            Some(refused) => Err(DeviceError::Refused { refusal: refused.refusal }),
            None => Ok(()),
        }
    }

    /// The end of this device's log in a scope; with the run that opens it where it has none yet.
    fn own_log(
        &self,
        membership: &Membership,
        scope: Scope,
        at: &mut Moment<'_>,
    ) -> Result<(LogEnd, Option<Run>), DeviceError> {
        let grant = membership
            .grant_for(&self.key.public(), &scope, Access::Write)
            .ok_or(DeviceError::NotPermitted { access: Access::Write, class: scope.class })?;
        let author = self.author(membership);
        let opening = author.opening(scope, grant.id);
        let log = opening.log(author.project);
        if let Some(known) = self.store.log(log)? {
            return Ok((LogEnd { log, seq: known.head_seq, hash: known.head_hash }, None));
        }
        let run = author.open(&opening, at.now, at.rng);
        let hash = first_hash(author.project, &run);
        Ok((LogEnd { log, seq: 1, hash }, Some(run)))
    }

    pub(super) fn author<'a>(&'a self, membership: &Membership) -> Author<'a> {
        Author { project: membership.project(), key: &self.key, incarnation: self.incarnation() }
    }

    /// Who this device is inside a document.
    pub(super) fn actor(&self, membership: &Membership, key: &DocKey) -> ActorId {
        let author = self.author(membership);
        let log = author.opening(key.scope, crate::ids::GrantId([0; 32])).log(author.project);
        actor_of(log, key.doc)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, ()> {
        // The guarded value is empty: a panic while it was held left nothing half-done, as stores commit whole.
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The document of this kind and id; if several scopes have it, the first.
    pub(super) fn find(&self, kind: DocKind, doc: DocId) -> Result<DocKey, DeviceError> {
        let found = self.store.find_documents(kind.number(), doc)?;
        found.into_iter().next().ok_or(DeviceError::UnknownRecord(doc))
    }

    pub(super) fn response_key(&self, response: DocId) -> Result<DocKey, DeviceError> {
        self.find(DocKind::Response, response)
    }

    /// Loads a document; an unknown one is empty.
    pub(super) fn load(&self, key: &DocKey) -> Result<Document, DeviceError> {
        super::results::load(&self.store, key)
    }

    /// Writes the first change of a new document.
    pub(super) fn create(
        &self,
        key: DocKey,
        kind: DocKind,
        values: &BTreeMap<String, Scalar>,
        at: &mut Moment<'_>,
    ) -> Result<DocId, DeviceError> {
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        batch.changes(&key, kind, Document::first(self.actor(&membership, &key), values)?);
        self.commit(batch, &writing, at)?;
        Ok(key.doc)
    }
}

fn first_hash(project: ProjectId, run: &Run) -> EntryHash {
    let header = run.entries[0].header(project, run.log, 1, EntryHash([0; 32]));
    crate::entry::Header::hash(&header)
}
