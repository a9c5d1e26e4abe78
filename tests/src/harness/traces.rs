//! Looking for traces of a text or other bytes in every file of a folder: what was erased must be in none.

use std::io;
use std::path::{Path, PathBuf};

/// The files under a folder, at any depth, that hold these bytes anywhere.
///
/// # Errors
/// When a file can't be read.
pub fn files_with(folder: &Path, marker: impl AsRef<[u8]>) -> io::Result<Vec<PathBuf>> {
    let marker = marker.as_ref();
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path)?.windows(marker.len()).any(|part| part == marker) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
