//! The state of a project's membership, as a pure function of the set of its acts.

use std::collections::{BTreeMap, BTreeSet};

use super::act::{Act, Deed, Grant, InviteAct, Redemption};
use super::{Access, Class, FoundingAct, Role, Scope, Scopes, may};
use crate::ids::{DeviceId, EntryHash, GrantId, LogId, MemberId, ProjectId};

/// An act together with who is proven to have signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAct {
    /// The hash of the entry that holds the act.
    pub hash: EntryHash,
    /// The log it stands in.
    pub log: LogId,
    /// The grant under which that log is written.
    pub grant: GrantId,
    /// The act's place in the log.
    pub seq: u64,
    /// The act.
    pub act: Act,
}

/// Why an act has no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// It builds on an act that is not known yet.
    #[error("the act builds on another that is not known yet")]
    Missing(EntryHash),
    /// Its author may not make it.
    #[error("the author's role does not allow this act")]
    NotPermitted,
    /// Its inner signature does not fit.
    #[error("the invite's key did not sign this")]
    BadSignature,
    /// The invite was used before, in the same log.
    #[error("the invite was used before")]
    InviteUsed,
}

/// Who belongs to a project, and what their devices may do.
#[derive(Debug, Clone)]
pub struct Membership {
    founding: FoundingAct,
    grants: BTreeMap<GrantId, Grant>,
    invites: BTreeMap<EntryHash, InviteAct>,
    /// The redemption that holds for each invite: the lowest seq in its log.
    redeemed: BTreeMap<EntryHash, (LogId, u64, GrantId)>,
    acts: BTreeSet<EntryHash>,
    heads: BTreeSet<EntryHash>,
}

impl Membership {
    /// The membership of a project in which only the founder has acted.
    pub fn founded(founding: FoundingAct) -> Self {
        let grant = founding.grant();
        Self {
            grants: BTreeMap::from([(grant.id, grant)]),
            founding,
            invites: BTreeMap::new(),
            redeemed: BTreeMap::new(),
            acts: BTreeSet::new(),
            heads: BTreeSet::new(),
        }
    }

    /// Adds an act. One that is there already changes nothing.
    ///
    /// # Errors
    /// When the act has no effect; the membership is then as before.
    pub fn add(&mut self, signed: &SignedAct) -> Result<(), ActError> {
        if self.acts.contains(&signed.hash) {
            return Ok(());
        }
        let author = self.grants.get(&signed.grant).and_then(Grant::role);
        let by = |role: Role| if author == Some(role) { Ok(()) } else { Err(ActError::NotPermitted) };
        match &signed.act.deed {
            Deed::Grant { member, device, role, patterns, custody } => {
                by(Role::Coordinator)?;
                let id = GrantId(signed.hash.0);
                let scopes = patterns.iter().copied().collect();
                let (role, custody) = (*role, *custody);
                self.grants.insert(id, Grant { id, member: *member, device: *device, role, scopes, custody });
            }
            Deed::Invite(invite) => {
                by(Role::Coordinator)?;
                self.invites.insert(signed.hash, invite.clone());
            }
            Deed::Redeem(redemption) => {
                by(Role::Server)?;
                self.redeem(signed, redemption)?;
            }
            Deed::Unknown(_) => {}
        }
        self.acts.insert(signed.hash);
        for head in &signed.act.heads {
            self.heads.remove(head);
        }
        self.heads.insert(signed.hash);
        Ok(())
    }

    fn redeem(&mut self, signed: &SignedAct, redemption: &Redemption) -> Result<(), ActError> {
        let invite = self.invites.get(&redemption.invite).ok_or(ActError::Missing(redemption.invite))?;
        let Redemption { device, member, .. } = *redemption;
        if !redemption.is_signed_by(invite.public, self.project()) {
            return Err(ActError::BadSignature);
        }
        if let Some((log, seq, _)) = self.redeemed.get(&redemption.invite)
            && (*log, *seq) < (signed.log, signed.seq)
        {
            return Err(ActError::InviteUsed);
        }
        let id = GrantId(signed.hash.0);
        let (role, custody) = (invite.role, invite.custody);
        let scopes = invite.patterns.iter().copied().collect();
        if let Some((_, _, displaced)) = self.redeemed.insert(redemption.invite, (signed.log, signed.seq, id)) {
            self.grants.remove(&displaced);
        }
        self.grants.insert(id, Grant { id, member, device, role, scopes, custody });
        Ok(())
    }

    /// The project.
    pub fn project(&self) -> ProjectId {
        self.founding.project()
    }

    /// The founding act.
    pub fn founding(&self) -> &FoundingAct {
        &self.founding
    }

    /// The grant with this id.
    pub fn grant(&self, id: &GrantId) -> Option<&Grant> {
        self.grants.get(id)
    }

    /// The grants of one device.
    pub fn grants_of(&self, device: &DeviceId) -> impl Iterator<Item = &Grant> {
        self.grants.values().filter(move |grant| grant.device == *device)
    }

    /// Every grant, by id.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.grants.values()
    }

    /// The member that a device belongs to.
    pub fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        self.grants_of(device).next().map(|grant| grant.member)
    }

    /// The invite with this public key and the entry that holds it.
    pub fn invite(&self, public: &DeviceId) -> Option<(EntryHash, &InviteAct)> {
        self.invites.iter().find(|(_, invite)| invite.public == *public).map(|(hash, invite)| (*hash, invite))
    }

    /// The grant that a used invite led to.
    pub fn redeemed(&self, invite: &EntryHash) -> Option<&Grant> {
        self.redeemed.get(invite).and_then(|(_, _, id)| self.grants.get(id))
    }

    /// The acts that no other act names: what the next act gives as its heads.
    pub fn heads(&self) -> Vec<EntryHash> {
        self.heads.iter().copied().collect()
    }

    /// How many acts there are; later the number of the server's signed snapshot.
    pub fn epoch(&self) -> u64 {
        self.acts.len() as u64
    }

    /// Whether a log under this grant may have this done in a scope.
    pub fn may(&self, id: &GrantId, scope: &Scope, access: Access) -> bool {
        self.grants.get(id).is_some_and(|grant| {
            grant.scopes.covers(scope) && grant.role().is_some_and(|role| may(role, scope.class, access))
        })
    }

    /// The first of a device's grants under which it may do this in a scope.
    pub fn grant_for(&self, device: &DeviceId, scope: &Scope, access: Access) -> Option<&Grant> {
        self.grants_of(device).find(|grant| self.may(&grant.id, scope, access))
    }

    /// The scopes that a device may read; empty for a stranger.
    pub fn readable_by(&self, device: &DeviceId) -> Scopes {
        self.grants_of(device)
            .flat_map(|grant| {
                let role = grant.role();
                grant.scopes.patterns().copied().filter(move |pattern| {
                    let class = Class::from_number(pattern.class);
                    role.zip(class).is_some_and(|(role, class)| may(role, class, Access::Read))
                })
            })
            .collect()
    }

    /// The server's device, once a coordinator has granted it that role.
    pub fn server(&self) -> Option<DeviceId> {
        self.grants.values().find(|grant| grant.role() == Some(Role::Server)).map(|grant| grant.device)
    }
}
