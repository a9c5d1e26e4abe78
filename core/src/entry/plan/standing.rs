//! Which changes of a document count: those that stand before every cut or were released, and build on such alone.
//!
//! A change fits on everything that was taken, whether it counts or not, so that taking it never depends on when a cut came.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{project, weighed};
use crate::document::{Change, Document, FitError};
use crate::entry::{DocFacts, DocKey, DocWrite, Facts, PlacedEntry, Projection, Refusal, Writes};
use crate::evaluation::Rules;
use crate::ids::{BlobHash, ChangeHash};
use crate::member::Membership;

/// A document with everything that was taken, and what of it is held back.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    whole: Document,
    held_back: BTreeSet<ChangeHash>,
    changed: bool,
}

impl Weighed {
    /// Loads a document. One that does not load any more is damage here, not the sender's fault.
    pub(super) fn load(facts: Option<&DocFacts>, membership: &Membership) -> Result<Self, Refusal> {
        let mut document = Self::default();
        let mut changes = Vec::new();
        for placed in facts.map_or(&[][..], |facts| &facts.changes) {
            let change = Change::read(placed.change.body.clone(), placed.change.actor);
            let counts = membership.counts(&placed.entry.grant, &placed.entry.name);
            changes.push((change.map_err(|_| Refusal::Internal)?, counts));
        }
        // What was kept unread at first may stand before what it builds on.
        while !changes.is_empty() {
            let before = changes.len();
            changes = document.add_what_fits(changes)?;
            if changes.len() == before {
                return Err(Refusal::Internal);
            }
        }
        document.changed = false;
        Ok(document)
    }

    /// Adds changes in their order; those that build on something that is not there yet are returned.
    fn add_what_fits(&mut self, changes: Vec<(Change, bool)>) -> Result<Vec<(Change, bool)>, Refusal> {
        let mut left = Vec::new();
        for (change, counts) in changes {
            match self.add(&change, counts) {
                Ok(_) => {}
                Err(FitError::MissingDependencies { .. }) => left.push((change, counts)),
                Err(_) => return Err(Refusal::Internal),
            }
        }
        Ok(left)
    }

    /// Adds a change; says whether it counts, by itself and by what it builds on.
    pub(super) fn add(&mut self, change: &Change, counts: bool) -> Result<bool, FitError> {
        self.whole.apply(change.clone())?;
        let counts = counts && change.deps().iter().all(|dep| !self.held_back.contains(dep));
        if counts {
            self.changed = true;
        } else {
            self.held_back.insert(change.hash());
        }
        Ok(counts)
    }

    /// Whether what counts is other than it was when loaded.
    pub(super) const fn is_changed(&self) -> bool {
        self.changed
    }

    /// What can be seen of that which counts.
    pub(super) fn projection(&self, key: &DocKey, rules: &BTreeMap<BlobHash, Arc<Rules>>) -> Projection {
        if self.held_back.is_empty() {
            return project::projection(key, &self.whole, rules);
        }
        let counting = self.whole.changes().filter(|change| !self.held_back.contains(&change.hash())).cloned();
        let document = Document::load(counting).expect("what counts builds on what counts");
        project::projection(key, &document, rules)
    }
}

/// What can be seen of these documents now; to be written after changes of theirs were taken out.
pub fn project_anew(facts: &Facts) -> Writes {
    let mut writes = Writes::default();
    for (key, stored) in &facts.docs {
        // A damaged document stays as it is; reading it says so.
        let Ok(document) = Weighed::load(Some(stored), &facts.membership) else { continue };
        writes.docs.push(DocWrite { key: *key, projection: document.projection(key, &facts.rules) });
    }
    writes
}

/// Says anew what counts of these documents and other entries: what is to be written after the membership has changed.
pub fn restate(facts: &Facts, others: &[PlacedEntry]) -> Writes {
    let mut writes = Writes::default();
    let membership = &facts.membership;
    for placed in others {
        let counts = membership.counts(&placed.grant, &placed.name);
        if counts != placed.counts {
            writes.states.push((placed.name, weighed(counts)));
        }
    }
    for (key, stored) in &facts.docs {
        // A damaged document stays as it is; reading it says so.
        let Ok(document) = Weighed::load(Some(stored), membership) else { continue };
        let before = writes.states.len();
        for placed in &stored.changes {
            let Ok(change) = Change::read(placed.change.body.clone(), placed.change.actor) else { continue };
            let counts = !document.held_back.contains(&change.hash());
            if counts != placed.entry.counts {
                writes.states.push((placed.entry.name, weighed(counts)));
            }
        }
        if writes.states.len() > before {
            writes.docs.push(DocWrite { key: *key, projection: document.projection(key, &facts.rules) });
        }
    }
    writes
}
