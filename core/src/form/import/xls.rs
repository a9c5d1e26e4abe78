//! Excel workbooks of the older kind (.xls): a compound file with a stream of BIFF records.

use std::io::Cursor;

use calamine::{Data, Reader, Xls, XlsError};

use super::sheet::{Intake, Limits, Workbook, number_text, refusal};
use super::xlsx::date_text;
use crate::form::problems::{Fault, Place, Report};

/// Reads all sheets.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Report> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut sheets = Vec::new();
    for (name, range) in book.worksheets() {
        let mut intake = Intake::new(limits, &name);
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let number = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(top).saturating_add(1);
            let column = column + usize::try_from(left).unwrap_or(usize::MAX);
            match cell {
                Data::Empty | Data::Error(_) => {}
                Data::Int(int) => intake.put(number, column, &int.to_string())?,
                Data::Float(float) => intake.put(number, column, &number_text(*float))?,
                Data::String(text) => intake.put(number, column, text)?,
                Data::Bool(truth) => intake.put(number, column, if *truth { "TRUE" } else { "FALSE" })?,
                Data::DateTime(date) => intake.put(number, column, &date_text(date))?,
                Data::DateTimeIso(text) | Data::DurationIso(text) => intake.put(number, column, text)?,
            }
        }
        sheets.push(intake.finish());
    }
    Ok(Workbook { sheets })
}

fn damaged(error: &XlsError) -> Report {
    match error {
        XlsError::Password => refusal(Place::default(), Fault::Encrypted),
        other => refusal(Place::default(), Fault::Damaged { why: other.to_string() }),
    }
}
