//! What a change builds on, directly or not: all that its fitting may be judged by.
//!
//! Mostly that is the whole document, and nothing has to be gathered. `limits` bounds it otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{Document, Totals};
use crate::document::change::Change;
use crate::document::flat::Held;
use crate::document::operations::{OpId, Operation};
use crate::ids::ActorId;

/// The part of a document that a change builds on.
pub(super) struct Past<'d> {
    document: &'d Document,
    /// Places in the document; none where it is all of them.
    places: Option<BTreeSet<usize>>,
}

impl<'d> Past<'d> {
    /// Gathers what a change builds on; its dependencies are all in the document.
    pub(super) fn of(document: &'d Document, change: &Change) -> Self {
        if change.deps().iter().copied().eq(document.heads()) {
            return Self { document, places: None };
        }
        let mut places = BTreeSet::new();
        let mut open: Vec<usize> = change.deps().iter().map(|dep| document.by_hash[dep]).collect();
        while let Some(place) = open.pop() {
            if places.insert(place) {
                open.extend(document.changes[place].deps().iter().map(|dep| document.by_hash[dep]));
            }
        }
        Self { document, places: Some(places) }
    }

    fn gathered<'a>(&self, places: &'a BTreeSet<usize>) -> impl Iterator<Item = &'d Change> + use<'a, 'd> {
        let document = self.document;
        places.iter().map(|place| &document.changes[*place])
    }

    pub(super) fn totals(&self) -> Totals {
        let Some(places) = &self.places else { return self.document.totals };
        let mut totals = Totals::default();
        for change in self.gathered(places) {
            totals.add(change);
        }
        totals
    }

    /// How many changes of an author there are.
    pub(super) fn seq_of(&self, actor: ActorId) -> u64 {
        let own = self.document.by_actor.get(&actor).map_or(&[][..], Vec::as_slice);
        match &self.places {
            None => own.len() as u64,
            Some(places) => own.iter().take_while(|place| places.contains(place)).count() as u64,
        }
    }

    /// For each operation of a change, the operations whose values stood under its key.
    pub(super) fn stood_under_keys_of(&self, change: &Change) -> Vec<BTreeSet<OpId>> {
        let keys = change.touched_keys();
        let Some(places) = &self.places else {
            return keys.map(|key| self.document.flat.held(key).iter().map(Held::id).collect()).collect();
        };
        let mut stood: BTreeMap<&str, Stood> = keys.map(|key| (key, Stood::default())).collect();
        for earlier in self.gathered(places) {
            for (id, operation) in earlier.named_operations() {
                if let Some(stood) = stood.get_mut(operation.key.as_str()) {
                    stood.see(id, operation);
                }
            }
        }
        stood.into_values().map(Stood::left).collect()
    }
}

/// What was put under a key and what was replaced there.
#[derive(Default)]
struct Stood {
    put: BTreeSet<OpId>,
    replaced: BTreeSet<OpId>,
}

impl Stood {
    fn see(&mut self, id: OpId, operation: &Operation) {
        self.replaced.extend(operation.replaces.iter().copied());
        if operation.value.is_some() {
            self.put.insert(id);
        }
    }

    fn left(self) -> BTreeSet<OpId> {
        self.put.difference(&self.replaced).copied().collect()
    }
}
