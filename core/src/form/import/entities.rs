//! The entities sheet and the `save_to` column: read, checked, carried; nothing uses them yet.
//!
//! The rules are those of the ODK entities specification as far as a form can break them.

use std::collections::BTreeMap;

use crate::form::model::{Form, Item};
use crate::form::problems::{Fault, Place, Report};

use super::headers::ENTITIES;
use super::names::is_name;
use super::records::{self, Record, Table};
use super::references::names_in;
use super::sheet::Sheet;
use super::table::{Names, is_inside};

/// Reads the sheet: one declaration for each entity list.
pub(super) fn read(sheet: &Sheet, tidy: bool, report: &mut Report) -> (Vec<BTreeMap<String, String>>, Table) {
    let table = records::read(sheet, &ENTITIES, tidy, report);
    for (_, header) in table.headers.columns.iter().filter(|(_, header)| header.known.is_none()) {
        let place = Place { column: Some(header.written.clone()), ..Place::row(&table.sheet, table.header_row) };
        report.add(place, Fault::UnknownEntityColumn);
    }
    let mut first_rows: BTreeMap<&str, u32> = BTreeMap::new();
    for record in &table.records {
        check_row(record, report);
        if let Some(list) = record.get("list_name")
            && let Some(row) = first_rows.insert(list, record.row)
        {
            report.add(record.at("list_name"), Fault::EntityListTwice { row: row.to_string() });
        }
    }
    if let Some(record) = table.records.first() {
        report.add(record.place(), Fault::EntitiesUnused);
    }
    let known = |record: &Record| {
        let cells = record.cells().filter_map(|(header, text)| Some((header.known?.to_owned(), text.to_owned())));
        cells.collect::<BTreeMap<_, _>>()
    };
    let rows = table.records.iter().map(known).collect();
    (rows, table)
}

fn check_row(record: &Record, report: &mut Report) {
    let Some(list) = record.get("list_name") else {
        report.add(record.at("list_name"), Fault::EntityNoList);
        return;
    };
    if !is_name(list) || list.contains('.') || list.starts_with("__") {
        report.add(record.at("list_name"), Fault::EntityBadName);
    }
    let given = |column: &str| record.get(column).is_some();
    let list = list.to_owned();
    match (given("entity_id"), given("create_if"), given("update_if")) {
        (true, true, false) => report.add(record.at("update_if"), Fault::EntityNoUpdate { list: list.clone() }),
        (false, _, true) => report.add(record.at("entity_id"), Fault::EntityNoId { list: list.clone() }),
        (true, _, _) | (false, _, false) => {}
    }
    let creates = !given("entity_id") || given("create_if");
    if creates && !given("label") {
        report.add(record.at("label"), Fault::EntityNoLabel { list });
    }
}

/// Checks `save_to` and from which repeats each list takes its values.
pub(super) fn check(form: &Form, sheet: Option<&Table>, names: &Names<'_>, report: &mut Report) {
    let mut taken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut properties: BTreeMap<(String, String), u32> = BTreeMap::new();
    form.walk(&mut |path, item| {
        let Item::Question(question) = item else { return };
        let Some(save_to) = &question.save_to else { return };
        let place = Place::row("survey", question.row).cell("save_to", save_to);
        match list_and_property(save_to, form) {
            Err(fault) => report.add(place, fault),
            Ok((list, property)) => {
                taken.entry(list.clone()).or_default().push(container(path).to_owned());
                if let Some(row) = properties.insert((list, property.to_lowercase()), question.row) {
                    report.add(place, Fault::SaveToTwice { row: row.to_string() });
                }
            }
        }
    });
    if let Some(table) = sheet {
        place_lists(form, table, &taken, names, report);
    }
}

fn list_and_property(save_to: &str, form: &Form) -> Result<(String, String), Fault> {
    let lists: Vec<&str> = form.entities.iter().filter_map(|row| row.get("list_name")).map(String::as_str).collect();
    if form.entities.is_empty() {
        return Err(Fault::SaveToWithoutEntities);
    }
    let (list, property) = match (save_to.split_once('#'), lists.as_slice()) {
        (Some((list, _)), _) if !lists.contains(&list) => {
            return Err(Fault::SaveToUnknownList { list: list.to_owned() });
        }
        (Some((list, property)), _) => (list, property),
        (None, [only]) => (*only, save_to),
        (None, _) => return Err(Fault::SaveToNeedsList),
    };
    let reserved = ["name", "label"].contains(&property.to_lowercase().as_str());
    if !is_name(property) || property.starts_with("__") || reserved {
        return Err(Fault::EntityBadName);
    }
    Ok((list.to_owned(), property.to_owned()))
}

/// The path of what a question stands in.
fn container(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(outer, _)| outer)
}

/// Each list must find a container of its own: the innermost repeat it takes values from, or a group inside it.
fn place_lists(
    form: &Form,
    table: &Table,
    saved: &BTreeMap<String, Vec<String>>,
    names: &Names<'_>,
    report: &mut Report,
) {
    let repeats = repeat_paths(form);
    let paths = Paths::of(form);
    let mut wishes: Vec<(&Record, String, String)> = Vec::new();
    for record in &table.records {
        let Some(list) = record.get("list_name") else { continue };
        let mut from: Vec<String> = saved.get(list).cloned().unwrap_or_default();
        let texts =
            ["label", "create_if", "update_if", "entity_id"].into_iter().filter_map(|column| record.get(column));
        from.extend(
            texts.flat_map(names_in).filter(|name| names.all(name).len() == 1).filter_map(|name| paths.container(name)),
        );
        let scope = |path: &String| {
            repeats.iter().filter(|repeat| within(path, repeat)).max_by_key(|repeat| repeat.len()).cloned()
        };
        let scopes: Vec<String> = from.iter().map(|path| scope(path).unwrap_or_default()).collect();
        let deepest = scopes.iter().max_by_key(|scope| scope.len()).cloned().unwrap_or_default();
        if scopes.iter().any(|scope| !within(&deepest, scope)) {
            report.add(record.place(), Fault::EntityScope { list: list.to_owned() });
            continue;
        }
        let home = from.iter().filter(|path| within(path, &deepest)).cloned().reduce(|a, b| common(&a, &b));
        wishes.push((record, deepest.clone(), home.unwrap_or(deepest)));
    }
    crowd(&wishes, report);
}

/// Gives each list the nearest free container from its own outwards, never leaving its repeat; the deepest choose first.
fn crowd(wishes: &[(&Record, String, String)], report: &mut Report) {
    let mut order: Vec<&(&Record, String, String)> = wishes.iter().collect();
    order.sort_by_key(|(_, _, home)| std::cmp::Reverse(home.matches('/').count() + usize::from(!home.is_empty())));
    let mut taken: Vec<&str> = Vec::new();
    for (record, scope, home) in order {
        let mut at = home.as_str();
        while taken.contains(&at) && at.len() > scope.len() {
            at = container(at);
        }
        if taken.contains(&at) {
            let list = record.get("list_name").unwrap_or_default().to_owned();
            report.add(record.place(), Fault::EntityCrowded { list });
        } else {
            taken.push(at);
        }
    }
}

fn within(path: &str, outer: &str) -> bool {
    path == outer || is_inside(path, outer)
}

/// The innermost container that holds both.
fn common(a: &str, b: &str) -> String {
    let mut at = a;
    while !within(b, at) {
        at = container(at);
    }
    at.to_owned()
}

fn repeat_paths(form: &Form) -> Vec<String> {
    let mut paths = Vec::new();
    form.walk(&mut |path, item| {
        if matches!(item, Item::Repeat(_)) {
            paths.push(path.to_owned());
        }
    });
    paths
}

/// Where each name stands.
struct Paths(BTreeMap<String, String>);

impl Paths {
    fn of(form: &Form) -> Self {
        let mut paths = BTreeMap::new();
        form.walk(&mut |path, item| {
            paths.insert(item.name().to_owned(), container(path).to_owned());
        });
        Self(paths)
    }

    fn container(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}
