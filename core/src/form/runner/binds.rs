//! A form as the binds of an XForm: the type and logic of each row, with references written as paths.
//!
//! Only scripts look at this; the interview reads the form itself.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::form::import::is_name;
use crate::form::model::{Form, Item, Question, QuestionKind, Scale};

/// The binds in the order of the form.
pub(super) fn of(form: &Form, root: &str) -> Vec<Value> {
    let paths = Paths::of(form, root);
    let mut binds = Vec::new();
    form.walk(&mut |path, item| {
        let path = format!("/{root}/{path}");
        match item {
            Item::Question(question) => binds.extend(question_bind(question, &path, &paths)),
            Item::Group(group) => {
                binds.extend(group_bind(group.relevant.as_deref(), group.readonly.as_deref(), &path, &paths))
            }
            Item::Repeat(repeat) => {
                let group = &repeat.group;
                binds.extend(repeat.count.as_deref().and_then(|count| count_bind(count, &path, &paths)));
                binds.extend(group_bind(group.relevant.as_deref(), group.readonly.as_deref(), &path, &paths));
            }
        }
    });
    binds
}

fn question_bind(question: &Question, path: &str, paths: &Paths) -> Option<Value> {
    let kind = bind_type(question)?;
    let mut bind = Map::new();
    bind.insert("path".into(), path.into());
    bind.insert("type".into(), kind.into());
    let calculation = question.calculation.as_ref().filter(|_| question.trigger.is_empty());
    let note = (question.kind == QuestionKind::Note).then(|| "true()".to_owned());
    let columns = [
        ("required", question.required.as_ref()),
        ("relevant", question.relevant.as_ref()),
        ("constraint", question.constraint.as_ref()),
        ("calculate", calculation),
        ("readonly", question.readonly.as_ref().or(note.as_ref())),
    ];
    for (column, expression) in columns {
        if let Some(expression) = expression {
            bind.insert(column.into(), paths.written(expression, path).into());
        }
    }
    Some(Value::Object(bind))
}

fn group_bind(relevant: Option<&str>, readonly: Option<&str>, path: &str, paths: &Paths) -> Option<Value> {
    let mut bind = Map::new();
    for (column, expression) in [("relevant", relevant), ("readonly", readonly)] {
        if let Some(expression) = expression {
            bind.insert(column.into(), paths.written(expression, path).into());
        }
    }
    if bind.is_empty() {
        return None;
    }
    bind.insert("path".into(), path.into());
    Some(Value::Object(bind))
}

/// XForms keep a count that is more than one reference in a row of its own beside the repeat.
fn count_bind(count: &str, path: &str, paths: &Paths) -> Option<Value> {
    let single = count.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).is_some_and(is_name);
    let path = format!("{path}_count");
    let calculate = paths.written(count, &path);
    (!single).then(|| json!({ "path": path, "type": "string", "calculate": calculate, "readonly": "true()" }))
}

/// The data type that ODK XForms gives a question; none for what is no part of the submission.
fn bind_type(question: &Question) -> Option<&'static str> {
    Some(match question.kind {
        QuestionKind::Integer => "int",
        QuestionKind::Decimal => "decimal",
        QuestionKind::Range => {
            if Scale::of(question).is_some_and(|scale| scale.whole) {
                "int"
            } else {
                "decimal"
            }
        }
        QuestionKind::Rank(_) => "odk:rank",
        QuestionKind::Date | QuestionKind::Today => "date",
        QuestionKind::Time => "time",
        QuestionKind::DateTime | QuestionKind::Start | QuestionKind::End => "dateTime",
        QuestionKind::Geopoint | QuestionKind::StartGeopoint | QuestionKind::BackgroundGeopoint => "geopoint",
        QuestionKind::Geotrace => "geotrace",
        QuestionKind::Geoshape => "geoshape",
        QuestionKind::Image | QuestionKind::Audio | QuestionKind::Video | QuestionKind::File => "binary",
        QuestionKind::BackgroundAudio => "binary",
        QuestionKind::Barcode => "barcode",
        QuestionKind::CsvExternal | QuestionKind::XmlExternal | QuestionKind::Audit => return None,
        QuestionKind::Text
        | QuestionKind::SelectOne(_)
        | QuestionKind::SelectMultiple(_)
        | QuestionKind::Note
        | QuestionKind::Acknowledge
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::DeviceId
        | QuestionKind::Username
        | QuestionKind::PhoneNumber
        | QuestionKind::Email
        | QuestionKind::SubscriberId
        | QuestionKind::SimSerial => "string",
    })
}

/// Where each name stands, and which of the paths are repeats.
struct Paths {
    root: String,
    by_name: BTreeMap<String, String>,
    repeats: Vec<String>,
}

impl Paths {
    fn of(form: &Form, root: &str) -> Self {
        let mut paths = Self { root: root.to_owned(), by_name: BTreeMap::new(), repeats: Vec::new() };
        form.walk(&mut |path, item| {
            let path = format!("/{root}/{path}");
            if matches!(item, Item::Repeat(_)) {
                paths.repeats.push(path.clone());
            }
            paths.by_name.insert(item.name().to_owned(), path);
        });
        paths
    }

    /// The expression with paths in place of references, as seen from `from`.
    fn written(&self, expression: &str, from: &str) -> String {
        let mut out = String::new();
        let mut rest = expression;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { break };
            out.push_str(before);
            let reference = self.reference(name.trim(), from, is_name_argument(&out));
            if reference.starts_with("..") && is_in_predicate_of_instance(&out) {
                out.push_str("current()/");
            }
            out.push_str(&reference);
            rest = after;
        }
        out + rest
    }

    fn reference(&self, name: &str, from: &str, absolute: bool) -> String {
        if let Some(name) = name.strip_prefix("last-saved#") {
            let path = self.by_name.get(name).cloned().unwrap_or_default();
            return format!("instance('__last-saved'){path}");
        }
        match self.by_name.get(name) {
            Some(path) if absolute => path.clone(),
            Some(path) => self.relative(path, from).unwrap_or_else(|| path.clone()),
            None => format!("/{}/meta/{name}", self.root),
        }
    }

    /// Inside the same repeat instance a reference is relative, through the innermost item that holds both.
    fn relative(&self, to: &str, from: &str) -> Option<String> {
        let holds = |repeat: &String| [to, from].iter().all(|path| path.starts_with(&format!("{repeat}/")));
        if !self.repeats.iter().any(holds) {
            return None;
        }
        let (to, from): (Vec<&str>, Vec<&str>) = (to.split('/').collect(), from.split('/').collect());
        let shared = to.iter().zip(&from).take(from.len() - 1).take_while(|(a, b)| a == b).count().min(to.len() - 1);
        Some(format!("{}{}", "../".repeat(from.len() - shared), to[shared..].join("/")))
    }
}

/// Whether the text ends where `indexed-repeat(` expects a name, which is always absolute, not an index.
fn is_name_argument(text: &str) -> bool {
    let Some((_, inside)) = text.rsplit_once("indexed-repeat(") else { return false };
    let mut depth = 1_u32;
    let mut argument = 0;
    for byte in inside.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return false,
            b')' => depth -= 1,
            b',' if depth == 1 => argument += 1,
            _ => {}
        }
    }
    argument == 0 || argument % 2 == 1
}

/// Whether the text ends inside `[…]` of a path that begins with `instance(…)`: there `.` is not the row any more.
fn is_in_predicate_of_instance(text: &str) -> bool {
    let open = text.bytes().filter(|byte| *byte == b'[').count();
    let closed = text.bytes().filter(|byte| *byte == b']').count();
    open > closed && text.contains("instance(")
}
