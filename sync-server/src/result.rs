//! What the page shows: the result as outsiders may see it, computed anew from the store, and the server's status.

use std::sync::{Arc, Mutex, PoisonError};

use doorstep_core::device::Results;
use doorstep_core::evaluation::Disclosure;
use doorstep_core::report::{self, Access};
use doorstep_core::words::{Language, Words};
use tracing::error;

use crate::answers::Answers;
use crate::backup::BackupNote;
use crate::host::StoreFiles;
use crate::limits::Connections;
use crate::metrics::Gauges;
use crate::page::Rendering;
use crate::status::Status;

/// Renders the result and the status from a server's store.
#[derive(Debug)]
pub(crate) struct ResultPage {
    answers: Arc<Answers>,
    files: StoreFiles,
    connections: Connections,
    /// One page is computed at a time, however many ask.
    computing: Mutex<()>,
}

impl ResultPage {
    pub(crate) fn new(answers: Arc<Answers>, files: StoreFiles, connections: Connections) -> Self {
        Self { answers, files, connections, computing: Mutex::default() }
    }
}

impl Rendering for ResultPage {
    fn page(&self) -> Option<String> {
        let _computing = self.computing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.answers.store.founding().is_none() {
            return Some(NO_PROJECT.to_owned());
        }
        let results = Results::of(&self.answers.view(), Disclosure::OUTSIDE);
        let results = results.inspect_err(|error| error!(%error, "the result could not be computed")).ok()?;
        let now = self.answers.now().to_string();
        let day = now.split('T').next();
        Some(report::page(&results.report(day, Access::Anybody), &Words::new(&Language::english())))
    }

    fn metrics(&self) -> Option<String> {
        let counts = self.answers.store.counts();
        let counts = counts.inspect_err(|error| error!(%error, "the store could not be counted")).ok()?;
        let head = self.answers.store.head_position();
        let head = head.inspect_err(|error| error!(%error, "the feed's head could not be read")).ok()?;
        Some(self.answers.metrics.to_text(&Gauges {
            connections: self.connections.count(),
            entries: counts.entries,
            waiting: counts.held,
            disk_bytes: self.files.disk_bytes(),
            free_bytes: self.files.free_bytes(),
            lag: self.answers.metrics.followers.lag(head),
            backup_ms: BackupNote::read(self.files.directory()).map(|note| note.at.0),
        }))
    }

    fn status(&self) -> Option<String> {
        let status = Status::of(&self.answers.store, &self.files);
        status.inspect_err(|error| error!(%error, "the status could not be read")).ok().map(|status| status.to_json())
    }
}

const NO_PROJECT: &str = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Doorstep</title>\
    <p>This server holds no project yet.</p></html>";
