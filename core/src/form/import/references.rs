//! Whether every `${name}` in the file means exactly one row of the survey sheet.
//!
//! Cells are looked at, not the finished form, so that each problem has its row and column.

use std::collections::BTreeSet;

use crate::form::model::{ChoiceSource, Form};
use crate::form::problems::{Fault, Place, Report};

use super::names::{Reference, references};
use super::records::{Record, Table};
use super::table::{Names, is_invisible};

/// Names that every form has.
const BUILT_IN: [&str; 3] = ["instanceID", "instanceName", "deprecatedID"];

/// Columns of the survey sheet that are not looked at: names have their own check.
const WITHOUT: [&str; 3] = ["type", "name", "disabled"];

/// Checks the survey sheet's rows that became part of the form.
pub(super) fn check_survey(table: &Table, rows: &BTreeSet<u32>, names: &Names<'_>, report: &mut Report) {
    for record in table.records.iter().filter(|record| rows.contains(&record.row)) {
        check_cells(record, names, report);
    }
}

/// Checks every row of a sheet.
pub(super) fn check_sheet(table: &Table, names: &Names<'_>, report: &mut Report) {
    for record in &table.records {
        check_cells(record, names, report);
    }
}

fn check_cells(record: &Record, names: &Names<'_>, report: &mut Report) {
    for (header, text) in record.cells() {
        let looked_at = header.known.is_some_and(|known| !WITHOUT.contains(&known));
        if looked_at {
            check_text(text, &record.place().cell(&header.written, text), names, report);
        }
    }
}

fn check_text(text: &str, place: &Place, names: &Names<'_>, report: &mut Report) {
    for reference in references(text) {
        let Some(name) = reference.name() else {
            report.add(place.clone(), Fault::BrokenReference);
            continue;
        };
        match names.all(name) {
            [] if BUILT_IN.contains(&name) => {}
            [] => report.add(place.clone(), Fault::UnknownReference { name: name.to_owned() }),
            [_] => {}
            several => {
                let rows =
                    several.iter().take(5).map(|named| named.item.row().to_string()).collect::<Vec<_>>().join(", ");
                report.add(place.clone(), Fault::AmbiguousReference { name: name.to_owned(), rows });
            }
        }
    }
}

/// Checks what triggers and choices from repeats refer to.
pub(super) fn check_targets(form: &Form, names: &Names<'_>, report: &mut Report) {
    for (_, question) in form.questions() {
        let place = |column: &str| Place { column: Some(column.to_owned()), ..Place::row("survey", question.row) };
        for name in &question.trigger {
            if names.question(name).is_some_and(is_invisible) {
                report.add(place("trigger"), Fault::HiddenTrigger { name: name.clone() });
            }
        }
        if let Some(ChoiceSource::Repeat(name)) = question.kind.choices() {
            match names.all(name) {
                [] => report.add(place("type"), Fault::UnknownReference { name: name.clone() }),
                [one] if !one.scope.is_empty() => {}
                _ => report.add(place("type"), Fault::NotARepeatField { name: name.clone() }),
            }
        }
    }
}

/// The references of a text that is not in a row of the survey sheet's tree, for entities.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    references(text).into_iter().filter_map(Reference::name)
}
