//! Reading documents: which there are, and the changes that they are made of.

use rusqlite::{OptionalExtension, Row, params};

use super::rows::{self, bytes};
use super::{SqliteStore, facts};
use crate::entry::{DocKey, EntryState, Header, Opening, PayloadKind, StoredChange, actor_of};
use crate::ids::{DocId, EntryHash, LogId};
use crate::member::Scopes;
use crate::store::StoreError;
use crate::time::Timestamp;

/// A change, or a sealed value, together with where it stands and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedChange {
    /// The change.
    pub change: StoredChange,
    /// The log it stands in.
    pub log: LogId,
    /// That log's opening: the device and the grant.
    pub opening: Opening,
    /// Its place in the log.
    pub seq: u64,
    /// Its entry's hash.
    pub hash: EntryHash,
    /// When its author's clock said it was.
    pub time: Timestamp,
}

/// Which documents to list.
#[derive(Debug, Clone, Copy)]
pub struct DocumentQuery<'s> {
    /// The kind's number.
    pub kind: u8,
    /// Only those in these scopes; absent means in all.
    pub scopes: Option<&'s Scopes>,
    /// The last document of the page before.
    pub after: Option<DocKey>,
    /// How many to look at.
    pub limit: u32,
}

/// A part of a list of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentPage {
    /// The documents, by id.
    pub keys: Vec<DocKey>,
    /// Where the next page begins; absent when there was nothing more.
    pub next: Option<DocKey>,
}

impl SqliteStore {
    /// A document's changes with where they stand, each after what it builds on.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn changes(&self, key: &DocKey) -> Result<Vec<LoggedChange>, StoreError> {
        self.logged(key, PayloadKind::Change)
    }

    /// A document's sealed values as they travelled, with where they stand, in the order in which they came.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn sealed_values(&self, key: &DocKey) -> Result<Vec<LoggedChange>, StoreError> {
        self.logged(key, PayloadKind::Sealed)
    }

    fn logged(&self, key: &DocKey, kind: PayloadKind) -> Result<Vec<LoggedChange>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT log.name, log.device, log.incarnation, log.grant_id, entry.seq, entry.header, entry.payload
            FROM entry
            JOIN log ON log.id = entry.log
            WHERE document = (
                    SELECT id FROM document
                    WHERE kind = :kind AND name = :name AND scope = (SELECT id FROM scope WHERE form = :scope)
                )
                AND payload_kind = :payload_kind
                AND state = :state
            ORDER BY position",
        )?;
        let (payload_kind, state) = (kind.number(), EntryState::Full.number());
        let scope = key.scope.to_bytes();
        let mut found = statement.query(params![key.kind, key.doc, scope, payload_kind, state])?;
        let mut changes = Vec::new();
        while let Some(row) = found.next()? {
            changes.push(logged_change(row, key)?);
        }
        Ok(changes)
    }

    /// A document's changes alone, each after what it builds on.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn document(&self, key: &DocKey) -> Result<Vec<StoredChange>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let sql = "SELECT id FROM document
            WHERE kind = :kind AND name = :name AND scope = (SELECT id FROM scope WHERE form = :scope)";
        let values = params![key.kind, key.doc, key.scope.to_bytes()];
        let row = snapshot.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
        row.map_or_else(|| Ok(Vec::new()), |row| facts::changes_of(&snapshot, row, key))
    }

    /// The documents with this kind and id of which anything counts. One is usual; more than one means that several scopes have it.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn find_documents(&self, kind: u8, doc: DocId) -> Result<Vec<DocKey>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT name, form
            FROM document
            JOIN scope ON scope.id = document.scope
            WHERE kind = :kind
                AND name = :name
                AND EXISTS (SELECT 1 FROM entry WHERE entry.document = document.id AND state = :full)
            ORDER BY form",
        )?;
        let mut found = statement.query(params![kind, doc, EntryState::Full.number()])?;
        let mut keys = Vec::new();
        while let Some(row) = found.next()? {
            keys.push(key_of(row, kind)?);
        }
        Ok(keys)
    }

    /// Documents of one kind of which anything counts, by id; a page at a time.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn documents(&self, query: &DocumentQuery<'_>) -> Result<DocumentPage, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT name, form
            FROM document
            JOIN scope ON scope.id = document.scope
            WHERE kind = :kind
                AND (name, scope) > (:name, (SELECT id FROM scope WHERE form = :scope))
                AND EXISTS (SELECT 1 FROM entry WHERE entry.document = document.id AND state = :full)
            ORDER BY name, scope
            LIMIT :limit",
        )?;
        // No stored scope has the row number that a missing one is compared with, so a first page begins at the beginning.
        let (name, scope) = match &query.after {
            Some(after) => (after.doc.0.to_vec(), Some(after.scope.to_bytes())),
            None => (Vec::new(), None),
        };
        let mut found = statement.query(params![query.kind, name, scope, EntryState::Full.number(), query.limit])?;
        let mut page = DocumentPage::default();
        let mut looked_at = 0;
        while let Some(row) = found.next()? {
            let key = key_of(row, query.kind)?;
            if query.scopes.is_none_or(|scopes| scopes.covers(&key.scope)) {
                page.keys.push(key);
            }
            looked_at += 1;
            page.next = (looked_at == query.limit).then_some(key);
        }
        Ok(page)
    }
}

fn key_of(row: &Row<'_>, kind: u8) -> Result<DocKey, StoreError> {
    Ok(DocKey { scope: rows::scope(bytes(row, 1)?)?, kind, doc: row.get(0)? })
}

fn logged_change(row: &Row<'_>, key: &DocKey) -> Result<LoggedChange, StoreError> {
    let log = row.get(0)?;
    let opening = Opening { device: row.get(1)?, incarnation: row.get(2)?, scope: key.scope, grant: row.get(3)? };
    let header = bytes(row, 5)?;
    let head = Header::from_bytes(header).ok_or(StoreError::Damaged)?;
    Ok(LoggedChange {
        change: StoredChange { actor: actor_of(log, key.doc), body: row.get(6)? },
        log,
        opening,
        seq: rows::count(row.get(4)?)?,
        hash: Header::hash(header),
        time: head.time,
    })
}
