//! An Excel workbook: answers in words, a sheet for each table, and sheets for the legend and the data dictionary.
//!
//! Rows go to temporary files as they come. What a spreadsheet could run as a formula is a text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

use rust_xlsxwriter::{Workbook, Worksheet};

use super::csv_files::received;
use super::questionnaires::{Catalogue, all_fields, central_options, question_of};
use super::record::Record;
use super::{Layout, Records, WriteError, dictionary, file_name, legend};
use crate::form::export::{CentralColumn, CentralTables, neutral};
use crate::form::model::{Form, QuestionKind};
use crate::words::Words;

/// How many rows a sheet has, and columns.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: usize = 16_384;
/// The most characters in a sheet's name.
const MAX_SHEET_CHARS: usize = 31;
/// The most characters that a cell takes are 32,767; a longer text is cut here and says so.
const MAX_CELL_CHARS: usize = 32_000;

/// A workbook while it grows.
pub(super) struct Book {
    catalogue: Arc<Catalogue>,
    book: Workbook,
    file: File,
    /// By the id of a questionnaire: its tables.
    sets: BTreeMap<String, TableSet>,
    people: Option<Sheet>,
}

struct TableSet {
    tables: CentralTables,
    sheets: Vec<Sheet>,
}

/// A sheet of the workbook: which, how many rows it has, and what its columns hold.
struct Sheet {
    index: usize,
    rows: u32,
    columns: Vec<Holds>,
}

/// What a column holds.
enum Holds {
    Text,
    Number,
    /// The name of a choice, shown as its label.
    Choice(BTreeMap<String, String>),
    /// Names of choices with blanks between.
    Choices(BTreeMap<String, String>),
}

impl Book {
    pub(super) fn new(
        catalogue: Arc<Catalogue>,
        layout: &Layout,
        words: &Words,
        file: File,
    ) -> Result<Self, WriteError> {
        let mut book = Workbook::new();
        let mut sets = BTreeMap::new();
        let mut described = Vec::new();
        let fixed = ["legend", "dictionary", "people"];
        let mut taken: BTreeSet<String> = fixed.map(str::to_owned).into();
        let mut index = 0;
        for (id, versions) in catalogue.questionnaires() {
            let tables = CentralTables::new(&all_fields(&versions), central_options(&versions, layout.split));
            let mut sheets = Vec::new();
            for (table, name) in tables.names(&file_name::plain(id)).into_iter().enumerate() {
                let name = file_name::free(&mut taken, name.trim_end_matches(".csv"), MAX_SHEET_CHARS);
                let columns = tables.columns(table);
                described.extend(dictionary::rows(&catalogue, &versions, &name, &columns));
                if columns.len() > MAX_COLUMNS {
                    return Err(WriteError::TooLarge);
                }
                let header: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                begin_sheet(&mut book, &name, &header)?;
                let columns = columns.iter().map(|column| holds(&catalogue, &versions, column)).collect();
                sheets.push(Sheet { index, rows: 1, columns });
                index += 1;
            }
            sets.insert(id.to_owned(), TableSet { tables, sheets });
        }
        let people = if layout.people {
            begin_sheet(&mut book, "people", &["KEY", "question", "value"])?;
            Some(Sheet { index, rows: 1, columns: Vec::new() })
        } else {
            None
        };
        write_rows(&mut book, "legend", &["code", "meaning"], &legend::rows(words))?;
        write_rows(&mut book, "dictionary", &dictionary::HEADER, &described)?;
        Ok(Self { catalogue, book, file, sets, people })
    }
}

impl Records for Book {
    fn add(&mut self, record: &Record) -> Result<(), WriteError> {
        let Some(form) = self.catalogue.form(record.form) else { return Ok(()) };
        let Some(set) = self.sets.get_mut(&form.id) else { return Ok(()) };
        let received = received(&self.catalogue, form, record);
        let book = &mut self.book;
        set.tables.add(&received, &mut |table, cells| set.sheets[table].push(book, cells))?;
        if let Some(people) = &mut self.people {
            for (path, answer) in &record.person {
                people.push(book, &[&received.key, path, answer.text().unwrap_or_default()])?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.book.save_to_writer(BufWriter::new(&self.file))?;
        Ok(self.file.sync_all()?)
    }
}

impl Sheet {
    fn push(&mut self, book: &mut Workbook, cells: &[&str]) -> Result<(), WriteError> {
        if self.rows >= MAX_ROWS {
            return Err(WriteError::TooLarge);
        }
        let sheet = book.worksheet_from_index(self.index)?;
        for (column, cell) in (0_u16..).zip(cells) {
            let holds = self.columns.get(usize::from(column)).unwrap_or(&Holds::Text);
            write_cell(sheet, (self.rows, column), holds, cell)?;
        }
        self.rows += 1;
        Ok(())
    }
}

fn begin_sheet<'b>(book: &'b mut Workbook, name: &str, header: &[&str]) -> Result<&'b mut Worksheet, WriteError> {
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, cell) in (0..).zip(header) {
        sheet.write_string(0, column, neutral(cell))?;
    }
    Ok(sheet)
}

/// Writes a whole sheet of texts.
pub(super) fn write_rows<const N: usize>(
    book: &mut Workbook,
    name: &str,
    header: &[&str; N],
    rows: &[[String; N]],
) -> Result<(), WriteError> {
    let sheet = begin_sheet(book, name, header)?;
    for (number, row) in (1..MAX_ROWS).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            write_cell(sheet, (number, column), &Holds::Number, cell)?;
        }
    }
    Ok(())
}

/// Writes a cell; what is to be a number and is none stays a text.
fn write_cell(sheet: &mut Worksheet, at: (u32, u16), holds: &Holds, cell: &str) -> Result<(), WriteError> {
    if cell.is_empty() {
        return Ok(());
    }
    let (row, column) = at;
    let silence = matches!(cell, "-9" | "-8" | "-1");
    let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
    if let Some(number) = number.filter(|_| silence || matches!(holds, Holds::Number)) {
        sheet.write_number(row, column, number)?;
        return Ok(());
    }
    let text = match holds {
        Holds::Text | Holds::Number => cell.to_owned(),
        Holds::Choice(labels) => labels.get(cell).map_or(cell, String::as_str).to_owned(),
        Holds::Choices(labels) => {
            let label = |name| labels.get(name).map_or(name, String::as_str);
            cell.split_whitespace().map(label).collect::<Vec<_>>().join("; ")
        }
    };
    let text = neutral(&text);
    if text.chars().count() > MAX_CELL_CHARS {
        let cut: String = text.chars().take(MAX_CELL_CHARS).collect();
        sheet.write_string(row, column, cut + " [...]")?;
    } else {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}

fn holds(catalogue: &Catalogue, versions: &[&Form], column: &CentralColumn) -> Holds {
    if column.choice.is_some() || column.name == "Edits" {
        return Holds::Number;
    }
    let Some((form, question)) = column.path.as_deref().and_then(|path| question_of(versions, path)) else {
        return Holds::Text;
    };
    let list = form.list_of(question).map_or(&[][..], |list| list.choices.as_slice());
    let labels =
        || list.iter().map(|choice| (choice.name.clone(), catalogue.choice(form, choice).to_owned())).collect();
    if matches!(question.kind, QuestionKind::SelectOne(_)) {
        return Holds::Choice(labels());
    }
    if matches!(question.kind, QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_)) {
        return Holds::Choices(labels());
    }
    let is_number = matches!(
        question.kind,
        QuestionKind::Integer
            | QuestionKind::Decimal
            | QuestionKind::Range
            | QuestionKind::Calculate
            | QuestionKind::Geopoint
            | QuestionKind::StartGeopoint
    );
    if is_number { Holds::Number } else { Holds::Text }
}
