//! Putting a backup back: into a directory where no store is, and so that the next start knows of it.
//!
//! The server then begins a new generation, and phones offer again what the backup does not have.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read};
use std::path::Path;

use doorstep_core::device::HOOKS;
use doorstep_core::sealed_file::{self, Identity, SEALED_PREFIX};
use doorstep_core::store::SqliteStore;
use serde::Serialize;

use super::{BackupError, Scrap, private_file, put_in_place, with_ending};
use crate::host::{HeldProject, StoreFiles};

/// What was put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// The project, if the backup holds one.
    pub project: Option<HeldProject>,
    /// How many entries it has.
    pub entries: u64,
}

/// Puts a backup into a directory, which is made if it is not there. A sealed one needs the secret key.
///
/// # Errors
/// A store is there already, the key does not fit, or the file is no sound backup. Nothing is changed then.
pub fn restore(file: &Path, directory: &Path, key: Option<&Identity>) -> Result<Restored, BackupError> {
    let files = StoreFiles::in_directory(directory);
    let database = files.database();
    if database.exists() {
        return Err(BackupError::Exists { path: database });
    }
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::File { path, source }
    };
    files.make_directory().map_err(at(directory))?;
    let copy = Scrap(with_ending(&database, "restoring"));
    write_plain(file, &copy.0, key)?;
    let restored = look_into(file, &copy.0)?;
    // Marks of a store that was here before would pass this one for it.
    for name in ["started", "backed-up"] {
        let left = directory.join(name);
        if left.exists() {
            fs::remove_file(&left).map_err(at(&left))?;
        }
    }
    put_in_place(&copy.0, &database)?;
    File::open(directory).and_then(|directory| directory.sync_all()).map_err(at(directory))?;
    Ok(restored)
}

/// Opens the seal, if there is one.
fn write_plain(file: &Path, to: &Path, key: Option<&Identity>) -> Result<(), BackupError> {
    let reading = |source| BackupError::File { path: file.to_owned(), source };
    let writing = |source| BackupError::File { path: to.to_owned(), source };
    let mut input = BufReader::new(File::open(file).map_err(reading)?);
    let mut head = Vec::new();
    (&mut input).take(SEALED_PREFIX.len() as u64).read_to_end(&mut head).map_err(reading)?;
    let whole = io::Cursor::new(head.clone()).chain(input);
    let mut out = BufWriter::new(private_file(to).map_err(writing)?);
    if head == SEALED_PREFIX {
        let key = key.ok_or_else(|| BackupError::Sealed { path: file.to_owned() })?;
        let sealed = |source| BackupError::Seal { path: file.to_owned(), source };
        io::copy(&mut sealed_file::open(key, whole).map_err(sealed)?, &mut out).map_err(reading)?;
    } else {
        let mut whole = whole;
        io::copy(&mut whole, &mut out).map_err(reading)?;
    }
    let out = out.into_inner().map_err(|error| writing(error.into_error()))?;
    out.sync_all().map_err(writing)
}

/// Checks the whole copy, and says what it holds.
fn look_into(file: &Path, copy: &Path) -> Result<Restored, BackupError> {
    let not_one = |_| BackupError::NotABackup { path: file.to_owned() };
    if fs::metadata(copy).map_or(0, |found| found.len()) == 0 {
        return Err(BackupError::NotABackup { path: file.to_owned() });
    }
    let store = SqliteStore::open(copy, HOOKS).map_err(not_one)?;
    store.check().map_err(not_one)?;
    let founding = store.founding();
    let project = founding.map(|act| HeldProject { id: act.project(), name: act.name().to_owned() });
    let entries = store.counts().map_err(not_one)?.entries;
    Ok(Restored { project, entries })
}
