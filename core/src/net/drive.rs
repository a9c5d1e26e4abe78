//! The loop between a connection and a session: moves bytes, carries requests to the store, and decides nothing.
//!
//! The same for both sides. What is said is `sync::Session`'s, what is stored and who may have it is behind [`Backend`].

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use quinn::{Chunk, Connection, ConnectionError, ReadError, RecvStream, SendStream, VarInt, WriteError};
use tokio::task::JoinHandle;
use tokio::time;

use super::{Answer, Call};
use crate::entry::Refusal;
use crate::sync::{Reply, Request, Session, SessionError};

/// Answers a session's requests, from a store; may block.
pub trait Backend: Send + Sync + 'static {
    /// Answers one request.
    fn answer(&self, request: Request) -> Reply;
}

/// How long a session may take, and how much it may bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    /// Without a byte in either direction, and nothing to wait for on this side.
    pub idle: Duration,
    /// In all.
    pub total: Duration,
    /// After the last byte, for the other side to hang up.
    pub linger: Duration,
    /// The most bytes that the other side may send on the stream.
    pub received_bytes: u64,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(30),
            total: Duration::from_secs(30 * 60),
            linger: Duration::from_secs(5),
            received_bytes: u64::MAX,
        }
    }
}

/// What went over the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes written to the stream.
    pub stream_sent: u64,
    /// Bytes read from the stream.
    pub stream_received: u64,
    /// UDP payload bytes sent, with handshake, acknowledgements and repeats.
    pub udp_sent: u64,
    /// UDP payload bytes received.
    pub udp_received: u64,
}

/// Why a session ended before it was done.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// The connection broke.
    #[error("the connection was lost; what was acknowledged is safe, the rest is tried again")]
    Lost,
    /// The other side ended the connection.
    #[error("the other side hung up before the end (code {code})")]
    Closed {
        /// The code that it gave; that of a refusal becomes [`DriveError::Session`].
        code: u64,
    },
    /// Nothing came for too long.
    #[error("the other side said nothing for {seconds} s")]
    Silent {
        /// For how long it was waited.
        seconds: u64,
    },
    /// The session took longer than allowed.
    #[error("the exchange took longer than {seconds} s; the rest follows next time")]
    TooLong {
        /// How long it may take.
        seconds: u64,
    },
    /// The other side sent more than it may in one session; what came before is kept.
    #[error("the other side sent more than {bytes} bytes in one session; the rest follows next time")]
    TooMuch {
        /// How much it may send.
        bytes: u64,
    },
    /// The session ended itself, or was refused.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The store's answer never came.
    #[error("the store stopped answering")]
    Backend,
}

/// How a session went; what it achieved is in its own report, also when it broke off.
#[derive(Debug)]
pub struct Driven {
    /// What went over the wire.
    pub traffic: Traffic,
    /// Whether it came to its end.
    pub ended: Result<(), DriveError>,
}

impl Call {
    /// Runs a caller's session to its end and hangs up.
    pub async fn run(self, session: &mut Session, backend: Arc<dyn Backend>, limits: TimeLimits) -> Driven {
        let mut traffic = Traffic::default();
        let ended = match self.connection.open_bi().await {
            Ok((send, recv)) => {
                let mut line = Line::new(send, recv);
                let ended = line.talk(session, backend, limits).await;
                if ended.is_ok() {
                    line.hear_out(limits.linger).await;
                }
                traffic = line.traffic;
                ended
            }
            Err(error) => Err(error.into()),
        };
        self.connection.close(code_of(&ended), &[]);
        traffic.count_udp(&self.connection);
        Driven { traffic, ended }
    }
}

impl Answer {
    /// Runs an answerer's session to its end and waits for the caller to hang up.
    pub async fn run(self, session: &mut Session, backend: Arc<dyn Backend>, limits: TimeLimits) -> Driven {
        let mut line = Line::new(self.send, self.recv);
        let ended = line.talk(session, backend, limits).await;
        // The last bytes are on their way: closing now would overtake them.
        drop(time::timeout(limits.linger, self.connection.closed()).await);
        self.connection.close(code_of(&ended), &[]);
        line.traffic.count_udp(&self.connection);
        Driven { traffic: line.traffic, ended }
    }
}

impl Traffic {
    fn count_udp(&mut self, connection: &Connection) {
        let stats = connection.stats();
        self.udp_sent = stats.udp_tx.bytes;
        self.udp_received = stats.udp_rx.bytes;
    }
}

/// One stream, what went over it, and the request that the store is busy with.
struct Line {
    send: SendStream,
    recv: RecvStream,
    traffic: Traffic,
    pending: Option<JoinHandle<Reply>>,
}

/// What happened next.
enum Event {
    Written(Result<usize, WriteError>),
    Read(Result<Option<Chunk>, ReadError>),
    Answered(Option<Reply>),
    Late(DriveError),
}

impl Event {
    /// Whether nothing more can be sent or received after it. A session's own error leaves the line as it is.
    fn breaks_the_line(&self) -> bool {
        matches!(self, Self::Written(Err(_)) | Self::Read(Err(_)) | Self::Answered(None) | Self::Late(_))
    }
}

impl Line {
    fn new(send: SendStream, recv: RecvStream) -> Self {
        Self { send, recv, traffic: Traffic::default(), pending: None }
    }

    /// Runs the session until it is done and everything it said is written, the stream's end included.
    async fn talk(
        &mut self,
        session: &mut Session,
        backend: Arc<dyn Backend>,
        limits: TimeLimits,
    ) -> Result<(), DriveError> {
        let (mut ended, mut cut) = (Ok(()), false);
        let mut outgoing = Outgoing::default();
        let total = time::sleep(limits.total);
        tokio::pin!(total);
        loop {
            outgoing.refill(session);
            if cut {
                outgoing = Outgoing::default();
            }
            self.ask(session, &backend);
            if (cut || session.is_done()) && outgoing.is_empty() && self.pending.is_none() {
                // Fails only on a stream that is closed already.
                self.send.finish().unwrap_or_default();
                return ended;
            }
            let reads = !cut && session.wants_bytes();
            let event = self.next(&outgoing, reads, &limits, total.as_mut()).await;
            let breaks = event.breaks_the_line();
            if let Err(error) = self.handle(event, session, &mut outgoing, limits.received_bytes) {
                if breaks || matches!(error, DriveError::TooMuch { .. }) {
                    cut = true;
                    // What has come is still stored; that it was cut short is known.
                    session.handle_end().unwrap_or_default();
                }
                if ended.is_ok() {
                    ended = Err(error);
                }
            }
        }
    }

    /// Hands the session's next request to the store, on a thread where it may block.
    fn ask(&mut self, session: &mut Session, backend: &Arc<dyn Backend>) {
        if self.pending.is_none()
            && let Some(request) = session.poll_request()
        {
            let backend = Arc::clone(backend);
            self.pending = Some(tokio::task::spawn_blocking(move || backend.answer(request)));
        }
    }

    async fn next(
        &mut self,
        outgoing: &Outgoing,
        reads: bool,
        limits: &TimeLimits,
        total: Pin<&mut time::Sleep>,
    ) -> Event {
        let waits_for_store = self.pending.is_some();
        tokio::select! {
            written = self.send.write(outgoing.rest()), if !outgoing.is_empty() => Event::Written(written),
            reply = answer_of(&mut self.pending), if waits_for_store => Event::Answered(reply),
            chunk = self.recv.read_chunk(READ_BYTES, true), if reads => Event::Read(chunk),
            () = time::sleep(limits.idle), if !waits_for_store => {
                Event::Late(DriveError::Silent { seconds: limits.idle.as_secs() })
            }
            () = total, if !waits_for_store => Event::Late(DriveError::TooLong { seconds: limits.total.as_secs() }),
        }
    }

    fn handle(
        &mut self,
        event: Event,
        session: &mut Session,
        outgoing: &mut Outgoing,
        most: u64,
    ) -> Result<(), DriveError> {
        match event {
            Event::Written(written) => {
                let written = written?;
                outgoing.advance(written);
                self.traffic.stream_sent += written as u64;
            }
            Event::Answered(reply) => {
                self.pending = None;
                session.handle_reply(reply.ok_or(DriveError::Backend)?)?;
            }
            Event::Read(chunk) => match chunk? {
                Some(chunk) => {
                    self.traffic.stream_received += chunk.bytes.len() as u64;
                    if self.traffic.stream_received > most {
                        return Err(DriveError::TooMuch { bytes: most });
                    }
                    session.handle_bytes(&chunk.bytes)?;
                }
                None => session.handle_end()?,
            },
            Event::Late(error) => return Err(error),
        }
        Ok(())
    }

    /// Reads until the other side has ended its stream, so that closing does not overtake anything.
    async fn hear_out(&mut self, linger: Duration) {
        let rest = async {
            while let Ok(Some(chunk)) = self.recv.read_chunk(READ_BYTES, true).await {
                self.traffic.stream_received += chunk.bytes.len() as u64;
            }
        };
        time::timeout(linger, rest).await.unwrap_or_default();
    }
}

/// How much is read at once.
const READ_BYTES: usize = 64 << 10;

/// Bytes that are being written.
#[derive(Default)]
struct Outgoing {
    bytes: Vec<u8>,
    written: usize,
}

impl Outgoing {
    /// Asks the session for more only when everything before is written: that is the backpressure.
    fn refill(&mut self, session: &mut Session) {
        if self.is_empty()
            && let Some(bytes) = session.poll_transmit()
        {
            *self = Self { bytes, written: 0 };
        }
    }

    fn is_empty(&self) -> bool {
        self.written == self.bytes.len()
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.written..]
    }

    fn advance(&mut self, written: usize) {
        self.written += written;
    }
}

async fn answer_of(pending: &mut Option<JoinHandle<Reply>>) -> Option<Reply> {
    match pending {
        Some(answer) => answer.await.ok(),
        None => None,
    }
}

/// The code with which a connection is closed: that of this side's refusal, if it refused something.
fn code_of(ended: &Result<(), DriveError>) -> VarInt {
    let refusal = match ended {
        Err(DriveError::Session(error)) => error.refusal(),
        Err(DriveError::Backend) => Some(Refusal::Internal),
        Err(DriveError::TooMuch { .. }) => Some(Refusal::OverBudget),
        Ok(()) | Err(_) => None,
    };
    VarInt::from_u32(refusal.map_or(0, |refusal| refusal.code().into()))
}

impl DriveError {
    /// The other side closed with a code: if it is a refusal's, that says more than the number.
    fn closed(code: VarInt) -> Self {
        let code = code.into_inner();
        match u16::try_from(code).ok().and_then(Refusal::from_code) {
            Some(refusal) => Self::Session(SessionError::TurnedAway { refusal }),
            None => Self::Closed { code },
        }
    }
}

impl From<ConnectionError> for DriveError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::ApplicationClosed(close) => Self::closed(close.error_code),
            ConnectionError::VersionMismatch
            | ConnectionError::TransportError(_)
            | ConnectionError::ConnectionClosed(_)
            | ConnectionError::Reset
            | ConnectionError::TimedOut
            | ConnectionError::LocallyClosed
            | ConnectionError::CidsExhausted => Self::Lost,
        }
    }
}

impl From<WriteError> for DriveError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::ConnectionLost(error) => error.into(),
            WriteError::Stopped(code) => Self::closed(code),
            WriteError::ClosedStream | WriteError::ZeroRttRejected => Self::Lost,
        }
    }
}

impl From<ReadError> for DriveError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::ConnectionLost(error) => error.into(),
            ReadError::Reset(code) => Self::closed(code),
            ReadError::ClosedStream | ReadError::IllegalOrderedRead | ReadError::ZeroRttRejected => Self::Lost,
        }
    }
}
