//! Own entries that give way to another copy of this store: taken out of their logs, kept, and written again under a new life.
//!
//! Which ones these are, and how they are written again, is decided in `device`.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Row, Transaction, params};

use super::apply::SqliteEngine;
use super::caches::Caches;
use super::rows::{self, LogRow, bytes, hash_at};
use super::{SqliteStore, writer};
use crate::document::Change;
use crate::entry::{DocKey, Header, PayloadKind, Wanted, actor_of, project_anew};
use crate::ids::{ActorId, ChangeHash, DocId, EntryHash, LogId};
use crate::member::Scope;
use crate::store::{Engine, StoreError};

/// An entry that gave way and is to be written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its row.
    pub id: i64,
    /// Where it belongs.
    pub scope: Scope,
    /// The number of its payload's kind.
    pub payload_kind: u8,
    /// The number of its document's kind.
    pub doc_kind: u8,
    /// Its document, or zero.
    pub doc: DocId,
    /// Who its author was inside the document.
    pub actor: ActorId,
    /// The payload.
    pub payload: Vec<u8>,
}

/// What an entry that gave way was written again as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The row of the entry.
    pub id: i64,
    /// The changes that stand for it now; none if it was no change.
    pub changes: Vec<ChangeHash>,
}

impl SqliteStore {
    /// Takes the ends of these logs, each from a place on, out of the store and keeps them aside, in one transaction. Documents are
    /// then as if they had never been there. Returns how many entries are kept.
    ///
    /// # Errors
    /// The store can't be written; nothing was taken out then.
    pub fn set_aside(&self, branches: &BTreeMap<LogId, u64>) -> Result<u64, StoreError> {
        let mut writer = writer::lock(&self.writer);
        let (kept, caches) = writer.transaction(|tx| {
            let mut documents = BTreeSet::new();
            let mut kept = 0;
            for (log, first) in branches {
                if let Some(row) = LogRow::find(tx, log)? {
                    kept += keep(tx, &row, *first)?;
                    documents.extend(documents_of(tx, &row, *first)?);
                    cut_off(tx, &row, *first)?;
                }
            }
            let mut engine = SqliteEngine::new(tx, &self.caches);
            let facts = engine.load_facts(&Wanted { docs: documents, ..Wanted::default() })?;
            engine.apply(&project_anew(&facts))?;
            Ok((kept, Caches::of(tx, self.hooks.rules_of)?))
        })?;
        self.caches.replace(caches);
        Ok(kept)
    }

    /// The entries that gave way and were not written again yet, in the order in which they were first written.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn entries_set_aside(&self) -> Result<Vec<SetAside>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT set_aside.id, scope.form, payload_kind, doc_kind, doc, actor, payload
            FROM set_aside
            JOIN scope ON scope.id = set_aside.scope
            WHERE became IS NULL
            ORDER BY set_aside.id",
        )?;
        let mut found = statement.query([])?;
        let mut entries = Vec::new();
        while let Some(row) = found.next()? {
            entries.push(set_aside(row)?);
        }
        Ok(entries)
    }

    /// What changes that gave way were written again as.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn rewritten_changes(&self) -> Result<BTreeMap<ChangeHash, Vec<ChangeHash>>, StoreError> {
        let reader = self.read()?;
        let sql = "SELECT old, became FROM set_aside WHERE became IS NOT NULL AND payload_kind = :kind";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let mut found = statement.query(params![PayloadKind::Change.number()])?;
        let mut rewritten = BTreeMap::new();
        while let Some(row) = found.next()? {
            let old = ChangeHash::try_from(bytes(row, 0)?).map_err(|_| StoreError::Damaged)?;
            let became = bytes(row, 1)?.chunks(ChangeHash::SIZE).map(ChangeHash::try_from);
            rewritten.insert(old, became.collect::<Result<_, _>>().map_err(|_| StoreError::Damaged)?);
        }
        Ok(rewritten)
    }

    /// Forgets what gave way, once all of it was written again.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn forget_rewritten(&self) -> Result<(), StoreError> {
        let sql = "DELETE FROM set_aside WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE became IS NULL)";
        writer::lock(&self.writer).transaction(|tx| Ok(tx.execute(sql, []).map(drop)?))
    }
}

/// Notes within the transaction that writes it again what an entry became.
pub(super) fn rewritten(tx: &Transaction<'_>, rewritten: &Rewritten) -> Result<(), StoreError> {
    let became: Vec<u8> = rewritten.changes.iter().flat_map(|hash| hash.0).collect();
    let sql = "UPDATE set_aside SET became = :became, payload = x'' WHERE id = :id AND became IS NULL";
    let updated = tx.prepare_cached(sql)?.execute(params![became, rewritten.id])?;
    if updated == 1 { Ok(()) } else { Err(StoreError::Inconsistent) }
}

/// Copies the end of a log; its opening is made anew anyway.
fn keep(tx: &Transaction<'_>, log: &LogRow, first: u64) -> Result<u64, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT header, payload
        FROM entry
        WHERE log = :log AND seq >= :first AND payload_kind <> :opening AND payload IS NOT NULL
        ORDER BY position",
    )?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO set_aside (scope, payload_kind, doc_kind, doc, old, actor, payload)
        VALUES ((SELECT scope FROM log WHERE id = :log), :payload_kind, :doc_kind, :doc, :old, :actor, :payload)",
    )?;
    let mut found = statement.query(params![log.id, rows::number(first), PayloadKind::Opening.number()])?;
    let mut kept = 0;
    while let Some(row) = found.next()? {
        let (header, payload) = (bytes(row, 0)?, bytes(row, 1)?);
        let head = Header::from_bytes(header).ok_or(StoreError::Damaged)?;
        let actor = actor_of(log.log, head.doc);
        let old = if head.payload_kind == PayloadKind::Change.number() {
            Change::read(payload.to_vec(), actor).map_err(|_| StoreError::Damaged)?.hash().0
        } else {
            Header::hash(header).0
        };
        let (kind, doc_kind) = (head.payload_kind, head.doc_kind);
        insert.execute(params![log.id, kind, doc_kind, head.doc, old, actor.0, payload])?;
        kept += 1;
    }
    Ok(kept)
}

fn documents_of(tx: &Transaction<'_>, log: &LogRow, first: u64) -> Result<Vec<DocKey>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT DISTINCT document.kind, document.name
        FROM entry
        JOIN document ON document.id = entry.document
        WHERE log = :log AND seq >= :first AND payload_kind = :change",
    )?;
    let mut found = statement.query(params![log.id, rows::number(first), PayloadKind::Change.number()])?;
    let mut keys = Vec::new();
    while let Some(row) = found.next()? {
        keys.push(DocKey { scope: log.opening.scope, kind: row.get(0)?, doc: row.get(1)? });
    }
    Ok(keys)
}

fn cut_off(tx: &Transaction<'_>, log: &LogRow, first: u64) -> Result<(), StoreError> {
    let (id, first_seq) = (log.id, rows::number(first));
    tx.prepare_cached("DELETE FROM entry WHERE log = :log AND seq >= :first")?.execute(params![id, first_seq])?;
    tx.prepare_cached("DELETE FROM receipt WHERE log = :log AND first_seq >= :first")?
        .execute(params![id, first_seq])?;
    let sql = "UPDATE receipt SET end_seq = :first WHERE log = :log AND end_seq > :first";
    tx.prepare_cached(sql)?.execute(params![first_seq, id])?;
    let last: Option<EntryHash> = hash_at(tx, id, first.saturating_sub(1))?;
    match last {
        Some(hash) => {
            let sql = "UPDATE log SET head_seq = :seq, head_hash = :hash WHERE id = :log";
            tx.prepare_cached(sql)?.execute(params![rows::number(first - 1), hash, id])?;
        }
        None => drop(tx.prepare_cached("DELETE FROM log WHERE id = :log")?.execute(params![id])?),
    }
    Ok(())
}

fn set_aside(row: &Row<'_>) -> Result<SetAside, StoreError> {
    Ok(SetAside {
        id: row.get(0)?,
        scope: rows::scope(bytes(row, 1)?)?,
        payload_kind: row.get(2)?,
        doc_kind: row.get(3)?,
        doc: row.get(4)?,
        actor: ActorId::try_from(bytes(row, 5)?).map_err(|_| StoreError::Damaged)?,
        payload: row.get(6)?,
    })
}
