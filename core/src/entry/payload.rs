//! What an entry carries: payload kinds, log openings and blob manifests. Changes are `document`'s, acts `member`'s.

use minicbor::{Decode, Encode};

use crate::ids::{BlobHash, DeviceId, DocId, GrantId, Incarnation, LogId, ProjectId, hash};
use crate::member::{Class, Scope};

/// What a payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayloadKind {
    /// Opens a log.
    Opening,
    /// One automerge change.
    Change,
    /// A value that only those entitled can open.
    Sealed,
    /// A membership act.
    Act,
    /// The chunks of a blob.
    Manifest,
    /// An order to erase.
    Erasure,
}

impl PayloadKind {
    /// The kind's number in headers.
    pub const fn number(self) -> u8 {
        match self {
            Self::Opening => 0,
            Self::Change => 1,
            Self::Sealed => 2,
            Self::Act => 3,
            Self::Manifest => 4,
            Self::Erasure => 5,
        }
    }

    /// The kind with this number, if this version can interpret it.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Opening),
            1 => Some(Self::Change),
            2 => Some(Self::Sealed),
            3 => Some(Self::Act),
            4 => Some(Self::Manifest),
            5 => Some(Self::Erasure),
            _ => None,
        }
    }
}

/// The first entry of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// The device that writes the log.
    pub device: DeviceId,
    /// The life of its store.
    pub incarnation: Incarnation,
    /// Where the log's entries belong.
    pub scope: Scope,
    /// The act under which it writes.
    pub grant: GrantId,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct OpeningBytes {
    #[n(0)]
    device: DeviceId,
    #[n(1)]
    incarnation: Incarnation,
    #[n(2)]
    class: u8,
    #[n(3)]
    round: Option<DocId>,
    #[n(4)]
    area: Option<DocId>,
    #[n(5)]
    grant: GrantId,
}

impl Opening {
    /// The id of the log that this opens.
    pub fn log(&self, project: ProjectId) -> LogId {
        let scope = self.scope.to_bytes();
        let parts =
            [project.as_bytes(), self.device.as_bytes(), &self.incarnation.0[..], &scope, self.grant.as_bytes()];
        LogId(hash("log", &parts))
    }

    /// The opening as a payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Scope { class, round, area } = self.scope;
        let Self { device, incarnation, grant, .. } = *self;
        minicbor::to_vec(OpeningBytes { device, incarnation, class: class.number(), round, area, grant })
            .expect("writing CBOR into memory does not fail")
    }

    /// Reads an opening; `None` when it can't be read or names an unknown class.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let OpeningBytes { device, incarnation, class, round, area, grant } = minicbor::decode(bytes).ok()?;
        let scope = Scope { class: Class::from_number(class)?, round, area };
        Some(Self { device, incarnation, scope, grant })
    }
}

/// How a blob is cut into chunks.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Manifest {
    /// The blob's name: the hash of its bytes.
    #[n(0)]
    pub blob: BlobHash,
    /// Its length in bytes.
    #[n(1)]
    pub length: u64,
    /// The hashes of its chunks, in order.
    #[n(2)]
    pub chunks: Vec<BlobHash>,
    /// Its media type.
    #[n(3)]
    pub media: String,
}

impl Manifest {
    /// How many bytes a chunk has; the last may be shorter.
    pub const CHUNK_BYTES: u64 = 65_536;
    /// The longest blob.
    pub const MAX_BYTES: u64 = 64 << 20;

    /// Describes a blob.
    pub fn of(bytes: &[u8], media: &str) -> Self {
        let chunks = bytes.chunks(Self::CHUNK_BYTES as usize).map(blob_hash).collect();
        Self { blob: blob_hash(bytes), length: bytes.len() as u64, chunks, media: media.to_owned() }
    }

    /// Whether the length is allowed and the chunks add up to it.
    pub fn is_sound(&self) -> bool {
        self.length <= Self::MAX_BYTES && self.chunks.len() as u64 == self.length.div_ceil(Self::CHUNK_BYTES)
    }

    /// The document that a form version's manifest stands in: the first half of its hash. A file's stands in its interview's.
    pub fn doc(&self) -> DocId {
        let mut id = [0; 16];
        id.copy_from_slice(&self.blob.0[..16]);
        DocId(id)
    }
}

/// The BLAKE3 hash that names a blob or a chunk.
pub fn blob_hash(bytes: &[u8]) -> BlobHash {
    BlobHash(*blake3::hash(bytes).as_bytes())
}
