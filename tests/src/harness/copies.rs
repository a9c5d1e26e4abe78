//! Copies of what lies on the disk: a backup that somebody made, a phone moved to another one, files as a killed program left them.

use std::fs;
use std::io;
use std::path::Path;

/// Copies a store's files as they lie there into a folder, which is made if it is not there; its lock is left out.
///
/// # Errors
/// When a file can't be read or written.
pub fn copy_store(database: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let name = database.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for ending in ["", "-wal"] {
        let file = database.with_file_name(format!("{name}{ending}"));
        if file.exists() {
            fs::copy(&file, to.join(format!("{name}{ending}")))?;
        }
    }
    Ok(())
}

/// Copies the files of a folder, without the folders in it.
///
/// # Errors
/// When a file can't be read or written.
pub fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?;
        if file.path().is_file() {
            fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}
