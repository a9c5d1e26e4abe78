//! What a later version will write, made up: entries of unknown kinds, of a later layout, and not to be read by this version.
//!
//! They are honest, signed and in their places; nothing is an attack here but time.

use doorstep_core::entry::{Body, Entry, Header, Run};
use doorstep_core::ids::{DocId, Salt};

use super::Mallory;
use crate::harness::Person;

/// A version that is not there yet.
const LATER: u8 = 9;
const SALT: Salt = Salt([0x1a; 16]);

impl Mallory {
    /// A log that a later version has written where she may write: a change for later readers, a kind of payload and of document
    /// that nobody knows yet, and a header of another version, longer than today's.
    pub fn later(&mut self) -> Run {
        self.begin_life();
        let mut run = self.log(self.field, Vec::new());
        for (version, min_reader, payload_kind, doc_kind) in
            [(0, LATER, 1, 8), (0, 0, 77, 200), (LATER, LATER, 78, 201)]
        {
            let payload = vec![payload_kind; 1_000];
            let header = Header {
                version,
                min_reader,
                payload_kind,
                doc_kind,
                project: self.project,
                log: run.log,
                seq: run.end_seq(),
                prev: self.last_hash(&run),
                doc: DocId([payload_kind; 16]),
                payload_hash: Header::payload_hash(&SALT, &payload),
                payload_len: 1_000,
                time: Person::MORNING,
            };
            let mut bytes = header.to_bytes().to_vec();
            if version == LATER {
                bytes.extend(b"what a later version adds");
            }
            let (signature, body) = (self.sign(&bytes), Body::Full { salt: SALT, payload });
            run.entries.extend(Entry::from_parts(&bytes, signature, body));
        }
        run
    }
}
