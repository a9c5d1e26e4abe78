//! The calling role: offers what the other side lacks, without waiting, and takes its feed. The other role is `answerer`.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{Cursor, Found, Hello, Mark, MeetingSecret, Redeem, RefusedThere, Welcome};
use super::error::SessionError;
use super::files::{FilePlace, FileSaid};
use super::frame::{Frame, MAX_OFFERED, MINOR_VERSION};
use super::holdings::{add, common, count, minus, parts};
use super::link::{Awaiting, Link, PAGE_BYTES};
use super::report::{AnswererWords, CallerWords};
use super::request::{Progress, Reply, Request, RunQuery};
use super::stream::Compression;
use crate::entry::{Holdings, Ranges, Refusal, Refused, Run};
use crate::ids::{BlobHash, Incarnation, LogId, ProjectId};
use crate::member::{FoundingAct, Scopes};
use crate::time::Timestamp;

/// From how many entries on a stream is worth packing harder.
const MUCH: u64 = 32;

/// How a caller enters a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entrance {
    /// As a member that the answerer should know.
    Member,
    /// By asking the server to hold a project that was founded on this device.
    Founder(Found),
    /// By an invite.
    Invited(Redeem),
    /// As a member that calls another member's phone, with what it showed. What is to be sent waits until the other side has said
    /// what it holds.
    Meeting(MeetingSecret),
}

/// What a caller knows when it calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerOpening {
    /// How it enters.
    pub entrance: Entrance,
    /// The project.
    pub project: ProjectId,
    /// The life of the caller's store.
    pub incarnation: Incarnation,
    /// Name and version of the caller's software.
    pub software: String,
    /// How far it has received what this answerer holds. A caller that has acknowledgements and no more gives
    /// [`Cursor::start`].
    pub cursor: Option<Cursor>,
    /// Everything that it holds of its own logs of this incarnation.
    pub own: Holdings,
    /// What it remembers to be stored of them under the cursor's generation.
    pub acknowledged: Holdings,
    /// Other entries to hand over, such as unsent ones of former incarnations.
    pub others: Holdings,
    /// Chunks that it lacks of blobs whose manifests it has.
    pub missing_chunks: BTreeMap<BlobHash, Ranges>,
    /// Whether it asks in the same session for chunks of what that session's entries describe.
    pub fetches: bool,
    /// Files that it has whole, and of which the answerer has not said that its backup has them: offered once their entries are sent.
    pub offers: Vec<BlobHash>,
    /// When the answerer's latest backup was taken, as far as is known here; `None` where backups are of no interest.
    pub known_backup: Option<Timestamp>,
    /// What the answerer may read.
    pub reader: Scopes,
    /// How the outgoing stream is compressed.
    pub compression: Compression,
}

/// The calling side's state.
#[derive(Debug)]
pub(super) struct Caller {
    project: ProjectId,
    stage: Stage,
    cursor: Option<Cursor>,
    own: Holdings,
    /// What is remembered, and since the welcome known, to be stored there.
    acknowledged: Holdings,
    others: Holdings,
    /// Blobs of which chunks were wished for.
    wished: BTreeSet<BlobHash>,
    /// Whether chunks are wished for of what new entries describe.
    fetches: bool,
    /// Whether it is due to look which chunks are missing, and how many entries had come when that was last done.
    looks: bool,
    looked_at: u64,
    /// Files that are still to be offered.
    offers: Vec<BlobHash>,
    /// Files that were offered, and those of them that the other side has.
    offered: BTreeSet<BlobHash>,
    kept: BTreeSet<BlobHash>,
    /// What is still to be read and sent.
    work: Holdings,
    /// Whether the other side has still to say what it holds.
    waits: bool,
    /// A founding act to keep.
    founding: Option<FoundingAct>,
    /// Whether the answerer wants to know what is held here.
    asked_for_holdings: bool,
    /// What was learnt and is not saved yet; there from the welcome on.
    progress: Option<Progress>,
    /// Whether something came that may only fit later, so that the feed must come again from the last cursor.
    must_come_again: bool,
    /// Logs of which an entry was refused for good: what follows it in them is no reason to come again.
    broken: BTreeSet<LogId>,
    /// Whether a page of the feed was taken in and its cursor is not saved yet.
    page_ended: bool,
    /// Whether the runs that are being read were asked for before everything was offered again.
    reading_stale: bool,
    owes_done: bool,
    dones_sent: u32,
    dones_heard: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The founding act has to come.
    Joining,
    /// The welcome has to come.
    Calling,
    /// The answerer has welcomed this side.
    Welcomed,
}

impl Caller {
    /// Says everything that needs no reading: entrance, hello, wishes.
    pub(super) fn open(opening: CallerOpening, link: &mut Link) -> Result<Self, SessionError> {
        let CallerOpening { entrance, project, incarnation, software, cursor, own, acknowledged, others, .. } = opening;
        let mut work = minus(&own, &acknowledged);
        add(&mut work, &others);
        if count(&work) >= MUCH {
            link.expect_much()?;
        }
        let waits = matches!(entrance, Entrance::Meeting(_));
        let backup = opening.known_backup;
        let stage = match entrance {
            Entrance::Member => Stage::Calling,
            Entrance::Founder(found) => {
                link.say(&Frame::Found(found))?;
                Stage::Joining
            }
            Entrance::Invited(redeem) => {
                link.say(&Frame::Redeem(redeem))?;
                Stage::Joining
            }
            Entrance::Meeting(secret) => {
                link.say(&Frame::Meet(secret))?;
                Stage::Calling
            }
        };
        let position = cursor.map(|cursor| cursor.position);
        let (known, carried) = (count(&acknowledged), count(&others));
        link.report.caller = Some(CallerWords { own: count(&own), acknowledged: known, others: carried, position });
        let minor = MINOR_VERSION;
        let digest = acknowledged.digest();
        link.say(&Frame::Hello(Hello { minor, project, incarnation, software, cursor, own: digest, backup }))?;
        let wished = opening.missing_chunks.keys().copied().collect();
        link.say_wishes(opening.missing_chunks)?;
        Ok(Self {
            project,
            stage,
            cursor,
            own,
            acknowledged,
            others,
            wished,
            fetches: opening.fetches,
            looks: false,
            looked_at: 0,
            offered: opening.offers.iter().take(MAX_OFFERED).copied().collect(),
            kept: BTreeSet::new(),
            offers: opening.offers.into_iter().take(MAX_OFFERED).collect(),
            work,
            waits,
            founding: None,
            asked_for_holdings: false,
            progress: None,
            must_come_again: false,
            broken: BTreeSet::new(),
            page_ended: false,
            reading_stale: false,
            owes_done: true,
            dones_sent: 0,
            dones_heard: 0,
        })
    }

    /// Handles a frame, or gives it back to be handled later.
    pub(super) fn take(&mut self, frame: Frame, link: &mut Link) -> Result<Option<Frame>, SessionError> {
        if self.founding.is_some() {
            return Ok(Some(frame));
        }
        match (self.stage, frame) {
            (_, Frame::Sorry(code)) if self.has_kept_all(link) => return Err(SessionError::sorry(code)),
            (_, frame @ Frame::Sorry(_)) => return Ok(Some(frame)),
            (Stage::Joining, Frame::Founding(act)) => self.take_founding(&act)?,
            (Stage::Calling, Frame::Welcome(welcome)) => self.take_welcome(welcome, link)?,
            (Stage::Welcomed, frame) => return self.take_answer(frame, link),
            (_, _) => return Err(SessionError::violation(Refusal::BadFrame)),
        }
        Ok(None)
    }

    fn take_answer(&mut self, frame: Frame, link: &mut Link) -> Result<Option<Frame>, SessionError> {
        match frame {
            Frame::Run(run) => return Ok(link.take_run(run)),
            Frame::Chunk(chunk) => return Ok(link.take_chunk(chunk)),
            Frame::Stored(stored) => self.take_stored(&stored, link),
            Frame::Refused(refused) => self.take_refused(&refused, link),
            Frame::Want(wanted) => {
                self.owes_done = true;
                link.take_wishes(&wanted)?;
            }
            Frame::Mark(mark) if !link.is_putting_chunk() => {
                if let Some(mark) = link.take_mark(mark) {
                    self.reach(mark, link);
                }
            }
            Frame::Done if self.has_kept_all(link) => {
                self.dones_heard += 1;
                let has_more = !self.work.0.is_empty() || !self.offers.is_empty();
                self.owes_done |= std::mem::take(&mut self.waits) && has_more;
                link.report.round_trips = self.dones_heard;
                let all_heard = self.dones_heard == self.dones_sent && !self.owes_done;
                if self.fetches && all_heard && link.report.entries_new > self.looked_at {
                    self.looked_at = link.report.entries_new;
                    self.looks = true;
                }
                if self.dones_heard > self.dones_sent {
                    return Err(SessionError::violation(Refusal::BadFrame));
                }
            }
            Frame::Mark(_) | Frame::Done => return Ok(Some(frame)),
            Frame::Holdings(held) if self.waits => self.work = minus(&self.work, &held),
            Frame::BackedUp(backed_up) => {
                if let Some(progress) = &mut self.progress {
                    progress.backed_up = Some(backed_up);
                }
            }
            Frame::Files(said) => self.take_files(said, link),
            Frame::Hello(_)
            | Frame::Welcome(_)
            | Frame::Holdings(_)
            | Frame::Offer(_)
            | Frame::Meet(_)
            | Frame::Sorry(_)
            | Frame::Found(_)
            | Frame::Redeem(_)
            | Frame::Founding(_) => return Err(SessionError::violation(Refusal::BadFrame)),
        }
        Ok(None)
    }

    fn take_founding(&mut self, act: &[u8]) -> Result<(), SessionError> {
        let act = FoundingAct::from_bytes(act).map_err(|_| SessionError::violation(Refusal::BadAct))?;
        if act.project() != self.project {
            return Err(SessionError::violation(Refusal::WrongProject));
        }
        self.founding = Some(act);
        self.stage = Stage::Calling;
        Ok(())
    }

    /// Compares what the answerer holds with what is remembered, and offers again what it lacks.
    fn take_welcome(&mut self, welcome: Welcome, link: &mut Link) -> Result<(), SessionError> {
        let Welcome { generation, epoch, time, reconcile, own: theirs, .. } = welcome;
        self.stage = Stage::Welcomed;
        link.report.answerer = Some(AnswererWords { generation, epoch, time });
        let mut progress = Progress::new(generation);
        let same_life = self.cursor.is_some_and(|cursor| cursor.generation == generation);
        if !same_life {
            self.cursor = Some(Cursor::start(generation));
            progress.cursor = self.cursor;
        }
        let lost = match &theirs {
            _ if !same_life => std::mem::take(&mut self.acknowledged),
            Some(theirs) => minus(&self.acknowledged, theirs),
            None => Holdings::default(),
        };
        if !lost.0.is_empty() {
            self.offer_again(&lost, link);
            if same_life {
                progress.lost = lost;
            }
        }
        if theirs.is_some_and(|theirs| !minus(&theirs, &self.own).0.is_empty()) {
            link.report.rolled_back = true;
        }
        self.progress = Some(progress);
        self.asked_for_holdings = reconcile;
        link.report.reconciled = reconcile;
        self.owes_done |= reconcile;
        Ok(())
    }

    /// Offers from the start what is not acknowledged, as what was sent before may have come without what it builds on.
    fn offer_again(&mut self, lost: &Holdings, link: &mut Link) {
        self.acknowledged = minus(&self.acknowledged, lost);
        self.work = minus(&self.own, &self.acknowledged);
        add(&mut self.work, &self.others);
        // A file is of use to the other side only after the entry that describes it.
        self.offers = self.offered.difference(&self.kept).copied().collect();
        self.reading_stale = link.is_reading_runs();
        self.owes_done = true;
        link.report.offered_again = true;
    }

    fn take_stored(&mut self, stored: &Holdings, link: &mut Link) {
        let mut offered = self.own.clone();
        add(&mut offered, &self.others);
        let stored = common(stored, &offered);
        self.work = minus(&self.work, &stored);
        let new = minus(&stored, &self.acknowledged);
        add(&mut self.acknowledged, &new);
        link.report.entries_acknowledged += count(&new);
        let refused = &mut link.report.refused_there;
        refused.retain(|refused| !new.0.get(&refused.log).is_some_and(|ranges| ranges.contains(refused.seq)));
        if let Some(progress) = &mut self.progress {
            add(&mut progress.acknowledged, &new);
        }
    }

    /// Remembers what became of files that were offered; nobody is believed about others.
    fn take_files(&mut self, said: Vec<FileSaid>, link: &mut Link) {
        let Some(progress) = &mut self.progress else { return };
        for said in said.into_iter().filter(|said| self.offered.contains(&said.blob)) {
            if said.place() == FilePlace::Nowhere {
                link.report.list_file_refused(said);
            } else {
                link.report.files_kept += u64::from(self.kept.insert(said.blob));
                progress.files.push(said);
            }
        }
    }

    fn take_refused(&mut self, refused: &[RefusedThere], link: &mut Link) {
        let forked =
            |refused: &RefusedThere| refused.code == Refusal::Fork.code() && self.own.0.contains_key(&refused.log);
        link.report.rolled_back |= refused.iter().any(forked);
        link.report.list_refused_there(refused);
    }

    /// Remembers how far the feed has come; every run before is stored.
    fn reach(&mut self, mark: Mark, link: &mut Link) {
        let Some(progress) = &mut self.progress else { return };
        let Mark { position, scopes } = mark;
        let cursor = Cursor { generation: progress.generation, position, scopes };
        if !self.must_come_again && self.cursor != Some(cursor) {
            self.cursor = Some(cursor);
            progress.cursor = Some(cursor);
            link.report.reached = Some(position);
            self.page_ended = true;
        }
    }

    /// Whether everything that arrived is stored and everything learnt is saved.
    fn has_kept_all(&self, link: &Link) -> bool {
        let saved = self.progress.as_ref().is_none_or(Progress::is_empty);
        saved && link.has_taken_in() && !link.is_saving()
    }

    /// The next thing to ask of the store.
    pub(super) fn next_request(&mut self, link: &mut Link) -> Option<Request> {
        if let Some(act) = &self.founding {
            return Some(Request::PutFounding(act.clone()));
        }
        if std::mem::take(&mut self.page_ended) {
            return self.save_request();
        }
        link.intake_request(false).or_else(|| self.save_request()).or_else(|| self.reading_request(link))
    }

    fn save_request(&mut self) -> Option<Request> {
        let progress = self.progress.as_mut().filter(|progress| !progress.is_empty())?;
        let next = Progress::new(progress.generation);
        Some(Request::SaveProgress(std::mem::replace(progress, next)))
    }

    fn reading_request(&mut self, link: &Link) -> Option<Request> {
        if link.ended {
            return None;
        }
        if std::mem::take(&mut self.asked_for_holdings) {
            return Some(Request::ReadHoldings { reader: link.reader.clone() });
        }
        if let Some(request) = link.chunk_request() {
            return Some(request);
        }
        if std::mem::take(&mut self.looks) {
            return Some(Request::ReadMissing);
        }
        if self.waits || self.work.0.is_empty() || !link.outbox.is_empty() || !link.has_room() {
            return None;
        }
        Some(Request::ReadRuns(RunQuery { wanted: self.work.clone(), max_bytes: PAGE_BYTES }))
    }

    /// Handles a reply of the store.
    pub(super) fn take_reply(&mut self, awaiting: Awaiting, reply: Reply, link: &mut Link) -> Result<(), SessionError> {
        match (awaiting, reply) {
            (Awaiting::FoundingKept, Reply::Done) => self.founding = None,
            (Awaiting::ChunkPut, Reply::File(_)) => {}
            (Awaiting::Missing, Reply::Missing(mut missing)) => {
                missing.retain(|blob, chunks| !chunks.is_empty() && self.wished.insert(*blob));
                self.owes_done |= !missing.is_empty();
                link.say_wishes(missing)?;
            }
            (Awaiting::ProgressSaved, Reply::Done) => {}
            (Awaiting::Runs, Reply::Runs(runs)) => self.take_runs(runs, link),
            (Awaiting::Holdings, Reply::Holdings(holdings)) => {
                for part in parts(&holdings) {
                    link.say(&Frame::Holdings(part))?;
                }
            }
            (Awaiting::Ingested(logs), Reply::Ingested(outcomes)) => {
                let (_, refused) = link.take_outcomes(&logs, outcomes)?;
                self.judge(&refused);
                if let Some(mark) = link.reached_mark() {
                    self.reach(mark, link);
                }
            }
            (_, _) => return Err(SessionError::Unable { refusal: Refusal::Internal }),
        }
        Ok(())
    }

    fn judge(&mut self, refused: &[Refused]) {
        for Refused { log, refusal, .. } in refused {
            if may_fit_later(*refusal) {
                self.must_come_again |= !self.broken.contains(log);
            } else if !refusal.is_held() {
                self.broken.insert(*log);
            }
        }
    }

    /// Queues what was read. When the store gave nothing of what was wanted, it does not have it.
    fn take_runs(&mut self, runs: Vec<Run>, link: &mut Link) {
        if std::mem::take(&mut self.reading_stale) {
            return;
        }
        let mut read = Holdings::default();
        runs.iter().for_each(|run| read.insert(run.log, run.first_seq, run.end_seq()));
        if read.0.is_empty() {
            self.work = Holdings::default();
            return;
        }
        self.work = minus(&self.work, &read);
        runs.into_iter().for_each(|run| link.outbox.add_run(run));
    }

    /// Sends what can be sent.
    pub(super) fn speak(&mut self, link: &mut Link) -> Result<(), SessionError> {
        link.send_outbox()?;
        let has_sent = if self.waits { self.dones_sent == 0 } else { self.work.0.is_empty() };
        let said_all = has_sent && link.outbox.is_empty() && !self.asked_for_holdings;
        if self.owes_done && said_all && !link.is_reading() {
            if !self.waits && !self.offers.is_empty() {
                link.say(&Frame::Offer(std::mem::take(&mut self.offers)))?;
            }
            self.owes_done = false;
            self.dones_sent += 1;
            link.say_last(&Frame::Done)?;
        }
        Ok(())
    }

    /// Whether everything was said, answered and kept.
    pub(super) fn is_settled(&self, link: &Link) -> bool {
        self.stage == Stage::Welcomed
            && !self.owes_done
            && self.work.0.is_empty()
            && !self.looks
            && self.dones_heard == self.dones_sent
            && self.has_nothing_to_store(link)
    }

    /// Whether nothing that arrived is left to be stored.
    pub(super) fn has_nothing_to_store(&self, link: &Link) -> bool {
        self.founding.is_none() && self.has_kept_all(link)
    }
}

/// Whether an entry was refused only for what else is here now.
fn may_fit_later(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::OverBudget | Refusal::UnknownLog | Refusal::Gap | Refusal::Stripped)
}
