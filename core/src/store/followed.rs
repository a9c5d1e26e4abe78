//! What the evaluation follows of a store: counts that every commit is told to, so that a result never reads everything again.
//!
//! Plain values; how a store notices what has changed is `sqlite::following`'s matter, and what is made of them `device`'s.

use std::collections::BTreeSet;

use crate::entry::DocKey;
use crate::evaluation::{AtDoors, Contribution, Live, Tally};
use crate::ids::DocId;
use crate::member::Scope;

/// The counts of what lies in some scopes.
#[derive(Debug, Default)]
pub struct Followed {
    /// The counts.
    pub tally: Tally,
    /// The insiders' result of them.
    pub live: Live,
    /// What happened at the doors.
    pub at_doors: AtDoors,
    /// Visits that have changed since they were counted: whoever reads the counts reads these first.
    pub changed_visits: BTreeSet<DocKey>,
}

impl Followed {
    /// Counts what one response gives, or takes it out again. Bytes that are no contribution give nothing, every time.
    pub(super) fn count(&mut self, scope: Scope, door: Option<DocId>, contribution: &[u8], more: bool) {
        let Ok(contribution) = minicbor::decode::<Contribution>(contribution) else { return };
        if more {
            self.tally.add(&contribution);
            self.live.add(&contribution);
        } else {
            self.tally.remove(&contribution);
            self.live.remove(&contribution);
        }
        if let Some(door) = door {
            self.at_doors.interview((scope, door), contribution.outcome(), if more { 1 } else { -1 });
        }
    }
}
