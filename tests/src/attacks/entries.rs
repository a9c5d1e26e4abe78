//! Hostile entries, one attack each, from broken bytes to what is well formed and not permitted.

use doorstep_core::entry::{Body, Entry, Opening, PayloadKind, Refusal, Run, Unsigned};
use doorstep_core::ids::{DocId, EntryHash, GrantId, KeyId, LogId, PayloadHash, Salt, Signature};
use doorstep_core::member::{Act, Class, Cut, Deed, DocKind, Role, Scope, ScopePattern};
use doorstep_core::seal::SealedValue;

use super::mallory::Mallory;

const DOC: DocId = DocId([9; 16]);

/// Something hostile, and how it is to be answered.
pub struct Attack {
    /// What it is.
    pub name: &'static str,
    /// What is there before, honest in itself.
    pub before: Vec<Run>,
    /// What is sent.
    pub run: Run,
    /// The code by which it is refused, or held.
    pub expected: Refusal,
}

fn change(payload: Vec<u8>) -> Vec<Unsigned> {
    vec![Unsigned::change(DocKind::Response, DOC, payload)]
}

/// A change whose action column says that it holds four billion operations in a handful of bytes.
fn bomb() -> Vec<u8> {
    let mut body = vec![0, 1, 1, 0, 0, 0];
    let run = [0x80, 0x80, 0x80, 0x80, 0x40, 1];
    body.extend([1, 0x42, u8::try_from(run.len()).expect("a few bytes")]);
    body.extend(run);
    body
}

/// Every attack by entries; `honest` is the history of somebody else.
pub fn attacks(mallory: &mut Mallory, honest: &[Run]) -> Vec<Attack> {
    let mut attacks = broken_changes(mallory);
    attacks.append(&mut broken_entries(mallory));
    attacks.append(&mut broken_chains(mallory, honest));
    attacks.append(&mut without_right(mallory));
    attacks
}

fn attack(name: &'static str, run: Run, expected: Refusal) -> Attack {
    Attack { name, before: Vec::new(), run, expected }
}

fn broken_changes(mallory: &mut Mallory) -> Vec<Attack> {
    let field = mallory.field;
    let sound = mallory.body(field, DOC, &[("a/age", "41")]);
    let with = |place: usize, byte: u8| {
        let mut body = sound.clone();
        body[place] = byte;
        body
    };
    let many_deps = [
        &[0xac, 0x02][..],
        &(0..300_u32)
            .flat_map(|n| {
                let mut dep = [0; 32];
                dep[..4].copy_from_slice(&n.to_be_bytes());
                dep
            })
            .collect::<Vec<_>>(),
        &sound[1..],
    ]
    .concat();
    let bodies = [
        ("bytes that are no change", vec![0xff; 200], Refusal::BadChange),
        ("nothing at all", Vec::new(), Refusal::BadChange),
        ("a change cut short", sound[..sound.len() - 1].to_vec(), Refusal::BadChange),
        ("a change with something behind it", [&sound[..], &[0]].concat(), Refusal::BadChange),
        ("four billion operations in a few bytes", bomb(), Refusal::TooManyOperations),
        ("more dependencies than allowed", many_deps, Refusal::TooManyOperations),
        ("a payload over the limit", vec![0; 65_537], Refusal::TooLarge),
        ("a counter far ahead", with(2, 0x7f), Refusal::BadStart),
        ("an author's seventh change as the first", with(1, 7), Refusal::BadStart),
    ];
    let mut attacks = Vec::new();
    for (name, body, expected) in bodies {
        mallory.begin_life();
        attacks.push(attack(name, mallory.log(field, change(body)), expected));
    }
    attacks
}

fn broken_entries(mallory: &mut Mallory) -> Vec<Attack> {
    let field = mallory.field;
    let mut attacks = Vec::new();
    let mut altered = |name, expected, alter: &dyn Fn(&mut Run, &Mallory)| {
        mallory.begin_life();
        let body = mallory.body(field, DOC, &[("a/age", "41")]);
        let mut run = mallory.log(field, change(body));
        alter(&mut run, mallory);
        attacks.push(attack(name, run, expected));
    };
    altered("a signature with one bit changed", Refusal::BadSignature, &|run, _| {
        if let Entry::Known { signature, .. } = &mut run.entries[1] {
            signature.0[0] ^= 1;
        }
    });
    altered("a payload with one bit changed", Refusal::BadSignature, &|run, _| {
        if let Entry::Known { body: Body::Full { payload, .. }, .. } = &mut run.entries[1] {
            payload[0] ^= 1;
        }
    });
    altered("an entry called another document's", Refusal::BadSignature, &|run, _| {
        if let Entry::Known { doc, .. } = &mut run.entries[1] {
            *doc = DocId([1; 16]);
        }
    });
    altered("a signature of nothing", Refusal::BadSignature, &|run, _| {
        if let Entry::Known { signature, .. } = &mut run.entries[1] {
            *signature = Signature([0; 64]);
        }
    });
    altered("a content that was taken out without an order", Refusal::Stripped, &|run, mallory| {
        let first = mallory.first_hash(run);
        let header = run.entries[1].header(mallory.project, run.log, 2, first);
        let head = doorstep_core::entry::Header::from_bytes(&header).expect("the header was made here");
        if let Entry::Known { body, .. } = &mut run.entries[1] {
            *body = Body::Erased { hash: head.payload_hash, length: head.payload_len };
        }
    });
    altered("an opening without its content", Refusal::BadOpening, &|run, _| {
        if let Entry::Known { body, .. } = &mut run.entries[0] {
            *body = Body::Erased { hash: PayloadHash([0; 32]), length: 0 };
        }
    });
    altered("an entry of another project", Refusal::WrongProject, &|run, _| {
        run.entries[1] = foreign([&[1][..], &[0x61; 175]].concat());
    });
    altered("a header cut short", Refusal::BadHeader, &|run, _| {
        run.entries[1] = foreign(vec![1; 20]);
    });
    attacks
}

fn foreign(header: Vec<u8>) -> Entry {
    Entry::Foreign { header, signature: Signature([0; 64]), content: Some((Salt([0; 16]), Vec::new())) }
}

fn broken_chains(mallory: &mut Mallory, honest: &[Run]) -> Vec<Attack> {
    let field = mallory.field;
    let mut attacks = Vec::new();

    mallory.begin_life();
    let body = mallory.body(field, DOC, &[("a/age", "41")]);
    let first = mallory.log(field, change(body));
    let other_body = mallory.body(field, DOC, &[("a/age", "14")]);
    let mut fork = mallory.log(field, change(other_body));
    fork.entries[0] = first.entries[0].clone();
    let (fork_end, prev) = (fork.entries.remove(1), mallory.first_hash(&first));
    let fork =
        Run { log: first.log, first_seq: 2, prev: Some(prev), entries: vec![resigned(mallory, fork_end, &first)] };
    attacks.push(Attack {
        name: "another entry at a stored place",
        before: vec![first],
        run: fork,
        expected: Refusal::Fork,
    });

    mallory.begin_life();
    let body = mallory.body(field, DOC, &[("a/age", "41")]);
    let mut gap = mallory.log(field, change(body.clone()));
    gap.entries.remove(0);
    (gap.first_seq, gap.prev) = (2, None);
    attacks.push(attack("an entry of a log that nobody opened", gap, Refusal::UnknownLog));

    mallory.begin_life();
    let mut nowhere = mallory.log(field, change(body.clone()));
    nowhere.log = LogId([3; 32]);
    attacks.push(attack("an opening in a log that does not follow from it", nowhere, Refusal::BadOpening));

    mallory.begin_life();
    let mut headless = mallory.log(field, change(body));
    headless.entries.remove(0);
    headless.prev = None;
    attacks.push(attack("a log that does not begin with its opening", headless, Refusal::BadOpening));

    mallory.begin_life();
    let opening = mallory.author().opening(field, mallory.grant);
    let again =
        Unsigned { kind: PayloadKind::Opening, doc_kind: None, doc: DocId([0; 16]), payload: opening.to_bytes() };
    attacks.push(attack("a second opening", mallory.log(field, vec![again]), Refusal::BadOpening));

    let bobs = honest.iter().find(|run| run.first_seq == 2).expect("bob has written");
    let mut moved = bobs.clone();
    moved.entries[0] = honest.iter().rev().find(|run| run.first_seq > 1).expect("bob has written").entries[0].clone();
    moved.first_seq = 400;
    moved.prev = Some(EntryHash([8; 32]));
    attacks.push(attack("an entry of bob's at another place of his log", moved, Refusal::BadSignature));
    attacks
}

/// The same content signed for the place behind the first entry of a log.
fn resigned(mallory: &Mallory, entry: Entry, first: &Run) -> Entry {
    let Entry::Known { doc, body: Body::Full { payload, .. }, .. } = entry else { panic!("an entry with content") };
    let end = doorstep_core::entry::LogEnd { log: first.log, seq: 1, hash: mallory.first_hash(first) };
    let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::from_seed([0x66; 32]);
    let unsigned = vec![Unsigned::change(DocKind::Response, doc, payload)];
    let run = mallory.author().append(&end, unsigned, doorstep_core::time::Timestamp(1), &mut rng);
    run.entries.into_iter().next().expect("one entry was signed")
}

fn without_right(mallory: &mut Mallory) -> Vec<Attack> {
    let (field, elsewhere) = (mallory.field, mallory.elsewhere);
    let membership = Scope::whole(Class::Membership);
    let deliberation = Scope::whole(Class::Deliberation);
    let act = |deed| Unsigned::act(Act { heads: vec![], deed }.to_bytes());
    let patterns = Class::ALL.map(ScopePattern::all_of).to_vec();
    let herself = |mallory: &Mallory| Deed::Grant {
        member: doorstep_core::ids::MemberId([1; 16]),
        device: mallory.device(),
        role: Role::Coordinator.number(),
        patterns: patterns.clone(),
        custody: 1,
    };
    let mut attacks = Vec::new();
    let mut tried = |name, expected, make: &dyn Fn(&mut Mallory) -> Run| {
        mallory.begin_life();
        attacks.push(attack(name, make(mallory), expected));
    };
    tried("a log in another area", Refusal::OutsideGrant, &|m| m.log(elsewhere, vec![]));
    tried("a log of the project's set-up", Refusal::OutsideGrant, &|m| m.log(Scope::whole(Class::Project), vec![]));
    tried("a log of the server's", Refusal::OutsideGrant, &|m| m.log(Scope::whole(Class::Server), vec![]));
    tried("making herself a coordinator", Refusal::OutsideGrant, &|m| {
        let deed = herself(m);
        m.log(membership, vec![act(deed)])
    });
    tried("cutting bob off", Refusal::OutsideGrant, &|m| {
        let deed = Deed::Cut(Cut { device: m.bob, kept: Vec::new() });
        m.log(membership, vec![act(deed)])
    });
    tried("an act in a log of interviews", Refusal::WrongClass, &|m| {
        let deed = herself(m);
        m.log(field, vec![act(deed)])
    });
    tried("a log under bob's grant", Refusal::OutsideGrant, &|m| {
        let opening = m.author().opening(elsewhere, m.bobs_grant);
        m.log_opened(&opening, vec![])
    });
    tried("a log in bob's name", Refusal::BadSignature, &|m| {
        let mine = m.author().opening(elsewhere, m.bobs_grant);
        m.log_opened(&Opening { device: m.bob, ..mine }, vec![])
    });
    tried("a log under a grant that nobody gave", Refusal::UnknownGrant, &|m| {
        let opening = m.author().opening(field, GrantId([5; 32]));
        m.log_opened(&opening, vec![])
    });
    tried("a door among interviews", Refusal::WrongClass, &|m| {
        let body = m.body(field, DOC, &[("address", "12 Larch Road")]);
        m.log(field, vec![Unsigned::change(DocKind::Door, DOC, body)])
    });
    let doors = Scope { class: Class::Sealed, ..field };
    tried("an address that is not locked", Refusal::NotSealed, &|m| {
        let body = m.body(doors, DOC, &[("address", "12 Larch Road")]);
        m.log(doors, vec![Unsigned::change(DocKind::Door, DOC, body)])
    });
    tried("a locked interview", Refusal::BadSealed, &|m| m.log(field, vec![locked(DocKind::Response, 144)]));
    tried("a locked address of a telling length", Refusal::BadSealed, &|m| {
        m.log(doors, vec![locked(DocKind::Door, 30)])
    });
    tried("a locked name among addresses", Refusal::WrongClass, &|m| {
        m.log(doors, vec![locked(DocKind::Identity, 144)])
    });
    tried("a change of no kind of document", Refusal::WrongClass, &|m| {
        let body = m.body(field, DOC, &[("a/age", "41")]);
        m.log(field, vec![Unsigned { kind: PayloadKind::Change, doc_kind: None, doc: DOC, payload: body }])
    });
    tried("releasing words", Refusal::NotPermitted, &|m| {
        let body = m.body(deliberation, DOC, &[("text", "what bob said")]);
        m.log(deliberation, vec![Unsigned::change(DocKind::Quote, DOC, body)])
    });
    tried("deciding where it is not hers", Refusal::NotPermitted, &|m| {
        let body = m.body(deliberation, DOC, &[("s/text/00000000000000000000000000000001", "x")]);
        m.log(deliberation, vec![Unsigned::change(DocKind::Statement, DOC, body)])
    });
    tried("leaving an interview out", Refusal::NotPermitted, &|m| {
        let body = m.body(field, DOC, &[("x/00000000000000000000000000000001", "made up")]);
        m.log(field, change(body))
    });
    tried("a file list that can't be read", Refusal::BadManifest, &|m| m.log(field, vec![listed(vec![0xa0])]));
    tried("a file of a million gigabytes", Refusal::BadManifest, &|m| {
        // A map: the blob's hash, a length of 2^50, no chunks, no media type.
        let length = (1_u64 << 50).to_be_bytes();
        let payload = [&[0xa4, 0, 0x58, 32][..], &[1; 32], &[1, 0x1b], &length, &[2, 0x80, 3, 0x60]].concat();
        m.log(field, vec![listed(payload)])
    });
    attacks
}

/// A value that looks locked, with a ciphertext of this many bytes.
fn locked(kind: DocKind, bytes: usize) -> Unsigned {
    let sealed = SealedValue { key: KeyId([1; 16]), encapsulated: [2; 32], ciphertext: vec![3; bytes] };
    Unsigned { kind: PayloadKind::Sealed, doc_kind: Some(kind), doc: DOC, payload: sealed.to_bytes() }
}

fn listed(payload: Vec<u8>) -> Unsigned {
    Unsigned { kind: PayloadKind::Manifest, doc_kind: Some(DocKind::Response), doc: DOC, payload }
}
