//! What leaves this store because its device may no longer have it: whole scopes with their logs, so that everything comes again should
//! the right come back.
//!
//! Which scopes go is decided in `device`; single records that leave are `forgetting`'s.

use rusqlite::{Connection, Transaction, params};

use super::caches::Caches;
use super::rows::{LogRow, select_log};
use super::{SqliteStore, writer};
use super::{erasing, files};
use crate::entry::{Holdings, Ranges};
use crate::ids::{DeviceId, Generation};
use crate::member::Scope;
use crate::store::StoreError;

/// What is proven to be elsewhere, so that it may leave this store.
#[derive(Debug, Clone, Copy)]
pub struct Elsewhere<'h> {
    /// Whose work needs the stronger proof.
    pub own: DeviceId,
    /// What the server has: enough for the work of others.
    pub sent: &'h Holdings,
    /// What the server's backup has as well: needed for one's own.
    pub safe: &'h Holdings,
    /// The life of the server's database that all this is of. Of files that are whole here its backup has to have every one.
    pub generation: Option<Generation>,
}

impl SqliteStore {
    /// The scopes among these that could leave: something is here of them, and all of it is elsewhere. It takes no longer with more
    /// interviews.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn leaving_scopes(
        &self,
        among: impl Fn(&Scope) -> bool,
        elsewhere: &Elsewhere<'_>,
    ) -> Result<Vec<Scope>, StoreError> {
        let reader = self.read()?;
        let logs = logs_by_scope(reader.connection())?;
        let mut leaving = Vec::new();
        for logs in logs.chunk_by(|one, other| one.opening.scope == other.opening.scope) {
            if among(&logs[0].opening.scope) && elsewhere.has_all(reader.connection(), logs)? {
                leaving.push(logs[0].opening.scope);
            }
        }
        Ok(leaving)
    }

    /// Takes these scopes out of the store, but for those of which something has come meanwhile that is not elsewhere.
    ///
    /// # Errors
    /// The store can't be written; nothing was taken out then.
    pub fn drop_scopes(&self, scopes: &[Scope], elsewhere: &Elsewhere<'_>) -> Result<(), StoreError> {
        let mut writer = writer::lock(&self.writer);
        let caches = writer.transaction(|tx| {
            let mut dropped = false;
            for logs in logs_by_scope(tx)?.chunk_by(|one, other| one.opening.scope == other.opening.scope) {
                if scopes.contains(&logs[0].opening.scope) && elsewhere.has_all(tx, logs)? {
                    drop_scope(tx, logs)?;
                    dropped = true;
                }
            }
            if !dropped {
                return Ok(None);
            }
            erasing::leave_residue(tx)?;
            Ok(Some(Caches::of(tx, self.hooks.rules_of)?))
        })?;
        if let Some(caches) = caches {
            self.caches.replace(caches);
            self.caches.count_erasure();
        }
        writer.clean();
        Ok(())
    }
}

impl Elsewhere<'_> {
    /// Whether everything of a scope is elsewhere, of which these are all logs.
    fn has_all(&self, connection: &Connection, logs: &[LogRow]) -> Result<bool, StoreError> {
        Ok(logs.iter().all(|log| self.has(log)) && files::are_backed_up(connection, logs[0].id, self.generation)?)
    }

    fn has(&self, log: &LogRow) -> bool {
        let there = if log.opening.device == self.own { self.safe } else { self.sent };
        let there = there.0.get(&log.log).cloned().unwrap_or_default();
        Ranges::of(1, log.head_seq + 1).minus(&there).is_empty()
    }
}

fn logs_by_scope(connection: &Connection) -> Result<Vec<LogRow>, StoreError> {
    LogRow::all(connection, select_log!("ORDER BY log.scope"), [])
}

/// Takes out all logs of a scope, and what was made of them.
fn drop_scope(tx: &Transaction<'_>, logs: &[LogRow]) -> Result<(), StoreError> {
    let one_of_them = logs[0].id;
    files::release_beside(tx, one_of_them)?;
    for sql in [
        "DELETE FROM response
        WHERE document IN (SELECT id FROM document WHERE scope = (SELECT scope FROM log WHERE id = :log))",
        "DELETE FROM closing
        WHERE response IN (SELECT name FROM document WHERE scope = (SELECT scope FROM log WHERE id = :log))",
    ] {
        tx.prepare_cached(sql)?.execute(params![one_of_them])?;
    }
    for log in logs {
        tx.prepare_cached("DELETE FROM receipt WHERE log = :log")?.execute(params![log.id])?;
        tx.prepare_cached("DELETE FROM entry WHERE log = :log")?.execute(params![log.id])?;
    }
    let sql = "DELETE FROM document WHERE scope = (SELECT scope FROM log WHERE id = :log)";
    tx.prepare_cached(sql)?.execute(params![one_of_them])?;
    for log in logs {
        tx.prepare_cached("DELETE FROM log WHERE id = :log")?.execute(params![log.id])?;
    }
    tx.prepare_cached(
        "DELETE FROM scope
        WHERE id NOT IN (SELECT scope FROM log)
            AND id NOT IN (SELECT scope FROM document)
            AND id NOT IN (SELECT scope FROM set_aside)",
    )?
    .execute([])?;
    Ok(())
}
