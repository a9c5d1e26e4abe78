//! Excel workbooks of the newer kind (.xlsx): a zip of XML parts.
//!
//! calamine reads the parts; the bounds on what they unpack to are held here, before it sees them.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::sheet::{Intake, Limits, Sheet, Workbook, number_text, refusal};
use crate::form::problems::{Fault, Place, Report};

/// Reads the sheets that matter; those with other names come back empty.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Report> {
    check_unpacked_size(bytes, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let names = book.sheet_names();
    if names.len() > limits.sheets {
        return Err(refusal(Place::default(), Fault::TooManySheets { limit: limits.sheets.to_string() }));
    }
    let mut read = Workbook::default();
    for name in names {
        let sheet = if read.wants(&name) {
            read_sheet(&mut book, &name, limits, &read)?
        } else {
            Sheet { name, rows: Vec::new() }
        };
        read.sheets.push(sheet);
    }
    Ok(read)
}

/// Unpacks every part once, keeping nothing: sizes that a zip states about itself can lie.
fn check_unpacked_size(bytes: &[u8], limits: &Limits) -> Result<(), Report> {
    let broken = |why: &str| refusal(Place::default(), Fault::Damaged { why: why.to_owned() });
    let too_far = |limit| refusal(Place::default(), Fault::ExpandsTooFar { limit });
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("it is not a complete zip file"))?;
    let mut left = limits.expanded_bytes;
    let mut tags = Tags(0);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| broken("one of its parts cannot be unpacked"))?;
        let unpacked = std::io::copy(&mut part.take(left.saturating_add(1)), &mut tags)
            .map_err(|_| broken("one of its parts cannot be unpacked"))?;
        left = left.checked_sub(unpacked).ok_or_else(|| too_far(format!("{} MiB", limits.expanded_bytes >> 20)))?;
        if tags.0 > limits.tags {
            return Err(too_far(format!("{} XML tags", limits.tags)));
        }
    }
    Ok(())
}

/// Counts the tags in what is written to it.
struct Tags(u64);

impl std::io::Write for Tags {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.iter().map(|byte| u64::from(*byte == b'<')).sum::<u64>();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Reads cell by cell: a table of all cells up to the last one could be larger than any memory.
fn read_sheet<R: Read + std::io::Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    limits: &Limits,
    before: &Workbook,
) -> Result<Sheet, Report> {
    let mut intake = Intake::new(limits, name, before);
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(intake.finish()),
        Err(error) => return Err(damaged(&error)),
    };
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
        let (row, column) = cell.get_position();
        let number = row.saturating_add(1);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        match cell.get_value() {
            DataRef::Empty | DataRef::Error(_) => {}
            DataRef::Int(int) => intake.put(number, column, &int.to_string())?,
            DataRef::Float(float) => intake.put(number, column, &number_text(*float))?,
            DataRef::String(text) => intake.put(number, column, text)?,
            DataRef::SharedString(text) => intake.put(number, column, text)?,
            DataRef::Bool(truth) => intake.put(number, column, if *truth { "TRUE" } else { "FALSE" })?,
            DataRef::DateTime(date) => intake.put(number, column, &date_text(date))?,
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => intake.put(number, column, text)?,
        }
    }
    Ok(intake.finish())
}

/// A date as XLSForm writes it; a day with no time of day is a day.
pub(super) fn date_text(date: &calamine::ExcelDateTime) -> String {
    if !date.is_datetime() {
        return number_text(date.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let whole_day = date.as_f64().fract() == 0.0;
    if whole_day {
        format!("{year:04}-{month:02}-{day:02}")
    } else if date.as_f64() < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

fn damaged(error: &XlsxError) -> Report {
    let is_locked = matches!(error, XlsxError::Password);
    let fault = if is_locked { Fault::Encrypted } else { Fault::Damaged { why: error.to_string() } };
    refusal(Place::default(), fault)
}
