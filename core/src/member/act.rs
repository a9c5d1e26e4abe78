//! Membership acts as plain values: what gives, takes, confirms and orders rights. Their bytes are in `act/bytes`.
//!
//! What a set of acts amounts to is [`Membership`](super::Membership)'s.

mod bytes;

use super::invite::NEVER;
use super::{Audience, Class, Custody, Keypair, Role, ScopePattern, Scopes, verify};
use crate::ids::{DeviceId, EntryHash, GrantId, KeyId, LogId, MemberId, ProjectId, Signature, hash};
use crate::time::Timestamp;

/// The most heads that an act may name.
pub(super) const MAX_HEADS: usize = 256;
/// The most scope patterns in a grant.
const MAX_PATTERNS: usize = 1_024;
/// The most logs, floors or entries that an act names: all of them fit in one entry.
pub const MAX_NAMED: usize = 512;
/// The most recipients that one act wraps a key for: more take several acts.
pub const MAX_WRAPS: usize = 256;
/// The most bytes in a wrapped secret.
pub(super) const MAX_WRAPPED_BYTES: usize = 128;
/// The most characters in what a joining device says of the system it runs on.
pub const MAX_SYSTEM_CHARS: usize = 80;

/// How a grant stands, after every act that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It holds.
    Active,
    /// A coordinator has to compare a code with the person first; until then it gives no right but to learn of that.
    Pending,
    /// It was taken back: what was kept of its logs holds, nothing else does.
    Cut,
    /// It never held: whoever gave it had no right to, or another device used the invite first.
    Void,
}

/// What a device may do, under which a log is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The grant's id, which logs name in their opening.
    pub id: GrantId,
    /// Whose device it is.
    pub member: MemberId,
    /// The device.
    pub device: DeviceId,
    /// The role's number; unknown means no rights.
    pub role: u8,
    /// The scopes it covers.
    pub scopes: Scopes,
    /// Where the key lives.
    pub custody: u8,
    /// How it stands.
    pub standing: Standing,
    /// How it came about.
    pub origin: Origin,
}

/// How a grant came about: labels for people, no rights follow from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The grant under which it was given or the invite made; absent for the founder's.
    pub by: Option<GrantId>,
    /// The invite that it came by, if any.
    pub invite: Option<EntryHash>,
    /// When, as the clock of whoever wrote the act claimed.
    pub at: Timestamp,
    /// What the joining device said of the system it runs on.
    pub system: Option<String>,
}

impl Grant {
    /// The role, if this version knows it.
    pub fn role(&self) -> Option<Role> {
        Role::from_number(self.role)
    }

    /// Whether it holds now.
    pub fn is_active(&self) -> bool {
        self.standing == Standing::Active
    }
}

/// An invitation that a coordinator signed: whoever holds its secret may be granted this, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteAct {
    /// The public half of the invite's key pair.
    pub public: DeviceId,
    /// The role's number.
    pub role: u8,
    /// The scopes it covers.
    pub patterns: Vec<ScopePattern>,
    /// From when on the server no longer redeems it.
    pub expires: Timestamp,
    /// Where the key lives.
    pub custody: u8,
    /// Whether it leaves the coordinator's hands on paper or in a message: who uses it waits until a code was compared.
    pub printed: bool,
}

impl InviteAct {
    /// The invite that a recovery sheet stands for: a coordinator's, which never runs out.
    pub fn recovery(public: DeviceId) -> Self {
        let patterns = Class::ALL.into_iter().map(ScopePattern::all_of).collect();
        let (role, custody) = (Role::Coordinator.number(), Custody::Device.number());
        Self { public, role, patterns, expires: NEVER, custody, printed: false }
    }

    /// Whether a recovery sheet stands for it.
    pub fn is_recovery(&self) -> bool {
        self.expires == NEVER
    }
}

/// A device's use of an invite: signed by the invite's key, and by being in the server's log countersigned by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redemption {
    /// The entry that holds the invite act; for the recovery sheet of the founding act that act's hash.
    pub invite: EntryHash,
    /// The device that joins.
    pub device: DeviceId,
    /// The member it belongs to.
    pub member: MemberId,
    /// The invite key's signature over project, invite, device and member.
    pub signature: Signature,
    /// What the device said of the system it runs on.
    pub system: Option<String>,
}

impl Redemption {
    /// What the joining device lets the invite's key sign; the device need not know the membership yet.
    pub fn sign(key: &Keypair, project: ProjectId, device: DeviceId, member: MemberId) -> Signature {
        key.sign("redeem", &redeem_message(project, key.public(), device, member))
    }

    /// Whether the invite with this public key signed for this device.
    pub fn is_signed_by(&self, public: DeviceId, project: ProjectId) -> bool {
        let message = redeem_message(project, public, self.device, self.member);
        verify(&public, "redeem", &message, &self.signature)
    }
}

/// The end of a device's rights, or of an invite that nobody has used: then the device is the invite's public half. Grants whose author
/// had seen the cut are not touched by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The device.
    pub device: DeviceId,
    /// The last place that is kept of each of its logs; a log that is not named is kept up to nothing.
    pub kept: Vec<(LogId, u64)>,
}

/// The server's word on which acts it holds: it numbers the epochs, and puts cuts of each other in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The epoch, from 1, rising.
    pub epoch: u64,
    /// What the server had accepted of the logs of devices that were cut since the snapshot before.
    pub floors: Vec<Floor>,
}

/// How far a cut may not go back: this much the server had accepted before it knew of the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Floor {
    /// The cut.
    pub cut: EntryHash,
    /// The log.
    pub log: LogId,
    /// The last place accepted.
    pub seq: u64,
}

/// An entry by its place and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryName {
    /// The log.
    pub log: LogId,
    /// The place in it.
    pub seq: u64,
    /// The entry's hash.
    pub hash: EntryHash,
}

/// A key that values are sealed to, made by a coordinator's device, with its secret wrapped for some of those entitled to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealingKey {
    /// Who can open what is sealed to it.
    pub audience: Audience,
    /// Its place among the audience's keys, from 1; the highest is used for sealing.
    pub epoch: u64,
    /// The public half, X25519.
    pub public: [u8; 32],
    /// The secret half, for some of the recipients. Further acts with the same key may add others.
    pub wraps: Vec<Wrap>,
}

impl SealingKey {
    /// The name by which sealed values refer to the key.
    pub fn id(&self) -> KeyId {
        Self::id_of(&self.public)
    }

    /// The name of the key with this public half: the first half of `H("sealing key", public)`.
    pub fn id_of(public: &[u8; 32]) -> KeyId {
        let hash = hash("sealing key", &[public]);
        KeyId(*hash.first_chunk().expect("a hash has 32 bytes"))
    }
}

/// A secret, sealed to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrap {
    /// The recipient: a device's, an invite's or the recovery key, or another sealing key's public half.
    pub to: [u8; 32],
    /// The encapsulated key.
    pub encapsulated: [u8; 32],
    /// The ciphertext.
    pub sealed: Vec<u8>,
}

/// A membership act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The acts that the author had seen and that no other act it had seen names.
    pub heads: Vec<EntryHash>,
    /// What the act does.
    pub deed: Deed,
}

/// What a membership act does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Gives a device rights.
    Grant {
        /// Whose device it is.
        member: MemberId,
        /// The device.
        device: DeviceId,
        /// The role's number.
        role: u8,
        /// The scopes it covers.
        patterns: Vec<ScopePattern>,
        /// Where the key lives.
        custody: u8,
    },
    /// Invites whoever holds a secret.
    Invite(InviteAct),
    /// Uses an invite.
    Redeem(Redemption),
    /// Ends a device's rights.
    Cut(Cut),
    /// States what the server holds.
    Snapshot(Snapshot),
    /// Lets a device in that used a printed invite.
    Confirm(GrantId),
    /// Lets entries count that stand behind a cut.
    Release(Vec<EntryName>),
    /// Makes a sealing key known, or lets more people have it.
    Key(SealingKey),
    /// An act of a later version: kept and passed on, without effect.
    Unknown(u8),
}

impl Deed {
    /// The role whose grants alone may do this; absent for what this version does not know.
    pub(super) const fn author(&self) -> Option<Role> {
        match self {
            Self::Grant { .. }
            | Self::Invite(_)
            | Self::Cut(_)
            | Self::Confirm(_)
            | Self::Release(_)
            | Self::Key(_) => Some(Role::Coordinator),
            Self::Redeem(_) | Self::Snapshot(_) => Some(Role::Server),
            Self::Unknown(_) => None,
        }
    }
}

fn redeem_message(project: ProjectId, invite: DeviceId, device: DeviceId, member: MemberId) -> Vec<u8> {
    [&project.0[..], &invite.0, &device.0, &member.0].concat()
}
