//! Files as tables: unpacked, decoded, cut into rows. What the columns mean is decided in `columns`.

use std::io::{Cursor, Read};

use super::{PastFile, PastOptions};
use crate::form::import::{Limits, for_each_record, separator};
use crate::form::problems::{Fault, Place, Report};

/// The most files in an archive that are looked at.
const MOST_FILES: usize = 10_000;

/// One CSV file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) file: String,
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// One row, with the line of the file that it begins in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
}

impl Row {
    /// What stands in a column, without blanks around it; a row may end early.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

impl Table {
    /// The place of a row, and of a column in it. What the cell holds is an answer, and stays out of reports.
    pub(super) fn place(&self, line: u32, column: Option<usize>) -> Place {
        let place = Place::row(&self.file, line);
        match column.and_then(|column| self.headers.get(column)) {
            Some(header) => place.cell(header, ""),
            None => place,
        }
    }

    /// The column with one of these headers; the first of the names that there is.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.headers.iter().position(|header| header.eq_ignore_ascii_case(name)))
    }
}

/// Reads every file; what can't be read is in the report.
pub(super) fn read(files: &[PastFile], options: &PastOptions, report: &mut Report) -> Vec<Table> {
    let mut left = options.most_bytes;
    let mut tables = Vec::new();
    for file in files {
        if file.bytes.starts_with(b"PK") {
            unpack(file, options, &mut left, &mut tables, report);
        } else {
            let size = file.bytes.len() as u64;
            if take(&file.name, size, options, &mut left, report) {
                tables.extend(table(&file.name, &file.bytes, report));
            }
        }
    }
    tables
}

/// Counts bytes that are taken in, and refuses more than there may be.
fn take(file: &str, bytes: u64, options: &PastOptions, left: &mut u64, report: &mut Report) -> bool {
    match left.checked_sub(bytes) {
        Some(rest) => {
            *left = rest;
            true
        }
        None => {
            let limit = format!("{} MiB", options.most_bytes >> 20);
            report.add(Place::sheet(file), Fault::PastTooLarge { limit });
            false
        }
    }
}

/// Reads the CSV files of an archive; pictures and sounds in it are not unpacked.
fn unpack(file: &PastFile, options: &PastOptions, left: &mut u64, tables: &mut Vec<Table>, report: &mut Report) {
    let broken = |report: &mut Report, why: &str| {
        report.add(Place::sheet(&file.name), Fault::PastDamaged { why: why.to_owned() });
    };
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&file.bytes)) else {
        return broken(report, "it is not a complete zip file");
    };
    for index in 0..archive.len().min(MOST_FILES) {
        let Ok(part) = archive.by_index(index) else {
            return broken(report, "one of its parts cannot be unpacked");
        };
        let Ok(path) = part.name().map(std::borrow::Cow::into_owned) else {
            return broken(report, "one of its parts has no readable name");
        };
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        if !name.to_lowercase().ends_with(".csv") || path.starts_with("__MACOSX") || path.starts_with("media/") {
            continue;
        }
        // Sizes that an archive states about itself can lie.
        let mut bytes = Vec::new();
        if part.take(left.saturating_add(1)).read_to_end(&mut bytes).is_err() {
            return broken(report, "one of its parts cannot be unpacked");
        }
        if !take(&name, bytes.len() as u64, options, left, report) {
            return;
        }
        tables.extend(table(&name, &bytes, report));
    }
}

fn table(name: &str, bytes: &[u8], report: &mut Report) -> Option<Table> {
    let broken = |report: &mut Report, why: String| report.add(Place::sheet(name), Fault::PastDamaged { why });
    let Ok(text) = std::str::from_utf8(bytes) else {
        broken(report, "it is not text in UTF-8".to_owned());
        return None;
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut table = Table { file: name.to_owned(), ..Table::default() };
    let limits = Limits::default();
    let mut too_many = false;
    let cut = for_each_record(text, separator(text), &limits, &mut |line, cells| {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if table.headers.is_empty() {
            table.headers = cells.iter().map(|cell| cell.trim().to_owned()).collect();
        } else if table.rows.len() < limits.rows {
            table.rows.push(Row { line, cells: cells.to_vec() });
        } else {
            too_many = true;
        }
        Ok(())
    });
    if let Err(refused) = cut {
        for problem in refused.problems {
            let row = problem.place.row.map_or_else(|| Place::sheet(name), |row| Place::row(name, row));
            report.add(row, Fault::PastDamaged { why: problem.fault.message() });
        }
        return None;
    }
    if too_many {
        report.add(Place::sheet(name), Fault::PastTooMany { limit: limits.rows.to_string() });
    }
    Some(table)
}
