//! A change as a payload carries it: automerge's bytes without what the receiver can derive (`docs/protocol.md` 3.4).
//!
//! `Change` is one that passed the pre-scan; only these ever meet a document.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::cursor::{Cursor, push_unsigned};
use super::operations::{OpId, Operation, decode};
use super::prescan::{ScanError, read_deps, scan};
use crate::ids::{ActorId, ChangeHash};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE_CHUNK: u8 = 1;
const ACTOR_BYTES: u8 = ActorId::SIZE as u8;

/// Why a chunk or a body is not one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Not one plain automerge change chunk with an actor of sixteen bytes.
    #[error("not one plain automerge change")]
    NotAChange,
}

/// Takes out of an automerge change chunk what the receiver can derive.
///
/// # Errors
/// Refuses anything that `restore` would not give back byte for byte.
pub fn strip(chunk: &[u8]) -> Result<Vec<u8>, ChangeError> {
    let whole = (|| {
        let mut cursor = Cursor::new(chunk);
        let (MAGIC, [_, _, _, _], [CHANGE_CHUNK]) = (cursor.array().ok()?, cursor.array().ok()?, cursor.array().ok()?)
        else {
            return None;
        };
        let data = cursor.prefixed().ok()?;
        let mut after_deps = Cursor::new(data);
        read_deps(&mut after_deps).ok()?;
        let deps = &data[..data.len() - after_deps.rest().len()];
        let actor = ActorId::try_from(after_deps.prefixed().ok()?).ok()?;
        Some(([deps, after_deps.rest()].concat(), actor))
    })();
    let (body, actor) = whole.ok_or(ChangeError::NotAChange)?;
    if restore(&body, actor)? == chunk { Ok(body) } else { Err(ChangeError::NotAChange) }
}

/// Puts back what `strip` took out: the actor after the dependencies, and the chunk's head before everything.
///
/// # Errors
/// The dependencies can't be read.
pub fn restore(body: &[u8], actor: ActorId) -> Result<Vec<u8>, ChangeError> {
    let (head, hash, deps) = frame(body, actor)?;
    let mut chunk = Vec::with_capacity(8 + head.len() + body.len() + 1 + ActorId::SIZE);
    chunk.extend(MAGIC);
    chunk.extend(&hash.0[..4]);
    chunk.extend(head);
    chunk.extend(&body[..deps]);
    chunk.push(ACTOR_BYTES);
    chunk.extend(actor.0);
    chunk.extend(&body[deps..]);
    Ok(chunk)
}

/// The chunk's type and length, automerge's hash of the change, and where in the body the dependencies end.
fn frame(body: &[u8], actor: ActorId) -> Result<(Vec<u8>, ChangeHash, usize), ChangeError> {
    let mut cursor = Cursor::new(body);
    read_deps(&mut cursor).map_err(|_| ChangeError::NotAChange)?;
    let deps = body.len() - cursor.rest().len();
    let mut head = vec![CHANGE_CHUNK];
    push_unsigned(&mut head, (body.len() + 1 + ActorId::SIZE) as u64);
    let mut hasher = Sha256::new();
    hasher.update(&head);
    hasher.update(&body[..deps]);
    hasher.update([ACTOR_BYTES]);
    hasher.update(actor.0);
    hasher.update(&body[deps..]);
    Ok((head, ChangeHash(hasher.finalize().into()), deps))
}

/// A change that has the one shape we write and keeps its own limits, with its author. Copies share what is long in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    hash: ChangeHash,
    actor: ActorId,
    seq: u64,
    start_op: u64,
    deps: Vec<ChangeHash>,
    others: Vec<ActorId>,
    message: Option<String>,
    operations: Arc<[Operation]>,
    body: Arc<[u8]>,
}

impl Change {
    /// Scans a body and decodes it; `actor` follows from the log and the document, never from the body.
    ///
    /// # Errors
    /// Whatever the pre-scan finds.
    pub fn read(body: Vec<u8>, actor: ActorId) -> Result<Self, ScanError> {
        let scanned = scan(&body)?;
        let operations = decode(&scanned, actor)?;
        let (_, hash, _) = frame(&body, actor).map_err(|_| ScanError::Malformed)?;
        let message = scanned.message.map(str::to_owned);
        let (seq, start_op, deps, others) = (scanned.seq, scanned.start_op, scanned.deps, scanned.others);
        let (operations, body) = (operations.into(), body.into());
        Ok(Self { hash, actor, seq, start_op, deps, others, message, operations, body })
    }

    /// Its name, by which later changes refer to it.
    pub const fn hash(&self) -> ChangeHash {
        self.hash
    }

    /// Who made it.
    pub const fn actor(&self) -> ActorId {
        self.actor
    }

    /// The how-manieth change of its author in this document, from 1.
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// The number of its first operation.
    pub const fn start_op(&self) -> u64 {
        self.start_op
    }

    /// The number of its last operation.
    pub fn last_op(&self) -> u64 {
        self.start_op + self.operations.len() as u64 - 1
    }

    /// The changes that it builds on, ascending.
    pub fn deps(&self) -> &[ChangeHash] {
        &self.deps
    }

    /// The reason of a correction.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What it does, with strictly ascending keys.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The keys that it writes, ascending: what the policy check looks at.
    pub fn touched_keys(&self) -> impl Iterator<Item = &str> {
        self.operations.iter().map(|operation| operation.key.as_str())
    }

    /// The body, as the payload carries it.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Gives the body away.
    pub fn into_body(self) -> Vec<u8> {
        self.body.to_vec()
    }

    /// The whole chunk, as automerge reads it.
    pub fn to_chunk(&self) -> Vec<u8> {
        restore(&self.body, self.actor).expect("the dependencies were read before")
    }

    pub(super) fn others(&self) -> &[ActorId] {
        &self.others
    }

    /// The operations with their names.
    pub(super) fn named_operations(&self) -> impl Iterator<Item = (OpId, &Operation)> {
        (self.start_op..).zip(self.operations.iter()).map(|(counter, op)| (OpId { counter, actor: self.actor }, op))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ALICE, BOB, first, loaded, put};
    use super::*;

    /// Bytes that phones have stored and signed: a change to them needs a new format.
    const FIRST: &str =
        concat!("00010100000006150e340142025603570570027e05612f616765", "06612f6e616d650202017e263634315a6f650200",);
    /// SHA-256 over chunk type, length, and the body with alice's actor in its place; computed apart from this code.
    const FIRST_HASH: &str = "0d41e29a473b95c1e8302bc141cf158b905b94a42e21a0ad716be59794db1afb";

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn stored_bytes_stay_as_they_are() {
        let change = first(ALICE, &[("a/age", "41"), ("a/name", "Zoe")]);
        assert_eq!(hex(change.body()), FIRST);
        assert_eq!(change.hash().to_string(), FIRST_HASH);
    }

    #[test]
    fn what_is_stripped_is_put_back_byte_for_byte() {
        let mut document = loaded(&[first(ALICE, &[("a/age", "41")])]);
        let edit = put(&mut document, BOB, "a/age", "42");
        let chunk = edit.to_chunk();
        assert_eq!(strip(&chunk).as_deref(), Ok(edit.body()));
        assert_eq!(automerge::Change::from_bytes(chunk).expect("a change").hash().0, edit.hash().0);
    }

    #[test]
    fn only_a_plain_change_is_stripped() {
        let mut chunk = first(ALICE, &[("a/age", "41")]).to_chunk();
        assert_eq!(strip(&chunk[..chunk.len() - 1]), Err(ChangeError::NotAChange));
        chunk[8] = 0;
        assert_eq!(strip(&chunk), Err(ChangeError::NotAChange), "a document chunk");
        chunk[8] = 1;
        chunk[5] ^= 1;
        assert_eq!(strip(&chunk), Err(ChangeError::NotAChange), "a wrong checksum");
    }
}
