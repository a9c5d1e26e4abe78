//! `doorstep-server look-for`: whether a text is anywhere in a server's files, so that a data-protection officer can see for themselves.
//!
//! It reads files and may run beside the server. Files are read as bytes, packed parts of them unpacked (`scan`), and databases
//! read value by value as well, since a long value does not lie in one piece. What a text looks like in bytes is `forms`.

mod forms;
mod scan;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use doorstep_core::store::visit_values;
use serde::Serialize;

use self::forms::Forms;
use self::scan::Scan;

/// What was looked through, and where the text was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Search {
    /// How many files were read.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// The places, in the order in which they were found; not more than a thousand.
    pub places: Vec<Place>,
    /// Whether there are more places than are listed.
    pub more: bool,
}

/// A place where the text was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Where in it.
    pub within: String,
}

/// Why a search did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The text is too short to say anything.
    #[error("give at least {least} characters: shorter texts are found by chance")]
    TooShort {
        /// The fewest characters.
        least: usize,
    },
    /// Something can't be read.
    #[error("{} can't be read: {source}", path.display())]
    Unreadable {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The fewest characters that are looked for.
const LEAST_CHARS: usize = 4;
/// The most places that are listed.
const MOST_PLACES: usize = 1_000;
/// What a database file begins with.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

impl Search {
    /// Looks for a text in these files and directories, in any of the forms in which it may be stored.
    ///
    /// # Errors
    /// The text is too short, or something can't be read.
    pub fn run(text: &str, paths: &[PathBuf]) -> Result<Self, SearchError> {
        let text = text.trim();
        if text.chars().count() < LEAST_CHARS {
            return Err(SearchError::TooShort { least: LEAST_CHARS });
        }
        let mut search = Self { files: 0, bytes: 0, places: Vec::new(), more: false };
        let forms = Forms::of(text);
        for path in paths {
            search.look_in(path, &forms)?;
        }
        Ok(search)
    }

    /// Whether the text is nowhere.
    pub fn found_nothing(&self) -> bool {
        self.places.is_empty()
    }

    /// One line of JSON.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a finding is plain values")
    }

    fn look_in(&mut self, path: &Path, forms: &Forms) -> Result<(), SearchError> {
        let unreadable = |source| SearchError::Unreadable { path: path.to_owned(), source };
        let kind = fs::symlink_metadata(path).map_err(unreadable)?;
        if kind.is_dir() {
            let entries = fs::read_dir(path).map_err(unreadable)?.map(|entry| entry.map(|entry| entry.path()));
            let mut entries: Vec<PathBuf> = entries.collect::<io::Result<_>>().map_err(unreadable)?;
            entries.sort();
            return entries.iter().try_for_each(|entry| self.look_in(entry, forms));
        }
        if !kind.is_file() {
            return Ok(());
        }
        match self.look_in_file(path, forms) {
            // A running server removes files, too.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(unreadable),
        }
    }

    fn look_in_file(&mut self, path: &Path, forms: &Forms) -> io::Result<()> {
        if forms.are_in(path.file_name().map(|name| name.as_encoded_bytes()).unwrap_or_default()) {
            self.add(path, "its name".to_owned());
        }
        let mut scan = Scan::of(forms);
        self.bytes += scan.read(&mut BufReader::new(File::open(path)?))?;
        self.files += 1;
        for at in &scan.found {
            self.add(path, format!("byte {at}"));
        }
        for packed in &scan.packed {
            if scan::is_in_packed(forms, File::open(path)?, *packed)? {
                self.add(path, format!("packed part at byte {packed}"));
            }
        }
        if scan.head.starts_with(SQLITE_MAGIC) {
            self.look_in_database(path, forms);
        }
        Ok(())
    }

    /// A file that only looks like a database was read as bytes already.
    fn look_in_database(&mut self, path: &Path, forms: &Forms) {
        let mut found = Vec::new();
        let read = visit_values(path, &mut |place, bytes| {
            if forms.are_in(bytes) || scan::is_in_packed_parts(forms, bytes) {
                found.push(format!("table {}, column {}, row {}", place.table, place.column, place.row));
            }
        });
        found.into_iter().for_each(|within| self.add(path, within));
        if read.is_err() {
            self.add(path, "it looks like a database and can't be read as one: look at a copy".to_owned());
        }
    }

    fn add(&mut self, path: &Path, within: String) {
        if self.places.len() < MOST_PLACES {
            self.places.push(Place { file: path.to_owned(), within });
        } else {
            self.more = true;
        }
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (files, kilobytes) = (self.files, self.bytes.div_ceil(1_000));
        if self.places.is_empty() {
            return write!(f, "Not found in {files} files, {kilobytes} kB.");
        }
        write!(f, "Found in {} places, of {files} files, {kilobytes} kB:", self.places.len())?;
        for Place { file, within } in &self.places {
            write!(f, "\n  {}: {within}", file.display())?;
        }
        if self.more { write!(f, "\n  and more") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "Zoë Quillfeather";

    fn searched(files: &[(&str, Vec<u8>)]) -> Search {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let mut search = Search::run(NAME, &[folder.path().to_owned()]).unwrap();
        for place in &mut search.places {
            place.file = place.file.strip_prefix(folder.path()).unwrap().to_owned();
        }
        search
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_text_is_found_in_every_form_in_which_it_may_be_stored() {
        let long = [vec![0; 3 << 20], NAME.as_bytes().to_vec()].concat();
        let within = (0..2_000).map(|number| number.to_string()).collect::<String>() + NAME;
        for (form, bytes) in [
            ("plain", NAME.as_bytes().to_vec()),
            ("upper case", NAME.to_uppercase().into_bytes()),
            ("accents as marks of their own", "Zoe\u{308} Quillfeather".into()),
            ("UTF-16", [b"x".to_vec(), utf16(NAME)].concat()),
            ("far into a file", long),
            ("over the edge of what is read at once", [vec![0; (1 << 20) - 5], NAME.into()].concat()),
            ("packed", [b"before".to_vec(), zstd::encode_all(within.as_bytes(), 3).unwrap()].concat()),
        ] {
            let search = searched(&[("backups/old/one.bin", bytes), ("other", b"nothing".to_vec())]);
            assert_eq!((search.files, search.places.len()), (2, 1), "{form}: {search}");
        }
    }

    #[test]
    fn a_long_value_of_a_database_is_found_though_it_lies_in_pieces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.db");
        let database = rusqlite::Connection::open(&path).unwrap();
        database.execute_batch("CREATE TABLE note (text TEXT)").unwrap();
        for before in 5_850..5_950 {
            let text = format!("{}{NAME}{}", "x".repeat(before), "y".repeat(10_000 - before));
            database.execute("INSERT INTO note VALUES (?1)", [text]).unwrap();
        }
        drop(database);
        let search = Search::run(NAME, &[folder.path().to_owned()]).unwrap();
        let rows = search.places.iter().filter(|place| place.within.starts_with("table note, column text")).count();
        assert_eq!(rows, 100);
        assert!(search.places.len() < 200, "some lie in pieces");
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let search = searched(&[("server.db-wal", b"Zoe Quillfeathe".to_vec())]);
        assert!(search.found_nothing());
        assert_eq!(search.to_string(), "Not found in 1 files, 1 kB.");
    }

    #[test]
    fn a_text_that_is_found_by_chance_is_not_looked_for() {
        assert!(matches!(Search::run(" ab ", &[]), Err(SearchError::TooShort { .. })));
    }
}
