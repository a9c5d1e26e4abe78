//! Whole sessions, tried by seed: whatever the other side says, a session ends or waits, and asks no store for what nobody may.
//!
//! The store behind it is values, so that a session costs little. Real stores are `stored`'s.

use std::collections::BTreeMap;

use doorstep_core::entry::{Holdings, Ranges, Run};
use doorstep_core::ids::{BlobHash, DeviceId, Generation, Incarnation, MemberId};
use doorstep_core::member::{Class, Keypair, Redemption, Scopes};
use doorstep_core::sync::{
    Admitted, AnswererSettings, CallerOpening, Chunk, Compression, Cursor, Entrance, FeedPage, FileSaid, Found, Frame,
    Incoming, MeetingSecret, Redeem, Reply, Request, Session, SessionError, Token, Weighed,
};

use super::Ending;
use super::making::{joined, records};
use super::signed::{NOW, Stated, Writer, entries};

/// The device on the other end.
const CALLER: DeviceId = DeviceId([4; 32]);
const GENERATION: Generation = Generation([1; 16]);
const SECRET: MeetingSecret = MeetingSecret([8; 16]);
const PICTURE: BlobHash = BlobHash([6; 32]);
/// In how large pieces bytes arrive.
const PIECE_BYTES: usize = 97;
/// The most requests that one input may lead to: a session that goes on asking by itself never ends.
const MOST_REQUESTS: usize = 20_000;

/// The first part of an input is one byte: who listens, and how the other parts are sent, which are a frame each.
const CALLER_LISTENS: u8 = 1;
const AS_IT_IS: u8 = 2;

/// What stands behind a session.
struct Shelf {
    writer: Writer,
    honest: Run,
    asked: usize,
    /// Whether the other side has shown that it may be here.
    is_admitted: bool,
}

impl Shelf {
    fn new() -> Self {
        let mut writer = Writer::new();
        let entry = entries().swap_remove(0);
        let honest = writer.log(Class::Field, &[Stated::from_bytes(&entry)]);
        Self { writer, honest, asked: 0, is_admitted: false }
    }

    fn held(&self) -> Holdings {
        let mut held = Holdings::default();
        held.insert(self.honest.log, 1, self.honest.end_seq());
        held
    }

    /// Answers everything that a session asks, and takes what it says.
    fn serve(&mut self, session: &mut Session) -> Vec<u8> {
        let mut said = Vec::new();
        loop {
            while let Some(bytes) = session.poll_transmit() {
                said.extend(bytes);
            }
            let Some(request) = session.poll_request() else { return said };
            self.asked += 1;
            assert!(self.asked < MOST_REQUESTS, "a session never stops asking");
            let reply = self.answer(request);
            // An error is the session's end, and told as such.
            session.handle_reply(reply).unwrap_or_default();
        }
    }

    fn answer(&mut self, request: Request) -> Reply {
        let enters = matches!(request, Request::Admit(_) | Request::Found { .. } | Request::Redeem(_));
        assert!(self.is_admitted || enters, "nobody was admitted, and yet: {request:?}");
        let founding = || Reply::Founding(self.writer.membership.founding().to_bytes().to_vec());
        match request {
            Request::Admit(_) => {
                self.is_admitted = true;
                Reply::Admitted(self.admitted())
            }
            Request::Found { .. } | Request::Redeem(_) => founding(),
            Request::ReadFeed(query) if query.position == 0 => {
                Reply::Feed(FeedPage { runs: vec![self.honest.clone()], position: 1, at_end: true })
            }
            Request::ReadFeed(query) => {
                Reply::Feed(FeedPage { runs: Vec::new(), position: query.position, at_end: true })
            }
            Request::ReadRuns(query) => {
                let wanted = query.wanted.0.contains_key(&self.honest.log);
                Reply::Runs(if wanted { vec![self.honest.clone()] } else { Vec::new() })
            }
            Request::ReadHoldings { .. } => Reply::Holdings(self.held()),
            Request::Ingest(runs) => {
                let outcomes = runs.iter().flat_map(|run| self.writer.planned(run).outcomes);
                Reply::Ingested(outcomes.collect())
            }
            Request::ReadChunks(query) => {
                let bytes = b"a picture".to_vec();
                let known = query.blob == PICTURE && query.chunks.contains(0);
                Reply::Chunks(if known { vec![Chunk { blob: PICTURE, index: 0, bytes }] } else { Vec::new() })
            }
            Request::ReadMissing => Reply::Missing(BTreeMap::from([(PICTURE, Ranges::of(0, 2))])),
            Request::WeighFiles(blobs) => {
                let missing = blobs.into_iter().map(|blob| (blob, Ranges::of(0, 1))).collect();
                Reply::Weighed(Weighed { said: vec![FileSaid::kept(PICTURE, true)], missing })
            }
            Request::PutFounding(_) | Request::SaveProgress(_) | Request::PutChunk(_) => Reply::Done,
        }
    }

    fn admitted(&self) -> Admitted {
        Admitted {
            scopes: Scopes::everything(),
            generation: GENERATION,
            epoch: 1,
            time: NOW,
            own: Holdings::default(),
            missing_chunks: BTreeMap::from([(PICTURE, Ranges::of(0, 1))]),
            backup: None,
            holdings: None,
        }
    }

    fn calling(&self, entrance: Entrance) -> CallerOpening {
        CallerOpening {
            entrance,
            project: self.writer.project(),
            incarnation: Incarnation([1; 8]),
            software: "doorstep 0.1.0".to_owned(),
            cursor: Some(Cursor { generation: GENERATION, position: 0, scopes: Scopes::everything().hash() }),
            own: self.held(),
            acknowledged: Holdings::default(),
            others: Holdings::default(),
            missing_chunks: BTreeMap::from([(BlobHash([7; 32]), Ranges::of(0, 1))]),
            fetches: true,
            offers: vec![PICTURE],
            known_backup: Some(NOW),
            reader: Scopes::everything(),
            compression: Compression::default(),
        }
    }

    fn entrances(&self) -> [Entrance; 4] {
        let (project, key) = (self.writer.project(), Keypair::from_seed([6; 32]));
        let (act, member) = (self.writer.membership.founding().to_bytes().to_vec(), MemberId([4; 16]));
        let signature = Redemption::sign(&key, project, CALLER, member);
        let redeem =
            Redeem { project, invite: key.public(), device: CALLER, member, signature, system: "a phone".to_owned() };
        let found = Found { token: Token("a token".to_owned()), act };
        [Entrance::Member, Entrance::Invited(redeem), Entrance::Meeting(SECRET), Entrance::Founder(found)]
    }
}

/// One side hears the input, and what it asks for is answered honestly.
pub(super) fn attempt(bytes: &[u8]) -> Ending {
    let mut parts = records(bytes);
    let Some(&how) = parts.next().and_then(<[u8]>::first) else { return Ending("nothing") };
    let sent: Vec<u8> = parts.flatten().copied().collect();
    let mut shelf = Shelf::new();
    let mut session = if how & CALLER_LISTENS == 0 {
        Session::answerer(AnswererSettings::default(), CALLER).expect("a session begins")
    } else {
        // Whoever calls has admitted the other side by calling it.
        shelf.is_admitted = true;
        Session::caller(shelf.calling(Entrance::Member)).expect("a session begins")
    };
    let sent = if how & AS_IT_IS == 0 { packed(&sent) } else { sent };
    hear(&mut shelf, &mut session, &sent);
    match session.error() {
        None => Ending("done"),
        Some(SessionError::CutShort) => Ending("cut short"),
        Some(SessionError::UnknownCode { .. }) => Ending("unknown code"),
        Some(SessionError::TurnedAway { .. }) => Ending("turned away"),
        Some(SessionError::Violation { refusal } | SessionError::Unable { refusal }) => Ending(refusal.name()),
        Some(SessionError::Stream(error)) => Ending(error.refusal().name()),
    }
}

fn hear(shelf: &mut Shelf, session: &mut Session, sent: &[u8]) {
    shelf.serve(session);
    for piece in sent.chunks(PIECE_BYTES) {
        // An error ends the session, and the session says so itself.
        session.handle_bytes(piece).unwrap_or_default();
        shelf.serve(session);
    }
    session.handle_end().unwrap_or_default();
    shelf.serve(session);
    assert!(session.is_done(), "a session whose other side is gone is over");
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("packing in memory works")
}

/// What both sides of some honest sessions say, each behind the part that says who listens.
pub(super) fn samples() -> Vec<Vec<u8>> {
    let (one, other) = (Shelf::new(), Shelf::new());
    let mut samples = Vec::new();
    for entrance in one.entrances() {
        let (said, heard) = honest(&one, Shelf::new(), entrance);
        samples.push(joined(&[vec![vec![0]], said].concat()));
        samples.push(joined(&[vec![vec![CALLER_LISTENS]], heard].concat()));
    }
    let (said, _) = honest(&other, Shelf::new(), Entrance::Member);
    samples.push(joined(&[vec![AS_IT_IS], packed(&said.concat())]));
    samples
}

/// Runs an honest session, and returns the plain frames of the caller and of the answerer.
fn honest(calling: &Shelf, mut answering: Shelf, entrance: Entrance) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut mine = Shelf { is_admitted: true, ..Shelf::new() };
    let mut caller = Session::caller(calling.calling(entrance)).expect("a session begins");
    let mut answerer = Session::answerer(AnswererSettings::default(), CALLER).expect("a session begins");
    let (mut said, mut heard) = (Vec::new(), Vec::new());
    loop {
        let sent = mine.serve(&mut caller);
        answerer.handle_bytes(&sent).unwrap_or_default();
        let back = answering.serve(&mut answerer);
        caller.handle_bytes(&back).unwrap_or_default();
        if sent.is_empty() && back.is_empty() {
            return (frames_in(&said), frames_in(&heard));
        }
        said.extend(sent);
        heard.extend(back);
    }
}

/// The frames of a stream, no longer compressed.
pub(super) fn frames_in(stream: &[u8]) -> Vec<Vec<u8>> {
    let mut incoming = Incoming::new().expect("a stream begins");
    incoming.push(stream);
    let mut frames = Vec::new();
    while let Some(frame) = incoming.next_frame().expect("the stream is ours") {
        frames.push(Frame::to_bytes(&frame).expect("it was a frame"));
    }
    frames
}
