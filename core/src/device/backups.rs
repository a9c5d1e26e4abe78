//! What a phone knows of its server's backup: which of its own entries are in it, as the server says.
//!
//! The server says it anew after every backup, and takes it back when it has none; making backups is `doorstep-server`'s.

use super::{Device, DeviceError};
use crate::entry::Holdings;
use crate::ids::{DeviceId, Generation, hash};
use crate::store::{Logs, MetaKey, Safety, ServerProgress, StoreError};
use crate::time::Timestamp;

impl Device {
    /// When the server's latest backup was taken, as far as it has said: 0 if it has said nothing.
    pub(super) fn known_backup(&self) -> Result<Timestamp, StoreError> {
        let bytes = self.store.meta(MetaKey::BackupTime)?;
        Ok(Timestamp(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_le_bytes)))
    }

    /// When the server's latest backup was taken, if it has said that there is one.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn backup_time(&self) -> Result<Option<Timestamp>, DeviceError> {
        Ok(Some(self.known_backup()?).filter(|at| at.0 != 0))
    }

    /// Puts what is in the latest backup in the place of what was in the one before.
    pub(super) fn note_backup(&self, server: DeviceId, at: Timestamp, own: &Holdings) -> Result<(), StoreError> {
        let marks = marks_of(server);
        let before = self.store.acknowledged(marks, Logs::OfDevice(self.id()))?;
        self.store.put_progress(
            server,
            &ServerProgress { generation: marks, lost: &before, acknowledged: own, cursor: None },
        )?;
        // The time last: if the device stops before it, the server says everything once more.
        self.store.set_meta(MetaKey::BackupTime, &at.0.to_le_bytes())
    }

    /// How many interviews are in the server's backup as far as this device wrote them.
    pub(super) fn backed_up(&self) -> Result<Option<Safety>, DeviceError> {
        let Ok((server, _)) = self.server() else { return Ok(None) };
        if self.known_backup()?.0 == 0 {
            return Ok(None);
        }
        Ok(Some(self.store.safety(Some(marks_of(server)), Logs::OfDevice(self.id()))?))
    }

    /// Whether this entry, if this device wrote it, is in the server's backup.
    pub(super) fn is_backed_up(&self, log: crate::ids::LogId, seq: u64) -> Result<bool, DeviceError> {
        let Ok((server, _)) = self.server() else { return Ok(false) };
        let known = self.store.acknowledged(marks_of(server), Logs::OfDevice(self.id()))?;
        let own = self.store.log(log)?.is_some_and(|stored| stored.opening.device == self.id());
        Ok(!own || known.0.get(&log).is_some_and(|ranges| ranges.contains(seq)))
    }
}

/// Under which name the store keeps what is in a server's backup, beside what the server itself holds.
fn marks_of(server: DeviceId) -> Generation {
    let whole = hash("backup", &[&server.0]);
    Generation(std::array::from_fn(|place| whole[place]))
}
