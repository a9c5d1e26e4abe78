//! The note beside a store that says up to where a backup exists. Without it, or with another database's, none does.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use doorstep_core::ids::Generation;
use doorstep_core::time::Timestamp;

/// Up to where the latest backup goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BackupNote {
    /// The life of the database that was backed up.
    pub(crate) generation: Generation,
    /// Everything up to this position of its feed is in the backup.
    pub(crate) position: u64,
    /// When it was taken.
    pub(crate) at: Timestamp,
    /// So many files of interviews, by their numbers, are in it.
    pub(crate) files: u64,
}

const NAME: &str = "backed-up";

impl BackupNote {
    /// The note beside the store in this directory, if there is one that can be read.
    pub(crate) fn read(directory: &Path) -> Option<Self> {
        let bytes = fs::read(directory.join(NAME)).ok()?;
        let (generation, rest) = bytes.split_at_checked(16)?;
        let (position, rest) = rest.split_at_checked(8)?;
        // A note of an earlier version says nothing of files.
        let (at, files) = rest.split_at_checked(8)?;
        Some(Self {
            generation: Generation::try_from(generation).ok()?,
            position: u64::from_le_bytes(position.try_into().ok()?),
            at: Timestamp(i64::from_le_bytes(at.try_into().ok()?)),
            files: files.try_into().map_or(0, u64::from_le_bytes),
        })
    }

    /// Writes the note; what was there before is replaced whole.
    pub(crate) fn write(&self, directory: &Path) -> io::Result<()> {
        let new = directory.join(NAME).with_extension("new");
        let mut file = File::create(&new)?;
        let Self { generation, position, at, files } = self;
        let numbers = [position.to_le_bytes(), at.0.to_le_bytes(), files.to_le_bytes()].concat();
        file.write_all(&[&generation.0[..], &numbers].concat())?;
        file.sync_all()?;
        fs::rename(&new, directory.join(NAME))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_reads_as_it_was_written_and_a_cut_one_says_nothing() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        assert_eq!(BackupNote::read(folder.path()), None);
        let note =
            BackupNote { generation: Generation([9; 16]), position: 42, at: Timestamp(1_773_492_800_000), files: 7 };
        note.write(folder.path()).expect("the directory is writable");
        assert_eq!(BackupNote::read(folder.path()), Some(note));
        let whole = fs::read(folder.path().join(NAME)).expect("the note is there");
        fs::write(folder.path().join(NAME), &whole[..32]).expect("the directory is writable");
        assert_eq!(BackupNote::read(folder.path()), Some(BackupNote { files: 0, ..note }), "an earlier version's");
        fs::write(folder.path().join(NAME), [9; 20]).expect("the directory is writable");
        assert_eq!(BackupNote::read(folder.path()), None);
    }
}
