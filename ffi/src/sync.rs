//! Syncing with the project's server: a task of its own carries it, so that an app that stops waiting stops nothing.
//!
//! What is said on the line is `doorstep_core::sync`'s; who is called, and how often, is decided here.

mod report;
mod watched;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use doorstep_core::device::{Device, DeviceError, Exchange, JoinRequest, Moment, Standing, explain};
use doorstep_core::member::Invite;
use doorstep_core::net::{Caller, Driven, Target, TimeLimits, Way, reach};
use doorstep_core::sync::{CallerOpening, Session, SessionReport, Token};
use doorstep_core::words::Words;
use tracing::{info, warn};

use crate::changes::Changes;
use crate::{Change, Phone, PhoneError, machine};

pub(crate) use report::Done;
use report::row_of;
pub use report::{RefusedRow, SessionRow, SyncReport, SyncWay};
use watched::Watched;
pub use watched::{SyncObserver, SyncProgress};

/// The most sessions of one sync: what was described in one may be asked for in the next.
const MOST_SESSIONS: u32 = 5;
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
        let backend = Arc::new(Watched::new(Arc::clone(&self.device), self.observer.clone()));
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
}
