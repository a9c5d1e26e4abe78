//! Copies of a store as of one moment, taken while it is in use. Where they go and who may read them is the caller's business.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension};

use super::logs::{Logs, log_rows};
use super::{MetaKey, SqliteStore, feed, files, meta, rows, schema};
use crate::entry::Holdings;
use crate::ids::Generation;
use crate::store::StoreError;

/// What a copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// The life of the database that was copied, if it is a server's.
    pub generation: Option<Generation>,
    /// Everything up to this position of the feed is in the copy.
    pub position: u64,
    /// So many files had become whole in the store by then: by their numbers, they are in the copy.
    pub files: u64,
}

impl SqliteStore {
    /// Copies the store in a file, which is not encrypted, to a new file, as it is at this moment; this process or another one may
    /// be writing to it. The copy is read once in whole. It does not pass for the store itself: it lacks the mark of the store's last start.
    ///
    /// # Errors
    /// The store can't be read, the copy can't be written, or it is not sound; what was written of it is left.
    pub fn copy(from: &Path, to: &Path) -> Result<Copied, StoreError> {
        let mut source = schema::open_reader(from, None)?;
        // One snapshot: the copy and what is said about it are of the same moment, and no writer has to wait.
        let snapshot = source.transaction()?;
        let position = feed::head_of(&snapshot)?;
        let generation = meta::get(&snapshot, MetaKey::Generation.name())?;
        let generation = generation.map(|bytes| Generation::try_from(&bytes[..]).map_err(|_| StoreError::Damaged));
        let files = files::whole_so_far(&snapshot)?;
        let copied = Copied { generation: generation.transpose()?, position, files };
        schema::create_for_owner_alone(to)?;
        let mut copy = Connection::open(to)?;
        {
            let backup = Backup::new(&snapshot, &mut copy)?;
            if backup.step(-1)? != StepResult::Done {
                return Err(StoreError::InUse);
            }
        }
        schema::check(&copy)?;
        // One file, without side files to go missing.
        copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
        copy.pragma_update(None, "secure_delete", "ON")?;
        copy.execute("DELETE FROM meta WHERE name = :name", [MetaKey::InstallId.name()])?;
        copy.close().map_err(|(_, error)| error)?;
        Ok(copied)
    }

    /// What of these logs had been stored when the feed was at this position.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn holdings_at(&self, logs: Logs<'_>, position: u64) -> Result<Holdings, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT seq
            FROM entry
            WHERE log = :log AND position <= :position
            ORDER BY seq DESC
            LIMIT 1",
        )?;
        let mut holdings = Holdings::default();
        for row in log_rows(&snapshot, logs)? {
            let head = statement.query_row((row.id, rows::number(position)), |row| row.get(0)).optional()?;
            if let Some(head) = head {
                holdings.insert(row.log, 1, rows::count(head)?.saturating_add(1));
            }
        }
        Ok(holdings)
    }
}
