//! What a document holds after merging: every value that stands, under each key, with who put it there and where.
//!
//! How concurrent values are decided between is in `settle`; what the keys mean is in `kinds`.

use std::collections::BTreeMap;

use super::change::Change;
use super::doc::{Document, LoadError};
use super::operations::OpId;
use super::scalar::Scalar;
use crate::ids::{ActorId, ChangeHash};

/// One value that stands under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The value.
    pub value: Scalar,
    /// The change that put it there.
    pub change: ChangeHash,
    /// Who put it there.
    pub actor: ActorId,
    /// The number of the operation that put it there.
    pub counter: u64,
}

impl Held {
    pub(super) const fn id(&self) -> OpId {
        OpId { counter: self.counter, actor: self.actor }
    }
}

/// A merged document: under each key the values that stand, in the order of their operations, so at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flat {
    values: BTreeMap<String, Vec<Held>>,
}

impl Flat {
    /// Reads a document that has this one change, which builds on none, straight from its operations.
    pub fn of_first_change(change: &Change) -> Self {
        let mut flat = Self::default();
        flat.apply(change);
        flat
    }

    /// Merges changes in any order, with any repeated.
    ///
    /// # Errors
    /// A change builds on one that is not among them, or does not fit what it builds on.
    pub fn of_changes(changes: impl IntoIterator<Item = Change>) -> Result<Self, LoadError> {
        Document::load(changes).map(Document::into_flat)
    }

    /// Adds a change whose dependencies are all in: what it replaces goes, what it puts comes.
    pub(super) fn apply(&mut self, change: &Change) {
        for (id, operation) in change.named_operations() {
            let put = operation.value.clone().map(|value| Held {
                value,
                change: change.hash(),
                actor: id.actor,
                counter: id.counter,
            });
            self.apply_operation(&operation.key, &operation.replaces, put);
        }
    }

    fn apply_operation(&mut self, key: &str, replaces: &[OpId], put: Option<Held>) {
        let Some(held) = self.values.get_mut(key) else {
            if let Some(put) = put {
                self.values.insert(key.to_owned(), vec![put]);
            }
            return;
        };
        held.retain(|held| !replaces.contains(&held.id()));
        if let Some(put) = put {
            let place = held.partition_point(|held| held.id() < put.id());
            held.insert(place, put);
        }
        if held.is_empty() {
            self.values.remove(key);
        }
    }

    /// The values that stand under a key, in the order of their operations.
    pub fn held(&self, key: &str) -> &[Held] {
        self.values.get(key).map_or(&[], Vec::as_slice)
    }

    /// The value under a key whose values nobody decides between: the one with the highest operation.
    pub fn latest(&self, key: &str) -> Option<&Scalar> {
        self.held(key).last().map(|held| &held.value)
    }

    /// Every key with its values, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Held])> {
        self.values.iter().map(|(key, held)| (key.as_str(), held.as_slice()))
    }

    /// The keys that start with `prefix`, without it, with their values, ascending.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a [Held])> {
        self.values
            .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded))
            .map_while(move |(key, held)| key.strip_prefix(prefix).map(|rest| (rest, held.as_slice())))
    }

    /// The flat form of values that were merged elsewhere; the values under a key in the order in which they stand.
    pub(crate) fn from_values(values: BTreeMap<String, Vec<Held>>) -> Self {
        Self { values }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{ALICE, any_values, history, play, read_by_automerge};
    use super::*;

    proptest! {
        #[test]
        fn a_first_change_reads_the_same_without_a_document(puts in any_values()) {
            let changes = Document::first(ALICE, &puts).expect("a first change");
            let [change] = changes.as_slice() else { panic!("one change") };
            let document = Document::load([change.clone()]).expect("a document");
            let flat = Flat::of_first_change(change);
            prop_assert_eq!(&flat, document.flat());
            prop_assert_eq!(flat, read_by_automerge(&document));
        }

        #[test]
        fn any_order_and_repetition_merges_to_what_automerge_reads(
            (changes, order) in history().prop_map(|steps| play(&steps)).prop_flat_map(|changes| {
                let twice: Vec<Change> = changes.iter().chain(&changes).cloned().collect();
                (Just(changes), Just(twice).prop_shuffle())
            })
        ) {
            let straight = Document::load(changes).expect("a document");
            let shuffled = Document::load(order).expect("a document");
            prop_assert_eq!(straight.flat(), shuffled.flat());
            prop_assert!(straight.heads().eq(shuffled.heads()));
            prop_assert_eq!(straight.flat(), &read_by_automerge(&shuffled));
        }
    }
}
