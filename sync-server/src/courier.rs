//! Files that couriers bring: taken into the store of a stopped server. How they are packed and read is `core::device`'s.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use doorstep_core::device::{BundleError, unpack_into};
use doorstep_core::entry::Ranges;
use doorstep_core::sealed_file::Identity as SealIdentity;
use doorstep_core::store::{SqliteStore, StoreError};
use serde::Serialize;

use crate::host::{Identity, StoreFiles};
use crate::ledger::{Ledger, LedgerError};

/// What a courier's file brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Entries that were new here.
    pub new: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Pieces of questionnaires.
    pub pieces: u64,
    /// Entries that were refused, or wait for others.
    pub refused: u64,
    /// Whether the file is damaged, or ends too early.
    pub is_damaged: bool,
    /// Entries that the file should have held and that could not be read.
    pub missing: u64,
}

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// There is no server's store in the directory.
    #[error("there is no server's store in {}", path.display())]
    NoStore {
        /// The directory.
        path: PathBuf,
    },
    /// The store can't be used.
    #[error("{}: {source}", path.display())]
    Store {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// The file can't be opened, or the erasure ledger not written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is for somebody else or another project, or can't be read.
    #[error("{}: {source}", path.display())]
    Bundle {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<BundleError>,
    },
}

/// Takes what is whole in a courier's file into the store in a directory. Doing so again changes nothing.
///
/// # Errors
/// There is no store, a server runs on it, or the file is not for this server.
pub fn unpack(directory: &Path, file: &Path) -> Result<Taken, CourierError> {
    let files = StoreFiles::in_directory(directory);
    let no_store = || CourierError::NoStore { path: directory.to_owned() };
    if !files.database().exists() {
        return Err(no_store());
    }
    let failed = |source| CourierError::Store { path: directory.to_owned(), source };
    let store = files.open().map_err(failed)?;
    let identity = Identity::known(&store).map_err(failed)?.ok_or_else(no_store)?;
    let bundle = |source| CourierError::Bundle { path: file.to_owned(), source: Box::new(source) };
    let key = SealIdentity::of_device(&identity.keypair).map_err(|error| bundle(error.into()))?;
    let opened = File::open(file).map_err(|source| CourierError::File { path: file.to_owned(), source })?;
    let unpacked = unpack_into(&store, &key, &mut BufReader::new(opened)).map_err(bundle)?;
    keep_orders(directory, &store)?;
    Ok(Taken {
        new: unpacked.new,
        known: unpacked.known,
        pieces: unpacked.pieces,
        refused: unpacked.refused.len() as u64,
        is_damaged: unpacked.is_damaged,
        missing: unpacked.missing.0.values().map(Ranges::count).sum(),
    })
}

/// Enters the orders to erase that came into the erasure ledger: whoever hears that they were taken may put a backup back the next
/// moment.
fn keep_orders(directory: &Path, store: &SqliteStore) -> Result<(), CourierError> {
    let path = directory.to_owned();
    let ledger = Ledger::in_directory(directory);
    let orders = ledger.read().map_err(LedgerError::from);
    let known = orders.map(|orders| orders.iter().map(|order| order.subject).collect());
    match known.and_then(|known| ledger.keep(store, 0, &known)) {
        Ok(_) => Ok(()),
        Err(LedgerError::Store(source)) => Err(CourierError::Store { path, source }),
        Err(LedgerError::Ledger(source)) => Err(CourierError::File { path, source }),
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Took {} new entries; {} were here already, {} were turned away.",
            self.new, self.known, self.refused
        )?;
        if self.is_damaged {
            write!(f, "\nThe file is damaged: {} entries could not be read. What was whole is taken.", self.missing)?;
        }
        Ok(())
    }
}
