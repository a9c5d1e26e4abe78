//! Records on their way out: what a coordinator hands on as files for other tools, written one interview after the other.
//!
//! Who may hand on what, what people agreed to, and the register of files are `device`'s; what comes in here is written. The layout of
//! CSV files and single answers are `form::export`'s.

mod book;
mod csv_files;
mod dictionary;
mod error;
mod file_name;
mod hours;
mod legend;
mod lines;
mod parquet_file;
mod places;
mod questionnaires;
mod record;
mod tables;
mod withholding;

use std::fs::File;
use std::sync::Arc;

use crate::words::Words;

pub use error::WriteError;
pub use hours::hour_rows;
pub use questionnaires::Catalogue;
pub use record::{ChangeMade, Chosen, DecisionMade, Record, Side};
pub use tables::{TableRow, group_rows, table_rows, tables_csv, write_tables_book, write_tables_csv};
pub use withholding::{For, Withholding};

/// What kind of file records become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordsAs {
    /// CSV files in ODK Central's layout, in a zip file.
    Csv,
    /// An Excel workbook with labels and a data dictionary.
    Book,
    /// The places among the answers as GeoJSON.
    Places,
    /// One row for each answer as Parquet.
    Parquet,
    /// One interview a line as JSON, with its whole history.
    Lines,
}

/// How the files are laid out.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Whether questions with several choices get a column of 0 and 1 for each choice.
    pub split: bool,
    /// Whether names and contacts go along, in a table of their own.
    pub people: bool,
}

/// A file that takes one record after the other, and keeps none in memory.
pub trait Records {
    /// Writes a record.
    ///
    /// # Errors
    /// When nothing can be written, or the kind of file takes no more.
    fn add(&mut self, record: &Record) -> Result<(), WriteError>;

    /// Writes a picture or another file that stands as an answer; kinds of file that have no room for it leave it out.
    ///
    /// # Errors
    /// When nothing can be written.
    fn attach(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let _ = (name, bytes);
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When nothing can be written.
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}

/// Begins a file of records.
///
/// # Errors
/// When nothing can be written.
pub fn begin(
    kind: RecordsAs,
    catalogue: &Arc<Catalogue>,
    layout: &Layout,
    words: &Words,
    file: File,
) -> Result<Box<dyn Records>, WriteError> {
    let catalogue = Arc::clone(catalogue);
    Ok(match kind {
        RecordsAs::Csv => Box::new(csv_files::CsvFiles::new(catalogue, layout, words, file)?),
        RecordsAs::Book => Box::new(book::Book::new(catalogue, layout, words, file)?),
        RecordsAs::Places => Box::new(places::Places::new(catalogue, file)?),
        RecordsAs::Parquet => Box::new(parquet_file::ParquetFile::new(catalogue, file)?),
        RecordsAs::Lines => Box::new(lines::Lines::new(catalogue, file)),
    })
}
