//! Who belongs to the project, and a coordinator's acts on it: letting in, changing a role, taking rights back.
//!
//! Inviting is `found`'s; what happens to entries behind a cut is `held_back`'s.

use std::collections::BTreeMap;

use super::found::patterns_for;
use super::{Device, DeviceError, Moment};
use crate::ids::{DeviceId, DocId, LogId, MemberId};
use crate::member::{
    Access, Class, ConfirmationCode, Cut, Deed, Grant, MAX_NAMED, Membership, Role, Scope, Standing, Target,
};
use crate::store::Logs;
use crate::time::Timestamp;

/// A device of a member, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLine {
    /// Whose it is.
    pub member: MemberId,
    /// The device.
    pub device: DeviceId,
    /// The role's number.
    pub role: u8,
    /// The areas whose doors and interviews it works on; all if there is none.
    pub areas: Vec<DocId>,
    /// How it stands.
    pub standing: Standing,
    /// When it joined, as a clock claimed.
    pub joined: Timestamp,
    /// Who let it in; absent for the founder's, and for one that came by the recovery sheet of the founding.
    pub by: Option<MemberId>,
    /// Whether it came by a recovery sheet.
    pub recovered: bool,
    /// What it said of the system it runs on.
    pub system: Option<String>,
    /// What its latest entry here claims as its time: it was in use then.
    pub last_entry: Option<Timestamp>,
    /// The code to compare with the person, while a coordinator has to.
    pub code: Option<ConfirmationCode>,
}

impl Device {
    /// The devices of everybody in the project, by the time they joined; each once, with the grant that says most.
    ///
    /// # Errors
    /// When the phone is locked or in no project, or the store can't be read.
    pub fn members(&self) -> Result<Vec<MemberLine>, DeviceError> {
        self.view()?;
        let membership = self.membership()?;
        let mut best: BTreeMap<DeviceId, &Grant> = BTreeMap::new();
        for grant in membership.grants().filter(|grant| grant.standing != Standing::Void) {
            let known = best.entry(grant.device).or_insert(grant);
            if (grant.standing, std::cmp::Reverse(grant.origin.at))
                < (known.standing, std::cmp::Reverse(known.origin.at))
            {
                *known = grant;
            }
        }
        let mut lines = Vec::with_capacity(best.len());
        for grant in best.into_values() {
            lines.push(MemberLine {
                member: grant.member,
                device: grant.device,
                role: grant.role,
                areas: areas_of(grant),
                standing: grant.standing,
                joined: grant.origin.at,
                by: membership.giver(grant),
                recovered: membership.is_recovered(grant),
                system: grant.origin.system.clone(),
                last_entry: self.store.last_entry_of(grant.device)?,
                code: membership.code_of(grant).filter(|_| grant.standing == Standing::Pending),
            });
        }
        lines.sort_by_key(|line| (line.joined, line.device));
        Ok(lines)
    }

    /// Lets a device in that used a printed invite, after its person has read out the code that their phone shows.
    ///
    /// # Errors
    /// When no such device waits, the code is another, or this device may not let people in.
    pub fn confirm(&self, device: DeviceId, code: &str, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let membership = self.membership()?;
        let mut pending = membership.all_grants_of(&device).filter(|grant| grant.standing == Standing::Pending);
        let grant = pending.next().ok_or(DeviceError::UnknownMember)?;
        if !membership.code_of(grant).is_some_and(|right| right.is(code)) {
            return Err(DeviceError::WrongCode);
        }
        self.act(vec![Deed::Confirm(grant.id)], at)
    }

    /// Takes all rights of a member's devices back. What is here of their work is kept, what comes later is held back.
    ///
    /// # Errors
    /// When there is no such member with rights, nobody would be left to coordinate, or this device may not do that.
    pub fn revoke(&self, member: MemberId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let membership = self.membership()?;
        keep_a_coordinator(&membership, |grant| grant.member == member)?;
        let deeds = devices_of(&membership, member).into_iter().map(|device| self.cut_of(device).map(Deed::Cut));
        self.act(deeds.collect::<Result<_, _>>()?, at)?;
        self.forget_names(at)
    }

    /// Takes all rights of one device back: a phone was lost.
    ///
    /// # Errors
    /// When it has no rights, nobody would be left to coordinate, or this device may not do that.
    pub fn revoke_device(&self, device: DeviceId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let membership = self.membership()?;
        if !matches!(membership.standing_of(&device), Some(Standing::Active | Standing::Pending)) {
            return Err(DeviceError::UnknownMember);
        }
        keep_a_coordinator(&membership, |grant| grant.device == device)?;
        let cut = self.cut_of(device)?;
        self.act(vec![Deed::Cut(cut)], at)?;
        self.forget_names(at)
    }

    /// Gives a member another role or other areas: the old logs of their devices end, new ones begin.
    ///
    /// # Errors
    /// When there is no such member with rights, or this device may not do that.
    pub fn change_role(
        &self,
        member: MemberId,
        role: Role,
        areas: &[DocId],
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let membership = self.membership()?;
        if role != Role::Coordinator {
            keep_a_coordinator(&membership, |grant| grant.member == member)?;
        }
        let mut deeds = Vec::new();
        for device in devices_of(&membership, member) {
            // A device that still waits for its code stays out.
            let Some(held) = membership.grants_of(&device).next() else { continue };
            deeds.push(Deed::Cut(self.cut_of(device)?));
            let (patterns, custody) = (patterns_for(role, areas), held.custody);
            deeds.push(Deed::Grant { member, device, role: role.number(), patterns, custody });
        }
        self.keep_own_acts(&membership, &mut deeds)?;
        self.act(deeds, at)
    }

    /// Somebody who changes their own role writes the new grant behind the cut of the old one: that much is kept of their log.
    fn keep_own_acts(&self, membership: &Membership, deeds: &mut [Deed]) -> Result<(), DeviceError> {
        let acts = deeds.len() as u64;
        let scope = Scope::whole(Class::Membership);
        let Some(grant) = membership.grant_for(&self.id(), &scope, Access::Write) else { return Ok(()) };
        let log = self.author(membership).opening(scope, grant.id).log(membership.project());
        // A log that is not there yet begins with its opening.
        let head = self.store.log(log)?.map_or(1, |known| known.head_seq);
        for deed in deeds {
            if let Deed::Cut(cut) = deed
                && cut.device == self.id()
            {
                cut.kept.retain(|(kept, _)| *kept != log);
                cut.kept.push((log, head + acts));
            }
        }
        Ok(())
    }

    /// A cut that keeps what is here: everything that was taken so far. What the server had taken beyond that it says itself.
    fn cut_of(&self, device: DeviceId) -> Result<Cut, DeviceError> {
        let logs = self.store.logs(Logs::OfDevice(device))?;
        let membership = self.membership()?;
        let place = |log: &crate::store::StoredLog| -> (LogId, u64) {
            (log.log, log.head_seq.min(membership.kept(&log.opening.grant, &log.log)))
        };
        let kept = logs.iter().map(place).filter(|(_, last)| *last > 0).take(MAX_NAMED).collect();
        Ok(Cut { device, kept })
    }

    /// Writes membership acts, all or none, and what keys follow from them.
    pub(super) fn act(&self, deeds: Vec<Deed>, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let (access, class) = (Access::Write, Class::Membership);
        if deeds.is_empty() {
            return Err(DeviceError::UnknownMember);
        }
        self.view()?;
        let membership = self.membership()?;
        if membership.grant_for(&self.id(), &Scope::whole(class), access).is_none() {
            return Err(DeviceError::NotPermitted { access, class });
        }
        self.write_acts(deeds, at)?;
        self.renew_keys(at)
    }
}

/// Whether somebody can still let people in without these grants.
fn keep_a_coordinator(membership: &Membership, without: impl Fn(&Grant) -> bool) -> Result<(), DeviceError> {
    let coordinates = |grant: &&Grant| grant.is_active() && grant.role() == Some(Role::Coordinator);
    let left = membership.grants().filter(coordinates).any(|grant| !without(grant));
    if left { Ok(()) } else { Err(DeviceError::LastCoordinator) }
}

/// The devices of a member that have, or wait for, rights.
fn devices_of(membership: &Membership, member: MemberId) -> Vec<DeviceId> {
    let may = |grant: &&Grant| matches!(grant.standing, Standing::Active | Standing::Pending);
    let mut devices: Vec<DeviceId> =
        membership.grants().filter(may).filter(|grant| grant.member == member).map(|grant| grant.device).collect();
    devices.sort_unstable();
    devices.dedup();
    devices
}

/// The areas that a grant's field scopes are narrowed to.
pub(super) fn areas_of(grant: &Grant) -> Vec<DocId> {
    let field = grant.scopes.patterns().filter(|pattern| pattern.class == Class::Field.number());
    field
        .filter_map(|pattern| match pattern.area {
            Some(Target::Only(area)) => Some(area),
            Some(Target::Nothing) | None => None,
        })
        .collect()
}
