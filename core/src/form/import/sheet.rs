//! A workbook as plain rows of text: what every file format is read into before anything looks at headers.
//!
//! Reading the formats is done in `xlsx`, `xls`, `csv` and `markdown`; what the rows mean is decided in `headers` and after.

use crate::form::problems::{Fault, Place, Report};

/// How much of a file is taken in. Each bound refuses with its own code; nothing is cut off silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Bytes of a workbook after unpacking, all its parts together.
    pub expanded_bytes: u64,
    /// XML tags of a workbook, all its parts together: each may cost more memory than its bytes.
    pub tags: u64,
    /// Cells that hold anything, all sheets together.
    pub cells: usize,
    /// Sheets in a workbook.
    pub sheets: usize,
    /// Rows of a sheet that hold anything.
    pub rows: usize,
    /// The number of the last column that holds anything.
    pub columns: usize,
    /// Bytes of one cell. Spreadsheets end at 32,767 characters.
    pub cell_bytes: usize,
    /// Groups inside groups. A stored form version takes three levels of JSON for one, and readers stop at 128.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 16 << 20,
            expanded_bytes: 64 << 20,
            tags: 5_000_000,
            cells: 1_000_000,
            sheets: 100,
            rows: 200_000,
            columns: 2_000,
            cell_bytes: 128 << 10,
            nesting: 32,
        }
    }
}

/// The sheets that a form may have; others are named in messages and not read.
pub(super) const SHEETS: [&str; 6] = ["survey", "choices", "settings", "external_choices", "entities", "osm"];

/// The sheets of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    /// In the order of the file.
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// The first sheet with this name, whatever its case and the blanks around it.
    pub fn named(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    }

    /// Whether a sheet of this name should be read: it can be part of a form, and none of that name was read before.
    pub(super) fn wants(&self, name: &str) -> bool {
        SHEETS.iter().any(|known| name.trim().eq_ignore_ascii_case(known)) && self.named(name.trim()).is_none()
    }

    /// The names of all sheets, for messages.
    pub(super) fn names(&self) -> String {
        self.sheets.iter().take(20).map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The name as the file writes it.
    pub name: String,
    /// The rows that hold anything, from the top.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The row's number, counted from 1 as spreadsheets do.
    pub number: u32,
    /// The cells that hold anything, from the left, by column counted from 0.
    pub cells: Vec<(usize, String)>,
}

/// Takes cells in, sheet by sheet, and holds the limits.
pub(super) struct Intake<'a> {
    limits: &'a Limits,
    sheet: Sheet,
    cells: usize,
}

impl<'a> Intake<'a> {
    /// A sheet that comes after those of the workbook.
    pub(super) fn new(limits: &'a Limits, name: &str, before: &Workbook) -> Self {
        let cells = before.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
        Self { limits, sheet: Sheet { name: name.to_owned(), rows: Vec::new() }, cells }
    }

    /// Adds a cell; rows and columns must not go backwards. Blank cells leave no trace.
    pub(super) fn put(&mut self, row: u32, column: usize, text: &str) -> Result<(), Report> {
        let text = text.trim_matches(is_blank);
        if text.is_empty() {
            return Ok(());
        }
        let refuse = |fault| refusal(Place::row(&self.sheet.name, row), fault);
        if column >= self.limits.columns {
            return Err(refuse(Fault::TooManyColumns { limit: self.limits.columns.to_string() }));
        }
        if text.len() > self.limits.cell_bytes {
            return Err(refuse(Fault::CellTooLong { limit: self.limits.cell_bytes.to_string() }));
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(refuse(Fault::TooManyCells { limit: self.limits.cells.to_string() }));
        }
        let starts_row = self.sheet.rows.last().is_none_or(|last| last.number != row);
        if starts_row {
            if self.sheet.rows.len() >= self.limits.rows {
                return Err(refuse(Fault::TooManyRows { limit: self.limits.rows.to_string() }));
            }
            self.sheet.rows.push(Row { number: row, cells: Vec::new() });
        }
        if let Some(last) = self.sheet.rows.last_mut() {
            last.cells.push((column, text.to_owned()));
        }
        Ok(())
    }

    /// The sheet, with rows and cells in order even if the file had them in another.
    pub(super) fn finish(mut self) -> Sheet {
        self.sheet.rows.sort_by_key(|row| row.number);
        self.sheet.rows.dedup_by(|later, first| {
            let same = later.number == first.number;
            if same {
                first.cells.append(&mut later.cells);
            }
            same
        });
        for row in &mut self.sheet.rows {
            row.cells.sort_by_key(|(column, _)| *column);
            row.cells.dedup_by_key(|(column, _)| *column);
        }
        self.sheet
    }
}

/// A report with one problem.
pub(super) fn refusal(place: Place, fault: Fault) -> Report {
    let mut report = Report::default();
    report.add(place, fault);
    report
}

/// Blanks as people type them: the non-breaking and the invisible ones too.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// A number as a name or version is written: 1.0 is `1`.
pub(super) fn number_text(number: f64) -> String {
    /// Above this, not every whole number has a floating-point form of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
        let whole = number as i64;
        whole.to_string()
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_prints_without_a_fraction() {
        assert_eq!(number_text(1.0), "1");
        assert_eq!(number_text(2_024_020_901.0), "2024020901");
        assert_eq!(number_text(0.5), "0.5");
        assert_eq!(number_text(-3.0), "-3");
    }

    #[test]
    fn cells_out_of_order_are_put_in_order() {
        let limits = Limits::default();
        let mut intake = Intake::new(&limits, "survey", &Workbook::default());
        for (row, column, text) in [(2, 1, "b"), (1, 0, "x"), (2, 0, " a "), (3, 0, "\u{a0}")] {
            intake.put(row, column, text).unwrap();
        }
        let sheet = intake.finish();
        assert_eq!(sheet.rows[0].cells, [(0, "x".to_owned())]);
        assert_eq!(sheet.rows[1].cells, [(0, "a".to_owned()), (1, "b".to_owned())]);
        assert_eq!(sheet.rows.len(), 2);
    }

    #[test]
    fn a_row_too_many_is_refused_with_its_number() {
        let limits = Limits { rows: 1, ..Limits::default() };
        let mut intake = Intake::new(&limits, "survey", &Workbook::default());
        intake.put(1, 0, "type").unwrap();
        let report = intake.put(2, 0, "text").unwrap_err();
        assert_eq!(report.problems[0].fault.code(), "too-many-rows");
        assert_eq!(report.problems[0].place.row, Some(2));
    }
}
