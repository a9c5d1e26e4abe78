//! Tables of text as sheets: several sheets one below the other, each begun by its name.
//!
//! Shared by `csv` and `markdown`, which only cut lines into cells. A row's number is its line in the file.

use super::sheet::{Intake, Limits, SHEETS, Workbook};
use crate::form::problems::Report;

/// Collects rows into sheets.
pub(super) struct Stack<'a> {
    limits: &'a Limits,
    book: Workbook,
    open: Option<(Intake<'a>, bool)>,
}

impl<'a> Stack<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, book: Workbook::default(), open: None }
    }

    /// A heading: if it names a sheet, it begins one whose rows start in the first column.
    pub(super) fn heading(&mut self, name: &str) {
        self.close();
        if let Some(name) = SHEETS.iter().find(|known| name.trim().eq_ignore_ascii_case(known)) {
            self.open = Some((Intake::new(self.limits, name, &self.book), false));
        }
    }

    /// Takes a row: the name of a sheet in the first cell begins a sheet whose rows leave the first column empty. Rows
    /// before any sheet belong to the survey sheet.
    pub(super) fn row(&mut self, line: u32, cells: &[String]) -> Result<(), Report> {
        let first = cells.first().map(|cell| cell.trim()).unwrap_or_default();
        let begins = SHEETS.iter().find(|name| first.eq_ignore_ascii_case(name));
        let indented = !matches!(self.open, Some((_, false)));
        if let (Some(name), true) = (begins, indented) {
            self.close();
            self.open = Some((Intake::new(self.limits, name, &self.book), true));
        } else if self.open.is_none() && !cells.iter().all(|cell| cell.trim().is_empty()) {
            self.open = Some((Intake::new(self.limits, "survey", &self.book), false));
        }
        let Some((intake, indented)) = &mut self.open else { return Ok(()) };
        let skip = usize::from(*indented);
        for (column, cell) in cells.iter().skip(skip).enumerate() {
            intake.put(line, column, cell)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Workbook {
        self.close();
        self.book
    }

    fn close(&mut self) {
        if let Some((intake, _)) = self.open.take() {
            self.book.sheets.push(intake.finish());
        }
    }
}
