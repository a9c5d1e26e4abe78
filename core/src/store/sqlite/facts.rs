//! Loading what planning needs to know, within the transaction that will write.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::apply::SqliteEngine;
use super::rows::{self, LogRow, bytes, hash_at};
use crate::entry::{
    DocFacts, DocKey, EntryState, Facts, Header, LogFacts, LogKey, PayloadKind, StoredChange, Wanted, actor_of,
};
use crate::ids::{EntryHash, LogId};
use crate::store::StoreError;

impl SqliteEngine<'_> {
    pub(super) fn facts(&mut self, wanted: &Wanted) -> Result<Facts, StoreError> {
        let membership = match &self.pending.membership {
            Some(membership) => Arc::clone(membership),
            None => self.caches.membership()?,
        };
        let mut logs = BTreeMap::new();
        for (log, places) in &wanted.logs {
            if self.known_log(log).is_some() {
                logs.extend(self.log_facts(log, places)?.map(|facts| (*log, facts)));
            }
        }
        let mut docs = BTreeMap::new();
        for key in &wanted.docs {
            if let Some(row) = self.document_row(key)? {
                docs.insert(*key, DocFacts { changes: changes_of(self.tx, row, key)? });
            }
        }
        let held = wanted.devices.iter().map(|device| Ok((*device, self.held_places(device)?)));
        let held = held.collect::<Result<_, StoreError>>()?;
        Ok(Facts { membership, logs, docs, held, rules: (*self.caches.rules()).clone() })
    }

    fn log_facts(&self, log: &LogId, places: &[(u64, u64)]) -> Result<Option<LogFacts>, StoreError> {
        let Some(row) = LogRow::find(self.tx, log)? else { return Ok(None) };
        let mut known = BTreeMap::new();
        for (first, end) in places {
            if *first <= row.head_seq {
                known.extend(hashes(self.tx, row.id, *first, *end)?);
            }
        }
        let LogRow { opening, head_seq, head_hash, .. } = row;
        Ok(Some(LogFacts { opening, head_seq, head_hash, known }))
    }

    pub(super) fn key_of(&mut self, log: &LogId, first_seq: u64) -> Result<LogKey, StoreError> {
        let known = self.known_log(log);
        let before = known.map(|known| hash_at(self.tx, known.row, first_seq.saturating_sub(1))).transpose()?;
        Ok(LogKey { opening: known.map(|known| known.opening), before: before.flatten() })
    }
}

fn hashes(connection: &Connection, log: i64, first: u64, end: u64) -> Result<Vec<(u64, EntryHash)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT seq, header FROM entry WHERE log = :log AND seq >= :first AND seq < :end")?;
    let mut found = statement.query(params![log, rows::number(first), rows::number(end)])?;
    let mut hashes = Vec::new();
    while let Some(row) = found.next()? {
        hashes.push((rows::count(row.get(0)?)?, Header::hash(bytes(row, 1)?)));
    }
    Ok(hashes)
}

/// The changes of a document that count, in feed order: each follows what it builds on.
pub(super) fn changes_of(connection: &Connection, row: i64, key: &DocKey) -> Result<Vec<StoredChange>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT log.name, payload
        FROM entry
        JOIN log ON log.id = entry.log
        WHERE document = :document AND payload_kind = :kind AND state = :state
        ORDER BY position",
    )?;
    let kind_and_state = (PayloadKind::Change.number(), EntryState::Full.number());
    let mut found = statement.query(params![row, kind_and_state.0, kind_and_state.1])?;
    let mut changes = Vec::new();
    while let Some(row) = found.next()? {
        changes.push(StoredChange { actor: actor_of(row.get(0)?, key.doc), body: row.get(1)? });
    }
    Ok(changes)
}
