//! Entries that an earlier version of the program stored unread, read again once this one can: when the store is opened, and
//! whenever something comes while a few of them wait for more.
//!
//! What becomes of them is decided in `entry`.

use std::sync::atomic::Ordering;

use rusqlite::{Row, Transaction, params};

use super::SqliteStore;
use super::apply::{Pending, SqliteEngine};
use super::meta::{self, MetaKey};
use super::rows::bytes;
use super::writer::{self, Writer};
use crate::entry::{Body, EntryState, MAX_HELD, READS, Unread, check_again};
use crate::ids::LogId;
use crate::store::{StoreError, read_again_in};

// The statement finds the index of unread entries by the number alone.
const _: () = assert!(EntryState::Opaque.number() == 2);

/// How many stored entries one transaction looks at.
const AT_ONCE: u32 = 256;

/// What one transaction came to.
struct Step {
    read: u64,
    waiting: u64,
    /// The position of the last entry that was looked at; none when there was no more.
    last: Option<i64>,
    pending: Pending,
}

impl SqliteStore {
    /// Reads again what the version that last opened this store left unread. When that can't be written now it stays due.
    pub(super) fn catch_up(&self) -> Result<(), StoreError> {
        let mut writer = writer::lock(&self.writer);
        let known = meta::get(writer.connection(), MetaKey::Reads.name())?;
        if self.caches.membership().is_err() || known.as_deref() == Some(&READS.to_le_bytes()[..]) {
            return Ok(());
        }
        match self.read_again(&mut writer) {
            Err(error) if error.is_fatal() => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Goes through what is unread until nothing moves any more.
    pub(super) fn read_again(&self, writer: &mut Writer) -> Result<(), StoreError> {
        loop {
            let (mut read, mut waiting, mut after) = (0, 0, Some(0));
            while let Some(position) = after {
                let step = writer.transaction(|tx| self.step(tx, position))?;
                step.pending.publish(&self.caches);
                read += step.read;
                waiting += step.waiting;
                after = step.last;
            }
            self.unread_waits.store((1..=MAX_HELD).contains(&waiting), Ordering::Relaxed);
            if waiting == 0 {
                return writer.transaction(|tx| meta::put(tx, MetaKey::Reads.name(), &READS.to_le_bytes()));
            }
            if read == 0 {
                return Ok(());
            }
        }
    }

    fn step(&self, tx: &Transaction<'_>, after: i64) -> Result<Step, StoreError> {
        let project = self.caches.membership()?.project();
        let mut engine = SqliteEngine::new(tx, &self.caches);
        let mut statement = tx.prepare_cached(
            "SELECT position, log.name, header, signature, salt, payload
            FROM entry INDEXED BY entry_unread
            JOIN log ON log.id = entry.log
            WHERE state = 2 AND payload IS NOT NULL AND position > :after
            ORDER BY position
            LIMIT :limit",
        )?;
        let mut found = statement.query(params![after, AT_ONCE])?;
        let (mut unread, mut last) = (Vec::new(), None);
        while let Some(row) = found.next()? {
            last = Some(row.get(0)?);
            unread.extend(unread_at(row, &engine)?);
        }
        drop(found);
        let (read, waiting) =
            if unread.is_empty() { (0, 0) } else { read_again_in(&mut engine, project, self.hooks.plan, unread)? };
        Ok(Step { read, waiting, last, pending: engine.into_pending() })
    }
}

/// The entry in this row, if this version can read it.
fn unread_at(row: &Row<'_>, engine: &SqliteEngine<'_>) -> Result<Option<Unread>, StoreError> {
    let log: LogId = row.get(1)?;
    let opening = engine.known_log(&log).ok_or(StoreError::Inconsistent)?.opening;
    let body = Body::Full { salt: row.get(4)?, payload: bytes(row, 5)?.to_vec() };
    let entry = check_again(bytes(row, 2)?.to_vec(), row.get(3)?, body, &opening);
    Ok(entry.map(|entry| Unread { log, opening, entry }))
}
