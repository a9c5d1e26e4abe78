//! How a session's requests reach a store: what phones and the server do alike.

use crate::document::{Change, Document};
use crate::entry::{CheckedRun, PlacedRun, Refusal, Run, check_runs, response_row};
use crate::ids::BlobHash;
use crate::member::Class;
use crate::store::{Logs, OfferedFile, SqliteStore, StoreError, StoredLog};
use crate::sync::{Chunk, ChunkQuery, FileSaid, Reply, Request, RunQuery, Weighed};

/// How many responses are evaluated at once when their form version comes after them.
const RECOUNT: u32 = 500;

/// Answers those requests that both sides of a session answer alike; the others are refused.
///
/// # Errors
/// When the store can't be read or written; nothing of the request is stored then.
pub fn carried(store: &SqliteStore, request: Request) -> Result<Reply, StoreError> {
    match request {
        Request::Ingest(runs) => Ok(Reply::Ingested(store.ingest(checked(store, runs)?)?)),
        Request::PutChunk(chunk) => put_chunk(store, &chunk),
        Request::ReadChunks(query) => chunks_of(store, &query).map(Reply::Chunks),
        Request::WeighFiles(blobs) => weighed(store, &blobs, 0).map(Reply::Weighed),
        Request::Admit(_)
        | Request::Found { .. }
        | Request::Redeem(_)
        | Request::ReadFeed(_)
        | Request::PutFounding(_)
        | Request::ReadRuns(_)
        | Request::ReadHoldings { .. }
        | Request::ReadMissing
        | Request::SaveProgress(_) => Ok(Reply::Sorry(Refusal::BadFrame)),
    }
}

/// Checks runs. What an earlier one of them tells of a log is known to the later ones.
fn checked(store: &SqliteStore, runs: Vec<Run>) -> Result<Vec<CheckedRun>, StoreError> {
    let project = store.membership()?.project();
    let mut placed: Vec<PlacedRun> = Vec::with_capacity(runs.len());
    for run in runs {
        let mut known = store.log_key(run.log, run.first_seq)?;
        for earlier in placed.iter().rev().map(|earlier| earlier.key_for(run.log, run.first_seq)) {
            known.opening = known.opening.or(earlier.opening);
            known.before = known.before.or(earlier.before);
        }
        placed.push(PlacedRun::new(project, run, known));
    }
    Ok(check_runs(placed))
}

/// Some of the entries that are wanted, about as many as fit; none when none is here.
///
/// # Errors
/// When the store can't be read.
pub fn runs_of(store: &SqliteStore, query: &RunQuery) -> Result<Vec<Run>, StoreError> {
    let mut runs = Vec::new();
    let mut left = query.max_bytes;
    for (log, ranges) in &query.wanted.0 {
        for (first, end) in ranges.iter() {
            if left == 0 && !runs.is_empty() {
                return Ok(runs);
            }
            let run = store.read_run(*log, first, end, left.max(1))?;
            if run.entries.is_empty() {
                continue;
            }
            left = left.saturating_sub(run.entries.iter().map(crate::entry::Entry::size_bytes).sum());
            let cut_short = run.end_seq() < end;
            runs.push(run);
            if cut_short {
                return Ok(runs);
            }
        }
    }
    Ok(runs)
}

fn put_chunk(store: &SqliteStore, chunk: &Chunk) -> Result<Reply, StoreError> {
    match store.put_chunk(chunk.blob, u64::from(chunk.index), &chunk.bytes) {
        Ok(progress) if progress.whole => whole(store, chunk.blob),
        Ok(_) | Err(StoreError::UnknownBlob) => Ok(Reply::Done),
        Err(StoreError::WrongChunk { .. }) => Ok(Reply::Sorry(Refusal::BadManifest)),
        Err(error) => Err(error),
    }
}

/// What follows from the last piece of a blob.
fn whole(store: &SqliteStore, blob: BlobHash) -> Result<Reply, StoreError> {
    recount(store, blob)?;
    let is_file = !store.scopes_of_file(blob)?.is_empty();
    Ok(if is_file { Reply::File(FileSaid::kept(blob, false)) } else { Reply::Done })
}

/// What is here of files that somebody offers. Those that were whole by the time of the latest backup, by their number, are in it.
///
/// # Errors
/// When the store can't be read.
pub fn weighed(store: &SqliteStore, blobs: &[BlobHash], in_backup: u64) -> Result<Weighed, StoreError> {
    let mut weighed = Weighed::default();
    for (blob, here) in store.offered_files(blobs)? {
        match here {
            OfferedFile::Whole(number) => weighed.said.push(FileSaid::kept(blob, number <= in_backup)),
            OfferedFile::Lacks(pieces) => {
                weighed.missing.insert(blob, pieces);
            }
        }
    }
    Ok(weighed)
}

/// Evaluates the responses that came before their form version did.
fn recount(store: &SqliteStore, form: BlobHash) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let uncounted = store.responses_without_contribution(form, after, RECOUNT)?;
        let Some(last) = uncounted.last() else { return Ok(()) };
        after = last.place();
        let mut counted = Vec::with_capacity(uncounted.len());
        for response in uncounted {
            let changes = response.changes.iter().map(|stored| Change::read(stored.body.clone(), stored.actor));
            let Ok(changes) = changes.collect::<Result<Vec<_>, _>>() else { continue };
            let Ok(document) = Document::load(changes) else { continue };
            let row = response_row(&response.key, &document, |form| store.rules(form));
            if let Some(contribution) = row.and_then(|row| row.contribution) {
                counted.push((response, contribution));
            }
        }
        store.set_contributions(&counted)?;
    }
}

/// Whether a document that the reader may read or carry describes this blob.
fn is_described_for(store: &SqliteStore, query: &ChunkQuery) -> Result<bool, StoreError> {
    if store.scopes_of_file(query.blob)?.iter().any(|scope| query.reader.covers(scope)) {
        return Ok(true);
    }
    let reads_forms = |log: &StoredLog| log.opening.scope.class == Class::Project;
    Ok(store.is_form_blob(query.blob)? && store.logs(Logs::In(&query.reader))?.iter().any(reads_forms))
}

/// Chunks of a blob, if a document that the reader may read describes it.
fn chunks_of(store: &SqliteStore, query: &ChunkQuery) -> Result<Vec<Chunk>, StoreError> {
    let described = is_described_for(store, query)?;
    let mut chunks = Vec::new();
    let mut bytes = 0;
    for index in query.chunks.iter().flat_map(|(first, end)| first..end) {
        if !described || (bytes >= query.max_bytes && !chunks.is_empty()) {
            break;
        }
        let Some(chunk) = store.chunk(query.blob, index)? else { break };
        let Ok(place) = u32::try_from(index) else { break };
        bytes += chunk.len();
        chunks.push(Chunk { blob: query.blob, index: place, bytes: chunk });
    }
    Ok(chunks)
}
