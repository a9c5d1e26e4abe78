//! What the page shows: the result as outsiders may see it, computed anew from the store, and the server's status.

use std::sync::Arc;

use doorstep_core::device::Results;
use doorstep_core::evaluation::Disclosure;
use doorstep_core::report;
use doorstep_core::words::{Language, Words};
use tracing::error;

use crate::answers::Answers;
use crate::host::StoreFiles;
use crate::page::Rendering;
use crate::status::Status;

/// Renders the result and the status from a server's store.
#[derive(Debug)]
pub(crate) struct ResultPage {
    answers: Arc<Answers>,
    files: StoreFiles,
}

impl ResultPage {
    pub(crate) fn new(answers: Arc<Answers>, files: StoreFiles) -> Self {
        Self { answers, files }
    }
}

impl Rendering for ResultPage {
    fn page(&self) -> Option<String> {
        let results = Results::of(&self.answers.store, Disclosure::OUTSIDE);
        let results = results.inspect_err(|error| error!(%error, "the result could not be computed")).ok()?;
        Some(report::page(&results.report(), &Words::new(&Language::english())))
    }

    fn status(&self) -> Option<String> {
        let status = Status::of(&self.answers.store, &self.files);
        status.inspect_err(|error| error!(%error, "the status could not be read")).ok().map(|status| status.to_json())
    }
}
