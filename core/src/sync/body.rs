//! What session frames carry, as plain values in their CBOR form. How frames are told apart is [`Frame`](super::Frame)'s.
//!
//! Fixed in `docs/protocol.md`, section 6.

use std::fmt;

use minicbor::{Decode, Encode};

use crate::ids::{
    BlobHash, DeviceId, Generation, HoldingsDigest, Incarnation, LogId, MemberId, ProjectId, ScopesHash, Signature,
};
use crate::time::Timestamp;

use crate::entry::{Holdings, Ranges, Refused};

/// How far a caller has received what an answerer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Cursor {
    /// The life of the answerer's database.
    #[n(0)]
    pub generation: Generation,
    /// Everything up to this position has been received.
    #[n(1)]
    pub position: u64,
    /// The scopes for which that is so.
    #[n(2)]
    pub scopes: ScopesHash,
}

impl Cursor {
    /// The cursor of a caller that knows a generation and can't say what it has received of it.
    ///
    /// It fits no scopes, so the answerer asks to reconcile. A device gives it when it starts a new incarnation, as the
    /// positions that it remembers were passed without the entries of its former one.
    pub const fn start(generation: Generation) -> Self {
        Self { generation, position: 0, scopes: ScopesHash([0; 16]) }
    }
}

/// The caller's first words.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Hello {
    /// The minor version that the caller speaks.
    #[n(0)]
    pub minor: u16,
    /// The project.
    #[n(1)]
    pub project: ProjectId,
    /// The life of the caller's store.
    #[n(2)]
    pub incarnation: Incarnation,
    /// Name and version of the caller's software.
    #[n(3)]
    pub software: String,
    /// How far the caller has received what the answerer holds; absent when it has nothing yet.
    #[n(4)]
    pub cursor: Option<Cursor>,
    /// The digest of what the caller remembers to be stored of its own logs under the cursor's generation.
    #[n(5)]
    pub own: HoldingsDigest,
    /// When the answerer's latest backup was taken, as far as the caller knows: 0 if it knows of none. Absent when it does not
    /// want to hear of backups.
    #[n(6)]
    pub backup: Option<Timestamp>,
}

/// What of a caller's own entries is in the answerer's latest backup.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BackedUp {
    /// When it was taken, by the answerer's clock; 0 when there is none.
    #[n(0)]
    pub at: Timestamp,
    /// The entries.
    #[n(1)]
    pub own: Holdings,
    /// Everything up to this position of the answerer's feed is in it.
    #[n(2)]
    pub position: u64,
}

/// What a phone shows beside its address, so that only whoever saw it may call: 16 random bytes, for one meeting.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct MeetingSecret(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

impl fmt::Debug for MeetingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MeetingSecret(..)")
    }
}

/// The answerer's first words to a member.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Welcome {
    /// The minor version that the answerer speaks.
    #[n(0)]
    pub minor: u16,
    /// The life of the answerer's database.
    #[n(1)]
    pub generation: Generation,
    /// The membership's epoch.
    #[n(2)]
    pub epoch: u64,
    /// The answerer's clock.
    #[n(3)]
    pub time: Timestamp,
    /// Whether the caller has to state its holdings.
    #[n(4)]
    pub reconcile: bool,
    /// What is stored of the caller's own logs, when that is not what it remembers.
    #[cbor(n(5), with = "written", has_nil)]
    pub own: Option<Holdings>,
}

/// An optional last part that is written as `null`, where it would otherwise be left out.
mod written {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decode, Decoder, Encode, Encoder};

    pub(super) fn encode<C, T: Encode<C>, W: Write>(
        part: &Option<T>,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        match part {
            Some(part) => part.encode(e, ctx),
            None => e.null()?.ok(),
        }
    }

    pub(super) fn decode<'b, C, T: Decode<'b, C>>(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Option<T>, DecodeError> {
        Option::decode(d, ctx)
    }

    /// Nothing is left out.
    pub(super) fn is_nil<T>(_: &Option<T>) -> bool {
        false
    }

    /// What stands for a part that is missing.
    pub(super) fn nil<T>() -> Option<Option<T>> {
        Some(None)
    }
}

/// A piece of a blob.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Chunk {
    /// The blob.
    #[n(0)]
    pub blob: BlobHash,
    /// Which chunk, from 0.
    #[n(1)]
    pub index: u32,
    /// Its bytes.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chunk({:?} {}, {} bytes)", self.blob, self.index, self.bytes.len())
    }
}

/// An entry that the other side did not store, with a code that this version may not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct RefusedThere {
    /// The entry's log.
    #[n(0)]
    pub log: LogId,
    /// Its place in the log.
    #[n(1)]
    pub seq: u64,
    /// The code (protocol, section 8).
    #[n(2)]
    pub code: u16,
}

impl From<Refused> for RefusedThere {
    fn from(refused: Refused) -> Self {
        Self { log: refused.log, seq: refused.seq, code: refused.refusal.code() }
    }
}

/// Everything in these scopes up to this position has been sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Mark {
    /// The position.
    #[n(0)]
    pub position: u64,
    /// The scopes.
    #[n(1)]
    pub scopes: ScopesHash,
}

/// Chunks of a blob that the sender does not have.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WantedChunks {
    /// The blob.
    #[n(0)]
    pub blob: BlobHash,
    /// Which chunks.
    #[n(1)]
    pub chunks: Ranges,
}

/// The secret that lets one project be founded on a server.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Token(#[n(0)] pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// A request to hold a new project.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Found {
    /// The token that the server printed.
    #[n(0)]
    pub token: Token,
    /// The founding act as it travels.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub act: Vec<u8>,
}

/// A device's use of an invite, before the server has countersigned it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Redeem {
    /// The project.
    #[n(0)]
    pub project: ProjectId,
    /// The invite's public key.
    #[n(1)]
    pub invite: DeviceId,
    /// The device that joins.
    #[n(2)]
    pub device: DeviceId,
    /// The member it will belong to.
    #[n(3)]
    pub member: MemberId,
    /// The invite key's signature over the four.
    #[n(4)]
    pub signature: Signature,
    /// What the device says of the system it runs on; may be empty.
    #[n(5)]
    pub system: String,
}
