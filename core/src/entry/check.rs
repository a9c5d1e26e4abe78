//! The first stage of ingest: everything that can be checked without the store, cheapest first.

use super::placed::{Placed, PlacedRun};
use super::shared_out::shared_out;
use super::{Body, DocKey, Entry, Header, Manifest, Opening, Order, PayloadKind, Refusal, Refused, Run};
use crate::blob::MAX_LOCKED_BYTES;
use crate::document::{Change, ScanError};
use crate::ids::{ActorId, DocId, EntryHash, LogId, ProjectId, Salt, Signature, hash};
use crate::member::{Act, Class, DocKind, Scope, Verifier};
use crate::seal::SealedValue;

#[cfg(test)]
mod tests;

/// What a checked payload turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Opens its log.
    Opening(Opening),
    /// A change, read without automerge.
    Change(Change),
    /// A value that only those entitled can open.
    Sealed(SealedValue),
    /// A membership act.
    Act(Act),
    /// The chunks of a blob.
    Manifest(Manifest),
    /// An order to erase.
    Order(Order),
    /// Something that this version can't interpret.
    Opaque,
    /// Nothing any more.
    Erased,
}

/// An entry whose form, signature and payload hash are right.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedEntry {
    /// Its place in the log.
    pub seq: u64,
    /// Its hash.
    pub hash: EntryHash,
    /// The header as it was signed.
    pub header: Vec<u8>,
    /// The header's fields.
    pub head: Header,
    /// The signature.
    pub signature: Signature,
    /// What it carries.
    pub body: Body,
    /// What that turned out to be.
    pub content: Content,
}

impl CheckedEntry {
    /// The document that the entry is about, in a log of this scope.
    pub fn doc_key(&self, scope: Scope) -> DocKey {
        DocKey { scope, kind: self.head.doc_kind, doc: self.head.doc }
    }
}

/// A run after checking: the entries up to the first one that was refused.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRun {
    /// The log.
    pub log: LogId,
    /// The log's opening: known before, or the first entry of this run.
    pub opening: Option<Opening>,
    /// The entries that passed.
    pub entries: Vec<CheckedEntry>,
    /// The first entry that did not pass; those after it can't follow.
    pub refused: Option<Refused>,
}

/// What the receiver knows of a log before it checks a run of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogKey {
    /// The log's opening, if it is stored.
    pub opening: Option<Opening>,
    /// The hash of the entry before the run's first, if it is stored; used where the run leaves it out.
    pub before: Option<EntryHash>,
}

/// Checks one run: form, signature, payload hash, limits and the pre-scan of changes.
pub fn check_run(project: ProjectId, run: Run, known: LogKey) -> CheckedRun {
    check_runs(vec![PlacedRun::new(project, run, known)]).pop().expect("one run comes back as one")
}

/// Checks what is left to check of runs: what takes long, signatures above all, hangs on nothing before it and is shared out to all
/// processors.
pub fn check_runs(runs: Vec<PlacedRun>) -> Vec<CheckedRun> {
    let mut checked = Vec::with_capacity(runs.len());
    let mut signers = Vec::with_capacity(runs.len());
    let mut entries = Vec::new();
    for (number, run) in runs.into_iter().enumerate() {
        let PlacedRun { log, opening, entries: placed, refused } = run;
        checked.push(CheckedRun { log, opening, entries: Vec::with_capacity(placed.len()), refused });
        signers.push(opening.map(|opening| (opening, Verifier::of(&opening.device))));
        entries.extend(placed.into_iter().map(|entry| (number, entry)));
    }
    let check = |(number, entry): (usize, Placed)| {
        let (seq, hash) = (entry.head.seq, entry.hash);
        let judged = match &signers[number] {
            Some((opening, signer)) => entry.check(opening, signer.as_ref()),
            None => Err(Refusal::UnknownLog),
        };
        (number, judged.map_err(|refusal| (seq, refusal, hash)))
    };
    for (number, judged) in shared_out(entries, check) {
        let run = &mut checked[number];
        match judged {
            Ok(entry) if run.refused.is_none_or(|refused| entry.seq < refused.seq) => run.entries.push(entry),
            Err((seq, refusal, hash)) if run.refused.is_none_or(|refused| seq < refused.seq) => {
                run.refused = Some(Refused { log: run.log, seq, refusal, entry: Some(hash) });
            }
            // What follows one that is refused can't be taken.
            Ok(_) | Err(_) => {}
        }
    }
    checked
}

impl Placed {
    /// Checks the signature and the content. There is no signer when the device's name is no key at all.
    fn check(self, opening: &Opening, signer: Option<&Verifier>) -> Result<CheckedEntry, Refusal> {
        let Self { header, head, hash, entry } = self;
        let signature = entry.signature();
        if !signer.is_some_and(|signer| signer.verify("entry", &header, &signature)) {
            return Err(Refusal::BadSignature);
        }
        let content = match entry.content() {
            Some((salt, payload)) => check_content(&head, salt, payload, opening)?,
            None => Content::Erased,
        };
        let body = match entry {
            Entry::Known { body, .. } => body,
            Entry::Foreign { content: Some((salt, payload)), .. } => Body::Full { salt, payload },
            Entry::Foreign { content: None, .. } => Body::Erased { hash: head.payload_hash, length: head.payload_len },
        };
        Ok(CheckedEntry { seq: head.seq, hash, header, head, signature, body, content })
    }
}

/// What an entry that is stored unread turns out to be: nothing where this version can't read it either, or where it is not sound. Its
/// place, signature and payload hash were checked when it came.
pub fn check_again(header: Vec<u8>, signature: Signature, body: Body, opening: &Opening) -> Option<CheckedEntry> {
    let head = Header::from_bytes(&header)?;
    let Body::Full { salt, payload } = &body else { return None };
    let content = check_content(&head, salt, payload, opening).ok().filter(|content| *content != Content::Opaque)?;
    Some(CheckedEntry { seq: head.seq, hash: Header::hash(&header), header, head, signature, body, content })
}

fn check_content(head: &Header, salt: &Salt, payload: &[u8], opening: &Opening) -> Result<Content, Refusal> {
    if Header::payload_hash(salt, payload) != head.payload_hash || payload.len() != head.payload_len as usize {
        return Err(Refusal::PayloadMismatch);
    }
    // It does not travel: with another one the entry could be passed on to nobody.
    if head.version == 0 && Header::derived_salt(head.payload_kind, payload).is_some_and(|derived| derived != *salt) {
        return Err(Refusal::PayloadMismatch);
    }
    let Some(kind) = PayloadKind::from_number(head.payload_kind).filter(|_| head.version == 0 && head.min_reader == 0)
    else {
        return Ok(Content::Opaque);
    };
    match kind {
        PayloadKind::Opening => Ok(Content::Opening(*opening)),
        PayloadKind::Change => {
            check_class(head, opening.scope.class)?;
            if is_sealed(head) == Some(true) {
                return Err(Refusal::NotSealed);
            }
            let actor = actor_of(head.log, head.doc);
            Change::read(payload.to_vec(), actor).map(Content::Change).map_err(refusal_of_scan)
        }
        PayloadKind::Act if opening.scope.class == Class::Membership => {
            Act::from_bytes(payload).map(Content::Act).ok_or(Refusal::BadAct)
        }
        PayloadKind::Act => Err(Refusal::WrongClass),
        PayloadKind::Manifest => {
            check_class(head, opening.scope.class)?;
            let manifest: Manifest = minicbor::decode(payload).map_err(|_| Refusal::BadManifest)?;
            let fits = match DocKind::from_number(head.doc_kind) {
                Some(DocKind::Files) => manifest.length <= MAX_LOCKED_BYTES,
                Some(_) | None => manifest.doc() == head.doc,
            };
            (manifest.is_sound() && fits).then_some(Content::Manifest(manifest)).ok_or(Refusal::BadManifest)
        }
        PayloadKind::Sealed => {
            check_class(head, opening.scope.class)?;
            if is_sealed(head) == Some(false) {
                return Err(Refusal::BadSealed);
            }
            SealedValue::from_bytes(payload).map(Content::Sealed).ok_or(Refusal::BadSealed)
        }
        PayloadKind::Erasure if opening.scope.class == Class::Membership => {
            Order::from_parts(head, payload).map(Content::Order)
        }
        PayloadKind::Erasure => Err(Refusal::WrongClass),
    }
}

/// A document kind of a later version is taken in any class: its class is not known here.
fn check_class(head: &Header, class: Class) -> Result<(), Refusal> {
    match DocKind::from_number(head.doc_kind) {
        Some(kind) if kind.class() != class => Err(Refusal::WrongClass),
        Some(_) => Ok(()),
        None if head.doc_kind == 0 => Err(Refusal::WrongClass),
        None => Ok(()),
    }
}

/// Whether documents of the entry's kind are sealed; unknown for kinds of a later version.
fn is_sealed(head: &Header) -> Option<bool> {
    DocKind::from_number(head.doc_kind).map(DocKind::is_sealed)
}

/// Who a log is inside a document (protocol, section 3.4).
pub fn actor_of(log: LogId, doc: DocId) -> ActorId {
    let digest = hash("actor", &[log.as_bytes(), doc.as_bytes()]);
    let mut actor = [0; ActorId::SIZE];
    actor.copy_from_slice(&digest[..ActorId::SIZE]);
    ActorId(actor)
}

fn refusal_of_scan(error: ScanError) -> Refusal {
    match error {
        ScanError::TooLarge { .. }
        | ScanError::TooManyOperations
        | ScanError::TooManyReferences
        | ScanError::NotFlat => Refusal::TooManyOperations,
        ScanError::Compressed | ScanError::Malformed => Refusal::BadChange,
    }
}
