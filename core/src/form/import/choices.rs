//! The choices and external_choices sheets: lists of choices, with the columns that filters use.

use std::collections::BTreeMap;

use crate::form::model::{Choice, ChoiceList, MissingKind};
use crate::form::problems::{Fault, Place, Report};

use super::headers::CHOICES;
use super::names::is_name;
use super::records::{self, Record, Table};
use super::sheet::Sheet;

/// Reads the sheet into lists by name. Names that occur twice in a list are found later, when it is known whether any
/// question uses the list.
pub(super) fn read(sheet: &Sheet, tidy: bool, report: &mut Report) -> (BTreeMap<String, ChoiceList>, Table) {
    let table = records::read(sheet, &CHOICES, tidy, report);
    let mut lists: BTreeMap<String, ChoiceList> = BTreeMap::new();
    if table.records.is_empty() {
        return (lists, table);
    }
    for column in ["list_name", "name"] {
        if !table.headers.has(column) {
            report.add(Place::row(&table.sheet, table.header_row), Fault::MissingColumn { column: column.to_owned() });
            return (lists, table);
        }
    }
    for (_, header) in &table.headers.columns {
        if header.known.is_none() && !is_name(&header.written) {
            let place = Place { column: Some(header.written.clone()), ..Place::row(&table.sheet, table.header_row) };
            report.add(place, Fault::FilterColumnName);
        }
    }
    let mut first_places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for record in &table.records {
        let Some(list) = record.get("list_name") else {
            report.add(record.place(), Fault::NoListName);
            continue;
        };
        let Some(name) = record.get("name") else {
            report.add(record.place(), Fault::NoChoiceName);
            continue;
        };
        let choice = choice(record, name, report);
        let choices = &mut lists.entry(list.to_owned()).or_default().choices;
        let first = *first_places.entry((list, name)).or_insert(choices.len());
        match choices.get(first).filter(|first| Choice { row: choice.row, ..(*first).clone() } == choice) {
            Some(first) => report.add(record.at("name"), Fault::ChoiceRepeated { row: first.row.to_string() }),
            None => choices.push(choice),
        }
    }
    (lists, table)
}

fn choice(record: &Record, name: &str, report: &mut Report) -> Choice {
    let points = record.get("evaluation::points").and_then(|text| {
        let points = text.parse::<u8>().ok().filter(|points| *points <= 100);
        if points.is_none() {
            report.add(record.at("evaluation::points"), Fault::BadPoints);
        }
        points
    });
    let missing = record.get("evaluation::missing").and_then(|text| {
        let found = MissingKind::ALL.into_iter().find(|kind| kind.word() == text.to_lowercase());
        if found.is_none() {
            report.add(record.at("evaluation::missing"), Fault::BadMissing);
        }
        found
    });
    if points.is_some() && missing.is_some() {
        report.add(record.at("evaluation::points"), Fault::PointsAndMissing);
    }
    Choice {
        name: name.to_owned(),
        row: record.row,
        label: record.translated("label"),
        media: record.media(),
        extra: record.others().map(|(header, text)| (header.trim().to_owned(), text.to_owned())).collect(),
        points,
        missing,
    }
}

/// How the questions of a form use a list.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Use {
    /// Whether several of the choices can be chosen, so that answers are separated by spaces.
    pub(super) several: bool,
}

/// Checks the lists that questions use.
pub(super) fn check(
    lists: &BTreeMap<String, ChoiceList>,
    used: &BTreeMap<String, Use>,
    duplicates_allowed: bool,
    report: &mut Report,
) {
    for (name, list) in lists {
        let usage = used.get(name);
        let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
        for choice in &list.choices {
            let place = Place::row("choices", choice.row).cell("name", &choice.name);
            if choice.name.contains(char::is_whitespace) {
                let several = usage.is_some_and(|usage| usage.several);
                report.add(place.clone(), if several { Fault::ChoiceNameSpace } else { Fault::UnusedChoiceSpace });
            }
            if usage.is_some() && choice.label.is_empty() && choice.media.is_empty() {
                report.add(place.clone(), Fault::NoChoiceLabel);
            }
            if let Some(row) = rows.insert(&choice.name, choice.row)
                && !duplicates_allowed
            {
                report.add(place, Fault::ChoiceTwice { row: row.to_string() });
            }
        }
    }
}
