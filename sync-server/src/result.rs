//! What the pages show: releases as they were made, and the server's status. Nothing is computed anew for a visit.

use std::sync::{Arc, Mutex, PoisonError};

use doorstep_core::device::{DeviceError, Releases};
use doorstep_core::document::kinds::release::Release;
use doorstep_core::words::Words;
use tracing::error;

use crate::answers::Answers;
use crate::backup::BackupNote;
use crate::host::StoreFiles;
use crate::limits::Connections;
use crate::metrics::Gauges;
use crate::page::{ListPage, Rendering};
use crate::status::Status;

/// Renders releases and the status from a server's store.
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

impl ResultPage {
    fn list_page(&self, words: &Words) -> Result<String, DeviceError> {
        let view = self.answers.view();
        let Releases { made, .. } = view.releases(self.answers.now())?;
        let releases: Vec<Release> = made.into_iter().map(|(_, release)| release).collect();
        let founding = self.answers.store.founding();
        let project = founding.as_ref().map_or("", |founding| founding.name());
        let interviews = view.interviews()?;
        Ok(ListPage { project, releases: &releases, interviews, now: self.answers.now() }.html(words))
    }

    /// The page of a release that is published.
    fn release_page(&self, number: u64, words: &Words) -> Result<Option<String>, DeviceError> {
        if self.answers.store.founding().is_none() {
            return Ok(None);
        }
        let (view, now) = (self.answers.view(), self.answers.now());
        let made = view.releases(now)?.made;
        let found = made.iter().find(|(_, release)| release.number == number && release.is_published(now));
        let Some((id, _)) = found else { return Ok(None) };
        Ok(view.release_content(*id)?.page(words.language().main()).map(str::to_owned))
    }
}

impl Rendering for ResultPage {
    fn list(&self, words: &Words) -> Option<String> {
        let _computing = self.computing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.answers.store.founding().is_none() {
            return Some(NO_PROJECT.to_owned());
        }
        let page = self.list_page(words);
        page.inspect_err(|error| error!(%error, "the releases could not be read")).ok()
    }

    fn release(&self, number: u64, words: &Words) -> Option<Option<String>> {
        let _computing = self.computing.lock().unwrap_or_else(PoisonError::into_inner);
        let page = self.release_page(number, words);
        page.inspect_err(|error| error!(%error, "a release could not be read")).ok()
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
