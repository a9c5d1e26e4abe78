//! Records handed on as a file: who may, what people agreed to, and the register; the writing itself is `export`'s.
//!
//! Doors never leave. What was taken back or erased, what a coordinator left out, and interviews of people who don't agree to their use
//! stay; so do, in a file for another organisation, those of people who don't agree to sharing.

mod history;

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use self::history::History;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::project::{Area, Round};
use crate::document::kinds::response::{Told, corrections, from_paper, left_out, read};
use crate::evaluation::{Consent, Consents, Disclosure};
use crate::export::{
    Catalogue, For, Layout, Record, Records, RecordsAs, Withholding, WriteError, begin, group_rows, hour_rows,
    table_rows, write_tables_book, write_tables_csv,
};
use crate::ids::BlobHash;
use crate::member::{Access, Class, DocKind};
use crate::response::{Answer, Cell};
use crate::store::{ResponseQuery, StoredResponse};
use crate::time::Timestamp;
use crate::words::Words;

/// How many interviews are listed at once.
const PAGE: u32 = 200;
/// What kind of file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportAs {
    /// Records.
    Records(RecordsAs),
    /// The tables of the result as outsiders may see them, as CSV.
    TablesCsv,
    /// The same as a workbook.
    TablesBook,
}

impl ExportAs {
    /// How the register names it.
    const fn name(self) -> &'static str {
        match self {
            Self::Records(RecordsAs::Csv) => "export csv",
            Self::Records(RecordsAs::Book) => "export xlsx",
            Self::Records(RecordsAs::Places) => "export geojson",
            Self::Records(RecordsAs::Parquet) => "export parquet",
            Self::Records(RecordsAs::Lines) => "export jsonl",
            Self::TablesCsv | Self::TablesBook => "export tables",
        }
    }
}

/// What is wanted of an export.
#[derive(Debug, Clone)]
pub struct WantedExport<'a> {
    /// The kind of file.
    pub kind: ExportAs,
    /// The organisation that gets it, if it is another one.
    pub others: Option<&'a str>,
    /// What for, as the register shows it.
    pub purpose: &'a str,
    /// The questionnaire's id; without it, all of them.
    pub form: Option<&'a str>,
    /// Whether questions with several choices get a column for each.
    pub split: bool,
    /// Whether pictures and other files go along.
    pub files: bool,
    /// Whether names and contacts go along, of those who agree to being contacted.
    pub people: bool,
    /// The language of labels, as a tag.
    pub language: &'a str,
}

/// What was left out, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Interviews that were taken back.
    pub taken_back: u64,
    /// Interviews of people who don't agree that their answers count.
    pub no_use: u64,
    /// Interviews of people who don't agree to sharing, in a file for another organisation.
    pub no_sharing: u64,
    /// Interviews that a coordinator left out of the results.
    pub doubtful: u64,
    /// Interviews whose questionnaire is not on this phone.
    pub unread: u64,
    /// Answers that stayed, of interviews that left.
    pub answers: u64,
}

/// What an export came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Interviews in the file.
    pub interviews: u64,
    /// Answers in the file, or rows of tables.
    pub answers: u64,
    /// Pictures and other files in it.
    pub files: u64,
    /// What is not in it.
    pub left_out: LeftOut,
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The device can't, or this person may not.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The file can't be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Names go to nobody outside.
    #[error("names and contacts are never handed to another organisation; export without them")]
    PeopleForOthers,
    /// A kind of file has no room for names.
    #[error("names and contacts go into csv, xlsx and jsonl alone; choose one of these, or export without them")]
    NoRoomForPeople,
    /// At a door a place is an address.
    #[error(
        "places are never handed to another organisation: at a door a place is an address; hand on tables by area instead"
    )]
    PlacesForOthers,
    /// A kind of file has no room for pictures.
    #[error("pictures and other files go into csv alone; choose that, or export without them")]
    NoRoomForFiles,
    /// There is no such questionnaire.
    #[error("no questionnaire of that name is on this phone")]
    NoSuchForm,
}

impl ExportError {
    /// A name that stays the same in every version and language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Device(error) => error.code(),
            Self::Write(error) => error.code(),
            Self::PeopleForOthers => "export-names-for-others",
            Self::NoRoomForPeople => "export-no-room-for-names",
            Self::PlacesForOthers => "export-places-for-others",
            Self::NoRoomForFiles => "export-no-room-for-files",
            Self::NoSuchForm => "export-no-such-form",
        }
    }
}

impl Device {
    /// Whether this person may have such an export, and its wishes go together: to be asked before any file is made.
    ///
    /// # Errors
    /// As for [`export`](Self::export), without writing anything.
    pub fn check_export(&self, wanted: &WantedExport<'_>) -> Result<(), ExportError> {
        self.check_right(Class::Field, Access::Export)?;
        if wanted.people {
            self.check_right(Class::Person, Access::Read)?;
        }
        check(wanted)
    }

    /// Writes an export into a file, and enters it into the register of what was handed on. The callback hears how many interviews have
    /// been looked at, and of how many.
    ///
    /// # Errors
    /// When this person may hand nothing on, the wishes do not go together, or nothing can be read or written. The file is then of no use.
    pub fn export(
        &self,
        wanted: &WantedExport<'_>,
        file: File,
        words: &Words,
        progress: &mut dyn FnMut(u64, u64),
        at: &mut Moment<'_>,
    ) -> Result<Exported, ExportError> {
        self.check_export(wanted)?;
        let catalogue = self.catalogue(wanted)?;
        let purpose = match wanted.others {
            Some(others) => format!("{others}: {}", wanted.purpose),
            None => wanted.purpose.to_owned(),
        };
        self.enter_handed_on(wanted.kind.name(), purpose.trim_end_matches([' ', ':']), at)?;
        let kind = match wanted.kind {
            ExportAs::Records(kind) => kind,
            ExportAs::TablesCsv | ExportAs::TablesBook => return self.export_tables(wanted, file, words),
        };
        let catalogue = Arc::new(catalogue);
        let layout = Layout { split: wanted.split, people: wanted.people };
        let whose = if wanted.others.is_some() { For::Others } else { For::Own };
        let withholding = catalogue.forms.iter().map(|(version, form)| (*version, Withholding::of(form, whose)));
        let mut leaving = Leaving {
            device: self,
            wanted,
            whose,
            history: kind == RecordsAs::Lines,
            withholding: withholding.collect(),
            done: Exported::default(),
        };
        let mut records = begin(kind, &catalogue, &layout, words, file)?;
        leaving.all(records.as_mut(), progress)?;
        records.finish()?;
        Ok(leaving.done)
    }

    fn export_tables(&self, wanted: &WantedExport<'_>, file: File, words: &Words) -> Result<Exported, ExportError> {
        let results = self.results_to_hand_on(Disclosure::OUTSIDE)?;
        let mut rows = table_rows(&results.evaluation, words);
        rows.extend(group_rows(&results.evaluation, &self.results_by_group(Disclosure::OUTSIDE)?, words));
        rows.extend(hour_rows(&results.hours, words));
        match wanted.kind {
            ExportAs::TablesBook => write_tables_book(&rows, file)?,
            ExportAs::TablesCsv | ExportAs::Records(_) => write_tables_csv(&rows, file)?,
        }
        let interviews = u64::try_from(results.evaluation.interviews).unwrap_or_default();
        Ok(Exported { interviews, answers: rows.len() as u64, ..Exported::default() })
    }

    /// The questionnaires that are wanted, and the names of areas and rounds.
    fn catalogue(&self, wanted: &WantedExport<'_>) -> Result<Catalogue, ExportError> {
        let mut catalogue = Catalogue { language: wanted.language.to_owned(), ..Catalogue::default() };
        for line in self.forms()? {
            if wanted.form.is_none_or(|form| form == line.id) {
                catalogue.forms.push((line.version, self.form(line.version)?));
            }
        }
        if wanted.form.is_some() && catalogue.forms.is_empty() {
            return Err(ExportError::NoSuchForm);
        }
        let view = self.view()?;
        for key in view.all(DocKind::Area)? {
            catalogue.areas.insert(key.doc, Area::read(view.load(&key)?.flat()).name);
        }
        for key in view.all(DocKind::Round)? {
            catalogue.rounds.insert(key.doc, Round::read(view.load(&key)?.flat()).name);
        }
        Ok(catalogue)
    }
}

fn check(wanted: &WantedExport<'_>) -> Result<(), ExportError> {
    let others = wanted.others.is_some();
    if wanted.people && others {
        return Err(ExportError::PeopleForOthers);
    }
    let has_room = [RecordsAs::Csv, RecordsAs::Book, RecordsAs::Lines].map(ExportAs::Records).contains(&wanted.kind);
    if wanted.people && !has_room {
        return Err(ExportError::NoRoomForPeople);
    }
    if others && wanted.kind == ExportAs::Records(RecordsAs::Places) {
        return Err(ExportError::PlacesForOthers);
    }
    if wanted.files && wanted.kind != ExportAs::Records(RecordsAs::Csv) {
        return Err(ExportError::NoRoomForFiles);
    }
    Ok(())
}

/// Interviews on their way out, one after the other.
struct Leaving<'a> {
    device: &'a Device,
    wanted: &'a WantedExport<'a>,
    whose: For,
    history: bool,
    withholding: BTreeMap<BlobHash, Withholding>,
    done: Exported,
}

impl Leaving<'_> {
    fn all(&mut self, records: &mut dyn Records, progress: &mut dyn FnMut(u64, u64)) -> Result<(), ExportError> {
        let device = self.device;
        device.view()?;
        let scopes = device.membership()?.scopes_for(&device.id(), Access::Export);
        let total = device.store.counts().map_err(DeviceError::from)?.responses;
        let mut query = ResponseQuery { scopes: Some(&scopes), only_undecided: false, after: 0, limit: PAGE };
        let mut seen = 0;
        loop {
            let page = device.store.responses(&query).map_err(DeviceError::from)?;
            for stored in &page.responses {
                if let Some(record) = self.record(stored)? {
                    records.add(&record)?;
                    self.done.interviews += 1;
                    self.done.answers += record.cells.len() as u64;
                    if self.wanted.files {
                        self.attach(&record, records)?;
                    }
                }
            }
            seen += page.responses.len() as u64;
            progress(seen, total.max(seen));
            let Some(next) = page.next else { return Ok(()) };
            query.after = next;
        }
    }

    /// The interview as it leaves; none if it stays.
    fn record(&mut self, stored: &StoredResponse) -> Result<Option<Record>, ExportError> {
        let (device, id, form) = (self.device, stored.key.doc, stored.row.form);
        let rules = device.store.rules(form);
        let (Some(withholding), Some(rules)) = (self.withholding.get(&form), rules) else {
            let is_wanted = self.wanted.form.is_none();
            self.done.left_out.unread += u64::from(is_wanted);
            return Ok(None);
        };
        let (document, lines) = device.load_lines(&stored.key)?;
        let flat = document.flat();
        let response = read(id, flat).map_err(|_| DeviceError::Damaged { doc: id })?;
        let consents = Consents::of(&rules, &response);
        let left = &mut self.done.left_out;
        let reason = match () {
            () if response.withdrawn => Some(&mut left.taken_back),
            () if !consents.allow(Consent::Use) => Some(&mut left.no_use),
            () if self.whose == For::Others && !consents.allow(Consent::Sharing) => Some(&mut left.no_sharing),
            () if left_out(flat).is_some() => Some(&mut left.doubtful),
            () => None,
        };
        if let Some(reason) = reason {
            *reason += 1;
            return Ok(None);
        }
        let whose = self.whose;
        let told = self.history.then_some(History {
            document: &document,
            lines: &lines,
            withholding,
            consents: &consents,
            whose,
        });
        let edits = corrections(&document).len();
        let (cells, withheld) = withholding.apply(response.answers, &consents);
        left.answers += withheld;
        let first = document.changes().find(|change| change.deps().is_empty()).map(|change| change.hash());
        let first = first.and_then(|first| lines.0.get(&first));
        let person = if self.wanted.people && consents.allow(Consent::Contact) {
            device.held_apart(id)?.person
        } else {
            BTreeMap::new()
        };
        Ok(Some(Record {
            id,
            form,
            round: response.round,
            area: response.area,
            finished: whose.moment(first.map_or_else(Timestamp::default, |line| line.at)),
            by: first.and_then(|line| line.by),
            from_paper: from_paper(flat),
            language: Told::read(flat).language,
            consents: consents.asked().collect(),
            cells,
            edits: u32::try_from(edits).unwrap_or(u32::MAX),
            sides: told.as_ref().map(History::sides).unwrap_or_default(),
            changes: told.as_ref().map(History::changes).unwrap_or_default(),
            decisions: told.as_ref().map(History::decisions).unwrap_or_default(),
            person,
        }))
    }

    /// Files that this device can open, of those who agree to them; one that is not here whole stays.
    fn attach(&mut self, record: &Record, records: &mut dyn Records) -> Result<(), ExportError> {
        for line in self.device.files(record.id)? {
            let names = |cell: &Cell| matches!(cell, Cell::One(Answer::Given(text)) if *text == line.name);
            if !record.cells.values().any(names) {
                continue;
            }
            if let Ok(content) = self.device.file(record.id, &line.name) {
                records.attach(&content.name, &content.bytes)?;
                self.done.files += 1;
            }
        }
        Ok(())
    }
}
