//! What the server answers a session that asks its store: who may enter, what they get, and what is taken from them.
//!
//! How requests follow each other is `core::sync`'s, how things are kept `core::store`'s. Founding and joining are `joining`'s.

mod erasing;
mod joining;
mod taking;

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use doorstep_core::device::{View, carried};
use doorstep_core::entry::Refusal;
use doorstep_core::ids::DeviceId;
use doorstep_core::net::Backend;
use doorstep_core::store::{FeedQuery, Logs, SqliteStore, StoreError};
use doorstep_core::sync::{self, Admit, Admitted, FeedPage, Reply, Request};
use tracing::error;

use self::erasing::Kept;
pub(crate) use self::erasing::LedgerError;
use crate::host::Identity;
use crate::ledger::Ledger;
use crate::limits::{Allowances, Attempts, Budget, WRONG_SECRETS};
use crate::machine;
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
    attempts: Attempts<IpAddr>,
    /// The erasure ledger.
    kept: Mutex<Kept>,
}

impl Answers {
    pub(crate) fn new(
        store: SqliteStore,
        identity: Identity,
        token: Option<FoundingToken>,
        entries: Budget,
        ledger: Ledger,
    ) -> Self {
        let (token, writing, kept) = (Mutex::new(token), Mutex::default(), Mutex::new(Kept::new(ledger)));
        let (allowances, attempts) = (Allowances::new(entries), Attempts::new(WRONG_SECRETS));
        Self { store, identity, token, writing, allowances, attempts, kept }
    }

    /// The answers for one device on the line, at this address.
    pub(crate) fn for_device(self: &Arc<Self>, device: DeviceId, address: IpAddr) -> DeviceAnswers {
        DeviceAnswers { answers: Arc::clone(self), device, address }
    }

    /// What the server itself may see: its pages show no more.
    pub(crate) fn view(&self) -> View<'_> {
        View::of(&self.store, &self.identity.keypair.public())
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
            scopes: membership.readable_by(&device),
            generation: self.identity.generation,
            epoch: membership.epoch(),
            time: machine::now(),
            own: self.store.holdings(Logs::OfLife(device, wanted.incarnation)).map_err(refusal_of)?,
            missing_chunks: self.store.missing_chunks().map_err(refusal_of)?.into_iter().collect(),
        })
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
        let reply = match request {
            Request::Admit(wanted) => answers.admit(*device, &wanted).map(Reply::Admitted),
            Request::Found { token, act } => {
                answers.limited(*address, |answers| answers.found(*device, &token, &act)).map(Reply::Founding)
            }
            Request::Redeem(redeem) => {
                answers.limited(*address, |answers| answers.redeem(*device, &redeem)).map(Reply::Founding)
            }
            Request::ReadFeed(query) => answers.read_feed(&query).map(Reply::Feed),
            Request::Ingest(runs) => Ok(answers.take(*device, runs)),
            Request::PutChunk(_)
            | Request::ReadChunks(_)
            | Request::PutFounding(_)
            | Request::ReadRuns(_)
            | Request::ReadHoldings { .. }
            | Request::SaveProgress(_) => carried(&answers.store, request).map_err(refusal_of),
        };
        reply.unwrap_or_else(Reply::Sorry)
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
