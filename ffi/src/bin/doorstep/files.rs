//! Reading and writing files that somebody names on the command line.

use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use doorstep_core::form::import::Limits;

use crate::failure::Failure;

/// The most bytes of a small file that are read.
const MAX_TEXT_BYTES: u64 = 8 << 20;

/// The bytes of a questionnaire's file. One that is too large is cut just above the limit, and refused where it is read.
pub(crate) fn form_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    bytes(path, Limits::default().file_bytes as u64)
}

/// The bytes of a file, cut one byte above the most that are of use.
pub(crate) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let unreadable = |source| Failure::File { path: path.to_owned(), done: "read", source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// The text of a small file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let not_text = |_| Failure::File { path: path.to_owned(), done: "read", source: ErrorKind::InvalidData.into() };
    String::from_utf8(bytes(path, MAX_TEXT_BYTES)?).map_err(not_text)
}

/// Writes a file.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    std::fs::write(path, content).map_err(|source| Failure::File { path: path.to_owned(), done: "written", source })
}

/// Writes a file that nobody else on this computer may open, where the system knows such a thing.
pub(crate) fn write_private(path: &Path, content: &str) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(content.as_bytes()));
    written.map_err(|source| Failure::File { path: path.to_owned(), done: "written", source })
}

/// A file's name without folder and extension: the id of a questionnaire that gives none.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
