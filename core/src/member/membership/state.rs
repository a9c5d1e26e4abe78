//! What a set of membership acts amounts to: who holds what, how far the logs of those who were cut count.
//!
//! An act counts when its author's grant held where the act stands. Cuts take effect in the order of the server's snapshots, each
//! judged by those before it; cuts that no snapshot separates all take effect, also those of each other: of two concurrent acts
//! the one that takes rights away wins. No cut goes back behind what its own author had seen of the membership.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::SignedAct;
use super::keys::{KeyName, KnownKey};
use super::past::Past;
use crate::ids::{DeviceId, EntryHash, GrantId, LogId};
use crate::member::FoundingAct;
use crate::member::act::{Cut, Deed, EntryName, Grant, InviteAct, Origin, Redemption, Snapshot, Standing};

/// The acts of a project.
pub(super) type Acts = BTreeMap<EntryHash, Arc<SignedAct>>;

/// What a set of acts amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) grants: BTreeMap<GrantId, Grant>,
    /// Every invite, and whether it counts.
    pub(super) invites: BTreeMap<EntryHash, (InviteAct, bool)>,
    /// For each grant that was cut the last place kept of each of its logs.
    pub(super) limits: BTreeMap<GrantId, BTreeMap<LogId, u64>>,
    pub(super) released: BTreeSet<EntryName>,
    pub(super) epoch: u64,
    pub(super) keys: BTreeMap<KeyName, KnownKey>,
    confirmed: BTreeSet<GrantId>,
    cuts: BTreeMap<EntryHash, Effect>,
}

/// A cut that takes effect.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Effect {
    device: DeviceId,
    kept: BTreeMap<LogId, u64>,
}

impl Effect {
    fn of(hash: EntryHash, cut: &Cut, snapshots: &[&SignedAct], seen: impl Iterator<Item = (LogId, u64)>) -> Self {
        let mut kept: BTreeMap<LogId, u64> = BTreeMap::new();
        let floors = snapshots.iter().flat_map(|signed| match &signed.act.deed {
            Deed::Snapshot(snapshot) => snapshot.floors.as_slice(),
            Deed::Grant { .. }
            | Deed::Invite(_)
            | Deed::Redeem(_)
            | Deed::Cut(_)
            | Deed::Confirm(_)
            | Deed::Release(_)
            | Deed::Key(_)
            | Deed::Unknown(_) => &[],
        });
        let floors = floors.filter(|floor| floor.cut == hash).map(|floor| (floor.log, floor.seq));
        for (log, seq) in cut.kept.iter().copied().chain(floors).chain(seen) {
            let last = kept.entry(log).or_default();
            *last = seq.max(*last);
        }
        Self { device: cut.device, kept }
    }
}

impl State {
    /// The state in which only the founder has acted.
    pub(super) fn founded(founding: &FoundingAct) -> Self {
        Self::begun(founding, BTreeMap::new())
    }

    fn begun(founding: &FoundingAct, cuts: BTreeMap<EntryHash, Effect>) -> Self {
        let mut state = Self {
            grants: BTreeMap::new(),
            invites: BTreeMap::new(),
            limits: BTreeMap::new(),
            released: BTreeSet::new(),
            epoch: 0,
            keys: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            cuts,
        };
        state.give(founding.grant(), None, &Past::default());
        let (hash, invite) = founding.recovery_invite();
        state.invites.insert(hash, (invite, true));
        state
    }

    /// The state of a whole set of acts.
    pub(super) fn of(founding: &FoundingAct, acts: &Acts, past: &Past) -> Self {
        let mut order: Vec<&SignedAct> = acts.values().map(Arc::as_ref).collect();
        order.sort_by_key(|signed| past.place(&signed.hash));
        let counted = |cuts| {
            let mut state = Self::begun(founding, cuts);
            order.iter().for_each(|signed| state.count(signed, past));
            state
        };
        let mut state = counted(BTreeMap::new());
        let mut left: BTreeSet<EntryHash> = past.cuts().collect();
        for snapshots in by_epoch(&order).into_values() {
            let sound: Vec<&SignedAct> = snapshots.into_iter().filter(|signed| state.author_counts(signed)).collect();
            let covers = |cut: &&EntryHash| sound.iter().any(|signed| past.follows(&signed.hash, cut));
            let covered: BTreeSet<EntryHash> = left.iter().filter(covers).copied().collect();
            if !covered.is_empty() {
                left.retain(|cut| !covered.contains(cut));
                state = counted(state.with_cuts(&covered, acts, past, &sound));
            }
        }
        if left.is_empty() { state } else { counted(state.with_cuts(&left, acts, past, &[])) }
    }

    /// The cuts in effect, and those of these whose authors held their rights.
    fn with_cuts(
        &self,
        more: &BTreeSet<EntryHash>,
        acts: &Acts,
        past: &Past,
        snapshots: &[&SignedAct],
    ) -> BTreeMap<EntryHash, Effect> {
        let mut cuts = self.cuts.clone();
        for signed in more.iter().filter_map(|hash| acts.get(hash)) {
            if let Deed::Cut(cut) = &signed.act.deed
                && self.author_counts(signed)
            {
                let theirs =
                    |act: &&SignedAct| self.grants.get(&act.grant).is_some_and(|grant| grant.device == cut.device);
                let seen = past.seen_by(&signed.hash);
                let seen = seen.iter().filter_map(|hash| acts.get(hash)).map(Arc::as_ref).filter(theirs);
                let seen = seen.map(|act| (act.log, act.seq));
                cuts.insert(signed.hash, Effect::of(signed.hash, cut, snapshots, seen));
            }
        }
        cuts
    }

    /// Counts an act that nothing counted so far builds on.
    pub(super) fn count(&mut self, signed: &SignedAct, past: &Past) {
        let counts = self.author_counts(signed);
        match &signed.act.deed {
            Deed::Grant { member, device, role, patterns, custody } => {
                let grant = Grant {
                    id: GrantId(signed.hash.0),
                    member: *member,
                    device: *device,
                    role: *role,
                    scopes: patterns.iter().copied().collect(),
                    custody: *custody,
                    standing: if counts { Standing::Active } else { Standing::Void },
                    origin: Origin { by: Some(signed.grant), at: signed.time, ..Origin::default() },
                };
                self.give(grant, Some(signed.hash), past);
            }
            Deed::Redeem(redemption) => self.redeem(signed, redemption, counts, past),
            Deed::Invite(invite) => {
                self.invites.insert(signed.hash, (invite.clone(), counts));
            }
            Deed::Snapshot(Snapshot { epoch, .. }) if counts => self.epoch = self.epoch.max(*epoch),
            Deed::Confirm(id) if counts => self.confirm(*id),
            Deed::Release(entries) if counts => self.released.extend(entries),
            Deed::Key(key) => {
                self.keys.entry(KeyName::of(key)).or_insert_with(|| KnownKey::of(key)).take(key, signed.time, counts);
            }
            Deed::Snapshot(_) | Deed::Confirm(_) | Deed::Release(_) | Deed::Cut(_) | Deed::Unknown(_) => {}
        }
    }

    fn redeem(&mut self, signed: &SignedAct, redemption: &Redemption, counts: bool, past: &Past) {
        let id = GrantId(signed.hash.0);
        let Some((invite, invited)) = self.invites.get(&redemption.invite) else { return };
        let holds = counts && *invited && past.is_first_use(&redemption.invite, &signed.hash);
        let standing = if !holds {
            Standing::Void
        } else if self.is_taken_back_before(invite, &signed.hash, past) {
            self.limits.insert(id, BTreeMap::new());
            Standing::Cut
        } else if invite.printed && !self.confirmed.contains(&id) {
            Standing::Pending
        } else {
            Standing::Active
        };
        let grant = Grant {
            id,
            member: redemption.member,
            device: redemption.device,
            role: invite.role,
            scopes: invite.patterns.iter().copied().collect(),
            custody: invite.custody,
            standing,
            origin: Origin {
                by: Some(signed.grant),
                invite: Some(redemption.invite),
                at: signed.time,
                system: redemption.system.clone(),
            },
        };
        self.give(grant, Some(signed.hash), past);
    }

    /// Takes a grant in, less what cuts that its giver had not seen take away.
    fn give(&mut self, mut grant: Grant, act: Option<EntryHash>, past: &Past) {
        let applies = |(cut, effect): &(&EntryHash, &Effect)| {
            effect.device == grant.device && act.is_none_or(|act| !past.follows(&act, cut))
        };
        let effects: Vec<&Effect> = self.cuts.iter().filter(applies).map(|(_, effect)| effect).collect();
        if let Some((first, others)) = effects.split_first()
            && !matches!(grant.standing, Standing::Void | Standing::Cut)
        {
            let mut kept = first.kept.clone();
            kept.retain(|log, last| {
                let least = others.iter().map(|effect| effect.kept.get(log).copied().unwrap_or(0)).min();
                *last = least.map_or(*last, |least| least.min(*last));
                *last > 0
            });
            grant.standing = Standing::Cut;
            self.limits.insert(grant.id, kept);
        }
        self.grants.insert(grant.id, grant);
    }

    /// Whether somebody took an invite back, used or not.
    pub(super) fn is_taken_back(&self, invite: &InviteAct) -> bool {
        self.cuts.values().any(|cut| cut.device == invite.public)
    }

    /// Whether somebody took an invite back who had not seen it used.
    fn is_taken_back_before(&self, invite: &InviteAct, used: &EntryHash, past: &Past) -> bool {
        let cuts = self.cuts.iter().filter(|(_, effect)| effect.device == invite.public);
        cuts.into_iter().any(|(cut, _)| !past.seen_by(cut).contains(used))
    }

    fn confirm(&mut self, id: GrantId) {
        self.confirmed.insert(id);
        if let Some(grant) = self.grants.get_mut(&id)
            && grant.standing == Standing::Pending
        {
            grant.standing = Standing::Active;
        }
    }

    fn author_counts(&self, signed: &SignedAct) -> bool {
        signed.seq <= self.kept(&signed.grant, &signed.log)
    }

    /// Up to which place the entries of a log under this grant count.
    pub(super) fn kept(&self, grant: &GrantId, log: &LogId) -> u64 {
        match self.grants.get(grant).map(|grant| grant.standing) {
            Some(Standing::Active) => u64::MAX,
            Some(Standing::Cut) => self.limits.get(grant).and_then(|kept| kept.get(log)).copied().unwrap_or(0),
            Some(Standing::Pending | Standing::Void) | None => 0,
        }
    }
}

fn by_epoch<'a>(order: &[&'a SignedAct]) -> BTreeMap<u64, Vec<&'a SignedAct>> {
    let mut epochs: BTreeMap<u64, Vec<&SignedAct>> = BTreeMap::new();
    for signed in order {
        if let Deed::Snapshot(snapshot) = &signed.act.deed {
            epochs.entry(snapshot.epoch).or_default().push(signed);
        }
    }
    epochs
}
