//! What the evaluation follows of a store: counts that every commit is told to, so that a result never reads everything again.
//!
//! Plain values; how a store notices what has changed is `sqlite::following`'s matter, and what is made of them `device`'s.

use std::collections::BTreeSet;

use crate::entry::DocKey;
use crate::evaluation::{AtDoors, Contribution, Homes, Live, Moved, Tally};
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
    /// The doors where several interviews stand.
    pub homes: Homes,
    /// Visits that have changed since they were counted: whoever reads the counts reads these first.
    pub changed_visits: BTreeSet<DocKey>,
}

impl Followed {
    /// Counts what one response gives, or takes it out again. Bytes that are no contribution give nothing, every time.
    pub(super) fn count(&mut self, scope: Scope, door: Option<DocId>, contribution: &[u8], more: bool) {
        let Ok(contribution) = minicbor::decode::<Contribution>(contribution) else { return };
        if let Some(door) = door {
            let kept_out = self.homes.reopen(&(scope, door));
            kept_out.iter().for_each(|one| self.change(one, true));
        }
        self.change(&contribution, more);
        if let Some(door) = door {
            self.at_doors.interview((scope, door), contribution.outcome(), if more { 1 } else { -1 });
        }
    }

    /// Takes over which interviews stand at a door now, as [`count`](Self::count) was told of them.
    pub(super) fn stand(&mut self, scope: Scope, door: DocId, interviews: &[(DocId, Vec<u8>)]) {
        let read = |(doc, bytes): &(DocId, Vec<u8>)| Some((*doc, minicbor::decode(bytes).ok()?));
        self.homes.stand((scope, door), interviews.iter().filter_map(read).collect());
    }

    /// Lets one interview count at each door, or all: to be called before the counts are read.
    pub fn settle(&mut self, one_counts: bool) {
        let Moved { back, out } = self.homes.settle(one_counts);
        back.iter().for_each(|one| self.change(one, true));
        out.iter().for_each(|one| self.change(one, false));
    }

    fn change(&mut self, contribution: &Contribution, more: bool) {
        if more {
            self.tally.add(contribution);
            self.live.add(contribution);
        } else {
            self.tally.remove(contribution);
            self.live.remove(contribution);
        }
    }
}
