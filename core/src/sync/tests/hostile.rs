//! Peers that say anything: every sequence of frames or bytes ends in an error or in peace, never in a panic.

use proptest::prelude::*;

use super::model::{Model, PROJECT};
use crate::entry::{Body, Entry, Holdings, Ranges, Refusal, Run};
use crate::ids::{BlobHash, DeviceId, DocId, Generation, Incarnation, LogId, MemberId, Salt, ScopesHash, Signature};
use crate::sync::{
    AnswererSettings, Budget, Chunk, Compression, Cursor, Found, Frame, Hello, Mark, Outgoing, Redeem, RefusedThere,
    Reply, Request, RunQuery, Session, SessionError, Token, WantedChunks, Welcome,
};
use crate::time::Timestamp;

fn hello() -> Hello {
    let own = Holdings::default().digest();
    let software = "doorstep 0.1.0".into();
    Hello { minor: 0, project: PROJECT, incarnation: Incarnation([1; 8]), software, cursor: None, own, backup: None }
}

fn welcome(reconcile: bool) -> Frame {
    let (generation, time) = (Generation([5; 16]), Timestamp(0));
    Frame::Welcome(Welcome { minor: 0, generation, epoch: 1, time, reconcile, own: None })
}

/// Says frames to a session that stands before a model, until it is done or nothing is left to say.
fn talk(session: &mut Session, model: &mut Model, frames: &[Frame]) -> Option<SessionError> {
    let mut outgoing = Outgoing::new(Compression::default()).unwrap();
    for frame in frames {
        outgoing.push(frame).unwrap();
        say(session, model, &outgoing.take_flushed().unwrap());
    }
    let _ = session.handle_end();
    work(session, model);
    assert!(session.is_done());
    session.error()
}

fn say(session: &mut Session, model: &mut Model, bytes: &[u8]) {
    let _ = session.handle_bytes(bytes);
    work(session, model);
}

fn work(session: &mut Session, model: &mut Model) {
    loop {
        if let Some(request) = session.poll_request() {
            let reply = model.answer(request);
            let _ = session.handle_reply(reply);
        } else if session.poll_transmit().is_none() {
            return;
        }
    }
}

fn server() -> (Session, Model) {
    let alice = Model::new(1);
    let session = Session::answerer(AnswererSettings::default(), alice.device).unwrap();
    (session, Model::server(&[&alice]))
}

fn phone() -> (Session, Model) {
    let mut alice = Model::new(1);
    (0..3).for_each(|i| alice.collect(i));
    alice.strict = false;
    (Session::caller(alice.opening()).unwrap(), alice)
}

fn violation(refusal: Refusal) -> Option<SessionError> {
    Some(SessionError::Violation { refusal })
}

#[test]
fn a_caller_may_say_hello_once_and_nothing_before_it() {
    let hello = Frame::Hello(hello());
    for frames in [vec![Frame::Done], vec![hello.clone(), hello.clone()], vec![hello, welcome(false)]] {
        let (mut session, mut model) = server();
        assert_eq!(talk(&mut session, &mut model, &frames), violation(Refusal::BadFrame), "{frames:?}");
    }
}

#[test]
fn holdings_come_only_when_they_were_asked_for() {
    let (mut session, mut model) = server();
    let frames = [Frame::Hello(hello()), Frame::Holdings(Holdings::default())];
    assert_eq!(talk(&mut session, &mut model, &frames), violation(Refusal::BadFrame));
}

#[test]
fn an_answerer_may_not_welcome_twice_or_end_a_turn_that_was_not_begun() {
    for frames in [vec![welcome(false), welcome(false)], vec![welcome(false), Frame::Done, Frame::Done]] {
        let (mut session, mut model) = phone();
        work(&mut session, &mut model);
        assert!(talk(&mut session, &mut model, &frames[..1]).is_some());
        let (mut session, mut model) = phone();
        work(&mut session, &mut model);
        let mut outgoing = Outgoing::new(Compression::default()).unwrap();
        frames.iter().for_each(|frame| outgoing.push(frame).unwrap());
        say(&mut session, &mut model, &outgoing.take_flushed().unwrap());
        assert_eq!(session.error(), violation(Refusal::BadFrame), "{frames:?}");
    }
}

#[test]
fn an_acknowledgement_of_what_was_never_offered_is_not_believed() {
    let (mut session, mut model) = phone();
    work(&mut session, &mut model);
    let mut lies = Holdings::default();
    lies.insert(model.log(crate::member::Class::Field), 1, 1_000);
    lies.insert(LogId([9; 32]), 1, 5);
    talk(&mut session, &mut model, &[welcome(false), Frame::Stored(lies)]);
    assert_eq!(model.acknowledged[&Generation([5; 16])], model.own());
}

#[test]
fn a_caller_that_sends_more_than_its_budget_is_cut_off() {
    let alice = Model::new(1);
    let settings = AnswererSettings { budget: Budget { plain_bytes: 100_000, frames: 9 }, ..Default::default() };
    let mut session = Session::answerer(settings, alice.device).unwrap();
    let mut model = Model::server(&[&alice]);
    let chunk = Frame::Chunk(Chunk { blob: BlobHash([1; 32]), index: 0, bytes: vec![0; 60_000] });
    let error = talk(&mut session, &mut model, &[Frame::Hello(hello()), chunk.clone(), chunk]);
    assert_eq!(error, violation(Refusal::OverBudget));

    let mut session = Session::answerer(settings, alice.device).unwrap();
    let frames: Vec<Frame> = std::iter::once(Frame::Hello(hello())).chain(vec![Frame::Done; 9]).collect();
    assert_eq!(talk(&mut session, &mut model, &frames), violation(Refusal::OverBudget));
    let mut session = Session::answerer(settings, alice.device).unwrap();
    assert_eq!(talk(&mut session, &mut model, &frames[..9]), None);
}

#[test]
fn a_bomb_of_repeated_frames_waits_in_its_compressed_form() {
    let (mut session, model) = server();
    let mut outgoing = Outgoing::new(Compression::default()).unwrap();
    outgoing.push(&Frame::Hello(hello())).unwrap();
    (0..50_000).for_each(|_| outgoing.push(&Frame::Done).unwrap());
    session.handle_bytes(&outgoing.take_flushed().unwrap()).unwrap();
    assert!(!session.wants_bytes(), "nothing is taken before the caller is admitted");
    assert!(session.report().received.plain_bytes < 40_000);
    drop(model);
}

fn log() -> impl Strategy<Value = LogId> {
    (0..3_u8).prop_map(|number| LogId([number; 32]))
}

fn holdings() -> impl Strategy<Value = Holdings> {
    proptest::collection::btree_map(log(), (1..9_u64, 1..5_u64), 0..3).prop_map(|logs| {
        Holdings(logs.into_iter().map(|(log, (first, length))| (log, Ranges::of(first, first + length))).collect())
    })
}

fn run() -> impl Strategy<Value = Frame> {
    let entry = |payload: Vec<u8>| Entry::Known {
        min_reader: 0,
        payload_kind: 1,
        doc_kind: 8,
        doc: DocId([1; 16]),
        time: Timestamp(0),
        signature: Signature([2; 64]),
        body: Body::Full { salt: Salt([3; 16]), payload },
    };
    let entries = proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..9).prop_map(entry), 1..4);
    (log(), 1..5_u64, entries)
        .prop_map(|(log, first_seq, entries)| Frame::Run(Run { log, first_seq, prev: None, entries }))
}

fn cursor() -> impl Strategy<Value = Option<Cursor>> {
    proptest::option::of((0..3_u8, 0..9_u64).prop_map(|(number, position)| Cursor {
        generation: Generation([number.wrapping_mul(0x55); 16]),
        position,
        scopes: ScopesHash([number; 16]),
    }))
}

fn frame() -> impl Strategy<Value = Frame> {
    let signature = Signature([4; 64]);
    let wish = |(number, end): (u8, u64)| WantedChunks { blob: BlobHash([number; 32]), chunks: Ranges::of(0, end) };
    prop_oneof![
        3 => cursor().prop_map(|cursor| Frame::Hello(Hello { cursor, ..hello() })),
        3 => (any::<bool>(), proptest::option::of(holdings())).prop_map(|(reconcile, own)| {
            let Frame::Welcome(plain) = welcome(reconcile) else { unreachable!() };
            Frame::Welcome(Welcome { own, ..plain })
        }),
        1 => holdings().prop_map(Frame::Holdings),
        4 => run(),
        1 => (0..3_u8, 0..9_u32)
            .prop_map(|(blob, index)| Frame::Chunk(Chunk { blob: BlobHash([blob; 32]), index, bytes: vec![1] })),
        2 => holdings().prop_map(Frame::Stored),
        1 => (log(), 1..9_u64, 1..60_u16).prop_map(|(log, seq, code)| Frame::Refused(vec![RefusedThere { log, seq, code }])),
        2 => (0..9_u64).prop_map(|position| Frame::Mark(Mark { position, scopes: ScopesHash([1; 16]) })),
        1 => proptest::collection::vec((0..3_u8, 1..9_u64).prop_map(wish), 0..3).prop_map(Frame::Want),
        3 => Just(Frame::Done),
        1 => (0..60_u16).prop_map(Frame::Sorry),
        1 => proptest::collection::vec(any::<u8>(), 0..9)
            .prop_map(|act| Frame::Found(Found { token: Token("larch".into()), act })),
        1 => (1..3_u8).prop_map(move |device| Frame::Redeem(Redeem {
            project: PROJECT,
            invite: DeviceId([7; 32]),
            device: DeviceId([device; 32]),
            member: MemberId([8; 16]),
            signature,
            system: String::new(),
        })),
        1 => proptest::collection::vec(any::<u8>(), 0..9).prop_map(Frame::Founding),
    ]
}

proptest! {
    #[test]
    fn a_server_survives_any_frames(mut frames in proptest::collection::vec(frame(), 0..12), polite in any::<bool>()) {
        if polite {
            frames.insert(0, Frame::Hello(hello()));
        }
        let (mut session, mut model) = server();
        talk(&mut session, &mut model, &frames);
    }

    #[test]
    fn a_phone_survives_any_frames(mut frames in proptest::collection::vec(frame(), 0..12), polite in any::<bool>()) {
        if polite {
            frames.insert(0, welcome(false));
        }
        let (mut session, mut model) = phone();
        let before = model.own();
        talk(&mut session, &mut model, &frames);
        prop_assert_eq!(crate::sync::holdings::minus(&before, &model.own()), Holdings::default());
    }

    #[test]
    fn both_roles_survive_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 1..400), framed in any::<bool>()) {
        let bytes = if framed { [&[0x28, 0xb5, 0x2f, 0xfd][..], &bytes].concat() } else { bytes };
        for (mut session, mut model) in [server(), phone()] {
            say(&mut session, &mut model, &bytes);
            let _ = session.handle_end();
            work(&mut session, &mut model);
            prop_assert!(session.is_done());
            prop_assert!(session.error().is_some());
        }
    }

    #[test]
    fn both_roles_survive_a_changed_byte(at in any::<proptest::sample::Index>(), to in any::<u8>()) {
        let mut outgoing = Outgoing::new(Compression::default()).unwrap();
        let mut frames = vec![Frame::Hello(hello()), Frame::Done];
        let (_, mut alice) = phone();
        let Reply::Runs(runs) = alice.answer(wanted(&alice.clone())) else { unreachable!() };
        frames.splice(1..1, runs.into_iter().map(Frame::Run));
        frames.iter().for_each(|frame| outgoing.push(frame).unwrap());
        let mut bytes = outgoing.take_flushed().unwrap();
        *at.get_mut(&mut bytes) = to;
        for (mut session, mut model) in [server(), phone()] {
            say(&mut session, &mut model, &bytes);
            let _ = session.handle_end();
            work(&mut session, &mut model);
            prop_assert!(session.is_done());
        }
    }
}

fn wanted(model: &Model) -> Request {
    Request::ReadRuns(RunQuery { wanted: model.own(), max_bytes: 10_000 })
}
