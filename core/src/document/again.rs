//! Writing a change again as another author: for a device whose store was a copy, so that two copies never speak as one.
//!
//! Making new changes is `author`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::author::EditError;
use super::change::Change;
use super::doc::{Document, FitError};
use super::scalar::Scalar;
use crate::ids::{ActorId, ChangeHash};

impl Document {
    /// Puts by another author what a change put, on top of what that change had seen and of nothing else. `became` says which
    /// changes stand for those that were written again before it; the rest of what it builds on must be in this document.
    ///
    /// # Errors
    /// What it builds on is not here, or it does more than put values.
    pub fn write_again(
        &self,
        change: &Change,
        actor: ActorId,
        became: &BTreeMap<ChangeHash, Vec<ChangeHash>>,
    ) -> Result<Vec<Change>, EditError> {
        let seen = self.as_seen_by(change, became)?;
        let mut puts: BTreeMap<&str, &Scalar> = BTreeMap::new();
        for operation in change.operations() {
            let value = operation.value.as_ref().ok_or(EditError::Unfit(FitError::WrongPredecessors))?;
            puts.insert(&operation.key, value);
        }
        seen.write(actor, puts.into_iter().collect(), change.message())
    }

    fn as_seen_by(&self, change: &Change, became: &BTreeMap<ChangeHash, Vec<ChangeHash>>) -> Result<Self, EditError> {
        let now = |hash: &ChangeHash| became.get(hash).cloned().unwrap_or_else(|| vec![*hash]);
        let mut open: Vec<ChangeHash> = change.deps().iter().flat_map(now).collect();
        let by_hash: BTreeMap<ChangeHash, &Change> = self.changes().map(|change| (change.hash(), change)).collect();
        let mut seen = BTreeSet::new();
        while let Some(hash) = open.pop() {
            let Some(found) = by_hash.get(&hash) else {
                return Err(EditError::Unfit(FitError::MissingDependencies { missing: vec![hash] }));
            };
            if seen.insert(hash) {
                open.extend(found.deps());
            }
        }
        let changes = self.changes().filter(|change| seen.contains(&change.hash())).cloned();
        Self::load(changes).map_err(|error| EditError::Unfit(error.reason))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ALICE, AMINA, BOB, first, loaded, put, values};
    use super::*;

    #[test]
    fn what_was_written_again_says_the_same_and_keeps_what_others_wrote_meanwhile_beside_it() {
        let start = first(ALICE, &[("a/age", "41")]);
        let bobs = put(&mut loaded(std::slice::from_ref(&start)), BOB, "a/age", "42");
        let mut document = loaded(std::slice::from_ref(&start));
        put(&mut document, ALICE, "a/age", "43");
        let again = document.write_again(&bobs, AMINA, &BTreeMap::new()).expect("it builds on the start alone");
        again.into_iter().for_each(|change| document.apply(change).expect("a fitting change"));
        assert_eq!(document.flat().held("a/age").len(), 2);
    }

    #[test]
    fn a_chain_is_written_again_one_after_the_other() {
        let (mut document, mut became) = (Document::default(), BTreeMap::new());
        let first = first(BOB, &[("a/age", "41"), ("a/name", "Zoe")]);
        let mut old = loaded(std::slice::from_ref(&first));
        let [second] = old.edit(BOB, &values(&[("a/age", "42")]), Some("misheard")).unwrap().try_into().unwrap();
        for change in [first, second] {
            let again = document.write_again(&change, AMINA, &became).expect("it builds on what is there");
            became.insert(change.hash(), again.iter().map(Change::hash).collect());
            again.into_iter().for_each(|change| document.apply(change).expect("a fitting change"));
            old.apply(change).unwrap_or_default();
        }
        assert_eq!(document.flat().latest("a/age"), old.flat().latest("a/age"));
        assert_eq!(document.changes().last().and_then(Change::message), Some("misheard"));
    }

    #[test]
    fn what_builds_on_something_that_is_not_here_waits() {
        let start = first(ALICE, &[("a/age", "41")]);
        let bobs = put(&mut loaded(&[start]), BOB, "a/age", "42");
        assert!(Document::default().write_again(&bobs, AMINA, &BTreeMap::new()).is_err());
    }
}
