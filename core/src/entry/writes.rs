//! What planning decided, as plain values that an engine applies in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::{Body, DocKey, Manifest, Opening, Refused, Run};
use crate::ids::{BlobHash, CardId, DeviceId, DocId, EntryHash, GrantId, LogId, Signature};
use crate::member::{EntryName, Membership};

/// What state a stored entry is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryState {
    /// Checked and in effect.
    Full,
    /// Of a kind or version that this version can't interpret, or about a document whose content has left this device: stored and
    /// passed on.
    Opaque,
    /// Held back until a coordinator looks.
    Quarantined,
    /// Its payload was erased; only the header is left.
    Erased,
    /// Its content was dropped here after its round closed; the server and its backup have it.
    Forgotten,
}

impl EntryState {
    /// Every state, by number.
    pub const ALL: [Self; 5] = [Self::Full, Self::Opaque, Self::Quarantined, Self::Erased, Self::Forgotten];

    /// The state's number in the store. Entries that wait for something stand in a table of their own.
    pub const fn number(self) -> u8 {
        match self {
            Self::Full => 1,
            Self::Opaque => 2,
            Self::Quarantined => 3,
            Self::Erased => 4,
            Self::Forgotten => 5,
        }
    }
}

/// What an entry waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitsFor {
    /// The entries before it in its log.
    Log(LogId),
    /// A change that it builds on.
    Change([u8; 32]),
    /// The grant under which its log is written.
    Grant(GrantId),
    /// A membership act that it builds on.
    Act(EntryHash),
    /// Nothing, since an order came to erase the document that it is about: never stored, only told.
    Erased(DocId),
}

impl WaitsFor {
    /// One byte for the kind and 32 for the name: the store's key.
    pub fn to_bytes(self) -> [u8; 33] {
        let (kind, name) = match self {
            Self::Log(log) => (1, log.0),
            Self::Change(change) => (2, change),
            Self::Grant(grant) => (3, grant.0),
            Self::Act(act) => (4, act.0),
            Self::Erased(doc) => {
                let mut name = [0; 32];
                name[..16].copy_from_slice(&doc.0);
                (5, name)
            }
        };
        let mut bytes = [kind; 33];
        bytes[1..].copy_from_slice(&name);
        bytes
    }
}

/// A log that is new here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogWrite {
    /// The log.
    pub log: LogId,
    /// Its opening.
    pub opening: Opening,
}

/// An entry to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The log.
    pub log: LogId,
    /// The place in it.
    pub seq: u64,
    /// The entry's hash.
    pub hash: EntryHash,
    /// The header as it was received.
    pub header: Vec<u8>,
    /// The device's signature.
    pub signature: Signature,
    /// What it carries.
    pub body: Body,
    /// The payload kind's number.
    pub payload_kind: u8,
    /// The document that it changes or describes, if this version can tell.
    pub doc: Option<DocKey>,
    /// The state.
    pub state: EntryState,
}

/// The row by which responses are listed and evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseRow {
    /// The form version that it names.
    pub form: BlobHash,
    /// The opaque reference of the door.
    pub door: Option<DocId>,
    /// Whether the answers were taken back.
    pub withdrawn: bool,
    /// How many questions have two answers.
    pub undecided: u32,
    /// What it gives to the evaluation, as bytes; absent while the form version is not here.
    pub contribution: Option<Vec<u8>>,
    /// What the respondent's card number leads to, if a card was given.
    pub card: Option<CardId>,
}

/// What can be seen of a document without reading its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Projection {
    /// A response.
    Response(ResponseRow),
    /// A response of which nothing counts, or that can't be read as one: nobody lists it.
    Gone,
    /// Another kind: read from its changes when it is needed.
    None,
}

/// A document that is new or has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocWrite {
    /// The document.
    pub key: DocKey,
    /// Its projection after the change.
    pub projection: Projection,
}

/// A manifest that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestWrite {
    /// How the blob is cut.
    pub manifest: Manifest,
    /// The document that it stands in.
    pub doc: DocKey,
    /// Who wrote it.
    pub author: DeviceId,
}

/// An entry that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldWrite {
    /// Whose entry it is, for the limit.
    pub device: DeviceId,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// The entry, with the hash before it.
    pub run: Run,
}

/// Whose entries may count otherwise after the membership changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shift {
    /// The grants.
    pub grants: BTreeSet<GrantId>,
    /// Single entries.
    pub entries: BTreeSet<EntryName>,
}

/// Everything that one transaction writes.
#[derive(Debug, Clone, Default)]
pub struct Writes {
    /// New logs.
    pub logs: Vec<LogWrite>,
    /// New entries, in the order in which they take effect.
    pub entries: Vec<NewEntry>,
    /// The last entry of each log that grew.
    pub heads: BTreeMap<LogId, (u64, EntryHash)>,
    /// New and changed documents.
    pub docs: Vec<DocWrite>,
    /// New manifests.
    pub manifests: Vec<ManifestWrite>,
    /// Entries that wait.
    pub holds: Vec<HoldWrite>,
    /// The membership, if it changed.
    pub membership: Option<Membership>,
    /// Whose entries may count otherwise now, if the membership changed.
    pub shift: Shift,
    /// Documents to erase, by kind and id, whatever scope they are in: what is stored of them, and these entries' own.
    pub erased: BTreeSet<(u8, DocId)>,
    /// Stored entries that take effect or are held back from now on.
    pub states: Vec<(EntryName, EntryState)>,
    /// What is there now that others may have waited for.
    pub arrived: Vec<WaitsFor>,
}

/// What became of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The places that are stored now, as (first, end) with `end` not included: new ones and those stored before.
    pub stored: Option<(u64, u64)>,
    /// How many of them are new.
    pub new: u64,
    /// The entries that were refused or wait, each with its reason.
    pub refused: Vec<Refused>,
}

/// A plan: what to write, and what to say about each run, in the order of the runs.
#[derive(Debug, Clone, Default)]
pub struct Planned {
    /// What to write.
    pub writes: Writes,
    /// What became of each run.
    pub outcomes: Vec<Outcome>,
}
