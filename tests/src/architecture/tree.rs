//! The Rust files of the workspace as text, and the rules that every single file keeps: an opening sentence, a bounded length.
//!
//! What files say to each other is the business of `arrows` and `wiring`.

use std::path::Path;
use std::{fs, io};

use super::Violation;

/// No file of ours is longer, its unit tests included.
pub const MAX_LINES: usize = 800;

const FOLDERS: [&str; 4] = ["core", "ffi", "sync-server", "tests"];

/// One Rust file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path relative to the workspace, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl SourceFile {
    /// A file of this text.
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

/// The workspace could not be read.
#[derive(Debug, thiserror::Error)]
#[error("could not read {path}")]
pub struct ReadTree {
    /// The file or folder.
    pub path: String,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

/// Every Rust file of the workspace at `root`, sorted by path.
///
/// # Errors
/// When a folder or a file cannot be read as text.
pub fn read_sources(root: &Path) -> Result<Vec<SourceFile>, ReadTree> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        read_folder(root, folder, &mut files)?;
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read_folder(root: &Path, folder: &str, files: &mut Vec<SourceFile>) -> Result<(), ReadTree> {
    let failed = |source| ReadTree { path: folder.to_owned(), source };
    for entry in fs::read_dir(root.join(folder)).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        if is_folder && !path.ends_with("/target") && !path.ends_with("/node_modules") {
            read_folder(root, &path, files)?;
        } else if path.ends_with(".rs") {
            let text = fs::read_to_string(entry.path()).map_err(|source| ReadTree { path: path.clone(), source })?;
            files.push(SourceFile { path, text });
        }
    }
    Ok(())
}

/// The violation of a file that does not open with `//!` and a sentence.
pub fn headless(file: &SourceFile) -> Option<Violation> {
    let first = file.text.lines().next().unwrap_or_default();
    let sentence = first.strip_prefix("//! ").unwrap_or_default();
    let opens = sentence.len() > 20 && sentence.starts_with(|c: char| !c.is_lowercase());
    (!opens).then(|| Violation::new(&file.path, 1, "a file opens with `//!` and a sentence that says what it is"))
}

/// The violation of a file longer than [`MAX_LINES`].
pub fn overlong(file: &SourceFile) -> Option<Violation> {
    let lines = file.text.lines().count();
    (lines > MAX_LINES).then(|| {
        Violation::new(&file.path, MAX_LINES + 1, format!("{lines} lines: split it, {MAX_LINES} are the most"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_an_opening_sentence_is_found() {
        assert!(
            headless(&SourceFile::new("core/src/a.rs", "//! The doors of a street, in walking order.\n")).is_none()
        );
        assert!(headless(&SourceFile::new("core/src/a.rs", "use std::fmt;\n")).is_some());
        assert!(headless(&SourceFile::new("core/src/a.rs", "//! x\n")).is_some());
        assert!(headless(&SourceFile::new("core/src/a.rs", "")).is_some());
    }

    #[test]
    fn a_file_over_the_limit_is_found() {
        assert!(overlong(&SourceFile::new("a.rs", &"x\n".repeat(MAX_LINES))).is_none());
        assert!(overlong(&SourceFile::new("a.rs", &"x\n".repeat(MAX_LINES + 1))).is_some());
    }
}
