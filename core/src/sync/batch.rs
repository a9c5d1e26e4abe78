//! Received runs that are collected until it is worth a commit.

use super::body::Mark;
use crate::entry::{Entry, Run};

/// How many bytes of entries are ingested at once.
const FULL_BYTES: usize = 262_144;
/// How many entries are ingested at once.
const FULL_ENTRIES: usize = 512;

/// Runs that wait to be ingested together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    runs: Vec<Run>,
    entries: usize,
    bytes: usize,
    /// How far the feed has come with these runs.
    mark: Option<Mark>,
}

impl Batch {
    /// Adds a run; one that goes on from the last without stating the hash before it becomes part of it.
    pub(super) fn add(&mut self, run: Run) {
        self.entries += run.entries.len();
        self.bytes += run.entries.iter().map(Entry::size_bytes).sum::<usize>();
        match self.runs.last_mut() {
            Some(last) if last.log == run.log && last.end_seq() == run.first_seq && run.prev.is_none() => {
                last.entries.extend(run.entries);
            }
            _ => self.runs.push(run),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes >= FULL_BYTES || self.entries >= FULL_ENTRIES
    }

    /// Notes the mark that came after the runs so far; it stands for every earlier one.
    pub(super) fn set_mark(&mut self, mark: Mark) {
        self.mark = Some(mark);
    }

    pub(super) fn take(&mut self) -> (Vec<Run>, Option<Mark>) {
        let Self { runs, mark, .. } = std::mem::take(self);
        (runs, mark)
    }
}
