//! What a side is about to send, in order: runs, the chunks that belong right after them, and marks.

use std::collections::VecDeque;

use super::body::{Chunk, Mark};
use super::frame::Frame;
use super::holdings::fit;
use super::report::SessionReport;
use super::stream::{Outgoing, StreamError};
use crate::entry::{Body, Entry, Manifest, PayloadKind, Ranges, Run};
use crate::ids::BlobHash;
use crate::member::DocKind;

/// From how many compressed bytes on nothing is added until some were taken.
pub(super) const HIGH_WATER_BYTES: usize = 262_144;

/// From how many plain bytes on a mark ends a block, so that it arrives together with what it is about.
const WORTH_A_BLOCK_BYTES: u64 = 32_768;

#[derive(Debug)]
enum Item {
    Run(Run),
    Chunks { blob: BlobHash, left: Ranges },
    Mark(Mark),
}

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Outbox(VecDeque<Item>);

impl Outbox {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add_run(&mut self, run: Run) {
        self.0.push_back(Item::Run(run));
    }

    pub(super) fn add_mark(&mut self, mark: Mark) {
        self.0.push_back(Item::Mark(mark));
    }

    /// Adds chunks that the other side asked for; a repeated wish becomes part of the first.
    pub(super) fn add_chunks(&mut self, wanted: BlobHash, chunks: &Ranges) {
        for item in &mut self.0 {
            if let Item::Chunks { blob, left } = item
                && *blob == wanted
            {
                left.extend(chunks);
                return;
            }
        }
        self.0.push_back(Item::Chunks { blob: wanted, left: chunks.clone() });
    }

    /// The chunks that have to be read before anything else can be sent.
    pub(super) fn wanted_chunks(&self) -> Option<(BlobHash, &Ranges)> {
        match self.0.front() {
            Some(Item::Chunks { blob, left }) => Some((*blob, left)),
            Some(Item::Run(_) | Item::Mark(_)) | None => None,
        }
    }

    /// Sends the chunks that were read. When there were none, the blob is not here and is passed over.
    pub(super) fn send_chunks(
        &mut self,
        chunks: Vec<Chunk>,
        out: &mut Outgoing,
        report: &mut SessionReport,
    ) -> Result<(), StreamError> {
        let Some(Item::Chunks { blob, left }) = self.0.front_mut() else { return Ok(()) };
        let mut rest = left.clone();
        for chunk in chunks {
            let index = u64::from(chunk.index);
            if chunk.blob == *blob && rest.contains(index) {
                rest = rest.minus(&Ranges::of(index, index + 1));
                report.chunks_sent += 1;
                out.push(&Frame::Chunk(chunk))?;
            }
        }
        let stuck = rest == *left;
        *left = rest;
        if stuck || left.is_empty() {
            self.0.pop_front();
        }
        Ok(())
    }

    /// Sends what can be sent now: until chunks have to be read, or enough is waiting to be transmitted.
    pub(super) fn send(&mut self, out: &mut Outgoing, report: &mut SessionReport) -> Result<(), StreamError> {
        while out.ready_bytes() < HIGH_WATER_BYTES {
            match self.0.pop_front() {
                Some(Item::Run(run)) => {
                    let blobs = form_blobs(&run);
                    for part in fit(run) {
                        report.entries_sent += part.entries.len() as u64;
                        out.push(&Frame::Run(part))?;
                    }
                    for (blob, left) in blobs.into_iter().rev() {
                        self.0.push_front(Item::Chunks { blob, left });
                    }
                }
                Some(Item::Mark(mark)) => {
                    out.push(&Frame::Mark(mark))?;
                    out.end_block(WORTH_A_BLOCK_BYTES)?;
                }
                Some(chunks @ Item::Chunks { .. }) => {
                    self.0.push_front(chunks);
                    return Ok(());
                }
                None => return Ok(()),
            }
        }
        Ok(())
    }
}

/// The blobs of the form versions whose manifests are in a run: they follow it at once.
fn form_blobs(run: &Run) -> Vec<(BlobHash, Ranges)> {
    run.entries.iter().filter_map(form_manifest).map(|it| (it.blob, Ranges::of(0, it.chunks.len() as u64))).collect()
}

fn form_manifest(entry: &Entry) -> Option<Manifest> {
    let Entry::Known { payload_kind, doc_kind, body: Body::Full { payload, .. }, .. } = entry else { return None };
    if *payload_kind != PayloadKind::Manifest.number() || *doc_kind != DocKind::FormVersion.number() {
        return None;
    }
    minicbor::decode::<Manifest>(payload).ok().filter(Manifest::is_sound)
}
