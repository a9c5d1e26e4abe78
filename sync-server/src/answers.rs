//! What the server answers a session that asks its store: who may enter, what they get, and what is taken from them.
//!
//! How requests follow each other is `core::sync`'s, how things are kept `core::store`'s. Founding and joining are `joining`'s.

mod erasing;
mod files;
mod joining;
mod releasing;
mod taking;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use doorstep_core::device::{View, carried};
use doorstep_core::entry::Refusal;
use doorstep_core::ids::DeviceId;
use doorstep_core::net::Backend;
use doorstep_core::store::{FeedQuery, Logs, SqliteStore, StoreError};
use doorstep_core::sync::{self, Admit, Admitted, BackedUp, FeedPage, Reply, Request};
use doorstep_core::time::Timestamp;
use tracing::error;

use self::erasing::Kept;
use crate::audit::{AuditLog, Event, What};
use crate::backup::BackupNote;
use crate::host::{Identity, StoreFiles};
use crate::ledger::Ledger;
use crate::limits::{Allowances, Attempts, FileLimits, Limits, WRONG_SECRETS};
use crate::machine::Machine;
use crate::metrics::Metrics;
use crate::token::FoundingToken;

/// The server's store and what it needs to answer from it.
#[derive(Debug)]
pub(crate) struct Answers {
    pub(crate) store: SqliteStore,
    identity: Identity,
    /// What founds a project; gone once one is there.
    token: Mutex<Option<FoundingToken>>,
    /// Held while the server writes into its own log.
    writing: Mutex<()>,
    allowances: Allowances,
    /// How many bytes of files are taken.
    file_limits: FileLimits,
    attempts: Attempts<IpAddr>,
    /// The erasure ledger.
    kept: Mutex<Kept>,
    pub(crate) audit: AuditLog,
    /// Where the note of the latest backup lies.
    directory: PathBuf,
    machine: Machine,
    pub(crate) metrics: Metrics,
}

impl Answers {
    pub(crate) fn new(
        store: SqliteStore,
        identity: Identity,
        token: Option<FoundingToken>,
        limits: &Limits,
        files: &StoreFiles,
        machine: Machine,
        audit: AuditLog,
    ) -> Self {
        let ledger = Ledger::in_directory(files.directory());
        let (token, writing, kept) = (Mutex::new(token), Mutex::default(), Mutex::new(Kept::new(ledger)));
        let (allowances, attempts) = (Allowances::new(limits.entries), Attempts::new(WRONG_SECRETS));
        let file_limits = limits.files;
        let (directory, metrics) = (files.directory().to_owned(), Metrics::default());
        Self {
            store,
            identity,
            token,
            writing,
            allowances,
            file_limits,
            attempts,
            kept,
            audit,
            directory,
            machine,
            metrics,
        }
    }

    /// The answers for one device on the line, at this address.
    pub(crate) fn for_device(self: &Arc<Self>, device: DeviceId, address: IpAddr) -> DeviceAnswers {
        DeviceAnswers { answers: Arc::clone(self), device, address }
    }

    /// What the server's clock says.
    pub(crate) fn now(&self) -> Timestamp {
        self.machine.now()
    }

    /// What the server itself may see: its pages show no more.
    pub(crate) fn view(&self) -> View<'_> {
        View::of(&self.store, &self.identity.keypair.public())
    }

    /// Writes into the audit log what a device did that may be a stranger's.
    pub(crate) fn audit_of(&self, device: DeviceId, event: Event) {
        let is_known = self.store.membership().is_ok_and(|members| members.standing_of(&device).is_some());
        let event = event.by(device);
        if is_known { self.audit.note(event) } else { self.audit.note_stranger(event) }
    }

    fn admit(&self, device: DeviceId, wanted: &Admit) -> Result<Admitted, Refusal> {
        if wanted.device != device {
            return Err(Refusal::UnknownDevice);
        }
        let membership = self.store.membership().map_err(refusal_of)?;
        if membership.project() != wanted.project {
            return Err(Refusal::UnknownProject);
        }
        // Whoever once had rights may still hand over what they have not sent.
        if membership.standing_of(&device).is_none() {
            return Err(Refusal::UnknownDevice);
        }
        Ok(Admitted {
            scopes: membership.carried_by(&device),
            generation: self.identity.generation,
            epoch: membership.epoch(),
            time: self.machine.now(),
            own: self.store.holdings(Logs::OfLife(device, wanted.incarnation)).map_err(refusal_of)?,
            missing_chunks: self.store.missing_chunks(false).map_err(refusal_of)?.into_iter().collect(),
            backup: self.backup_for(device, wanted.known_backup).map_err(refusal_of)?,
            holdings: None,
        })
    }

    /// What of a device's entries is in the latest backup, if that is news to it.
    fn backup_for(&self, device: DeviceId, known: Option<Timestamp>) -> Result<Option<BackedUp>, StoreError> {
        let note = BackupNote::read(&self.directory).filter(|note| note.generation == self.identity.generation);
        let at = note.map_or(Timestamp(0), |note| note.at);
        if known.is_none_or(|known| known == at) {
            return Ok(None);
        }
        let position = note.map_or(0, |note| note.position);
        Ok(Some(BackedUp { at, own: self.store.holdings_at(Logs::OfDevice(device), position)?, position }))
    }

    fn read_feed(&self, query: &sync::FeedQuery) -> Result<FeedPage, Refusal> {
        let sync::FeedQuery { position, scopes, except, max_bytes, .. } = query;
        let query = FeedQuery { after: *position, scopes, exclude: Some(*except), max_bytes: *max_bytes };
        let page = self.store.feed(&query).map_err(refusal_of)?;
        Ok(FeedPage { runs: page.runs, position: page.next_position, at_end: page.at_end })
    }
}

/// Answers one device's session.
#[derive(Debug, Clone)]
pub(crate) struct DeviceAnswers {
    answers: Arc<Answers>,
    device: DeviceId,
    address: IpAddr,
}

impl Backend for DeviceAnswers {
    fn answer(&self, request: Request) -> Reply {
        let Self { answers, device, address } = self;
        let enters = matches!(request, Request::Admit(_) | Request::Found { .. } | Request::Redeem(_));
        let reply = match request {
            Request::Admit(wanted) => answers.admit(*device, &wanted).map(Reply::Admitted),
            Request::Found { token, act } => {
                answers.limited(*address, |answers| answers.found(*device, &token, &act)).map(Reply::Founding)
            }
            Request::Redeem(redeem) => {
                answers.limited(*address, |answers| answers.redeem(*device, &redeem)).map(Reply::Founding)
            }
            Request::ReadFeed(query) => {
                let page = answers.read_feed(&query);
                page.inspect(|page| answers.metrics.followers.note(*device, page.position)).map(Reply::Feed)
            }
            Request::Ingest(runs) => Ok(answers.take(*device, runs)),
            Request::WeighFiles(blobs) => answers.weigh(&blobs).map(Reply::Weighed),
            Request::PutChunk(chunk) => answers.put_chunk(chunk),
            Request::ReadChunks(_)
            | Request::PutFounding(_)
            | Request::ReadRuns(_)
            | Request::ReadHoldings { .. }
            | Request::ReadMissing
            | Request::SaveProgress(_) => carried(&answers.store, request).map_err(refusal_of),
        };
        reply.unwrap_or_else(|refusal| {
            if enters {
                answers.audit_of(*device, Event::new(What::TurnedAway).because(refusal));
            }
            Reply::Sorry(refusal)
        })
    }
}

/// What the other side is told when the store fails; the log has the reason, which names nobody.
fn refusal_of(error: StoreError) -> Refusal {
    match error {
        StoreError::NotFounded | StoreError::OtherProject { .. } => Refusal::UnknownProject,
        StoreError::Full | StoreError::Damaged | StoreError::Unusable | StoreError::Io(_) | StoreError::Database(_) => {
            error!(%error, "the store failed");
            Refusal::Storage
        }
        StoreError::Newer { .. }
        | StoreError::Foreign
        | StoreError::InUse
        | StoreError::NotEncrypted
        | StoreError::KeyMissing
        | StoreError::WrongKey
        | StoreError::NoCipher
        | StoreError::Interrupted
        | StoreError::UnknownBlob
        | StoreError::WrongChunk { .. }
        | StoreError::UnknownDraft
        | StoreError::AlreadyClaimed
        | StoreError::Inconsistent => {
            error!(%error, "the store failed");
            Refusal::Internal
        }
    }
}
