//! Small values by name: the device's own secrets and settings, and what belongs to this database alone.

use rusqlite::{Connection, OptionalExtension, params};

use super::{SqliteStore, writer};
use crate::store::StoreError;

/// The founding act's name; it is set through `set_founding` alone.
pub(super) const FOUNDING: &str = "founding";

/// The name of a small value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetaKey {
    /// The seed of the device's key pair, 32 bytes.
    DeviceSeed,
    /// The present life of this store, 8 bytes.
    Incarnation,
    /// What tells this installation from a copy of it.
    InstallId,
    /// The life of this database as a server's, 16 bytes.
    Generation,
    /// Where the server is: `host:port`, one a line.
    ServerAddress,
    /// The server's device key, 32 bytes.
    ServerKey,
    /// The invite that is being redeemed, as text.
    Invite,
    /// The seed of the key pair of the invite by which the device came, 32 bytes: keys are wrapped for it.
    InviteSeed,
    /// The hash of the token by which a project may be founded.
    FoundingToken,
    /// When, by this device's clock, it last met an up-to-date server: milliseconds, 8 bytes little-endian.
    Contact,
    /// The lives that this store has had, 8 bytes each.
    Lives,
    /// That the store was found to be a copy, and when.
    Copied,
    /// The sync session's own state, as bytes.
    SyncState,
    /// Display settings, as JSON.
    Settings,
    /// When the server's latest backup was taken, 8 bytes little-endian.
    BackupTime,
    /// Up to where the server's feed goes of what waits to be confirmed in its backup: the generation, 16 bytes, and the position,
    /// 8 bytes little-endian.
    BackupBound,
    /// The phone's PIN: what it is recognised by.
    Pin,
    /// How many wrong PINs came in a row, and when the last did.
    PinTries,
    /// Marks of networks that let no UDP through, 8 bytes each.
    NetworksWithoutUdp,
    /// When files of interviews go along with a sync, as a word.
    FilesWhen,
    /// How much the version that last opened this store could read ([`READS`](crate::entry::READS)), 4 bytes little-endian.
    Reads,
    /// What this phone's person said of themselves, as JSON.
    MyName,
    /// The slips of people who asked for help that were written down on this phone, as JSON: numbers and days alone.
    OwnSlips,
    /// Until when this phone's person wants to be done, as JSON: on this phone alone.
    CheckIn,
    /// That this is the store of a practice project, of which nothing ever leaves.
    Practice,
}

impl MetaKey {
    /// The stable name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeviceSeed => "device-seed",
            Self::Incarnation => "incarnation",
            Self::InstallId => "install-id",
            Self::Generation => "generation",
            Self::ServerAddress => "server-address",
            Self::ServerKey => "server-key",
            Self::Invite => "invite",
            Self::InviteSeed => "invite-seed",
            Self::FoundingToken => "founding-token",
            Self::Contact => "contact",
            Self::Lives => "lives",
            Self::Copied => "copied",
            Self::SyncState => "sync-state",
            Self::Settings => "settings",
            Self::BackupTime => "backup-time",
            Self::BackupBound => "backup-bound",
            Self::Pin => "pin",
            Self::PinTries => "pin-tries",
            Self::NetworksWithoutUdp => "networks-without-udp",
            Self::FilesWhen => "files-when",
            Self::Reads => "reads",
            Self::MyName => "my-name",
            Self::OwnSlips => "own-slips",
            Self::CheckIn => "check-in",
            Self::Practice => "practice",
        }
    }
}

impl SqliteStore {
    /// A small value, if it was set.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn meta(&self, key: MetaKey) -> Result<Option<Vec<u8>>, StoreError> {
        get(self.read()?.connection(), key.name())
    }

    /// Sets a small value.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn set_meta(&self, key: MetaKey, value: &[u8]) -> Result<(), StoreError> {
        self.set_metas(&[(key, value)])
    }

    /// Sets several small values at once: all or none.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn set_metas(&self, values: &[(MetaKey, &[u8])]) -> Result<(), StoreError> {
        writer::lock(&self.writer)
            .transaction(|tx| values.iter().try_for_each(|(key, value)| put(tx, key.name(), value)))
    }

    /// Removes a small value; secrets are overwritten on the disk.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn remove_meta(&self, key: MetaKey) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| {
            tx.execute("DELETE FROM meta WHERE name = :name", params![key.name()])?;
            Ok(())
        })
    }
}

pub(super) fn get(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT value FROM meta WHERE name = :name";
    Ok(connection.prepare_cached(sql)?.query_row(params![name], |row| row.get(0)).optional()?)
}

pub(super) fn put(connection: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES (:name, :value)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.prepare_cached(sql)?.execute(params![name, value])?;
    Ok(())
}
