//! Why a store could not do something: one sentence each, with nothing in it of what the store holds.

use std::sync::Arc;

use rusqlite::ErrorCode;

use crate::ids::ProjectId;

/// Why a store could not do something. Whatever it was, nothing of the attempt is stored.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database was written by a newer version; it was not touched.
    #[error("the store was written by a newer version (schema {found}, this one knows {known}); update the program")]
    Newer {
        /// The schema found.
        found: i64,
        /// The newest schema that this version knows.
        known: i64,
    },
    /// The file is a database of something else; it was not touched.
    #[error("the file is not a store of this program")]
    Foreign,
    /// Another process has the store open.
    #[error("the store is in use by another process")]
    InUse,
    /// The database is damaged. The file is kept: what it still holds may be nowhere else.
    #[error("the store is damaged; the file was kept as it is")]
    Damaged,
    /// A key was given for a store that is not encrypted; it was not touched.
    #[error("the store is not encrypted; open it without a key")]
    NotEncrypted,
    /// The store is encrypted and no key was given.
    #[error("the store is encrypted; its key is needed")]
    KeyMissing,
    /// The key is another store's; the file was not touched.
    #[error("this is not the key of the store; the file was left as it is")]
    WrongKey,
    /// A key was given to a program that can't encrypt.
    #[error("this program can't encrypt a store; use one that was built with encryption")]
    NoCipher,
    /// There is no room on the disk, so nothing was stored.
    #[error("the disk is full; nothing was stored")]
    Full,
    /// The disk failed while writing; the store has to be opened again before it takes anything more.
    #[error("the disk failed while writing; close the program and open it again")]
    Unusable,
    /// Whoever was writing for several callers failed; nothing of this call is stored.
    #[error("another write failed before this one; nothing was stored")]
    Interrupted,
    /// The store holds no project yet.
    #[error("the store holds no project yet")]
    NotFounded,
    /// The store holds another project.
    #[error("the store holds another project")]
    OtherProject {
        /// The project that it holds.
        holds: ProjectId,
    },
    /// No manifest names this blob.
    #[error("no such file is expected here")]
    UnknownBlob,
    /// The bytes are not the chunk that the manifest names.
    #[error("chunk {index} is not what its manifest says")]
    WrongChunk {
        /// Which chunk.
        index: u64,
    },
    /// The claim was made before: another use of the invite is stored.
    #[error("the invite was used before")]
    AlreadyClaimed,
    /// There is no draft with this id.
    #[error("there is no such draft")]
    UnknownDraft,
    /// What was to be written does not fit what is stored: a fault of this program.
    #[error("what was to be written does not fit what is stored")]
    Inconsistent,
    /// The file can't be opened or created.
    #[error("the store's file can't be opened")]
    Io(#[source] Arc<std::io::Error>),
    /// SQLite failed otherwise.
    #[error("the database failed")]
    Database(#[source] Arc<rusqlite::Error>),
}

impl StoreError {
    /// A name that stays the same in every version and language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "store-newer",
            Self::Foreign => "store-foreign",
            Self::InUse => "store-in-use",
            Self::Damaged => "store-damaged",
            Self::NotEncrypted => "store-not-encrypted",
            Self::KeyMissing => "store-key-missing",
            Self::WrongKey => "store-wrong-key",
            Self::NoCipher => "no-cipher",
            Self::Full => "disk-full",
            Self::Unusable => "disk-failed",
            Self::Interrupted => "store-interrupted",
            Self::NotFounded => "no-project",
            Self::OtherProject { .. } => "other-project",
            Self::UnknownBlob => "unknown-file",
            Self::WrongChunk { .. } => "wrong-chunk",
            Self::AlreadyClaimed => "already-claimed",
            Self::UnknownDraft => "unknown-draft",
            Self::Inconsistent => "store-inconsistent",
            Self::Io(_) => "store-unreadable",
            Self::Database(_) => "store-failed",
        }
    }

    /// Whether the disk failed underneath, so that nothing written after it can be trusted to be durable.
    pub(super) fn is_fatal(&self) -> bool {
        match self {
            Self::Damaged | Self::Unusable => true,
            Self::Database(error) => error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure),
            Self::Newer { .. }
            | Self::Foreign
            | Self::InUse
            | Self::NotEncrypted
            | Self::KeyMissing
            | Self::WrongKey
            | Self::NoCipher
            | Self::Full
            | Self::Interrupted
            | Self::NotFounded
            | Self::OtherProject { .. }
            | Self::UnknownBlob
            | Self::WrongChunk { .. }
            | Self::AlreadyClaimed
            | Self::UnknownDraft
            | Self::Inconsistent
            | Self::Io(_) => false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        if matches!(
            error,
            Sql::FromSqlConversionFailure(..) | Sql::IntegralValueOutOfRange(..) | Sql::InvalidColumnType(..)
        ) {
            return Self::Damaged;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ConstraintViolation) => Self::Inconsistent,
            Some(ErrorCode::DatabaseBusy | ErrorCode::FileLockingProtocolFailed) => Self::InUse,
            _ => Self::Database(Arc::new(error)),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        let full = matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
        if full { Self::Full } else { Self::Io(Arc::new(error)) }
    }
}
