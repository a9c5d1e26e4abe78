//! The feed: entries in commit order, for a reader's scopes or for a list of what a reader lacks.
//!
//! One writer gives positions out within its commit, so a reader that has seen a position has seen all before it.
//! In this order each entry comes after what it builds on: a receiver holds nothing back.

mod wanted;

use std::collections::{BTreeMap, VecDeque};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::forgetting::last_holes;
use super::logs::{Logs, holdings_of, log_rows};
use super::rows::{self, LogRow, bytes};
use super::{SqliteStore, receipts};
use crate::entry::{Body, Entry, EntryState, Header, Holdings, Ranges, Run};
use crate::ids::{DeviceId, Generation, Incarnation, LogId};
use crate::member::Scopes;
use crate::store::StoreError;

/// What to read of the feed.
#[derive(Debug, Clone, Copy)]
pub struct FeedQuery<'s> {
    /// The position after which to begin.
    pub after: u64,
    /// Only whole logs in these scopes.
    pub scopes: &'s Scopes,
    /// Not the logs of this life of a device.
    pub exclude: Option<(DeviceId, Incarnation)>,
    /// About how many bytes a page may have; it has at least one entry if there is one.
    pub max_bytes: usize,
}

/// A part of the feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedPage {
    /// The entries in commit order; those of one log that follow each other are one run.
    pub runs: Vec<Run>,
    /// Everything up to here that the query covers was in this page or before it.
    pub next_position: u64,
    /// Whether there was nothing more.
    pub at_end: bool,
}

/// Entries that are to be read, in commit order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkList {
    /// Positions as (first, end), ascending.
    positions: VecDeque<(u64, u64)>,
}

impl WorkList {
    /// How many entries are left to read.
    pub fn entries(&self) -> u64 {
        self.positions.iter().map(|(first, end)| end - first).sum()
    }

    /// Whether nothing is left to read.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }
}

impl SqliteStore {
    /// The next page of the feed. What it costs follows from what is new for this reader, not from what the store holds.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn feed(&self, query: &FeedQuery<'_>) -> Result<FeedPage, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let wanted = self.wanted_logs(&snapshot, query)?;
        let mut accept = |id: i64| Ok(wanted.logs.get(&id).copied());
        let mut collector = Collector::new(query.max_bytes);
        collector.behind = last_holes(&snapshot)?;
        let (next_position, at_end) = if wanted.are_few() {
            let head = head_of(&snapshot)?.max(query.after);
            let positions = wanted.positions_after(&snapshot, query.after)?;
            let last = collector.read_ranges(&snapshot, &positions, &mut accept)?;
            (last.unwrap_or(head), last.is_none())
        } else {
            let next = collector.read(&snapshot, query.after.saturating_add(1), u64::MAX, &mut accept)?;
            next.map_or((query.after, true), |next| (next.0, next.1))
        };
        Ok(FeedPage { runs: collector.into_runs(), next_position, at_end })
    }

    /// The entries in these scopes that a reader with these holdings lacks.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn missing_from(&self, holdings: &Holdings, scopes: &Scopes) -> Result<WorkList, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let rows = log_rows(&snapshot, Logs::In(scopes))?;
        work_list(&snapshot, &rows, holdings)
    }

    /// The entries of these logs that the server with this generation has not acknowledged.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn unacknowledged(&self, generation: Generation, logs: Logs<'_>) -> Result<WorkList, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let rows = log_rows(&snapshot, logs)?;
        work_list(&snapshot, &rows, &receipts::of(&snapshot, generation, &rows)?)
    }

    /// Reads the next entries of a list, about `max_bytes` of them and at least one, and takes them off it.
    ///
    /// # Errors
    /// The store can't be read; the list is then as it was.
    pub fn read_work(&self, list: &mut WorkList, max_bytes: usize) -> Result<Vec<Run>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut names = BTreeMap::new();
        let mut accept = |id: i64| {
            if let Some(log) = names.get(&id) {
                return Ok(Some(*log));
            }
            let log = LogRow::at(&snapshot, id)?.log;
            names.insert(id, log);
            Ok(Some(log))
        };
        let mut collector = Collector::new(max_bytes);
        let mut left = list.positions.clone();
        while let Some((first, end)) = left.pop_front() {
            let next = collector.read(&snapshot, first, end, &mut accept)?;
            if let Some((last, false)) = next {
                left.push_front((last + 1, end));
                break;
            }
            if collector.is_full() {
                break;
            }
        }
        list.positions = left;
        Ok(collector.into_runs())
    }
}

/// The position of the last entry, or 0.
pub(super) fn head_of(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT position FROM entry ORDER BY position DESC LIMIT 1";
    let head: Option<i64> = connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    rows::count(head.unwrap_or(0))
}

/// What is stored of these logs and not among the holdings, as feed positions.
fn work_list(connection: &Connection, logs: &[LogRow], holdings: &Holdings) -> Result<WorkList, StoreError> {
    let here = holdings_of(logs);
    let mut positions = Ranges::default();
    let sql =
        "SELECT position FROM entry WHERE log = :log AND seq >= :first AND seq < :end AND state <> 5 ORDER BY seq";
    let mut statement = connection.prepare_cached(sql)?;
    for row in logs {
        let Some(stored) = here.0.get(&row.log) else { continue };
        let missing = holdings.0.get(&row.log).map_or_else(|| stored.clone(), |held| stored.minus(held));
        for (first, end) in missing.iter() {
            let mut found = statement.query(params![row.id, rows::number(first), rows::number(end)])?;
            let mut run: Option<(u64, u64)> = None;
            while let Some(row) = found.next()? {
                let position = rows::count(row.get(0)?)?;
                match &mut run {
                    Some((_, end)) if *end == position => *end += 1,
                    _ => {
                        let (first, end) = run.replace((position, position + 1)).unwrap_or_default();
                        positions.insert(first, end);
                    }
                }
            }
            let (first, end) = run.unwrap_or_default();
            positions.insert(first, end);
        }
    }
    Ok(WorkList { positions: positions.iter().collect() })
}

/// Gathers entries into runs, up to a number of bytes.
pub(super) struct Collector {
    runs: Vec<Run>,
    size_bytes: usize,
    max_bytes: usize,
    /// Of these logs only what stands behind a place.
    behind: BTreeMap<i64, u64>,
}

impl Collector {
    pub(super) fn new(max_bytes: usize) -> Self {
        Self { runs: Vec::new(), size_bytes: 0, max_bytes, behind: BTreeMap::new() }
    }

    pub(super) fn is_full(&self) -> bool {
        self.size_bytes >= self.max_bytes && !self.runs.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub(super) fn into_runs(self) -> Vec<Run> {
        self.runs
    }

    /// Adds the accepted entries at positions from `first` up to, not including, `end`. Says which position was the last
    /// looked at, and whether that was all; nothing when there was none.
    fn read(
        &mut self,
        connection: &Connection,
        first: u64,
        end: u64,
        accept: &mut dyn FnMut(i64) -> Result<Option<LogId>, StoreError>,
    ) -> Result<Option<(u64, bool)>, StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT position, log, seq, state, header, signature, salt, payload
            FROM entry
            WHERE position >= :first AND position < :end
            ORDER BY position",
        )?;
        let mut found = statement.query(params![rows::number(first), rows::number(end)])?;
        let mut last = None;
        while let Some(row) = found.next()? {
            if self.is_full() {
                return Ok(last.map(|last| (last, false)));
            }
            if let Some(log) = accept(row.get(1)?)? {
                self.add(log, row)?;
            }
            last = Some(rows::count(row.get(0)?)?);
        }
        Ok(last.map(|last| (last, true)))
    }

    /// Adds the entries at these positions until the page is full; says at which position that was, or nothing when all
    /// were added.
    fn read_ranges(
        &mut self,
        connection: &Connection,
        positions: &Ranges,
        accept: &mut dyn FnMut(i64) -> Result<Option<LogId>, StoreError>,
    ) -> Result<Option<u64>, StoreError> {
        let mut last = None;
        for (first, end) in positions.iter() {
            if self.is_full() {
                return Ok(last);
            }
            if let Some((last, false)) = self.read(connection, first, end, accept)? {
                return Ok(Some(last));
            }
            last = Some(end - 1);
        }
        Ok(None)
    }

    /// Adds the entry of a row (position, log, seq, state, header, signature, salt, payload), unless it was forgotten here.
    pub(super) fn add(&mut self, log: LogId, row: &Row<'_>) -> Result<bool, StoreError> {
        if row.get::<_, u8>(3)? == EntryState::Forgotten.number() {
            return Ok(false);
        }
        let seq = rows::count(row.get(2)?)?;
        if self.behind.get(&row.get(1)?).is_some_and(|hole| seq <= *hole) {
            return Ok(false);
        }
        let header = bytes(row, 4)?;
        let head = Header::from_bytes(header).ok_or(StoreError::Damaged)?;
        let body = match row.get::<_, Option<_>>(6)? {
            Some(salt) => Body::Full { salt, payload: row.get(7)? },
            None => Body::Erased { hash: head.payload_hash, length: head.payload_len },
        };
        let entry = Entry::from_parts(header, row.get(5)?, body).ok_or(StoreError::Damaged)?;
        self.size_bytes += entry.size_bytes();
        match self.runs.last_mut() {
            Some(run) if run.log == log && run.end_seq() == seq => run.entries.push(entry),
            _ => {
                let prev = (seq > 1).then_some(head.prev);
                self.runs.push(Run { log, first_seq: seq, prev, entries: vec![entry] });
            }
        }
        Ok(true)
    }
}
