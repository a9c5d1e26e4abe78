//! The sealing keys of a project, as its acts make them known, and who is to have which.
//!
//! Secrets are not here: what is wrapped for whom is opened, and made, by `seal`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Membership, covers};
use crate::ids::{DeviceId, KeyId};
use crate::member::act::{Grant, InviteAct, Origin, SealingKey, Standing, Wrap};
use crate::member::{Access, Audience};
use crate::time::Timestamp;

/// A sealing key's name in its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName {
    /// Who can open what is sealed to it.
    pub audience: Audience,
    /// Its place among the audience's keys.
    pub epoch: u64,
    /// The key; two coordinators may have made one each for the same place.
    pub id: KeyId,
}

impl KeyName {
    /// The name of a key.
    pub fn of(key: &SealingKey) -> Self {
        Self { audience: key.audience, epoch: key.epoch, id: key.id() }
    }
}

/// A sealing key as all acts about it together make it known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// The public half.
    pub public: [u8; 32],
    /// Whether a coordinator whose act counts made it known: only then is anything sealed to it.
    pub counts: bool,
    /// When the first of those acts claims to have been written.
    pub made: Timestamp,
    /// Its secret, for each recipient.
    pub wraps: BTreeSet<Wrap>,
}

impl KnownKey {
    pub(super) fn of(key: &SealingKey) -> Self {
        Self { public: key.public, counts: false, made: Timestamp(i64::MAX), wraps: BTreeSet::new() }
    }

    pub(super) fn take(&mut self, key: &SealingKey, made: Timestamp, counts: bool) {
        self.counts |= counts;
        self.made = self.made.min(made);
        self.wraps.extend(key.wraps.iter().cloned());
    }

    /// Whether its secret was wrapped for this recipient.
    pub fn is_for(&self, to: &[u8; 32]) -> bool {
        self.wraps.iter().any(|wrap| wrap.to == *to)
    }
}

impl Membership {
    /// Every sealing key that is known, by audience and epoch.
    pub fn keys(&self) -> &BTreeMap<KeyName, KnownKey> {
        &self.state.keys
    }

    /// The keys of one audience, the earliest first.
    pub fn keys_of(&self, audience: Audience) -> impl DoubleEndedIterator<Item = (&KeyName, &KnownKey)> {
        let name = |epoch, id| KeyName { audience, epoch, id: KeyId([id; KeyId::SIZE]) };
        self.state.keys.range(name(0, 0)..=name(u64::MAX, u8::MAX))
    }

    /// The key that values for an audience are sealed to: that of the highest epoch, of several the one with the highest name.
    pub fn current_key(&self, audience: Audience) -> Option<(&KeyName, &KnownKey)> {
        self.keys_of(audience).rev().find(|(_, key)| key.counts)
    }

    /// Who is to have an audience's keys: the devices that may read, and the invites for handing over in person, recovery sheets
    /// among them, that lead to such a device. A device has a key also when the invite by which it came has it; not when a recovery
    /// sheet has it, which stays behind on paper.
    pub fn recipients(&self, audience: Audience) -> Vec<Recipient> {
        let scope = audience.scope();
        let mut devices: BTreeMap<DeviceId, BTreeSet<DeviceId>> = BTreeMap::new();
        for grant in self.grants().filter(|grant| grant.is_active() && covers(grant, &scope, Access::Read)) {
            let invites = devices.entry(grant.device).or_default();
            invites.extend(self.all_grants_of(&grant.device).filter_map(|grant| self.handed_over(grant)));
        }
        let open = self.state.invites.values().map(|(invite, _)| invite).filter(|invite| {
            !invite.printed
                && covers(&as_grant(invite), &scope, Access::Read)
                && self.invite(&invite.public).is_some_and(|(hash, _)| self.redeemed(&hash).is_none())
        });
        let open = open.map(|invite| Recipient { to: invite.public, or: BTreeSet::new() });
        let devices = devices.into_iter().map(|(to, or)| Recipient { to, or });
        devices.chain(open).collect()
    }

    /// The key of the invite in person that a grant came by.
    fn handed_over(&self, grant: &Grant) -> Option<DeviceId> {
        let (invite, _) = self.state.invites.get(&grant.origin.invite?)?;
        (!invite.printed && !invite.is_recovery()).then_some(invite.public)
    }

    /// Whether somebody holds a key who is no longer to have what is sealed from now on.
    pub fn is_known_to_others(&self, audience: Audience, key: &KnownKey) -> bool {
        let recipients = self.recipients(audience);
        let entitled = |to: &[u8; 32]| recipients.iter().any(|one| one.to.0 == *to || one.or.contains(&DeviceId(*to)));
        self.holders(key).iter().any(|to| !entitled(to))
    }

    /// Everybody for whom a key was wrapped, or a key that it was wrapped into.
    fn holders(&self, key: &KnownKey) -> BTreeSet<[u8; 32]> {
        let sealing: BTreeMap<[u8; 32], &KnownKey> = self.state.keys.values().map(|key| (key.public, key)).collect();
        let mut holders = BTreeSet::new();
        let (mut seen, mut open) = (BTreeSet::from([key.public]), vec![key]);
        while let Some(key) = open.pop() {
            for wrap in &key.wraps {
                match sealing.get(&wrap.to) {
                    Some(into) if seen.insert(wrap.to) => open.push(into),
                    Some(_) => {}
                    None => drop(holders.insert(wrap.to)),
                }
            }
        }
        holders
    }
}

/// Somebody who is to have a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The key that it is wrapped for.
    pub to: DeviceId,
    /// Keys in the same hands, which do as well.
    pub or: BTreeSet<DeviceId>,
}

impl Recipient {
    /// Whether a key reaches the recipient.
    pub fn has(&self, key: &KnownKey) -> bool {
        key.is_for(&self.to.0) || self.or.iter().any(|to| key.is_for(&to.0))
    }
}

/// What an invite would grant.
fn as_grant(invite: &InviteAct) -> Grant {
    Grant {
        id: crate::ids::GrantId([0; 32]),
        member: crate::ids::MemberId([0; 16]),
        device: invite.public,
        role: invite.role,
        scopes: invite.patterns.iter().copied().collect(),
        custody: invite.custody,
        standing: Standing::Active,
        origin: Origin::default(),
    }
}
