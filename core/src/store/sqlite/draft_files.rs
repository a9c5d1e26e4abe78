//! Files of interviews that are not finished: locked, on this device alone, and gone with the answer that names them.
//!
//! Once the interview is finished they are blobs like any other, see `files`; answers of drafts are `drafts`'.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{SqliteStore, drafts, rows, writer};
use crate::blob::{ContentKey, Locked};
use crate::ids::DocId;
use crate::store::StoreError;
use crate::time::Timestamp;

/// A file of an interview that is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFile {
    /// What stands as the answer.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// Its content, and the key that opens it.
    pub locked: Locked,
}

impl SqliteStore {
    /// Keeps a file as the answer to a question of a draft, in one transaction with that answer.
    ///
    /// # Errors
    /// There is no such draft, or the store can't be written.
    pub fn put_draft_file(&self, draft: DocId, path: &str, file: &DraftFile, now: Timestamp) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| {
            drafts::put_answers(tx, draft, &[(path, Some(&file.name))], now)?;
            let DraftFile { name, media, locked: Locked { key, length, bytes } } = file;
            let mut upsert = tx.prepare_cached(
                "INSERT INTO draft_file (draft, name, media, length, content_key, bytes)
                VALUES (:draft, :name, :media, :length, :key, :bytes)
                ON CONFLICT (draft, name) DO NOTHING",
            )?;
            upsert.execute(params![draft, name, media, rows::number(*length), key.as_bytes(), bytes])?;
            Ok(())
        })
    }

    /// The file of this name, if the draft has it.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn draft_file(&self, draft: DocId, name: &str) -> Result<Option<DraftFile>, StoreError> {
        let reader = self.read()?;
        let sql =
            "SELECT name, media, length, content_key, bytes FROM draft_file WHERE draft = :draft AND name = :name";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let found = statement.query_row(params![draft, name], |row| Ok(file_of(row))).optional()?;
        found.transpose()
    }

    /// The names of a draft's files with their locked lengths, in bytes.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn draft_files(&self, draft: DocId) -> Result<Vec<(String, u64)>, StoreError> {
        let reader = self.read()?;
        let sql = "SELECT name, length(bytes) FROM draft_file WHERE draft = :draft ORDER BY name";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let mut found = statement.query(params![draft])?;
        let mut files = Vec::new();
        while let Some(row) = found.next()? {
            files.push((row.get(0)?, rows::count(row.get(1)?)?));
        }
        Ok(files)
    }
}

/// Takes out the files of a draft that no answer names any more.
pub(super) fn drop_unnamed(connection: &Connection, draft: DocId) -> Result<(), StoreError> {
    let mut delete = connection.prepare_cached(
        "DELETE FROM draft_file
        WHERE draft = :draft AND name NOT IN (SELECT value FROM draft_answer WHERE draft = :draft)",
    )?;
    delete.execute(params![draft])?;
    Ok(())
}

fn file_of(row: &Row<'_>) -> Result<DraftFile, StoreError> {
    let key = ContentKey::from_bytes(row.get(3)?);
    let locked = Locked { key, length: rows::count(row.get(2)?)?, bytes: row.get(4)? };
    Ok(DraftFile { name: row.get(0)?, media: row.get(1)?, locked })
}
