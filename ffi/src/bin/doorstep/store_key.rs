//! Where the key of an encrypted store comes from on a laptop: a file that nobody else may read, or the environment.
//!
//! On phones it comes from the platform's keystore, see `at_rest` in the library.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use doorstep_ffi::{CallbackError, KeyStore};

/// The longest file that is read: 64 digits and a line end, with room to spare.
const MAX_FILE_BYTES: u64 = 200;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreKeyError {
    /// Both a file and the environment name one.
    #[error(
        "the store's key is named twice: keep DOORSTEP_STORE_KEY_FILE, and take DOORSTEP_STORE_KEY out of the environment"
    )]
    Twice,
    /// The file can't be read.
    #[error("{} can't be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Others on the machine may read or write the file.
    #[error("others on this machine may open {}, so the key in it is no secret: make a new key in a file with `chmod 600`", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// It holds no key.
    #[error("{what} holds no key: it must be 64 hexadecimal digits")]
    NoKey {
        /// The file or the variable.
        what: String,
    },
}

/// A store's key, from where it was found.
struct Given([u8; 32]);

impl KeyStore for Given {
    fn store_key(&self) -> Result<Vec<u8>, CallbackError> {
        Ok(self.0.to_vec())
    }
}

/// The key that the environment holds or names a file of, if any.
pub(crate) fn from_environment() -> Result<Option<Arc<dyn KeyStore>>, StoreKeyError> {
    let named = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let digits = std::env::var("DOORSTEP_STORE_KEY").ok().filter(|digits| !digits.is_empty());
    let key = match (named("DOORSTEP_STORE_KEY_FILE"), digits) {
        (Some(_), Some(_)) => return Err(StoreKeyError::Twice),
        (Some(file), None) => in_file(Path::new(&file))?,
        (None, Some(digits)) => {
            key_of(&digits).ok_or(StoreKeyError::NoKey { what: "DOORSTEP_STORE_KEY".to_owned() })?
        }
        (None, None) => return Ok(None),
    };
    Ok(Some(Arc::new(Given(key))))
}

/// The key in a file that its owner alone may open.
fn in_file(path: &Path) -> Result<[u8; 32], StoreKeyError> {
    let unreadable = |source| StoreKeyError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    // Of the file that was opened, not of one that has taken its name since.
    if is_exposed(&file).map_err(unreadable)? {
        return Err(StoreKeyError::Exposed { path: path.to_owned() });
    }
    let mut text = Vec::new();
    file.take(MAX_FILE_BYTES).read_to_end(&mut text).map_err(unreadable)?;
    let key = std::str::from_utf8(&text).ok().and_then(key_of);
    key.ok_or_else(|| StoreKeyError::NoKey { what: path.display().to_string() })
}

#[cfg(unix)]
fn is_exposed(file: &File) -> io::Result<bool> {
    Ok(std::os::unix::fs::PermissionsExt::mode(&file.metadata()?.permissions()) & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_: &File) -> io::Result<bool> {
    Ok(false)
}

fn key_of(text: &str) -> Option<[u8; 32]> {
    let digits = text.trim().as_bytes();
    let digit = |at: usize| char::from(digits[at]).to_digit(16);
    let mut key = [0; 32];
    if digits.len() != 2 * key.len() {
        return None;
    }
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::try_from(digit(2 * place)? << 4 | digit(2 * place + 1)?).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGITS: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    fn file(text: &[u8], mode: u32) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.key");
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        (folder, path)
    }

    #[test]
    fn a_key_in_a_file_of_ones_own_is_read_with_its_line_end() {
        let (_folder, path) = file(format!("{DIGITS}\n").as_bytes(), 0o600);
        assert_eq!(in_file(&path).unwrap(), std::array::from_fn(|place| place as u8));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_or_replace_is_refused() {
        for mode in [0o640, 0o604, 0o620, 0o602, 0o610] {
            let (_folder, path) = file(DIGITS.as_bytes(), mode);
            let refused = in_file(&path).unwrap_err();
            assert!(matches!(refused, StoreKeyError::Exposed { .. }), "{mode:o}");
            assert!(!refused.to_string().contains("0001"), "the key is not told");
        }
    }

    #[test]
    fn anything_else_than_64_digits_is_no_key() {
        let long = [DIGITS, "00"].concat();
        for text in ["", "00", &long, &DIGITS.replace('0', "g"), &"é".repeat(32), &"7".repeat(5_000)] {
            let (_folder, path) = file(text.as_bytes(), 0o600);
            assert!(matches!(in_file(&path), Err(StoreKeyError::NoKey { .. })), "{text}");
        }
        let (_folder, path) = file(&[0xff; 64], 0o600);
        assert!(matches!(in_file(&path), Err(StoreKeyError::NoKey { .. })));
        assert!(matches!(in_file(Path::new("/nowhere/store.key")), Err(StoreKeyError::Unreadable { .. })));
    }
}
