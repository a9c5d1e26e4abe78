//! Lists and files of data that expressions see by `instance(...)`: choice lists, CSV, GeoJSON and XML files.
//!
//! Each becomes a tree `root/item/column` when it is first needed. Choosing among them is in `choices`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::form::expr::{NodeId, Tree};
use crate::form::model::{ChoiceList, Form};

/// Files beside a form, by file name, as text.
pub type Attachments = BTreeMap<String, String>;

/// A list as a tree, with its rows in order.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) tree: Tree,
    pub(super) rows: Vec<NodeId>,
}

#[derive(Debug)]
enum Source {
    Choices(String),
    External(String),
    File { name: String, text: String },
}

/// Every list and file of a form.
#[derive(Debug, Default)]
pub(super) struct Lists {
    sources: Vec<(Source, OnceLock<List>)>,
    by_id: BTreeMap<String, usize>,
}

impl Lists {
    /// Knows the lists of a form and the files beside it; reads none yet. A list of the form hides a file of its name.
    pub(super) fn new(form: &Form, attachments: Attachments) -> Self {
        let mut lists = Self::default();
        for (name, text) in attachments {
            let id = instance_id(&name).to_owned();
            lists.add(id, Source::File { name, text });
        }
        for name in form.external_lists.keys() {
            lists.add(name.clone(), Source::External(name.clone()));
        }
        for name in form.lists.keys() {
            lists.add(name.clone(), Source::Choices(name.clone()));
        }
        lists
    }

    fn add(&mut self, id: String, source: Source) {
        self.by_id.insert(id, self.sources.len());
        self.sources.push((source, OnceLock::new()));
    }

    /// The number of the list with this id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).or_else(|| self.by_id.get(instance_id(id))).copied()
    }

    /// How many nodes there are in the lists that have been read.
    pub(super) fn size(&self) -> usize {
        self.sources.iter().filter_map(|(_, list)| list.get()).map(|list| list.tree.len()).sum()
    }

    /// The list with this number.
    pub(super) fn list(&self, index: usize, form: &Form) -> &List {
        let (source, list) = &self.sources[index];
        list.get_or_init(|| match source {
            Source::Choices(name) => {
                form.lists.get(name).map_or_else(List::default, |list| from_choices(list, name, form))
            }
            Source::External(name) => {
                form.external_lists.get(name).map_or_else(List::default, |list| from_choices(list, name, form))
            }
            Source::File { name, text } => from_file(name, text),
        })
    }
}

/// The id by which expressions know a file: its name without the extension.
pub(in crate::form) fn instance_id(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}

struct Rows {
    list: List,
    root: NodeId,
}

impl Rows {
    fn new() -> Self {
        let mut list = List::default();
        let root = list.tree.append_element(NodeId::DOCUMENT, "root", "");
        Self { list, root }
    }

    fn row(&mut self) -> NodeId {
        let row = self.list.tree.append_element(self.root, "item", "");
        self.list.rows.push(row);
        row
    }

    fn cell(&mut self, row: NodeId, column: &str, text: &str) {
        self.list.tree.append_element(row, column, text);
    }
}

/// The id under which `jr:itext` finds a choice's words: list and place.
fn from_choices(list: &ChoiceList, name: &str, form: &Form) -> List {
    let mut rows = Rows::new();
    for (index, choice) in list.choices.iter().enumerate() {
        let row = rows.row();
        rows.cell(row, "name", &choice.name);
        rows.cell(row, "label", choice.label.best(&form.default_language, &form.default_language).unwrap_or_default());
        rows.cell(row, "itextId", &format!("{name}-{index}"));
        for (column, text) in &choice.extra {
            rows.cell(row, column, text);
        }
    }
    rows.list
}

fn from_file(name: &str, text: &str) -> List {
    let lower = name.to_lowercase();
    if lower.ends_with(".xml") {
        from_xml(text)
    } else if lower.ends_with(".geojson") || lower.ends_with(".json") {
        from_geojson(text)
    } else {
        from_csv(text)
    }
}

fn from_xml(text: &str) -> List {
    let tree = Tree::from_xml(text).unwrap_or_default();
    let rows = match tree.root() {
        Some(root) => tree.children(root).iter().copied().filter(|row| tree.name(*row) == "item").collect(),
        None => Vec::new(),
    };
    List { tree, rows }
}

/// Features become rows: their id, their place as `lat lon alt acc`, their properties.
fn from_geojson(text: &str) -> List {
    let mut rows = Rows::new();
    let json: Json = serde_json::from_str(text).unwrap_or_default();
    for feature in json["features"].as_array().map_or(&[][..], Vec::as_slice) {
        let row = rows.row();
        if let Some(id) = scalar(&feature["id"]) {
            rows.cell(row, "id", &id);
        }
        rows.cell(row, "geometry", &geometry(&feature["geometry"]));
        for (name, value) in feature["properties"].as_object().into_iter().flatten() {
            rows.cell(row, name, &scalar(value).unwrap_or_default());
        }
    }
    rows.list
}

fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

fn geometry(geometry: &Json) -> String {
    let point = |pair: &Json| {
        let part = |index: usize| pair[index].as_f64().map(crate::form::expr::format_number).unwrap_or_default();
        format!("{} {} 0 0", part(1), part(0))
    };
    let line = |points: &Json| points.as_array().into_iter().flatten().map(point).collect::<Vec<_>>().join("; ");
    match geometry["type"].as_str() {
        Some("Point") => point(&geometry["coordinates"]),
        Some("LineString") => line(&geometry["coordinates"]),
        Some("Polygon") => line(&geometry["coordinates"][0]),
        Some(_) | None => String::new(),
    }
}

fn from_csv(text: &str) -> List {
    let mut rows = Rows::new();
    let mut records = records(text.trim_start_matches('\u{feff}')).into_iter();
    let header: Vec<String> = records.next().unwrap_or_default().iter().map(|name| name.trim().to_owned()).collect();
    for record in records {
        let row = rows.row();
        for (column, cell) in header.iter().zip(&record).filter(|(column, _)| !column.is_empty()) {
            rows.cell(row, column, cell);
        }
    }
    rows.list
}

/// The records of a CSV text (RFC 4180), with the delimiter that its first line uses; blank lines are left out.
fn records(text: &str) -> Vec<Vec<String>> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [';', '\t'].into_iter().find(|mark| first.contains(*mark) && !first.contains(',')).unwrap_or(',');
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            c if c == delimiter && !quoted => record.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    record.push(cell);
    records.push(record);
    records.retain(|record| record.iter().any(|cell| !cell.is_empty()));
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_may_hold_commas_quotes_and_lines() {
        let list = from_csv("name,label\nk1,\"Kiosk, \"\"one\"\"\nnorth\"\nk2,Kiosk two\n");
        let label = list.tree.child(list.rows[0], "label").unwrap();
        assert_eq!(list.tree.text(label), "Kiosk, \"one\"\nnorth");
        assert_eq!(list.rows.len(), 2);
    }

    #[test]
    fn a_feature_becomes_a_row_with_its_place() {
        let text = r#"{"features":[{"id":"a","geometry":{"type":"Point","coordinates":[2.5,48]},"properties":{"title":"A"}}]}"#;
        let list = from_geojson(text);
        let cell = |name| list.tree.text(list.tree.child(list.rows[0], name).unwrap());
        assert_eq!((cell("id"), cell("geometry"), cell("title")), ("a".into(), "48 2.5 0 0".into(), "A".into()));
    }

    #[test]
    fn damaged_files_are_empty_lists() {
        for name in ["a.csv", "a.geojson", "a.xml"] {
            assert!(from_file(name, "").rows.is_empty());
            assert!(from_file(name, "<{").rows.is_empty());
        }
    }
}
