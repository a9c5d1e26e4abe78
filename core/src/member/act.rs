//! Membership acts: the payloads that give rights, as bytes and as plain values.

use minicbor::{Decode, Encode};

use super::{Keypair, Role, ScopePattern, Scopes, verify};
use crate::ids::{DeviceId, EntryHash, GrantId, MemberId, ProjectId, Signature};
use crate::time::Timestamp;

/// The most heads that an act may name.
const MAX_HEADS: usize = 256;
/// The most scope patterns in a grant.
const MAX_PATTERNS: usize = 1_024;

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
}

impl Grant {
    /// The role, if this version knows it.
    pub fn role(&self) -> Option<Role> {
        Role::from_number(self.role)
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
}

/// A device's use of an invite: signed by the invite's key, and by being in the server's log countersigned by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redemption {
    /// The entry that holds the invite act.
    pub invite: EntryHash,
    /// The device that joins.
    pub device: DeviceId,
    /// The member it belongs to.
    pub member: MemberId,
    /// The invite key's signature over project, invite, device and member.
    pub signature: Signature,
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
    /// An act of a later version: kept and passed on, without effect.
    Unknown(u8),
}

#[derive(Decode)]
#[cbor(map)]
struct Common {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct GrantBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    member: MemberId,
    #[n(3)]
    device: DeviceId,
    #[n(4)]
    role: u8,
    #[n(5)]
    patterns: Vec<ScopePattern>,
    #[n(6)]
    custody: u8,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct InviteBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    public: DeviceId,
    #[n(3)]
    role: u8,
    #[n(4)]
    patterns: Vec<ScopePattern>,
    #[n(5)]
    expires: Timestamp,
    #[n(6)]
    custody: u8,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct RedemptionBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    invite: EntryHash,
    #[n(3)]
    device: DeviceId,
    #[n(4)]
    member: MemberId,
    #[n(5)]
    signature: Signature,
}

impl Act {
    /// The act as a payload.
    ///
    /// # Panics
    /// Never for the acts that this version makes; an act of a later version can't be written.
    pub fn to_bytes(&self) -> Vec<u8> {
        let heads = self.heads.clone();
        let bytes = match self.deed.clone() {
            Deed::Grant { member, device, role, patterns, custody } => {
                minicbor::to_vec(GrantBytes { kind: 1, heads, member, device, role, patterns, custody })
            }
            Deed::Invite(InviteAct { public, role, patterns, expires, custody }) => {
                minicbor::to_vec(InviteBytes { kind: 2, heads, public, role, patterns, expires, custody })
            }
            Deed::Redeem(Redemption { invite, device, member, signature }) => {
                minicbor::to_vec(RedemptionBytes { kind: 3, heads, invite, device, member, signature })
            }
            Deed::Unknown(kind) => minicbor::to_vec((kind,)),
        };
        bytes.expect("writing CBOR into memory does not fail")
    }

    /// Reads an act; `None` when it can't be read or breaks a limit.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let Common { kind, heads } = minicbor::decode(bytes).ok()?;
        let deed = match kind {
            1 => {
                let g: GrantBytes = minicbor::decode(bytes).ok()?;
                let (role, custody) = (g.role, g.custody);
                Deed::Grant { member: g.member, device: g.device, role, patterns: limited(g.patterns)?, custody }
            }
            2 => {
                let i: InviteBytes = minicbor::decode(bytes).ok()?;
                let patterns = limited(i.patterns)?;
                Deed::Invite(InviteAct {
                    public: i.public,
                    role: i.role,
                    patterns,
                    expires: i.expires,
                    custody: i.custody,
                })
            }
            3 => {
                let r: RedemptionBytes = minicbor::decode(bytes).ok()?;
                let (device, member) = (r.device, r.member);
                Deed::Redeem(Redemption { invite: r.invite, device, member, signature: r.signature })
            }
            other => Deed::Unknown(other),
        };
        (heads.len() <= MAX_HEADS).then_some(Self { heads, deed })
    }
}

fn redeem_message(project: ProjectId, invite: DeviceId, device: DeviceId, member: MemberId) -> Vec<u8> {
    [&project.0[..], &invite.0, &device.0, &member.0].concat()
}

fn limited(patterns: Vec<ScopePattern>) -> Option<Vec<ScopePattern>> {
    (patterns.len() <= MAX_PATTERNS).then_some(patterns)
}
