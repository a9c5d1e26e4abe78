//! Blobs: manifests say which chunks make one up, and every chunk is compared with its hash before it is kept.

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{self, bytes};
use super::{SqliteStore, files, writer};
use crate::entry::{EntryState, Manifest, Ranges, blob_hash};
use crate::ids::BlobHash;
use crate::member::DocKind;
use crate::store::StoreError;

/// The media type of a form version.
pub const FORM_MEDIA: &str = "application/vnd.doorstep.form+json";
const UNFINISHED: u8 = 1;
const WHOLE: u8 = 2;
/// The chunks are those that the manifest names, and yet they do not make up the blob.
const WRONG: u8 = 3;

/// How much of a blob is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobProgress {
    /// How many chunks are here.
    pub chunks: u64,
    /// How many it has.
    pub of: u64,
    /// Whether the whole blob is here and has the hash that names it.
    pub whole: bool,
}

impl SqliteStore {
    /// Keeps a chunk. When it was the last one and the blob is a form version, responses are evaluated by it from now on;
    /// for those that came before it see `responses_without_contribution`.
    ///
    /// # Errors
    /// No manifest names the blob, the bytes are not that chunk, or the store can't be written.
    pub fn put_chunk(&self, blob: BlobHash, index: u64, chunk: &[u8]) -> Result<BlobProgress, StoreError> {
        let mut writer = writer::lock(&self.writer);
        let (progress, form) = writer.transaction(|tx| {
            let progress = add_chunk(tx, blob, index, chunk)?;
            let form = if progress.whole { whole_form(tx, blob)? } else { None };
            Ok((progress, form))
        })?;
        if let Some(form) = form {
            self.learn_rules(blob, &form);
        }
        Ok(progress)
    }

    /// A whole blob, compared with the hash that names it.
    ///
    /// # Errors
    /// The store can't be read, or the bytes are no longer those that were stored.
    pub fn blob(&self, blob: BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let Some(manifest) = find(&snapshot, blob, WHOLE)?.pop() else { return Ok(None) };
        let bytes = joined(&snapshot, &manifest)?;
        if blob_hash(&bytes) == blob { Ok(Some(bytes)) } else { Err(StoreError::Damaged) }
    }

    /// One chunk of a blob, if it is here.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn chunk(&self, blob: BlobHash, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT bytes
            FROM chunk
            JOIN manifest ON manifest.id = chunk.manifest
            WHERE blob = :blob AND place = :place AND state <> :wrong
            ORDER BY state DESC
            LIMIT 1",
        )?;
        Ok(statement.query_row(params![blob, rows::number(index), WRONG], |row| row.get(0)).optional()?)
    }

    /// How a blob is cut, if a manifest of it is here.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn manifest(&self, blob: BlobHash) -> Result<Option<Manifest>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut known = find(&snapshot, blob, UNFINISHED)?;
        known.extend(find(&snapshot, blob, WHOLE)?);
        Ok(known.pop().map(|row| row.manifest))
    }

    /// Every whole blob of a media type, e.g. [`FORM_MEDIA`], in the order in which their manifests were stored.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn blobs(&self, media: &str) -> Result<Vec<BlobHash>, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT blob
            FROM manifest
            WHERE media = :media
                AND manifest.state = :whole
                AND EXISTS (
                    SELECT 1
                    FROM document
                    JOIN entry ON entry.document = document.id
                    WHERE document.kind = :kind AND document.name = substr(blob, 1, 16) AND entry.state = :full
                )
            ORDER BY manifest.id",
        )?;
        let values = params![media, WHOLE, DocKind::FormVersion.number(), EntryState::Full.number()];
        Ok(statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The chunks that are missing here, by blob: of questionnaires, and of files that belong to interviews if they are wanted too.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn missing_chunks(&self, with_files: bool) -> Result<Vec<(BlobHash, Ranges)>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT id, blob, chunks
            FROM manifest
            WHERE state = 1
                AND NOT EXISTS (SELECT 1 FROM manifest AS other WHERE other.blob = manifest.blob AND other.state = 2)
                AND (:with_files OR NOT EXISTS (SELECT 1 FROM attached WHERE attached.manifest = manifest.id))
            ORDER BY id",
        )?;
        let mut found = statement.query(params![with_files])?;
        let mut missing = Vec::new();
        while let Some(row) = found.next()? {
            let of = bytes(row, 2)?.len() / BlobHash::SIZE;
            let here = places(&snapshot, row.get(0)?)?;
            missing.push((row.get(1)?, Ranges::of(0, of as u64).minus(&here)));
        }
        Ok(missing)
    }

    /// Lets what a form version says be used from now on; to be called with the writer's lock held.
    pub(super) fn learn_rules(&self, form: BlobHash, bytes: &[u8]) {
        if let Some(rules) = (self.hooks.rules_of)(form, bytes) {
            self.caches.add_rules(form, rules);
        }
    }
}

struct ManifestRow {
    id: i64,
    manifest: Manifest,
}

/// Expects a blob; a manifest that is known changes nothing. Returns its row.
pub(super) fn add_manifest(connection: &Connection, manifest: &Manifest) -> Result<i64, StoreError> {
    let chunks: Vec<u8> = manifest.chunks.iter().flat_map(|chunk| chunk.0).collect();
    let state = match (manifest.chunks.is_empty(), manifest.blob == blob_hash(&[])) {
        (false, _) => UNFINISHED,
        (true, true) => WHOLE,
        (true, false) => WRONG,
    };
    let sql = "INSERT INTO manifest (blob, length, media, chunks, state)
        VALUES (:blob, :length, :media, :chunks, :state)
        ON CONFLICT (blob, chunks) DO NOTHING";
    let Manifest { blob, length, media, .. } = manifest;
    connection.prepare_cached(sql)?.execute(params![blob, rows::number(*length), media, chunks, state])?;
    let sql = "SELECT id FROM manifest WHERE blob = :blob AND chunks = :chunks";
    Ok(connection.prepare_cached(sql)?.query_row(params![blob, chunks], |row| row.get(0))?)
}

/// Keeps all chunks of a blob whose manifest is stored; says so when it is a form version.
pub(super) fn put_whole(connection: &Connection, blob: &[u8]) -> Result<Option<BlobHash>, StoreError> {
    let name = blob_hash(blob);
    for (index, chunk) in (0..).zip(blob.chunks(Manifest::CHUNK_BYTES as usize)) {
        add_chunk(connection, name, index, chunk)?;
    }
    let whole = find(connection, name, WHOLE)?.pop().ok_or(StoreError::UnknownBlob)?;
    Ok((whole.manifest.media == FORM_MEDIA).then_some(name))
}

/// Every form version that is whole, for the rules that are kept in memory.
pub(super) fn whole_forms(connection: &Connection) -> Result<Vec<(BlobHash, Vec<u8>)>, StoreError> {
    let mut forms = Vec::new();
    for blob in blobs_of(connection, FORM_MEDIA)? {
        forms.extend(whole_form(connection, blob)?.map(|bytes| (blob, bytes)));
    }
    Ok(forms)
}

fn whole_form(connection: &Connection, blob: BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
    let whole = find(connection, blob, WHOLE)?.pop().filter(|row| row.manifest.media == FORM_MEDIA);
    whole.map(|row| joined(connection, &row)).transpose()
}

fn blobs_of(connection: &Connection, media: &str) -> Result<Vec<BlobHash>, StoreError> {
    let sql = "SELECT blob FROM manifest WHERE media = :media AND state = :whole ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map(params![media, WHOLE], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn add_chunk(connection: &Connection, blob: BlobHash, index: u64, chunk: &[u8]) -> Result<BlobProgress, StoreError> {
    if let Some(whole) = find(connection, blob, WHOLE)?.pop() {
        let of = whole.manifest.chunks.len() as u64;
        return Ok(BlobProgress { chunks: of, of, whole: true });
    }
    let expected = find(connection, blob, UNFINISHED)?;
    if expected.is_empty() {
        return Err(StoreError::UnknownBlob);
    }
    let hash = blob_hash(chunk);
    let named =
        |row: &&ManifestRow| usize::try_from(index).ok().and_then(|at| row.manifest.chunks.get(at)) == Some(&hash);
    let fitting: Vec<&ManifestRow> = expected.iter().filter(named).collect();
    let mut progress = Err(StoreError::WrongChunk { index });
    for row in fitting {
        let sql = "INSERT INTO chunk (manifest, place, bytes) VALUES (:manifest, :place, :bytes)
            ON CONFLICT (manifest, place) DO NOTHING";
        connection.prepare_cached(sql)?.execute(params![row.id, rows::number(index), chunk])?;
        let (chunks, of) = (places(connection, row.id)?.count(), row.manifest.chunks.len() as u64);
        let whole = chunks == of && finish(connection, row)?;
        progress = Ok(BlobProgress { chunks, of, whole });
        if whole {
            break;
        }
    }
    progress
}

/// Compares the joined chunks with the blob's name. Chunks that do not make it up are thrown away with their manifest's claim.
fn finish(connection: &Connection, row: &ManifestRow) -> Result<bool, StoreError> {
    let right = blob_hash(&joined(connection, row)?) == row.manifest.blob;
    let sql = "UPDATE manifest SET state = :state WHERE id = :id";
    connection.prepare_cached(sql)?.execute(params![if right { WHOLE } else { WRONG }, row.id])?;
    if right {
        files::note_whole(connection, row.id)?;
    } else {
        connection.prepare_cached("DELETE FROM chunk WHERE manifest = :id")?.execute(params![row.id])?;
    }
    Ok(right)
}

fn find(connection: &Connection, blob: BlobHash, state: u8) -> Result<Vec<ManifestRow>, StoreError> {
    let sql = "SELECT id, length, media, chunks FROM manifest WHERE blob = :blob AND state = :state ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query(params![blob, state])?;
    let mut manifests = Vec::new();
    while let Some(row) = found.next()? {
        let hashes = bytes(row, 3)?.chunks_exact(BlobHash::SIZE);
        let chunks = hashes.map(|hash| BlobHash::try_from(hash).map_err(|_| StoreError::Damaged));
        let (length, media) = (rows::count(row.get(1)?)?, row.get(2)?);
        let manifest = Manifest { blob, length, chunks: chunks.collect::<Result<_, _>>()?, media };
        manifests.push(ManifestRow { id: row.get(0)?, manifest });
    }
    Ok(manifests)
}

pub(super) fn places(connection: &Connection, manifest: i64) -> Result<Ranges, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT place FROM chunk WHERE manifest = :manifest ORDER BY place")?;
    let mut found = statement.query(params![manifest])?;
    let mut places = Ranges::default();
    while let Some(row) = found.next()? {
        let place = rows::count(row.get(0)?)?;
        places.insert(place, place + 1);
    }
    Ok(places)
}

fn joined(connection: &Connection, row: &ManifestRow) -> Result<Vec<u8>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT bytes FROM chunk WHERE manifest = :manifest ORDER BY place")?;
    let mut found = statement.query(params![row.id])?;
    let mut joined = Vec::with_capacity(usize::try_from(row.manifest.length).unwrap_or_default());
    while let Some(row) = found.next()? {
        joined.extend_from_slice(bytes(row, 0)?);
    }
    Ok(joined)
}
