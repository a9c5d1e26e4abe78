//! What a phone knows of its server's backup: which entries are in it, as the server says.
//!
//! The server says it anew after every backup, and takes it back when it has none; making backups is `doorstep-server`'s. Of this
//! device's own entries it says which; of others' it says up to where in its feed the backup goes, and a session's end says up to
//! where everything stands that the server had before that session (decision 0035).

use std::sync::atomic::Ordering;

use super::{Device, DeviceError};
use crate::entry::Holdings;
use crate::ids::{DeviceId, Generation, hash};
use crate::store::{Logs, MetaKey, Safety, ServerProgress, StoreError};
use crate::sync::BackedUp;
use crate::time::Timestamp;

/// Where what waits to be confirmed ends, before a session has said so.
const UNKNOWN: u64 = u64::MAX;

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

    /// Puts what is in the latest backup in the place of what was in the one before, with what others wrote that the server had
    /// before a session that ended within this backup. What it has of others' by now waits for the next one.
    pub(super) fn note_backup(
        &self,
        server: DeviceId,
        generation: Generation,
        BackedUp { at, own, position }: &BackedUp,
    ) -> Result<(), StoreError> {
        let (marks, waiting) = (named(server, "backup"), named(server, "waits for a backup"));
        let waited = self.store.acknowledged(waiting, Logs::All)?;
        let bound = self.bound()?.filter(|(of, _)| *of == generation);
        // What stood in the backup of another life of the server's database says nothing of this one.
        let keeps_others = at.0 != 0 && bound.is_some();
        let replaced = if keeps_others { Logs::OfDevice(self.id()) } else { Logs::All };
        let before = self.store.acknowledged(marks, replaced)?;
        let mut confirmed = own.clone();
        if keeps_others && bound.is_some_and(|(_, end)| end <= *position) {
            for (log, ranges) in &waited.0 {
                confirmed.0.entry(*log).or_default().extend(ranges);
            }
        }
        self.put_marks(server, marks, &before, &confirmed)?;
        let mut waits = self.store.acknowledged(generation, Logs::All)?;
        for log in self.store.logs(Logs::OfDevice(self.id()))? {
            waits.0.remove(&log.log);
        }
        self.put_marks(server, waiting, &waited, &waits)?;
        self.set_bound(generation, UNKNOWN)?;
        if at.0 == 0 {
            self.store.lose_file_backups()?;
        }
        // The time last: if the device stops before it, the server says everything once more.
        self.store.set_meta(MetaKey::BackupTime, &at.0.to_le_bytes())
    }

    /// At the end of a session: everything that waits stands in the server's feed before where this device has read it to.
    pub(super) fn bound_waiting(&self) -> Result<(), DeviceError> {
        let Ok((server, _)) = self.server() else { return Ok(()) };
        let Some(cursor) = self.store.cursor(server)? else { return Ok(()) };
        let unbound = self.bound()?.is_some_and(|bound| bound == (cursor.generation, UNKNOWN));
        if unbound && !self.must_come_again.load(Ordering::Relaxed) {
            self.set_bound(cursor.generation, cursor.position)?;
        }
        Ok(())
    }

    fn bound(&self) -> Result<Option<(Generation, u64)>, StoreError> {
        let Some(bytes) = self.store.meta(MetaKey::BackupBound)? else { return Ok(None) };
        let (generation, position) = bytes.split_at_checked(Generation::SIZE).ok_or(StoreError::Damaged)?;
        let generation = Generation::try_from(generation).map_err(|_| StoreError::Damaged)?;
        let position = position.try_into().map_err(|_| StoreError::Damaged)?;
        Ok(Some((generation, u64::from_le_bytes(position))))
    }

    fn set_bound(&self, generation: Generation, position: u64) -> Result<(), StoreError> {
        let bytes = [&generation.0[..], &position.to_le_bytes()].concat();
        self.store.set_meta(MetaKey::BackupBound, &bytes)
    }

    fn put_marks(
        &self,
        server: DeviceId,
        marks: Generation,
        lost: &Holdings,
        acknowledged: &Holdings,
    ) -> Result<(), StoreError> {
        self.store.put_progress(server, &ServerProgress { generation: marks, lost, acknowledged, cursor: None })
    }

    /// What is known to be in the server's backup, own and others'.
    pub(super) fn in_backup(&self) -> Result<Holdings, DeviceError> {
        let Ok((server, _)) = self.server() else { return Ok(Holdings::default()) };
        if self.known_backup()?.0 == 0 {
            return Ok(Holdings::default());
        }
        Ok(self.store.acknowledged(named(server, "backup"), Logs::All)?)
    }

    /// How many interviews are in the server's backup as far as this device wrote them.
    pub(super) fn backed_up(&self) -> Result<Option<Safety>, DeviceError> {
        let Ok((server, _)) = self.server() else { return Ok(None) };
        if self.known_backup()?.0 == 0 {
            return Ok(None);
        }
        Ok(Some(self.store.safety(Some(named(server, "backup")), Logs::OfDevice(self.id()))?))
    }

    /// Whether this entry, if this device wrote it, is in the server's backup.
    pub(super) fn is_backed_up(&self, log: crate::ids::LogId, seq: u64) -> Result<bool, DeviceError> {
        let Ok((server, _)) = self.server() else { return Ok(false) };
        let known = self.store.acknowledged(named(server, "backup"), Logs::OfDevice(self.id()))?;
        let own = self.store.log(log)?.is_some_and(|stored| stored.opening.device == self.id());
        Ok(!own || known.0.get(&log).is_some_and(|ranges| ranges.contains(seq)))
    }
}

/// Under which name the store keeps what is in a server's backup, or waits for it, beside what the server itself holds.
fn named(server: DeviceId, what: &'static str) -> Generation {
    let whole = hash(what, &[&server.0]);
    Generation(std::array::from_fn(|place| whole[place]))
}
