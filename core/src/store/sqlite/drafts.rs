//! Interviews that are not finished: on this device alone, and durable after every answer.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{SqliteStore, draft_files, writer};
use crate::ids::{BlobHash, DocId};
use crate::member::Keypair;
use crate::store::StoreError;
use crate::time::Timestamp;

/// What is known of a draft besides its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// The draft; the finished response takes the same id.
    pub id: DocId,
    /// The form version.
    pub form: BlobHash,
    /// The opaque reference of the door.
    pub door: Option<DocId>,
    /// The area.
    pub area: Option<DocId>,
    /// The round.
    pub round: Option<DocId>,
    /// When it was begun.
    pub started: Timestamp,
    /// When an answer was last written.
    pub updated: Timestamp,
    /// Whatever the interview runtime keeps, as JSON.
    pub meta: String,
}

/// A draft with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What is known besides the answers.
    pub head: DraftHead,
    /// The answers by path, in whatever form the interview runtime writes them.
    pub answers: BTreeMap<String, String>,
}

impl SqliteStore {
    /// Begins a draft, or replaces what is known of it besides its answers.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn put_draft(&self, head: &DraftHead) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| put(tx, head))
    }

    /// Begins a draft together with the secret by which its answers can be taken back.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn begin_draft(&self, head: &DraftHead, withdrawal: &Keypair) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| {
            put(tx, head)?;
            let sql = "INSERT INTO withdrawal (draft, seed) VALUES (:draft, :seed)";
            tx.prepare_cached(sql)?.execute(params![head.id, withdrawal.seed()])?;
            Ok(())
        })
    }

    /// The secret by which a draft's answers can be taken back; none when it was begun by a version that had none.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn withdrawal_of(&self, draft: DocId) -> Result<Option<Keypair>, StoreError> {
        let reader = self.read()?;
        let sql = "SELECT seed FROM withdrawal WHERE draft = :draft";
        let seed = reader.connection().prepare_cached(sql)?.query_row(params![draft], |row| row.get(0)).optional()?;
        Ok(seed.map(Keypair::from_seed))
    }

    /// Writes answers of a draft; `None` removes one. They are on the disk when this returns.
    ///
    /// # Errors
    /// There is no such draft, or the store can't be written.
    pub fn put_draft_answers(
        &self,
        draft: DocId,
        answers: &[(&str, Option<&str>)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| put_answers(tx, draft, answers, now))
    }

    /// A draft with its answers.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn draft(&self, id: DocId) -> Result<Option<Draft>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let sql = "SELECT id, form, door, area, round, started, updated, meta FROM draft WHERE id = :id";
        let Some(head) = snapshot.prepare_cached(sql)?.query_row(params![id], head_of).optional()? else {
            return Ok(None);
        };
        let mut statement =
            snapshot.prepare_cached("SELECT path, value FROM draft_answer WHERE draft = :draft ORDER BY path")?;
        let answers = statement.query_map(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some(Draft { head, answers: answers.collect::<Result<_, _>>()? }))
    }

    /// Every draft without its answers, the one last worked on first.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn drafts(&self) -> Result<Vec<DraftHead>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT id, form, door, area, round, started, updated, meta FROM draft ORDER BY updated DESC, id",
        )?;
        Ok(statement.query_map([], head_of)?.collect::<Result<_, _>>()?)
    }

    /// Throws a draft away with its answers; they are overwritten on the disk.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn delete_draft(&self, id: DocId) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| delete(tx, id))
    }
}

fn put(connection: &Connection, head: &DraftHead) -> Result<(), StoreError> {
    let DraftHead { id, form, door, area, round, started, updated, meta } = head;
    let mut upsert = connection.prepare_cached(
        "INSERT INTO draft (id, form, door, area, round, started, updated, meta)
        VALUES (:id, :form, :door, :area, :round, :started, :updated, :meta)
        ON CONFLICT (id) DO UPDATE
        SET form = excluded.form,
            door = excluded.door,
            area = excluded.area,
            round = excluded.round,
            updated = excluded.updated,
            meta = excluded.meta",
    )?;
    upsert.execute(params![id, form, door, area, round, started, updated, meta])?;
    Ok(())
}

/// Writes answers of a draft; a file that none of its answers names any more goes with them.
pub(super) fn put_answers(
    connection: &Connection,
    draft: DocId,
    answers: &[(&str, Option<&str>)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut touch = connection.prepare_cached("UPDATE draft SET updated = :now WHERE id = :id")?;
    if touch.execute(params![now, draft])? == 0 {
        return Err(StoreError::UnknownDraft);
    }
    answers.iter().try_for_each(|(path, value)| put_answer(connection, draft, path, *value))?;
    draft_files::drop_unnamed(connection, draft)
}

pub(super) fn delete(connection: &Connection, id: DocId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM draft WHERE id = :id")?.execute(params![id])?;
    Ok(())
}

fn put_answer(connection: &Connection, draft: DocId, path: &str, value: Option<&str>) -> Result<(), StoreError> {
    let Some(value) = value else {
        let sql = "DELETE FROM draft_answer WHERE draft = :draft AND path = :path";
        connection.prepare_cached(sql)?.execute(params![draft, path])?;
        return Ok(());
    };
    let sql = "INSERT INTO draft_answer (draft, path, value) VALUES (:draft, :path, :value)
        ON CONFLICT (draft, path) DO UPDATE SET value = excluded.value";
    connection.prepare_cached(sql)?.execute(params![draft, path, value])?;
    Ok(())
}

fn head_of(row: &Row<'_>) -> rusqlite::Result<DraftHead> {
    Ok(DraftHead {
        id: row.get(0)?,
        form: row.get(1)?,
        door: row.get(2)?,
        area: row.get(3)?,
        round: row.get(4)?,
        started: row.get(5)?,
        updated: row.get(6)?,
        meta: row.get(7)?,
    })
}
