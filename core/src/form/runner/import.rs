//! The operation `import`: a form as rows or as a file, and back what it was understood to be.

use serde_json::{Map, Value, json};

use super::{ReadFile, Refusal, binds};
use crate::form::import::{Imported, Limits, Row, Sheet, Workbook, import_workbook, is_name, read};

/// Answers one request.
pub(super) fn answer(request: &Value, read_file: &mut ReadFile) -> Result<Value, Refusal> {
    let root = request["form_name"].as_str().unwrap_or("data");
    if !is_name(root) {
        return Err(Refusal::Error("the form's name cannot be used as a root".to_owned()));
    }
    let imported = load(request, read_file)?;
    Ok(json!({ "model": { "binds": binds::of(&imported.form, root) } }))
}

/// The form that a request gives by `sheets` or by `xlsx`.
pub(super) fn load(request: &Value, read_file: &mut ReadFile) -> Result<Imported, Refusal> {
    let limits = Limits::default();
    let book = match (&request["sheets"], request["xlsx"].as_str()) {
        (Value::Object(sheets), _) => workbook(sheets),
        (_, Some(path)) => {
            let bytes = read_file(path).map_err(|error| format!("the file cannot be read: {error}"))?;
            read(&bytes, &limits).map_err(|report| report.to_string())?
        }
        _ => return Err(Refusal::Error("neither sheets nor a file".to_owned())),
    };
    let name = request["form_name"].as_str().unwrap_or("data");
    Ok(import_workbook(&book, name, &limits).map_err(|report| report.to_string())?)
}

/// Rows of JSON as sheets: the headers are all keys that any row has.
fn workbook(sheets: &Map<String, Value>) -> Workbook {
    let sheets = sheets.iter().map(|(name, rows)| sheet(name, rows.as_array().map_or(&[], Vec::as_slice)));
    Workbook { sheets: sheets.collect() }
}

fn sheet(name: &str, rows: &[Value]) -> Sheet {
    let mut headers: Vec<&String> = Vec::new();
    for key in rows.iter().filter_map(Value::as_object).flat_map(Map::keys) {
        if !headers.contains(&key) {
            headers.push(key);
        }
    }
    let header_cells = headers.iter().enumerate().map(|(column, header)| (column, (*header).clone())).collect();
    let mut out = vec![Row { number: 1, cells: header_cells }];
    for (number, row) in (2..).zip(rows) {
        let cell = |(column, header): (usize, &&String)| Some((column, text(row.get(header.as_str())?)?));
        let cells: Vec<_> = headers.iter().enumerate().filter_map(cell).collect();
        if !cells.is_empty() {
            out.push(Row { number, cells });
        }
    }
    Sheet { name: name.to_owned(), rows: out }
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
    };
    (!text.is_empty()).then_some(text)
}
