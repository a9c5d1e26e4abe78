//! What leaves this store alone: the content of interviews that are in the server's backup. Headers stay, so that logs have no gaps.
//!
//! It is no erasure: nobody else hears of it. Which interviews may go, and when, is decided in `device`.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, Transaction, params};

use super::logs::{Logs, log_rows};
use super::rows::{self, bytes};
use super::writer;
use super::{SqliteStore, erasing, files};
use crate::entry::{DocKey, EntryState, Holdings, Run};
use crate::ids::{DeviceId, DocId, LogId};
use crate::member::{Class, Scope};
use crate::store::StoreError;
use crate::time::Timestamp;

// Statements find the index of forgotten entries by the number alone.
const _: () = assert!(EntryState::Forgotten.number() == 5);

/// An entry about a document, whose content is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptEntry {
    /// The document.
    pub doc: DocKey,
    /// The log.
    pub log: LogId,
    /// Its place there.
    pub seq: u64,
    /// Who wrote it.
    pub device: DeviceId,
}

impl SqliteStore {
    /// The entries about documents of a kind whose content is here, document by document.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn kept_entries(&self, kind: u8) -> Result<Vec<KeptEntry>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT document.name, scope.form, log.name, seq, device
            FROM document
            JOIN scope ON scope.id = document.scope
            JOIN entry ON entry.document = document.id
            JOIN log ON log.id = entry.log
            WHERE document.kind = :kind AND payload IS NOT NULL
            ORDER BY document.id, position",
        )?;
        let mut found = statement.query(params![kind])?;
        let mut kept = Vec::new();
        while let Some(row) = found.next()? {
            let doc = key_of(row, kind)?;
            kept.push(KeptEntry { doc, log: row.get(2)?, seq: rows::count(row.get(3)?)?, device: row.get(4)? });
        }
        Ok(kept)
    }

    /// The rounds, or none, that anything of a class here belongs to. It takes no longer with more interviews.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn rounds_of(&self, class: Class) -> Result<BTreeSet<Option<DocId>>, StoreError> {
        Ok(self.scopes()?.into_iter().filter(|scope| scope.class == class).map(|scope| scope.round).collect())
    }

    /// The scopes that anything here belongs to. It takes no longer with more interviews.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn scopes(&self) -> Result<Vec<Scope>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached("SELECT form FROM scope")?;
        let mut found = statement.query([])?;
        let mut scopes = Vec::new();
        while let Some(row) = found.next()? {
            scopes.push(rows::scope(bytes(row, 0)?)?);
        }
        Ok(scopes)
    }

    /// The documents of a kind of which anything has left this store.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn forgotten_documents(&self, kind: u8) -> Result<BTreeSet<DocKey>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT DISTINCT document.name, scope.form
            FROM entry INDEXED BY entry_forgotten
            CROSS JOIN document ON document.id = entry.document
            JOIN scope ON scope.id = document.scope
            WHERE state = 5 AND document.kind = :kind",
        )?;
        let mut found = statement.query(params![kind])?;
        let mut documents = BTreeSet::new();
        while let Some(row) = found.next()? {
            documents.insert(key_of(row, kind)?);
        }
        Ok(documents)
    }

    /// The entries of these logs whose content has left this store.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn forgotten(&self, logs: Logs<'_>) -> Result<Holdings, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut holdings = Holdings::default();
        let holes = last_holes(&snapshot)?;
        let mut statement =
            snapshot.prepare_cached("SELECT seq FROM entry WHERE log = :log AND state = 5 ORDER BY seq")?;
        for log in log_rows(&snapshot, logs)?.into_iter().filter(|log| holes.contains_key(&log.id)) {
            for seq in statement.query_map(params![log.id], |row| row.get(0))? {
                let seq = rows::count(seq?)?;
                holdings.insert(log.log, seq, seq + 1);
            }
        }
        Ok(holdings)
    }

    /// What of these logs can be passed on to another phone: of one that something has left, what stands behind that.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn passable(&self, logs: Logs<'_>) -> Result<Holdings, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let holes = last_holes(&snapshot)?;
        let mut holdings = Holdings::default();
        for log in log_rows(&snapshot, logs)? {
            let first = holes.get(&log.id).copied().unwrap_or_default() + 1;
            if first <= log.head_seq {
                holdings.insert(log.log, first, log.head_seq + 1);
            }
        }
        Ok(holdings)
    }

    /// Takes the content of these records out of the store: each a set of documents that go together, by kind and id. One of which an
    /// entry is not among what is `safe` elsewhere, or waits for something, stays whole. Returns how many went.
    ///
    /// # Errors
    /// The store can't be written; nothing was taken out then.
    pub fn forget(&self, records: &[BTreeSet<(u8, DocId)>], safe: &Holdings) -> Result<u64, StoreError> {
        if records.is_empty() {
            return Ok(0);
        }
        let mut writer = writer::lock(&self.writer);
        let gone = writer.transaction(|tx| {
            let waiting = waiting_about(tx)?;
            let mut gone = 0;
            for record in records {
                if record.is_disjoint(&waiting) && is_safe(tx, record, safe)? {
                    record.iter().try_for_each(|(kind, doc)| forget(tx, *kind, *doc))?;
                    files::release(tx, record)?;
                    gone += 1;
                }
            }
            if gone > 0 {
                erasing::leave_residue(tx)?;
            }
            Ok(gone)
        })?;
        if gone > 0 {
            self.caches.count_erasure();
        }
        writer.clean();
        Ok(gone)
    }

    /// Since when these interviews are known to be in the server's backup.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn backed_up_since(&self) -> Result<BTreeMap<DocId, Timestamp>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached("SELECT response, since FROM closing")?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Notes that these interviews, and no others, are known to be in the server's backup: those that were not so far, since now.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn set_backed_up(&self, responses: &BTreeSet<DocId>, now: Timestamp) -> Result<(), StoreError> {
        let known = self.backed_up_since()?;
        if known.len() == responses.len() && known.keys().all(|response| responses.contains(response)) {
            return Ok(());
        }
        writer::lock(&self.writer).transaction(|tx| {
            for response in known.keys().filter(|response| !responses.contains(*response)) {
                tx.prepare_cached("DELETE FROM closing WHERE response = :response")?.execute(params![response])?;
            }
            let sql = "INSERT INTO closing (response, since) VALUES (:response, :since) ON CONFLICT DO NOTHING";
            let mut insert = tx.prepare_cached(sql)?;
            responses.iter().try_for_each(|response| Ok(insert.execute(params![response, now]).map(drop)?))
        })
    }
}

/// Whether the content of a document has left this store.
pub(super) fn is_forgotten(connection: &Connection, document: i64) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM entry WHERE document = :document AND state = 5)";
    Ok(connection.prepare_cached(sql)?.query_row(params![document], |row| row.get(0))?)
}

/// Where the last entry stands that has left this store, by the rows of the logs that have such. What stands before it would only
/// make others wait for what can't come from here.
pub(super) fn last_holes(connection: &Connection) -> Result<BTreeMap<i64, u64>, StoreError> {
    // Left to itself SQLite goes through all entries in the order of logs; every page of a feed begins with this.
    let sql = "SELECT log, MAX(seq) FROM entry INDEXED BY entry_forgotten WHERE state = 5 GROUP BY log";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut holes = BTreeMap::new();
    while let Some(row) = found.next()? {
        holes.insert(row.get(0)?, rows::count(row.get(1)?)?);
    }
    Ok(holes)
}

fn forget(tx: &Transaction<'_>, kind: u8, doc: DocId) -> Result<(), StoreError> {
    tx.prepare_cached(
        "DELETE FROM response
        WHERE document IN (SELECT id FROM document WHERE kind = :kind AND name = :name)",
    )?
    .execute(params![kind, doc])?;
    tx.prepare_cached(
        "UPDATE entry
        SET state = 5, salt = NULL, payload = NULL
        WHERE payload IS NOT NULL
            AND document IN (SELECT id FROM document WHERE kind = :kind AND name = :name)",
    )?
    .execute(params![kind, doc])?;
    tx.prepare_cached("DELETE FROM closing WHERE response = :name")?.execute(params![doc])?;
    Ok(())
}

/// Whether every entry about these documents that has its content here is among what is safe elsewhere.
fn is_safe(tx: &Transaction<'_>, record: &BTreeSet<(u8, DocId)>, safe: &Holdings) -> Result<bool, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT log.name, seq
        FROM entry
        JOIN log ON log.id = entry.log
        WHERE payload IS NOT NULL
            AND document IN (SELECT id FROM document WHERE kind = :kind AND name = :name)",
    )?;
    for (kind, doc) in record {
        let mut found = statement.query(params![kind, doc])?;
        while let Some(row) = found.next()? {
            let (log, seq): (LogId, u64) = (row.get(0)?, rows::count(row.get(1)?)?);
            if !safe.0.get(&log).is_some_and(|ranges| ranges.contains(seq)) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The documents that entries which wait for something are about.
fn waiting_about(tx: &Transaction<'_>) -> Result<BTreeSet<(u8, DocId)>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT run FROM held")?;
    let mut found = statement.query([])?;
    let mut about = BTreeSet::new();
    while let Some(row) = found.next()? {
        let run: Run = minicbor::decode(bytes(row, 0)?).map_err(|_| StoreError::Damaged)?;
        about.extend(run.entries.iter().map(crate::entry::Entry::about));
    }
    Ok(about)
}

fn key_of(row: &Row<'_>, kind: u8) -> Result<DocKey, StoreError> {
    Ok(DocKey { scope: rows::scope(bytes(row, 1)?)?, kind, doc: row.get(0)? })
}
