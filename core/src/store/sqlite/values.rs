//! Every text and every blob in a database file, for whoever looks for something that must not be in it.
//!
//! Reads beside the process that has the store open, takes no lock of its own and writes nothing. What a value means is not asked here.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::store::StoreError;

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValuePlace<'a> {
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The how-manieth row of the table, from 1.
    pub row: u64,
}

/// Shows every text and every blob in a database file, of whatever program.
///
/// # Errors
/// The file is no database or can't be read.
pub fn visit_values(path: &Path, visit: &mut dyn FnMut(ValuePlace<'_>, &[u8])) -> Result<(), StoreError> {
    let connection = open(path)?;
    let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let tables: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in &tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{}\"", table.replace('"', "\"\"")))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        let mut row = 0;
        while let Some(values) = rows.next()? {
            row += 1;
            for (place, column) in columns.iter().enumerate() {
                let place_of = ValuePlace { table, column, row };
                match values.get_ref(place)? {
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => visit(place_of, bytes),
                    ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => {}
                }
            }
        }
    }
    Ok(())
}

/// Without a write-ahead log beside it the file is read as it lies, so that nothing is made beside it either.
fn open(path: &Path) -> Result<Connection, StoreError> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let name: String = path.to_string_lossy().chars().fold(String::from("file:"), |mut name, c| {
        match c {
            '%' => name.push_str("%25"),
            '?' => name.push_str("%3f"),
            '#' => name.push_str("%23"),
            c => name.push(c),
        }
        name
    });
    let name = if has_log { name } else { name + "?immutable=1" };
    Ok(Connection::open_with_flags(name, flags)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &Path) -> Vec<(String, String, u64, Vec<u8>)> {
        let mut found = Vec::new();
        let visited = visit_values(path, &mut |place, bytes| {
            found.push((place.table.to_owned(), place.column.to_owned(), place.row, bytes.to_vec()));
        });
        visited.unwrap();
        found
    }

    #[test]
    fn values_are_read_beside_whoever_writes_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("what? #1.db");
        let writer = Connection::open(&path).unwrap();
        writer.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
        writer.execute_batch("CREATE TABLE note (id INTEGER, text TEXT, more BLOB)").unwrap();
        writer.execute_batch("INSERT INTO note VALUES (1, 'lark', NULL), (2, NULL, x'07')").unwrap();
        let expected = [
            ("note".to_owned(), "text".to_owned(), 1, b"lark".to_vec()),
            ("note".to_owned(), "more".to_owned(), 2, vec![7]),
        ];
        assert_eq!(found(&path), expected);
        drop(writer);
        assert_eq!(found(&path), expected);
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1);
    }

    #[test]
    fn a_file_that_is_no_database_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter");
        std::fs::write(&path, [7; 8_192]).unwrap();
        assert!(visit_values(&path, &mut |_, _| {}).is_err());
    }
}
