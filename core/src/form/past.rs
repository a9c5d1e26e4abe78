//! Past responses from elsewhere: the CSV files that ODK Central and KoboToolbox give out, read back into answers.
//!
//! Plain values in, plain values out: which round they belong to and writing them down is the device's. The way out, to the
//! same files, is `export`. Nothing is imported in part: every problem is told, with its file, row and column, and never
//! with what the cell holds, for that is somebody's answer.
//!
//! ```
//! use std::sync::Arc;
//! use doorstep_core::form::import::{Limits, import};
//! use doorstep_core::form::interview::PreparedForm;
//! use doorstep_core::form::past::{PastFile, PastOptions, read_past};
//!
//! let table = "## survey\n| type | name | label |\n|---|---|---|\n| integer | lamps | How many lamps? |\n";
//! let form = import(table.as_bytes(), &Limits::default()).expect("a form").form;
//! let prepared = PreparedForm::new(Arc::new(form), Default::default()).expect("it has no logic");
//!
//! let csv = "SubmissionDate,lamps,KEY\n2024-02-09T10:30:00.000Z,7,uuid:0f3a\n";
//! let file = PastFile { name: "lights.csv".into(), bytes: csv.into() };
//! let past = read_past(&prepared, &[file], &PastOptions::default()).expect("it fits the form");
//! assert_eq!(past.responses[0].instance, "0f3a");
//! assert_eq!(past.responses[0].answers["lamps"].text(), Some("7"));
//! ```

mod columns;
mod gather;
mod tables;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::interview::PreparedForm;
use super::problems::{Problem, Report};
use crate::response::Answer;
use crate::time::Timestamp;

/// A file as somebody else's server gave it out: .csv, or a .zip of such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastFile {
    /// Its name without folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// How past responses are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastOptions {
    /// Whether cells that are no answers to their questions are left out with a warning, instead of refusing everything.
    pub leave_out_unfit: bool,
    /// Bytes of all files together, after unpacking.
    pub most_bytes: u64,
    /// Responses.
    pub most_responses: usize,
}

impl Default for PastOptions {
    fn default() -> Self {
        Self { leave_out_unfit: false, most_bytes: 128 << 20, most_responses: 100_000 }
    }
}

/// Past responses, and what their owner may want to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// The responses, in the order of the file.
    pub responses: Vec<PastResponse>,
    /// Nothing here keeps them from being imported.
    pub warnings: Vec<Problem>,
}

/// One past response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastResponse {
    /// The file it came from.
    pub file: String,
    /// Its `instanceID`, without `uuid:` in front: the same wherever it is exported.
    pub instance: String,
    /// When the other server received it, if the file says so.
    pub submitted: Option<Timestamp>,
    /// The answers, by response path. Instances of repeats go by their position.
    pub answers: BTreeMap<String, Answer>,
    /// What the form had worked out when the response was given, by response path.
    pub computed: BTreeMap<String, Answer>,
    /// The answers to sealed questions, by response path.
    pub sealed: BTreeMap<String, Answer>,
}

/// Reads past responses to a form. Labels may stand for names, and groups be separated in any of the usual ways.
///
/// # Errors
///
/// The report holds every problem that was found, warnings too.
pub fn read_past(prepared: &Arc<PreparedForm>, files: &[PastFile], options: &PastOptions) -> Result<Past, Box<Report>> {
    let mut report = Report::default();
    let tables = tables::read(files, options, &mut report);
    let responses = gather::responses(prepared, tables, options, &mut report);
    if report.has_errors() {
        return Err(Box::new(report));
    }
    Ok(Past { responses, warnings: report.problems })
}
