//! A session that is watched: it is answered from the device, and the app is told how far it is.

use std::sync::{Arc, Mutex, PoisonError};

use doorstep_core::device::Device;
use doorstep_core::net::Backend;
use doorstep_core::sync::{Reply, Request};

use crate::CallbackError;

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

/// Answers a session from the device, and tells the app how far it is.
pub(super) struct Watched {
    device: Arc<Device>,
    observer: Option<Arc<dyn SyncObserver>>,
    seen: Mutex<SyncProgress>,
}

impl Watched {
    pub(super) fn new(device: Arc<Device>, observer: Option<Arc<dyn SyncObserver>>) -> Self {
        Self { device, observer, seen: Mutex::default() }
    }
}

impl Backend for Watched {
    fn answer(&self, request: Request) -> Reply {
        let before = gain_of_request(&request);
        let reply = self.device.answer(request);
        if let Some(observer) = &self.observer {
            let after = gain_of_reply(&reply);
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
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
