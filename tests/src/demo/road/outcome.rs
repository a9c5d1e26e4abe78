//! What the demo came to, and where its stores are.
//!
//! The way there is `road`'s.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::demo::server::ServerProcess;
use crate::demo::{DemoError, Options};

/// What the demo came to.
#[derive(Debug)]
pub struct Outcome {
    /// Interviews in all.
    pub interviews: usize,
    /// Interviews that are safe on the server.
    pub safe: usize,
    /// Questions with two answers before one was decided.
    pub two_answers: usize,
    /// Questions with two answers at the end.
    pub undecided: usize,
    /// Quotes released.
    pub quotes: usize,
    /// The short name of the result, the same on every replica.
    pub fingerprint: String,
    /// The page as the server shows it.
    pub page: String,
    /// The server, running again on what it has stored.
    pub server: ServerProcess,
    /// What goes away with it.
    pub(super) folder: Folder,
}

/// Where the stores are.
#[derive(Debug)]
pub(super) enum Folder {
    /// Removed at the end.
    Temporary(TempDir),
    /// Somebody wants to look at them.
    Kept(PathBuf),
}

impl Outcome {
    /// Where the stores stay, if they were to be kept.
    pub fn kept(&self) -> Option<&Path> {
        match &self.folder {
            Folder::Temporary(_) => None,
            Folder::Kept(path) => Some(path),
        }
    }
}

impl Folder {
    pub(super) fn make(options: &Options) -> Result<Self, DemoError> {
        let Some(path) = &options.keep else {
            let made = tempfile::Builder::new().prefix("doorstep-demo-").tempdir();
            let failed = |source| DemoError::Files { path: std::env::temp_dir(), source };
            return made.map(Self::Temporary).map_err(failed);
        };
        let failed = |source: io::Error| DemoError::Files { path: path.clone(), source };
        std::fs::create_dir_all(path).map_err(failed)?;
        if std::fs::read_dir(path).map_err(failed)?.next().is_some() {
            return Err(DemoError::NotEmpty { path: path.clone() });
        }
        Ok(Self::Kept(path.clone()))
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(path) => path,
        }
    }
}
