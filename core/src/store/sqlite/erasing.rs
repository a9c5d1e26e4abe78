//! What an order to erase does to what is stored, and taking the last traces out of the file.
//!
//! Headers stay, so that chains hold; everything else of an erased document goes with the same commit. The pages that it stood on
//! are written anew after the commit, and the write-ahead log is cut to nothing: a store that ends before that does it when it is
//! opened again.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, params};

use super::apply::SqliteEngine;
use super::rows::{self, bytes};
use super::writer::{self, Writer};
use super::{SqliteStore, files, meta};
use crate::document::kinds::subject::Subject;
use crate::entry::{Entry, EntryState, Header, Order, PayloadKind, Run};
use crate::ids::DocId;
use crate::store::StoreError;
use crate::time::Timestamp;

/// Set as long as the file may hold traces of what was erased or forgotten.
const RESIDUE: &str = "residue";
// A statement finds the index of orders by the number alone.
const _: () = assert!(PayloadKind::Erasure.number() == 5);

/// An order that is stored and in effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredOrder {
    /// The order.
    pub order: Order,
    /// Where it stands in the feed.
    pub position: u64,
    /// When its carrier's clock said it was.
    pub at: Timestamp,
}

impl SqliteStore {
    /// The orders that are in effect, from a position of the feed on.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn orders_after(&self, position: u64) -> Result<Vec<StoredOrder>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT position, header, payload
            FROM entry
            WHERE payload_kind = 5 AND position > :position AND state = :full
            ORDER BY position",
        )?;
        let mut found = statement.query(params![rows::number(position), EntryState::Full.number()])?;
        let mut orders = Vec::new();
        while let Some(row) = found.next()? {
            let head = Header::from_bytes(bytes(row, 1)?).ok_or(StoreError::Damaged)?;
            let order = Order::from_parts(&head, bytes(row, 2)?).map_err(|_| StoreError::Damaged)?;
            orders.push(StoredOrder { order, position: rows::count(row.get(0)?)?, at: head.time });
        }
        Ok(orders)
    }

    /// How often content was taken out since this store was opened: whoever keeps what they have read lets go of it when this grows.
    pub fn erasures(&self) -> u64 {
        self.caches.erasures()
    }

    /// Whether an order has erased a document.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn is_erased(&self, kind: u8, doc: DocId) -> Result<bool, StoreError> {
        let reader = self.read()?;
        is_erased(reader.connection(), kind, doc)
    }

    /// Erases what belongs to these subjects, as if an order had come: for orders that are known to have been in effect in
    /// this store before it was restored from a backup.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn erase_again(&self, subjects: &[Subject]) -> Result<(), StoreError> {
        let documents: BTreeSet<(u8, DocId)> = subjects.iter().flat_map(|subject| subject.documents()).collect();
        let mut writer = writer::lock(&self.writer);
        writer.transaction(|tx| erase(tx, &documents))?;
        self.caches.count_erasure();
        writer.clean();
        Ok(())
    }
}

impl SqliteEngine<'_> {
    /// Lets a stored order take effect that was held back so far; nothing for an entry that is none.
    pub(super) fn follow_order(&mut self, log: i64, seq: u64) -> Result<BTreeSet<DocId>, StoreError> {
        let sql = "SELECT header, payload FROM entry WHERE log = :log AND seq = :seq AND payload_kind = 5";
        let mut documents = BTreeSet::new();
        let mut statement = self.tx.prepare_cached(sql)?;
        let mut found = statement.query(params![log, rows::number(seq)])?;
        if let Some(row) = found.next()? {
            let head = Header::from_bytes(bytes(row, 0)?).ok_or(StoreError::Damaged)?;
            let order = Order::from_parts(&head, bytes(row, 1)?).map_err(|_| StoreError::Damaged)?;
            documents = order.subject.documents();
        }
        erase(self.tx, &documents)?;
        self.pending.erased |= !documents.is_empty();
        Ok(documents.into_iter().map(|(_, doc)| doc).collect())
    }
}

/// Which of these documents are erased.
pub(super) fn erased_of(
    connection: &Connection,
    named: &BTreeSet<(u8, DocId)>,
) -> Result<BTreeSet<(u8, DocId)>, StoreError> {
    let any = "SELECT EXISTS (SELECT 1 FROM erasure)";
    if named.is_empty() || !connection.prepare_cached(any)?.query_row([], |row| row.get(0))? {
        return Ok(BTreeSet::new());
    }
    let mut erased = BTreeSet::new();
    for (kind, doc) in named {
        if is_erased(connection, *kind, *doc)? {
            erased.insert((*kind, *doc));
        }
    }
    Ok(erased)
}

fn is_erased(connection: &Connection, kind: u8, doc: DocId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM erasure WHERE kind = :kind AND name = :name)";
    Ok(connection.prepare_cached(sql)?.query_row(params![kind, doc], |row| row.get(0))?)
}

/// Takes the content of these documents out of every table, and remembers that they are erased.
pub(super) fn erase(tx: &Transaction<'_>, documents: &BTreeSet<(u8, DocId)>) -> Result<(), StoreError> {
    if documents.is_empty() {
        return Ok(());
    }
    for (kind, doc) in documents {
        let sql = "INSERT INTO erasure (kind, name) VALUES (:kind, :name) ON CONFLICT DO NOTHING";
        tx.prepare_cached(sql)?.execute(params![kind, doc])?;
        tx.prepare_cached(
            "DELETE FROM response
            WHERE document IN (SELECT id FROM document WHERE kind = :kind AND name = :name)",
        )?
        .execute(params![kind, doc])?;
        tx.prepare_cached(
            "UPDATE entry
            SET state = :erased, salt = NULL, payload = NULL
            WHERE document IN (SELECT id FROM document WHERE kind = :kind AND name = :name)",
        )?
        .execute(params![EntryState::Erased.number(), kind, doc])?;
        tx.prepare_cached("DELETE FROM draft WHERE id = :name")?.execute(params![doc])?;
        // That it stood behind a release stays, or the next one would tell what it said; what it gave does not.
        tx.prepare_cached("UPDATE released_interview SET given = x'' WHERE interview = :name")?
            .execute(params![doc])?;
        // What had given way to another copy of this store is not to be written again.
        tx.prepare_cached("DELETE FROM set_aside WHERE doc_kind = :kind AND doc = :name")?
            .execute(params![kind, doc])?;
    }
    files::release(tx, documents)?;
    empty_held(tx, documents)?;
    leave_residue(tx)
}

/// Notes that the file may hold traces of what was taken out.
pub(super) fn leave_residue(tx: &Transaction<'_>) -> Result<(), StoreError> {
    meta::put(tx, RESIDUE, &[1])
}

/// Takes the content out of entries that wait: their places are kept for when what they wait for has come.
fn empty_held(tx: &Transaction<'_>, documents: &BTreeSet<(u8, DocId)>) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached("SELECT id, run FROM held")?;
    let mut found = statement.query([])?;
    let mut emptied = Vec::new();
    while let Some(row) = found.next()? {
        let mut run: Run = minicbor::decode(bytes(row, 1)?).map_err(|_| StoreError::Damaged)?;
        let before = run.clone();
        run.entries.iter_mut().filter(|entry| documents.contains(&entry.about())).for_each(Entry::empty);
        if run != before {
            emptied.push((row.get::<_, i64>(0)?, run));
        }
    }
    let mut update = tx.prepare_cached("UPDATE held SET run = :run WHERE id = :id")?;
    for (id, run) in emptied {
        let run = minicbor::to_vec(&run).expect("writing CBOR into memory does not fail");
        update.execute(params![run, id])?;
    }
    Ok(())
}

/// Whether the file may hold traces of what was erased.
pub(super) fn has_residue(connection: &Connection) -> Result<bool, StoreError> {
    Ok(meta::get(connection, RESIDUE)?.is_some())
}

/// Writes the whole file anew without what was erased, if that is due. While somebody reads an older state of the store it stays
/// due, and the next write sees to it.
pub(super) fn clean(writer: &mut Writer) -> Result<(), StoreError> {
    if !has_residue(writer.connection())? {
        return Ok(());
    }
    writer.connection().execute_batch("VACUUM")?;
    let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
    let busy: i64 = writer.connection().query_row(truncate, [], |row| row.get(0))?;
    if busy == 0 {
        writer.transaction(|tx| {
            tx.execute("DELETE FROM meta WHERE name = :name", params![RESIDUE])?;
            Ok(())
        })?;
    }
    Ok(())
}
