//! Who a server is: its key, the life of its store, and the life of its database, which a restored backup must not share.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use doorstep_core::ids::{Generation, Incarnation};
use doorstep_core::member::Keypair;
use doorstep_core::store::{MetaKey, SqliteStore, StoreError};
use rand_core::CryptoRng;
use tracing::warn;

/// A server's key and lives.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// Its key, in handshakes and in its own log.
    pub(crate) keypair: Keypair,
    /// The life of its store as an author.
    pub(crate) incarnation: Incarnation,
    /// The life of its database, to which positions and acknowledgements belong.
    pub(crate) generation: Generation,
}

/// Why a server can't tell who it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IdentityError {
    /// Its store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The note beside the store can't be read or written.
    #[error("the note beside the store failed")]
    Note(#[from] io::Error),
}

impl Identity {
    /// Loads the server's identity, or makes one for a new store.
    ///
    /// The store and a note beside it carry the same random mark, which changes at every start. Where they differ the
    /// database was put back from a backup or copied: it then begins a new generation and writes under a new incarnation.
    pub(crate) fn load(store: &SqliteStore, directory: &Path, rng: &mut dyn CryptoRng) -> Result<Self, IdentityError> {
        let note = Note(directory.join("started"));
        let (in_store, beside) = (store.meta(MetaKey::InstallId)?, note.read()?);
        let known = Self::known(store)?;
        let known_before = known.is_some();
        let mut identity = match known {
            Some(identity) => identity,
            None => Self::random(rng),
        };
        // A backup carries no mark: what was put back from one is known by its identity, and by nothing beside it.
        if known_before && (in_store.is_none() || in_store != beside) {
            warn!("the store was restored or copied: devices will offer again what it does not have");
            identity = Self { keypair: identity.keypair, ..Self::random(rng) };
        }
        let mut mark = [0; 16];
        rng.fill_bytes(&mut mark);
        // The note first: a start that ends between the two makes one generation too many, never one too few.
        note.write(&mark)?;
        store.set_metas(&[
            (MetaKey::InstallId, &mark),
            (MetaKey::DeviceSeed, &identity.keypair.seed()),
            (MetaKey::Incarnation, identity.incarnation.as_bytes()),
            (MetaKey::Generation, identity.generation.as_bytes()),
        ])?;
        Ok(identity)
    }

    /// The identity in a store; `None` in a new one.
    pub(crate) fn known(store: &SqliteStore) -> Result<Option<Self>, StoreError> {
        let (Some(seed), Some(incarnation), Some(generation)) =
            (store.meta(MetaKey::DeviceSeed)?, store.meta(MetaKey::Incarnation)?, store.meta(MetaKey::Generation)?)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            keypair: Keypair::from_seed(seed.try_into().map_err(|_| StoreError::Damaged)?),
            incarnation: Incarnation::try_from(&incarnation[..]).map_err(|_| StoreError::Damaged)?,
            generation: Generation::try_from(&generation[..]).map_err(|_| StoreError::Damaged)?,
        }))
    }

    fn random(rng: &mut dyn CryptoRng) -> Self {
        let keypair = Keypair::random(rng);
        Self { keypair, incarnation: Incarnation::random(rng), generation: Generation::random(rng) }
    }
}

/// The file beside the store with the mark of the last start.
struct Note(PathBuf);

impl Note {
    fn read(&self) -> io::Result<Option<Vec<u8>>> {
        match fs::read(&self.0) {
            Ok(mark) => Ok(Some(mark)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, mark: &[u8]) -> io::Result<()> {
        let new = self.0.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(mark)?;
        file.sync_all()?;
        fs::rename(&new, &self.0)
    }
}
