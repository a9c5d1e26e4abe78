//! Reading responses by their projection: lists, and what each gives to the evaluation.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};

use super::rows::{self, bytes};
use super::{SqliteStore, facts, writer};
use crate::entry::{DocKey, ResponseRow, StoredChange};
use crate::ids::{BlobHash, CardId, DocId};
use crate::member::{DocKind, Scope, Scopes};
use crate::store::StoreError;

/// Which responses to list.
#[derive(Debug, Clone, Copy)]
pub struct ResponseQuery<'s> {
    /// Only those in these scopes; absent means in all.
    pub scopes: Option<&'s Scopes>,
    /// Only those with a question that has two answers.
    pub only_undecided: bool,
    /// Where the page before ended, or 0.
    pub after: u64,
    /// How many to look at.
    pub limit: u32,
}

/// A response as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// Its document.
    pub key: DocKey,
    /// Its projection.
    pub row: ResponseRow,
}

/// A part of a list of responses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponsePage {
    /// The responses, in the order in which they were first stored.
    pub responses: Vec<StoredResponse>,
    /// Where the next page begins; absent when there was nothing more.
    pub next: Option<u64>,
}

/// What one response gives to the evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredContribution<'r> {
    /// The response.
    pub doc: DocId,
    /// Where it belongs.
    pub scope: Scope,
    /// Its form version.
    pub form: BlobHash,
    /// The opaque reference of its door.
    pub door: Option<DocId>,
    /// Whether the answers were taken back.
    pub withdrawn: bool,
    /// How many questions have two answers.
    pub undecided: u32,
    /// The contribution's bytes.
    pub bytes: &'r [u8],
}

/// A response that came before its form version, and is to be evaluated now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncounted {
    /// Its document.
    pub key: DocKey,
    /// Its changes.
    pub changes: Vec<StoredChange>,
    row: i64,
    last_position: i64,
}

impl Uncounted {
    /// Where the page after this response begins.
    pub fn place(&self) -> u64 {
        self.row.unsigned_abs()
    }
}

impl SqliteStore {
    /// Responses by their projection, a page at a time.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn responses(&self, query: &ResponseQuery<'_>) -> Result<ResponsePage, StoreError> {
        let sql = if query.only_undecided {
            "SELECT document, name, form, door, withdrawn, undecided, contribution, scope, card
            FROM response
            JOIN document ON document.id = response.document
            WHERE document > :after AND undecided > 0
            ORDER BY document
            LIMIT :limit"
        } else {
            "SELECT document, name, form, door, withdrawn, undecided, contribution, scope, card
            FROM response
            JOIN document ON document.id = response.document
            WHERE document > :after
            ORDER BY document
            LIMIT :limit"
        };
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let scopes = scopes_by_row(&snapshot)?;
        let mut statement = snapshot.prepare_cached(sql)?;
        let mut found = statement.query(params![rows::number(query.after), query.limit])?;
        let (mut page, mut looked_at) = (ResponsePage::default(), 0);
        while let Some(row) = found.next()? {
            let response = stored_response(row, &scopes)?;
            if query.scopes.is_none_or(|wanted| wanted.covers(&response.key.scope)) {
                page.responses.push(response);
            }
            looked_at += 1;
            page.next = if looked_at == query.limit { Some(rows::count(row.get(0)?)?) } else { None };
        }
        Ok(page)
    }

    /// One response's projection.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn response(&self, key: &DocKey) -> Result<Option<ResponseRow>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT document, name, form, door, withdrawn, undecided, contribution, scope, card
            FROM response
            JOIN document ON document.id = response.document
            WHERE kind = :kind AND name = :name AND scope = (SELECT id FROM scope WHERE form = :scope)",
        )?;
        let scopes = scopes_by_row(&snapshot)?;
        let mut found = statement.query(params![key.kind, key.doc, key.scope.to_bytes()])?;
        found.next()?.map(|row| stored_response(row, &scopes).map(|response| response.row)).transpose()
    }

    /// The response that a card leads to; the first, should there ever be two.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn response_by_card(&self, card: CardId) -> Result<Option<DocKey>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT document.name, scope.form
            FROM response
            JOIN document ON document.id = response.document
            JOIN scope ON scope.id = document.scope
            WHERE card = :card
            ORDER BY response.document
            LIMIT 1",
        )?;
        let mut found = statement.query(params![card])?;
        let key = |row: &Row<'_>| -> Result<DocKey, StoreError> {
            Ok(DocKey { scope: rows::scope(bytes(row, 1)?)?, kind: DocKind::Response.number(), doc: row.get(0)? })
        };
        found.next()?.map(key).transpose()
    }

    /// Shows every contribution to `visit`, within one snapshot and without gathering them in memory.
    ///
    /// # Errors
    /// The store can't be read; some contributions were then shown.
    pub fn contributions(&self, visit: impl FnMut(StoredContribution<'_>)) -> Result<(), StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        contributions_in(&snapshot, visit)
    }

    /// Responses of a form version that came before it and give nothing to the evaluation yet.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn responses_without_contribution(
        &self,
        form: BlobHash,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Uncounted>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let scopes = scopes_by_row(&snapshot)?;
        let mut statement = snapshot.prepare_cached(
            "SELECT document, name, scope, (SELECT MAX(position) FROM entry WHERE entry.document = response.document)
            FROM response
            JOIN document ON document.id = response.document
            WHERE form = :form AND contribution IS NULL AND document > :after
            ORDER BY document
            LIMIT :limit",
        )?;
        let mut found = statement.query(params![form, rows::number(after), limit])?;
        let mut uncounted = Vec::new();
        while let Some(row) = found.next()? {
            let scope = *scopes.get(&row.get(2)?).ok_or(StoreError::Damaged)?;
            let key = DocKey { scope, kind: DocKind::Response.number(), doc: row.get(1)? };
            let (document, last_position) = (row.get(0)?, row.get(3)?);
            let changes = facts::changes_of(&snapshot, document, &key)?;
            uncounted.push(Uncounted { key, changes, row: document, last_position });
        }
        Ok(uncounted)
    }

    /// Notes what responses give to the evaluation, unless they have changed in the meantime. Returns how many were noted.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn set_contributions(&self, counted: &[(Uncounted, Vec<u8>)]) -> Result<u64, StoreError> {
        writer::lock(&self.writer).transaction(|tx| {
            let mut update = tx.prepare_cached(
                "UPDATE response
                SET contribution = :bytes
                WHERE document = :document
                    AND contribution IS NULL
                    AND :position = (SELECT MAX(position) FROM entry WHERE entry.document = response.document)",
            )?;
            let mut noted = 0;
            for (response, bytes) in counted {
                noted += update.execute(params![bytes, response.row, response.last_position])? as u64;
            }
            Ok(noted)
        })
    }
}

/// Shows every contribution of one snapshot to `visit`.
pub(super) fn contributions_in(
    snapshot: &Connection,
    mut visit: impl FnMut(StoredContribution<'_>),
) -> Result<(), StoreError> {
    let scopes = scopes_by_row(snapshot)?;
    let mut statement = snapshot.prepare_cached(
        "SELECT name, scope, form, withdrawn, undecided, contribution, door
        FROM response
        JOIN document ON document.id = response.document
        WHERE contribution IS NOT NULL
        ORDER BY document",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        visit(StoredContribution {
            doc: row.get(0)?,
            scope: *scopes.get(&row.get(1)?).ok_or(StoreError::Damaged)?,
            form: row.get(2)?,
            door: row.get(6)?,
            withdrawn: row.get(3)?,
            undecided: row.get(4)?,
            bytes: bytes(row, 5)?,
        });
    }
    Ok(())
}

/// Every scope by its row; there are few.
fn scopes_by_row(connection: &Connection) -> Result<BTreeMap<i64, Scope>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id, form FROM scope")?;
    let mut found = statement.query([])?;
    let mut scopes = BTreeMap::new();
    while let Some(row) = found.next()? {
        scopes.insert(row.get(0)?, rows::scope(bytes(row, 1)?)?);
    }
    Ok(scopes)
}

fn stored_response(row: &Row<'_>, scopes: &BTreeMap<i64, Scope>) -> Result<StoredResponse, StoreError> {
    let scope = *scopes.get(&row.get(7)?).ok_or(StoreError::Damaged)?;
    Ok(StoredResponse {
        key: DocKey { scope, kind: DocKind::Response.number(), doc: row.get(1)? },
        row: ResponseRow {
            form: row.get(2)?,
            door: row.get(3)?,
            withdrawn: row.get(4)?,
            undecided: row.get(5)?,
            contribution: row.get(6)?,
            card: row.get(8)?,
        },
    })
}
