//! How a device writes: it signs entries, passes them through the same check and plan as received ones, and stores
//! them in one transaction. What was returned as saved is on disk.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use super::{Device, DeviceError, Moment};
use crate::document::{Change, Document, Scalar};
use crate::entry::{Author, DocKey, LogEnd, LogKey, Run, Unsigned, actor_of, check_run};
use crate::ids::{ActorId, DocId, EntryHash, GrantId, LogId, ProjectId};
use crate::member::{Access, DocKind, Grant, Membership, Scope, Standing};
use crate::store::{Ingest, Rewritten};

/// Entries that belong together, each with the scope of the log that it goes to.
#[derive(Debug, Default)]
pub(super) struct Batch {
    entries: BTreeMap<Scope, Vec<Unsigned>>,
    /// The draft that goes with the same commit.
    pub(super) finishes: Option<DocId>,
    /// The entry that had given way to another copy of this store and is written again.
    pub(super) rewrites: Option<Rewritten>,
    /// Whole blobs whose manifests are among the entries.
    pub(super) blobs: Vec<Vec<u8>>,
    /// Whether it is written even when this device's rights were taken back.
    pub(super) late: bool,
}

/// With which right something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// With a grant that holds.
    Entitled,
    /// Also with one that was cut: it is held back until a coordinator looks.
    Late,
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
        let hand = if batch.late { Hand::Late } else { Hand::Entitled };
        if hand == Hand::Entitled {
            self.view()?;
        }
        let mut checked = Vec::new();
        let mut places = Vec::new();
        for (scope, unsigned) in batch.entries {
            let (end, opening) = self.own_log(&membership, scope, hand, at)?;
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
        let Batch { finishes, rewrites, blobs, .. } = batch;
        self.store_all(Ingest { runs: checked, finishes, rewrites, blobs, from: None }).map(|()| places)
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
        hand: Hand,
        at: &mut Moment<'_>,
    ) -> Result<(LogEnd, Option<Run>), DeviceError> {
        let grant = self.own_grant(membership, scope, hand)?;
        let author = self.author(membership);
        let opening = author.opening(scope, grant);
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

    /// Who this device is inside a document that it may write.
    pub(super) fn actor(&self, membership: &Membership, key: &DocKey) -> Result<ActorId, DeviceError> {
        self.actor_under(membership, key, Hand::Entitled)
    }

    /// Who this device is inside a document that it finishes, even when its rights were taken back.
    pub(super) fn late_actor(&self, membership: &Membership, key: &DocKey) -> Result<ActorId, DeviceError> {
        self.actor_under(membership, key, Hand::Late)
    }

    fn actor_under(&self, membership: &Membership, key: &DocKey, hand: Hand) -> Result<ActorId, DeviceError> {
        let author = self.author(membership);
        let log = author.opening(key.scope, self.own_grant(membership, key.scope, hand)?).log(author.project);
        Ok(actor_of(log, key.doc))
    }

    /// The grant to write under in a scope. Late work goes under a grant that was cut, if no other is left.
    fn own_grant(&self, membership: &Membership, scope: Scope, hand: Hand) -> Result<GrantId, DeviceError> {
        let device = self.key.public();
        if let Some(grant) = membership.grant_for(&device, &scope, Access::Write) {
            return Ok(grant.id);
        }
        let covered = |id: &GrantId| membership.may(id, &scope, Access::Write);
        let cut = |grant: &&Grant| grant.standing == Standing::Cut;
        let mut former = membership.all_grants_of(&device).filter(cut).map(|grant| grant.id).filter(covered);
        let former = if hand == Hand::Late { former.next() } else { None };
        former.ok_or(DeviceError::NotPermitted { access: Access::Write, class: scope.class })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, ()> {
        // The guarded value is empty: a panic while it was held left nothing half-done, as stores commit whole.
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The document of this kind and id, if this device's person may see it.
    pub(super) fn find(&self, kind: DocKind, doc: DocId) -> Result<DocKey, DeviceError> {
        self.view()?.find(kind, doc)
    }

    pub(super) fn response_key(&self, response: DocId) -> Result<DocKey, DeviceError> {
        self.find(DocKind::Response, response)
    }

    /// Loads what counts of a document, as far as this device's person may see it; an unknown one is empty.
    pub(super) fn load(&self, key: &DocKey) -> Result<Document, DeviceError> {
        self.view()?.load(key)
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
        batch.changes(&key, kind, Document::first(self.actor(&membership, &key)?, values)?);
        self.commit(batch, &writing, at)?;
        Ok(key.doc)
    }
}

fn first_hash(project: ProjectId, run: &Run) -> EntryHash {
    let header = run.entries[0].header(project, run.log, 1, EntryHash([0; 32]));
    crate::entry::Header::hash(&header)
}
