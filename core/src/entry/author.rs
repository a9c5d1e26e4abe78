//! How a device writes entries of its own. What it makes passes the same check and plan as what it receives.

use rand_core::CryptoRng;

use super::{Body, Entry, Header, Opening, PayloadKind, Run};
use crate::ids::{DocId, EntryHash, GrantId, Incarnation, LogId, ProjectId, Salt, Signature};
use crate::member::{DocKind, Keypair, Scope};
use crate::time::Timestamp;

/// A device that signs entries in a project.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// The project.
    pub project: ProjectId,
    /// The device's key.
    pub key: &'a Keypair,
    /// The life of the device's store.
    pub incarnation: Incarnation,
}

/// The end of a log: what the next entry follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogEnd {
    /// The log.
    pub log: LogId,
    /// The place of its last entry; 0 when it has none.
    pub seq: u64,
    /// The hash of its last entry; zero when it has none.
    pub hash: EntryHash,
}

/// Something to be signed and appended to a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// What the payload is.
    pub kind: PayloadKind,
    /// The kind of the document it is about, if any.
    pub doc_kind: Option<DocKind>,
    /// The document, or zero.
    pub doc: DocId,
    /// The payload.
    pub payload: Vec<u8>,
}

impl Unsigned {
    /// A membership act.
    pub fn act(payload: Vec<u8>) -> Self {
        Self { kind: PayloadKind::Act, doc_kind: None, doc: DocId([0; 16]), payload }
    }

    /// A change of a document.
    pub fn change(doc_kind: DocKind, doc: DocId, payload: Vec<u8>) -> Self {
        Self { kind: PayloadKind::Change, doc_kind: Some(doc_kind), doc, payload }
    }
}

impl Author<'_> {
    /// The opening of the log in which this device writes in a scope, under a grant.
    pub fn opening(&self, scope: Scope, grant: GrantId) -> Opening {
        Opening { device: self.key.public(), incarnation: self.incarnation, scope, grant }
    }

    /// Opens a log: a run with its first entry.
    pub fn open(&self, opening: &Opening, now: Timestamp, rng: &mut dyn CryptoRng) -> Run {
        let end = LogEnd { log: opening.log(self.project), seq: 0, hash: EntryHash([0; 32]) };
        let unsigned =
            Unsigned { kind: PayloadKind::Opening, doc_kind: None, doc: DocId([0; 16]), payload: opening.to_bytes() };
        self.append(&end, vec![unsigned], now, rng)
    }

    /// Signs what is to follow the end of a log.
    pub fn append(&self, end: &LogEnd, unsigned: Vec<Unsigned>, now: Timestamp, rng: &mut dyn CryptoRng) -> Run {
        let first_seq = end.seq + 1;
        let mut prev = end.hash;
        let mut entries = Vec::with_capacity(unsigned.len());
        for (seq, unsigned) in (first_seq..).zip(unsigned) {
            let (entry, hash) = self.sign(LogEnd { log: end.log, seq, hash: prev }, unsigned, now, rng);
            prev = hash;
            entries.push(entry);
        }
        Run { log: end.log, first_seq, prev: (end.seq > 0).then_some(end.hash), entries }
    }

    fn sign(&self, at: LogEnd, unsigned: Unsigned, now: Timestamp, rng: &mut dyn CryptoRng) -> (Entry, EntryHash) {
        let salt = Header::derived_salt(unsigned.kind.number(), &unsigned.payload).unwrap_or_else(|| {
            let mut salt = [0; Salt::SIZE];
            rng.fill_bytes(&mut salt);
            Salt(salt)
        });
        let known = |signature| Entry::Known {
            min_reader: 0,
            payload_kind: unsigned.kind.number(),
            doc_kind: unsigned.doc_kind.map_or(0, DocKind::number),
            doc: unsigned.doc,
            time: now,
            signature,
            body: Body::Full { salt, payload: unsigned.payload.clone() },
        };
        let header = known(Signature([0; 64])).header(self.project, at.log, at.seq, at.hash);
        (known(self.key.sign("entry", &header)), Header::hash(&header))
    }
}
