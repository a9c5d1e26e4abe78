//! Filled-in forms as the CSV files that ODK Central gives out: one for the form, one for each repeat.
//!
//! The files are the same byte for byte, so that whoever has scripts for Central's keeps them.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::csv::push_row;
use super::fields::{ExportField, ExportKind};
use crate::form::expr::{NodeId, NodeKind, Tree};

/// How the files are laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CentralOptions {
    /// Whether columns are named by their whole path below the table, not by their last name alone.
    pub group_paths: bool,
    /// Whether repeats are left out.
    pub root_only: bool,
    /// By path, the choices of select_multiple questions that get a column of 0 and 1 each.
    pub split: BTreeMap<String, Vec<String>>,
    /// Whether cells that a spreadsheet would run as formulas are made texts.
    pub for_spreadsheets: bool,
    /// Columns of the form's own table that stand behind Central's.
    pub more: Vec<String>,
}

/// A filled-in form, and what is known about its arrival. Texts stand in the file as they are here.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// The answers.
    pub tree: Tree,
    /// Its `instanceID`.
    pub key: String,
    /// When it arrived.
    pub submitted: String,
    /// Who sent it.
    pub submitter_id: String,
    /// Their name.
    pub submitter_name: String,
    /// How many attached files have arrived, and how many are awaited.
    pub attachments: (u32, u32),
    /// Whether anything keeps it from being read whole.
    pub status: String,
    /// What a reviewer decided.
    pub review_state: String,
    /// The phone.
    pub device_id: String,
    /// How often it was changed.
    pub edits: u32,
    /// The form's version.
    pub form_version: String,
    /// What stands in the columns behind Central's.
    pub more: Vec<String>,
}

/// The files by name.
pub fn central_files(
    form_id: &str,
    fields: &[ExportField],
    options: &CentralOptions,
    received: &[Received],
) -> BTreeMap<String, String> {
    let tables = CentralTables::new(fields, options.clone());
    let mut texts = vec![String::new(); tables.count()];
    for (table, text) in texts.iter_mut().enumerate() {
        let columns = tables.columns(table);
        push_row(text, columns.iter().map(|column| column.name.as_str()), options.for_spreadsheets);
    }
    for one in received {
        let written: Result<(), Infallible> = tables.add(one, &mut |table, cells| {
            push_row(&mut texts[table], cells.iter().copied(), options.for_spreadsheets);
            Ok(())
        });
        let Ok(()) = written;
    }
    let files = tables.names(form_id).into_iter().zip(texts);
    files.take(if options.root_only { 1 } else { usize::MAX }).collect()
}

/// A column as a reader finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentralColumn {
    /// Its heading.
    pub name: String,
    /// The path of the question that it belongs to, if it is one's.
    pub path: Option<String>,
    /// The choice that it is for, where a question has a column for each of its choices.
    pub choice: Option<String>,
}

/// One table: the form's own, or a repeat's.
struct Table {
    /// The path of the repeat; empty for the form itself.
    path: String,
    columns: Vec<Column>,
}

/// One question of a table.
struct Column {
    path: String,
    header: String,
    kind: ExportKind,
    split: Vec<String>,
}

/// The layout of the files: which there are, their columns, and the rows of each filled-in form.
pub struct CentralTables {
    tables: Vec<Table>,
    options: CentralOptions,
    /// By path: which table and column a value goes to.
    places: BTreeMap<String, (usize, usize)>,
    /// By path of a repeat: its table.
    repeats: BTreeMap<String, usize>,
    groups: BTreeSet<String>,
}

/// Takes the rows, each with the number of its table.
type Sink<'s, E> = dyn FnMut(usize, &[&str]) -> Result<(), E> + 's;

const GEOPOINT: [&str; 4] = ["Latitude", "Longitude", "Altitude", "Accuracy"];
const AFTER: [&str; 9] = [
    "SubmitterID",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
];

impl CentralTables {
    /// The layout for these parts of a form.
    pub fn new(fields: &[ExportField], options: CentralOptions) -> Self {
        let root = Table { path: String::new(), columns: Vec::new() };
        let (places, repeats, groups) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let mut tables = Self { tables: vec![root], options, places, repeats, groups };
        for field in fields {
            tables.add_field(field);
        }
        tables
    }

    /// How many tables there are; the form's own is the first.
    pub const fn count(&self) -> usize {
        self.tables.len()
    }

    fn add_field(&mut self, field: &ExportField) {
        let at = self.table_of(&field.path);
        match field.kind {
            ExportKind::Group => {
                self.groups.insert(field.path.clone());
            }
            ExportKind::Repeat => {
                self.repeats.insert(field.path.clone(), self.tables.len());
                self.tables.push(Table { path: field.path.clone(), columns: Vec::new() });
            }
            ExportKind::Geopoint | ExportKind::Shape | ExportKind::SelectMultiple | ExportKind::Value => {
                let table = &mut self.tables[at];
                let below = &field.path[table.path.len() + 1..];
                let header = if self.options.group_paths { below.replace('/', "-") } else { field.name().to_owned() };
                let split = self.options.split.get(&field.path).filter(|_| field.kind == ExportKind::SelectMultiple);
                let split = split.cloned().unwrap_or_default();
                self.places.insert(field.path.clone(), (at, table.columns.len()));
                table.columns.push(Column { path: field.path.clone(), header, kind: field.kind, split });
            }
        }
    }

    /// The table of the innermost repeat around a path.
    fn table_of(&self, path: &str) -> usize {
        let around = self
            .repeats
            .iter()
            .filter(|(repeat, _)| path.strip_prefix(repeat.as_str()).is_some_and(|rest| rest.starts_with('/')));
        around.max_by_key(|(repeat, _)| repeat.len()).map_or(0, |(_, index)| *index)
    }

    /// The columns of a table, in their order.
    pub fn columns(&self, table: usize) -> Vec<CentralColumn> {
        let plain = |name: &str| CentralColumn { name: name.to_owned(), path: None, choice: None };
        let mut columns: Vec<CentralColumn> = Vec::new();
        if table == 0 {
            columns.push(plain("SubmissionDate"));
        }
        for Column { path, header, kind, split } in &self.tables[table].columns {
            let of = |name: String| CentralColumn { name, path: Some(path.clone()), choice: None };
            if *kind == ExportKind::Geopoint {
                columns.extend(GEOPOINT.map(|part| of(format!("{header}-{part}"))));
            } else {
                columns.push(of(header.clone()));
            }
            let choice = |value: &String| (format!("{header}/{value}"), Some(value.clone()));
            columns.extend(split.iter().map(choice).map(|(name, choice)| CentralColumn { choice, ..of(name) }));
        }
        let after: &[&str] = if table == 0 { &["KEY"] } else { &["PARENT_KEY", "KEY"] };
        columns.extend(after.iter().map(|name| plain(name)));
        if table == 0 {
            columns.extend(AFTER.map(plain));
            columns.extend(self.options.more.iter().map(|name| plain(name)));
        }
        columns
    }

    /// Gives out the rows of one filled-in form.
    ///
    /// # Errors
    /// Those of whatever takes the rows.
    pub fn add<E>(&self, one: &Received, sink: &mut Sink<'_, E>) -> Result<(), E> {
        let mut row = Row::new(self, 0, one.key.clone());
        if let Some(root) = one.tree.root() {
            self.walk(&one.tree, root, "", &mut row, sink)?;
        }
        let (present, expected) = one.attachments;
        let (present, expected, edits) = (present.to_string(), expected.to_string(), one.edits.to_string());
        let after = [
            row.key.as_str(),
            &one.submitter_id,
            &one.submitter_name,
            &present,
            &expected,
            &one.status,
            &one.review_state,
            &one.device_id,
            &edits,
            &one.form_version,
        ];
        let after: Vec<&str> = after.into_iter().chain(one.more.iter().map(String::as_str)).collect();
        self.write_row(&row, &[&one.submitted], &after, sink)
    }

    /// Puts the values below a node into the row, and writes the rows of the repeats in it. The depth is that of a tree
    /// read or built before, which is bounded.
    fn walk<E>(&self, tree: &Tree, node: NodeId, path: &str, row: &mut Row, sink: &mut Sink<'_, E>) -> Result<(), E> {
        for child in tree.children(node).iter().copied().filter(|child| tree.kind(*child) == NodeKind::Element) {
            let name = tree.name(child);
            let path = format!("{path}/{}", name.rsplit_once(':').map_or(name, |(_, local)| local));
            if let Some(table) = self.repeats.get(&path).copied() {
                let below = &path[self.tables[row.table].path.len()..];
                let count = row.counts.entry(path.clone()).or_insert(0);
                *count += 1;
                let mut inner = Row::new(self, table, format!("{}{below}[{count}]", row.key));
                self.walk(tree, child, &path, &mut inner, sink)?;
                if !self.options.root_only {
                    self.write_row(&inner, &[], &[&row.key, &inner.key], sink)?;
                }
            } else if self.groups.contains(&path) {
                self.walk(tree, child, &path, row, sink)?;
            } else if let Some((table, column)) =
                self.places.get(&path).copied().filter(|(table, _)| *table == row.table)
            {
                debug_assert_eq!(self.tables[table].columns[column].path, path, "places point at their columns");
                row.cells[column].push_str(&tree.text(child));
            }
        }
        Ok(())
    }

    fn write_row<E>(&self, row: &Row, before: &[&str], after: &[&str], sink: &mut Sink<'_, E>) -> Result<(), E> {
        let mut cells: Vec<&str> = before.to_vec();
        for (column, value) in self.tables[row.table].columns.iter().zip(&row.cells) {
            if column.kind == ExportKind::Geopoint {
                let mut parts = value.split_whitespace();
                cells.extend(GEOPOINT.map(|_| parts.next().unwrap_or_default()));
            } else {
                cells.push(value);
            }
            if column.split.is_empty() {
                continue;
            }
            let chosen: BTreeSet<&str> = value.split_whitespace().collect();
            // A number that stands for a silence stands for it in each of the columns.
            let silence = value.starts_with('-') && !column.split.contains(value);
            let tick = |choice: &String| match () {
                () if silence => value.as_str(),
                () if chosen.contains(choice.as_str()) => "1",
                () => "0",
            };
            cells.extend(column.split.iter().map(tick));
        }
        cells.extend(after);
        sink(row.table, &cells)
    }

    /// The files' names, table by table. Repeats that share a name get numbers.
    pub fn names(&self, form_id: &str) -> Vec<String> {
        let name = |table: &Table| table.path.rsplit_once('/').map(|(_, name)| name.to_owned()).unwrap_or_default();
        let names: Vec<String> = self.tables.iter().map(name).collect();
        let file = |(index, name): (usize, &String)| {
            let same = names[1..].iter().filter(|other| *other == name).count();
            let number = names[1..=index].iter().filter(|other| *other == name).count();
            match (index, same) {
                (0, _) => format!("{form_id}.csv"),
                (_, 1) => format!("{form_id}-{name}.csv"),
                (_, _) => format!("{form_id}-{name}~{number}.csv"),
            }
        };
        names.iter().enumerate().map(file).collect()
    }
}

/// A row while its values are collected.
struct Row {
    table: usize,
    key: String,
    cells: Vec<String>,
    /// By path: how many instances of a repeat there were.
    counts: BTreeMap<String, u32>,
}

impl Row {
    fn new(tables: &CentralTables, table: usize, key: String) -> Self {
        let cells = vec![String::new(); tables.tables[table].columns.len()];
        Self { table, key, cells, counts: BTreeMap::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(path: &str, kind: ExportKind) -> ExportField {
        ExportField { path: path.to_owned(), kind }
    }

    fn street() -> Vec<ExportField> {
        vec![
            field("/street", ExportKind::Value),
            field("/spot", ExportKind::Geopoint),
            field("/lamp", ExportKind::Repeat),
            field("/lamp/state", ExportKind::Group),
            field("/lamp/state/why", ExportKind::SelectMultiple),
        ]
    }

    fn received(xml: &str) -> Received {
        Received { tree: Tree::from_xml(xml).unwrap(), key: "uuid:1".into(), ..Received::default() }
    }

    #[test]
    fn repeats_have_a_file_of_their_own_with_keys_back() {
        let xml = "<data><street>High St</street><spot>1 2 3 4</spot><lamp><state><why>a b</why></state></lamp><lamp/></data>";
        let split = BTreeMap::from([("/lamp/state/why".to_owned(), vec!["a".to_owned(), "c".to_owned()])]);
        let options = CentralOptions { group_paths: true, split, ..CentralOptions::default() };
        let files = central_files("street", &street(), &options, &[received(xml)]);
        let root = files["street.csv"].lines().nth(1).unwrap();
        assert!(root.starts_with(",High St,1,2,3,4,uuid:1,"), "{root}");
        assert_eq!(
            files["street-lamp.csv"],
            "state-why,state-why/a,state-why/c,PARENT_KEY,KEY\na b,1,0,uuid:1,uuid:1/lamp[1]\n,0,0,uuid:1,uuid:1/lamp[2]\n"
        );
    }

    #[test]
    fn columns_may_be_named_by_their_last_name_alone() {
        let files = central_files("street", &street(), &CentralOptions::default(), &[]);
        assert_eq!(files["street-lamp.csv"], "why,PARENT_KEY,KEY\n");
        assert!(files["street.csv"].contains("spot-Latitude,spot-Longitude"));
    }
}
