//! The invites that were made: which are still open, taking one back, and the recovery sheet, an invite that waits on paper.
//!
//! Making an invite for somebody, and using one, is `found`'s.

use std::collections::BTreeMap;

use super::{Device, DeviceError, Moment};
use crate::ids::{DeviceId, EntryHash, MemberId};
use crate::member::{Cut, Deed, Invite, InviteAct, InviteSecret, Membership};
use crate::time::Timestamp;

/// An invite that nobody has used yet and that would still be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvite {
    /// Its name: the public half of its key pair.
    pub public: DeviceId,
    /// The role's number.
    pub role: u8,
    /// Whether it left on paper or in a message.
    pub printed: bool,
    /// Whether it is a recovery sheet.
    pub is_recovery_sheet: bool,
    /// When it was made, as a clock claimed.
    pub made: Timestamp,
    /// From when on it is not taken; of no meaning for a recovery sheet.
    pub expires: Timestamp,
    /// Who made it; absent for the recovery sheet of the founding.
    pub by: Option<MemberId>,
}

impl Device {
    /// The invites that somebody could still use, the oldest first.
    ///
    /// # Errors
    /// When the phone is locked or in no project.
    pub fn open_invites(&self, now: Timestamp) -> Result<Vec<OpenInvite>, DeviceError> {
        self.view()?;
        let membership = self.membership()?;
        let open = open(&membership).into_iter().filter(|(_, invite)| invite.is_recovery() || invite.expires > now);
        let mut lines: Vec<OpenInvite> = open.map(|(hash, invite)| line(&membership, hash, invite)).collect();
        lines.sort_by_key(|line| (line.made, line.public));
        Ok(lines)
    }

    /// Takes an invite back that nobody has used. Of two things done at once, this and its use, this one counts.
    ///
    /// # Errors
    /// When no such invite is open, or this device may not do that.
    pub fn take_invite_back(&self, invite: DeviceId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let membership = self.membership()?;
        let known = open(&membership).into_values().any(|open| open.public == invite);
        if !known {
            return Err(DeviceError::UnknownInvite);
        }
        self.act(vec![taking_back(invite)], at)
    }

    /// Makes a recovery sheet; every other one that nobody has used is worth nothing from then on.
    ///
    /// # Errors
    /// When this device may not do that, or the project has no server yet.
    pub fn new_recovery_sheet(&self, at: &mut Moment<'_>) -> Result<Invite, DeviceError> {
        self.require_in_earnest()?;
        let (server, addresses) = self.server()?;
        let membership = self.membership()?;
        let (project, name) = (membership.project(), membership.founding().name());
        let secret = InviteSecret::of_recovery_sheet(at.rng);
        let others = open(&membership).into_values().filter(|invite| invite.is_recovery());
        let mut deeds: Vec<Deed> = others.map(|invite| taking_back(invite.public)).collect();
        deeds.push(Deed::Invite(InviteAct::recovery(secret.keypair(project).public())));
        self.act(deeds, at)?;
        Ok(Invite { server, addresses, ..Invite::recovery_sheet(project, name, secret) })
    }

    /// Whether a recovery sheet is there that would be taken.
    ///
    /// # Errors
    /// When the device is in no project.
    pub fn has_recovery_sheet(&self) -> Result<bool, DeviceError> {
        Ok(open(&*self.membership()?).values().any(|invite| invite.is_recovery()))
    }
}

/// The invites that count and that nobody has used.
fn open(membership: &Membership) -> BTreeMap<EntryHash, &InviteAct> {
    let unused = membership.invites().filter(|(hash, _)| membership.redeemed(hash).is_none());
    unused.filter_map(|(_, invite)| membership.invite(&invite.public)).collect()
}

fn taking_back(invite: DeviceId) -> Deed {
    Deed::Cut(Cut { device: invite, kept: Vec::new() })
}

fn line(membership: &Membership, hash: EntryHash, invite: &InviteAct) -> OpenInvite {
    let made = membership.inviter(&hash);
    OpenInvite {
        public: invite.public,
        role: invite.role,
        printed: invite.printed,
        is_recovery_sheet: invite.is_recovery(),
        made: made.map_or(membership.founding().time(), |(_, at)| at),
        expires: invite.expires,
        by: made.and_then(|(grant, _)| Some(membership.grant(&grant)?.member)),
    }
}
