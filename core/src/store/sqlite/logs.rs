//! Reading logs: what is known of them, which of their entries are here, and runs of them.

use rusqlite::{Connection, params};

use super::SqliteStore;
use super::feed::Collector;
use super::rows::{self, LogRow, hash_at, select_log};
use crate::entry::{Holdings, LogKey, Opening, Run};
use crate::ids::{DeviceId, EntryHash, Incarnation, LogId};
use crate::member::Scopes;
use crate::store::StoreError;

/// Which logs a question is about.
#[derive(Debug, Clone, Copy)]
pub enum Logs<'s> {
    /// Every log.
    All,
    /// Those whose scope is covered.
    In(&'s Scopes),
    /// Those of one device, in all its lives.
    OfDevice(DeviceId),
    /// Those of one life of a device.
    OfLife(DeviceId, Incarnation),
}

/// A log that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredLog {
    /// The log.
    pub log: LogId,
    /// Its opening.
    pub opening: Opening,
    /// The place of its last entry.
    pub head_seq: u64,
    /// The hash of its last entry.
    pub head_hash: EntryHash,
}

impl SqliteStore {
    /// What is known of a log: where its author goes on writing.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn log(&self, log: LogId) -> Result<Option<StoredLog>, StoreError> {
        Ok(LogRow::find(self.read()?.connection(), &log)?.map(StoredLog::from))
    }

    /// The logs in question, in the order in which they were first stored.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn logs(&self, logs: Logs<'_>) -> Result<Vec<StoredLog>, StoreError> {
        let rows = log_rows(self.read()?.connection(), logs)?;
        Ok(rows.into_iter().map(StoredLog::from).collect())
    }

    /// What checking a run of this log from this place on needs to know.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn log_key(&self, log: LogId, first_seq: u64) -> Result<LogKey, StoreError> {
        let known = self.caches.log(&log).map(|known| (known.row, known.opening));
        if first_seq <= 1 && known.is_some() {
            return Ok(LogKey { opening: known.map(|(_, opening)| opening), before: None });
        }
        let reader = self.read()?;
        let known = match known {
            Some(known) => Some(known),
            // Committed a moment ago by another thread, which has not told the cache yet.
            None => LogRow::find(reader.connection(), &log)?.map(|row| (row.id, row.opening)),
        };
        let Some((row, opening)) = known else { return Ok(LogKey::default()) };
        let before = hash_at(reader.connection(), row, first_seq.saturating_sub(1))?;
        Ok(LogKey { opening: Some(opening), before })
    }

    /// What is here of the logs in question.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn holdings(&self, logs: Logs<'_>) -> Result<Holdings, StoreError> {
        let rows = log_rows(self.read()?.connection(), logs)?;
        Ok(holdings_of(&rows))
    }

    /// The entries of a log from `first` up to, not including, `end`, as far as they are here and fit in about `max_bytes`
    /// (at least one), from the first on that has not left this store. A run without entries means that there is none.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn read_run(&self, log: LogId, first: u64, end: u64, max_bytes: usize) -> Result<Run, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut collector = Collector::new(max_bytes);
        if let Some(row) = LogRow::find(&snapshot, &log)? {
            let mut statement = snapshot.prepare_cached(
                "SELECT position, log, seq, state, header, signature, salt, payload
                FROM entry
                WHERE log = :log AND seq >= :first AND seq < :end
                ORDER BY seq",
            )?;
            let mut found = statement.query(params![row.id, rows::number(first), rows::number(end)])?;
            while let Some(row) = found.next()? {
                // What has left this store is passed over, and ends a run that has begun.
                let ends = !collector.add(log, row)? && !collector.is_empty();
                if ends || collector.is_full() {
                    break;
                }
            }
        }
        let run = collector.into_runs().into_iter().next();
        Ok(run.unwrap_or(Run { log, first_seq: first, prev: None, entries: Vec::new() }))
    }
}

impl From<LogRow> for StoredLog {
    fn from(LogRow { log, opening, head_seq, head_hash, .. }: LogRow) -> Self {
        Self { log, opening, head_seq, head_hash }
    }
}

pub(super) fn log_rows(connection: &Connection, logs: Logs<'_>) -> Result<Vec<LogRow>, StoreError> {
    match logs {
        Logs::All => LogRow::all(connection, select_log!("ORDER BY log.id"), []),
        Logs::In(scopes) => {
            let mut rows = LogRow::all(connection, select_log!("ORDER BY log.id"), [])?;
            rows.retain(|row| scopes.covers(&row.opening.scope));
            Ok(rows)
        }
        Logs::OfDevice(device) => {
            LogRow::all(connection, select_log!("WHERE device = :device ORDER BY log.id"), params![device])
        }
        Logs::OfLife(device, incarnation) => LogRow::all(
            connection,
            select_log!("WHERE device = :device AND incarnation = :incarnation ORDER BY log.id"),
            params![device, incarnation],
        ),
    }
}

/// A log has no gaps, so its head says what is here.
pub(super) fn holdings_of(rows: &[LogRow]) -> Holdings {
    let mut holdings = Holdings::default();
    for row in rows {
        if row.head_seq > 0 {
            holdings.insert(row.log, 1, row.head_seq + 1);
        }
    }
    holdings
}
