//! What both roles of a session share: the two streams, what waits to be taken in, what waits to be sent, and the one
//! request that is open.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answerer::Budget;
use super::batch::Batch;
use super::body::{Chunk, Mark, WantedChunks};
use super::error::SessionError;
use super::frame::Frame;
use super::holdings::parts;
use super::outbox::{HIGH_WATER_BYTES, Outbox};
use super::report::SessionReport;
use super::request::{ChunkQuery, Reply, Request};
use super::stream::{Compression, Incoming, Outgoing, StreamError};
use crate::entry::{Holdings, Outcome, Ranges, Refusal, Refused, Run};
use crate::ids::{BlobHash, LogId};
use crate::member::Scopes;

/// About how many bytes of entries the feed gives out between two marks: what a connection that breaks can cost.
pub(super) const FEED_PAGE_BYTES: usize = 65_536;
/// About how many bytes of entries or chunks are asked of the store at once.
pub(super) const PAGE_BYTES: usize = 262_144;
/// How many refused entries one frame names.
const REFUSED_IN_FRAME: usize = 2_000;
/// For how many blobs a side may want chunks in one session.
const MAX_WISHES: usize = 1_024;
/// Of how many blobs one frame wants chunks.
const WISHES_IN_FRAME: usize = 256;
/// From how many compressed bytes on they are handed out without waiting for a flush.
const WORTH_SENDING_BYTES: usize = 16_384;

/// Which reply is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Awaiting {
    Admitted,
    Founding,
    Feed,
    FoundingKept,
    Runs,
    Holdings,
    ProgressSaved,
    Ingested(Vec<LogId>),
    ChunkPut,
    Chunks,
    Weighed,
    Missing,
}

impl Awaiting {
    fn of(request: &Request) -> Self {
        match request {
            Request::Admit(_) => Self::Admitted,
            Request::Found { .. } | Request::Redeem(_) => Self::Founding,
            Request::ReadFeed(_) => Self::Feed,
            Request::PutFounding(_) => Self::FoundingKept,
            Request::ReadRuns(_) => Self::Runs,
            Request::ReadHoldings { .. } => Self::Holdings,
            Request::SaveProgress(_) => Self::ProgressSaved,
            Request::Ingest(runs) => Self::Ingested(runs.iter().map(|run| run.log).collect()),
            Request::PutChunk(_) => Self::ChunkPut,
            Request::ReadChunks(_) => Self::Chunks,
            Request::WeighFiles(_) => Self::Weighed,
            Request::ReadMissing => Self::Missing,
        }
    }
}

/// The shared state.
#[derive(Debug)]
pub(super) struct Link {
    incoming: Incoming,
    outgoing: Outgoing,
    /// A frame that can't be handled before what came earlier was taken in.
    stalled: Option<Frame>,
    batch: Batch,
    chunk: Option<Chunk>,
    /// The mark that came after the runs that are being ingested.
    mark: Option<Mark>,
    ready: Option<Request>,
    awaiting: Option<Awaiting>,
    /// Whether this side has said everything that it can for the moment.
    spoken: bool,
    /// Whether nothing more can arrive.
    pub(super) ended: bool,
    /// How much the other side may still send.
    budget: Budget,
    /// For how many blobs the other side has wished.
    wishes: usize,
    pub(super) outbox: Outbox,
    /// What the other side may read.
    pub(super) reader: Arc<Scopes>,
    pub(super) report: SessionReport,
}

impl Link {
    pub(super) fn new(compression: Compression, budget: Budget, reader: Scopes) -> Result<Self, StreamError> {
        Ok(Self {
            incoming: Incoming::new()?,
            outgoing: Outgoing::new(compression)?,
            stalled: None,
            batch: Batch::default(),
            chunk: None,
            mark: None,
            ready: None,
            awaiting: None,
            spoken: false,
            ended: false,
            budget,
            wishes: 0,
            outbox: Outbox::default(),
            reader: Arc::new(reader),
            report: SessionReport::default(),
        })
    }

    // Taking in.

    pub(super) fn push_bytes(&mut self, bytes: &[u8]) {
        self.incoming.push(bytes);
    }

    /// The next frame to handle: the one that was put back, or one that arrived.
    pub(super) fn next_frame(&mut self) -> Result<Option<Frame>, SessionError> {
        if let Some(frame) = self.stalled.take() {
            return Ok(Some(frame));
        }
        let frame = self.incoming.next_frame()?;
        let frames_left = self.budget.frames.checked_sub(u64::from(frame.is_some()));
        let within = self.incoming.volume().plain_bytes <= self.budget.plain_bytes;
        self.budget.frames = frames_left.filter(|_| within).ok_or(SessionError::violation(Refusal::OverBudget))?;
        Ok(frame)
    }

    /// Puts a frame back until what came before it is taken in.
    pub(super) fn put_back(&mut self, frame: Frame) {
        self.stalled = Some(frame);
    }

    /// Whether every byte that arrived was handled.
    pub(super) fn has_handled_all(&self) -> bool {
        self.stalled.is_none() && self.incoming.waiting_bytes() == 0 && !self.incoming.is_inside_frame()
    }

    pub(super) fn wants_bytes(&self) -> bool {
        self.stalled.is_none() && !self.ended
    }

    /// Takes a run into the batch; gives it back while the batch is full.
    pub(super) fn take_run(&mut self, run: Run) -> Option<Frame> {
        if self.batch.is_full() {
            return Some(Frame::Run(run));
        }
        self.report.entries_received += run.entries.len() as u64;
        self.batch.add(run);
        None
    }

    /// Takes a chunk, once the manifest that came before it is stored.
    pub(super) fn take_chunk(&mut self, chunk: Chunk) -> Option<Frame> {
        if !self.has_taken_in() {
            return Some(Frame::Chunk(chunk));
        }
        self.report.chunks_received += 1;
        self.chunk = Some(chunk);
        None
    }

    /// Takes a mark, which counts once the runs before it are stored: gives it back when they are.
    pub(super) fn take_mark(&mut self, mark: Mark) -> Option<Mark> {
        if !self.batch.is_empty() {
            self.batch.set_mark(mark);
        } else if self.is_ingesting() {
            self.mark = Some(mark);
        } else {
            return Some(mark);
        }
        None
    }

    /// The mark that counts now that the runs before it are stored.
    pub(super) fn reached_mark(&mut self) -> Option<Mark> {
        self.mark.take()
    }

    /// Whether all runs and chunks that arrived so far are stored.
    pub(super) fn has_taken_in(&self) -> bool {
        !self.is_ingesting() && !self.is_putting_chunk() && self.batch.is_empty()
    }

    fn is_ingesting(&self) -> bool {
        matches!(self.awaiting, Some(Awaiting::Ingested(_))) || matches!(self.ready, Some(Request::Ingest(_)))
    }

    pub(super) fn is_putting_chunk(&self) -> bool {
        self.chunk.is_some()
            || matches!(self.awaiting, Some(Awaiting::ChunkPut))
            || matches!(self.ready, Some(Request::PutChunk(_)))
    }

    /// The next thing to store, if its time has come. A chunk goes before the runs that came after it; the batch goes when
    /// `eager`, when it is full, when something waits behind it, or when nothing more comes.
    pub(super) fn intake_request(&mut self, eager: bool) -> Option<Request> {
        if let Some(chunk) = self.chunk.take() {
            return Some(Request::PutChunk(chunk));
        }
        let due = eager || self.batch.is_full() || self.stalled.is_some() || self.ended;
        if !due || self.batch.is_empty() {
            return None;
        }
        let (runs, mark) = self.batch.take();
        self.mark = mark;
        Some(Request::Ingest(runs))
    }

    pub(super) fn drop_intake(&mut self) {
        self.batch = Batch::default();
        self.chunk = None;
        self.mark = None;
        self.stalled = None;
        self.ready = None;
    }

    /// Counts what became of a batch; says what is stored now and what is not.
    pub(super) fn take_outcomes(
        &mut self,
        logs: &[LogId],
        outcomes: Vec<Outcome>,
    ) -> Result<(Holdings, Vec<Refused>), SessionError> {
        if outcomes.len() != logs.len() {
            return Err(SessionError::Unable { refusal: Refusal::Internal });
        }
        let mut stored = Holdings::default();
        let mut refused = Vec::new();
        for (log, outcome) in logs.iter().zip(outcomes) {
            if let Some((first, end)) = outcome.stored {
                stored.insert(*log, first, end);
            }
            self.report.entries_new += outcome.new;
            refused.extend(outcome.refused);
        }
        self.report.list_refused_here(&refused);
        Ok((stored, refused))
    }

    // Asking.

    pub(super) fn is_asking(&self) -> bool {
        self.ready.is_some() || self.awaiting.is_some()
    }

    /// Whether the store is asked, or about to be asked, to save progress.
    pub(super) fn is_saving(&self) -> bool {
        matches!(self.awaiting, Some(Awaiting::ProgressSaved)) || matches!(self.ready, Some(Request::SaveProgress(_)))
    }

    /// Whether the store is asked, or about to be asked, for something to send.
    pub(super) fn is_reading(&self) -> bool {
        let awaited = matches!(self.awaiting, Some(Awaiting::Holdings | Awaiting::Chunks));
        let asked = matches!(self.ready, Some(Request::ReadHoldings { .. } | Request::ReadChunks(_)));
        awaited || asked || self.is_reading_runs()
    }

    pub(super) fn is_reading_runs(&self) -> bool {
        matches!(self.awaiting, Some(Awaiting::Runs)) || matches!(self.ready, Some(Request::ReadRuns(_)))
    }

    pub(super) fn ask(&mut self, request: Option<Request>) {
        self.ready = request;
    }

    pub(super) fn take_request(&mut self) -> Option<Request> {
        let request = self.ready.take()?;
        self.awaiting = Some(Awaiting::of(&request));
        Some(request)
    }

    pub(super) fn take_awaiting(&mut self) -> Option<Awaiting> {
        self.awaiting.take()
    }

    /// Takes the other side's wishes for chunks; they are served in turn.
    pub(super) fn take_wishes(&mut self, wanted: &[WantedChunks]) -> Result<(), SessionError> {
        self.wishes += wanted.len();
        if self.wishes > MAX_WISHES {
            return Err(SessionError::violation(Refusal::OverBudget));
        }
        wanted.iter().for_each(|want| self.outbox.add_chunks(want.blob, &want.chunks));
        Ok(())
    }

    /// Asks for chunks, if any are missing; the rest of a very long list is for another session.
    pub(super) fn say_wishes(&mut self, missing: BTreeMap<BlobHash, Ranges>) -> Result<(), SessionError> {
        let missing = missing.into_iter().filter(|(_, chunks)| !chunks.is_empty()).take(WISHES_IN_FRAME);
        let wanted: Vec<_> = missing.map(|(blob, chunks)| WantedChunks { blob, chunks }).collect();
        if wanted.is_empty() { Ok(()) } else { self.say(&Frame::Want(wanted)) }
    }

    /// The chunks to read next, if some have to be.
    pub(super) fn chunk_request(&self) -> Option<Request> {
        if !self.has_room() {
            return None;
        }
        let (blob, chunks) = self.outbox.wanted_chunks()?;
        let (chunks, reader) = (chunks.clone(), Arc::clone(&self.reader));
        Some(Request::ReadChunks(ChunkQuery { blob, chunks, reader, max_bytes: PAGE_BYTES }))
    }

    /// Handles the replies that mean the same in both roles; gives back all others.
    pub(super) fn handle_common(&mut self, awaiting: &Awaiting, reply: Reply) -> Result<Option<Reply>, SessionError> {
        match (awaiting, reply) {
            (_, Reply::Sorry(refusal)) => Err(SessionError::Unable { refusal }),
            (Awaiting::Chunks, Reply::Chunks(chunks)) => {
                self.outbox.send_chunks(chunks, &mut self.outgoing, &mut self.report)?;
                Ok(None)
            }
            (Awaiting::ChunkPut, Reply::Done) => Ok(None),
            (_, reply) => Ok(Some(reply)),
        }
    }

    // Sending.

    /// Makes ready for a long stream, if nothing was said yet.
    pub(super) fn expect_much(&mut self) -> Result<(), SessionError> {
        Ok(self.outgoing.expect_much()?)
    }

    pub(super) fn say(&mut self, frame: &Frame) -> Result<(), SessionError> {
        Ok(self.outgoing.push(frame)?)
    }

    /// Says the last frame of a turn: after it, everything is flushed.
    pub(super) fn say_last(&mut self, frame: &Frame) -> Result<(), SessionError> {
        self.spoken = true;
        self.say(frame)
    }

    pub(super) fn say_stored(&mut self, stored: &Holdings, refused: &[Refused]) -> Result<(), SessionError> {
        if !stored.0.is_empty() {
            for part in parts(stored) {
                self.say(&Frame::Stored(part))?;
            }
        }
        for part in refused.chunks(REFUSED_IN_FRAME) {
            self.say(&Frame::Refused(part.iter().copied().map(Into::into).collect()))?;
        }
        Ok(())
    }

    pub(super) fn send_outbox(&mut self) -> Result<(), SessionError> {
        Ok(self.outbox.send(&mut self.outgoing, &mut self.report)?)
    }

    /// Whether more may be read from the store in order to be sent.
    pub(super) fn has_room(&self) -> bool {
        self.outgoing.ready_bytes() < HIGH_WATER_BYTES
    }

    /// Bytes for the other side: a large piece at any time, the rest when a turn is over or nothing is being waited for.
    pub(super) fn take_bytes(&mut self) -> Result<Option<Vec<u8>>, SessionError> {
        let bytes = if self.spoken || !self.is_asking() {
            self.spoken = false;
            self.outgoing.take_flushed()?
        } else if self.outgoing.ready_bytes() >= WORTH_SENDING_BYTES {
            self.outgoing.take_ready()
        } else {
            Vec::new()
        };
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    pub(super) fn has_sent_all(&self) -> bool {
        self.outgoing.ready_bytes() == 0 && !self.outgoing.is_unflushed()
    }

    pub(super) fn report(&self) -> SessionReport {
        let mut report = self.report.clone();
        report.sent = self.outgoing.volume();
        report.received = self.incoming.volume();
        report
    }
}
