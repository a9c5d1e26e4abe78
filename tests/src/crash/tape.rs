//! The recording of a store's writes, and the failures that are played into it. How it hears of them is `vfs`'s.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::ffi::{SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};

/// One thing that a store did to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Op {
    /// Wrote bytes at a place.
    Write { at: u64, bytes: Vec<u8> },
    /// Made the file this long.
    Cut { size: u64 },
    /// Had the disk keep all of it.
    Sync,
    /// Took the file away.
    Delete,
}

/// A disk that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failure {
    /// From one write on there is no room.
    Full,
    /// One write, or one sync, fails.
    Broken,
}

/// How safely a store is opened: what `PRAGMA synchronous` says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Synchronous {
    /// As the store itself does it.
    #[default]
    Full,
    /// Only checkpoints are synced.
    Normal,
    /// Nothing is.
    Off,
}

/// A recording.
#[derive(Debug, Default)]
pub(super) struct Tape {
    /// What was done, to which file.
    pub(super) ops: Vec<(Arc<str>, Op)>,
    /// Ops that were tried, those that failed included.
    tried: usize,
    failure: Option<(Failure, usize)>,
    /// How stores are made to open.
    pub(super) synchronous: Synchronous,
}

/// A folder whose stores are recorded, until the last of it is dropped.
#[derive(Debug, Clone)]
pub(super) struct Recording(Arc<Recorded>);

#[derive(Debug)]
struct Recorded {
    folder: PathBuf,
    tape: Arc<Mutex<Tape>>,
}

/// The tapes that run, by folder.
static TAPES: Mutex<BTreeMap<PathBuf, Arc<Mutex<Tape>>>> = Mutex::new(BTreeMap::new());

fn tapes() -> MutexGuard<'static, BTreeMap<PathBuf, Arc<Mutex<Tape>>>> {
    TAPES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tape that records this file.
pub(super) fn tape_of(file: &Path) -> Option<Arc<Mutex<Tape>>> {
    tapes().get(file.parent()?).cloned()
}

impl Recording {
    /// Records every store that is opened in a folder from now on.
    pub(super) fn of(folder: &Path, synchronous: Synchronous) -> Self {
        super::vfs::watch();
        let tape = Arc::new(Mutex::new(Tape { synchronous, ..Tape::default() }));
        tapes().insert(folder.to_owned(), Arc::clone(&tape));
        Self(Arc::new(Recorded { folder: folder.to_owned(), tape }))
    }

    /// Lets the disk fail at the how-manieth op from now on; `None` lets it be well again.
    pub(super) fn fail(&self, failure: Option<(Failure, usize)>) {
        let mut tape = self.tape();
        let tried = tape.tried;
        tape.failure = failure.map(|(failure, after)| (failure, tried + after));
    }

    /// How much was done so far.
    pub(super) fn len(&self) -> usize {
        self.tape().ops.len()
    }

    /// Whether the disk has failed since it was told to.
    pub(super) fn has_failed(&self) -> bool {
        let tape = self.tape();
        tape.failure.is_some_and(|(_, at)| tape.tried > at)
    }

    /// What was done so far; it is forgotten here.
    pub(super) fn take_ops(&self) -> Vec<(Arc<str>, Op)> {
        std::mem::take(&mut self.tape().ops)
    }

    fn tape(&self) -> MutexGuard<'_, Tape> {
        self.0.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        tapes().remove(&self.folder);
    }
}

impl Tape {
    /// Notes something that is about to be done; the code with which it fails instead.
    pub(super) fn note(&mut self, file: &Arc<str>, op: Op) -> Result<(), i32> {
        let here = self.tried;
        self.tried += 1;
        let code = match (&op, self.failure) {
            (Op::Write { .. }, Some((Failure::Full, at))) if here >= at => Some(SQLITE_FULL),
            (Op::Write { .. }, Some((Failure::Broken, at))) if here == at => Some(SQLITE_IOERR_WRITE),
            (Op::Sync, Some((Failure::Broken, at))) if here == at => Some(SQLITE_IOERR_FSYNC),
            (Op::Cut { .. }, Some((Failure::Broken, at))) if here == at => Some(SQLITE_IOERR_TRUNCATE),
            (Op::Write { .. } | Op::Cut { .. } | Op::Sync | Op::Delete, _) => None,
        };
        match code {
            Some(code) => Err(code),
            None => {
                self.ops.push((Arc::clone(file), op));
                Ok(())
            }
        }
    }
}
