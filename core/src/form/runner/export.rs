//! The operation `export_csv`: filled-in forms given as XML, and back the files that ODK Central would give out.

use serde_json::{Value, json};

use super::Refusal;
use crate::form::export::{CentralOptions, ExportField, ExportKind, Received, central_files};
use crate::form::expr::Tree;

/// Answers one request.
pub(super) fn answer(request: &Value) -> Result<Value, Refusal> {
    let fields: Vec<ExportField> = request["fields"].as_array().into_iter().flatten().map(field).collect();
    let split = request["select_values"].as_object().into_iter().flatten();
    let options = CentralOptions {
        group_paths: request["options"]["groupPaths"].as_bool().unwrap_or(true),
        root_only: request["options"]["rootOnly"].as_bool().unwrap_or_default(),
        split: split.map(|(path, values)| (path.clone(), texts(values))).collect(),
        for_spreadsheets: false,
        more: Vec::new(),
    };
    let sent: Result<Vec<Received>, Refusal> =
        request["submissions"].as_array().into_iter().flatten().map(received).collect();
    let form_id = request["form_id"].as_str().unwrap_or("form");
    Ok(json!({ "files": central_files(form_id, &fields, &options, &sent?) }))
}

fn field(field: &Value) -> ExportField {
    let kind = match field["type"].as_str() {
        Some("structure") => ExportKind::Group,
        Some("repeat") => ExportKind::Repeat,
        Some("geopoint") => ExportKind::Geopoint,
        Some("geotrace" | "geoshape") => ExportKind::Shape,
        _ if field["selectMultiple"] == true => ExportKind::SelectMultiple,
        _ => ExportKind::Value,
    };
    ExportField { path: text(&field["path"]), kind }
}

fn received(sent: &Value) -> Result<Received, Refusal> {
    let xml = sent["xml"].as_str().unwrap_or_default();
    let tree = Tree::from_xml(xml).or_else(|_| Tree::from_xml(&closed(xml))).map_err(|error| error.to_string())?;
    let count = |value: &Value| value.as_u64().and_then(|count| u32::try_from(count).ok()).unwrap_or_default();
    Ok(Received {
        tree,
        key: text(&sent["instanceId"]),
        submitted: text(&sent["createdAt"]),
        submitter_id: text(&sent["submitter"]["id"]),
        submitter_name: text(&sent["submitter"]["displayName"]),
        attachments: (count(&sent["attachments"]["present"]), count(&sent["attachments"]["expected"])),
        status: text(&sent["status"]),
        review_state: text(&sent["reviewState"]),
        device_id: text(&sent["deviceId"]),
        edits: count(&sent["edits"]),
        form_version: text(&sent["formVersion"]),
        more: Vec::new(),
    })
}

/// The XML with elements closed that were left open: servers have taken such submissions in.
fn closed(xml: &str) -> String {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    for piece in xml.split_inclusive('>') {
        let Some((before, tag)) = piece.rsplit_once('<') else { continue };
        let name = tag.trim_end_matches('>').split([' ', '\n', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        out.push_str(before);
        if tag.starts_with('/') {
            while let Some(inner) = open.pop().filter(|inner| *inner != name) {
                out.push_str(&format!("</{inner}>"));
            }
        } else if !tag.ends_with("/>") && !tag.starts_with(['?', '!']) {
            open.push(name);
        }
        out.push_str(&format!("<{tag}"));
    }
    out
}

fn texts(values: &Value) -> Vec<String> {
    values.as_array().into_iter().flatten().map(text).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    }
}
