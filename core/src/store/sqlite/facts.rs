//! Loading what planning needs to know, within the transaction that will write.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, Row, params};

use super::apply::SqliteEngine;
use super::erasing;
use super::forgetting::is_forgotten;
use super::rows::{self, LogRow, bytes, hash_at};
use crate::entry::{
    DocFacts, DocKey, EntryState, Facts, Header, LogFacts, LogKey, PayloadKind, PlacedChange, PlacedEntry, Shift,
    StoredChange, Touched, Wanted, actor_of,
};
use crate::ids::{EntryHash, LogId};
use crate::member::EntryName;
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
                let forgotten = is_forgotten(self.tx, row)?;
                let changes = if forgotten { Vec::new() } else { placed_changes_of(self.tx, row, key)? };
                docs.insert(*key, DocFacts { changes, forgotten });
            }
        }
        let held = wanted.devices.iter().map(|device| Ok((*device, self.held_places(device)?)));
        let held = held.collect::<Result<_, StoreError>>()?;
        let erased = erasing::erased_of(self.tx, &wanted.named)?;
        Ok(Facts { membership, logs, docs, held, rules: (*self.caches.rules()).clone(), erased })
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

    pub(super) fn touched_by(&mut self, shift: &Shift) -> Result<Touched, StoreError> {
        let mut touched = Touched::default();
        for grant in &shift.grants {
            let mut statement = self.tx.prepare_cached(
                "SELECT DISTINCT document.kind, document.name, scope.form
                FROM log
                JOIN entry ON entry.log = log.id
                JOIN document ON document.id = entry.document
                JOIN scope ON scope.id = document.scope
                WHERE grant_id = :grant AND payload_kind = :kind",
            )?;
            let mut found = statement.query(params![grant, PayloadKind::Change.number()])?;
            while let Some(row) = found.next()? {
                let scope = rows::scope(bytes(row, 2)?)?;
                touched.docs.insert(DocKey { scope, kind: row.get(0)?, doc: row.get(1)? });
            }
            let mut statement = self.tx.prepare_cached(
                "SELECT log.name, log.grant_id, seq, header, state
                FROM log
                JOIN entry ON entry.log = log.id
                WHERE grant_id = :grant AND payload_kind <> :kind AND state IN (:full, :held_back)",
            )?;
            let (full, held_back) = (EntryState::Full.number(), EntryState::Quarantined.number());
            let mut found = statement.query(params![grant, PayloadKind::Change.number(), full, held_back])?;
            while let Some(row) = found.next()? {
                touched.others.push(placed_entry(row)?);
            }
        }
        for name in &shift.entries {
            self.touched_by_entry(name, &mut touched)?;
        }
        Ok(touched)
    }

    fn touched_by_entry(&self, name: &EntryName, touched: &mut Touched) -> Result<(), StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT log.name, log.grant_id, seq, header, state, payload_kind, document.kind, document.name, scope.form
            FROM log
            JOIN entry ON entry.log = log.id
            LEFT JOIN document ON document.id = entry.document
            LEFT JOIN scope ON scope.id = document.scope
            WHERE log.name = :log AND seq = :seq AND state IN (:full, :held_back)",
        )?;
        let (full, held_back) = (EntryState::Full.number(), EntryState::Quarantined.number());
        let mut found = statement.query(params![name.log, rows::number(name.seq), full, held_back])?;
        let Some(row) = found.next()? else { return Ok(()) };
        if row.get::<_, u8>(5)? == PayloadKind::Change.number() {
            let scope = rows::scope(bytes(row, 8)?)?;
            touched.docs.insert(DocKey { scope, kind: row.get(6)?, doc: row.get(7)? });
        } else {
            touched.others.push(placed_entry(row)?);
        }
        Ok(())
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

/// Every change of a document that was taken, also those held back, in feed order.
fn placed_changes_of(connection: &Connection, row: i64, key: &DocKey) -> Result<Vec<PlacedChange>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT log.name, log.grant_id, seq, header, state, payload
        FROM entry
        JOIN log ON log.id = entry.log
        WHERE document = :document AND payload_kind = :kind AND state IN (:full, :held_back)
        ORDER BY position",
    )?;
    let (full, held_back) = (EntryState::Full.number(), EntryState::Quarantined.number());
    let mut found = statement.query(params![row, PayloadKind::Change.number(), full, held_back])?;
    let mut changes = Vec::new();
    while let Some(row) = found.next()? {
        let entry = placed_entry(row)?;
        let change = StoredChange { actor: actor_of(entry.name.log, key.doc), body: row.get(5)? };
        changes.push(PlacedChange { change, entry });
    }
    Ok(changes)
}

/// Reads name of the log, grant, seq, header and state.
fn placed_entry(row: &Row<'_>) -> Result<PlacedEntry, StoreError> {
    let name = EntryName { log: row.get(0)?, seq: rows::count(row.get(2)?)?, hash: Header::hash(bytes(row, 3)?) };
    let counts = row.get::<_, u8>(4)? == EntryState::Full.number();
    Ok(PlacedEntry { name, grant: row.get(1)?, counts })
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
