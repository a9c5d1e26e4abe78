//! What a peer may send, tried by seed: frames, headers, invites, acts, changes, signed entries and whole sessions.
//!
//! Changes and acts are signed here: unsigned ones never get past the signature. What is told apart from `fuzz` is only what is tried.

use std::collections::BTreeMap;
use std::sync::Arc;

use doorstep_core::document::{Change, Document, Scalar, restore, scan};
use doorstep_core::entry::{Author, Facts, Header, LogEnd, LogKey, Run, Unsigned, check_run, plan};
use doorstep_core::ids::{ActorId, DeviceId, DocId, EntryHash, Incarnation, ProjectId};
use doorstep_core::member::{
    Act, Class, Custody, Deed, DocKind, FoundingAct, Invite, InviteSecret, Keypair, Membership, Role, Scope,
    ScopePattern,
};
use doorstep_core::sync::{AnswererSettings, Frame, Session};
use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const NOW: Timestamp = Timestamp(1_773_492_800_000);
const DOC: DocId = DocId([9; 16]);
const ACTOR: ActorId = ActorId([0xa1; 16]);

/// Somebody who may write everything, and what a store knows before they write.
struct Writer {
    key: Keypair,
    membership: Membership,
    rng: ChaCha20Rng,
}

impl Writer {
    fn new() -> Self {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let (key, recovery) = (Keypair::from_seed([2; 32]), Keypair::from_seed([3; 32]));
        let founding = FoundingAct::new("Larkfield", &recovery, key.public(), NOW, &mut rng).expect("a short name");
        Self { key, membership: Membership::founded(founding), rng }
    }

    /// Signs payloads into a log and takes it in; says how many entries were taken, the opening among them.
    fn offers(&mut self, scope: Scope, unsigned: Vec<Unsigned>) -> u64 {
        let project = self.membership.project();
        let author = Author { project, key: &self.key, incarnation: Incarnation([1; 8]) };
        let grant = self.membership.founding().grant().id;
        let mut run: Run = author.open(&author.opening(scope, grant), NOW, &mut self.rng);
        let first = Header::hash(&run.entries[0].header(project, run.log, 1, EntryHash([0; 32])));
        let end = LogEnd { log: run.log, seq: 1, hash: first };
        run.entries.extend(author.append(&end, unsigned, NOW, &mut self.rng).entries);
        let membership = Arc::new(self.membership.clone());
        let (logs, docs, held, rules) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let facts = Facts { membership, logs, docs, held, rules };
        let planned = plan(&facts, vec![check_run(project, run, LogKey::default())]);
        let taken = planned.outcomes.iter().map(|outcome| outcome.new).sum();
        assert_eq!(planned.writes.entries.len() as u64, taken, "what is written is what is told");
        taken
    }
}

fn body() -> Vec<u8> {
    let values = [("a/age", "41"), ("a/name", "Zoe")].map(|(key, text)| (key.to_owned(), Scalar::from(text)));
    let changes = Document::first(ACTOR, &BTreeMap::from(values)).expect("plain values make a change");
    changes.into_iter().next().expect("there is a change").into_body()
}

fn act() -> Vec<u8> {
    let patterns = Class::ALL.into_iter().map(ScopePattern::all_of).collect();
    let (role, custody) = (Role::Researcher.number(), Custody::Device.number());
    let member = doorstep_core::ids::MemberId([4; 16]);
    Act { heads: Vec::new(), deed: Deed::Grant { member, device: DeviceId([5; 32]), role, patterns, custody } }
        .to_bytes()
}

fn invite() -> String {
    let secret = InviteSecret::from([7; 16]);
    let (project, server) = (ProjectId([1; 32]), DeviceId([2; 32]));
    let (role, name) = (Role::Researcher.number(), "Larkfield".to_owned());
    Invite { project, server, addresses: vec!["127.0.0.1:4433".to_owned()], secret, role, expires: NOW, name }.to_text()
}

fn header() -> Vec<u8> {
    let mut writer = Writer::new();
    let author = Author { project: writer.membership.project(), key: &writer.key, incarnation: Incarnation([1; 8]) };
    let opening = author.opening(Scope::whole(Class::Field), writer.membership.founding().grant().id);
    let run = author.open(&opening, NOW, &mut writer.rng);
    run.entries[0].header(author.project, run.log, 1, EntryHash([0; 32]))
}

/// What an honest peer sends first, packed as it travels.
fn hello() -> Vec<u8> {
    let frames = [Frame::Done, Frame::Sorry(41)];
    let mut bytes = Vec::new();
    for frame in frames {
        bytes.extend(frame.to_bytes().expect("a small frame"));
    }
    bytes
}

pub(super) fn frames() -> Vec<Vec<u8>> {
    vec![hello()]
}

pub(super) fn headers() -> Vec<Vec<u8>> {
    vec![header()]
}

pub(super) fn invites() -> Vec<Vec<u8>> {
    vec![invite().into_bytes()]
}

pub(super) fn acts() -> Vec<Vec<u8>> {
    vec![act()]
}

pub(super) fn changes() -> Vec<Vec<u8>> {
    vec![body()]
}

/// A frame that can be read is written as it was.
pub(super) fn attempt_frame(bytes: &[u8]) {
    if let Ok(Some((frame, length))) = Frame::take(bytes) {
        assert!(length <= bytes.len(), "a frame ends within what came");
        let again = frame.to_bytes().expect("a frame that was read can be written");
        let read = Frame::take(&again).expect("what was written can be read");
        assert_eq!(read, Some((frame, again.len())), "reading and writing changes nothing");
    }
}

pub(super) fn attempt_header(bytes: &[u8]) {
    if let Some(head) = Header::from_bytes(bytes) {
        assert_eq!(Header::from_bytes(bytes), Some(head), "the same bytes are the same header");
    }
}

/// An invite that can be read is written so that it reads the same.
pub(super) fn attempt_invite(bytes: &[u8]) {
    if let Ok(invite) = Invite::from_text(&String::from_utf8_lossy(bytes)) {
        let again = Invite::from_text(&invite.to_text()).expect("what was written can be read");
        assert_eq!(again, invite, "reading and writing changes nothing");
    }
}

/// Acts, honest and not, signed by a coordinator: whatever is taken, the founder stays what she is until somebody cuts her.
pub(super) fn attempt_acts(bytes: &[u8]) {
    let half = bytes.len() / 2;
    let unsigned = [bytes, &act(), &bytes[half..]].map(|payload| Unsigned::act(payload.to_vec())).to_vec();
    let taken = Writer::new().offers(Scope::whole(Class::Membership), unsigned);
    assert!((1..=4).contains(&taken), "the opening is honest");
}

/// What the look at a change lets through automerge reads as the same change.
pub(super) fn attempt_change(bytes: &[u8]) {
    let Ok(scanned) = scan(bytes) else { return };
    let Ok(change) = Change::read(bytes.to_vec(), ACTOR) else { return };
    let chunk = restore(bytes, ACTOR).expect("what was read can be restored");
    let reference = automerge::Change::from_bytes(chunk).expect("automerge reads what was let through");
    assert_eq!(reference.hash().0, change.hash().0, "both call it by the same name");
    assert_eq!(reference.len() as u64, scanned.operations, "both count the same operations");
}

/// A change, signed and sent: taken or refused, never half.
pub(super) fn attempt_entry(bytes: &[u8]) {
    let unsigned = vec![Unsigned::change(DocKind::Response, DOC, bytes.to_vec())];
    let taken = Writer::new().offers(Scope::whole(Class::Field), unsigned);
    assert!((1..=2).contains(&taken), "the opening is honest");
}

/// Bytes on the line, in pieces of any size: the session ends or waits, and asks the store for nothing before somebody is admitted.
pub(super) fn attempt_session(bytes: &[u8]) {
    for packed in [false, true] {
        let mut session = Session::answerer(AnswererSettings::default(), DeviceId([4; 32])).expect("a session begins");
        let sent = if packed { pack(bytes) } else { bytes.to_vec() };
        for piece in sent.chunks(97) {
            if session.handle_bytes(piece).is_err() {
                break;
            }
        }
        session.handle_end().unwrap_or_default();
        while session.poll_transmit().is_some() {}
    }
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("packing in memory works")
}
