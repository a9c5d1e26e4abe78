//! Where entries provably are: what servers have acknowledged, and how far their feeds were read.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::logs::{Logs, log_rows};
use super::rows::{self, LogRow};
use super::{SqliteStore, writer};
use crate::entry::{Holdings, Ranges};
use crate::ids::{DeviceId, Generation, Incarnation, ScopesHash};
use crate::store::StoreError;

/// How far another's feed was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The life of the server's database that the position belongs to.
    pub generation: Generation,
    /// The position.
    pub position: u64,
    /// The scopes that the position is complete for.
    pub scopes: ScopesHash,
}

/// What a session learnt of a server; parts that are empty change nothing.
#[derive(Debug, Clone, Copy)]
pub struct ServerProgress<'p> {
    /// The life of the server's database that all of this belongs to.
    pub generation: Generation,
    /// Entries that it turned out not to have.
    pub lost: &'p Holdings,
    /// Entries that it has stored.
    pub acknowledged: &'p Holdings,
    /// How far its feed was read.
    pub cursor: Option<&'p Cursor>,
}

impl SqliteStore {
    /// Notes what a server said it has stored. Logs that are not here are left out.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn put_acknowledged(&self, generation: Generation, stored: &Holdings) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| {
            stored.0.iter().try_for_each(|(log, ranges)| {
                let Some(row) = LogRow::find(tx, log)? else { return Ok(()) };
                add(tx, generation, row.id, ranges)
            })
        })
    }

    /// Notes what a session learnt of a server, in one transaction: what it turned out not to have is taken from its
    /// acknowledgements first, then what it has stored is added, then how far its feed was read.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn put_progress(&self, server: DeviceId, progress: &ServerProgress<'_>) -> Result<(), StoreError> {
        let ServerProgress { generation, lost, acknowledged, cursor } = *progress;
        writer::lock(&self.writer).transaction(|tx| {
            for (log, ranges) in &lost.0 {
                let Some(row) = LogRow::find(tx, log)? else { continue };
                let left = ranges_of(tx, generation, row.id)?.minus(ranges);
                replace(tx, generation, row.id, &left)?;
            }
            for (log, ranges) in &acknowledged.0 {
                let Some(row) = LogRow::find(tx, log)? else { continue };
                add(tx, generation, row.id, ranges)?;
            }
            cursor.iter().try_for_each(|cursor| upsert_cursor(tx, server, cursor))
        })
    }

    /// What the server with this generation has acknowledged of the logs in question.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn acknowledged(&self, generation: Generation, logs: Logs<'_>) -> Result<Holdings, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        of(&snapshot, generation, &log_rows(&snapshot, logs)?)
    }

    /// Entries here that the server with this generation has not acknowledged, without those of one life of a device.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn lacking_on_server(
        &self,
        generation: Option<Generation>,
        except: (DeviceId, Incarnation),
    ) -> Result<Holdings, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let sql = "SELECT log, first_seq, end_seq FROM receipt WHERE generation = :generation";
        let mut statement = snapshot.prepare_cached(sql)?;
        let mut found = statement.query([generation])?;
        let mut known: BTreeMap<i64, Ranges> = BTreeMap::new();
        while let Some(row) = found.next()? {
            known.entry(row.get(0)?).or_default().insert(rows::count(row.get(1)?)?, rows::count(row.get(2)?)?);
        }
        let mut holdings = Holdings::default();
        for row in log_rows(&snapshot, Logs::All)? {
            if (row.opening.device, row.opening.incarnation) == except || row.head_seq == 0 {
                continue;
            }
            let all = Ranges::of(1, row.head_seq + 1);
            let left = known.get(&row.id).map_or_else(|| all.clone(), |known| all.minus(known));
            if !left.is_empty() {
                holdings.0.insert(row.log, left);
            }
        }
        Ok(holdings)
    }

    /// Notes how far a server's feed was read.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn put_cursor(&self, server: DeviceId, cursor: &Cursor) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| upsert_cursor(tx, server, cursor))
    }

    /// How far a server's feed was read.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn cursor(&self, server: DeviceId) -> Result<Option<Cursor>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader
            .connection()
            .prepare_cached("SELECT generation, position, scopes FROM cursor WHERE server = :server")?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?));
        let found = statement.query_row(params![server], row).optional()?;
        found
            .map(|(generation, position, scopes)| Ok(Cursor { generation, position: rows::count(position)?, scopes }))
            .transpose()
    }
}

fn upsert_cursor(connection: &Connection, server: DeviceId, cursor: &Cursor) -> Result<(), StoreError> {
    let Cursor { generation, position, scopes } = cursor;
    let mut upsert = connection.prepare_cached(
        "INSERT INTO cursor (server, generation, position, scopes)
        VALUES (:server, :generation, :position, :scopes)
        ON CONFLICT (server) DO UPDATE
        SET generation = excluded.generation,
            position = excluded.position,
            scopes = excluded.scopes",
    )?;
    upsert.execute(params![server, generation, rows::number(*position), scopes])?;
    Ok(())
}

/// Adds ranges of one log to what a server has acknowledged; writes nothing when they were known.
pub(super) fn add(
    connection: &Connection,
    generation: Generation,
    log: i64,
    ranges: &Ranges,
) -> Result<(), StoreError> {
    let before = ranges_of(connection, generation, log)?;
    let mut after = before.clone();
    after.extend(ranges);
    if after == before {
        return Ok(());
    }
    replace(connection, generation, log, &after)
}

fn replace(connection: &Connection, generation: Generation, log: i64, ranges: &Ranges) -> Result<(), StoreError> {
    let sql = "DELETE FROM receipt WHERE generation = :generation AND log = :log";
    connection.prepare_cached(sql)?.execute(params![generation, log])?;
    let sql = "INSERT INTO receipt (generation, log, first_seq, end_seq) VALUES (:generation, :log, :first, :end)";
    let mut insert = connection.prepare_cached(sql)?;
    for (first, end) in ranges.iter() {
        insert.execute(params![generation, log, rows::number(first), rows::number(end)])?;
    }
    Ok(())
}

/// What a server has acknowledged of these logs.
pub(super) fn of(connection: &Connection, generation: Generation, logs: &[LogRow]) -> Result<Holdings, StoreError> {
    let mut holdings = Holdings::default();
    for log in logs {
        let ranges = ranges_of(connection, generation, log.id)?;
        if !ranges.is_empty() {
            holdings.0.insert(log.log, ranges);
        }
    }
    Ok(holdings)
}

fn ranges_of(connection: &Connection, generation: Generation, log: i64) -> Result<Ranges, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT first_seq, end_seq FROM receipt WHERE generation = :generation AND log = :log")?;
    let mut found = statement.query(params![generation, log])?;
    let mut ranges = Ranges::default();
    while let Some(row) = found.next()? {
        ranges.insert(rows::count(row.get(0)?)?, rows::count(row.get(1)?)?);
    }
    Ok(ranges)
}
