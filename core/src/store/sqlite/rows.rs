//! Values in and out of rows: whole numbers, ids and scopes. A row that does not read back is damage.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Params, Row, params};

use crate::entry::{Header, Opening};
use crate::ids::{
    BlobHash, CardId, DeviceId, DocId, EntryHash, Generation, GrantId, Incarnation, LogId, Salt, ScopesHash, Signature,
};
use crate::member::{Class, Scope};
use crate::store::StoreError;
use crate::time::Timestamp;

macro_rules! ids_in_rows {
    ($($name:ident),*) => {
        $(impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::try_from(value.as_blob()?).map_err(|_| FromSqlError::InvalidType)
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.as_bytes())))
            }
        })*
    };
}

ids_in_rows!(
    BlobHash,
    CardId,
    DeviceId,
    DocId,
    EntryHash,
    Generation,
    GrantId,
    Incarnation,
    LogId,
    Salt,
    ScopesHash,
    Signature
);

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

/// A count or place as SQLite has it. No stored one comes near the end, so a larger one finds nothing.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count or place out of a row.
pub(super) fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged)
}

/// A scope out of its 35 bytes.
pub(super) fn scope(form: &[u8]) -> Result<Scope, StoreError> {
    let (Some(class), 35) = (form.first().copied().and_then(Class::from_number), form.len()) else {
        return Err(StoreError::Damaged);
    };
    let part = |at: usize| match form[at] {
        0 => Ok(None),
        1 => DocId::try_from(&form[at + 1..at + 17]).map(Some).map_err(|_| StoreError::Damaged),
        _ => Err(StoreError::Damaged),
    };
    Ok(Scope { class, round: part(1)?, area: part(18)? })
}

/// A log as its row has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LogRow {
    pub(super) id: i64,
    pub(super) log: LogId,
    pub(super) opening: Opening,
    pub(super) head_seq: u64,
    pub(super) head_hash: EntryHash,
}

/// Selects what [`LogRow::read`] takes; the rest of the statement follows.
macro_rules! select_log {
    ($rest:literal) => {
        concat!(
            "SELECT log.id, log.name, device, incarnation, scope.form, grant_id, head_seq, head_hash
            FROM log
            JOIN scope ON scope.id = log.scope
            ",
            $rest
        )
    };
}
pub(super) use select_log;

impl LogRow {
    pub(super) fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let opening = Opening {
            device: row.get(2)?,
            incarnation: row.get(3)?,
            scope: scope(bytes(row, 4)?)?,
            grant: row.get(5)?,
        };
        let head_seq = count(row.get(6)?)?;
        Ok(Self { id: row.get(0)?, log: row.get(1)?, opening, head_seq, head_hash: row.get(7)? })
    }

    /// The log with this name.
    pub(super) fn find(connection: &Connection, log: &LogId) -> Result<Option<Self>, StoreError> {
        Ok(Self::all(connection, select_log!("WHERE log.name = :log"), params![log])?.pop())
    }

    /// The log with this row number.
    pub(super) fn at(connection: &Connection, id: i64) -> Result<Self, StoreError> {
        Self::all(connection, select_log!("WHERE log.id = :id"), params![id])?.pop().ok_or(StoreError::Damaged)
    }

    /// Every log that a statement made with `select_log` finds.
    pub(super) fn all(connection: &Connection, sql: &str, values: impl Params) -> Result<Vec<Self>, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut logs = Vec::new();
        while let Some(row) = rows.next()? {
            logs.push(Self::read(row)?);
        }
        Ok(logs)
    }
}

/// A column's bytes, without a copy.
pub(super) fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8], StoreError> {
    row.get_ref(column)?.as_blob().map_err(|_| StoreError::Damaged)
}

/// The hash of the entry at this place of a log, if it is stored.
pub(super) fn hash_at(connection: &Connection, log: i64, seq: u64) -> Result<Option<EntryHash>, StoreError> {
    let sql = "SELECT header FROM entry WHERE log = :log AND seq = :seq";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![log, number(seq)])?;
    rows.next()?.map(|row| bytes(row, 0).map(Header::hash)).transpose()
}
