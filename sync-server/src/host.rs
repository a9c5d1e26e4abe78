//! A running server: its store, its socket, its page, and how it starts and stops.
//!
//! What it answers inside a session is `answers`; what a start prints is `announcement`.

mod announcement;
mod files;
mod identity;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use doorstep_core::net::{ListenError, Listener, TransportSettings};
use doorstep_core::store::{SqliteStore, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::{error, info};

pub use self::announcement::{Announcement, HeldProject};
pub(crate) use self::files::StoreFiles;
pub(crate) use self::identity::{Identity, IdentityError};
use crate::answers::Answers;
use crate::audit::{AuditLog, Event, What};
use crate::calls::Calls;
use crate::card;
use crate::ledger::LedgerError;
use crate::limits::{Connections, Limits};
use crate::machine::Machine;
use crate::page::{self, Guard, PageError, PageNames, Proxies};
use crate::result::ResultPage;
use crate::token::FoundingToken;

/// How a server is started.
#[derive(Debug, Clone)]
pub struct HostOptions {
    /// Directory of its store.
    pub store: PathBuf,
    /// Where devices reach it.
    pub listen: SocketAddr,
    /// Where the result is shown, or not at all.
    pub page: Option<PageOptions>,
    /// How it speaks QUIC.
    pub transport: TransportSettings,
    /// What it takes from one caller.
    pub limits: Limits,
}

/// How the result is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOptions {
    /// Where.
    pub address: SocketAddr,
    /// Whether other machines may reach it.
    pub exposed: bool,
    /// Under which names.
    pub names: PageNames,
    /// The proxies in front of it.
    pub proxies: Proxies,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// Its directory can't be made or read.
    #[error("the directory {} can't be used: {source}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Its store can't be used.
    #[error("{}: {source}", path.display())]
    Store {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// The system gives no randomness.
    #[error("this machine gives no randomness")]
    Randomness(#[from] getrandom::Error),
    /// Its socket can't be opened.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// Its page can't be shown.
    #[error(transparent)]
    Page(#[from] PageError),
}

impl HostOptions {
    /// A server for this machine alone, on any free port and without a page.
    pub fn on_loopback(store: PathBuf) -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Self { store, listen, page: None, transport: TransportSettings::default(), limits: Limits::default() }
    }
}

impl Default for PageOptions {
    /// This machine's own address, port 8080.
    fn default() -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 8080));
        Self { address, exposed: false, names: PageNames::default(), proxies: Proxies::default() }
    }
}

impl HostError {
    fn of_ledger(files: &StoreFiles, error: LedgerError) -> Self {
        let path = files.directory().to_owned();
        match error {
            LedgerError::Store(source) => Self::Store { path, source },
            LedgerError::Ledger(source) => Self::Directory { path, source },
        }
    }

    fn of_store(files: &StoreFiles, error: IdentityError) -> Self {
        let path = files.directory().to_owned();
        match error {
            IdentityError::Store(source) => Self::Store { path, source },
            IdentityError::Note(source) => Self::Directory { path, source },
        }
    }
}

/// A running server. Dropping it without [`Host::stop`] leaves its tasks to the runtime.
#[derive(Debug)]
pub struct Host {
    announcement: Announcement,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Host {
    /// Starts a server on the store in a directory, which is made if it is not there.
    ///
    /// # Errors
    /// The store is in use, newer, damaged or not writable, or an address can't be listened on. Nothing runs then.
    pub async fn start(options: HostOptions) -> Result<Self, HostError> {
        let files = StoreFiles::in_directory(&options.store);
        let machine = Machine::default();
        let (store, identity) = open(&files, &machine)?;
        let listener = Listener::bind(options.listen, &identity.keypair, &options.transport)?;
        let page = match &options.page {
            Some(PageOptions { address, exposed, names, proxies }) => {
                let asked = Guard { names: names.clone(), proxies: proxies.clone() };
                Some((page::bind(*address, *exposed).await?, asked))
            }
            None => None,
        };
        let founding = store.founding();
        let token = if founding.is_none() { Some(FoundingToken::random(&mut machine.rng()?)) } else { None };
        let announcement = Announcement {
            address: listener.address(),
            pin: identity.keypair.public(),
            token: token.as_ref().map(|token| token.as_str().to_owned()),
            token_file: None,
            project: founding.map(|act| HeldProject { id: act.project(), name: act.name().to_owned() }),
            page: page.as_ref().and_then(|(listener, _)| listener.local_addr().ok()),
        };
        let answers = Arc::new(answers_in(&files, (store, identity), token, &options.limits, machine)?);
        if let Err(refusal) = answers.write_snapshot() {
            error!(code = refusal.name(), "the server could not state which membership it holds");
        }
        if let Err(refusal) = answers.answer_asks() {
            error!(code = refusal.name(), "what was asked of releases could not be answered");
        }
        let (stop, stopped) = watch::channel(false);
        let connections = Connections::default();
        let calls = Calls::new(Arc::clone(&answers), connections.clone(), options.limits);
        let mut tasks = vec![tokio::spawn(calls.answer_all(listener, stopped.clone()))];
        if let Some((listener, asked)) = page {
            let cards = card::routes(Arc::clone(&answers));
            let rendering = Arc::new(ResultPage::new(answers, files, connections));
            tasks.push(tokio::spawn(async move {
                let mut stopped = stopped;
                let stop = async move { drop(stopped.wait_for(|stop| *stop).await) };
                if let Err(error) = page::serve(listener, rendering, cards, asked, stop).await {
                    error!(%error, "the page stopped");
                }
            }));
        }
        Ok(Self { announcement, stop, tasks })
    }

    /// How it can be reached, and what it held when it started.
    pub fn announcement(&self) -> &Announcement {
        &self.announcement
    }

    /// Ends every session and the page, and returns when the store is closed.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                error!(%error, "a part of the server failed while it stopped");
            }
        }
    }
}

fn open_audit(files: &StoreFiles, machine: &Machine) -> Result<AuditLog, HostError> {
    let path = files.directory().to_owned();
    let audit =
        AuditLog::open(files.directory(), machine.clone()).map_err(|source| HostError::Directory { path, source })?;
    audit.note(Event::new(What::Started));
    let (lines, head) = audit.head();
    info!(lines, head, "audit log");
    Ok(audit)
}

/// What answers from a store; what the erasure ledger beside it names is erased before anybody is answered.
pub(crate) fn answers_in(
    files: &StoreFiles,
    (store, identity): (SqliteStore, Identity),
    token: Option<FoundingToken>,
    limits: &Limits,
    machine: Machine,
) -> Result<Answers, HostError> {
    let audit = open_audit(files, &machine)?;
    let answers = Answers::new(store, identity, token, limits, files, machine, audit);
    let kept = answers.obey_ledger().and_then(|()| answers.keep_orders());
    kept.map_err(|error| HostError::of_ledger(files, error))?;
    Ok(answers)
}

pub(crate) fn open(files: &StoreFiles, machine: &Machine) -> Result<(SqliteStore, Identity), HostError> {
    let path = files.directory().to_owned();
    files.make_directory().map_err(|source| HostError::Directory { path: path.clone(), source })?;
    let store = files.open().map_err(|source| HostError::Store { path, source })?;
    let identity = Identity::load(&store, files.directory(), &mut machine.rng()?);
    Ok((store, identity.map_err(|error| HostError::of_store(files, error))?))
}
