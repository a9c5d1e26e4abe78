//! CSV files in ODK Central's layout, in a zip file: a table for each questionnaire, one for each of its repeats, the legend, the data
//! dictionary, and the folder `media` for files.
//!
//! A zip file takes one member after the other, so tables grow in temporary files, in memory while they are small.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::sync::Arc;

use tempfile::SpooledTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::questionnaires::{Catalogue, all_fields, central_options};
use super::record::Record;
use super::{Layout, Records, WriteError, dictionary, file_name, legend};
use crate::form::export::{CentralTables, Received, Silences, push_row, submission};
use crate::form::model::Form;
use crate::words::Words;

/// How much of a table is kept in memory before it goes to a temporary file.
const SPOOL_BYTES: usize = 1 << 20;
/// The most characters in a file's name without its ending.
const MAX_NAME_CHARS: usize = 80;

/// CSV files while they grow.
pub(super) struct CsvFiles {
    catalogue: Arc<Catalogue>,
    zip: ZipWriter<File>,
    /// By the id of a questionnaire: its tables.
    sets: BTreeMap<String, TableSet>,
    people: Option<Spool>,
    attached: BTreeSet<String>,
}

/// The tables of one questionnaire.
struct TableSet {
    tables: CentralTables,
    files: Vec<Spool>,
}

/// A file that is not yet in the zip file.
struct Spool {
    name: String,
    rows: BufWriter<SpooledTempFile>,
}

impl Spool {
    fn new(name: String) -> Self {
        Self { name, rows: BufWriter::new(SpooledTempFile::new(SPOOL_BYTES)) }
    }

    fn push<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        let mut row = String::new();
        push_row(&mut row, cells, true);
        self.rows.write_all(row.as_bytes())
    }

    fn into_zip(self, zip: &mut ZipWriter<File>) -> Result<(), WriteError> {
        let mut rows = self.rows.into_inner().map_err(io::IntoInnerError::into_error)?;
        rows.seek(SeekFrom::Start(0))?;
        zip.start_file(self.name, member())?;
        io::copy(&mut rows, zip)?;
        Ok(())
    }
}

/// Members carry no moment of their own: the same records give the same bytes.
fn member() -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT.large_file(true)
}

impl CsvFiles {
    pub(super) fn new(
        catalogue: Arc<Catalogue>,
        layout: &Layout,
        words: &Words,
        file: File,
    ) -> Result<Self, WriteError> {
        let mut zip = ZipWriter::new(file);
        write_rows(&mut zip, "legend.csv", &["code", "meaning"], legend::rows(words))?;
        let mut sets = BTreeMap::new();
        let mut described = Vec::new();
        let mut taken = BTreeSet::from(["legend", "dictionary", "people"].map(str::to_owned));
        for (id, versions) in catalogue.questionnaires() {
            let name = file_name::free(&mut taken, &file_name::plain(id), MAX_NAME_CHARS);
            let tables = CentralTables::new(&all_fields(&versions), central_options(&versions, layout.split));
            let mut files = Vec::new();
            for (table, name) in tables.names(&name).into_iter().enumerate() {
                let columns = tables.columns(table);
                described.extend(dictionary::rows(&catalogue, &versions, &name, &columns));
                let mut file = Spool::new(name);
                file.push(columns.iter().map(|column| column.name.as_str()))?;
                files.push(file);
            }
            sets.insert(id.to_owned(), TableSet { tables, files });
        }
        write_rows(&mut zip, "dictionary.csv", &dictionary::HEADER, described)?;
        let mut people = layout.people.then(|| Spool::new("people.csv".to_owned()));
        if let Some(people) = &mut people {
            people.push(["KEY", "question", "value"])?;
        }
        Ok(Self { catalogue, zip, sets, people, attached: BTreeSet::new() })
    }
}

fn write_rows<const N: usize>(
    zip: &mut ZipWriter<File>,
    name: &str,
    header: &[&str; N],
    rows: Vec<[String; N]>,
) -> Result<(), WriteError> {
    let mut text = String::new();
    push_row(&mut text, header.iter().copied(), true);
    for row in &rows {
        push_row(&mut text, row.iter().map(String::as_str), true);
    }
    zip.start_file(name, member())?;
    Ok(zip.write_all(text.as_bytes())?)
}

impl Records for CsvFiles {
    fn add(&mut self, record: &Record) -> Result<(), WriteError> {
        let Some(form) = self.catalogue.form(record.form) else { return Ok(()) };
        let Some(set) = self.sets.get_mut(&form.id) else { return Ok(()) };
        let received = received(&self.catalogue, form, record);
        set.tables.add(&received, &mut |table, cells| set.files[table].push(cells.iter().copied()))?;
        if let Some(people) = &mut self.people {
            for (path, answer) in &record.person {
                people.push([received.key.as_str(), path, answer.text().unwrap_or_default()])?;
            }
        }
        Ok(())
    }

    fn attach(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        if self.attached.insert(name.to_owned()) {
            self.zip.start_file(format!("media/{name}"), member())?;
            self.zip.write_all(bytes)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        let Self { mut zip, sets, people, .. } = *self;
        for file in sets.into_values().flat_map(|set| set.files).chain(people) {
            file.into_zip(&mut zip)?;
        }
        Ok(zip.finish()?.sync_all()?)
    }
}

/// A record as a filled-in form.
pub(super) fn received(catalogue: &Catalogue, form: &Form, record: &Record) -> Received {
    let key = record.key();
    let review_state = match () {
        () if record.is_being_checked() => "hasIssues",
        () if record.edits > 0 => "edited",
        () => "",
    };
    Received {
        tree: submission(form, &record.settled(), &key, Silences::AsNumbers),
        key,
        submitted: record.finished.to_string(),
        submitter_id: record.by.map(|by| by.to_string()).unwrap_or_default(),
        review_state: review_state.to_owned(),
        edits: record.edits,
        form_version: form.version.clone(),
        more: vec![catalogue.round(record.round).to_owned(), catalogue.area(record.area).to_owned()],
        ..Received::default()
    }
}
