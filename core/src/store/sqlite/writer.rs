//! The one writer, and group commit: callers put their runs into a queue, and whoever gets the writer commits for all.
//!
//! No thread is started for it: the next caller to take the lock finds what others left in the queue.

use std::mem;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::apply::SqliteEngine;
use super::following::Followers;
use super::set_aside::{self, Rewritten};
use super::{SqliteStore, blobs, drafts, erasing, receipts};
use crate::entry::{CheckedRun, Content, Outcome, Ranges, blob_hash};
use crate::ids::{BlobHash, DocId, EntryHash, Generation, LogId};
use crate::store::{StoreError, ingest_in};

/// How many entries one transaction takes in at most, unless one caller alone brings more.
const BATCH_ENTRIES: usize = 512;

/// What one caller wants stored, all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Ingest {
    /// The runs, after checking.
    pub runs: Vec<CheckedRun>,
    /// The draft that these runs finish: it is deleted with the same commit, provided that nothing was refused.
    pub finishes: Option<DocId>,
    /// The entry that had given way and that these runs write again: noted with the same commit, provided that nothing was refused.
    pub rewrites: Option<Rewritten>,
    /// Whole blobs whose manifests are among the runs, so that their author never has one without the other.
    pub blobs: Vec<Vec<u8>>,
    /// The server that sent the runs: what is stored of them counts as acknowledged by it, with the same commit.
    pub from: Option<Generation>,
}

impl Ingest {
    fn describes_its_blobs(&self) -> bool {
        let described = |name: BlobHash| {
            self.runs.iter().flat_map(|run| &run.entries).any(|entry| match &entry.content {
                Content::Manifest(manifest) => manifest.blob == name,
                Content::Opening(_)
                | Content::Change(_)
                | Content::Sealed(_)
                | Content::Act(_)
                | Content::Order(_)
                | Content::Opaque
                | Content::Erased => false,
            })
        };
        self.blobs.iter().all(|blob| described(blob_hash(blob)))
    }
}

/// One caller's place in the queue.
#[derive(Debug)]
pub(super) struct Job(Mutex<Progress>);

#[derive(Debug)]
enum Progress {
    Waiting(Ingest),
    Taken,
    Done(Result<Vec<Outcome>, StoreError>),
}

impl Job {
    /// What became of it, once somebody has committed it.
    fn take_result(&self) -> Option<Result<Vec<Outcome>, StoreError>> {
        let mut progress = lock(&self.0);
        match mem::replace(&mut *progress, Progress::Taken) {
            Progress::Done(result) => Some(result),
            unfinished @ (Progress::Waiting(_) | Progress::Taken) => {
                *progress = unfinished;
                None
            }
        }
    }
}

/// Takes a lock. A caller that panicked has left nothing half done: its transaction was rolled back.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The connection that writes.
#[derive(Debug)]
pub(super) struct Writer {
    connection: Connection,
    followers: Arc<Followers>,
    failed: bool,
    commits: u64,
}

impl Writer {
    pub(super) fn new(connection: Connection, followers: Arc<Followers>) -> Self {
        Self { connection, followers, failed: false, commits: 0 }
    }

    /// How many transactions were committed.
    #[cfg(test)]
    pub(super) fn commits(&self) -> u64 {
        self.commits
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Does all of this or nothing, and returns when it is on the disk.
    pub(super) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.failed {
            return Err(StoreError::Unusable);
        }
        let result = self.attempt(work);
        // After a failed write or sync nobody can tell what is on the disk: only opening again does.
        self.failed = result.as_ref().is_err_and(StoreError::is_fatal);
        result
    }

    /// Takes the last traces of what was erased out of the file, if that is due. When it can't be done now it stays due.
    pub(super) fn clean(&mut self) {
        let cleaned = erasing::clean(self);
        self.failed |= cleaned.is_err_and(|error| error.is_fatal());
    }

    fn attempt<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&tx)?;
        let changes = self.followers.changes(&tx)?;
        tx.commit()?;
        self.followers.publish(&changes);
        self.commits += 1;
        Ok(value)
    }
}

impl SqliteStore {
    /// Stores checked runs and says what became of each, in their order. What is reported as stored is on the disk.
    ///
    /// May be called from many threads: runs that wait at the same time share one commit.
    ///
    /// # Errors
    /// Nothing of these runs was stored: the disk is full or failed, or the store holds no project.
    pub fn ingest(&self, runs: Vec<CheckedRun>) -> Result<Vec<Outcome>, StoreError> {
        if runs.is_empty() {
            return Ok(Vec::new());
        }
        self.ingest_all(Ingest { runs, ..Ingest::default() })
    }

    /// Stores checked runs together with the blobs that they describe, and deletes the draft that they finish.
    ///
    /// # Errors
    /// As for [`ingest`](Self::ingest); and a blob has no manifest among the runs.
    pub fn ingest_all(&self, ingest: Ingest) -> Result<Vec<Outcome>, StoreError> {
        if !ingest.describes_its_blobs() {
            return Err(StoreError::UnknownBlob);
        }
        let job = Arc::new(Job(Mutex::new(Progress::Waiting(ingest))));
        lock(&self.queue).push_back(Arc::clone(&job));
        let mut writer = lock(&self.writer);
        loop {
            if let Some(result) = job.take_result() {
                return result;
            }
            let batch = self.next_batch();
            if batch.is_empty() {
                return Err(StoreError::Interrupted);
            }
            self.commit(&mut writer, batch);
        }
    }

    /// Stores runs together with a claim that is made once: the use of an invite. Both are stored, or neither.
    ///
    /// # Errors
    /// As for [`ingest`](Self::ingest); or the claim was made before.
    pub fn ingest_claiming(&self, claim: EntryHash, runs: Vec<CheckedRun>) -> Result<Vec<Outcome>, StoreError> {
        let project = self.caches.membership()?.project();
        let mut writer = lock(&self.writer);
        let (outcomes, pending) = writer.transaction(|tx| {
            let sql = "INSERT INTO claim (invite) VALUES (:invite) ON CONFLICT (invite) DO NOTHING";
            if tx.prepare_cached(sql)?.execute([claim])? == 0 {
                return Err(StoreError::AlreadyClaimed);
            }
            let mut engine = SqliteEngine::new(tx, &self.caches);
            let outcomes = ingest_in(&mut engine, project, self.hooks.plan, runs)?;
            if outcomes.iter().any(|outcome| !outcome.refused.is_empty()) {
                return Err(StoreError::Inconsistent);
            }
            Ok((outcomes, engine.into_pending()))
        })?;
        pending.publish(&self.caches);
        Ok(outcomes)
    }

    /// The jobs at the head of the queue, up to a batch.
    fn next_batch(&self) -> Vec<(Arc<Job>, Ingest)> {
        let mut queue = lock(&self.queue);
        let (mut batch, mut entries) = (Vec::new(), 0);
        while let Some(job) = queue.front() {
            let mut progress = lock(&job.0);
            if let Progress::Waiting(ingest) = &*progress {
                entries += ingest.runs.iter().map(|run| run.entries.len()).sum::<usize>();
                if entries > BATCH_ENTRIES && !batch.is_empty() {
                    break;
                }
            }
            let taken = mem::replace(&mut *progress, Progress::Taken);
            drop(progress);
            if let (Progress::Waiting(ingest), Some(job)) = (taken, queue.pop_front()) {
                batch.push((job, ingest));
            }
        }
        batch
    }

    fn commit(&self, writer: &mut Writer, batch: Vec<(Arc<Job>, Ingest)>) {
        let (jobs, ingests): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        match self.store(writer, ingests) {
            Ok(outcomes) => {
                for (job, outcomes) in jobs.iter().zip(outcomes) {
                    *lock(&job.0) = Progress::Done(Ok(outcomes));
                }
            }
            Err(error) => {
                for job in jobs {
                    *lock(&job.0) = Progress::Done(Err(error.clone()));
                }
            }
        }
    }

    /// One transaction for all of these; the caches follow before anybody else may write.
    fn store(&self, writer: &mut Writer, ingests: Vec<Ingest>) -> Result<Vec<Vec<Outcome>>, StoreError> {
        let project = self.caches.membership()?.project();
        let mut runs: Vec<CheckedRun> = Vec::new();
        let mut rests = Vec::with_capacity(ingests.len());
        for mut ingest in ingests {
            let mine = mem::take(&mut ingest.runs);
            rests.push((mine.iter().map(|run| run.log).collect(), ingest));
            runs.extend(mine);
        }
        let (shared, forms, pending) = writer.transaction(|tx| {
            let mut engine = SqliteEngine::new(tx, &self.caches);
            let mut outcomes = ingest_in(&mut engine, project, self.hooks.plan, runs)?.into_iter();
            let (mut shared, mut forms) = (Vec::with_capacity(rests.len()), Vec::new());
            for (logs, ingest) in rests {
                let logs: Vec<LogId> = logs;
                let mine: Vec<Outcome> = outcomes.by_ref().take(logs.len()).collect();
                forms.extend(finish(&engine, &logs, &mine, ingest)?);
                shared.push(mine);
            }
            Ok((shared, forms, engine.into_pending()))
        })?;
        pending.publish(&self.caches);
        if self.unread_waits.load(Ordering::Relaxed) {
            // What came is stored: it does not fail with what was unread before.
            let _ = self.read_again(writer);
        }
        writer.clean();
        for (form, bytes) in forms {
            self.learn_rules(form, &bytes);
        }
        Ok(shared)
    }
}

/// What goes with one caller's runs; returns the form versions that are whole now.
fn finish(
    engine: &SqliteEngine<'_>,
    logs: &[LogId],
    outcomes: &[Outcome],
    ingest: Ingest,
) -> Result<Vec<(BlobHash, Vec<u8>)>, StoreError> {
    if let Some(generation) = ingest.from {
        for (log, outcome) in logs.iter().zip(outcomes) {
            if let (Some((first, end)), Some(known)) = (outcome.stored, engine.known_log(log)) {
                receipts::add(engine.tx, generation, known.row, &Ranges::of(first, end))?;
            }
        }
    }
    let mut forms = Vec::new();
    if outcomes.iter().all(|outcome| outcome.refused.is_empty()) {
        ingest.finishes.map(|draft| drafts::delete(engine.tx, draft)).transpose()?;
        ingest.rewrites.map(|entry| set_aside::rewritten(engine.tx, &entry)).transpose()?;
        for blob in ingest.blobs {
            forms.extend(blobs::put_whole(engine.tx, &blob)?.map(|form| (form, blob)));
        }
    }
    Ok(forms)
}
