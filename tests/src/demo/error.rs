//! Why the demo ended early, as one sentence each.

use std::io;
use std::path::PathBuf;

use doorstep_core::device::DeviceError;
use doorstep_core::form::problems::Report;
use doorstep_core::net::{DialError, DriveError};
use doorstep_core::store::StoreError;
use doorstep_core::sync::SessionError;

/// Why the demo ended early.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Somebody pressed ctrl-c.
    #[error("stopped before the end, as asked")]
    Stopped,
    /// The numbers asked for make no demo.
    #[error("the demo needs at least {least} {what}")]
    TooFew {
        /// Of what.
        what: &'static str,
        /// How many it takes.
        least: usize,
    },
    /// The file with the questionnaire can't be read.
    #[error("the questionnaire {} can't be read: {source}", path.display())]
    ReadForm {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The questionnaire has problems.
    #[error("{name} can't be used as a questionnaire; nothing was imported\n{report}")]
    Form {
        /// The file's name.
        name: String,
        /// Every problem with its place and the mend.
        report: Box<Report>,
    },
    /// The invented people found no answer that the form takes.
    #[error("no invented answer fits the question {question}: {why}")]
    Unanswerable {
        /// The question's path.
        question: String,
        /// What the form says of the last try.
        why: String,
    },
    /// An interview of this form goes on without end.
    #[error("an interview did not come to its end after {pages} pages, at the question {question}")]
    Endless {
        /// After so many pages.
        pages: usize,
        /// Where it was.
        question: String,
    },
    /// A folder or file can't be used.
    #[error("{} can't be used: {source}", path.display())]
    Files {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder to keep everything in holds something already.
    #[error("{} is not empty: choose a new folder to keep the stores in", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A device did not do something.
    #[error("{who} could not {what}: {source}")]
    Device {
        /// Whose device.
        who: String,
        /// What was to be done.
        what: &'static str,
        /// Why not.
        source: DeviceError,
    },
    /// A store can't be opened.
    #[error("the server's store can't be read: {0}")]
    Store(#[from] StoreError),
    /// The server could not be called.
    #[error("{who} could not call the server: {source}")]
    Dial {
        /// Who called.
        who: String,
        /// Why not.
        source: DialError,
    },
    /// A sync could not begin.
    #[error("{who} could not begin to sync: {source}")]
    Session {
        /// Who called.
        who: String,
        /// Why not.
        source: SessionError,
    },
    /// A sync broke off.
    #[error("the sync of {who} broke off: {source}")]
    Drive {
        /// Who called.
        who: String,
        /// Why.
        source: DriveError,
    },
    /// The server refused records that are its to take.
    #[error("{count} records of {who} were refused, the first because: {refusal}")]
    Refused {
        /// Whose.
        who: String,
        /// How many.
        count: usize,
        /// Why.
        refusal: String,
    },
    /// A process could not be started or spoken with.
    #[error("the process of {who} failed: {source}")]
    Process {
        /// Who it plays.
        who: String,
        /// What the system says.
        source: io::Error,
    },
    /// A process said something else than it should.
    #[error("the process of {who} ended without an answer")]
    Silent {
        /// Who it plays.
        who: String,
    },
    /// A promise of the system does not hold.
    #[error("this should not happen, please report it: {what}")]
    Broken {
        /// What was found.
        what: String,
    },
    /// Nothing could be written to the terminal.
    #[error("the output could not be written: {0}")]
    Output(#[from] io::Error),
}
