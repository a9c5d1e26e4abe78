//! A store that turned out to be a copy: it goes on as another, and what two copies wrote at one place is written again.
//!
//! Found out at a start, by what the platform keeps apart from the store; or at a contact, by what the server holds. The branch that
//! the server has stays as it is. Nothing is lost, and the person is told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::Change;
use crate::document::Document;
use crate::entry::{CheckedEntry, Content, DocKey, Holdings, PayloadKind, Ranges, Refusal, Unsigned, check_run};
use crate::ids::{ChangeHash, EntryHash, Incarnation, LogId};
use crate::member::{Act, Class, DocKind, Scope};
use crate::store::{Cursor, Logs, MetaKey, Rewritten, SetAside, StoreError};
use crate::sync::SessionReport;
use crate::time::Timestamp;

/// That a store was found to be a copy, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// When it was found out, by this device's clock.
    pub at: Timestamp,
    /// How it was found out.
    pub how: FoundOut,
    /// Entries that were written again, because another copy had written at their places.
    pub rewritten: u64,
}

/// How a store was found to be a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundOut {
    /// At a start: what the platform keeps apart from the store is another's.
    AtStart,
    /// The server held more of this device's entries than the store did: it was put back.
    PutBack,
    /// The server held other entries at the same places: two copies were in use.
    TwoInUse,
}

impl FoundOut {
    const ALL: [Self; 3] = [Self::AtStart, Self::PutBack, Self::TwoInUse];

    const fn number(self) -> u8 {
        match self {
            Self::AtStart => 1,
            Self::PutBack => 2,
            Self::TwoInUse => 3,
        }
    }
}

impl Copied {
    fn to_bytes(self) -> Vec<u8> {
        [&[self.how.number()][..], &self.at.0.to_le_bytes(), &self.rewritten.to_le_bytes()].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (how, rest) = bytes.split_first()?;
        let (at, rewritten) = (rest.get(..8)?.try_into().ok()?, rest.get(8..)?.try_into().ok()?);
        let how = FoundOut::ALL.into_iter().find(|known| known.number() == *how)?;
        Some(Self { at: Timestamp(i64::from_le_bytes(at)), how, rewritten: u64::from_le_bytes(rewritten) })
    }
}

impl Device {
    /// Compares what the platform keeps apart from the store with what the store remembers of it, before anything else is written.
    /// Where they differ the store was copied to another phone or put back on a new one: it begins a new life. Also ends what a
    /// start before this one left half done.
    ///
    /// # Errors
    /// When the store can't be read or written.
    pub fn recognise(&self, install: &[u8], at: &mut Moment<'_>) -> Result<(), DeviceError> {
        match self.store.meta(MetaKey::InstallId)? {
            Some(known) if known == install => {}
            Some(_) => {
                self.begin_new_life(FoundOut::AtStart, at)?;
                self.store.set_meta(MetaKey::InstallId, install)?;
            }
            None => self.store.set_meta(MetaKey::InstallId, install)?,
        }
        if self.store.entries_set_aside()?.is_empty() { Ok(()) } else { self.write_again(at) }
    }

    /// Begins a new life. From now on the device writes other logs, so that no two entries of it stand at one place, and it reads
    /// everything again, its own lost entries too.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn begin_new_life(&self, how: FoundOut, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let _writing = self.lock();
        let copied = Copied { at: at.now, how, rewritten: 0 };
        self.change_life(Some(copied), at)
    }

    /// Begins a new life; with a note for the person where a copy is the reason.
    pub(super) fn change_life(&self, copied: Option<Copied>, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let life = Incarnation::random(at.rng);
        let note = copied.map(Copied::to_bytes);
        let lives = [&self.lives()?[..], &[life]].concat();
        let lives: Vec<u8> = lives.into_iter().flat_map(|life| life.0).collect();
        let mut values = vec![(MetaKey::Incarnation, &life.0[..]), (MetaKey::Lives, &lives)];
        values.extend(note.as_deref().map(|note| (MetaKey::Copied, note)));
        self.store.set_metas(&values)?;
        *self.incarnation.write().unwrap_or_else(PoisonError::into_inner) = life;
        let Ok((server, _)) = self.server() else { return Ok(()) };
        match self.store.cursor(server)? {
            Some(cursor) => Ok(self.store.put_cursor(server, &Cursor { position: 0, ..cursor })?),
            None => Ok(()),
        }
    }

    /// That this store was found to be a copy, the last time that it was.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn copied(&self) -> Result<Option<Copied>, DeviceError> {
        Ok(self.store.meta(MetaKey::Copied)?.and_then(|bytes| Copied::from_bytes(&bytes)))
    }

    /// The lives that this store has had.
    fn lives(&self) -> Result<Vec<Incarnation>, DeviceError> {
        let Some(bytes) = self.store.meta(MetaKey::Lives)? else { return Ok(vec![self.incarnation()]) };
        let lives = bytes.chunks(Incarnation::SIZE).map(Incarnation::try_from);
        lives.collect::<Result<_, _>>().map_err(|_| StoreError::Damaged.into())
    }

    /// Whether entries of this device are here that no life of this store has written: another copy of it is at work.
    pub(super) fn has_other_copy(&self) -> Result<bool, DeviceError> {
        let lives = self.lives()?;
        let own = self.store.logs(Logs::OfDevice(self.id()))?;
        Ok(own.iter().any(|log| !lives.contains(&log.opening.incarnation)))
    }

    /// Gives way after a session in which the server held more of this device's entries than the store, or others at the same
    /// places: begins a new life, and writes again under it what can't stand where it stood. Says whether that was so; then another
    /// session is due at once.
    ///
    /// # Errors
    /// When the store can't be read or written. What was begun is ended at the next start or contact.
    pub fn give_way(&self, session: &SessionReport, at: &mut Moment<'_>) -> Result<bool, DeviceError> {
        let forks = session.refused_there.iter().filter(|refused| refused.code == Refusal::Fork.code());
        let branches = self.branches(forks.map(|refused| (refused.log, refused.seq)).collect())?;
        if branches.is_empty() && !session.rolled_back {
            return Ok(false);
        }
        let how = if branches.is_empty() { FoundOut::PutBack } else { FoundOut::TwoInUse };
        self.begin_new_life(how, at)?;
        if !branches.is_empty() {
            let _writing = self.lock();
            self.store.set_aside(&branches)?;
        }
        self.write_again(at).map(|()| true)
    }

    /// From which place on each of this device's logs gives way: from the first refused entry, and where something builds on such.
    fn branches(&self, refused: Vec<(LogId, u64)>) -> Result<BTreeMap<LogId, u64>, DeviceError> {
        if refused.is_empty() {
            return Ok(BTreeMap::new());
        }
        let own = self.store.logs(Logs::OfDevice(self.id()))?;
        let heads: BTreeMap<LogId, u64> = own.iter().map(|log| (log.log, log.head_seq)).collect();
        let mut branches: BTreeMap<LogId, u64> = BTreeMap::new();
        for (log, seq) in refused.into_iter().filter(|(log, seq)| heads.get(log).is_some_and(|head| seq <= head)) {
            let first = branches.entry(log).or_insert(seq);
            *first = (*first).min(seq);
        }
        if branches.is_empty() {
            return Ok(branches);
        }
        let unsent = self.unsent_entries(&branches)?;
        while let Some((log, seq)) = next_dependent(&unsent, &branches) {
            branches.insert(log, seq);
        }
        Ok(branches)
    }

    /// This device's entries that the server has not acknowledged, and those behind the places given.
    fn unsent_entries(&self, branches: &BTreeMap<LogId, u64>) -> Result<Vec<(LogId, CheckedEntry)>, DeviceError> {
        let project = self.membership()?.project();
        let own = Logs::OfDevice(self.id());
        let acknowledged = match self.generation()? {
            Some(generation) => self.store.acknowledged(generation, own)?,
            None => Holdings::default(),
        };
        let mut entries = Vec::new();
        for (log, held) in self.store.holdings(own)?.0 {
            let mut wanted = acknowledged.0.get(&log).map_or_else(|| held.clone(), |known| held.minus(known));
            if let Some(first) = branches.get(&log) {
                wanted.extend(&held.minus(&Ranges::of(0, *first)));
            }
            for (first, end) in wanted.iter() {
                let mut next = first;
                while next < end {
                    let run = self.store.read_run(log, next, end, PAGE_BYTES)?;
                    let checked = check_run(project, run, self.store.log_key(log, next)?);
                    let Some(last) = checked.entries.last() else { break };
                    next = last.seq + 1;
                    entries.extend(checked.entries.into_iter().map(|entry| (log, entry)));
                }
            }
        }
        Ok(entries)
    }

    /// Writes again what gave way, one entry after the other; what this device may no longer write stays aside.
    fn write_again(&self, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let mut written = 0;
        for entry in self.store.entries_set_aside()? {
            let writing = self.lock();
            let mut batch = match self.batch_for(&entry) {
                Ok(Some(batch)) => batch,
                Ok(None) | Err(DeviceError::NotPermitted { .. } | DeviceError::Edit(_)) => continue,
                Err(error) => return Err(error),
            };
            batch.late = true;
            match self.commit(batch, &writing, at) {
                Ok(_) => written += 1,
                Err(DeviceError::NotPermitted { .. } | DeviceError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        self.store.forget_rewritten()?;
        if let Some(copied) = self.copied()? {
            let told = Copied { rewritten: copied.rewritten + written, ..copied };
            self.store.set_meta(MetaKey::Copied, &told.to_bytes())?;
        }
        Ok(())
    }

    /// What stands for an entry that gave way; none when this version can't tell.
    fn batch_for(&self, entry: &SetAside) -> Result<Option<Batch>, DeviceError> {
        let SetAside { id, scope, doc, .. } = *entry;
        let (mut batch, doc_kind) = (Batch::default(), DocKind::from_number(entry.doc_kind));
        let mut changes = Vec::new();
        match (PayloadKind::from_number(entry.payload_kind), doc_kind) {
            (Some(PayloadKind::Change), Some(kind)) => {
                let key = DocKey { scope, kind: entry.doc_kind, doc };
                let again = self.changes_for(entry, &key)?;
                changes = again.iter().map(Change::hash).collect();
                batch.changes(&key, kind, again);
            }
            (Some(PayloadKind::Act), _) => {
                let Some(act) = Act::from_bytes(&entry.payload) else { return Ok(None) };
                let act = Act { heads: self.membership()?.heads(), ..act };
                batch.push(Scope::whole(Class::Membership), Unsigned::act(act.to_bytes()));
            }
            (Some(PayloadKind::Opening), _) => return Ok(None),
            (Some(kind), doc_kind) => {
                batch.push(scope, Unsigned { kind, doc_kind, doc, payload: entry.payload.clone() });
            }
            (None, _) => return Ok(None),
        }
        batch.rewrites = Some(Rewritten { id, changes });
        Ok(Some(batch))
    }

    fn changes_for(&self, entry: &SetAside, key: &DocKey) -> Result<Vec<Change>, DeviceError> {
        let damaged = |_| DeviceError::Store(StoreError::Damaged);
        let old = Change::read(entry.payload.clone(), entry.actor).map_err(damaged)?;
        let stored = self.store.document(key)?.into_iter().map(|change| Change::read(change.body, change.actor));
        let stored = stored.collect::<Result<Vec<_>, _>>().map_err(damaged)?;
        let document = Document::load(stored).map_err(|_| DeviceError::Damaged { doc: key.doc })?;
        let actor = self.late_actor(&*self.membership()?, key)?;
        Ok(document.write_again(&old, actor, &self.store.rewritten_changes()?)?)
    }
}

/// How much of a log is read at once.
const PAGE_BYTES: usize = 1 << 20;

/// An entry that stands before every place that gives way, and builds on something behind one.
fn next_dependent(entries: &[(LogId, CheckedEntry)], branches: &BTreeMap<LogId, u64>) -> Option<(LogId, u64)> {
    let gives_way = |log: &LogId, seq: u64| branches.get(log).is_some_and(|first| seq >= *first);
    let (mut changes, mut acts) = (BTreeSet::<ChangeHash>::new(), BTreeSet::<EntryHash>::new());
    for (_, entry) in entries.iter().filter(|(log, entry)| gives_way(log, entry.seq)) {
        acts.insert(entry.hash);
        if let Content::Change(change) = &entry.content {
            changes.insert(change.hash());
        }
    }
    let builds_on = |entry: &CheckedEntry| match &entry.content {
        Content::Change(change) => change.deps().iter().any(|dep| changes.contains(dep)),
        Content::Act(act) => act.heads.iter().any(|head| acts.contains(head)),
        Content::Opening(opening) => acts.contains(&EntryHash(opening.grant.0)),
        // What a sealed value takes the place of stands inside, and is looked up when it is opened.
        Content::Manifest(_) | Content::Sealed(_) | Content::Order(_) | Content::Opaque | Content::Erased => false,
    };
    let found = entries.iter().find(|(log, entry)| !gives_way(log, entry.seq) && builds_on(entry));
    found.map(|(log, entry)| (*log, entry.seq))
}
