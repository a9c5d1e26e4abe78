//! Opening the database: who may, with which settings, and the numbered migrations.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::at_rest::{KeyCheck, StoreKey, unlock};
use crate::store::StoreError;

/// The migrations in order; the schema's number is how many of them a database has had. None is edited once merged.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../sql/0001_first.sql"),
    include_str!("../sql/0002_claim.sql"),
    include_str!("../sql/0003_erasure.sql"),
    include_str!("../sql/0004_set_aside.sql"),
    include_str!("../sql/0005_closing.sql"),
    include_str!("../sql/0006_files.sql"),
    include_str!("../sql/0007_unread.sql"),
    include_str!("../sql/0008_releases.sql"),
    include_str!("../sql/0009_homes.sql"),
];
/// Marks the file as ours: `door` in ASCII.
const APPLICATION_ID: i64 = 0x646f_6f72;
/// How many pages the write-ahead log holds before it is copied back: 8 MiB.
const CHECKPOINT_PAGES: i64 = 2_000;
/// What the write-ahead log is cut back to after it was copied back, in bytes.
const JOURNAL_BYTES: i64 = 8 << 20;
/// The writer's page cache, in KiB.
const WRITER_CACHE_KIB: i64 = 8_192;
/// Each reader's page cache, in KiB.
const READER_CACHE_KIB: i64 = 2_048;
/// How many statements a connection keeps compiled.
const STATEMENTS: usize = 64;
/// Another process can't hold the database (the lock file sees to that), but a reader may be recovering the log.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Opens the writer's connection and brings the schema up to date.
pub(super) fn open(path: &Path, key: Option<&StoreKey>) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    KeyCheck::beside(path).compare(key)?;
    create_for_owner_alone(path)?;
    let mut connection = Connection::open_with_flags(path, flags)?;
    unlock(&connection, key)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let found = schema_of(&connection)?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    set_up(&connection, WRITER_CACHE_KIB)?;
    for (name, value) in [
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("checkpoint_fullfsync", "ON"),
        ("foreign_keys", "ON"),
        ("secure_delete", "ON"),
    ] {
        connection.pragma_update(None, name, value)?;
    }
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", CHECKPOINT_PAGES, |_| Ok(()))?;
    connection.pragma_update_and_check(None, "journal_size_limit", JOURNAL_BYTES, |_| Ok(()))?;
    migrate(&mut connection, found)?;
    Ok(connection)
}

/// Opens a connection that can't write.
pub(super) fn open_reader(path: &Path, key: Option<&StoreKey>) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    unlock(&connection, key)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    set_up(&connection, READER_CACHE_KIB)?;
    Ok(connection)
}

/// Reads every page; a store that is not sound is reported as damaged.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged) }
}

/// The file holds the device's key: others on the machine may not read it. SQLite gives its side files the same rights.
pub(super) fn create_for_owner_alone(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn set_up(connection: &Connection, cache_kib: i64) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Without it SQLite compiles many statements anew for every value that they are given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    // Answers are not to be left behind in temporary files.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// The number of the schema in the file: 0 when it is empty.
fn schema_of(connection: &Connection) -> Result<i64, StoreError> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let schema: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let ours = application == APPLICATION_ID && schema > 0;
    let empty = application == 0 && schema == 0 && tables == 0;
    if ours || empty { Ok(schema) } else { Err(StoreError::Foreign) }
}

fn migrate(connection: &mut Connection, found: i64) -> Result<(), StoreError> {
    for (number, migration) in (1..).zip(MIGRATIONS) {
        if number > found {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            tx.execute_batch(migration)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", number)?;
            tx.commit()?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::{StatementStatus, params};

    use super::*;
    use crate::store::sqlite::rows::select_log;

    /// The BLAKE3 hashes of the migrations that were merged: a new one is added below, none is ever changed.
    const FROZEN: &[&str] = &[
        "a31e167551c841827619eb582b16b2bf6306b0345c49d52218d37fff743a41bd",
        "5b94a0abd41c81bc417dc6e6002c1750278607ab3402674c342ac3a85f28efc1",
        "445afc5d7c2e8a7c2a3615b3750aa9c267bdbaf4b01b7a37e94e6cec7e4f5ecd",
        "1bd64a9ee82fe5721fe89df71b499618eeee960662c674c7536a0b59e4493bf7",
        "7e435adc0ca09b9ec510252b2d37f5c4848e051c9dd824f6a253f501bc988a2d",
        "8cbcde1614ae18f3ff0b753f03ada27b8c6091226b9a452ee7839a4ccddc683e",
        "daa6e67eef74b68aecb4591c283d3195c46eede66807bb83d6ef176d298d1d08",
        "69bb51e4e80eccb6a5c09647fb4a223af3d4d2405ad34b589e1d1e3d76b90483",
        "4ee584837a006271ad4f2a929e9211082592cfed4549cf3a9fd4be4b89872e7b",
    ];

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        (folder, path)
    }

    #[test]
    fn sqlite_is_new_enough_not_to_lose_commits_when_the_log_is_reset() {
        assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
    }

    #[test]
    fn a_merged_migration_never_changes() {
        let found: Vec<String> = MIGRATIONS.iter().map(|sql| blake3::hash(sql.as_bytes()).to_string()).collect();
        assert_eq!(found, FROZEN);
    }

    #[test]
    fn a_database_of_the_first_schema_keeps_its_rows_and_gets_what_is_new() {
        let (_folder, path) = file();
        let mut old = Connection::open(&path).unwrap();
        let tx = old.transaction().unwrap();
        tx.execute_batch(MIGRATIONS[0]).unwrap();
        tx.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        tx.pragma_update(None, "user_version", 1).unwrap();
        tx.execute("INSERT INTO meta (name, value) VALUES ('kept', x'07')", []).unwrap();
        tx.commit().unwrap();
        drop(old);
        let connection = open(&path, None).unwrap();
        let kept: Vec<u8> =
            connection.query_row("SELECT value FROM meta WHERE name = 'kept'", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, [7]);
        assert_eq!(schema_of(&connection).unwrap(), MIGRATIONS.len() as i64);
        connection.execute("INSERT INTO claim (invite) VALUES (x'01')", []).unwrap();
        assert!(connection.execute("INSERT INTO claim (invite) VALUES (x'01')", []).is_err());
    }

    #[test]
    fn a_commit_is_on_the_disk_before_it_is_reported() {
        let (_folder, path) = file();
        let connection = open(&path, None).unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((pragma("synchronous"), pragma("foreign_keys"), pragma("secure_delete")), (2, 1, 1));
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_database_of_a_newer_version_is_left_alone() {
        let (_folder, path) = file();
        open(&path, None).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(open(&path, None), Err(StoreError::Newer { found: 99, .. })));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn the_database_of_another_program_is_left_alone() {
        let (_folder, path) = file();
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(open(&path, None), Err(StoreError::Foreign)));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_file_that_is_no_database_is_kept_and_reported_as_damaged() {
        let (_folder, path) = file();
        std::fs::write(&path, [7; 8_192]).unwrap();
        assert!(matches!(open(&path, None), Err(StoreError::Damaged)));
        assert_eq!(std::fs::read(&path).unwrap(), [7; 8_192]);
    }

    #[cfg(unix)]
    #[test]
    fn others_on_the_machine_can_not_read_the_store() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path) = file();
        let connection = open(&path, None).unwrap();
        connection.execute("INSERT INTO meta (name, value) VALUES ('x', x'00')", []).unwrap();
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            let mode = std::fs::metadata(name).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{suffix}");
        }
    }

    #[test]
    fn a_statement_is_compiled_once_whatever_values_it_is_given() {
        let (_folder, path) = file();
        let connection = open(&path, None).unwrap();
        let sql = select_log!("WHERE device = :device AND incarnation = :incarnation ORDER BY log.id");
        let mut statement = connection.prepare(sql).unwrap();
        for value in 0..4_u8 {
            assert!(statement.query(params![[value; 32], [value; 8]]).unwrap().next().unwrap().is_none());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }

    #[test]
    fn a_reader_can_not_write() {
        let (_folder, path) = file();
        let _writer = open(&path, None).unwrap();
        let reader = open_reader(&path, None).unwrap();
        assert!(reader.execute("INSERT INTO meta (name, value) VALUES ('x', x'00')", []).is_err());
    }
}
