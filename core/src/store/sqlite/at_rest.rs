//! Encryption at rest: a store's key, put to every connection before anything else, and how a wrong key is told from damage.
//!
//! Where the key comes from is the platform's business. A program built without the feature `sqlcipher` can't encrypt, and says so.

use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

use crate::ids::hash;
use crate::store::StoreError;

/// The key of a store: 32 random bytes, not a password.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreKey(Zeroizing<[u8; 32]>);

impl StoreKey {
    /// The key with these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key in hexadecimal digits, with or without white space around.
    pub fn from_hex(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(|crate::ids::EntryHash(bytes)| Self::new(bytes))
    }

    /// What may be kept beside the store to recognise the key by: nothing follows from it.
    fn check(&self) -> [u8; 32] {
        hash("store key", &[&self.0[..]])
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(..)")
    }
}

/// Whether this program can encrypt stores.
pub fn encrypts_at_rest() -> bool {
    Connection::open_in_memory().is_ok_and(|connection| cipher_of(&connection).is_ok_and(|cipher| cipher.is_some()))
}

/// Gives a connection the store's key; must be the first that happens on it.
pub(super) fn unlock(connection: &Connection, key: Option<&StoreKey>) -> Result<(), StoreError> {
    let Some(StoreKey(key)) = key else { return Ok(()) };
    let mut statement = Zeroizing::new(String::with_capacity(96));
    statement.push_str("PRAGMA key = \"x'");
    for byte in key.iter() {
        // Writing into a text does not fail.
        write!(statement, "{byte:02x}").unwrap_or_default();
    }
    statement.push_str("'\"");
    connection.execute_batch(&statement)?;
    if cipher_of(connection)?.is_some() { Ok(()) } else { Err(StoreError::NoCipher) }
}

fn cipher_of(connection: &Connection) -> Result<Option<String>, StoreError> {
    let version: Option<String> = connection.query_row("PRAGMA cipher_version", [], |row| row.get(0)).optional()?;
    Ok(version.filter(|version| !version.is_empty()))
}

/// The small file beside a store that recognises its key: encrypted with a wrong key and damaged look alike.
#[derive(Debug)]
pub(super) struct KeyCheck {
    store: PathBuf,
    file: PathBuf,
}

impl KeyCheck {
    pub(super) fn beside(store: &Path) -> Self {
        let mut file = store.as_os_str().to_owned();
        file.push(".key-check");
        Self { store: store.to_owned(), file: file.into() }
    }

    /// Says what is wrong with the key before the store is touched. For a store that is yet to be made it notes the key.
    pub(super) fn compare(&self, key: Option<&StoreKey>) -> Result<(), StoreError> {
        let Some(head) = self.head_of_store()? else {
            return match key {
                Some(_) if !encrypts_at_rest() => Err(StoreError::NoCipher),
                Some(key) => Ok(self.note(key)?),
                None => Ok(remove(&self.file)?),
            };
        };
        let is_plain = head == *b"SQLite format 3\0";
        match (key, self.noted()?) {
            (Some(_), _) if is_plain => Err(StoreError::NotEncrypted),
            (Some(key), Some(noted)) if key.check() != noted => Err(StoreError::WrongKey),
            (Some(key), None) => Ok(self.note(key)?),
            (None, Some(_)) if !is_plain => Err(StoreError::KeyMissing),
            (Some(_) | None, _) => Ok(()),
        }
    }

    /// The first bytes of the store; none if it is not there or empty.
    fn head_of_store(&self) -> io::Result<Option<[u8; 16]>> {
        let mut head = [0; 16];
        match File::open(&self.store).and_then(|mut store| store.read_exact(&mut head)) {
            Ok(()) => Ok(Some(head)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is noted; half a note is none.
    fn noted(&self) -> io::Result<Option<[u8; 32]>> {
        match fs::read(&self.file) {
            Ok(noted) => Ok(noted.try_into().ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn note(&self, key: &StoreKey) -> io::Result<()> {
        let new = self.file.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(&key.check())?;
        file.sync_all()?;
        fs::rename(new, &self.file)
    }
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SqliteStore;
    use super::super::testing::HOOKS;
    use super::*;
    #[cfg(feature = "sqlcipher")]
    use crate::store::MetaKey;

    const KEY: [u8; 32] = [7; 32];

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        (folder, path)
    }

    fn open(path: &Path, key: Option<[u8; 32]>) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_locked(path, key.map(StoreKey::new).as_ref(), HOOKS)
    }

    #[test]
    fn a_key_shows_in_no_log_and_reads_from_its_digits() {
        assert_eq!(format!("{:?}", StoreKey::new(KEY)), "StoreKey(..)");
        assert_eq!(StoreKey::from_hex(&format!(" {}\n", "07".repeat(32))), Some(StoreKey::new(KEY)));
        assert_eq!(StoreKey::from_hex("07"), None);
    }

    #[test]
    fn a_plain_store_is_not_opened_with_a_key_and_stays_as_it_was() {
        let (_folder, path) = file();
        drop(open(&path, None).unwrap());
        let before = fs::read(&path).unwrap();
        assert!(matches!(open(&path, Some(KEY)), Err(StoreError::NotEncrypted)));
        assert_eq!(fs::read(&path).unwrap(), before);
        open(&path, None).unwrap();
    }

    #[cfg(not(feature = "sqlcipher"))]
    #[test]
    fn a_program_that_can_not_encrypt_makes_no_store_for_a_key() {
        let (folder, path) = file();
        assert!(!encrypts_at_rest());
        assert!(matches!(open(&path, Some(KEY)), Err(StoreError::NoCipher)));
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left, ["store.db.lock"]);
    }

    #[cfg(feature = "sqlcipher")]
    #[test]
    fn an_encrypted_store_opens_with_its_key_alone_and_says_what_is_wrong_otherwise() {
        let (_folder, path) = file();
        assert!(encrypts_at_rest());
        open(&path, Some(KEY)).unwrap().set_meta(MetaKey::Settings, b"kept").unwrap();
        let before = fs::read(&path).unwrap();
        assert!(matches!(open(&path, None), Err(StoreError::KeyMissing)));
        assert!(matches!(open(&path, Some([8; 32])), Err(StoreError::WrongKey)));
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(open(&path, Some(KEY)).unwrap().meta(MetaKey::Settings).unwrap().as_deref(), Some(&b"kept"[..]));
        let mut damaged = before;
        damaged[100..200].fill(0);
        fs::write(&path, damaged).unwrap();
        assert!(matches!(open(&path, Some(KEY)), Err(StoreError::Damaged)));
    }

    #[cfg(feature = "sqlcipher")]
    #[test]
    fn a_lost_note_beside_an_encrypted_store_is_made_anew() {
        let (_folder, path) = file();
        drop(open(&path, Some(KEY)).unwrap());
        let check = KeyCheck::beside(&path);
        fs::remove_file(&check.file).unwrap();
        drop(open(&path, Some(KEY)).unwrap());
        assert!(matches!(open(&path, Some([8; 32])), Err(StoreError::WrongKey)));
    }

    #[cfg(feature = "sqlcipher")]
    #[test]
    fn nothing_that_was_stored_can_be_read_in_the_files_of_a_locked_store() {
        let (folder, path) = file();
        let store = open(&path, Some(KEY)).unwrap();
        store.set_meta(MetaKey::Settings, b"Zebedee Thornquist").unwrap();
        let looks = |when: &str| {
            for file in fs::read_dir(folder.path()).unwrap() {
                let path = file.unwrap().path();
                let bytes = fs::read(&path).unwrap();
                assert!(!bytes.windows(10).any(|part| part == b"Thornquist"), "{when}: {}", path.display());
                assert!(!bytes.windows(32).any(|part| part == KEY), "{when}: {}", path.display());
            }
        };
        looks("open");
        drop(store);
        looks("closed");
    }
}
