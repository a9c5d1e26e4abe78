//! Which logs a reader of the feed is given, and where their entries are when those logs are few among many.
//!
//! Reading the feed in order and leaving out what is not wanted would make each reader of a small area look at the whole
//! project.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::FeedQuery;
use crate::entry::Ranges;
use crate::ids::LogId;
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use crate::store::sqlite::rows::{self, LogRow, select_log};

/// From which part of all logs on it is cheaper to read everything in order.
const FEW: usize = 4;

/// The logs that a reader is given.
pub(super) struct WantedLogs {
    /// Their names, by the numbers of their rows.
    pub(super) logs: BTreeMap<i64, LogId>,
    /// How many logs there are in all.
    stored: usize,
}

impl SqliteStore {
    pub(super) fn wanted_logs(&self, snapshot: &Connection, query: &FeedQuery<'_>) -> Result<WantedLogs, StoreError> {
        let mut wanted = WantedLogs { logs: BTreeMap::new(), stored: 0 };
        let mut last = 0;
        for (log, known) in self.caches.all_logs().iter() {
            wanted.consider(query, known.row, *log, &known.opening);
            last = last.max(known.row);
        }
        // The snapshot may hold logs of a commit that the cache does not know yet.
        for row in LogRow::all(snapshot, select_log!("WHERE log.id > :last"), params![last])? {
            wanted.consider(query, row.id, row.log, &row.opening);
        }
        Ok(wanted)
    }
}

impl WantedLogs {
    fn consider(&mut self, query: &FeedQuery<'_>, row: i64, log: LogId, opening: &crate::entry::Opening) {
        let excluded = query.exclude == Some((opening.device, opening.incarnation));
        if !excluded && query.scopes.covers(&opening.scope) {
            self.logs.insert(row, log);
        }
        self.stored += 1;
    }

    /// Whether it pays to look for their entries log by log.
    pub(super) fn are_few(&self) -> bool {
        self.logs.len() * FEW < self.stored
    }

    /// Where their entries after a position are. Later entries of a log have later positions, so each log is read backwards
    /// until that position.
    pub(super) fn positions_after(&self, snapshot: &Connection, after: u64) -> Result<Ranges, StoreError> {
        let mut positions = Vec::new();
        let mut statement = snapshot.prepare_cached("SELECT position FROM entry WHERE log = :log ORDER BY seq DESC")?;
        for row in self.logs.keys() {
            let mut found = statement.query(params![row])?;
            while let Some(entry) = found.next()? {
                let position = rows::count(entry.get(0)?)?;
                if position <= after {
                    break;
                }
                positions.push(position);
            }
        }
        positions.sort_unstable();
        Ok(positions.into_iter().map(|position| (position, position + 1)).collect())
    }
}
