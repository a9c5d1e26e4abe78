//! Taking in what devices hand over: entries within their allowance, checked beside other sessions, and chunks of blobs.

use std::sync::Arc;

use doorstep_core::document::{Change, Document};
use doorstep_core::entry::{Outcome, Refusal, Refused, Run, check_run, response_row};
use doorstep_core::ids::{BlobHash, DeviceId};
use doorstep_core::member::DocKind;
use doorstep_core::store::StoreError;
use doorstep_core::sync::{Chunk, ChunkQuery};

use super::{Answers, refusal_of};

impl Answers {
    /// Stores a device's runs, as far as its allowance reaches, and says what became of each.
    pub(super) fn take(&self, device: DeviceId, runs: Vec<Run>) -> Result<Vec<Outcome>, Refusal> {
        let project = self.store.membership().map_err(refusal_of)?.project();
        let (mut outcomes, mut places, mut checked) = (Vec::with_capacity(runs.len()), Vec::new(), Vec::new());
        for run in runs {
            if !self.allowances.take(device, run.entries.len() as u64) {
                outcomes.push(over_budget(&run));
                continue;
            }
            let known = self.store.log_key(run.log, run.first_seq).map_err(refusal_of)?;
            places.push(outcomes.len());
            outcomes.push(Outcome::default());
            checked.push(check_run(project, run, known));
        }
        let stored = self.store.ingest(checked).map_err(refusal_of)?;
        for (place, outcome) in places.into_iter().zip(stored) {
            let (first, end) = outcome.stored.unwrap_or_default();
            self.allowances.give_back(device, (end - first).saturating_sub(outcome.new));
            outcomes[place] = outcome;
        }
        Ok(outcomes)
    }

    /// Stores a piece of a blob; one that nobody waits for is dropped.
    pub(super) fn put_chunk(&self, chunk: &Chunk) -> Result<(), Refusal> {
        match self.store.put_chunk(chunk.blob, chunk.index.into(), &chunk.bytes) {
            Ok(progress) if progress.whole => self.evaluate_by(chunk.blob),
            Ok(_) | Err(StoreError::UnknownBlob) => Ok(()),
            Err(StoreError::WrongChunk { .. }) => Err(Refusal::PayloadMismatch),
            Err(error) => Err(refusal_of(error)),
        }
    }

    /// Evaluates the responses that came before their form version.
    fn evaluate_by(&self, form: BlobHash) -> Result<(), Refusal> {
        let Some(rules) = self.store.rules(form) else { return Ok(()) };
        let mut after = 0;
        loop {
            let page = self.store.responses_without_contribution(form, after, PAGE).map_err(refusal_of)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.place();
            let mut counted = Vec::with_capacity(page.len());
            for response in page {
                let changes = response.changes.iter().filter_map(|it| Change::read(it.body.clone(), it.actor).ok());
                let document = Document::load(changes).map_err(|_| Refusal::Internal)?;
                let row = response_row(&response.key, &document, |_| Some(Arc::clone(&rules)));
                if let Some(contribution) = row.and_then(|row| row.contribution) {
                    counted.push((response, contribution));
                }
            }
            self.store.set_contributions(&counted).map_err(refusal_of)?;
        }
    }

    /// The next chunks of a blob, if its manifest stands where the reader may read.
    pub(super) fn read_chunks(&self, query: &ChunkQuery) -> Result<Vec<Chunk>, Refusal> {
        let mut chunks = Vec::new();
        let Some(manifest) = self.store.manifest(query.blob).map_err(refusal_of)? else { return Ok(chunks) };
        let places = self.store.find_documents(DocKind::FormVersion.number(), manifest.doc()).map_err(refusal_of)?;
        if !places.iter().any(|place| query.reader.covers(&place.scope)) {
            return Ok(chunks);
        }
        let mut size_bytes = 0;
        let here = manifest.chunks.len() as u64;
        for index in query.chunks.iter().flat_map(|(first, end)| first..end.min(here)) {
            let Some(bytes) = self.store.chunk(query.blob, index).map_err(refusal_of)? else { continue };
            if size_bytes > 0 && size_bytes + bytes.len() > query.max_bytes {
                break;
            }
            size_bytes += bytes.len();
            chunks.push(Chunk { blob: query.blob, index: u32::try_from(index).unwrap_or(u32::MAX), bytes });
        }
        Ok(chunks)
    }
}

/// How many responses are evaluated in one go.
const PAGE: u32 = 200;

fn over_budget(run: &Run) -> Outcome {
    let refused = Refused { log: run.log, seq: run.first_seq, refusal: Refusal::OverBudget };
    Outcome { refused: vec![refused], ..Outcome::default() }
}
