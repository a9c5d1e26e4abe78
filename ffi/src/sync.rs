//! Syncing with the project's server: a task of its own carries it, so that an app that stops waiting stops nothing.
//!
//! What is said on the line is `doorstep_core::sync`'s; who is called, and how often, is decided here.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use doorstep_core::device::{Device, DeviceError, Exchange, JoinRequest, Moment, Standing, explain};
use doorstep_core::entry::Refusal;
use doorstep_core::member::Invite;
use doorstep_core::net::{Backend, Caller, Driven, Target, TimeLimits, Traffic, Way, reach};
use doorstep_core::sync::{CallerOpening, Reply, Request, Session, SessionReport, Token};
use doorstep_core::words::Words;
use tracing::{info, warn};

use crate::changes::Changes;
use crate::{CallbackError, Change, Phone, PhoneError, StatusCard, machine};

/// The most sessions of one sync: what was described in one may be asked for in the next.
const MOST_SESSIONS: u32 = 5;

/// How far a sync has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, uniffi::Record)]
pub struct SyncProgress {
    /// Entries handed over so far; not yet all acknowledged.
    pub sent: u64,
    /// Entries received so far.
    pub received: u64,
    /// Pieces of questionnaires sent or received so far.
    pub pieces: u64,
}

/// Told by the library how far a sync has come.
#[uniffi::export(rust, foreign)]
pub trait SyncObserver: Send + Sync {
    /// Takes note. What it throws is ignored.
    ///
    /// # Errors
    /// When the app fails at it.
    fn progress(&self, progress: SyncProgress) -> Result<(), CallbackError>;
}

/// Entries that were turned away, by reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RefusedRow {
    /// The stable code.
    pub code: String,
    /// Why, in a sentence.
    pub reason: String,
    /// Whether the server refused them; else this phone did.
    pub by_server: bool,
    /// How many.
    pub entries: u64,
}

/// Over what a sync went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum SyncWay {
    /// QUIC on UDP.
    Quic,
    /// A WebSocket over TLS on TCP: this network lets no UDP through.
    WebSocket,
}

/// One session of a sync: what was exchanged, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SessionRow {
    /// Over what it went.
    pub way: SyncWay,
    /// How often this phone waited for the server.
    pub round_trips: u32,
    /// Entries sent: all that the server had not acknowledged.
    pub sent: u64,
    /// Entries that the server says are on its disk now.
    pub acknowledged: u64,
    /// Entries that the server sent.
    pub received: u64,
    /// Those of them that were new here.
    pub new_here: u64,
    /// Pieces of questionnaires, both ways.
    pub pieces: u64,
    /// Whether the server asked for a list of everything that is here: at the first sync, after it was put back from a backup,
    /// or after this phone's rights changed.
    pub compared_everything: bool,
    /// Whether this phone offered again what had been acknowledged: the server was put back from a backup.
    pub offered_again: bool,
    /// Whether this store turned out to be a copy of an earlier one.
    pub was_a_copy: bool,
    /// The life of the server's database, in its first eight digits.
    pub generation: String,
    /// The server's clock, in milliseconds since 1970.
    pub server_ms: i64,
    /// All of it in sentences, in this phone's language.
    pub explained: Vec<String>,
}

/// What a sync did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SyncReport {
    /// Entries handed over.
    pub sent: u64,
    /// Entries that the server says are on its disk.
    pub acknowledged: u64,
    /// Entries received that were new here.
    pub received: u64,
    /// Pieces of questionnaires sent and received.
    pub pieces: u64,
    /// Bytes that the session wrote.
    pub bytes_sent: u64,
    /// Bytes that the session read.
    pub bytes_received: u64,
    /// Over what its last session went.
    pub way: SyncWay,
    /// UDP payload bytes sent, with handshake, acknowledgements and repeats; none over TCP.
    pub udp_bytes_sent: u64,
    /// UDP payload bytes received.
    pub udp_bytes_received: u64,
    /// How often this phone waited for the server.
    pub round_trips: u32,
    /// Pictures and other files that the server says it has whole now.
    pub files: u64,
    /// Those for which it has no room, or that it did not take for another reason; they stay here.
    pub files_refused: u64,
    /// What was turned away; empty if all is well.
    pub refused: Vec<RefusedRow>,
    /// Its sessions one by one, for whoever wants to know why.
    pub sessions: Vec<SessionRow>,
    /// Where everything is now.
    pub status: StatusCard,
}

impl SyncWay {
    const fn of(way: Way) -> Self {
        match way {
            Way::Quic => Self::Quic,
            Way::WebSocket => Self::WebSocket,
        }
    }
}

fn row_of(report: &SessionReport, way: Way, explained: Vec<String>) -> SessionRow {
    SessionRow {
        explained,
        way: SyncWay::of(way),
        round_trips: report.round_trips,
        sent: report.entries_sent,
        acknowledged: report.entries_acknowledged,
        received: report.entries_received,
        new_here: report.entries_new,
        pieces: report.chunks_sent + report.chunks_received,
        compared_everything: report.reconciled,
        offered_again: report.offered_again,
        was_a_copy: report.rolled_back,
        generation: report.answerer.map(|words| words.generation.to_string()[..8].to_owned()).unwrap_or_default(),
        server_ms: report.answerer.map_or(0, |words| words.time.0),
    }
}

#[uniffi::export]
impl Phone {
    /// Syncs with the project's server. Whoever stops waiting for it stops nothing: it goes on to its end, and what it
    /// has done shows in the status. Two at once come one after the other.
    ///
    /// # Errors
    /// The phone is in no project, the server can't be reached or has another key, it turns this phone away, or the
    /// connection breaks. What was acknowledged until then is safe.
    pub async fn sync(&self, observer: Option<Arc<dyn SyncObserver>>) -> Result<SyncReport, PhoneError> {
        self.exchange(Entry::Member, observer, self.sends_files()?).await
    }

    /// Syncs without pictures and other files, whatever is set: answers alone, for a network that is slow or costs something.
    ///
    /// # Errors
    /// As for `sync`.
    pub async fn sync_without_files(&self, observer: Option<Arc<dyn SyncObserver>>) -> Result<SyncReport, PhoneError> {
        self.exchange(Entry::Member, observer, false).await
    }

    /// Takes note whether the network that this phone is in costs something, as far as the system knows: pictures and other files may
    /// wait for one that does not.
    pub fn network_costs(&self, something: bool) {
        self.metered.store(something, Ordering::Relaxed);
    }

    /// Takes note that this phone is in another network now, and of that network's name, if the system says it. A sync under
    /// way goes on over new sockets. Without a name the phone's address in the network stands for it.
    ///
    /// # Errors
    /// The system gives no socket; everything goes on over the old ones then.
    pub fn network_changed(&self, name: Option<String>) -> Result<(), PhoneError> {
        *self.network.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = name;
        // Quinn's sockets belong to the threads of the runtime.
        let _inside = machine::runtime()?.enter();
        Ok(self.caller.network_changed()?)
    }

    /// Lets the network go until the next sync, and waits for a second at most until the server has heard; for programs
    /// about to end.
    pub async fn hang_up(&self) {
        let (caller, line) = (Arc::clone(&self.caller), Arc::clone(&self.line));
        let Ok(runtime) = machine::runtime() else { return };
        let closing = runtime.spawn(async move {
            let _turn = line.lock().await;
            caller.close().await;
        });
        // A panic in there leaves nothing to do: the sockets are gone with it.
        closing.await.unwrap_or_default();
    }
}

/// How the phone enters the project.
pub(crate) enum Entry {
    /// As a member.
    Member,
    /// By bringing the project that was founded here.
    Found {
        /// The server.
        target: Target,
        /// What it takes a project for.
        token: Token,
    },
    /// By an invite.
    Join {
        /// The invite.
        invite: Box<Invite>,
        /// What is sent for it.
        request: Box<JoinRequest>,
    },
}

impl Phone {
    /// Whether pictures and other files go along over this network.
    fn sends_files(&self) -> Result<bool, PhoneError> {
        Ok(self.device().files_when()?.allows(self.metered.load(Ordering::Relaxed)))
    }

    pub(crate) async fn exchange(
        &self,
        entry: Entry,
        observer: Option<Arc<dyn SyncObserver>>,
        files: bool,
    ) -> Result<SyncReport, PhoneError> {
        let network = self.network.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let (device, caller, words) = (Arc::clone(self.device()), Arc::clone(&self.caller), self.words());
        let changes = Arc::clone(&self.changes);
        let errand = Errand { device, caller, network, observer, words, files, changes };
        let line = Arc::clone(&self.line);
        let task = machine::runtime()?.spawn(async move {
            let _turn = line.lock().await;
            errand.run(entry).await
        });
        let failed = |_| Err(PhoneError::broken("sync-failed", "the sync failed inside the program"));
        match task.await.unwrap_or_else(failed) {
            Ok(done) => Ok(done.report(self.status()?)),
            Err(error) => {
                warn!(code = error.code(), "a sync ended early");
                Err(error)
            }
        }
    }
}

/// One sync, from the first call to the last.
struct Errand {
    device: Arc<Device>,
    caller: Arc<Caller>,
    network: Option<String>,
    observer: Option<Arc<dyn SyncObserver>>,
    words: Words,
    /// Whether pictures and other files go along.
    files: bool,
    changes: Arc<Changes>,
}

impl Errand {
    async fn run(self, entry: Entry) -> Result<Done, PhoneError> {
        let mut done = Done::default();
        let mut again = self.device.has_unsent_setup().unwrap_or(true);
        let mut before = self.outstanding();
        again |= self.enter(entry, &mut done).await?;
        for _ in 1..MOST_SESSIONS {
            // What nobody has yet that is asked is no reason to ask again.
            let outstanding = self.outstanding();
            if !again && (outstanding == (0, 0) || outstanding == before) {
                break;
            }
            before = outstanding;
            again = self.enter(Entry::Member, &mut done).await?;
        }
        Ok(done)
    }

    /// How many pieces are described here and have not come, and how many files are only here.
    fn outstanding(&self) -> (u64, u64) {
        // Before the project is here nothing is described.
        let missing = self.device.missing_pieces(self.files).unwrap_or_default();
        let only_here = self.device.files_only_here().unwrap_or_default();
        (missing, if self.files { only_here } else { 0 })
    }

    /// One session; whether another one is needed at once. The server's key is proven before anything is written about it.
    async fn enter(&self, entry: Entry, done: &mut Done) -> Result<bool, PhoneError> {
        let target = match &entry {
            Entry::Member => {
                let (pin, addresses) = self.device.server()?;
                Target::new(addresses, pin)
            }
            Entry::Found { target, .. } => target.clone(),
            Entry::Join { invite, .. } => Target::new(invite.addresses.clone(), invite.server),
        };
        let call = reach(&self.device, &self.caller, target.clone(), self.network.as_deref()).await?;
        done.way = call.way();
        let joins = matches!(entry, Entry::Join { .. });
        let mut session = Session::caller(self.opening(entry, &target)?)?;
        let backend = Arc::new(Watched { errand: self.watching(), seen: std::sync::Mutex::default() });
        let Driven { traffic, ended } = call.run(&mut session, backend, TimeLimits::default()).await;
        let report = session.report();
        info!(
            sent = report.entries_sent,
            acknowledged = report.entries_acknowledged,
            received = report.entries_new,
            "a session with the server ended"
        );
        done.add(&report, traffic);
        self.note(&report);
        let unfinished = self.device.drafts().map_or(0, |drafts| drafts.len() as u64);
        let exchange = Exchange { report: &report, over_tcp: done.way == Way::WebSocket, unfinished };
        done.sessions.push(row_of(&report, done.way, explain(&exchange, &self.words)));
        ended?;
        if let Some(server) = &report.answerer {
            self.at_once(|device, at| device.note_contact(server, at))?;
        }
        let waits = matches!(self.device.standing(), Standing::Waiting { .. });
        if joins && !waits && !self.device.is_member()? {
            let reason = "the server took the invite and does not tell everybody yet; sync again";
            return Err(PhoneError::broken("not-enrolled", reason));
        }
        let gave_way = self.at_once(|device, at| device.give_way(&report, at))?;
        if gave_way {
            warn!("this store is a copy of an earlier one: it goes on as another");
        }
        Ok(gave_way)
    }

    fn note(&self, report: &SessionReport) {
        if report.entries_acknowledged > 0 {
            self.changes.note(Change::Saved);
        }
        if report.entries_new > 0 {
            self.changes.note(Change::Arrived);
        }
    }

    fn at_once<T>(
        &self,
        act: impl FnOnce(&Device, &mut Moment<'_>) -> Result<T, DeviceError>,
    ) -> Result<T, PhoneError> {
        let mut rng = machine::rng()?;
        Ok(act(&self.device, &mut Moment { now: machine::now(), rng: &mut rng })?)
    }

    fn opening(&self, entry: Entry, target: &Target) -> Result<CallerOpening, PhoneError> {
        Ok(match entry {
            Entry::Member => self.device.calling_with(self.files)?,
            Entry::Found { token, .. } => {
                self.at_once(|device, at| device.link_server(target.pin, &target.addresses, at))?;
                self.device.calling_to_found(token)?
            }
            Entry::Join { invite, request } => {
                self.device.remember_invite(&invite)?;
                self.device.calling_to_join(&request)?
            }
        })
    }

    fn watching(&self) -> (Arc<Device>, Option<Arc<dyn SyncObserver>>) {
        (Arc::clone(&self.device), self.observer.clone())
    }
}

/// Answers a session from the device, and tells the app how far it is.
struct Watched {
    errand: (Arc<Device>, Option<Arc<dyn SyncObserver>>),
    seen: std::sync::Mutex<SyncProgress>,
}

impl Backend for Watched {
    fn answer(&self, request: Request) -> Reply {
        let (device, observer) = &self.errand;
        let before = gain_of_request(&request);
        let reply = device.answer(request);
        if let Some(observer) = observer {
            let after = gain_of_reply(&reply);
            let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            seen.received += before.received;
            seen.sent += after.sent;
            seen.pieces += before.pieces + after.pieces;
            // The app's own fault; the sync goes on.
            observer.progress(*seen).unwrap_or_default();
        }
        reply
    }
}

fn gain_of_request(request: &Request) -> SyncProgress {
    match request {
        Request::Ingest(runs) => {
            let received = runs.iter().map(|run| run.entries.len() as u64).sum();
            SyncProgress { received, ..SyncProgress::default() }
        }
        Request::PutChunk(_) => SyncProgress { pieces: 1, ..SyncProgress::default() },
        Request::Admit(_)
        | Request::Found { .. }
        | Request::Redeem(_)
        | Request::ReadFeed(_)
        | Request::PutFounding(_)
        | Request::ReadRuns(_)
        | Request::ReadHoldings { .. }
        | Request::ReadChunks(_)
        | Request::WeighFiles(_)
        | Request::ReadMissing
        | Request::SaveProgress(_) => SyncProgress::default(),
    }
}

fn gain_of_reply(reply: &Reply) -> SyncProgress {
    match reply {
        Reply::Runs(runs) => {
            let sent = runs.iter().map(|run| run.entries.len() as u64).sum();
            SyncProgress { sent, ..SyncProgress::default() }
        }
        Reply::Chunks(chunks) => SyncProgress { pieces: chunks.len() as u64, ..SyncProgress::default() },
        Reply::Admitted(_)
        | Reply::Founding(_)
        | Reply::Feed(_)
        | Reply::Holdings(_)
        | Reply::Ingested(_)
        | Reply::Weighed(_)
        | Reply::Missing(_)
        | Reply::File(_)
        | Reply::Done
        | Reply::Sorry(_) => SyncProgress::default(),
    }
}

/// What a sync has done, over all its sessions.
#[derive(Default)]
pub(crate) struct Done {
    sent: u64,
    acknowledged: u64,
    received: u64,
    pieces: u64,
    files: u64,
    files_refused: u64,
    round_trips: u32,
    way: Way,
    traffic: Traffic,
    refused: BTreeMap<(bool, u16), u64>,
    sessions: Vec<SessionRow>,
}

impl Done {
    pub(crate) fn add(&mut self, report: &SessionReport, traffic: Traffic) {
        self.sent += report.entries_sent;
        self.acknowledged += report.entries_acknowledged;
        self.received += report.entries_new;
        self.pieces += report.chunks_sent + report.chunks_received;
        self.files += report.files_kept;
        self.files_refused = report.files_refused.len() as u64;
        self.round_trips += report.round_trips;
        self.traffic.stream_sent += traffic.stream_sent;
        self.traffic.stream_received += traffic.stream_received;
        self.traffic.udp_sent += traffic.udp_sent;
        self.traffic.udp_received += traffic.udp_received;
        let here = report.refused_here.iter().map(|refused| (false, refused.refusal.code()));
        let there = report.refused_there.iter().map(|refused| (true, refused.code));
        self.count_refused(here.chain(there));
    }

    /// Counts entries that were refused: whether by the other side, and the code.
    pub(crate) fn count_refused(&mut self, refused: impl Iterator<Item = (bool, u16)>) {
        for key in refused {
            *self.refused.entry(key).or_default() += 1;
        }
    }

    /// What was turned away, by reason.
    pub(crate) fn refused_rows(&self) -> Vec<RefusedRow> {
        let row = |((by_server, code), entries): (&(bool, u16), &u64)| {
            let known = Refusal::from_code(*code);
            RefusedRow {
                code: known.map_or_else(|| code.to_string(), |refusal| refusal.name().to_owned()),
                reason: known
                    .map_or_else(|| "for a reason of a later version".to_owned(), |refusal| refusal.to_string()),
                by_server: *by_server,
                entries: *entries,
            }
        };
        self.refused.iter().map(row).collect()
    }

    fn report(self, status: StatusCard) -> SyncReport {
        SyncReport {
            sent: self.sent,
            acknowledged: self.acknowledged,
            received: self.received,
            pieces: self.pieces,
            files: self.files,
            files_refused: self.files_refused,
            bytes_sent: self.traffic.stream_sent,
            bytes_received: self.traffic.stream_received,
            way: SyncWay::of(self.way),
            udp_bytes_sent: self.traffic.udp_sent,
            udp_bytes_received: self.traffic.udp_received,
            round_trips: self.round_trips,
            refused: self.refused_rows(),
            sessions: self.sessions,
            status,
        }
    }
}
