//! Headers, acts and entries that are signed here, tried by seed: unsigned ones never get past the signature.
//!
//! They go through check and plan as values. What a real store makes of them is tried in `stored`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::document::{Document, Scalar};
use doorstep_core::entry::{
    Author, Body, Entry, EntryState, Facts, Header, LogKey, Manifest, Opening, Order, PayloadKind, Planned, Run, Why,
    check_run, plan,
};
use doorstep_core::ids::{ActorId, DeviceId, DocId, EntryHash, GrantId, Incarnation, KeyId, MemberId, ProjectId, Salt};
use doorstep_core::member::{
    Act, Class, Custody, Cut, Deed, DocKind, FoundingAct, InviteAct, Keypair, Membership, Role, Scope, ScopePattern,
    Scopes,
};
use doorstep_core::seal::SealedValue;
use doorstep_core::sync::Frame;
use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::Ending;
use super::making::{joined, records};

pub(super) const NOW: Timestamp = Timestamp(1_773_492_800_000);
const SALT: Salt = Salt([7; 16]);

/// The salt of an entry: the one that follows from the payload where one does.
fn salt_of(payload_kind: u8, payload: &[u8]) -> Salt {
    Header::derived_salt(payload_kind, payload).unwrap_or(SALT)
}

/// A coordinator: what she signs may be in any class but the server's.
pub(super) struct Writer {
    key: Keypair,
    pub(super) membership: Membership,
    grant: GrantId,
    rng: ChaCha20Rng,
}

/// An entry before it is signed: what the header says, and the payload.
#[derive(Clone, Copy)]
pub(super) struct Stated<'i> {
    pub(super) class: Class,
    version: u8,
    min_reader: u8,
    payload_kind: u8,
    doc_kind: u8,
    doc: DocId,
    payload: &'i [u8],
}

impl<'i> Stated<'i> {
    /// Reads class, version, lowest reader, kinds and document from a byte each; the rest is the payload.
    pub(super) fn from_bytes(bytes: &'i [u8]) -> Self {
        let (said, payload) = bytes.split_first_chunk::<6>().unwrap_or((&[0; 6], bytes));
        let [class, version, min_reader, payload_kind, doc_kind, doc] = *said;
        let class = Class::from_number(class).unwrap_or(Class::Field);
        // A manifest stands in the document that it names.
        let named = payload.get(4..20).filter(|_| payload_kind == PayloadKind::Manifest.number());
        let doc = named.and_then(|named| named.try_into().ok()).map_or(DocId([doc; 16]), DocId);
        Self { class, version, min_reader, payload_kind, doc_kind, doc, payload }
    }
}

/// An entry of today's version in the form that [`Stated::from_bytes`] reads.
fn stated(kind: PayloadKind, doc_kind: Option<DocKind>, class: Class, payload: &[u8]) -> Vec<u8> {
    let doc_kind = doc_kind.map_or(0, DocKind::number);
    [&[class.number(), 0, 0, kind.number(), doc_kind, 9][..], payload].concat()
}

impl Writer {
    pub(super) fn new() -> Self {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let (key, recovery) = (Keypair::from_seed([2; 32]), Keypair::from_seed([3; 32]));
        let founding = FoundingAct::new("Larkfield", &recovery, key.public(), NOW, &mut rng).expect("a short name");
        let grant = founding.grant().id;
        Self::of(key, Membership::founded(founding), grant)
    }

    pub(super) fn of(key: Keypair, membership: Membership, grant: GrantId) -> Self {
        Self { key, membership, grant, rng: ChaCha20Rng::from_seed([1; 32]) }
    }

    pub(super) fn project(&self) -> ProjectId {
        self.membership.project()
    }

    pub(super) fn device(&self) -> DeviceId {
        self.key.public()
    }

    /// The opening of a log for a whole class.
    pub(super) fn opened(&mut self, class: Class) -> Run {
        let author = Author { project: self.membership.project(), key: &self.key, incarnation: Incarnation([1; 8]) };
        author.open(&author.opening(Scope::whole(class), self.grant), NOW, &mut self.rng)
    }

    /// A log with these entries behind its opening.
    pub(super) fn log(&mut self, class: Class, all: &[Stated<'_>]) -> Run {
        let mut run = self.opened(class);
        for stated in all {
            let head = self.next_header(&run, stated);
            let entry = self.signed(&head.to_bytes(), stated.payload);
            run.entries.push(entry);
        }
        run
    }

    fn next_header(&self, run: &Run, stated: &Stated<'_>) -> Header {
        let payload_len = u32::try_from(stated.payload.len()).unwrap_or(u32::MAX);
        Header {
            version: stated.version,
            min_reader: stated.min_reader,
            payload_kind: stated.payload_kind,
            doc_kind: stated.doc_kind,
            project: self.project(),
            log: run.log,
            seq: run.end_seq(),
            prev: self.end_of(run),
            doc: stated.doc,
            payload_hash: Header::payload_hash(&salt_of(stated.payload_kind, stated.payload), stated.payload),
            payload_len,
            time: NOW,
        }
    }

    fn end_of(&self, run: &Run) -> EntryHash {
        let mut prev = EntryHash([0; 32]);
        for (seq, entry) in (1..).zip(&run.entries) {
            prev = Header::hash(&entry.header(self.project(), run.log, seq, prev));
        }
        prev
    }

    /// An entry with these header bytes, whatever they say, and a signature that is right.
    fn signed(&self, header: &[u8], payload: &[u8]) -> Entry {
        let signature = self.key.sign("entry", header);
        let salt = salt_of(header.get(2).copied().unwrap_or_default(), payload);
        let body = Body::Full { salt, payload: payload.to_vec() };
        Entry::from_parts(header, signature, body).unwrap_or(Entry::Foreign {
            header: header.to_vec(),
            signature,
            content: Some((salt, payload.to_vec())),
        })
    }

    /// What becomes of a run at somebody who knows the founding act alone.
    pub(super) fn planned(&self, run: &Run) -> Planned {
        let (logs, docs, held, rules) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let membership = Arc::new(self.membership.clone());
        let facts = Facts { membership, logs, docs, held, rules, erased: BTreeSet::new() };
        plan(&facts, vec![check_run(self.project(), run.clone(), LogKey::default())])
    }
}

/// What became of the run's last entry; it is the same twice, and what is written is what is told.
fn ending_of(writer: &Writer, run: &Run) -> Ending {
    let planned = writer.planned(run);
    let [outcome] = &planned.outcomes[..] else { panic!("one run has one outcome") };
    assert_eq!(planned.writes.entries.len() as u64, outcome.new, "what is written is what is told");
    let again = writer.planned(run);
    assert_eq!(planned.outcomes, again.outcomes, "the same entries are judged alike");
    assert_eq!(planned.writes.entries, again.writes.entries, "the same entries are written alike");
    travels(run);
    if let Some(refused) = outcome.refused.first() {
        return Ending(refused.refusal.name());
    }
    match planned.writes.entries.last().map(|entry| entry.state) {
        Some(EntryState::Full) => Ending("taken"),
        Some(EntryState::Opaque) => Ending("opaque"),
        Some(EntryState::Quarantined) => Ending("held back"),
        Some(EntryState::Erased) => Ending("erased"),
        Some(EntryState::Forgotten) | None => panic!("nothing was refused and nothing taken"),
    }
}

/// Whatever was signed arrives as it was sent, unless it has a header that no frame carries.
fn travels(run: &Run) {
    let is_carried = run.entries.iter().all(|entry| match entry {
        Entry::Known { .. } => true,
        Entry::Foreign { header, .. } => Header::from_bytes(header).is_some_and(|head| head.version > 0),
    });
    let frame = Frame::Run(run.clone());
    let bytes = frame.to_bytes().expect("an input fits into a frame");
    let taken = Frame::take(&bytes);
    if is_carried {
        assert_eq!(taken, Ok(Some((frame, bytes.len()))), "what was sent arrives");
    }
}

/// A signed header behind an honest opening; where it can be read, it is written as it was.
pub(super) fn attempt_header(bytes: &[u8]) -> Ending {
    if let Some(head) = Header::from_bytes(bytes) {
        assert_eq!(head.to_bytes(), bytes[..doorstep_core::entry::HEADER_BYTES], "a header is written as it was read");
    }
    let mut writer = Writer::new();
    let mut run = writer.opened(Class::Field);
    run.entries.push(writer.signed(bytes, &change()));
    ending_of(&writer, &run)
}

/// One signed entry of any kind: taken or refused, never half.
pub(super) fn attempt_entry(bytes: &[u8]) -> Ending {
    let mut writer = Writer::new();
    let stated = Stated::from_bytes(bytes);
    let run = writer.log(stated.class, &[stated]);
    ending_of(&writer, &run)
}

/// Acts, honest and not, signed by a coordinator: whatever they say, rights stay what the table says.
pub(super) fn attempt_acts(bytes: &[u8]) -> Ending {
    let mut writer = Writer::new();
    let acts: Vec<Vec<u8>> = records(bytes).map(|act| stated(PayloadKind::Act, None, Class::Membership, act)).collect();
    let all: Vec<Stated<'_>> = acts.iter().map(|act| Stated::from_bytes(act)).collect();
    let run = writer.log(Class::Membership, &all);
    let ending = ending_of(&writer, &run);
    if let Some(membership) = writer.planned(&run).writes.membership {
        assert_eq!(membership.project(), writer.project(), "a project stays what it is");
        for grant in membership.grants() {
            let may_read = membership.readable_by(&grant.device);
            assert!(grant.role().is_some() || may_read == Scopes::default(), "an unknown role has no rights");
        }
    }
    ending
}

/// An interview's first change.
pub(super) fn change() -> Vec<u8> {
    let values = [("a/age", "41"), ("a/name", "Zoe")].map(|(key, text)| (key.to_owned(), Scalar::from(text)));
    let changes = Document::first(ActorId([0xa1; 16]), &values.into()).expect("plain values make a change");
    changes.into_iter().next().expect("there is a change").into_body()
}

pub(super) fn headers() -> Vec<Vec<u8>> {
    let mut writer = Writer::new();
    let run = writer.opened(Class::Field);
    let whole = stated(PayloadKind::Change, Some(DocKind::Response), Class::Field, &change());
    let today = writer.next_header(&run, &Stated::from_bytes(&whole));
    let later = Header { version: 1, min_reader: 1, payload_kind: 77, ..today };
    vec![today.to_bytes().to_vec(), [&later.to_bytes()[..], b"what comes later"].concat()]
}

fn deeds() -> Vec<Act> {
    let patterns: Vec<ScopePattern> = Class::ALL.into_iter().map(ScopePattern::all_of).collect();
    let (role, custody) = (Role::Researcher.number(), Custody::Device.number());
    let device = Keypair::from_seed([5; 32]).public();
    let public = Keypair::from_seed([6; 32]).public();
    let grant = Deed::Grant { member: MemberId([4; 16]), device, role, patterns: patterns.clone(), custody };
    let invite = InviteAct { public, role, patterns, expires: NOW, custody, printed: true };
    let deeds = [grant, Deed::Invite(invite), Deed::Cut(Cut { device, kept: Vec::new() }), Deed::Unknown(99)];
    deeds.into_iter().map(|deed| Act { heads: Vec::new(), deed }).collect()
}

pub(super) fn acts() -> Vec<Vec<u8>> {
    let all: Vec<Vec<u8>> = deeds().iter().map(Act::to_bytes).collect();
    all.iter().map(|act| joined(std::slice::from_ref(act))).chain([joined(&all)]).collect()
}

/// An entry of every kind.
pub(super) fn entries() -> Vec<Vec<u8>> {
    let writer = Writer::new();
    let opening = Opening {
        device: writer.device(),
        incarnation: Incarnation([2; 8]),
        scope: Scope::whole(Class::Field),
        grant: writer.grant,
    };
    let sealed = SealedValue { key: KeyId([1; 16]), encapsulated: [2; 32], ciphertext: vec![3; 144] };
    let order = Order::by_coordinator(
        writer.project(),
        Subject::response(DocId([9; 16])),
        Why::Asked,
        &writer.key,
        writer.grant,
    );
    let manifest = wire_form(&Manifest::of(b"a picture", "image/png"));
    let act = deeds()[0].to_bytes();
    vec![
        stated(PayloadKind::Change, Some(DocKind::Response), Class::Field, &change()),
        stated(PayloadKind::Change, Some(DocKind::Visit), Class::Field, &change()),
        stated(PayloadKind::Change, Some(DocKind::Project), Class::Project, &change()),
        stated(PayloadKind::Sealed, Some(DocKind::Door), Class::Sealed, &sealed.to_bytes()),
        stated(PayloadKind::Act, None, Class::Membership, &act),
        stated(PayloadKind::Manifest, Some(DocKind::FormVersion), Class::Project, &manifest),
        stated(PayloadKind::Erasure, Some(DocKind::Response), Class::Membership, &order.to_bytes()),
        stated(PayloadKind::Opening, None, Class::Field, &opening.to_bytes()),
        [&[3, 1, 1, 77, 200, 1][..], b"of a later version"].concat(),
    ]
}

/// A manifest as its entry carries it.
fn wire_form(manifest: &Manifest) -> Vec<u8> {
    // A map of four: the blob's name, its length, its chunks' names, its media type; all of them short here.
    let length = u8::try_from(manifest.length).expect("a short blob");
    let [chunk] = &manifest.chunks[..] else { panic!("a short blob has one chunk") };
    let media = u8::try_from(manifest.media.len()).expect("a short name");
    let head = [&[0xa4, 0, 0x58, 32][..], &manifest.blob.0, &[1, length, 2, 0x81, 0x58, 32], &chunk.0].concat();
    [&head[..], &[3, 0x60 + media], manifest.media.as_bytes()].concat()
}
