//! What the sealed values of one document add up to: those that no other replaces stand side by side, as in any merged document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::value::Value;
use crate::document::{Flat, Held};
use crate::ids::{ActorId, ChangeHash, EntryHash};

/// A sealed value that was opened, and where it stands.
#[derive(Debug, Clone)]
pub struct OpenedValue {
    /// Its entry.
    pub entry: EntryHash,
    /// Who wrote it, as the document knows them.
    pub actor: ActorId,
    /// The value.
    pub value: Arc<Value>,
}

/// The values of which something stands, by entry: what a further value would replace.
pub fn heads(values: &[OpenedValue]) -> Vec<EntryHash> {
    let standing: BTreeSet<EntryHash> = standing(values).into_iter().map(|(_, opened)| opened.entry).collect();
    standing.into_iter().collect()
}

/// Each key with every value that stands under it, by key and entry.
fn standing(values: &[OpenedValue]) -> Vec<(&str, &OpenedValue)> {
    let replaced: BTreeSet<(&str, &EntryHash)> = values
        .iter()
        .flat_map(|opened| {
            let keys = opened.value.values.keys();
            keys.flat_map(|key| opened.value.replaces.iter().map(move |entry| (key.as_str(), entry)))
        })
        .collect();
    let all = values.iter().flat_map(|opened| opened.value.values.keys().map(move |key| (key.as_str(), opened)));
    let mut standing: Vec<(&str, &OpenedValue)> =
        all.filter(|(key, opened)| !replaced.contains(&(*key, &opened.entry))).collect();
    standing.sort_by_key(|(key, opened)| (*key, opened.entry));
    standing.dedup_by_key(|(key, opened)| (*key, opened.entry));
    standing
}

/// Merges the opened values of a document, in whatever order they come.
///
/// A value takes the place of those that it names, under the keys that it holds itself: so somebody may correct one answer who can't
/// open the others. Of several that stand under a key, all are held, in the order of their entries' hashes, which is the same on
/// every replica that opens them.
pub fn merge(values: &[OpenedValue]) -> Flat {
    let mut merged: BTreeMap<String, Vec<Held>> = BTreeMap::new();
    for (key, opened) in standing(values) {
        let held = merged.entry(key.to_owned()).or_default();
        let counter = held.len() as u64 + 1;
        let value = opened.value.values[key].clone();
        held.push(Held { value, change: ChangeHash(opened.entry.0), actor: opened.actor, counter });
    }
    Flat::from_values(merged)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(entry: u8, address: &str, replaces: &[u8]) -> OpenedValue {
        let values = BTreeMap::from([("address".to_owned(), address.into())]);
        let replaces = replaces.iter().map(|entry| EntryHash([*entry; 32])).collect();
        let value = Arc::new(Value { values, replaces });
        OpenedValue { entry: EntryHash([entry; 32]), actor: ActorId([entry; 16]), value }
    }

    #[test]
    fn two_values_that_did_not_know_of_each_other_both_stand_until_a_third_replaces_them() {
        let mut values =
            vec![said(9, "12 Elm Street", &[]), said(2, "12a Elm Street", &[9]), said(3, "12 Elm St", &[9])];
        assert_eq!(merge(&values).held("address").len(), 2);
        values.push(said(1, "Flat 12, Elm Street", &[2, 3]));
        assert_eq!(merge(&values).latest("address"), Some(&"Flat 12, Elm Street".into()));
        assert_eq!(merge(&values).held("address").len(), 1);
    }

    #[test]
    fn a_correction_of_one_key_leaves_the_others_as_they_were() {
        let mut whole = said(1, "12 Elm Street", &[]);
        Arc::make_mut(&mut whole.value).values.insert("note".to_owned(), "blue gate".into());
        let values = [whole, said(2, "12a Elm Street", &[1])];
        let flat = merge(&values);
        assert_eq!((flat.latest("address"), flat.held("address").len()), (Some(&"12a Elm Street".into()), 1));
        assert_eq!(flat.latest("note"), Some(&"blue gate".into()));
        assert_eq!(heads(&values).len(), 2);
    }

    proptest! {
        #[test]
        fn any_order_and_repetition_merges_to_the_same(
            order in Just((0..6_u8).chain(0..6).collect::<Vec<_>>()).prop_shuffle(),
            replaces in proptest::collection::vec(proptest::collection::vec(0..6_u8, 0..3), 6),
        ) {
            // An entry can only name earlier ones.
            let one = |entry: u8| {
                let earlier: Vec<u8> = replaces[usize::from(entry)].iter().copied().filter(|of| *of < entry).collect();
                said(entry, &format!("{entry} Elm Street"), &earlier)
            };
            let straight: Vec<OpenedValue> = (0..6).map(one).collect();
            let shuffled: Vec<OpenedValue> = order.into_iter().map(one).collect();
            prop_assert_eq!(merge(&straight), merge(&shuffled));
            prop_assert!(!heads(&straight).is_empty());
        }
    }
}
