//! The state of a project's membership, as a pure function of the set of its acts.
//!
//! What every act counts for is worked out in `membership/state`, what was known to whom in `membership/past`. Acts come in an order
//! in which each follows what it builds on; apart from that the order makes no difference, which a property test holds.

mod keys;
mod past;
mod state;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use self::keys::{KeyName, KnownKey, Recipient};

use self::past::Past;
use self::state::State;
use super::act::{Act, Cut, Deed, EntryName, Grant, InviteAct, MAX_HEADS, Standing};
use super::{Access, Class, ConfirmationCode, Custody, FoundingAct, Role, Scope, Scopes, custody_allows, may};
use crate::ids::{DeviceId, EntryHash, GrantId, LogId, MemberId, ProjectId};
use crate::time::Timestamp;

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
    /// When its author's clock said it was: a label.
    pub time: Timestamp,
    /// The act.
    pub act: Act,
}

/// Why an act is not taken into the set.
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
}

/// Who belongs to a project, and what their devices may do.
#[derive(Debug, Clone)]
pub struct Membership {
    founding: FoundingAct,
    acts: BTreeMap<EntryHash, Arc<SignedAct>>,
    heads: BTreeSet<EntryHash>,
    past: Past,
    state: State,
}

impl Membership {
    /// The membership of a project in which only the founder has acted.
    pub fn founded(founding: FoundingAct) -> Self {
        Self {
            state: State::founded(&founding),
            past: Past::default(),
            acts: BTreeMap::new(),
            heads: BTreeSet::new(),
            founding,
        }
    }

    /// Adds an act. One that is there already changes nothing. An act whose author's rights were cut before it is in the set
    /// all the same, and counts for nothing.
    ///
    /// # Errors
    /// When it does not belong into the set; the membership is then as before.
    pub fn add(&mut self, signed: &SignedAct) -> Result<(), ActError> {
        if self.acts.contains_key(&signed.hash) {
            return Ok(());
        }
        let parents = self.admit(signed)?;
        let signed = Arc::new(signed.clone());
        let displaces = self.past.add(&signed, &parents);
        self.acts.insert(signed.hash, Arc::clone(&signed));
        for seen in &parents {
            self.heads.remove(seen);
        }
        self.heads.insert(signed.hash);
        let reorders = match &signed.act.deed {
            Deed::Cut(_) => true,
            Deed::Snapshot(_) => self.past.has_cuts(),
            Deed::Redeem(_) => displaces,
            Deed::Grant { .. }
            | Deed::Invite(_)
            | Deed::Confirm(_)
            | Deed::Release(_)
            | Deed::Key(_)
            | Deed::Unknown(_) => false,
        };
        if reorders {
            self.state = State::of(&self.founding, &self.acts, &self.past);
        } else {
            self.state.count(&signed, &self.past);
        }
        Ok(())
    }

    /// What an act builds on, provided that it belongs into the set: by its author's role, which never changes.
    fn admit(&self, signed: &SignedAct) -> Result<Vec<EntryHash>, ActError> {
        let author = self.state.grants.get(&signed.grant).ok_or(ActError::NotPermitted)?;
        let custody = Custody::from_number(author.custody).ok_or(ActError::NotPermitted)?;
        let deed = &signed.act.deed;
        let permitted = deed.author().is_none_or(|role| author.role() == Some(role));
        if !permitted || !custody_allows(custody, Class::Membership, Access::Write) {
            return Err(ActError::NotPermitted);
        }
        let mut parents = signed.act.heads.clone();
        match deed {
            Deed::Redeem(redemption) => {
                let (founders, _) = self.founding.recovery_invite();
                parents.extend(Some(redemption.invite).filter(|invite| *invite != founders));
                self.require(&parents)?;
                let Some((invite, _)) = self.state.invites.get(&redemption.invite) else {
                    return Err(ActError::NotPermitted);
                };
                if !redemption.is_signed_by(invite.public, self.project()) {
                    return Err(ActError::BadSignature);
                }
            }
            Deed::Invite(invite) if invite.printed => {
                // Nobody may act as a coordinator before a code was compared, so whose acts count never hangs on that.
                let role = Role::from_number(invite.role);
                if matches!(role, Some(Role::Coordinator | Role::Server)) {
                    return Err(ActError::NotPermitted);
                }
            }
            Deed::Confirm(grant) => parents.push(EntryHash(grant.0)),
            Deed::Snapshot(snapshot) => parents.extend(snapshot.floors.iter().map(|floor| floor.cut)),
            Deed::Grant { .. }
            | Deed::Invite(_)
            | Deed::Cut(_)
            | Deed::Release(_)
            | Deed::Key(_)
            | Deed::Unknown(_) => {}
        }
        parents.extend(self.past.last_of(&signed.log));
        if author.origin.by.is_some() {
            parents.push(EntryHash(signed.grant.0));
        }
        self.require(&parents)?;
        Ok(parents)
    }

    fn require(&self, parents: &[EntryHash]) -> Result<(), ActError> {
        match parents.iter().find(|parent| !self.acts.contains_key(parent)) {
            Some(missing) => Err(ActError::Missing(*missing)),
            None => Ok(()),
        }
    }

    /// The project.
    pub fn project(&self) -> ProjectId {
        self.founding.project()
    }

    /// The founding act.
    pub fn founding(&self) -> &FoundingAct {
        &self.founding
    }

    /// The grant with this id, however it stands.
    pub fn grant(&self, id: &GrantId) -> Option<&Grant> {
        self.state.grants.get(id)
    }

    /// Every grant, by id, however it stands.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.state.grants.values()
    }

    /// The grants of one device that hold.
    pub fn grants_of(&self, device: &DeviceId) -> impl Iterator<Item = &Grant> {
        self.all_grants_of(device).filter(|grant| grant.is_active())
    }

    /// The grants that one device ever had, however they stand; those that never held are left out.
    pub fn all_grants_of(&self, device: &DeviceId) -> impl Iterator<Item = &Grant> {
        let device = *device;
        self.grants().filter(move |grant| grant.device == device && grant.standing != Standing::Void)
    }

    /// The member that a device belongs to, or belonged to.
    pub fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        let active = self.grants_of(device).next();
        active.or_else(|| self.all_grants_of(device).next()).map(|grant| grant.member)
    }

    /// How a device stands: by the best of its grants; absent for a stranger.
    pub fn standing_of(&self, device: &DeviceId) -> Option<Standing> {
        self.all_grants_of(device).map(|grant| grant.standing).min()
    }

    /// The invite with this public key and the entry that holds it, if it was not taken back and its maker may still invite.
    pub fn invite(&self, public: &DeviceId) -> Option<(EntryHash, &InviteAct)> {
        let (hash, (invite, counts)) = self.state.invites.iter().find(|(_, (invite, _))| invite.public == *public)?;
        let maker_may = match self.acts.get(hash) {
            Some(signed) => self.grant(&signed.grant).is_some_and(Grant::is_active),
            // The recovery sheet of the founding hangs on nobody's rights.
            None => true,
        };
        (*counts && maker_may && !self.state.is_taken_back(invite)).then_some((*hash, invite))
    }

    /// Every invite that was made, by the entry that holds it; the recovery sheet of the founding is the first to be known.
    pub fn invites(&self) -> impl Iterator<Item = (EntryHash, &InviteAct)> {
        self.state.invites.iter().map(|(hash, (invite, _))| (*hash, invite))
    }

    /// Who made an invite, under which grant, and when they say they did; absent for the recovery sheet of the founding.
    pub fn inviter(&self, invite: &EntryHash) -> Option<(GrantId, Timestamp)> {
        self.acts.get(invite).map(|signed| (signed.grant, signed.time))
    }

    /// Whether a grant came about by a recovery sheet.
    pub fn is_recovered(&self, grant: &Grant) -> bool {
        let invite = grant.origin.invite.and_then(|invite| self.state.invites.get(&invite));
        invite.is_some_and(|(invite, _)| invite.is_recovery())
    }

    /// The grant that a used invite led to, however it stands.
    pub fn redeemed(&self, invite: &EntryHash) -> Option<&Grant> {
        self.past.redeemed(invite).and_then(|id| self.grant(&id))
    }

    /// The acts that no other act names: what the next act gives as its heads.
    pub fn heads(&self) -> Vec<EntryHash> {
        self.heads.iter().copied().take(MAX_HEADS).collect()
    }

    /// The highest number of a snapshot that counts; 0 before the first.
    pub fn epoch(&self) -> u64 {
        self.state.epoch
    }

    /// The cuts that no snapshot covers yet: each with its place, and the device that it is about.
    pub fn cuts_without_snapshot(&self) -> Vec<(EntryName, DeviceId)> {
        let is_snapshot =
            |hash: &EntryHash| self.acts.get(hash).is_some_and(|signed| matches!(signed.act.deed, Deed::Snapshot(_)));
        let mut open = Vec::new();
        for hash in self.past.cuts().filter(|hash| !self.past.followers(hash).any(is_snapshot)) {
            let signed = &self.acts[&hash];
            if let Deed::Cut(Cut { device, .. }) = &signed.act.deed {
                open.push((EntryName { log: signed.log, seq: signed.seq, hash }, *device));
            }
        }
        open
    }

    /// Who gave a grant: the one who invited, or who wrote it; absent for the founder's.
    pub fn giver(&self, grant: &Grant) -> Option<MemberId> {
        let by = match grant.origin.invite {
            Some(invite) => Some(self.acts.get(&invite)?.grant),
            None => grant.origin.by,
        };
        self.grant(&by?).map(|giver| giver.member)
    }

    /// The code by which a coordinator and a person make sure that the phone that used a printed invite is the person's.
    pub fn code_of(&self, grant: &Grant) -> Option<ConfirmationCode> {
        let (invite, _) = self.state.invites.get(&grant.origin.invite?)?;
        invite.printed.then(|| ConfirmationCode::of(self.project(), invite.public, grant.device))
    }

    /// Whether a grant covers doing this in a scope, by its role, custody and scopes; how it stands is not looked at, as that
    /// decides what counts and not what is taken in.
    pub fn may(&self, id: &GrantId, scope: &Scope, access: Access) -> bool {
        self.grant(id).is_some_and(|grant| covers(grant, scope, access))
    }

    /// The first of a device's grants that hold under which it may do this in a scope.
    pub fn grant_for(&self, device: &DeviceId, scope: &Scope, access: Access) -> Option<&Grant> {
        self.grants_of(device).find(|grant| covers(grant, scope, access))
    }

    /// The scopes in which a device may do this; empty for a stranger.
    pub fn scopes_for(&self, device: &DeviceId, access: Access) -> Scopes {
        self.grants_of(device).flat_map(|grant| within(grant, access)).collect()
    }

    /// What a grant lets its device read while it holds.
    pub fn readable_under<'g>(&self, grant: &'g Grant) -> impl Iterator<Item = super::ScopePattern> + use<'g> {
        within(grant, Access::Read)
    }

    /// The scopes that a device may read. One whose rights were cut, or have still to be confirmed, may read the membership
    /// and nothing else: it holds the proof of how it stands.
    pub fn readable_by(&self, device: &DeviceId) -> Scopes {
        let holds = self.grants_of(device).next().is_some();
        let membership = Class::Membership.number();
        let former = self.all_grants_of(device).filter(|_| !holds).flat_map(|grant| within(grant, Access::Read));
        let former = former.filter(|pattern| pattern.class == membership);
        self.scopes_for(device, Access::Read).patterns().copied().chain(former).collect()
    }

    /// The scopes whose logs a device is given: what it may read, and what it holds and passes on without being able to.
    pub fn carried_by(&self, device: &DeviceId) -> Scopes {
        let carried = self.scopes_for(device, Access::Carry);
        self.readable_by(device).patterns().chain(carried.patterns()).copied().collect()
    }

    /// Up to which place the entries of a log under this grant count.
    pub fn kept(&self, grant: &GrantId, log: &LogId) -> u64 {
        self.state.kept(grant, log)
    }

    /// Whether an entry counts: it stands before every cut of its log, or a coordinator released it.
    pub fn counts(&self, grant: &GrantId, entry: &EntryName) -> bool {
        entry.seq <= self.kept(grant, &entry.log) || self.is_released(grant, entry)
    }

    fn is_released(&self, grant: &GrantId, entry: &EntryName) -> bool {
        let confirmed = self.grant(grant).is_some_and(|grant| grant.standing != Standing::Pending);
        confirmed && self.state.released.contains(entry)
    }

    /// The grants whose logs may count otherwise than before, and the entries that were released since.
    pub fn differing_from(&self, before: &Self) -> (BTreeSet<GrantId>, BTreeSet<EntryName>) {
        let differs = |grant: &&Grant| match before.grant(&grant.id) {
            Some(known) => {
                known.standing != grant.standing
                    || self.state.limits.get(&grant.id) != before.state.limits.get(&grant.id)
            }
            // Entries may have come under it before what ended it, all at once.
            None => !grant.is_active(),
        };
        let grants = self.grants().filter(differs).map(|grant| grant.id).collect();
        (grants, self.state.released.symmetric_difference(&before.state.released).copied().collect())
    }

    /// The servers' devices, once a coordinator has granted them that role. A project has one as a rule.
    pub fn servers(&self) -> impl Iterator<Item = DeviceId> + '_ {
        let servers = self.grants().filter(|grant| grant.is_active() && grant.role() == Some(Role::Server));
        servers.map(|grant| grant.device)
    }
}

fn covers(grant: &Grant, scope: &Scope, access: Access) -> bool {
    grant.scopes.covers(scope) && allows(grant, scope.class, access)
}

fn allows(grant: &Grant, class: Class, access: Access) -> bool {
    let custody = Custody::from_number(grant.custody);
    grant
        .role()
        .zip(custody)
        .is_some_and(|(role, custody)| may(role, class, access) && custody_allows(custody, class, access))
}

fn within<'g>(grant: &'g Grant, access: Access) -> impl Iterator<Item = super::ScopePattern> + use<'g> {
    grant
        .scopes
        .patterns()
        .copied()
        .filter(move |pattern| Class::from_number(pattern.class).is_some_and(|class| allows(grant, class, access)))
}
