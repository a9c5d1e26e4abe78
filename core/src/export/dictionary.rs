//! The data dictionary: what every column of every table is.

use super::questionnaires::{Catalogue, question_of};
use crate::form::export::CentralColumn;
use crate::form::model::Form;

/// What the dictionary's columns are called.
pub(super) const HEADER: [&str; 6] = ["table", "column", "question", "type", "label", "choices"];

/// The rows for the columns of one table.
pub(super) fn rows(
    catalogue: &Catalogue,
    versions: &[&Form],
    table: &str,
    columns: &[CentralColumn],
) -> Vec<[String; 6]> {
    columns.iter().map(|column| row(catalogue, versions, table, column)).collect()
}

fn row(catalogue: &Catalogue, versions: &[&Form], table: &str, column: &CentralColumn) -> [String; 6] {
    let found = column.path.as_deref().and_then(|path| question_of(versions, path));
    let (table, name) = (table.to_owned(), column.name.clone());
    let Some((form, question)) = found else {
        return [table, name, String::new(), String::new(), String::new(), String::new()];
    };
    let list = form.list_of(question).map_or(&[][..], |list| list.choices.as_slice());
    let offered = list.iter().filter(|choice| column.choice.as_ref().is_none_or(|name| *name == choice.name));
    let choices: Vec<String> =
        offered.map(|choice| format!("{} = {}", choice.name, catalogue.choice(form, choice))).collect();
    let path = column.path.as_deref().unwrap_or_default().trim_start_matches('/').to_owned();
    let kind = if column.choice.is_some() { "0 or 1".to_owned() } else { question.kind.type_text() };
    [table, name, path, kind, catalogue.question(form, question).to_owned(), choices.join("; ")]
}
