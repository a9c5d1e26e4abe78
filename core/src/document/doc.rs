//! A document: its changes in causal order, what they add up to, and whether another change fits on top.
//!
//! Fitting is a pure function of the change and of what it builds on, never of what else has arrived. Making new
//! changes is in `author`.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::flat::Flat;
use super::limits::{MAX_DOCUMENT_BYTES, MAX_DOCUMENT_OPERATIONS};
use super::operations::OpId;
use crate::ids::{ActorId, ChangeHash};

/// Why a change does not fit on its document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// It builds on changes that are not known yet; it may fit once they are.
    #[error("{} changes that it builds on are not known yet", .missing.len())]
    MissingDependencies {
        /// Those changes.
        missing: Vec<ChangeHash>,
    },
    /// Its first operation's number does not follow from what it builds on.
    #[error("the first operation is number {found}, but {expected} follows from the dependencies")]
    WrongStart {
        /// What follows.
        expected: u64,
        /// What the change says.
        found: u64,
    },
    /// Its number among its author's changes does not follow from what it builds on, or another has that number.
    #[error("the change is its author's number {found}, but {expected} follows from the dependencies")]
    WrongSeq {
        /// What follows.
        expected: u64,
        /// What the change says.
        found: u64,
    },
    /// It does not replace exactly what stood there for its author, or deletes what did not stand there.
    ///
    /// Deleting only some of several values is how automerge writes a put of the value that is already the highest.
    #[error("the change does not replace exactly the values that its author had seen")]
    WrongPredecessors,
    /// The document, as its author had seen it, would grow over its limit.
    #[error("the document would have over {MAX_DOCUMENT_OPERATIONS} operations or {MAX_DOCUMENT_BYTES} bytes")]
    Full,
}

/// Why changes do not make a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a change of the document does not fit")]
pub struct LoadError {
    /// The change.
    pub change: ChangeHash,
    /// What is wrong with it.
    #[source]
    pub reason: FitError,
}

/// How much of each author's work a change builds on: the highest seq of each.
type Clock = BTreeMap<ActorId, u64>;

/// A change in its place, with sums over its author's changes up to it.
#[derive(Debug, Clone)]
struct Placed {
    change: Change,
    clock: Clock,
    operations: u64,
    bytes: u64,
}

/// A document in memory: small, loaded for one purpose and dropped again.
#[derive(Debug, Clone, Default)]
pub struct Document {
    placed: Vec<Placed>,
    by_hash: BTreeMap<ChangeHash, usize>,
    /// Each author's changes, by seq; the places in `placed`.
    by_actor: BTreeMap<ActorId, Vec<usize>>,
    heads: BTreeSet<ChangeHash>,
    flat: Flat,
}

impl Document {
    /// Builds a document from its changes, in any order, with any repeated.
    ///
    /// # Errors
    /// A change builds on one that is not among them, or does not fit what it builds on.
    pub fn load(changes: impl IntoIterator<Item = Change>) -> Result<Self, LoadError> {
        let mut document = Self::default();
        let mut waiting: BTreeMap<ChangeHash, Vec<Change>> = BTreeMap::new();
        let mut ready: Vec<Change> = Vec::new();
        for change in changes {
            ready.push(change);
            while let Some(change) = ready.pop() {
                let hash = change.hash();
                let missing = document.missing(&change).next();
                if let Some(missing) = missing {
                    waiting.entry(missing).or_default().push(change);
                    continue;
                }
                document.apply(change).map_err(|reason| LoadError { change: hash, reason })?;
                ready.extend(waiting.remove(&hash).into_iter().flatten());
            }
        }
        match waiting.into_values().flatten().min_by_key(Change::hash) {
            None => Ok(document),
            Some(change) => {
                let missing = document.missing(&change).collect();
                Err(LoadError { change: change.hash(), reason: FitError::MissingDependencies { missing } })
            }
        }
    }

    fn missing<'a>(&'a self, change: &'a Change) -> impl Iterator<Item = ChangeHash> + 'a {
        change.deps().iter().copied().filter(|dep| !self.by_hash.contains_key(dep))
    }

    /// Adds a change after checking that it fits; one that is already in changes nothing.
    ///
    /// # Errors
    /// The change does not fit; the document stays as it was.
    pub fn apply(&mut self, change: Change) -> Result<(), FitError> {
        if self.by_hash.contains_key(&change.hash()) {
            return Ok(());
        }
        let past = self.check(&change)?;
        self.place(change, past);
        Ok(())
    }

    /// Whether a change fits on this document, which may hold more than the change builds on.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check_next(&self, change: &Change) -> Result<(), FitError> {
        if self.by_hash.contains_key(&change.hash()) {
            return Ok(());
        }
        self.check(change).map(drop)
    }

    fn check(&self, change: &Change) -> Result<Clock, FitError> {
        let missing: Vec<_> = self.missing(change).collect();
        if !missing.is_empty() {
            return Err(FitError::MissingDependencies { missing });
        }
        let past = self.past(change);
        let expected =
            past.iter().map(|(actor, seq)| self.placed_at(*actor, *seq).change.last_op()).max().unwrap_or(0) + 1;
        if change.start_op() != expected {
            return Err(FitError::WrongStart { expected, found: change.start_op() });
        }
        let expected = past.get(&change.actor()).copied().unwrap_or(0) + 1;
        let own = self.by_actor.get(&change.actor()).map_or(0, |own| own.len() as u64);
        if change.seq() != expected || change.seq() != own + 1 {
            return Err(FitError::WrongSeq { expected, found: change.seq() });
        }
        self.check_room(change, &past)?;
        if change.others().iter().any(|other| *other == change.actor() || !past.contains_key(other)) {
            return Err(FitError::WrongPredecessors);
        }
        for operation in change.operations() {
            let replaced: BTreeSet<OpId> = operation.replaces.iter().copied().collect();
            let seen = self.seen_under(&operation.key, &past);
            let fits = if operation.value.is_some() { replaced == seen } else { replaced.is_subset(&seen) };
            if !fits || replaced.len() != operation.replaces.len() {
                return Err(FitError::WrongPredecessors);
            }
        }
        Ok(past)
    }

    /// Everything that a change builds on, directly or not.
    fn past(&self, change: &Change) -> Clock {
        let mut past = Clock::new();
        for dep in change.deps() {
            let dep = &self.placed[self.by_hash[dep]];
            for (actor, seq) in &dep.clock {
                let known = past.entry(*actor).or_default();
                *known = (*known).max(*seq);
            }
        }
        past
    }

    fn placed_at(&self, actor: ActorId, seq: u64) -> &Placed {
        let seq = usize::try_from(seq).expect("a document in memory has fewer changes than memory has addresses");
        &self.placed[self.by_actor[&actor][seq - 1]]
    }

    fn check_room(&self, change: &Change, past: &Clock) -> Result<(), FitError> {
        let seen = past.iter().map(|(actor, seq)| self.placed_at(*actor, *seq));
        let (operations, bytes) = seen
            .fold((change.operations().len() as u64, change.body().len() as u64), |sum, last| {
                (sum.0 + last.operations, sum.1 + last.bytes)
            });
        if operations > MAX_DOCUMENT_OPERATIONS || bytes > MAX_DOCUMENT_BYTES { Err(FitError::Full) } else { Ok(()) }
    }

    /// The operations whose values stood under a key for somebody who had seen `past`.
    fn seen_under(&self, key: &str, past: &Clock) -> BTreeSet<OpId> {
        let saw = |actor: &ActorId, seq: u64| past.get(actor).is_some_and(|seen| seq <= *seen);
        if self.by_actor.iter().all(|(actor, changes)| saw(actor, changes.len() as u64)) {
            return self.flat.held(key).iter().map(super::flat::Held::id).collect();
        }
        let mut standing = BTreeSet::new();
        let mut replaced = BTreeSet::new();
        for Placed { change, .. } in &self.placed {
            let operations = change.operations();
            let Ok(place) = operations.binary_search_by(|operation| operation.key.as_str().cmp(key)) else { continue };
            if !saw(&change.actor(), change.seq()) {
                continue;
            }
            let operation = &operations[place];
            replaced.extend(operation.replaces.iter().copied());
            if operation.value.is_some() {
                standing.insert(OpId { counter: change.start_op() + place as u64, actor: change.actor() });
            }
        }
        standing.retain(|operation| !replaced.contains(operation));
        standing
    }

    fn place(&mut self, change: Change, past: Clock) {
        let own = self.by_actor.entry(change.actor()).or_default();
        let before = own.last().map(|last| &self.placed[*last]);
        let operations = before.map_or(0, |last| last.operations) + change.operations().len() as u64;
        let bytes = before.map_or(0, |last| last.bytes) + change.body().len() as u64;
        let mut clock = past;
        clock.insert(change.actor(), change.seq());
        own.push(self.placed.len());
        self.by_hash.insert(change.hash(), self.placed.len());
        for dep in change.deps() {
            self.heads.remove(dep);
        }
        self.heads.insert(change.hash());
        self.flat.apply(&change);
        self.placed.push(Placed { change, clock, operations, bytes });
    }

    /// Whether the document has this change.
    pub fn contains(&self, hash: ChangeHash) -> bool {
        self.by_hash.contains_key(&hash)
    }

    /// The changes, each after those that it builds on; otherwise in the order in which they came.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = &Change> {
        self.placed.iter().map(|placed| &placed.change)
    }

    /// The changes that no other builds on, ascending.
    pub fn heads(&self) -> impl Iterator<Item = ChangeHash> {
        self.heads.iter().copied()
    }

    /// The highest number of an operation; 0 in an empty document.
    pub fn max_op(&self) -> u64 {
        self.changes().map(Change::last_op).max().unwrap_or(0)
    }

    /// How many operations the document has in all.
    pub fn operations(&self) -> u64 {
        self.changes().map(|change| change.operations().len() as u64).sum()
    }

    /// How many bytes the document's change bodies have in all.
    pub fn size_bytes(&self) -> u64 {
        self.changes().map(|change| change.body().len() as u64).sum()
    }

    /// What the changes add up to.
    pub const fn flat(&self) -> &Flat {
        &self.flat
    }

    /// What the changes add up to, without the changes.
    pub fn into_flat(self) -> Flat {
        self.flat
    }
}
