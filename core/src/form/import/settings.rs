//! The settings sheet: its first row under the headers counts, as in other tools.

use crate::form::model::{Lang, Settings};
use crate::form::problems::{Fault, Report};

use super::headers::SETTINGS;
use super::names::is_name;
use super::records::{self, Table};
use super::sheet::Workbook;

/// What the settings sheet says, or what holds without one.
pub(super) struct Set {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) default_language: Option<Lang>,
    /// Whether several blanks in a cell become one.
    pub(super) tidy: bool,
    pub(super) settings: Settings,
    pub(super) table: Option<Table>,
}

/// Settings that change what other tools do with a form and have no effect here.
const WITHOUT_EFFECT: [&str; 2] = ["public_key", "submission_url"];

/// Reads the sheet. `name` is the form's id where the sheet gives none.
pub(super) fn read(book: &Workbook, name: &str, report: &mut Report) -> Set {
    let table = book.named("settings").map(|sheet| records::read(sheet, &SETTINGS, false, report));
    let record = table.as_ref().and_then(|table| table.records.first());
    let text = |column: &str| record.and_then(|record| record.get(column)).map(str::to_owned);
    let id = text("form_id").unwrap_or_else(|| name.to_owned());
    let mut settings = Settings {
        instance_name: text("instance_name"),
        style: text("style"),
        root: text("name"),
        allow_choice_duplicates: text("allow_choice_duplicates").is_some_and(|text| truth(&text) == Some(true)),
        ..Settings::default()
    };
    if let Some(record) = record {
        if settings.root.as_deref().is_some_and(|root| !is_name(root)) {
            report.add(record.at("name"), Fault::BadRoot);
        }
        for (header, text) in record.others() {
            let key = header.trim().to_lowercase().replace(' ', "_");
            if WITHOUT_EFFECT.contains(&key.as_str()) {
                report.add(record.place().cell(header, text), Fault::SettingUnused { setting: key.clone() });
            }
            settings.other.insert(key, text.to_owned());
        }
    }
    Set {
        title: text("form_title").unwrap_or_else(|| id.clone()),
        id,
        version: text("version").unwrap_or_default(),
        default_language: text("default_language").map(Lang),
        tidy: text("clean_text_values").and_then(|text| truth(&text)).unwrap_or(true),
        settings,
        table,
    }
}

/// Yes or no in the ways that people write it.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "true()" | "1" => Some(true),
        "no" | "n" | "false" | "false()" | "0" => Some(false),
        _ => None,
    }
}
