//! Connections for reading: made when needed, kept for the next read, and unable to write.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{StoreKey, schema};
use crate::store::StoreError;

/// How many idle connections are kept.
const KEPT: usize = 4;

/// The idle connections.
#[derive(Debug)]
pub(super) struct Pool {
    path: PathBuf,
    key: Option<StoreKey>,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(super) fn new(path: &Path, key: Option<StoreKey>) -> Self {
        Self { path: path.to_owned(), key, idle: Mutex::default() }
    }

    /// Takes a connection, or opens another.
    pub(super) fn take(&self) -> Result<Reader<'_>, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => schema::open_reader(&self.path, self.key.as_ref())?,
        };
        Ok(Reader { connection: Some(connection), pool: self })
    }
}

/// A connection for the time of one read.
#[derive(Debug)]
pub(super) struct Reader<'p> {
    connection: Option<Connection>,
    pool: &'p Pool,
}

impl Reader<'_> {
    /// The connection, for a read of one statement.
    pub(super) fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("the connection is given back only when the reader is dropped")
    }

    /// One snapshot for several statements.
    pub(super) fn snapshot(&mut self) -> Result<Transaction<'_>, StoreError> {
        let connection =
            self.connection.as_mut().expect("the connection is given back only when the reader is dropped");
        Ok(connection.transaction_with_behavior(TransactionBehavior::Deferred)?)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let mut idle = self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
    }
}
