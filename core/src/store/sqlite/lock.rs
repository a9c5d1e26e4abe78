//! The lock file beside a store: one process at a time, and a mark by which a start after a crash is known.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// Holds a store's lock for as long as it lives. The operating system lets it go when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct LockFile {
    file: File,
    left_in_use: bool,
}

impl LockFile {
    /// Takes the lock of the store in this file.
    pub(super) fn take(store: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(beside(store))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let left_in_use = file.metadata()?.len() > 0;
        Ok(Self { file, left_in_use })
    }

    /// Whether the last process that had the store open did not close it.
    pub(super) fn was_left_in_use(&self) -> bool {
        self.left_in_use
    }

    /// Notes that the store is open from now on.
    pub(super) fn mark_in_use(&self) -> Result<(), StoreError> {
        let mut file = &self.file;
        file.rewind()?;
        file.write_all(b"open\n")?;
        Ok(())
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // Left unmarked, the next start checks the file once more than needed: no harm.
        let _ = self.file.set_len(0);
        // Closing would let go as well, but not while a process that was just forked still has the file open.
        let _ = self.file.unlock();
    }
}

fn beside(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}
