//! Why a measurement came to nothing. A figure is never made up for one that failed.

use std::io;
use std::path::PathBuf;

use doorstep_core::device::DeviceError;
use doorstep_core::net::{DialError, DriveError, MeetError};
use doorstep_core::sync::SessionError;
use doorstep_server::HostError;

/// Why the bench stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    #[error(transparent)]
    Device(#[from] DeviceError),
    #[error(transparent)]
    Dial(#[from] DialError),
    #[error(transparent)]
    Drive(#[from] DriveError),
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error(transparent)]
    Meet(#[from] MeetError),
    #[error(transparent)]
    Host(#[from] HostError),
    #[error("the server program {} could not be started: {source}", path.display())]
    NoServer { path: PathBuf, source: io::Error },
    #[error("the server ended before it was ready; run it by hand to see why")]
    ServerEnded,
    #[error("this machine gives no randomness")]
    Randomness(#[from] getrandom::Error),
    #[error("{acknowledged} of {expected} entries were acknowledged")]
    NotSafe { acknowledged: u64, expected: u64 },
    #[error("the results are made of {counted} of {expected} interviews")]
    Incomplete { counted: u64, expected: u64 },
    #[error("a part of the bench failed: exit status {0}")]
    Part(std::process::ExitStatus),
    #[error("npm could not install what is to be measured beside us: {0}")]
    NoPeer(std::process::ExitStatus),
    #[error("the program that is measured beside us failed, or took too long")]
    PeerFailed,
    #[error("a task of the bench failed")]
    Task(#[from] tokio::task::JoinError),
    #[error("a workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("the floor's database failed")]
    Database(#[from] rusqlite::Error),
    #[error("the floor's connection failed")]
    Floor(#[source] Box<dyn std::error::Error + Send + Sync>),
}
