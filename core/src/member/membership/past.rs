//! What each act builds on: an order for counting them, which acts came after which cut, and who used an invite first.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{EntryHash, GrantId, LogId};
use crate::member::act::Deed;
use crate::member::membership::SignedAct;

/// The acts' places in their common past. It grows and never changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    /// How long the longest way back is: an act's parents all have a smaller number.
    depths: BTreeMap<EntryHash, u64>,
    /// What each act builds on.
    parents: BTreeMap<EntryHash, Vec<EntryHash>>,
    /// For each cut the acts whose authors had seen it.
    after: BTreeMap<EntryHash, BTreeSet<EntryHash>>,
    /// The last act of each log.
    last: BTreeMap<LogId, EntryHash>,
    /// For each used invite the redemption that stands first in the server's logs.
    first_uses: BTreeMap<EntryHash, (LogId, u64, EntryHash)>,
}

impl Past {
    /// Adds an act that builds on these; says whether it took the place of another as the first use of an invite.
    pub(super) fn add(&mut self, signed: &SignedAct, parents: &[EntryHash]) -> bool {
        self.parents.insert(signed.hash, parents.to_vec());
        let depth = parents.iter().filter_map(|parent| self.depths.get(parent)).max().map_or(0, |depth| depth + 1);
        self.depths.insert(signed.hash, depth);
        for (cut, after) in &mut self.after {
            if parents.iter().any(|parent| parent == cut || after.contains(parent)) {
                after.insert(signed.hash);
            }
        }
        self.last.insert(signed.log, signed.hash);
        match &signed.act.deed {
            Deed::Cut(_) => {
                self.after.insert(signed.hash, BTreeSet::new());
                false
            }
            Deed::Redeem(redemption) => {
                let this = (signed.log, signed.seq, signed.hash);
                let first = self.first_uses.entry(redemption.invite).or_insert(this);
                let displaces = this < *first;
                *first = (*first).min(this);
                displaces
            }
            Deed::Grant { .. }
            | Deed::Invite(_)
            | Deed::Snapshot(_)
            | Deed::Confirm(_)
            | Deed::Release(_)
            | Deed::Key(_)
            | Deed::Unknown(_) => false,
        }
    }

    /// The last act of a log.
    pub(super) fn last_of(&self, log: &LogId) -> Option<EntryHash> {
        self.last.get(log).copied()
    }

    /// An act's place in an order in which each follows what it builds on.
    pub(super) fn place(&self, act: &EntryHash) -> (u64, EntryHash) {
        (self.depths.get(act).copied().unwrap_or(0), *act)
    }

    /// Whether anything was ever cut.
    pub(super) fn has_cuts(&self) -> bool {
        !self.after.is_empty()
    }

    /// Every cut.
    pub(super) fn cuts(&self) -> impl Iterator<Item = EntryHash> {
        self.after.keys().copied()
    }

    /// Whether the author of an act had seen a cut.
    pub(super) fn follows(&self, act: &EntryHash, cut: &EntryHash) -> bool {
        self.after.get(cut).is_some_and(|after| after.contains(act))
    }

    /// Every act that the author of one had seen.
    pub(super) fn seen_by(&self, act: &EntryHash) -> BTreeSet<EntryHash> {
        let mut seen = BTreeSet::new();
        let mut ways = vec![*act];
        while let Some(next) = ways.pop() {
            for parent in self.parents.get(&next).into_iter().flatten() {
                if seen.insert(*parent) {
                    ways.push(*parent);
                }
            }
        }
        seen
    }

    /// The acts whose authors had seen a cut.
    pub(super) fn followers(&self, cut: &EntryHash) -> impl Iterator<Item = &EntryHash> {
        self.after.get(cut).into_iter().flatten()
    }

    /// Whether a redemption is the first use of its invite.
    pub(super) fn is_first_use(&self, invite: &EntryHash, redemption: &EntryHash) -> bool {
        self.first_uses.get(invite).is_some_and(|(_, _, first)| first == redemption)
    }

    /// The grant that the first use of an invite makes.
    pub(super) fn redeemed(&self, invite: &EntryHash) -> Option<GrantId> {
        self.first_uses.get(invite).map(|(_, _, first)| GrantId(first.0))
    }
}
