//! The loop between a connection and a session: moves bytes, carries requests to the store, and decides nothing.
//!
//! The same for both sides. What is said is `sync::Session`'s, what is stored and who may have it is behind [`Backend`].

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use quinn::{ConnectionError, ReadError, WriteError};
use tokio::task::JoinHandle;
use tokio::time;
use tokio_tungstenite::tungstenite::Bytes;

use super::wire::Wire;
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
    /// UDP payload bytes sent, with handshake, acknowledgements and repeats; none where the session goes over TCP.
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
        let wire = match self.link.open().await {
            Ok(wire) => wire,
            Err((link, error)) => {
                link.abandon(0);
                return Driven { traffic: Traffic::default(), ended: Err(error) };
            }
        };
        let mut line = Line::new(wire);
        let ended = line.talk(session, backend, limits).await;
        if ended.is_ok() {
            line.hear_out(limits.linger).await;
        }
        line.hang_up(ended, limits).await
    }
}

impl Answer {
    /// Runs an answerer's session to its end and waits for the caller to hang up.
    pub async fn run(self, session: &mut Session, backend: Arc<dyn Backend>, limits: TimeLimits) -> Driven {
        let mut line = Line::new(self.wire);
        let ended = line.talk(session, backend, limits).await;
        if !line.is_cut {
            // The last bytes are on their way: closing now would overtake them.
            line.wire.closed(limits.linger).await;
        }
        line.hang_up(ended, limits).await
    }

    /// Resolves when it makes no sense to let the caller wait any longer: it has hung up, or the listener ends.
    pub async fn gone(&mut self) {
        self.wire.gone().await;
    }

    /// Hangs up before anything was said, with a refusal.
    pub async fn turn_away(mut self, refusal: Refusal) {
        self.wire.close(refusal.code(), TimeLimits::default().linger).await;
    }
}

/// One stream, what went over it, and the request that the store is busy with.
struct Line {
    wire: Wire,
    traffic: Traffic,
    pending: Option<JoinHandle<Reply>>,
    /// Whether nothing more can be sent or received.
    is_cut: bool,
}

/// What happened next.
enum Event {
    Written(Result<usize, DriveError>),
    Read(Result<Option<Bytes>, DriveError>),
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
    fn new(wire: Wire) -> Self {
        Self { wire, traffic: Traffic::default(), pending: None, is_cut: false }
    }

    /// Runs the session until it is done and everything it said is written, the stream's end included.
    async fn talk(
        &mut self,
        session: &mut Session,
        backend: Arc<dyn Backend>,
        limits: TimeLimits,
    ) -> Result<(), DriveError> {
        let mut ended = Ok(());
        let mut outgoing = Outgoing::default();
        let total = time::sleep(limits.total);
        tokio::pin!(total);
        loop {
            outgoing.refill(session);
            if self.is_cut {
                outgoing = Outgoing::default();
            }
            self.ask(session, &backend);
            if (self.is_cut || session.is_done()) && outgoing.is_empty() && self.pending.is_none() {
                if !self.is_cut {
                    self.wire.sending.finish(limits.linger).await;
                }
                return ended;
            }
            let reads = !self.is_cut && session.wants_bytes();
            let event = self.next(&outgoing, reads, &limits, total.as_mut()).await;
            let breaks = event.breaks_the_line();
            if let Err(error) = self.handle(event, session, &mut outgoing, limits.received_bytes) {
                if breaks || matches!(error, DriveError::TooMuch { .. }) {
                    self.is_cut = true;
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
        let (sending, receiving, ending) = self.wire.parts();
        tokio::select! {
            written = sending.write(outgoing.rest()), if !outgoing.is_empty() => Event::Written(written),
            reply = answer_of(&mut self.pending), if waits_for_store => Event::Answered(reply),
            bytes = receiving.read(), if reads => Event::Read(bytes),
            () = ending.come(), if !self.is_cut => Event::Late(DriveError::Lost),
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
            Event::Read(bytes) => match bytes? {
                Some(bytes) => {
                    self.traffic.stream_received += bytes.len() as u64;
                    if self.traffic.stream_received > most {
                        return Err(DriveError::TooMuch { bytes: most });
                    }
                    session.handle_bytes(&bytes)?;
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
            while let Ok(Some(bytes)) = self.wire.receiving.read().await {
                self.traffic.stream_received += bytes.len() as u64;
            }
        };
        time::timeout(linger, rest).await.unwrap_or_default();
    }

    async fn hang_up(mut self, ended: Result<(), DriveError>, limits: TimeLimits) -> Driven {
        self.wire.close(code_of(&ended), limits.linger).await;
        self.wire.count(&mut self.traffic);
        Driven { traffic: self.traffic, ended }
    }
}

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
fn code_of(ended: &Result<(), DriveError>) -> u16 {
    let refusal = match ended {
        Err(DriveError::Session(error)) => error.refusal(),
        Err(DriveError::Backend) => Some(Refusal::Internal),
        Err(DriveError::TooMuch { .. }) => Some(Refusal::OverBudget),
        Ok(()) | Err(_) => None,
    };
    refusal.map_or(0, Refusal::code)
}

impl DriveError {
    /// The other side closed with a code: if it is a refusal's, that says more than the number.
    pub(super) fn closed(code: u64) -> Self {
        match u16::try_from(code).ok().and_then(Refusal::from_code) {
            Some(refusal) => Self::Session(SessionError::TurnedAway { refusal }),
            None => Self::Closed { code },
        }
    }
}

impl From<ConnectionError> for DriveError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::ApplicationClosed(close) => Self::closed(close.error_code.into_inner()),
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
            WriteError::Stopped(code) => Self::closed(code.into_inner()),
            WriteError::ClosedStream | WriteError::ZeroRttRejected => Self::Lost,
        }
    }
}

impl From<ReadError> for DriveError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::ConnectionLost(error) => error.into(),
            ReadError::Reset(code) => Self::closed(code.into_inner()),
            ReadError::ClosedStream | ReadError::IllegalOrderedRead | ReadError::ZeroRttRejected => Self::Lost,
        }
    }
}
