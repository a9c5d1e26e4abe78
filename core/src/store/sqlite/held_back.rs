//! Entries that are held back until a coordinator looks, and what is known of one device's work. Why they are held back is `member`'s.

use rusqlite::{Row, params};

use super::SqliteStore;
use super::logs::{Logs, log_rows};
use super::rows::{self, LogRow, bytes};
use crate::entry::{DocKey, EntryState, Header, Opening, PayloadKind, StoredChange, actor_of};
use crate::ids::{DeviceId, LogId};
use crate::member::{DocKind, EntryName};
use crate::store::StoreError;
use crate::time::Timestamp;

// A statement finds the index of held-back entries by the number alone.
const _: () = assert!(EntryState::Quarantined.number() == 3);

/// An entry that is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldBack {
    /// The entry.
    pub name: EntryName,
    /// Its log's opening: the device and the grant.
    pub opening: Opening,
    /// The document that it changes, if any.
    pub doc: Option<DocKey>,
    /// When its author's clock said it was.
    pub time: Timestamp,
}

impl SqliteStore {
    /// The entries of these logs that are held back, log by log.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn held_back(&self, logs: Logs<'_>) -> Result<Vec<HeldBack>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT seq, header, kind, document.name, scope.form
            FROM entry
            LEFT JOIN document ON document.id = entry.document
            LEFT JOIN scope ON scope.id = document.scope
            WHERE log = :log AND state = 3
            ORDER BY seq",
        )?;
        let mut held = Vec::new();
        for log in log_rows(&snapshot, logs)? {
            let mut found = statement.query(params![log.id])?;
            while let Some(row) = found.next()? {
                held.push(held_back(row, &log)?);
            }
        }
        Ok(held)
    }

    /// Every change of a document that was taken, also those held back, each after what it builds on.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn every_change(&self, key: &DocKey) -> Result<Vec<StoredChange>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT log.name, payload
            FROM entry
            JOIN log ON log.id = entry.log
            WHERE document = (
                    SELECT id FROM document
                    WHERE kind = :kind AND name = :name AND scope = (SELECT id FROM scope WHERE form = :scope)
                )
                AND payload_kind = :payload_kind
                AND state IN (:full, :held_back)
            ORDER BY position",
        )?;
        let (full, held_back) = (EntryState::Full.number(), EntryState::Quarantined.number());
        let scope = key.scope.to_bytes();
        let mut found =
            statement.query(params![key.kind, key.doc, scope, PayloadKind::Change.number(), full, held_back])?;
        let mut changes = Vec::new();
        while let Some(row) = found.next()? {
            changes.push(StoredChange { actor: actor_of(row.get(0)?, key.doc), body: row.get(1)? });
        }
        Ok(changes)
    }

    /// The time that the latest entry of a device claims, if any is here.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn last_entry_of(&self, device: DeviceId) -> Result<Option<Timestamp>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached("SELECT header FROM entry WHERE log = :log AND seq = :seq")?;
        let mut latest = None;
        for log in log_rows(&snapshot, Logs::OfDevice(device))? {
            let mut found = statement.query(params![log.id, rows::number(log.head_seq)])?;
            if let Some(row) = found.next()? {
                let head = Header::from_bytes(bytes(row, 0)?).ok_or(StoreError::Damaged)?;
                latest = latest.max(Some(head.time));
            }
        }
        Ok(latest)
    }

    /// How many of the responses here a device has begun.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn responses_begun_by(&self, device: DeviceId) -> Result<usize, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT COUNT(*)
            FROM document
            WHERE kind = :kind
                AND EXISTS (
                    SELECT 1
                    FROM entry
                    JOIN log ON log.id = entry.log
                    WHERE position = (SELECT MIN(position) FROM entry AS other WHERE other.document = document.id)
                        AND device = :device
                )",
        )?;
        let count: i64 = statement.query_row(params![DocKind::Response.number(), device], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// How far each log of a device had come when an entry was stored.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn stored_before(&self, entry: &EntryName, device: DeviceId) -> Result<Vec<(LogId, u64)>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT log.name, MAX(entry.seq)
            FROM entry
            JOIN log ON log.id = entry.log
            WHERE log.device = :device
                AND position < (
                    SELECT position FROM entry WHERE log = (SELECT id FROM log WHERE name = :log) AND seq = :seq
                )
            GROUP BY log.id
            ORDER BY log.id",
        )?;
        let mut found = statement.query(params![device, entry.log, rows::number(entry.seq)])?;
        let mut places = Vec::new();
        while let Some(row) = found.next()? {
            places.push((row.get(0)?, rows::count(row.get(1)?)?));
        }
        Ok(places)
    }
}

fn held_back(row: &Row<'_>, log: &LogRow) -> Result<HeldBack, StoreError> {
    let header = bytes(row, 1)?;
    let head = Header::from_bytes(header).ok_or(StoreError::Damaged)?;
    let name = EntryName { log: log.log, seq: rows::count(row.get(0)?)?, hash: Header::hash(header) };
    let doc = match row.get::<_, Option<u8>>(2)? {
        Some(kind) => Some(DocKey { scope: rows::scope(bytes(row, 4)?)?, kind, doc: row.get(3)? }),
        None => None,
    };
    Ok(HeldBack { name, opening: log.opening, doc, time: head.time })
}
