//! Membership acts as CBOR maps, fixed in `docs/protocol.md` section 4.2.

use minicbor::{Decode, Encode};

use super::{
    Act, Cut, Deed, EntryName, Floor, InviteAct, MAX_HEADS, MAX_NAMED, MAX_PATTERNS, MAX_SYSTEM_CHARS,
    MAX_WRAPPED_BYTES, MAX_WRAPS, Redemption, SealingKey, Snapshot, Wrap,
};
use crate::ids::{DeviceId, DocId, EntryHash, GrantId, LogId, MemberId, Signature};
use crate::member::{Audience, Class, Scope, ScopePattern};
use crate::time::Timestamp;

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
    #[n(7)]
    printed: Option<bool>,
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
    #[n(6)]
    system: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct CutBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    device: DeviceId,
    #[n(3)]
    kept: Vec<(LogId, u64)>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct SnapshotBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    epoch: u64,
    #[n(3)]
    floors: Vec<(EntryHash, LogId, u64)>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ConfirmBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    grant: GrantId,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ReleaseBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    entries: Vec<(LogId, u64, EntryHash)>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct KeyBytes {
    #[n(0)]
    kind: u8,
    #[n(1)]
    heads: Vec<EntryHash>,
    #[n(2)]
    class: u8,
    #[n(3)]
    area: Option<DocId>,
    #[n(4)]
    epoch: u64,
    #[cbor(n(5), with = "minicbor::bytes")]
    public: [u8; 32],
    #[n(6)]
    wraps: Vec<WrapBytes>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct WrapBytes {
    #[cbor(n(0), with = "minicbor::bytes")]
    to: [u8; 32],
    #[cbor(n(1), with = "minicbor::bytes")]
    encapsulated: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    sealed: Vec<u8>,
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
            Deed::Invite(InviteAct { public, role, patterns, expires, custody, printed }) => {
                let printed = printed.then_some(true);
                minicbor::to_vec(InviteBytes { kind: 2, heads, public, role, patterns, expires, custody, printed })
            }
            Deed::Redeem(Redemption { invite, device, member, signature, system }) => {
                minicbor::to_vec(RedemptionBytes { kind: 3, heads, invite, device, member, signature, system })
            }
            Deed::Cut(Cut { device, kept }) => minicbor::to_vec(CutBytes { kind: 4, heads, device, kept }),
            Deed::Snapshot(Snapshot { epoch, floors }) => {
                let floors = floors.into_iter().map(|Floor { cut, log, seq }| (cut, log, seq)).collect();
                minicbor::to_vec(SnapshotBytes { kind: 5, heads, epoch, floors })
            }
            Deed::Confirm(grant) => minicbor::to_vec(ConfirmBytes { kind: 6, heads, grant }),
            Deed::Release(entries) => {
                let entries = entries.into_iter().map(|EntryName { log, seq, hash }| (log, seq, hash)).collect();
                minicbor::to_vec(ReleaseBytes { kind: 7, heads, entries })
            }
            Deed::Key(key) => minicbor::to_vec(key_bytes(key, heads)),
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
                let patterns = limited(g.patterns, MAX_PATTERNS)?;
                Deed::Grant { member: g.member, device: g.device, role: g.role, patterns, custody: g.custody }
            }
            2 => invite(minicbor::decode(bytes).ok()?)?,
            3 => redemption(minicbor::decode(bytes).ok()?)?,
            4 => {
                let c: CutBytes = minicbor::decode(bytes).ok()?;
                Deed::Cut(Cut { device: c.device, kept: limited(c.kept, MAX_NAMED)? })
            }
            5 => {
                let s: SnapshotBytes = minicbor::decode(bytes).ok()?;
                let floors = limited(s.floors, MAX_NAMED)?.into_iter();
                let floors = floors.map(|(cut, log, seq)| Floor { cut, log, seq }).collect();
                Deed::Snapshot(Snapshot { epoch: s.epoch, floors })
            }
            6 => Deed::Confirm(minicbor::decode::<ConfirmBytes>(bytes).ok()?.grant),
            7 => {
                let r: ReleaseBytes = minicbor::decode(bytes).ok()?;
                let entries = limited(r.entries, MAX_NAMED)?.into_iter();
                Deed::Release(entries.map(|(log, seq, hash)| EntryName { log, seq, hash }).collect())
            }
            8 => key(minicbor::decode(bytes).ok()?)?,
            other => Deed::Unknown(other),
        };
        (heads.len() <= MAX_HEADS).then_some(Self { heads, deed })
    }
}

fn invite(i: InviteBytes) -> Option<Deed> {
    Some(Deed::Invite(InviteAct {
        public: i.public,
        role: i.role,
        patterns: limited(i.patterns, MAX_PATTERNS)?,
        expires: i.expires,
        custody: i.custody,
        printed: i.printed.unwrap_or(false),
    }))
}

fn redemption(r: RedemptionBytes) -> Option<Deed> {
    let fits = r.system.as_ref().is_none_or(|system| system.chars().count() <= MAX_SYSTEM_CHARS);
    let RedemptionBytes { invite, device, member, signature, system, .. } = r;
    fits.then_some(Deed::Redeem(Redemption { invite, device, member, signature, system }))
}

fn key_bytes(key: SealingKey, heads: Vec<EntryHash>) -> KeyBytes {
    let Scope { class, area, .. } = key.audience.scope();
    let wraps = key.wraps.into_iter().map(|Wrap { to, encapsulated, sealed }| WrapBytes { to, encapsulated, sealed });
    let (epoch, public) = (key.epoch, key.public);
    KeyBytes { kind: 8, heads, class: class.number(), area, epoch, public, wraps: wraps.collect() }
}

fn key(k: KeyBytes) -> Option<Deed> {
    let class = Class::from_number(k.class)?;
    let audience = Audience::of(&Scope { class, round: None, area: k.area })?;
    let wraps = limited(k.wraps, MAX_WRAPS)?;
    if wraps.iter().any(|wrap| wrap.sealed.len() > MAX_WRAPPED_BYTES) || audience.scope().area != k.area {
        return None;
    }
    let wraps = wraps.into_iter().map(|WrapBytes { to, encapsulated, sealed }| Wrap { to, encapsulated, sealed });
    Some(Deed::Key(SealingKey { audience, epoch: k.epoch, public: k.public, wraps: wraps.collect() }))
}

fn limited<T>(things: Vec<T>, most: usize) -> Option<Vec<T>> {
    (things.len() <= most).then_some(things)
}
