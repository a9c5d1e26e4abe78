//! Whole sessions over real QUIC on loopback, with stores in memory. Entries are any bytes here: nobody checks them.
//! Networks without UDP are `second_way`'s.

mod second_way;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::wire::Link;
use super::{Backend, Call, Caller, DriveError, Driven, Listener, Target, TimeLimits, TransportSettings};
use crate::entry::{Body, Entry, Holdings, Outcome, Refusal, Run};
use crate::ids::{DeviceId, DocId, Generation, Incarnation, LogId, ProjectId, Salt, Signature, hash};
use crate::member::{Keypair, Scopes};
use crate::sync::{
    Admitted, AnswererSettings, CallerOpening, Compression, Entrance, FeedPage, Reply, Request, Session, SessionError,
    SessionReport,
};
use crate::time::Timestamp;

const LOG: LogId = LogId([0x10; 32]);
const LIFE: Incarnation = Incarnation([7; 8]);
const PATIENT: TimeLimits = TimeLimits {
    idle: Duration::from_secs(20),
    total: Duration::from_secs(60),
    linger: Duration::from_secs(2),
    received_bytes: u64::MAX,
};

/// A store in memory: one log, from place 1 on without gaps, and who may enter.
#[derive(Default)]
struct Shelf {
    entries: Mutex<Vec<Entry>>,
    feed: Vec<Entry>,
    strangers: bool,
    /// Called once this many entries are stored.
    trip: Option<(usize, Box<dyn Fn() + Send + Sync>)>,
}

impl Shelf {
    fn holding(count: u32) -> Self {
        Self { entries: Mutex::new((0..count).map(entry).collect()), ..Self::default() }
    }

    fn count(&self) -> u64 {
        self.entries.lock().unwrap().len() as u64
    }

    fn own(&self) -> Holdings {
        let mut own = Holdings::default();
        own.insert(LOG, 1, self.count() + 1);
        own
    }

    fn ingest(&self, run: &Run) -> Outcome {
        let mut entries = self.entries.lock().unwrap();
        let known = entries.len() as u64 + 1 - run.first_seq;
        let new: Vec<Entry> = run.entries.iter().skip(known as usize).cloned().collect();
        let count = new.len() as u64;
        entries.extend(new);
        if let Some((at, trip)) = &self.trip
            && entries.len() >= *at
        {
            trip();
        }
        Outcome { stored: Some((run.first_seq, run.end_seq())), new: count, refused: Vec::new() }
    }

    fn page(&self, log: LogId, entries: &[Entry], first: u64, max_bytes: usize) -> Run {
        let (mut size_bytes, mut taken) = (0, Vec::new());
        for entry in entries.iter().skip(first as usize - 1) {
            if size_bytes > 0 && size_bytes + entry.size_bytes() > max_bytes {
                break;
            }
            size_bytes += entry.size_bytes();
            taken.push(entry.clone());
        }
        Run { log, first_seq: first, prev: None, entries: taken }
    }

    fn admit(&self) -> Reply {
        if self.strangers {
            return Reply::Sorry(Refusal::UnknownDevice);
        }
        Reply::Admitted(Admitted {
            scopes: Scopes::everything(),
            generation: Generation([9; 16]),
            epoch: 1,
            time: Timestamp(0),
            own: self.own(),
            missing_chunks: BTreeMap::new(),
            backup: None,
            holdings: None,
        })
    }
}

impl Backend for Shelf {
    fn answer(&self, request: Request) -> Reply {
        match request {
            Request::Admit(_) => self.admit(),
            Request::Ingest(runs) => Reply::Ingested(runs.iter().map(|run| self.ingest(run)).collect()),
            Request::ReadRuns(query) => {
                let first = query.wanted.0[&LOG].iter().next().unwrap().0;
                Reply::Runs(vec![self.page(LOG, &self.entries.lock().unwrap(), first, query.max_bytes)])
            }
            Request::ReadFeed(query) => {
                let run = self.page(LogId([0x20; 32]), &self.feed, query.position + 1, query.max_bytes);
                let position = run.end_seq() - 1;
                let runs = if run.entries.is_empty() { Vec::new() } else { vec![run] };
                Reply::Feed(FeedPage { runs, position, at_end: position == self.feed.len() as u64 })
            }
            Request::ReadHoldings { .. } => Reply::Holdings(Holdings::default()),
            Request::SaveProgress(_) | Request::PutFounding(_) | Request::PutChunk(_) => Reply::Done,
            Request::ReadChunks(_) => Reply::Chunks(Vec::new()),
            Request::ReadMissing => Reply::Missing(BTreeMap::new()),
            Request::Found { .. } | Request::Redeem(_) | Request::WeighFiles(_) => Reply::Sorry(Refusal::Internal),
        }
    }
}

/// An entry of 2 kB that does not compress.
fn entry(number: u32) -> Entry {
    let payload: Vec<u8> =
        (0..64).flat_map(|part: u32| hash("filler", &[&number.to_le_bytes(), &part.to_le_bytes()])).collect();
    Entry::Known {
        min_reader: 0,
        payload_kind: 1,
        doc_kind: 8,
        doc: DocId([0xd0; 16]),
        time: Timestamp(0),
        signature: Signature([1; 64]),
        body: Body::Full { salt: Salt([5; 16]), payload },
    }
}

fn alice() -> Keypair {
    Keypair::from_seed([2; 32])
}

fn server_key() -> Keypair {
    Keypair::from_seed([3; 32])
}

fn listen(address: SocketAddr) -> Listener {
    Listener::bind(address, &server_key(), &TransportSettings::default()).expect("a free port")
}

fn anywhere() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

async fn dial(caller: &Caller, address: SocketAddr) -> Call {
    let target = Target::new(vec![address.to_string()], server_key().public());
    caller.dial(&target, &alice()).await.expect("the server listens")
}

fn opening(shelf: &Shelf) -> CallerOpening {
    CallerOpening {
        entrance: Entrance::Member,
        project: ProjectId([4; 32]),
        incarnation: LIFE,
        software: "doorstep".into(),
        cursor: None,
        own: shelf.own(),
        acknowledged: Holdings::default(),
        others: Holdings::default(),
        missing_chunks: BTreeMap::new(),
        fetches: true,
        offers: Vec::new(),
        known_backup: None,
        reader: Scopes::everything(),
        compression: Compression::default(),
    }
}

/// One session from the caller's side.
async fn call(address: SocketAddr, shelf: &Arc<Shelf>, limits: TimeLimits) -> (SessionReport, Driven) {
    let caller = Caller::default();
    let mut session = Session::caller(opening(shelf)).expect("compression works");
    let backend: Arc<Shelf> = Arc::clone(shelf);
    let driven = dial(&caller, address).await.run(&mut session, backend, limits).await;
    (session.report(), driven)
}

/// One session from the server's side.
async fn answer(listener: &Listener, shelf: &Arc<Shelf>, limits: TimeLimits) -> (DeviceId, SessionReport, Driven) {
    let arrival = listener.next().await.expect("the listener is open");
    let answer = arrival.answer(Duration::from_secs(5)).await.expect("the caller begins");
    let peer = answer.peer;
    let mut session = Session::answerer(AnswererSettings::default(), peer).expect("compression works");
    let backend: Arc<Shelf> = Arc::clone(shelf);
    let driven = answer.run(&mut session, backend, limits).await;
    (peer, session.report(), driven)
}

#[tokio::test]
async fn what_alice_holds_is_on_the_server_once_her_session_ends() {
    let (phone, server, listener) = (Arc::new(Shelf::holding(40)), Arc::new(Shelf::default()), listen(anywhere()));
    let (called, answered) =
        tokio::join!(call(listener.address(), &phone, PATIENT), answer(&listener, &server, PATIENT));
    called.1.ended.expect("the caller's session ends well");
    answered.2.ended.expect("the server's session ends well");
    assert_eq!(called.0.entries_acknowledged, 40);
    assert_eq!(answered.0, alice().public());
    assert_eq!(*server.entries.lock().unwrap(), *phone.entries.lock().unwrap());
    assert_eq!(called.1.traffic.stream_sent, answered.2.traffic.stream_received);
    assert!(called.1.traffic.udp_sent > called.1.traffic.stream_sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_every_window_holds_goes_through_in_both_directions() {
    let feed = (0..3_000).map(|number| entry(number + 10_000)).collect();
    let (phone, listener) = (Arc::new(Shelf::holding(3_000)), listen(anywhere()));
    let server = Arc::new(Shelf { feed, ..Shelf::default() });
    let ((report, called), answered) =
        tokio::join!(call(listener.address(), &phone, PATIENT), answer(&listener, &server, PATIENT));
    called.ended.expect("the caller's session ends well");
    answered.2.ended.expect("the server's session ends well");
    assert_eq!((report.entries_acknowledged, report.entries_received), (3_000, 3_000));
    assert!(called.traffic.stream_sent > 6_000_000 && called.traffic.stream_received > 6_000_000);
}

#[tokio::test]
async fn a_stranger_hears_why_although_the_handshake_succeeded() {
    let (phone, listener) = (Arc::new(Shelf::holding(1)), listen(anywhere()));
    let server = Arc::new(Shelf { strangers: true, ..Shelf::default() });
    let ((_, called), answered) =
        tokio::join!(call(listener.address(), &phone, PATIENT), answer(&listener, &server, PATIENT));
    let Err(DriveError::Session(SessionError::TurnedAway { refusal })) = called.ended else {
        panic!("{:?}", called.ended);
    };
    assert_eq!(refusal, Refusal::UnknownDevice);
    assert!(matches!(answered.2.ended, Err(DriveError::Session(_))));
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn when_the_server_vanishes_the_phone_knows_and_the_next_one_takes_the_rest() {
    let phone = Arc::new(Shelf::holding(3_000));
    let listener = listen(anywhere());
    let address = listener.address();
    let cut = Arc::new(tokio::sync::Notify::new());
    let cutter = Arc::clone(&cut);
    let server = Arc::new(Shelf { trip: Some((300, Box::new(move || cutter.notify_one()))), ..Shelf::default() });
    let vanishing = async {
        let answering = answer(&listener, &server, PATIENT);
        tokio::select! {
            _ = answering => panic!("the session ended before the server vanished"),
            () = cut.notified() => {}
        }
        listener.close(0);
        listener.released().await;
    };
    let ((report, called), ()) = tokio::join!(call(address, &phone, PATIENT), vanishing);
    assert!(matches!(called.ended, Err(DriveError::Closed { .. } | DriveError::Lost)), "{:?}", called.ended);
    assert!(report.entries_acknowledged < 3_000);

    let before = server.count();
    let restarted = listen(address);
    let server = Arc::new(Shelf { entries: Mutex::new(server.entries.lock().unwrap().clone()), ..Shelf::default() });
    let ((_, called), (_, report, answered)) =
        tokio::join!(call(address, &phone, PATIENT), answer(&restarted, &server, PATIENT));
    called.ended.expect("the caller's session ends well");
    answered.ended.expect("the server's session ends well");
    assert_eq!(server.count(), 3_000);
    assert_eq!(report.entries_new, 3_000 - before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_on_when_the_phone_changes_its_network() {
    let (phone, listener) = (Arc::new(Shelf::holding(3_000)), listen(anywhere()));
    let caller = Arc::new(Caller::default());
    let (moving, times) = (Arc::clone(&caller), Mutex::new(0));
    let change = move || {
        let mut times = times.lock().unwrap();
        if *times == 0 {
            *times = 1;
            moving.network_changed().expect("another socket");
        }
    };
    let server = Arc::new(Shelf { trip: Some((500, Box::new(change))), ..Shelf::default() });
    let calling = async {
        let mut session = Session::caller(opening(&phone)).expect("compression works");
        let backend: Arc<Shelf> = Arc::clone(&phone);
        dial(&caller, listener.address()).await.run(&mut session, backend, PATIENT).await.ended
    };
    let (called, answered) = tokio::join!(calling, answer(&listener, &server, PATIENT));
    called.expect("the caller's session ends well");
    answered.2.ended.expect("the server's session ends well");
    assert_eq!(server.count(), 3_000);
}

#[tokio::test]
async fn when_the_phone_falls_silent_the_server_gives_up_and_keeps_what_came() {
    let (server, listener) = (Arc::new(Shelf::default()), listen(anywhere()));
    let caller = Caller::default();
    let impatient = TimeLimits { idle: Duration::from_millis(200), linger: Duration::ZERO, ..PATIENT };
    let phone = Shelf::holding(10);
    let silent = async {
        let call = dial(&caller, listener.address()).await;
        let Link::Quic(connection) = &call.link else { panic!("QUIC gets through") };
        let (mut send, recv) = connection.open_bi().await.expect("a stream is allowed");
        let mut session = Session::caller(opening(&phone)).expect("compression works");
        loop {
            if let Some(request) = session.poll_request() {
                session.handle_reply(phone.answer(request)).expect("the reply fits");
            } else if let Some(bytes) = session.poll_transmit() {
                send.write_all(&bytes).await.expect("the server reads");
            } else {
                break;
            }
        }
        (call, send, recv)
    };
    let (_line, (_, _, answered)) = tokio::join!(silent, answer(&listener, &server, impatient));
    assert!(matches!(answered.ended, Err(DriveError::Silent { .. })), "{:?}", answered.ended);
    assert_eq!(server.count(), 10);
}

#[tokio::test]
async fn bytes_that_are_no_session_are_refused_by_code() {
    let (server, listener) = (Arc::new(Shelf::default()), listen(anywhere()));
    let caller = Caller::default();
    let hostile = async {
        let call = dial(&caller, listener.address()).await;
        let Link::Quic(connection) = &call.link else { panic!("QUIC gets through") };
        let (mut send, mut recv) = connection.open_bi().await.expect("a stream is allowed");
        send.write_all(&[0xff; 100_000]).await.expect("the server reads");
        let said = recv.read_to_end(1_000).await;
        connection.close(quinn::VarInt::from_u32(0), &[]);
        said
    };
    let (said, (_, _, answered)) = tokio::join!(hostile, answer(&listener, &server, PATIENT));
    let Err(DriveError::Session(error)) = answered.ended else { panic!("{:?}", answered.ended) };
    assert_eq!(error.refusal(), Some(Refusal::BadFrame));
    assert!(!said.expect("the server says sorry and ends its stream").is_empty());
}

#[tokio::test]
async fn whoever_sends_more_than_a_session_may_is_cut_off_and_what_came_is_kept() {
    let (phone, server, listener) = (Arc::new(Shelf::holding(400)), Arc::new(Shelf::default()), listen(anywhere()));
    let little = TimeLimits { received_bytes: 200_000, linger: Duration::ZERO, ..PATIENT };
    let ((report, called), answered) =
        tokio::join!(call(listener.address(), &phone, PATIENT), answer(&listener, &server, little));
    assert!(matches!(answered.2.ended, Err(DriveError::TooMuch { bytes: 200_000 })), "{:?}", answered.2.ended);
    assert!(called.ended.is_err());
    assert!(server.count() < 400 && report.entries_acknowledged <= server.count());
}
