//! The files in a server's directory, and how its store is opened.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use doorstep_core::device::HOOKS;
use doorstep_core::store::{SqliteStore, StoreError};
use doorstep_core::time::Timestamp;

/// Where the parts of a server's store lie.
#[derive(Debug, Clone)]
pub(crate) struct StoreFiles {
    directory: PathBuf,
}

impl StoreFiles {
    /// The files in this directory, whether they exist or not.
    pub(crate) fn in_directory(directory: &Path) -> Self {
        Self { directory: directory.to_owned() }
    }

    /// The directory.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// The database.
    pub(crate) fn database(&self) -> PathBuf {
        self.directory.join("server.db")
    }

    /// Makes the directory, for its owner alone, unless it is there.
    pub(crate) fn make_directory(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.directory)
    }

    /// Opens the store.
    pub(crate) fn open(&self) -> Result<SqliteStore, StoreError> {
        SqliteStore::open(&self.database(), HOOKS)
    }

    /// How much the database and what belongs to it take on the disk, in bytes.
    pub(crate) fn disk_bytes(&self) -> u64 {
        self.parts().filter_map(|part| fs::metadata(part).ok()).map(|part| part.len()).sum()
    }

    /// How much is free where they are, in bytes, for a program without special rights; `None` where the system does not say.
    pub(crate) fn free_bytes(&self) -> Option<u64> {
        #[cfg(unix)]
        return rustix::fs::statvfs(&self.directory).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
        #[cfg(not(unix))]
        return None;
    }

    /// When the database was last written.
    pub(crate) fn last_commit(&self) -> Option<Timestamp> {
        let times = self.parts().filter_map(|part| fs::metadata(part).ok()?.modified().ok());
        let since = times.max()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok().map(Timestamp)
    }

    fn parts(&self) -> impl Iterator<Item = PathBuf> {
        let database = self.database();
        ["", "-wal"].into_iter().map(move |suffix| {
            let mut part = database.clone().into_os_string();
            part.push(suffix);
            part.into()
        })
    }
}
