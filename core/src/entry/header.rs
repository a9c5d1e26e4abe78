//! The entry header: 168 bytes that are hashed and signed, readable by every version.

use super::PayloadKind;
use crate::ids::{DocId, EntryHash, LogId, PayloadHash, ProjectId, Salt, hash};
use crate::time::Timestamp;

/// The size of a header of version 0, and of the prefix of every later one.
pub const HEADER_BYTES: usize = 168;

/// The fields of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The header's version; this one writes 0.
    pub version: u8,
    /// The lowest version that may interpret the payload.
    pub min_reader: u8,
    /// The payload kind's number.
    pub payload_kind: u8,
    /// The document kind's number, or 0 for no document.
    pub doc_kind: u8,
    /// The project.
    pub project: ProjectId,
    /// The log.
    pub log: LogId,
    /// The entry's place in the log, from 1.
    pub seq: u64,
    /// The hash of the entry before it; zero for the first.
    pub prev: EntryHash,
    /// The document, or zero.
    pub doc: DocId,
    /// The hash of salt and payload.
    pub payload_hash: PayloadHash,
    /// The payload's length in bytes.
    pub payload_len: u32,
    /// When the author's clock said it was.
    pub time: Timestamp,
}

impl Header {
    /// The header's bytes.
    pub fn to_bytes(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[..4].copy_from_slice(&[self.version, self.min_reader, self.payload_kind, self.doc_kind]);
        bytes[4..36].copy_from_slice(&self.project.0);
        bytes[36..68].copy_from_slice(&self.log.0);
        bytes[68..76].copy_from_slice(&self.seq.to_le_bytes());
        bytes[76..108].copy_from_slice(&self.prev.0);
        bytes[108..124].copy_from_slice(&self.doc.0);
        bytes[124..156].copy_from_slice(&self.payload_hash.0);
        bytes[156..160].copy_from_slice(&self.payload_len.to_le_bytes());
        bytes[160..].copy_from_slice(&self.time.0.to_le_bytes());
        bytes
    }

    /// Reads the prefix of a header of any version; `None` when it is too short, or of version 0 and too long.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let prefix = bytes.first_chunk::<HEADER_BYTES>()?;
        if prefix[0] == 0 && bytes.len() != HEADER_BYTES {
            return None;
        }
        Some(Self {
            version: prefix[0],
            min_reader: prefix[1],
            payload_kind: prefix[2],
            doc_kind: prefix[3],
            project: ProjectId(part(prefix, 4)),
            log: LogId(part(prefix, 36)),
            seq: u64::from_le_bytes(part(prefix, 68)),
            prev: EntryHash(part(prefix, 76)),
            doc: DocId(part(prefix, 108)),
            payload_hash: PayloadHash(part(prefix, 124)),
            payload_len: u32::from_le_bytes(part(prefix, 156)),
            time: Timestamp(i64::from_le_bytes(part(prefix, 160))),
        })
    }

    /// The hash of a header's bytes: the name of its entry.
    pub fn hash(bytes: &[u8]) -> EntryHash {
        EntryHash(hash("entry", &[bytes]))
    }

    /// The hash that a header states of its payload.
    pub fn payload_hash(salt: &Salt, payload: &[u8]) -> PayloadHash {
        PayloadHash(hash("payload", &[salt.as_bytes(), payload]))
    }

    /// The salt that an entry of this payload kind has, where it follows from the payload: a sealed value holds a key made by
    /// chance for it alone, so nobody who guesses what it hides can tell it by its hash.
    pub fn derived_salt(payload_kind: u8, payload: &[u8]) -> Option<Salt> {
        if payload_kind != PayloadKind::Sealed.number() {
            return None;
        }
        let digest = hash("sealed salt", &[payload]);
        let mut salt = [0; Salt::SIZE];
        salt.copy_from_slice(&digest[..Salt::SIZE]);
        Some(Salt(salt))
    }
}

fn part<const N: usize>(bytes: &[u8; HEADER_BYTES], at: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[at..at + N]);
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_survives_its_bytes() {
        let mut bytes = [0_u8; HEADER_BYTES];
        for (i, byte) in bytes.iter_mut().enumerate().skip(1) {
            *byte = u8::try_from(i).unwrap();
        }
        assert_eq!(Header::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    }

    #[test]
    fn only_a_later_version_may_have_a_longer_header() {
        let mut bytes = vec![0_u8; HEADER_BYTES + 8];
        assert_eq!(Header::from_bytes(&bytes), None);
        bytes[0] = 1;
        assert!(Header::from_bytes(&bytes).is_some());
        assert_eq!(Header::from_bytes(&bytes[..HEADER_BYTES - 1]), None);
    }
}
