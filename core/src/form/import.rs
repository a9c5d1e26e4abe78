//! Reading a questionnaire from a file: XLSForm as a workbook (.xlsx, .xls) or as tables of text (.csv, Markdown).
//!
//! Each format becomes plain rows first (`sheet`), and one path leads from the rows to the [`Form`]; every problem is
//! collected on the way, so that an author sees all of them at once. What the bytes are is decided by their content, never
//! by the file's name. The other direction is `export`.

mod blocks;
mod choices;
mod compound;
mod csv;
mod defaults;
mod entities;
mod evaluated;
mod files;
mod headers;
mod lists;
mod logic;
mod markdown;
mod names;
mod parameters;
mod question;
mod range;
mod records;
mod references;
mod settings;
mod sheet;
mod stacked;
mod survey;
mod table;
mod types;
mod xls;
mod xlsx;

use std::collections::BTreeMap;

use crate::form::model::{Form, Lang};
use crate::form::normal;
use crate::form::problems::{Fault, Place, Problem, Report};

pub(super) use csv::{for_each_record, separator};
pub(super) use evaluated::check as check_evaluation;
pub(super) use files::files_of;
pub(crate) use names::is_name;
use records::Table;
pub use sheet::{Limits, Row, Sheet, Workbook};

/// A form that can be used, and what its author may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The form.
    pub form: Form,
    /// Nothing here keeps the form from being used.
    pub warnings: Vec<Problem>,
}

/// Reads a form from the bytes of a file. Nothing is imported if there is any error.
///
/// # Errors
///
/// The report holds every problem that was found, warnings too.
pub fn import(bytes: &[u8], limits: &Limits) -> Result<Imported, Report> {
    import_named(bytes, "form", limits)
}

/// As [`import`], with the id of a form whose settings give none: by custom the file's name without its extension.
///
/// # Errors
///
/// As [`import`].
pub fn import_named(bytes: &[u8], name: &str, limits: &Limits) -> Result<Imported, Report> {
    import_workbook(&read(bytes, limits)?, name, limits)
}

/// Reads a file into plain rows.
///
/// # Errors
///
/// Files of an unknown format, damaged or too large ones.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Report> {
    const ZIP: &[u8] = b"PK";
    const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let refuse = |fault| sheet::refusal(Place::default(), fault);
    if bytes.is_empty() {
        return Err(refuse(Fault::Empty));
    }
    if bytes.len() > limits.file_bytes {
        return Err(refuse(Fault::FileTooLarge { limit: format!("{} MiB", limits.file_bytes >> 20) }));
    }
    if bytes.starts_with(ZIP) {
        xlsx::read(bytes, limits)
    } else if bytes.starts_with(COMPOUND) {
        xls::read(bytes, limits)
    } else {
        read_text(bytes, limits)
    }
}

/// Text: Markdown if any line begins with a bar, CSV if the first line has a separator.
fn read_text(bytes: &[u8], limits: &Limits) -> Result<Workbook, Report> {
    let text = std::str::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}'));
    match text.filter(|text| !text.contains('\0')) {
        Some(text) if markdown::is_markdown(text) => markdown::read(text, limits),
        Some(text) if text.lines().any(|line| line.contains([',', ';', '\t'])) => csv::read(text, limits),
        Some(_) | None => Err(sheet::refusal(Place::default(), Fault::UnknownFormat)),
    }
}

/// Makes a form of plain rows.
///
/// # Errors
///
/// As [`import`].
pub fn import_workbook(book: &Workbook, name: &str, limits: &Limits) -> Result<Imported, Report> {
    let mut report = Report::default();
    let form = assemble(book, name, limits, &mut report);
    report.sort();
    if let Some(form) = &form
        && normal::size(form) > normal::MOST_BYTES
    {
        report.add(Place::default(), Fault::FormTooLarge { limit: format!("{} MiB", normal::MOST_BYTES >> 20) });
    }
    match form {
        Some(form) if !report.has_errors() => Ok(Imported { form, warnings: report.problems }),
        _ => Err(report),
    }
}

/// The sheets that a form is made of.
struct Sheets {
    survey: Table,
    choices: Option<Table>,
    settings: Option<Table>,
    entities: Option<Table>,
}

fn assemble(book: &Workbook, name: &str, limits: &Limits, report: &mut Report) -> Option<Form> {
    let Some(survey_sheet) = book.named("survey") else {
        report.add(Place::default(), Fault::NoSurvey { found: book.names() });
        return None;
    };
    let set = settings::read(book, name, report);
    let mut read_lists = |sheet: &str| match book.named(sheet) {
        Some(sheet) => {
            let (lists, table) = choices::read(sheet, set.tidy, report);
            (lists, Some(table))
        }
        None => (BTreeMap::new(), None),
    };
    let (mut lists, choices) = read_lists("choices");
    let (external_lists, _) = read_lists("external_choices");
    let survey = records::read(survey_sheet, &headers::SURVEY, set.tidy, report);
    if !survey.headers.has("type") {
        let place = Place::row(&survey.sheet, survey.header_row);
        report.add(place, Fault::MissingColumn { column: "type".to_owned() });
        return None;
    }
    let built = survey::build(&survey.records, &mut lists, limits, report);
    blame_missing_names_on_the_column(&survey, report);
    let (entities, entities_table) = match book.named("entities") {
        Some(sheet) => {
            let (rows, table) = entities::read(sheet, set.tidy, report);
            (rows, Some(table))
        }
        None => (Vec::new(), None),
    };
    let (languages, default_language) = languages(&survey, choices.as_ref(), set.default_language, report);
    let (id, title, version, settings) = (set.id, set.title, set.version, set.settings);
    let items = built.items;
    let mut form =
        Form { id, title, version, default_language, languages, settings, items, lists, external_lists, entities };
    lists::add_other(&mut form, &built.other_lists);
    let sheets = Sheets { survey, choices, settings: set.table, entities: entities_table };
    check(&form, book, &sheets, &built.rows, report);
    Some(form)
}

/// A sheet without a name column has one problem, not one for each row.
fn blame_missing_names_on_the_column(survey: &Table, report: &mut Report) {
    if !survey.headers.has("name") && report.take_out(&Fault::NoName) {
        let place = Place::row(&survey.sheet, survey.header_row);
        report.add(place, Fault::MissingColumn { column: "name".to_owned() });
    }
}

/// Everything that can be seen only when the whole form is there.
fn check(form: &Form, book: &Workbook, sheets: &Sheets, rows: &std::collections::BTreeSet<u32>, report: &mut Report) {
    if form.items.is_empty() && !report.has_errors() {
        report.add(Place::sheet(&sheets.survey.sheet), Fault::NoQuestions);
    }
    table::check(form, form.settings.root.as_deref().unwrap_or("data"), report);
    let names = table::Names::of(form);
    references::check_survey(&sheets.survey, rows, &names, report);
    for table in [&sheets.choices, &sheets.settings, &sheets.entities].into_iter().flatten() {
        references::check_sheet(table, &names, report);
    }
    references::check_targets(form, &names, report);
    logic::check(form, &sheets.survey, report);
    let used = lists::check(form, book, report);
    choices::check(&form.lists, &used, form.settings.allow_choice_duplicates, report);
    files::check(form, report);
    evaluated::check(form, report);
    entities::check(form, sheets.entities.as_ref(), &names, report);
}

fn languages(survey: &Table, choices: Option<&Table>, wanted: Option<Lang>, report: &mut Report) -> (Vec<Lang>, Lang) {
    let tables = [Some(survey), choices];
    let mut columns: Vec<Lang> = Vec::new();
    let mut has_unnamed = false;
    for table in tables.into_iter().flatten() {
        for lang in table.headers.languages() {
            if !columns.contains(lang) {
                columns.push(lang.clone());
            }
        }
        has_unnamed |= table.headers.has_unnamed_texts();
    }
    let unknown = wanted.clone().filter(|wanted| !has_unnamed && !columns.is_empty() && !columns.contains(wanted));
    let (languages, default) = lists::languages(columns, has_unnamed, wanted);
    if let Some(lang) = unknown.filter(|lang| *lang == default) {
        report.add(Place::sheet("settings"), Fault::UnknownDefaultLanguage { language: lang.0 });
    }
    (languages, default)
}
