//! What is wrong with a form: all of it in one report, each with its place in the file, the mend, and a stable code.
//!
//! What may go wrong stands in [`Fault`], one table with the words. Problems of a single answer are the interview's.

mod fault;

use std::fmt;

use serde::Serialize;
use serde::ser::SerializeStruct;

pub use fault::Fault;

/// Whether a form with this problem can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is imported.
    Error,
    /// The form works; the author may want to know.
    Warning,
}

/// Where in the file something stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The sheet, as the file names it.
    pub sheet: Option<String>,
    /// The row, counted from 1 as spreadsheets do.
    pub row: Option<u32>,
    /// The column's header, as the file writes it.
    pub column: Option<String>,
    /// What the cell holds, cut after 120 characters.
    pub value: Option<String>,
}

impl Place {
    /// A whole sheet.
    pub fn sheet(name: &str) -> Self {
        Self { sheet: Some(name.to_owned()), ..Self::default() }
    }

    /// A row of a sheet.
    pub fn row(sheet: &str, row: u32) -> Self {
        Self { row: (row > 0).then_some(row), ..Self::sheet(sheet) }
    }

    /// The same place, narrowed to a column and what stands there.
    #[must_use]
    pub fn cell(mut self, column: &str, value: &str) -> Self {
        self.column = Some(column.to_owned());
        self.value = (!value.is_empty()).then(|| shortened(value));
        self
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
}

impl Problem {
    /// Whether the form can be used all the same.
    pub fn severity(&self) -> Severity {
        self.fault.severity()
    }
}

impl fmt::Display for Problem {
    /// One line: the place, what is wrong, what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.place.sheet {
            write!(f, "{sheet}")?;
            if let Some(row) = self.place.row {
                write!(f, " row {row}")?;
            }
            if let Some(column) = &self.place.column {
                write!(f, ", column {column}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.fault.message())?;
        if let Some(value) = &self.place.value {
            write!(f, " (found: {value})")?;
        }
        write!(f, ". {}", self.fault.mend())
    }
}

impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Problem", 8)?;
        out.serialize_field("severity", &self.severity())?;
        out.serialize_field("code", self.fault.code())?;
        out.serialize_field("sheet", &self.place.sheet)?;
        out.serialize_field("row", &self.place.row)?;
        out.serialize_field("column", &self.place.column)?;
        out.serialize_field("value", &self.place.value)?;
        out.serialize_field("message", &self.fault.message())?;
        out.serialize_field("mend", &self.fault.mend())?;
        out.end()
    }
}

/// All problems of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Report {
    /// The problems; never more than [`Report::LIMIT`] of one severity.
    pub problems: Vec<Problem>,
    #[serde(skip)]
    errors: usize,
    #[serde(skip)]
    warnings: usize,
}

impl Report {
    /// A form with more problems than this is not a form; the rest is not collected.
    pub const LIMIT: usize = 500;

    /// Adds a problem, unless the report is full.
    pub fn add(&mut self, place: Place, fault: Fault) {
        let count = match fault.severity() {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        if *count < Self::LIMIT {
            *count += 1;
            self.problems.push(Problem { place, fault });
        }
    }

    /// Takes all problems with this fault out again, and says whether there were any.
    pub(super) fn take_out(&mut self, fault: &Fault) -> bool {
        let before = self.problems.len();
        self.problems.retain(|problem| problem.fault != *fault);
        self.errors = self.of(Severity::Error).count();
        self.warnings = self.of(Severity::Warning).count();
        self.problems.len() < before
    }

    /// Puts the problems in the order in which an author goes through a file: by sheet, then by row.
    pub fn sort(&mut self) {
        const SHEETS: [&str; 5] = ["survey", "choices", "external_choices", "settings", "entities"];
        self.problems.sort_by_key(|problem| {
            let sheet = problem.place.sheet.as_deref();
            let rank =
                sheet.map_or(0, |name| 1 + SHEETS.iter().position(|known| *known == name).unwrap_or(SHEETS.len()));
            (rank, problem.place.row)
        });
    }

    /// Whether anything keeps the form from being used.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity() == Severity::Error)
    }

    /// The problems of one severity, in order.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.severity() == severity)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

fn shortened(value: &str) -> String {
    const SHOWN: usize = 120;
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
