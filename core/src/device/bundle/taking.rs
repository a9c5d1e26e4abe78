//! Taking a file that was passed on: what is whole is stored, and the rest is named.

use std::collections::BTreeSet;
use std::io::Read;

use super::BundleError;
use crate::device::carried;
use crate::entry::{Holdings, Refused, Run};
use crate::ids::BlobHash;
use crate::member::FoundingAct;
use crate::sealed_file::{Identity, open};
use crate::store::{OfferedFile, SqliteStore, StoreError};
use crate::sync::{Chunk, Frame, Incoming, Reply, Request};

/// How much of the file is read at once.
const READ_BYTES: usize = 65_536;
/// How many entries are stored at once.
const ENTRIES_AT_ONCE: usize = 512;
/// The most logs that a file may say it holds.
const MAX_LOGS: usize = 65_536;
/// The most files of interviews that a file may say it holds.
const MAX_FILES: usize = 65_536;
/// The most refusals that are listed.
const MAX_LISTED: usize = 1_000;

/// What was in a file, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Entries that were new here.
    pub new: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Pieces of questionnaires.
    pub pieces: u64,
    /// Entries that were refused, or wait for others.
    pub refused: Vec<Refused>,
    /// Whether the file is damaged, or ends too early.
    pub is_damaged: bool,
    /// What the file should have held and could not be read.
    pub missing: Holdings,
    /// Pictures and other files of interviews that it should have held.
    pub files: BTreeSet<BlobHash>,
    /// Those of them that are not whole here now.
    pub files_missing: u64,
}

/// Takes what is whole in a file that is sealed for this identity into a store.
///
/// # Errors
/// When the file is for somebody else or another project, nothing of it can be read, or the store fails. What was stored
/// until then stays.
pub fn unpack_into(store: &SqliteStore, identity: &Identity, input: &mut dyn Read) -> Result<Unpacked, BundleError> {
    let mut opened = open(identity, input)?;
    let mut stream = Incoming::new()?;
    let mut taking = Taking { store, runs: Vec::new(), unpacked: Unpacked::default(), is_ours: false, is_whole: false };
    let mut part = vec![0; READ_BYTES];
    'file: while let Ok(count @ 1..) = opened.read(&mut part) {
        stream.push(&part[..count]);
        loop {
            match stream.next_frame() {
                Ok(Some(frame)) => taking.take(frame)?,
                Ok(None) => break,
                Err(_) => break 'file,
            }
        }
    }
    taking.finish()
}

struct Taking<'s> {
    store: &'s SqliteStore,
    runs: Vec<Run>,
    unpacked: Unpacked,
    /// Whether the file has said that it is this project's.
    is_ours: bool,
    /// Whether its end was reached.
    is_whole: bool,
}

impl Taking<'_> {
    fn take(&mut self, frame: Frame) -> Result<(), BundleError> {
        match frame {
            Frame::Founding(act) if !self.is_ours => {
                let act = FoundingAct::from_bytes(&act).map_err(|_| BundleError::Damaged)?;
                if self.store.membership()?.project() != act.project() {
                    return Err(BundleError::OtherProject);
                }
                self.is_ours = true;
            }
            _ if !self.is_ours => return Err(BundleError::Damaged),
            Frame::Holdings(part) => {
                for (log, ranges) in &part.0 {
                    self.unpacked.missing.0.entry(*log).or_default().extend(ranges);
                }
                if self.unpacked.missing.0.len() > MAX_LOGS {
                    return Err(BundleError::Damaged);
                }
            }
            Frame::Run(run) => {
                self.runs.push(run);
                if self.runs.iter().map(|run| run.entries.len()).sum::<usize>() >= ENTRIES_AT_ONCE {
                    self.store_runs()?;
                }
            }
            Frame::Chunk(chunk) => self.store_chunk(chunk)?,
            Frame::Offer(blobs) => self.promised(blobs)?,
            Frame::Done => self.is_whole = true,
            // Frames of later versions would not be read at all; these have no place in a file.
            Frame::Hello(_)
            | Frame::Welcome(_)
            | Frame::Stored(_)
            | Frame::Refused(_)
            | Frame::Mark(_)
            | Frame::Want(_)
            | Frame::Sorry(_)
            | Frame::Found(_)
            | Frame::Redeem(_)
            | Frame::Founding(_)
            | Frame::BackedUp(_)
            | Frame::Files(_)
            | Frame::Meet(_) => return Err(BundleError::Damaged),
        }
        Ok(())
    }

    fn store_runs(&mut self) -> Result<(), BundleError> {
        let runs = std::mem::take(&mut self.runs);
        for run in &runs {
            if let Some(missing) = self.unpacked.missing.0.get_mut(&run.log) {
                *missing = missing.minus(&crate::entry::Ranges::of(run.first_seq, run.end_seq()));
            }
        }
        let Reply::Ingested(outcomes) = carried(self.store, Request::Ingest(runs))? else {
            return Err(StoreError::Inconsistent.into());
        };
        for outcome in outcomes {
            let (first, end) = outcome.stored.unwrap_or_default();
            self.unpacked.new += outcome.new;
            self.unpacked.known += (end - first).saturating_sub(outcome.new);
            let room = MAX_LISTED.saturating_sub(self.unpacked.refused.len());
            self.unpacked.refused.extend(outcome.refused.into_iter().take(room));
        }
        Ok(())
    }

    /// Takes note of the files that should be in this file.
    fn promised(&mut self, blobs: Vec<BlobHash>) -> Result<(), BundleError> {
        self.unpacked.files.extend(blobs);
        if self.unpacked.files.len() > MAX_FILES { Err(BundleError::Damaged) } else { Ok(()) }
    }

    /// Stores a piece, after the entry that describes it.
    fn store_chunk(&mut self, chunk: Chunk) -> Result<(), BundleError> {
        self.store_runs()?;
        if matches!(carried(self.store, Request::PutChunk(chunk))?, Reply::Done | Reply::File(_)) {
            self.unpacked.pieces += 1;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Unpacked, BundleError> {
        self.store_runs()?;
        if !self.is_ours {
            return Err(BundleError::Damaged);
        }
        let promised: Vec<BlobHash> = self.unpacked.files.iter().copied().collect();
        let here = self.store.offered_files(&promised)?;
        let whole = here.iter().filter(|(_, here)| matches!(here, OfferedFile::Whole(_))).count();
        self.unpacked.files_missing = (promised.len() - whole) as u64;
        self.unpacked.missing.0.retain(|_, ranges| !ranges.is_empty());
        self.unpacked.is_damaged = !self.is_whole || !self.unpacked.missing.0.is_empty();
        Ok(self.unpacked)
    }
}
