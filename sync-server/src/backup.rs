//! Backups of a server's store: a copy of one moment, taken while the server runs, and putting one back.
//!
//! How the copy is made is `core::store`'s, how it is sealed `core::seal`'s. A note beside the store says up to where a backup
//! exists; from it phones hear what of theirs is in it.

mod note;
mod restore;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use doorstep_core::sealed_file::{self, Recipient, SealError};
use doorstep_core::store::{SqliteStore, StoreError};
use doorstep_core::time::Timestamp;
use serde::Serialize;

pub(crate) use self::note::BackupNote;
pub use self::restore::{Restored, restore};
use crate::host::StoreFiles;
use crate::machine::Machine;

/// Who may read a backup.
#[derive(Debug, Clone)]
pub enum BackupFor {
    /// Whoever holds the secret key of one of these.
    These(Vec<Recipient>),
    /// Whoever gets hold of the file, which holds the server's key and everything it stores.
    Anybody,
}

/// A backup that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Everything up to this position of the feed is in it.
    pub position: u64,
    /// When it was taken.
    pub at: Timestamp,
}

/// Why a backup was not taken or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no store in the directory.
    #[error("there is no server's store in {}", path.display())]
    NoStore {
        /// The directory.
        path: PathBuf,
    },
    /// Something is there already.
    #[error("{} is there already; nothing was overwritten", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The store can't be read, or the copy not written.
    #[error("{}: {source}", path.display())]
    Store {
        /// The store or the copy.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// The copy can't be sealed or opened.
    #[error("{}: {source}", path.display())]
    Seal {
        /// The backup's file.
        path: PathBuf,
        /// Why.
        source: SealError,
    },
    /// The backup is sealed, and no key was given.
    #[error("{} is sealed: name the file with the secret key by --key", path.display())]
    Sealed {
        /// The backup's file.
        path: PathBuf,
    },
    /// The file is no backup of a server.
    #[error("{} is no backup of a server's store, or it is damaged; nothing was changed", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
    },
    /// A file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Takes a backup of the store in a directory into a new file, at the time of the machine. A server may be running on it, and goes on.
///
/// # Errors
/// The file exists, or anything can't be read or written. No part of a backup is left under its name then.
pub fn back_up(directory: &Path, file: &Path, readers: &BackupFor, machine: &Machine) -> Result<BackedUp, BackupError> {
    let files = StoreFiles::in_directory(directory);
    if !files.database().exists() {
        return Err(BackupError::NoStore { path: directory.to_owned() });
    }
    if file.exists() {
        return Err(BackupError::Exists { path: file.to_owned() });
    }
    let at = machine.now();
    // What is not sealed stays where everything lies unsealed anyway.
    let copy = Scrap(match readers {
        BackupFor::Anybody => with_ending(file, "copying"),
        BackupFor::These(_) => with_ending(&files.database(), "copying"),
    });
    let copied = SqliteStore::copy(&files.database(), &copy.0)
        .map_err(|source| BackupError::Store { path: files.database(), source })?;
    let done = match readers {
        BackupFor::Anybody => copy,
        BackupFor::These(recipients) => {
            let sealed = Scrap(with_ending(file, "sealing"));
            seal_file(&copy.0, &sealed.0, recipients)?;
            sealed
        }
    };
    let failed = |source| BackupError::File { path: file.to_owned(), source };
    File::open(&done.0).and_then(|file| file.sync_all()).map_err(failed)?;
    put_in_place(&done.0, file)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    }
    if let Some(generation) = copied.generation {
        let note = BackupNote { generation, position: copied.position, at, files: copied.files };
        note.write(directory).map_err(|source| BackupError::File { path: directory.to_owned(), source })?;
    }
    let size_bytes = fs::metadata(file).map_err(failed)?.len();
    Ok(BackedUp { file: file.to_owned(), size_bytes, position: copied.position, at })
}

fn seal_file(from: &Path, to: &Path, recipients: &[Recipient]) -> Result<(), BackupError> {
    let file = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::File { path, source }
    };
    let mut plain = File::open(from).map_err(file(from))?;
    let out = BufWriter::new(private_file(to).map_err(file(to))?);
    let sealed = |source| BackupError::Seal { path: to.to_owned(), source };
    let mut sealing = sealed_file::seal(recipients, out).map_err(sealed)?;
    io::copy(&mut plain, &mut sealing).map_err(file(to))?;
    sealing.finish().map_err(sealed)?.flush().map_err(file(to))
}

/// Gives a finished file its name, unless something goes by it already.
fn put_in_place(from: &Path, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Exists { path: to.to_owned() });
    }
    fs::rename(from, to).map_err(|source| BackupError::File { path: to.to_owned(), source })
}

/// A new file that only its owner can read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// A file that is needed for a while, and its side files.
struct Scrap(PathBuf);

impl Drop for Scrap {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm", ".lock"] {
            let mut name = self.0.clone().into_os_string();
            name.push(ending);
            // What is not there needs no removing.
            fs::remove_file(name).unwrap_or_default();
        }
    }
}
