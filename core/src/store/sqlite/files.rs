//! The files that belong to interviews: which of them are here and how much of each, who may have them, and what servers said of them.
//!
//! They are blobs like any other (`blobs`), named and described by entries about the document of an interview's files; their content is
//! locked. Those of interviews that are not finished are `draft_files`'.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::blobs::places;
use super::{SqliteStore, Whereabouts, meta, rows, writer};
use crate::entry::Ranges;
use crate::ids::{BlobHash, DeviceId, DocId, Generation};
use crate::member::{DocKind, Scope};
use crate::store::StoreError;

/// How many files have become whole in this store.
const WHOLE_SO_FAR: &str = "files-whole";
/// What a server said.
const ON_SERVER: u8 = 1;
const IN_BACKUP: u8 = 2;
// Statements know the kinds and states by their numbers alone.
const _: () = assert!(DocKind::Files.number() == 23 && DocKind::FormVersion.number() == 5);

/// A file that an entry here describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileHere {
    /// Its name: the hash of its locked bytes.
    pub blob: BlobHash,
    /// How many bytes it has, locked.
    pub length: u64,
    /// How many of its pieces are here.
    pub pieces: u64,
    /// How many it has.
    pub of: u64,
    /// Whether the whole of it is here.
    pub whole: bool,
}

/// What there is here of a file that somebody offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferedFile {
    /// All of it: the how-manieth file that was to become whole in this store.
    Whole(u64),
    /// These pieces are missing.
    Lacks(Ranges),
}

/// A file that is described here and not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DescribedFile {
    /// Who described it.
    pub author: DeviceId,
    /// How many bytes it has, locked.
    pub length: u64,
    /// Whether any of it is here.
    pub has_begun: bool,
}

/// How many files there are, and how many bytes they have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesHeld {
    /// Files.
    pub files: u64,
    /// Bytes, locked.
    pub bytes: u64,
}

impl SqliteStore {
    /// The files that belong to a document, in the order in which they were first described here.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn files_of(&self, doc: DocId) -> Result<Vec<FileHere>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT DISTINCT manifest.id, blob, manifest.length, length(chunks), state
            FROM attached
            JOIN manifest ON manifest.id = attached.manifest
            JOIN document ON document.id = attached.document
            WHERE document.kind = 23 AND document.name = :doc AND state <> 3
            ORDER BY manifest.id",
        )?;
        let mut found = statement.query(params![doc])?;
        let mut files = Vec::new();
        while let Some(row) = found.next()? {
            let of = rows::count(row.get(3)?)? / BlobHash::SIZE as u64;
            let whole = row.get::<_, u8>(4)? == 2;
            let pieces = places(&snapshot, row.get(0)?)?.count();
            files.push(FileHere { blob: row.get(1)?, length: rows::count(row.get(2)?)?, pieces, of, whole });
        }
        Ok(files)
    }

    /// The scopes of the documents that a file belongs to; none for a questionnaire, or where nothing describes it.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn scopes_of_file(&self, blob: BlobHash) -> Result<Vec<Scope>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT DISTINCT scope.form
            FROM manifest
            JOIN attached ON attached.manifest = manifest.id
            JOIN document ON document.id = attached.document
            JOIN scope ON scope.id = document.scope
            WHERE blob = :blob
            ORDER BY scope.form",
        )?;
        let mut found = statement.query(params![blob])?;
        let mut scopes = Vec::new();
        while let Some(row) = found.next()? {
            scopes.push(rows::scope(rows::bytes(row, 0)?)?);
        }
        Ok(scopes)
    }

    /// Whether this is a questionnaire's blob, whatever else it may be called.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn is_form_blob(&self, blob: BlobHash) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM document WHERE kind = 5 AND name = substr(:blob, 1, 16))";
        Ok(self.read()?.connection().prepare_cached(sql)?.query_row(params![blob], |row| row.get(0))?)
    }

    /// What there is here of files that somebody offers; those that nothing here describes are left out.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn offered_files(&self, blobs: &[BlobHash]) -> Result<Vec<(BlobHash, OfferedFile)>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT id, length(chunks), state, whole
            FROM manifest
            WHERE blob = :blob AND state <> 3 AND EXISTS (SELECT 1 FROM attached WHERE attached.manifest = manifest.id)
            ORDER BY state DESC, id
            LIMIT 1",
        )?;
        let mut offered = Vec::new();
        for blob in blobs {
            let mut found = statement.query(params![blob])?;
            let Some(row) = found.next()? else { continue };
            let here = if row.get::<_, u8>(2)? == 2 {
                OfferedFile::Whole(rows::count(row.get::<_, Option<i64>>(3)?.unwrap_or(i64::MAX))?)
            } else {
                let of = rows::count(row.get(1)?)? / BlobHash::SIZE as u64;
                OfferedFile::Lacks(Ranges::of(0, of).minus(&places(&snapshot, row.get(0)?)?))
            };
            offered.push((*blob, here));
        }
        Ok(offered)
    }

    /// The files that are whole here, belong to documents in scopes that `covers`, and of which the server with this generation has not
    /// said that its backup has them; those first of which it has said nothing, of about so many bytes.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn files_to_offer(
        &self,
        generation: Option<Generation>,
        covers: impl Fn(&Scope) -> bool,
        most_bytes: u64,
    ) -> Result<Vec<BlobHash>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT DISTINCT manifest.blob, scope.form, COALESCE(file_receipt.state, 0) AS said, manifest.length, manifest.id
            FROM attached
            JOIN manifest ON manifest.id = attached.manifest
            JOIN document ON document.id = attached.document
            JOIN scope ON scope.id = document.scope
            LEFT JOIN file_receipt ON file_receipt.blob = manifest.blob AND file_receipt.generation = :generation
            WHERE manifest.state = 2 AND COALESCE(file_receipt.state, 0) < 2
            ORDER BY said, manifest.id",
        )?;
        let mut found = statement.query(params![generation])?;
        let (mut seen, mut files, mut bytes) = (BTreeSet::new(), Vec::new(), 0);
        while let Some(row) = found.next()? {
            let blob: BlobHash = row.get(0)?;
            if !covers(&rows::scope(rows::bytes(row, 1)?)?) || !seen.insert(blob) {
                continue;
            }
            // What the server has costs its name alone.
            bytes += if row.get::<_, u8>(2)? == 0 { rows::count(row.get(3)?)? } else { 0 };
            if bytes > most_bytes && !files.is_empty() {
                break;
            }
            files.push(blob);
        }
        Ok(files)
    }

    /// Notes what the server with this generation said of files.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn put_file_receipts(
        &self,
        generation: Generation,
        said: &[(BlobHash, Whereabouts)],
    ) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| {
            let mut upsert = tx.prepare_cached(
                "INSERT INTO file_receipt (generation, blob, state)
                SELECT :generation, :blob, :state
                WHERE EXISTS (SELECT 1 FROM manifest WHERE blob = :blob)
                ON CONFLICT (generation, blob) DO UPDATE SET state = excluded.state",
            )?;
            for (blob, place) in said {
                let state = match place {
                    Whereabouts::OnServer => ON_SERVER,
                    Whereabouts::InBackup => IN_BACKUP,
                    Whereabouts::Nowhere | Whereabouts::OnlyHere => continue,
                };
                upsert.execute(params![generation, blob, state])?;
            }
            Ok(())
        })
    }

    /// Notes that a server has no backup any more that would have these files.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn lose_file_backups(&self) -> Result<(), StoreError> {
        writer::lock(&self.writer).transaction(|tx| {
            tx.prepare_cached("UPDATE file_receipt SET state = 1 WHERE state = 2")?.execute([])?;
            Ok(())
        })
    }

    /// Where a file provably is, by what the server with this generation said.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn file_place(&self, generation: Option<Generation>, blob: BlobHash) -> Result<Whereabouts, StoreError> {
        let reader = self.read()?;
        let sql = "SELECT state FROM file_receipt WHERE generation = :generation AND blob = :blob";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let said: Option<u8> = statement.query_row(params![generation, blob], |row| row.get(0)).optional()?;
        Ok(match said {
            Some(IN_BACKUP) => Whereabouts::InBackup,
            Some(_) => Whereabouts::OnServer,
            None => Whereabouts::OnlyHere,
        })
    }

    /// The files that are described here: all, those that are not whole here, and those that are whole here and of which the server with
    /// this generation has not said that it has them.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn count_files(&self, generation: Option<Generation>) -> Result<(u64, u64, u64), StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT COUNT(*), COALESCE(SUM(whole < 2), 0), COALESCE(SUM(whole = 2 AND said IS NULL), 0)
            FROM (
                SELECT MAX(manifest.state) AS whole, MAX(file_receipt.state) AS said
                FROM manifest
                LEFT JOIN file_receipt ON file_receipt.blob = manifest.blob AND file_receipt.generation = :generation
                WHERE manifest.state <> 3 AND manifest.id IN (SELECT manifest FROM attached)
                GROUP BY manifest.blob
            )",
        )?;
        let counted = statement.query_row(params![generation], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        })?;
        Ok((rows::count(counted.0)?, rows::count(counted.1)?, rows::count(counted.2)?))
    }

    /// What is known of a file that is not whole here yet; `None` for one that is, or that nothing describes.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn described_file(&self, blob: BlobHash) -> Result<Option<DescribedFile>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT device, length, EXISTS (SELECT 1 FROM chunk WHERE chunk.manifest = manifest.id) AS has_begun
            FROM manifest
            JOIN attached ON attached.manifest = manifest.id
            WHERE blob = :blob
                AND state = 1
                AND NOT EXISTS (SELECT 1 FROM manifest AS other WHERE other.blob = manifest.blob AND other.state = 2)
            ORDER BY has_begun DESC, manifest.id, attached.document
            LIMIT 1",
        )?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?));
        let found = statement.query_row(params![blob], row).optional()?;
        found
            .map(|(author, length, has_begun)| Ok(DescribedFile { author, length: rows::count(length)?, has_begun }))
            .transpose()
    }

    /// The files of which anything is here: of one device, or of all.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn files_held(&self, of: Option<DeviceId>) -> Result<FilesHeld, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT COUNT(*), COALESCE(SUM(length), 0)
            FROM manifest
            WHERE id IN (SELECT manifest FROM attached WHERE :device IS NULL OR device = :device)
                AND (state = 2 OR EXISTS (SELECT 1 FROM chunk WHERE chunk.manifest = manifest.id))",
        )?;
        let found = statement.query_row(params![of], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        Ok(FilesHeld { files: rows::count(found.0)?, bytes: rows::count(found.1)? })
    }

    /// How many files have become whole in this store so far.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn files_whole(&self) -> Result<u64, StoreError> {
        whole_so_far(self.read()?.connection())
    }
}

/// How many files have become whole in a database so far.
pub(super) fn whole_so_far(connection: &Connection) -> Result<u64, StoreError> {
    let bytes = meta::get(connection, WHOLE_SO_FAR)?;
    bytes.map_or(Ok(0), |bytes| bytes.try_into().map(u64::from_le_bytes).map_err(|_| StoreError::Damaged))
}

/// Notes which document a manifest stands in.
pub(super) fn attach(
    connection: &Connection,
    manifest: i64,
    document: i64,
    author: DeviceId,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO attached (manifest, document, device) VALUES (:manifest, :document, :device)
        ON CONFLICT (manifest, document) DO NOTHING";
    connection.prepare_cached(sql)?.execute(params![manifest, document, author])?;
    Ok(())
}

/// Numbers a file that has become whole. Numbers are never given twice, also when the last one's file is erased.
pub(super) fn note_whole(connection: &Connection, manifest: i64) -> Result<(), StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM attached WHERE manifest = :manifest)";
    if connection.prepare_cached(sql)?.query_row(params![manifest], |row| row.get(0))? {
        let number = whole_so_far(connection)? + 1;
        meta::put(connection, WHOLE_SO_FAR, &number.to_le_bytes())?;
        let sql = "UPDATE manifest SET whole = :number WHERE id = :manifest";
        connection.prepare_cached(sql)?.execute(params![rows::number(number), manifest])?;
    }
    Ok(())
}

/// Takes out what is here of the files of these documents, unless something else is described by the same bytes.
pub(super) fn release(connection: &Connection, documents: &BTreeSet<(u8, DocId)>) -> Result<(), StoreError> {
    let mut manifests = connection.prepare_cached(
        "DELETE FROM attached
        WHERE document IN (SELECT id FROM document WHERE kind = 23 AND name = :name)
        RETURNING manifest",
    )?;
    for (_, doc) in documents.iter().filter(|(kind, _)| *kind == DocKind::Files.number()) {
        let released: Vec<i64> = manifests.query_map(params![doc], |row| row.get(0))?.collect::<Result<_, _>>()?;
        released.into_iter().try_for_each(|manifest| drop_unless_needed(connection, manifest))?;
    }
    Ok(())
}

/// Whether the server's backup has every file that is whole here and belongs to the scope of this log.
pub(super) fn are_backed_up(
    connection: &Connection,
    log: i64,
    generation: Option<Generation>,
) -> Result<bool, StoreError> {
    let sql = "SELECT NOT EXISTS (
            SELECT 1
            FROM log
            JOIN document ON document.scope = log.scope
            JOIN attached ON attached.document = document.id
            JOIN manifest ON manifest.id = attached.manifest
            LEFT JOIN file_receipt ON file_receipt.blob = manifest.blob AND file_receipt.generation = :generation
            WHERE log.id = :log AND manifest.state = 2 AND COALESCE(file_receipt.state, 0) < 2
        )";
    Ok(connection.prepare_cached(sql)?.query_row(params![generation, log], |row| row.get(0))?)
}

/// Takes out what is here of the files that belong to the scope of this log.
pub(super) fn release_beside(connection: &Connection, log: i64) -> Result<(), StoreError> {
    let mut manifests = connection.prepare_cached(
        "DELETE FROM attached
        WHERE document IN (SELECT document.id FROM document JOIN log ON log.scope = document.scope WHERE log.id = :log)
        RETURNING manifest",
    )?;
    let released: Vec<i64> = manifests.query_map(params![log], |row| row.get(0))?.collect::<Result<_, _>>()?;
    released.into_iter().try_for_each(|manifest| drop_unless_needed(connection, manifest))
}

fn drop_unless_needed(connection: &Connection, manifest: i64) -> Result<(), StoreError> {
    let needed = "SELECT EXISTS (SELECT 1 FROM attached WHERE manifest = :manifest)
        OR EXISTS (
            SELECT 1
            FROM manifest
            JOIN document ON document.kind = 5 AND document.name = substr(blob, 1, 16)
            WHERE manifest.id = :manifest
        )";
    if connection.prepare_cached(needed)?.query_row(params![manifest], |row| row.get(0))? {
        return Ok(());
    }
    for sql in [
        "DELETE FROM chunk WHERE manifest = :manifest",
        "DELETE FROM file_receipt WHERE blob = (SELECT blob FROM manifest WHERE id = :manifest)",
        "DELETE FROM manifest WHERE id = :manifest",
    ] {
        connection.prepare_cached(sql)?.execute(params![manifest])?;
    }
    Ok(())
}
