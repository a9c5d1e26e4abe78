//! The second stage of ingest: what to write, decided from loaded facts alone.
//!
//! Whether an entry is taken depends on the entry, its causal past and its log's grant, never on when it arrived.
//! What is missing for a decision makes it wait; nothing is dropped for coming early.

//!
//! Whether what was taken counts is another matter: entries behind a cut are taken and held back, and [`restate`] says anew what
//! counts when the membership has changed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    CheckedEntry, CheckedRun, Content, DocKey, DocWrite, Entry, EntryState, Facts, HoldWrite, LogWrite, MAX_HELD,
    ManifestWrite, NewEntry, Opening, Outcome, Planned, Refusal, Refused, Run, Shift, WaitsFor, Writes,
};
use crate::document::{Change, FitError};
use crate::ids::{DeviceId, EntryHash, GrantId, LogId};
use crate::member::{Access, Act, ActError, Deed, EntryName, Membership, SignedAct, Standing};

mod erasing;
mod project;
mod standing;
#[cfg(test)]
mod tests;
mod unread;

use standing::Weighed;

pub use project::response_row;
pub use standing::{project_anew, restate};
pub use unread::{ReadAgain, Unread, read_again};

/// Decides what becomes of checked runs.
pub fn plan(facts: &Facts, runs: Vec<CheckedRun>) -> Planned {
    let mut planning = Planning::new(facts);
    let outcomes = runs.into_iter().map(|run| planning.run(run)).collect();
    Planned { writes: planning.finish(), outcomes }
}

/// Why an entry is not taken now.
enum Stop {
    Refused(Refusal),
    Waits(Refusal, WaitsFor),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

#[derive(Clone)]
struct Log {
    opening: Opening,
    head_seq: u64,
    head_hash: EntryHash,
}

struct Planning<'f> {
    facts: &'f Facts,
    membership: Option<Membership>,
    logs: BTreeMap<LogId, Log>,
    hashes: BTreeMap<(LogId, u64), EntryHash>,
    docs: BTreeMap<DocKey, Weighed>,
    held: BTreeMap<DeviceId, BTreeSet<(LogId, u64)>>,
    writes: Writes,
}

impl<'f> Planning<'f> {
    fn new(facts: &'f Facts) -> Self {
        let log = |known: &super::LogFacts| Log {
            opening: known.opening,
            head_seq: known.head_seq,
            head_hash: known.head_hash,
        };
        Self {
            facts,
            membership: None,
            logs: facts.logs.iter().map(|(id, known)| (*id, log(known))).collect(),
            hashes: BTreeMap::new(),
            docs: BTreeMap::new(),
            held: facts.held.clone(),
            writes: Writes::default(),
        }
    }

    fn membership(&self) -> &Membership {
        self.membership.as_ref().unwrap_or(&self.facts.membership)
    }

    fn run(&mut self, run: CheckedRun) -> Outcome {
        let mut outcome = Outcome::default();
        for entry in run.entries {
            let (seq, hash) = (entry.seq, entry.hash);
            match self.entry(run.log, run.opening, entry) {
                Ok(new) => {
                    outcome.new += u64::from(new);
                    let first = outcome.stored.map_or(seq, |(first, _)| first);
                    outcome.stored = Some((first, seq + 1));
                }
                Err(refusal) => {
                    outcome.refused.push(Refused { log: run.log, seq, refusal, entry: Some(hash) });
                    if !refusal.is_held() {
                        return outcome;
                    }
                }
            }
        }
        outcome.refused.extend(run.refused);
        outcome
    }

    /// Plans one entry; says whether it is new here.
    fn entry(&mut self, log: LogId, opening: Option<Opening>, entry: CheckedEntry) -> Result<bool, Refusal> {
        if let Some(stored) = self.stored_hash(log, entry.seq) {
            return if stored == entry.hash { Ok(false) } else { Err(Refusal::Fork) };
        }
        match self.decide(log, opening, &entry) {
            Ok(state) => {
                self.take(log, entry, state);
                Ok(true)
            }
            Err(Stop::Refused(refusal)) => Err(refusal),
            Err(Stop::Waits(refusal, waits_for)) => self.hold(log, opening, entry, refusal, waits_for),
        }
    }

    fn stored_hash(&self, log: LogId, seq: u64) -> Option<EntryHash> {
        let planned = self.hashes.get(&(log, seq));
        planned.or_else(|| self.facts.logs.get(&log)?.known.get(&seq)).copied()
    }

    fn decide(&mut self, log: LogId, opening: Option<Opening>, entry: &CheckedEntry) -> Result<EntryState, Stop> {
        let Some(known) = self.logs.get(&log) else {
            return match (&entry.content, opening) {
                (Content::Opening(opening), _) => self.open(log, opening),
                (_, Some(_)) => Err(Stop::Waits(Refusal::Gap, WaitsFor::Log(log))),
                (_, None) => Err(Refusal::UnknownLog.into()),
            };
        };
        if entry.seq <= known.head_seq {
            return Err(Refusal::Fork.into());
        }
        if entry.seq > known.head_seq + 1 {
            return Err(Stop::Waits(Refusal::Gap, WaitsFor::Log(log)));
        }
        if entry.head.prev != known.head_hash {
            return Err(Refusal::Fork.into());
        }
        let opening = known.opening;
        self.judge(log, opening, entry)
    }

    /// Decides on an entry that is in its place.
    fn judge(&mut self, log: LogId, opening: Opening, entry: &CheckedEntry) -> Result<EntryState, Stop> {
        let name = EntryName { log, seq: entry.seq, hash: entry.hash };
        let counts = self.membership().counts(&opening.grant, &name);
        if self.is_erased(entry) {
            return Ok(EntryState::Erased);
        }
        match &entry.content {
            Content::Opening(_) => Err(Refusal::BadOpening.into()),
            Content::Change(change) => self.change(&opening, entry, change, counts),
            Content::Sealed(_) => Ok(weighed(counts)),
            Content::Act(act) => self.act(log, &opening, entry, act),
            Content::Manifest(manifest) => {
                let (manifest, doc) = (manifest.clone(), entry.doc_key(opening.scope));
                self.writes.manifests.push(ManifestWrite { manifest, doc, author: opening.device });
                Ok(weighed(counts))
            }
            Content::Order(order) => self.order(order, counts),
            Content::Opaque => Ok(EntryState::Opaque),
            Content::Erased => Err(Refusal::Stripped.into()),
        }
    }

    fn open(&self, log: LogId, opening: &Opening) -> Result<EntryState, Stop> {
        let membership = self.membership();
        let known = membership.grant(&opening.grant).filter(|grant| grant.standing != Standing::Pending);
        let Some(grant) = known else {
            return Err(Stop::Waits(Refusal::UnknownGrant, WaitsFor::Grant(opening.grant)));
        };
        let allowed = grant.device == opening.device && membership.may(&opening.grant, &opening.scope, Access::Write);
        if !allowed {
            return Err(Refusal::OutsideGrant.into());
        }
        Ok(weighed(membership.kept(&opening.grant, &log) > 0))
    }

    fn act(&mut self, log: LogId, opening: &Opening, entry: &CheckedEntry, act: &Act) -> Result<EntryState, Stop> {
        let (hash, seq, time) = (entry.hash, entry.seq, entry.head.time);
        let signed = SignedAct { hash, log, grant: opening.grant, seq, time, act: act.clone() };
        let membership = self.membership.get_or_insert_with(|| (*self.facts.membership).clone());
        membership.add(&signed).map_err(|error| match error {
            ActError::Missing(act) => Stop::Waits(Refusal::MissingDependency, WaitsFor::Act(act)),
            ActError::NotPermitted => Stop::Refused(Refusal::NotPermitted),
            ActError::BadSignature => Stop::Refused(Refusal::BadAct),
        })?;
        let counts = seq <= membership.kept(&opening.grant, &log);
        if let Deed::Confirm(grant) = act.deed {
            self.writes.arrived.push(WaitsFor::Grant(grant));
        }
        self.writes.arrived.push(WaitsFor::Grant(GrantId(entry.hash.0)));
        self.writes.arrived.push(WaitsFor::Act(entry.hash));
        Ok(weighed(counts))
    }

    /// Takes a change into its document; says in which state. Of a document whose content has left this device it is kept and passed on.
    fn change(
        &mut self,
        opening: &Opening,
        entry: &CheckedEntry,
        change: &Change,
        counts: bool,
    ) -> Result<EntryState, Stop> {
        let key = entry.doc_key(opening.scope);
        let needed = project::needed(&key, change);
        if !needed.into_iter().all(|access| self.membership().may(&opening.grant, &opening.scope, access)) {
            return Err(Refusal::NotPermitted.into());
        }
        if self.facts.docs.get(&key).is_some_and(|known| known.forgotten) {
            self.writes.arrived.push(WaitsFor::Change(change.hash().0));
            return Ok(EntryState::Opaque);
        }
        let membership = self.membership.as_ref().unwrap_or(&self.facts.membership);
        let document = match self.docs.entry(key) {
            std::collections::btree_map::Entry::Occupied(loaded) => loaded.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(Weighed::load(self.facts.docs.get(&key), membership)?)
            }
        };
        let counts = document.add(change, counts).map_err(|error| match error {
            FitError::MissingDependencies { missing } => match missing.first() {
                Some(first) => Stop::Waits(Refusal::MissingDependency, WaitsFor::Change(first.0)),
                None => Stop::Refused(Refusal::BadStart),
            },
            FitError::WrongStart { .. } | FitError::WrongSeq { .. } | FitError::WrongPredecessors => {
                Stop::Refused(Refusal::BadStart)
            }
            FitError::Full => Stop::Refused(Refusal::DocumentFull),
        })?;
        self.writes.arrived.push(WaitsFor::Change(change.hash().0));
        Ok(weighed(counts))
    }

    fn take(&mut self, log: LogId, entry: CheckedEntry, state: EntryState) {
        let entry = if state == EntryState::Erased { erasing::emptied(entry) } else { entry };
        if let Content::Opening(opening) = entry.content {
            let head = Log { opening, head_seq: 0, head_hash: EntryHash([0; 32]) };
            self.logs.insert(log, head);
            self.writes.logs.push(LogWrite { log, opening });
        }
        let known = self.logs.get_mut(&log).expect("an entry is only taken into a log that is known");
        known.head_seq = entry.seq;
        known.head_hash = entry.hash;
        let about_document = entry.head.doc_kind != 0 && !matches!(entry.content, Content::Order(_));
        let doc = about_document.then(|| entry.doc_key(known.opening.scope));
        self.hashes.insert((log, entry.seq), entry.hash);
        self.writes.heads.insert(log, (entry.seq, entry.hash));
        self.writes.entries.push(NewEntry {
            log,
            seq: entry.seq,
            hash: entry.hash,
            header: entry.header,
            signature: entry.signature,
            body: entry.body,
            payload_kind: entry.head.payload_kind,
            doc,
            state,
        });
    }

    fn hold(
        &mut self,
        log: LogId,
        opening: Option<Opening>,
        entry: CheckedEntry,
        refusal: Refusal,
        waits_for: WaitsFor,
    ) -> Result<bool, Refusal> {
        let opening = opening.or_else(|| self.logs.get(&log).map(|known| known.opening));
        let device = opening.ok_or(Refusal::UnknownLog)?.device;
        let held = self.held.entry(device).or_default();
        let (seq, prev) = (entry.seq, entry.head.prev);
        if held.contains(&(log, seq)) {
            return Err(refusal);
        }
        if held.len() as u64 >= MAX_HELD {
            return Err(Refusal::OverBudget);
        }
        held.insert((log, seq));
        let entry = if self.is_erased(&entry) { erasing::emptied(entry) } else { entry };
        let wire = Entry::from_parts(&entry.header, entry.signature, entry.body).ok_or(Refusal::BadHeader)?;
        let run = Run { log, first_seq: seq, prev: (seq > 1).then_some(prev), entries: vec![wire] };
        self.writes.holds.push(HoldWrite { device, waits_for, run });
        Err(refusal)
    }

    fn finish(mut self) -> Writes {
        self.writes.arrived.extend(self.writes.heads.keys().map(|log| WaitsFor::Log(*log)));
        if let Some(membership) = &self.membership {
            let (grants, entries) = membership.differing_from(&self.facts.membership);
            self.writes.shift = Shift { grants, entries };
        }
        self.writes.membership = self.membership;
        let changed = self.docs.into_iter().filter(|(_, document)| document.is_changed());
        let rules = &self.facts.rules;
        let written = changed.map(|(key, document)| DocWrite { key, projection: document.projection(&key, rules) });
        self.writes.docs.extend(written);
        self.writes
    }
}

/// The state of an entry that is taken.
const fn weighed(counts: bool) -> EntryState {
    if counts { EntryState::Full } else { EntryState::Quarantined }
}
