//! Where everything is, as far as that is proven: never a guess, and never "synced" because nothing went wrong.

use super::{Copied, Device, DeviceError};
use crate::ids::{DocId, Generation};
use crate::store::{Logs, Safety, Whereabouts};
use crate::time::Timestamp;

/// Pictures and other files on a device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileCounts {
    /// All that are described here.
    pub all: u64,
    /// Those that are whole here and, as far as is proven, nowhere else.
    pub only_here: u64,
    /// Those of which some or all is missing here.
    pub not_whole: u64,
}

/// Where a device's records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// The interviews on this device, and how many of them are safe on the server.
    pub safety: Safety,
    /// How many of the safe ones are also in the server's backup, as far as this device wrote them.
    pub in_backup: u64,
    /// When that backup was taken, if the server has said that there is one.
    pub backup_at: Option<Timestamp>,
    /// Interviews that are not finished: only here, whatever happens.
    pub drafts: u64,
    /// Pictures and other files of finished interviews.
    pub files: FileCounts,
    /// Interviews with a question that has two answers.
    pub undecided: u64,
    /// Entries that this version can't interpret: kept and passed on.
    pub opaque: u64,
    /// Entries that wait for something.
    pub held: u64,
    /// Entries of this device, of whatever kind, that the server has not acknowledged.
    pub unsent: u64,
    /// That this store was found to be a copy, if it ever was.
    pub copied: Option<Copied>,
    /// Whether another copy of this store has written in this device's name.
    pub has_other_copy: bool,
    /// The life of the server's database that "safe" refers to, if this device has synced.
    pub generation: Option<Generation>,
}

impl Device {
    /// Where everything on this device is.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn status(&self) -> Result<Status, DeviceError> {
        let generation = self.generation()?;
        let counts = self.store.counts()?;
        let safety = self.store.safety(generation, Logs::All)?;
        Ok(Status {
            in_backup: self.backed_up()?.map_or(0, |backed_up| backed_up.safe.min(safety.safe)),
            backup_at: self.backup_time()?,
            safety,
            drafts: counts.drafts,
            files: self.file_counts(generation)?,
            undecided: counts.undecided,
            opaque: counts.opaque,
            held: counts.held,
            unsent: self.unsent(generation)?,
            copied: self.copied()?,
            has_other_copy: self.has_other_copy()?,
            generation,
        })
    }

    /// How many files are whole here and, as far as is proven, nowhere else.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn files_only_here(&self) -> Result<u64, DeviceError> {
        Ok(self.file_counts(self.generation()?)?.only_here)
    }

    fn file_counts(&self, generation: Option<Generation>) -> Result<FileCounts, DeviceError> {
        let (all, not_whole, only_here) = self.store.count_files(generation)?;
        Ok(FileCounts { all, only_here, not_whole })
    }

    fn unsent(&self, generation: Option<Generation>) -> Result<u64, DeviceError> {
        let own = Logs::OfDevice(self.id());
        Ok(match generation {
            Some(generation) => self.store.unacknowledged(generation, own)?.entries(),
            None => self.store.logs(own)?.iter().map(|log| log.head_seq).sum(),
        })
    }

    /// Where a response is: the least safe of its entries, and of the files that are whole here, decides.
    ///
    /// # Errors
    /// When the response is not on this device.
    pub fn whereabouts(&self, response: DocId) -> Result<Whereabouts, DeviceError> {
        let key = self.response_key(response)?;
        let Some(generation) = self.generation()? else { return Ok(Whereabouts::OnlyHere) };
        let mut in_backup = self.backup_time()?.is_some();
        for change in self.store.changes(&key)? {
            let place = self.store.whereabouts(generation, change.log, change.seq)?;
            if place != Whereabouts::OnServer {
                return Ok(place);
            }
            in_backup = in_backup && self.is_backed_up(change.log, change.seq)?;
        }
        let entries = if in_backup { Whereabouts::InBackup } else { Whereabouts::OnServer };
        Ok(entries.min(self.files_proven(response)?))
    }

    /// The life of the server's database as this device last saw it.
    pub(super) fn generation(&self) -> Result<Option<Generation>, DeviceError> {
        let Ok((server, _)) = self.server() else { return Ok(None) };
        Ok(self.store.cursor(server)?.map(|cursor| cursor.generation))
    }
}
