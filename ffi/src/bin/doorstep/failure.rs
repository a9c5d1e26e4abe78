//! What went wrong, in one clear sentence on standard error; problems of a questionnaire each on a line of their own.

use std::io::{self, Write};
use std::path::PathBuf;

use doorstep_core::form::matching::MatchingError;
use doorstep_core::form::problems::{Report, Severity};
use doorstep_ffi::{FormProblem, PhoneError};

/// Why a command did not do what was asked. Nothing was changed then, unless the sentence says so.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The library's own reason.
    #[error("{0}")]
    Phone(#[from] PhoneError),
    /// The field app can't be shown.
    #[cfg(feature = "field")]
    #[error("{0}")]
    Field(#[from] doorstep_ffi::FieldError),
    /// It is not said whose store to use.
    #[error("say whose store to use: --store PATH, or the environment's DOORSTEP_STORE; a new file is made")]
    NoStore,
    /// The key of an encrypted store is missing.
    #[error("{0}")]
    StoreKey(#[from] crate::store_key::StoreKeyError),
    /// A day is not written as one.
    #[error("{day} is not a day: write it as 2026-03-14")]
    BadDay {
        /// What was written.
        day: String,
    },
    /// A place is not written as one.
    #[error("that is no place: write latitude and longitude in degrees, as '51.5012, -0.1243'")]
    BadPlace,
    /// The new PIN was typed in two ways.
    #[error("the two were not the same; nothing was changed")]
    PinsDiffer,
    /// A file can't be read or written.
    #[error("{} can't be {done}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was to be done with it.
        done: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// Nothing goes by that name.
    #[error("no {what} goes by that name or id; `doorstep {list}` lists them")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// The command that lists them.
        list: &'static str,
    },
    /// Several things go by that name.
    #[error("{count} {many} go by that; write more of the name, or the id as `doorstep {list}` lists it")]
    Ambiguous {
        /// How many.
        count: usize,
        /// What was looked for.
        many: &'static str,
        /// The command that lists them.
        list: &'static str,
    },
    /// A questionnaire's file has problems.
    #[error("{} can't be used as it is", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// Every problem.
        report: Box<Report>,
    },
    /// A matching does not fit its questionnaire.
    #[error("{0}")]
    Matching(#[source] MatchingError),
    /// A check found errors, and has told them.
    #[error("{errors}; the questionnaire can't be used as it is")]
    FormErrors {
        /// How many.
        errors: String,
    },
    /// A questionnaire's file has no such language.
    #[error("the questionnaire has no such language; it has: {}", known.join(", "))]
    NoSuchLanguage {
        /// Those that it has.
        known: Vec<String>,
    },
    /// The file of answers is not one.
    #[error("{} is no file of answers: {reason}", path.display())]
    Answers {
        /// The file.
        path: PathBuf,
        /// What is wrong, without an answer.
        reason: String,
    },
    /// Some of the answers in a file are not asked for.
    #[error("the interview was not begun: with these answers the questionnaire does not ask {}", paths.join(", "))]
    NotAsked {
        /// Those questions.
        paths: Vec<String>,
    },
    /// Questions lack an answer, each with what it lacks.
    #[error("the interview was not finished: {}", lacking.join("; "))]
    Lacking {
        /// Question and lack.
        lacking: Vec<String>,
    },
    /// There is no answer with that number.
    #[error("there is no answer with that number; `doorstep questions` lists them")]
    NoSuchAnswer,
    /// No interview here has a card with that number.
    #[error("no interview on this computer has a card with that number; sync first, or look it up by name")]
    NoSuchCard,
    /// The invite was made, and the server does not know it yet.
    #[error("the server does not know this invite yet, run `doorstep sync` before you hand it over: {0}")]
    InviteUnsent(#[source] PhoneError),
    /// The project was founded, and not linked.
    #[error("the project is founded and not linked to its server, try `doorstep link` again: {0}")]
    NotLinked(#[source] PhoneError),
    /// Entries were turned away in a sync.
    #[error("{entries} entries were turned away in this sync: {reasons}")]
    TurnedAway {
        /// How many.
        entries: u64,
        /// Why.
        reasons: String,
    },
    /// An invite is too long for a QR code.
    #[error("the invite does not fit in a QR code")]
    QrCode(#[from] qrcode::types::QrError),
    /// The output can't be written.
    #[error("the output can't be written: {0}")]
    Output(#[source] io::Error),
}

impl Failure {
    /// Writes the sentence. A reader that has gone away is no failure to tell.
    pub(crate) fn tell(&self) {
        if let Self::Output(error) = self
            && error.kind() == io::ErrorKind::BrokenPipe
        {
            return;
        }
        let mut text = format!("doorstep: {self}\n");
        if let Self::Phone(PhoneError::Form { problems, .. }) = self {
            text.extend(problems.iter().map(|problem| format!("  {}\n", problem_line(problem))));
        }
        if let Self::Unusable { report, .. } = self {
            text.extend(report.of(Severity::Error).map(|problem| format!("  {problem}\n")));
        }
        if let Self::Phone(PhoneError::Unready { paths, .. }) = self {
            text.extend(paths.iter().map(|path| format!("  {path}\n")));
        }
        // Nothing is left to tell it to when standard error is closed.
        io::stderr().write_all(text.as_bytes()).unwrap_or_default();
    }
}

/// A problem as one line: its place, what is wrong, what to do.
pub(crate) fn problem_line(problem: &FormProblem) -> String {
    let mut line = problem.sheet.clone().unwrap_or_else(|| "the file".to_owned());
    line.extend(problem.row.map(|row| format!(" row {row}")));
    line.extend(problem.column.as_ref().map(|column| format!(", column {column}")));
    line.push_str(&format!(": {}", problem.wrong));
    line.extend(problem.value.as_ref().map(|value| format!(" (found: {value})")));
    line.push_str(&format!(". {}", problem.mend));
    line
}
