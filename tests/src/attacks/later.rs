//! What a later version will write, made up: entries of unknown kinds, of a later layout, and not to be read by this version.
//!
//! They are honest, signed and in their places; nothing is an attack here but time.

use doorstep_core::entry::{Author, Body, Entry, Header, Run};
use doorstep_core::ids::{DocId, EntryHash, GrantId, Salt};
use doorstep_core::member::Scope;
use rand_core::CryptoRng;

use super::Mallory;
use crate::harness::Person;

/// A version that is not there yet.
const LATER: u8 = 9;
const SALT: Salt = Salt([0x1a; 16]);

impl Mallory {
    /// A log that a later version has written where she may write.
    pub fn later(&mut self) -> Run {
        self.begin_life();
        let mut rng = self.rng.clone();
        let run = of_later_version(&self.author(), self.field, self.grant, &mut rng);
        self.rng = rng;
        run
    }
}

/// A log that a later version has written on somebody's device: a change for later readers, a kind of payload and of document that
/// nobody knows yet, and a header of another version, longer than today's.
pub(crate) fn of_later_version(author: &Author<'_>, scope: Scope, grant: GrantId, rng: &mut dyn CryptoRng) -> Run {
    let mut run = author.open(&author.opening(scope, grant), Person::MORNING, rng);
    let mut prev = Header::hash(&run.entries[0].header(author.project, run.log, 1, EntryHash([0; 32])));
    for (version, min_reader, payload_kind, doc_kind) in [(0, LATER, 1, 8), (0, 0, 77, 200), (LATER, LATER, 78, 201)] {
        let payload = vec![payload_kind; 1_000];
        let header = Header {
            version,
            min_reader,
            payload_kind,
            doc_kind,
            project: author.project,
            log: run.log,
            seq: run.end_seq(),
            prev,
            doc: DocId([payload_kind; 16]),
            payload_hash: Header::payload_hash(&SALT, &payload),
            payload_len: 1_000,
            time: Person::MORNING,
        };
        let mut bytes = header.to_bytes().to_vec();
        if version == LATER {
            bytes.extend(b"what a later version adds");
        }
        prev = Header::hash(&bytes);
        let signature = author.key.sign("entry", &bytes);
        run.entries.extend(Entry::from_parts(&bytes, signature, Body::Full { salt: SALT, payload }));
    }
    run
}
