//! A form as the binds of an XForm: the type and logic of each row, with references written as paths.
//!
//! Only scripts look at this; the interview reads the form itself.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

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
        QuestionKind::Barcode => "barcode",
        QuestionKind::CsvExternal | QuestionKind::XmlExternal | QuestionKind::BackgroundAudio | QuestionKind::Audit => {
            return None;
        }
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
            let absolute = inside_indexed_repeat(&out);
            out.push_str(&self.reference(name.trim(), from, absolute));
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

    /// Inside the same repeat instance a reference is relative, through the innermost repeat that holds both.
    fn relative(&self, to: &str, from: &str) -> Option<String> {
        let holds = |repeat: &&String| [to, from].iter().all(|path| path.starts_with(&format!("{repeat}/")));
        let repeat = self.repeats.iter().filter(holds).max_by_key(|repeat| repeat.len())?;
        let below = |path: &str| path[repeat.len() + 1..].split('/').map(str::to_owned).collect::<Vec<_>>();
        let (to, from) = (below(to), below(from));
        Some(format!("{}{}", "../".repeat(from.len()), to.join("/")))
    }
}

/// Whether the text ends inside the brackets of `indexed-repeat(`, whose references are absolute.
fn inside_indexed_repeat(text: &str) -> bool {
    let Some((_, inside)) = text.rsplit_once("indexed-repeat(") else { return false };
    let depth = inside.bytes().fold(1_i32, |depth, byte| match byte {
        b'(' => depth + 1,
        b')' if depth > 0 => depth - 1,
        _ => depth,
    });
    depth > 0
}
