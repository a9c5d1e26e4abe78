//! Holds the code to the vectors of `docs/protocol.md`, section 9: every row is computed here and compared.
//!
//! A row that this file does not know fails, and so does one that went missing. Where the vectors come from, the page says.

#![allow(clippy::unwrap_used, reason = "a helper that cannot go on ends its test there and then")]

use std::collections::BTreeMap;
use std::convert::Infallible;

use doorstep_core::blob;
use doorstep_core::document::kinds::card::{CardNumber, CardWord, lock};
use doorstep_core::document::kinds::subject::{Subject, files_id, identity_id, quote_id, response_id, words_id};
use doorstep_core::entry::{
    Author, Body, Entry, Header, Holdings, LogEnd, Opening, Order, Ranges, Refusal, Refused, Run, Unsigned, Why,
    actor_of, blob_hash,
};
use doorstep_core::ids::{
    BlobHash, DeviceId, DocId, EntryHash, Generation, GrantId, Incarnation, LogId, MemberId, PayloadHash, ProjectId,
    Salt, Signature,
};
use doorstep_core::member::{
    Act, Audience, Class, ConfirmationCode, Cut, Deed, DocKind, EntryName, Floor, FoundingAct, Invite, InviteAct,
    InviteSecret, KeyName, Keypair, Redemption, Scope, ScopePattern, Scopes, SealingKey, Snapshot, Target,
    agreement_public,
};
use doorstep_core::seal::{DoorKey, KeyPair, OpenKey, Place, SealedValue, Value};
use doorstep_core::sync::{
    BackedUp, Chunk, Cursor, FileSaid, Found, Frame, Hello, Mark, MeetingSecret, Redeem, Token, WantedChunks, Welcome,
};
use doorstep_core::time::Timestamp;
use rand_core::{TryCryptoRng, TryRng};

const PAGE: &str = include_str!("../docs/protocol.md");

const FOUNDED: Timestamp = Timestamp(1_700_000_000_000);
const INCARNATION: Incarnation = Incarnation([0x07; 8]);
const GENERATION: Generation = Generation([0x99; 16]);
const SALT: Salt = Salt([0x55; 16]);
const BLOB: BlobHash = BlobHash([0xbb; 32]);
const ROUND: DocId = DocId([0xdd; 16]);
const AREA: DocId = DocId([0xaa; 16]);
const SERVER: MemberId = MemberId([0x5e; 16]);
const BOB: MemberId = MemberId([0xb0; 16]);
const SECRET: [u8; 16] = [0x66; 16];
const PACKED: &str = "note of the same door, packed";
const SYSTEM: &str = "Doorstep 0.1.0 on test";

#[test]
fn every_vector_of_the_protocol_page_is_what_the_code_computes() {
    let written = written_rows();
    let computed = computed_rows();
    for (name, value) in &written {
        let Some(ours) = computed.get(name.as_str()) else { panic!("the page has a row that is not computed: {name}") };
        assert_eq!(ours, value, "{name}");
    }
    for name in computed.keys() {
        assert!(written.contains_key(*name), "the page lacks a row: {name}");
    }
}

#[test]
fn every_frame_of_the_page_is_read_back_to_the_same_bytes() {
    let frames: Vec<(String, String)> =
        written_rows().into_iter().filter(|(name, _)| name.starts_with("frame: ")).collect();
    let mut numbers = Vec::new();
    for (name, value) in frames {
        let bytes = from_hex(&value);
        let Ok(Some((frame, length))) = Frame::take(&bytes) else { panic!("{name} can't be read") };
        assert_eq!(length, bytes.len(), "{name}");
        assert_eq!(frame.to_bytes(), Ok(bytes), "{name}");
        numbers.push(frame.number());
    }
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers, (1..=18).collect::<Vec<u8>>(), "every type of frame has a vector");
}

#[test]
fn what_was_signed_on_the_page_is_read_back() {
    let rows = written_rows();
    let read = |name: &str| from_hex(&rows[name]);
    let founding = FoundingAct::from_bytes(&read("founding act as it travels")).unwrap();
    assert_eq!(founding, world().founding);
    for name in ACTS {
        let act = Act::from_bytes(&read(name)).unwrap();
        assert_eq!(hex(&act.to_bytes()), rows[name], "{name}");
    }
    assert_eq!(Opening::from_bytes(&read("opening payload")), Some(world().opening));
    assert_eq!(Invite::from_text(&rows["invite text"]), Ok(invite(&world())));
}

/// Every kind of act has a vector.
const ACTS: [&str; 9] = [
    "grant act for the server",
    "invite act",
    "printed invite act",
    "redemption act",
    "cut of bob's device",
    "snapshot of the cut",
    "confirming the redemption",
    "release of bob's second entry",
    "sealing key act",
];

/// The rows of the page: a name, and on the next line its value.
fn written_rows() -> BTreeMap<String, String> {
    let (_, block) = PAGE.split_once("```text\n").expect("the page has a block of vectors");
    let (block, _) = block.split_once("```").expect("the block ends");
    let lines: Vec<&str> = block.lines().collect();
    let pairs = lines.chunks(2).map(|pair| {
        let [name, value] = pair else { panic!("a name without a value: {pair:?}") };
        let value = value.strip_prefix("  ").expect("a value is indented by two spaces");
        ((*name).to_owned(), value.to_owned())
    });
    let rows: BTreeMap<String, String> = pairs.collect();
    assert_eq!(rows.len(), lines.len() / 2, "no name stands twice");
    rows
}

/// The people, keys and entries that the vectors are about.
struct World {
    founding: FoundingAct,
    opening: Opening,
    log: LogId,
    /// Opening, grant, invite: alice's log.
    entries: Vec<Entry>,
    headers: Vec<Vec<u8>>,
}

impl World {
    fn project(&self) -> ProjectId {
        self.founding.project()
    }

    fn hash(&self, index: usize) -> EntryHash {
        Header::hash(&self.headers[index])
    }

    fn payload(&self, index: usize) -> &[u8] {
        self.entries[index].content().expect("nothing is erased").1
    }
}

fn alice() -> Keypair {
    Keypair::from_seed([2; 32])
}

fn server() -> DeviceId {
    Keypair::from_seed([3; 32]).public()
}

fn bob() -> DeviceId {
    Keypair::from_seed([4; 32]).public()
}

fn world() -> World {
    let alice = alice();
    let mut salts = Bytes(vec![[0x11; 16], [0xa1; 16]]);
    let founding =
        FoundingAct::new("Larkfield", &Keypair::from_seed([1; 32]), alice.public(), FOUNDED, &mut salts).unwrap();
    let project = founding.project();
    let author = Author { project, key: &alice, incarnation: INCARNATION };
    let opening = author.opening(Scope::whole(Class::Membership), GrantId(project.0));
    let mut world = World { founding, opening, log: opening.log(project), entries: Vec::new(), headers: Vec::new() };
    add(&mut world, author.open(&opening, time(1), &mut Bytes(vec![SALT.0])));
    let grant = Unsigned::act(act(Vec::new(), server_grant()));
    let grant = append(&author, &world, grant, time(2));
    add(&mut world, grant);
    let invite = Unsigned::act(act(vec![world.hash(1)], invite_deed(project)));
    let invite = append(&author, &world, invite, time(3));
    add(&mut world, invite);
    world
}

fn append(author: &Author<'_>, world: &World, unsigned: Unsigned, now: Timestamp) -> Run {
    let last = world.headers.len();
    let end = LogEnd { log: world.log, seq: last as u64, hash: world.hash(last - 1) };
    author.append(&end, vec![unsigned], now, &mut Bytes(vec![SALT.0]))
}

fn add(world: &mut World, run: Run) {
    let before = world.headers.last().map_or(EntryHash([0; 32]), |header| Header::hash(header));
    for entry in run.entries {
        let seq = world.headers.len() as u64 + 1;
        world.headers.push(entry.header(world.project(), world.log, seq, before));
        world.entries.push(entry);
    }
}

fn time(later: i64) -> Timestamp {
    Timestamp(FOUNDED.0 + later)
}

fn act(heads: Vec<EntryHash>, deed: Deed) -> Vec<u8> {
    Act { heads, deed }.to_bytes()
}

fn server_grant() -> Deed {
    let patterns = vec![ScopePattern::all_of(Class::Membership), ScopePattern::all_of(Class::Server)];
    Deed::Grant { member: SERVER, device: server(), role: 6, patterns, custody: 1 }
}

fn invited_scopes() -> Vec<ScopePattern> {
    let field =
        ScopePattern { class: Class::Field.number(), round: Some(Target::Only(ROUND)), area: Some(Target::Only(AREA)) };
    vec![ScopePattern::all_of(Class::Membership), ScopePattern::all_of(Class::Project), field]
}

fn invite_key(project: ProjectId) -> Keypair {
    InviteSecret::from(SECRET).keypair(project)
}

fn invite_deed(project: ProjectId) -> Deed {
    let (public, expires) = (invite_key(project).public(), Timestamp(1_800_000_000_000));
    Deed::Invite(InviteAct { public, role: 2, patterns: invited_scopes(), expires, custody: 1, printed: false })
}

fn invite(world: &World) -> Invite {
    Invite {
        project: world.project(),
        server: server(),
        addresses: vec!["127.0.0.1:4433".into()],
        secret: InviteSecret::from(SECRET),
        role: 2,
        expires: Timestamp(1_800_000_000_000),
        name: "Larkfield".into(),
    }
}

fn recovery_sheet(project: ProjectId) -> Invite {
    let secret = InviteSecret::of_recovery_sheet(&mut Repeated(SECRET[0]));
    Invite::recovery_sheet(project, "Larkfield", secret)
}

fn computed_rows() -> BTreeMap<&'static str, String> {
    let world = world();
    let mut rows = key_rows(&world);
    rows.append(&mut later_acts(&world));
    rows.append(&mut log_rows(&world));
    rows.append(&mut session_rows(&world));
    rows.append(&mut content_rows(&world));
    rows.append(&mut sealing_rows(&world));
    rows.append(&mut erasure_rows(&world));
    rows
}

fn key_rows(world: &World) -> BTreeMap<&'static str, String> {
    let recovery = Keypair::from_seed([1; 32]).public();
    // The travelling form is an array of two byte strings: 3 bytes, the act, 2 bytes, the signature.
    let travelling = world.founding.to_bytes();
    let signed = &travelling[3..travelling.len() - 66];
    let project = world.project();
    let system = Some(SYSTEM.to_owned());
    let Redeem { signature, .. } = redeem(world);
    let redemption = Redemption { invite: world.hash(2), device: bob(), member: BOB, signature, system };
    BTreeMap::from([
        ("recovery public key", recovery.to_string()),
        ("alice's device", alice().public().to_string()),
        ("server's device", server().to_string()),
        ("bob's device", bob().to_string()),
        ("founding act", hex(signed)),
        ("founding act as it travels", hex(travelling)),
        ("project id", project.to_string()),
        ("grant act for the server", hex(world.payload(1))),
        ("grant entry hash (the grant id)", world.hash(1).to_string()),
        ("invite secret", hex(&SECRET)),
        ("invite public key", invite_key(project).public().to_string()),
        ("invite act", hex(world.payload(2))),
        ("invite entry hash", world.hash(2).to_string()),
        ("invite text", invite(world).to_text()),
        ("recovery sheet's public key", recovery_sheet(project).keypair().public().to_string()),
        ("recovery sheet's text", recovery_sheet(project).to_text()),
        ("redemption act", hex(&act(vec![world.hash(2)], Deed::Redeem(redemption)))),
    ])
}

/// The acts that take rights away, order that, and give some of it back.
fn later_acts(world: &World) -> BTreeMap<&'static str, String> {
    let log = bobs_log(world);
    let (cut, seq) = (EntryHash([0xc0; 32]), 5);
    let Deed::Invite(invite) = invite_deed(world.project()) else { panic!("an invite") };
    let printed = Deed::Invite(InviteAct { printed: true, ..invite });
    let name = EntryName { log, seq: 2, hash: EntryHash([0xe2; 32]) };
    let key = invite_key(world.project()).public();
    BTreeMap::from([
        ("printed invite act", hex(&act(vec![world.hash(1)], printed))),
        ("cut of bob's device", hex(&act(vec![world.hash(2)], Deed::Cut(Cut { device: bob(), kept: vec![(log, 4)] })))),
        (
            "snapshot of the cut",
            hex(&act(vec![cut], Deed::Snapshot(Snapshot { epoch: 1, floors: vec![Floor { cut, log, seq }] }))),
        ),
        ("confirming the redemption", hex(&act(vec![], Deed::Confirm(GrantId([0x9a; 32]))))),
        ("release of bob's second entry", hex(&act(vec![], Deed::Release(vec![name])))),
        ("code of bob's device", ConfirmationCode::of(world.project(), key, bob()).to_string()),
    ])
}

fn bobs_log(world: &World) -> LogId {
    let field = Scope { class: Class::Field, round: Some(ROUND), area: Some(AREA) };
    let bobs = Opening { device: bob(), incarnation: INCARNATION, scope: field, grant: GrantId([0x9a; 32]) };
    bobs.log(world.project())
}

fn log_rows(world: &World) -> BTreeMap<&'static str, String> {
    let field = Scope { class: Class::Field, round: Some(ROUND), area: Some(AREA) };
    let bobs = bobs_log(world);
    let scopes: Scopes = invited_scopes().into_iter().collect();
    BTreeMap::from([
        ("scope: membership", hex(&Scope::whole(Class::Membership).to_bytes())),
        ("alice's membership log", world.log.to_string()),
        ("opening payload", hex(&world.opening.to_bytes())),
        ("opening header (salt 16 x 55)", hex(&world.headers[0])),
        ("opening entry hash", world.hash(0).to_string()),
        ("opening signature", world.entries[0].signature().to_string()),
        ("scope: field, round, area", hex(&field.to_bytes())),
        ("bob's field log (grant 32 x 9a)", bobs.to_string()),
        ("actor of bob's log in document 16 x d0", actor_of(bobs, DocId([0xd0; 16])).to_string()),
        ("scopes hash of the invite's patterns", scopes.hash().to_string()),
        ("holdings digest: alice's log 1..3", held(world).digest().to_string()),
    ])
}

/// What a respondent's key and card lead to, and the orders that erase.
fn erasure_rows(world: &World) -> BTreeMap<&'static str, String> {
    let project = world.project();
    let key = Keypair::from_seed([0x0e; 32]);
    let response = response_id(&key.public());
    let other = Subject::response(DocId([0xd0; 16]));
    let order = Order::by_coordinator(project, other, Why::Asked, &alice(), GrantId(project.0));
    let card = CardNumber::from_text("7K2MQ-40XWT").unwrap();
    let locked = lock(&key.seed(), card, &CardWord::from_text("Larch 7").unwrap(), project);
    BTreeMap::from([
        ("withdrawal public key", key.public().to_string()),
        ("response of the withdrawal key", response.to_string()),
        ("identity of that response", identity_id(response).to_string()),
        ("words of that response", words_id(response).to_string()),
        ("files of that response", files_id(response).to_string()),
        ("blob hash of `a letter`, locked (key 32 x e3)", locked_letter().to_string()),
        ("its quote 63", quote_id(response, 63).to_string()),
        ("order of the respondent", hex(&Order::by_respondent(project, &key).to_bytes())),
        ("order of alice for response 16 x d0", hex(&order.to_bytes())),
        ("card 7K2MQ-40XWT", card.id(project).to_string()),
        ("withdrawal key locked with the card and the word Larch 7", hex(&locked)),
    ])
}

/// The frames by which a session runs.
fn session_rows(world: &World) -> BTreeMap<&'static str, String> {
    let scopes = invited_scopes().into_iter().collect::<Scopes>().hash();
    let plain = Hello {
        minor: 0,
        project: world.project(),
        incarnation: INCARNATION,
        software: "doorstep 0.1.0".into(),
        cursor: None,
        own: [0; 16].into(),
        backup: None,
    };
    let cursor = Some(Cursor { generation: GENERATION, position: 42, scopes });
    let known = Hello { cursor, own: held(world).digest(), ..plain.clone() };
    let hearing = Hello { backup: Some(FOUNDED), ..plain.clone() };
    let welcome = Welcome { minor: 0, generation: GENERATION, epoch: 3, time: FOUNDED, reconcile: false, own: None };
    let asking = Welcome { reconcile: true, own: Some(held(world)), ..welcome };
    let found = Found { token: Token("larch-otter-93".into()), act: world.founding.to_bytes().to_vec() };
    BTreeMap::from([
        ("frame: hello", frame(&Frame::Hello(plain))),
        ("frame: hello with a cursor", frame(&Frame::Hello(known))),
        ("frame: welcome", frame(&Frame::Welcome(welcome))),
        ("frame: welcome that asks to reconcile and states alice's log", frame(&Frame::Welcome(asking))),
        ("frame: holdings", frame(&Frame::Holdings(held(world)))),
        ("frame: stored", frame(&Frame::Stored(held(world)))),
        ("frame: mark", frame(&Frame::Mark(Mark { position: 42, scopes }))),
        ("frame: done", frame(&Frame::Done)),
        ("frame: sorry, unknown device", frame(&Frame::Sorry(Refusal::UnknownDevice.code()))),
        ("frame: found", frame(&Frame::Found(found))),
        ("frame: redeem", frame(&Frame::Redeem(redeem(world)))),
        ("frame: hello that knows of a backup", frame(&Frame::Hello(hearing))),
        ("frame: backed up", frame(&Frame::BackedUp(BackedUp { at: FOUNDED, own: held(world), position: 42 }))),
        ("frame: meet", frame(&Frame::Meet(MeetingSecret([0x66; 16])))),
        ("frame: founding", frame(&Frame::Founding(world.founding.to_bytes().to_vec()))),
    ])
}

/// Keys, what is sealed to them, and the names that follow from a door key.
fn sealing_rows(world: &World) -> BTreeMap<&'static str, String> {
    let (project, audience) = (world.project(), Audience::Doors(Some(AREA)));
    let key = OpenKey { pair: KeyPair::from_secret([0x71; 32]), door: Some(DoorKey::from_bytes([0xd1; 32])) };
    let (public, epoch) = (key.pair.public(), 1);
    let name = KeyName { audience, epoch, id: SealingKey::id_of(&public) };
    let wrap = key.wrap(project, &name, bob(), &mut Repeated(0xe1)).unwrap();
    let made = SealingKey { audience, epoch, public, wraps: vec![wrap] };
    let (doc, door_key) = (DocId([0xd0; 16]), key.door.unwrap());
    let place = Place { project, scope: audience.scope(), kind: DocKind::Door.number(), doc, author: alice().public() };
    let (text, none) = ("12 Larch Road".into(), "".into());
    let values = [("address", text), ("note", none), ("order", doorstep_core::document::Scalar::Uint(3))];
    let values = values.map(|(key, value)| (key.to_owned(), value)).into();
    let sealed = Value { values, replaces: vec![] }.seal(&public, epoch, &place, &mut Repeated(0xe2)).unwrap();
    let read = SealedValue::from_bytes(&sealed.to_bytes()).unwrap();
    assert!(read.open(key.pair.secret(), epoch, &place).is_some());
    // How it is packed may change with the library, so it is read from the page; what it says may not.
    let packed = SealedValue::from_bytes(&from_hex(&written_rows()[PACKED])).unwrap();
    let opened = packed.open(key.pair.secret(), epoch, &place).unwrap();
    let note = "Nobody tells us when the lift will be mended, and the stairs are dark.";
    assert_eq!(opened, Value { values: [("note".to_owned(), note.into())].into(), replaces: vec![] });
    BTreeMap::from([
        ("bob's X25519 public key", hex(&agreement_public(&bob()).unwrap())),
        ("sealing key (secret 32 x 71)", hex(&public)),
        ("sealing key's id", name.id.to_string()),
        ("sealing key act", hex(&act(vec![], Deed::Key(made)))),
        ("sealed door 16 x d0", hex(&sealed.to_bytes())),
        (PACKED, hex(&packed.to_bytes())),
        ("id of a door added at 12 larch road", door_key.door(Some(AREA), "12 larch road").to_string()),
        ("id of the door's visit in the round", door_key.visit(doc, Some(ROUND)).to_string()),
        ("reference of the door in the round", door_key.reference(doc, Some(ROUND)).to_string()),
    ])
}

/// The frames that carry entries and blobs.
fn content_rows(world: &World) -> BTreeMap<&'static str, String> {
    let log = world.log;
    let opening = Run { log, first_seq: 1, prev: None, entries: vec![world.entries[0].clone()] };
    let erased = Entry::Known {
        min_reader: 0,
        payload_kind: 1,
        doc_kind: 8,
        doc: DocId([0xd0; 16]),
        time: time(2),
        signature: Signature([0x51; 64]),
        body: Body::Erased { hash: PayloadHash([0x52; 32]), length: 100 },
    };
    let header = [&[1][..], &[0x61; 175]].concat();
    let foreign = Entry::Foreign { header, signature: Signature([0x62; 64]), content: Some((SALT, b"later".to_vec())) };
    let unusual = Run { log, first_seq: 2, prev: Some(world.hash(0)), entries: vec![erased, foreign] };
    let mut emptied = unusual.clone();
    emptied.entries.iter_mut().for_each(Entry::empty);
    let refused = |seq, refusal| Refused { log, seq, refusal, entry: None }.into();
    let refused = vec![refused(4, Refusal::Gap), refused(300, Refusal::Fork)];
    let chunks: Ranges = [(0, 2), (5, 6)].into_iter().collect();
    BTreeMap::from([
        ("frame: run", frame(&Frame::Run(opening))),
        ("frame: run of an erased entry of another version", frame(&Frame::Run(emptied))),
        ("frame: run of an erased entry and one of another version", frame(&Frame::Run(unusual))),
        ("frame: chunk", frame(&Frame::Chunk(Chunk { blob: BLOB, index: 2, bytes: b"chunk".to_vec() }))),
        ("frame: offer", frame(&Frame::Offer(vec![BLOB]))),
        (
            "frame: files, one stored and one for which there is no room",
            frame(&Frame::Files(vec![FileSaid::kept(BLOB, false), FileSaid::refused(BLOB, Refusal::NoRoom)])),
        ),
        ("frame: refused", frame(&Frame::Refused(refused))),
        ("frame: want", frame(&Frame::Want(vec![WantedChunks { blob: BLOB, chunks }]))),
    ])
}

/// The name of a file whose content is these words.
fn locked_letter() -> BlobHash {
    blob_hash(&blob::lock(b"a letter", &mut Repeated(0xe3)).unwrap().bytes)
}

fn redeem(world: &World) -> Redeem {
    let project = world.project();
    let key = invite_key(project);
    let signature = Redemption::sign(&key, project, bob(), BOB);
    Redeem { project, invite: key.public(), device: bob(), member: BOB, signature, system: SYSTEM.to_owned() }
}

fn held(world: &World) -> Holdings {
    let mut holdings = Holdings::default();
    holdings.insert(world.log, 1, 4);
    holdings
}

fn frame(frame: &Frame) -> String {
    hex(&frame.to_bytes().expect("a vector is short"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|digit| digit.to_digit(16).expect("hexadecimal") as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}

/// Randomness that is known: these blocks, one for each call, the first one first.
struct Bytes(Vec<[u8; 16]>);

impl TryRng for Bytes {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only blocks are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only blocks are drawn")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.copy_from_slice(&self.0.remove(0));
        Ok(())
    }
}

impl TryCryptoRng for Bytes {}

/// Randomness that is one byte again and again.
struct Repeated(u8);

impl TryRng for Repeated {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only blocks are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only blocks are drawn")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0);
        Ok(())
    }
}

impl TryCryptoRng for Repeated {}
