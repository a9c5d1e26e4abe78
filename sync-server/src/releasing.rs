//! Releasing for whoever runs the server: on the store of a stopped server. What coordinators ask for is `answers::releasing`'s.

use std::path::{Path, PathBuf};

use doorstep_core::device::MAX_REPLY_DAYS;
use doorstep_core::document::kinds::release::{Answered, NotReleased};
use doorstep_core::entry::Refusal;
use serde::Serialize;

use crate::host::{self, HostError, StoreFiles};
use crate::limits::Limits;
use crate::machine::Machine;

/// A release that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Released {
    /// Which it is, counted from 1.
    pub number: u64,
    /// How many interviews it is made from.
    pub interviews: u64,
    /// How many of its figures wait until more people have answered.
    pub held: u64,
    /// Until when replies are added, in milliseconds since 1970 UTC.
    pub reply_until_ms: i64,
}

/// Why nothing was released.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// There is no server's store in the directory.
    #[error("there is no server's store in {}", path.display())]
    NoStore {
        /// The directory.
        path: PathBuf,
    },
    /// The store can't be used.
    #[error(transparent)]
    Host(#[from] HostError),
    /// More days for replies than there may be.
    #[error("there may be at most {most} days for replies")]
    BadReplyDays {
        /// The most.
        most: u64,
    },
    /// A round is open, and nobody said how many interviews it takes.
    #[error(
        "a round is still open, or none was held; a coordinator ends it, or says from how many interviews on a result may be released"
    )]
    StillOpen,
    /// Too few interviews count.
    #[error("too few interviews for a release: it takes {needs}")]
    TooFew {
        /// How many it takes.
        needs: u64,
    },
    /// Nobody has answered since the latest release.
    #[error("nothing would be new since the latest release")]
    NothingNew,
    /// An earlier release is not remembered.
    #[error(
        "this server was put back from an older backup and does not remember an earlier release: put back one that was taken after it"
    )]
    Forgotten,
    /// It could not be written.
    #[error("the release could not be written: {}", refusal.name())]
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

/// Releases the result in a directory's store, at the time of the machine. The server must not be running on it.
///
/// # Errors
/// There is no store, it is in use, or it is not time for a release; nothing was released then.
pub fn release(directory: &Path, name: &str, reply_days: u64, machine: Machine) -> Result<Released, ReleaseError> {
    let files = StoreFiles::in_directory(directory);
    if !files.database().exists() {
        return Err(ReleaseError::NoStore { path: directory.to_owned() });
    }
    if reply_days > MAX_REPLY_DAYS {
        return Err(ReleaseError::BadReplyDays { most: MAX_REPLY_DAYS });
    }
    let opened = host::open(&files, &machine)?;
    let answers = host::answers_in(&files, opened, None, &Limits::default(), machine)?;
    match answers.release_now(name, reply_days).map_err(|refusal| ReleaseError::Refused { refusal })? {
        Answered::Released(made) => Ok(Released {
            number: made.number,
            interviews: made.interviews,
            held: made.held,
            reply_until_ms: made.reply_until.0,
        }),
        Answered::Refused(NotReleased::StillOpen) => Err(ReleaseError::StillOpen),
        Answered::Refused(NotReleased::TooFew { needs }) => Err(ReleaseError::TooFew { needs }),
        Answered::Refused(NotReleased::NothingNew) => Err(ReleaseError::NothingNew),
        Answered::Refused(NotReleased::Forgotten) => Err(ReleaseError::Forgotten),
    }
}
