//! A document: its changes in causal order, what they add up to, and whether another change fits on top.
//!
//! Fitting is a pure function of the change and of what it builds on, never of what else has arrived. Making new
//! changes is in `author`.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::flat::Flat;
use super::limits::{MAX_DOCUMENT_BYTES, MAX_DOCUMENT_CHANGES, MAX_DOCUMENT_OPERATIONS};
use super::operations::OpId;
use crate::ids::{ActorId, ChangeHash};

mod past;

use past::Past;

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
    /// The document, as its author had seen it, would grow over its limits.
    #[error(
        "the document would have over {MAX_DOCUMENT_CHANGES} changes, {MAX_DOCUMENT_OPERATIONS} operations or \
         {MAX_DOCUMENT_BYTES} bytes"
    )]
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

/// A document in memory: small, loaded for one purpose and dropped again.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Each change after those that it builds on.
    changes: Vec<Change>,
    /// The places of changes in `changes`.
    by_hash: BTreeMap<ChangeHash, usize>,
    /// Each author's changes, by seq; the places in `changes`.
    by_actor: BTreeMap<ActorId, Vec<usize>>,
    heads: BTreeSet<ChangeHash>,
    totals: Totals,
    flat: Flat,
}

/// What some changes come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Totals {
    last_op: u64,
    changes: u64,
    operations: u64,
    bytes: u64,
}

impl Totals {
    fn add(&mut self, change: &Change) {
        self.last_op = self.last_op.max(change.last_op());
        self.changes += 1;
        self.operations += change.operations().len() as u64;
        self.bytes += change.body().len() as u64;
    }

    const fn is_over_limit(&self) -> bool {
        self.changes > MAX_DOCUMENT_CHANGES
            || self.operations > MAX_DOCUMENT_OPERATIONS
            || self.bytes > MAX_DOCUMENT_BYTES
    }
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
        self.check(&change)?;
        self.place(change);
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
        self.check(change)
    }

    fn check(&self, change: &Change) -> Result<(), FitError> {
        let missing: Vec<_> = self.missing(change).collect();
        if !missing.is_empty() {
            return Err(FitError::MissingDependencies { missing });
        }
        let past = Past::of(self, change);
        let mut totals = past.totals();
        let expected = totals.last_op + 1;
        if change.start_op() != expected {
            return Err(FitError::WrongStart { expected, found: change.start_op() });
        }
        let expected = past.seq_of(change.actor()) + 1;
        let own = self.by_actor.get(&change.actor()).map_or(0, |own| own.len() as u64);
        if change.seq() != expected || change.seq() != own + 1 {
            return Err(FitError::WrongSeq { expected, found: change.seq() });
        }
        totals.add(change);
        if totals.is_over_limit() {
            return Err(FitError::Full);
        }
        if change.others().iter().any(|other| *other == change.actor() || past.seq_of(*other) == 0) {
            return Err(FitError::WrongPredecessors);
        }
        for (operation, stood) in change.operations().iter().zip(past.stood_under_keys_of(change)) {
            let replaced: BTreeSet<OpId> = operation.replaces.iter().copied().collect();
            let fits = if operation.value.is_some() { replaced == stood } else { replaced.is_subset(&stood) };
            if !fits || replaced.len() != operation.replaces.len() {
                return Err(FitError::WrongPredecessors);
            }
        }
        Ok(())
    }

    fn place(&mut self, change: Change) {
        let place = self.changes.len();
        self.by_actor.entry(change.actor()).or_default().push(place);
        self.by_hash.insert(change.hash(), place);
        for dep in change.deps() {
            self.heads.remove(dep);
        }
        self.heads.insert(change.hash());
        self.totals.add(&change);
        self.flat.apply(&change);
        self.changes.push(change);
    }

    /// Whether the document has this change.
    pub fn contains(&self, hash: ChangeHash) -> bool {
        self.by_hash.contains_key(&hash)
    }

    /// The changes, each after those that it builds on; otherwise in the order in which they came.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = &Change> {
        self.changes.iter()
    }

    /// The changes that no other builds on, ascending.
    pub fn heads(&self) -> impl Iterator<Item = ChangeHash> {
        self.heads.iter().copied()
    }

    /// The highest number of an operation; 0 in an empty document.
    pub const fn max_op(&self) -> u64 {
        self.totals.last_op
    }

    /// How many operations the document has in all.
    pub const fn operations(&self) -> u64 {
        self.totals.operations
    }

    /// How many bytes the document's change bodies have in all.
    pub const fn size_bytes(&self) -> u64 {
        self.totals.bytes
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

#[cfg(test)]
mod tests {
    use super::super::testing::{ALICE, AMINA, BOB, first, loaded, put};
    use super::*;

    /// The same change with one byte of its body set, counted from the dependencies' end or, when negative, its end.
    fn forged(change: &Change, place: isize, byte: u8) -> Change {
        let mut body = change.body().to_vec();
        let start = 1 + 32 * change.deps().len();
        let place = if place < 0 { body.len() - place.unsigned_abs() } else { start + place.unsigned_abs() };
        body[place] = byte;
        Change::read(body, change.actor()).expect("a readable change")
    }

    #[test]
    fn a_change_waits_for_what_it_builds_on() {
        let alices = first(ALICE, &[("a/age", "41")]);
        let mut document = loaded(std::slice::from_ref(&alices));
        let bobs = put(&mut document, BOB, "a/age", "42");
        let missing = FitError::MissingDependencies { missing: vec![alices.hash()] };
        assert_eq!(Document::default().check_next(&bobs), Err(missing.clone()));
        assert_eq!(Document::load([bobs.clone()]).map(drop), Err(LoadError { change: bobs.hash(), reason: missing }));
        assert_eq!(loaded(&[bobs, alices]).flat(), document.flat());
    }

    #[test]
    fn numbers_that_do_not_follow_are_refused() {
        let mut document = loaded(&[first(ALICE, &[("a/age", "41")])]);
        let before = document.clone();
        let bobs = put(&mut document, BOB, "a/age", "42");
        assert_eq!(before.check_next(&forged(&bobs, 0, 2)), Err(FitError::WrongSeq { expected: 1, found: 2 }));
        assert_eq!(before.check_next(&forged(&bobs, 1, 9)), Err(FitError::WrongStart { expected: 2, found: 9 }));
        assert_eq!(before.check_next(&bobs), Ok(()));
    }

    #[test]
    fn a_second_change_with_the_same_number_is_refused() {
        let mut document = loaded(&[first(ALICE, &[("a/age", "41")])]);
        let other = first(ALICE, &[("a/age", "43")]);
        assert_eq!(document.apply(other), Err(FitError::WrongSeq { expected: 1, found: 1 }));
        assert_eq!(document.changes().count(), 1);
    }

    #[test]
    fn replacing_what_never_stood_there_is_refused() {
        let mut document = loaded(&[first(ALICE, &[("a/age", "41"), ("a/name", "Zoe")])]);
        let before = document.clone();
        let bobs = put(&mut document, BOB, "a/age", "42");
        let instead_of_the_name = forged(&bobs, -1, 2);
        assert_eq!(before.check_next(&instead_of_the_name), Err(FitError::WrongPredecessors));
        let mut with_more = before;
        put(&mut with_more, AMINA, "a/name", "Zoë");
        assert_eq!(with_more.check_next(&instead_of_the_name), Err(FitError::WrongPredecessors));
        assert_eq!(with_more.check_next(&bobs), Ok(()));
    }

    #[test]
    fn replacing_nothing_where_something_stood_is_refused() {
        let mut empty = Document::default();
        let document = loaded(&[first(ALICE, &[("a/age", "41")])]);
        let bobs = put(&mut empty, BOB, "a/age", "42");
        let mut body = vec![1];
        body.extend(document.heads().next().expect("a head").0);
        body.extend(&bobs.body()[1..]);
        body[34] = 2;
        let on_top = Change::read(body, BOB).expect("a readable change");
        assert_eq!(document.check_next(&on_top), Err(FitError::WrongPredecessors));
    }

    #[test]
    fn fitting_does_not_depend_on_what_else_has_arrived() {
        let start = first(ALICE, &[("a/age", "41")]);
        let bobs = put(&mut loaded(std::slice::from_ref(&start)), BOB, "a/age", "42");
        let mut document = loaded(std::slice::from_ref(&start));
        put(&mut document, AMINA, "a/age", "43");
        put(&mut document, AMINA, "a/name", "Zoe");
        assert_eq!(document.check_next(&bobs), Ok(()));
        document.apply(bobs).expect("a fitting change");
        assert_eq!(document.flat().held("a/age").len(), 2);
        assert_eq!((document.heads().count(), document.max_op(), document.operations()), (2, 3, 4));
    }

    #[test]
    fn too_many_changes_fill_a_document_as_well() {
        let mut totals = Totals { changes: MAX_DOCUMENT_CHANGES - 1, ..Totals::default() };
        totals.add(&first(ALICE, &[("a/age", "41")]));
        assert!(!totals.is_over_limit());
        totals.add(&first(BOB, &[("a/age", "41")]));
        assert!(totals.is_over_limit());
    }

    #[test]
    fn a_document_is_full_for_those_who_have_seen_it_full() {
        let start = first(ALICE, &[("a/age", "41")]);
        let mut document = loaded(std::slice::from_ref(&start));
        let mut before = document.clone();
        for n in 0.. {
            let long = format!("{n:x>48000}");
            if document.size_bytes() + 48_100 > MAX_DOCUMENT_BYTES {
                break;
            }
            put(&mut document, ALICE, "a/name", &long);
        }
        put(&mut document, BOB, "a/age", "42");
        let value = crate::document::Scalar::from("y".repeat(48_000));
        let more = document.write(BOB, vec![("a/name", &value)], None);
        assert!(matches!(more, Err(crate::document::EditError::Unfit(FitError::Full))));
        let unaware = put(&mut before, AMINA, "a/age", "43");
        assert_eq!(document.check_next(&unaware), Ok(()));
    }
}
