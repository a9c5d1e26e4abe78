//! Looking for traces of a text or other bytes in every file of a folder: what was erased must be in none.

use std::io;
use std::path::{Path, PathBuf};

use crate::tally;

/// The files under a folder, at any depth, that hold these bytes anywhere.
///
/// # Errors
/// When a file can't be read.
pub fn files_with(folder: &Path, marker: impl AsRef<[u8]>) -> io::Result<Vec<PathBuf>> {
    let marker = marker.as_ref();
    let mut found = Vec::new();
    for path in files_in(folder)? {
        if std::fs::read(&path)?.windows(marker.len()).any(|part| part == marker) {
            found.push(path);
        }
    }
    Ok(found)
}

/// The files in which something is left of what was erased, and counts for the tests' last line in how many it was looked for.
///
/// # Errors
/// When a file can't be read.
pub fn residue<M: AsRef<[u8]>>(folder: &Path, erased: &[M]) -> io::Result<Vec<PathBuf>> {
    let mut left = Vec::new();
    for marker in erased {
        left.extend(files_with(folder, marker)?);
    }
    tally::note("residue", left.len(), erased.len() * files_in(folder)?.len());
    Ok(left)
}

fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
