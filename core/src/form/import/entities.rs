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

/// More entity lists than any form has.
const MOST_LISTS: usize = 100;

/// Reads the sheet: one declaration for each entity list.
pub(super) fn read(sheet: &Sheet, tidy: bool, report: &mut Report) -> (Vec<BTreeMap<String, String>>, Table) {
    let table = records::read(sheet, &ENTITIES, tidy, report);
    for (_, header) in table.headers.columns.iter().filter(|(_, header)| header.known.is_none()) {
        let place = Place { column: Some(header.written.clone()), ..Place::row(&table.sheet, table.header_row) };
        report.add(place, Fault::UnknownEntityColumn);
    }
    if let Some(record) = table.records.get(MOST_LISTS) {
        report.add(record.place(), Fault::EntityTooMany { limit: MOST_LISTS.to_string() });
        return (Vec::new(), table);
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
    if !given("entity_id") && !given("label") {
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

/// A list that looks for the group, repeat or form that will hold its entity.
struct Wish<'a> {
    record: &'a Record,
    /// The innermost repeat that it takes values from; the entity cannot stand outside.
    scope: String,
    /// Where it would stand best.
    home: String,
    /// What its saved questions stand in.
    saved: Vec<String>,
}

fn place_lists(
    form: &Form,
    table: &Table,
    saved: &BTreeMap<String, Vec<String>>,
    names: &Names<'_>,
    report: &mut Report,
) {
    let repeats = repeat_paths(form);
    let containers = containers(form);
    let mut wishes: Vec<Wish<'_>> = Vec::new();
    for record in &table.records {
        let Some(list) = record.get("list_name") else { continue };
        let saved = saved.get(list).cloned().unwrap_or_default();
        let texts =
            ["label", "create_if", "update_if", "entity_id"].into_iter().filter_map(|column| record.get(column));
        let named = texts.flat_map(names_in).filter(|name| names.all(name).len() == 1);
        let referred: Vec<String> = named.filter_map(|name| containers.get(name).cloned()).collect();
        let scopes: Vec<&str> = saved.iter().chain(&referred).map(|path| innermost(path, &repeats)).collect();
        let scope = scopes.iter().max_by_key(|scope| scope.len()).copied().unwrap_or_default().to_owned();
        if scopes.iter().any(|other| !within(&scope, other)) {
            report.add(record.place(), Fault::EntityScope { list: list.to_owned() });
            continue;
        }
        let inside = |path: &&String| within(path, &scope);
        let common_home = saved.iter().filter(inside).cloned().reduce(|a, b| common(&a, &b));
        let deepest = || referred.iter().filter(inside).max_by_key(|path| path.matches('/').count()).cloned();
        let home = common_home.or_else(deepest).unwrap_or_else(|| scope.clone());
        wishes.push(Wish { record, scope, home, saved });
    }
    give_places(wishes, report);
}

/// Gives each list the nearest free place from its home outwards, never leaving its repeat. Lists with saved questions
/// choose first, then the deeper ones.
fn give_places(mut wishes: Vec<Wish<'_>>, report: &mut Report) {
    let depth = |path: &str| if path.is_empty() { 0 } else { 1 + path.matches('/').count() };
    wishes.sort_by_key(|wish| (wish.saved.is_empty(), std::cmp::Reverse(depth(&wish.home))));
    let mut given: Vec<(String, Vec<String>)> = Vec::new();
    for wish in wishes {
        let mut at = wish.home.as_str();
        let found = loop {
            if is_free(at, &wish.saved, &given) {
                break true;
            }
            if at.len() <= wish.scope.len() {
                break false;
            }
            at = container(at);
        };
        if found {
            given.push((at.to_owned(), wish.saved));
        } else {
            let list = wish.record.get("list_name").unwrap_or_default().to_owned();
            report.add(wish.record.place(), Fault::EntityCrowded { list });
        }
    }
}

/// Whether an entity at this place would be the nearest one of exactly its own saved questions.
fn is_free(at: &str, saved: &[String], given: &[(String, Vec<String>)]) -> bool {
    let between = |inner: &str, outer: &str, saved: &[String]| {
        inner != outer && within(inner, outer) && saved.iter().any(|path| within(path, inner))
    };
    given
        .iter()
        .all(|(other, others_saved)| at != other && !between(other, at, saved) && !between(at, other, others_saved))
}

/// The innermost repeat that holds the path, or nothing.
fn innermost<'a>(path: &str, repeats: &'a [String]) -> &'a str {
    let around = repeats.iter().filter(|repeat| within(path, repeat));
    around.max_by_key(|repeat| repeat.len()).map_or("", String::as_str)
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

/// What each name stands in.
fn containers(form: &Form) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    form.walk(&mut |path, item| {
        found.insert(item.name().to_owned(), container(path).to_owned());
    });
    found
}
