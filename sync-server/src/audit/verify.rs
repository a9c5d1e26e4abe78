//! Whether an audit log is whole, and where it breaks: `doorstep-server audit verify`.
//!
//! It reads files and may run beside the server. Lines that were cut off at the end are found by `includes` alone, with a hash that
//! somebody noted before: a chain can't know how long it once was.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::file::files_in;
use super::line::{Line, hash_of, no_line};
use super::{What, folder_in};

/// What a check of an audit log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// How many lines were read.
    pub lines: u64,
    /// The number of the first one; above 1 where earlier files were moved away.
    pub first: u64,
    /// The hash of the last one: note it, and a later check can be asked whether it is still there.
    pub head: String,
    /// Whether the hash that was asked for is in the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<bool>,
    /// Where the chain breaks first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<AuditBreak>,
}

/// Where an audit log is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditBreak {
    /// The file's name.
    pub file: String,
    /// The line in it, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// It is no line of an audit log, and no start after a crash says so.
    Unreadable,
    /// The line before it is not the one that it was written after: that one was changed, or one between was taken out.
    OtherBefore,
    /// Its number does not follow.
    OutOfOrder,
}

/// Why an audit log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// There is none in the directory.
    #[error("there is no audit log in {}", path.display())]
    None {
        /// The directory.
        path: PathBuf,
    },
    /// It can't be read.
    #[error("{} can't be read: {source}", path.display())]
    Unreadable {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Audit {
    /// Checks the audit log in a server's directory; `includes` is the hash of a line that must be in it.
    ///
    /// # Errors
    /// There is none, or it can't be read.
    pub fn verify(directory: &Path, includes: Option<&str>) -> Result<Self, AuditError> {
        let path = folder_in(directory);
        if !path.is_dir() {
            return Err(AuditError::None { path: directory.to_owned() });
        }
        verify_files(&path, includes).map_err(|source| AuditError::Unreadable { path, source })
    }

    #[cfg(test)]
    pub(super) fn verify_folder(folder: &Path) -> io::Result<Self> {
        verify_files(folder, None)
    }

    /// Whether it is as it was written, and holds what it was asked for.
    pub fn is_whole(&self) -> bool {
        self.broken.is_none() && self.included != Some(false)
    }

    /// One line of JSON.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a finding is plain values")
    }
}

impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.broken {
            None => write!(f, "The audit log is whole: {} lines.", self.lines)?,
            Some(AuditBreak { file, line, fault }) => {
                let why = match fault {
                    Fault::Unreadable => "the line can't be read",
                    Fault::OtherBefore => "the line before it was changed or taken out",
                    Fault::OutOfOrder => "its number does not follow",
                };
                write!(f, "The audit log breaks at {file}, line {line}: {why}.")?;
            }
        }
        if self.first > 1 {
            write!(f, "\nIt begins with line {}; what is before that was moved away.", self.first)?;
        }
        match self.included {
            Some(true) => write!(f, "\nThe noted line is in it.")?,
            Some(false) => write!(f, "\nThe noted line is not in it: lines were cut off or rewritten.")?,
            None => {}
        }
        write!(f, "\nLast line: {}", self.head)
    }
}

/// What the line before says about the next one.
struct Chain {
    audit: Audit,
    /// The place of a line that can't be read, as long as the next line may still excuse it.
    unread: Option<AuditBreak>,
}

fn verify_files(folder: &Path, includes: Option<&str>) -> io::Result<Audit> {
    let audit = Audit { lines: 0, first: 0, head: no_line(), included: includes.map(|_| false), broken: None };
    let mut chain = Chain { audit, unread: None };
    for (_, path) in files_in(folder)? {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = fs::read(&path)?;
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        for (place, line) in (1..).zip(lines) {
            chain.read(&file, place, line);
            if includes.is_some_and(|noted| noted.eq_ignore_ascii_case(&chain.audit.head)) {
                chain.audit.included = Some(true);
            }
        }
    }
    let Chain { mut audit, unread } = chain;
    audit.broken = audit.broken.or(unread);
    Ok(audit)
}

impl Chain {
    fn read(&mut self, file: &str, place: u64, bytes: &[u8]) {
        let fault = match serde_json::from_slice::<Line>(bytes) {
            Ok(line) => self.fault_of(&line),
            Err(_) => {
                self.audit.broken = self.audit.broken.take().or_else(|| self.unread.take());
                self.unread = Some(AuditBreak { file: file.to_owned(), line: place, fault: Fault::Unreadable });
                None
            }
        };
        if let Some(fault) = fault {
            let found = AuditBreak { file: file.to_owned(), line: place, fault };
            self.audit.broken = self.audit.broken.take().or(Some(found));
        }
        self.audit.lines += 1;
        self.audit.head = hash_of(bytes);
    }

    fn fault_of(&mut self, line: &Line) -> Option<Fault> {
        if let Some(unread) = self.unread.take()
            && line.what != What::Mended.name()
        {
            self.audit.broken = self.audit.broken.take().or(Some(unread));
        }
        if self.audit.lines == 0 {
            self.audit.first = line.n;
            return (line.n == 1 && line.prev != no_line()).then_some(Fault::OtherBefore);
        }
        if line.prev != self.audit.head {
            return Some(Fault::OtherBefore);
        }
        (line.n != self.audit.first + self.audit.lines).then_some(Fault::OutOfOrder)
    }
}

#[cfg(test)]
mod tests {
    use doorstep_core::ids::DeviceId;

    use super::super::{AuditLog, Event};
    use super::*;
    use crate::machine::Machine;

    fn written(lines: u8) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), Machine::default()).unwrap();
        for number in 1..=lines {
            log.note(Event::new(What::Act("grant")).by(DeviceId([number; 32])));
        }
        let file = files_in(&folder_in(folder.path())).unwrap()[0].1.clone();
        (folder, file)
    }

    fn rewrite(file: &Path, change: impl FnOnce(&mut Vec<String>)) {
        let mut lines: Vec<String> = fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect();
        change(&mut lines);
        fs::write(file, lines.join("\n") + "\n").unwrap();
    }

    fn broken_at(folder: &Path) -> Option<(u64, Fault)> {
        Audit::verify(folder, None).unwrap().broken.map(|broken| (broken.line, broken.fault))
    }

    #[test]
    fn a_chain_as_it_was_written_is_whole() {
        let (folder, _) = written(5);
        let audit = Audit::verify(folder.path(), None).unwrap();
        assert_eq!((audit.lines, audit.first, audit.is_whole()), (5, 1, true));
    }

    #[test]
    fn a_changed_a_missing_and_a_moved_line_are_found_where_they_are() {
        let (folder, file) = written(5);
        rewrite(&file, |lines| lines[1] = lines[1].replace("02020202", "03030303"));
        assert_eq!(broken_at(folder.path()), Some((3, Fault::OtherBefore)));
        let (folder, file) = written(5);
        rewrite(&file, |lines| drop(lines.remove(2)));
        assert_eq!(broken_at(folder.path()), Some((3, Fault::OtherBefore)));
        let (folder, file) = written(5);
        rewrite(&file, |lines| lines.swap(2, 3));
        assert_eq!(broken_at(folder.path()), Some((3, Fault::OtherBefore)));
        let (folder, file) = written(5);
        rewrite(&file, |lines| lines[2] = "nothing".to_owned());
        assert_eq!(broken_at(folder.path()), Some((3, Fault::Unreadable)));
    }

    #[test]
    fn lines_cut_off_at_the_end_are_found_by_whoever_noted_a_hash() {
        let (folder, file) = written(5);
        let noted = Audit::verify(folder.path(), None).unwrap().head;
        assert!(Audit::verify(folder.path(), Some(&noted)).unwrap().is_whole());
        rewrite(&file, |lines| lines.truncate(4));
        assert!(Audit::verify(folder.path(), None).unwrap().is_whole());
        assert!(!Audit::verify(folder.path(), Some(&noted)).unwrap().is_whole());
    }

    #[test]
    fn earlier_files_may_be_moved_away_and_that_is_told() {
        let (folder, file) = written(5);
        rewrite(&file, |lines| drop(lines.drain(..2)));
        let audit = Audit::verify(folder.path(), None).unwrap();
        assert_eq!((audit.first, audit.lines, audit.is_whole()), (3, 3, true));
    }

    #[test]
    fn a_directory_without_an_audit_log_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Audit::verify(folder.path(), None), Err(AuditError::None { .. })));
    }
}
