//! What a server's store holds, in numbers: for whoever looks after the machine. No answer and no member's name is in it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use doorstep_core::ids::{DeviceId, MemberId};
use doorstep_core::store::{SqliteStore, StoreError};
use doorstep_core::time::Timestamp;
use serde::Serialize;

use crate::host::{HeldProject, Identity, StoreFiles};

/// What a server's store holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The project, if one was founded.
    pub project: Option<HeldProject>,
    /// The server's key, once it was started.
    pub pin: Option<DeviceId>,
    /// How many members there are, the server included.
    pub members: usize,
    /// How many devices they have.
    pub devices: usize,
    /// How many entries are stored.
    pub entries: u64,
    /// How many more wait for something that they build on.
    pub waiting: u64,
    /// How many responses there are.
    pub responses: u64,
    /// How many of them have a question with two answers.
    pub undecided: u64,
    /// Bytes on the disk.
    pub disk_bytes: u64,
    /// When the database was last written, as this machine's clock said.
    pub last_commit: Option<Timestamp>,
}

/// Why there is no status.
#[derive(Debug, thiserror::Error)]
pub enum StatusError {
    /// There is no store in the directory.
    #[error("there is no server's store in {}", path.display())]
    NoStore {
        /// The directory.
        path: PathBuf,
    },
    /// The server runs on the store.
    #[error("a server is running on {}: its status is on its page under /status, or stop it first", path.display())]
    Running {
        /// The directory.
        path: PathBuf,
    },
    /// The store can't be read.
    #[error("{}: {source}", path.display())]
    Store {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
}

impl Status {
    /// Reads the store in a directory; no server may be running on it.
    ///
    /// # Errors
    /// There is no store, a server runs on it, or it can't be read.
    pub fn read(directory: &Path) -> Result<Self, StatusError> {
        let path = directory.to_owned();
        let files = StoreFiles::in_directory(directory);
        if !files.database().exists() {
            return Err(StatusError::NoStore { path });
        }
        let status = files.open().and_then(|store| Self::of(&store, &files));
        status.map_err(|source| {
            let running = matches!(source, StoreError::InUse);
            if running { StatusError::Running { path } } else { StatusError::Store { path, source } }
        })
    }

    /// The status of an open store.
    pub(crate) fn of(store: &SqliteStore, files: &StoreFiles) -> Result<Self, StoreError> {
        let counts = store.counts()?;
        let (mut members, mut devices) = (BTreeSet::<MemberId>::new(), BTreeSet::<DeviceId>::new());
        if let Ok(membership) = store.membership() {
            for grant in membership.grants() {
                members.insert(grant.member);
                devices.insert(grant.device);
            }
        }
        let founding = store.founding();
        Ok(Self {
            project: founding.map(|act| HeldProject { id: act.project(), name: act.name().to_owned() }),
            pin: Identity::known(store)?.map(|identity| identity.keypair.public()),
            members: members.len(),
            devices: devices.len(),
            entries: counts.entries,
            waiting: counts.held,
            responses: counts.responses,
            undecided: counts.undecided,
            disk_bytes: files.disk_bytes(),
            last_commit: files.last_commit(),
        })
    }

    /// One line of JSON.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a status is plain values")
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.project {
            Some(project) => writeln!(f, "project      {} ({})", project.name, project.id)?,
            None => writeln!(f, "project      none yet")?,
        }
        if let Some(pin) = &self.pin {
            writeln!(f, "server key   {pin}")?;
        }
        writeln!(f, "members      {} with {} devices", self.members, self.devices)?;
        writeln!(f, "entries      {}, and {} waiting for others", self.entries, self.waiting)?;
        writeln!(f, "interviews   {}, {} with two answers to decide", self.responses, self.undecided)?;
        write!(f, "on the disk  {} kB", self.disk_bytes.div_ceil(1_000))?;
        if let Some(at) = self.last_commit {
            write!(f, "\nlast change  {at}")?;
        }
        Ok(())
    }
}
