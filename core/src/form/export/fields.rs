//! The parts of a filled-in form in the order of the form, as exports lay them out.

use crate::form::model::{Form, Item, QuestionKind};

/// One part: a group, a repeat, or something with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportField {
    /// The path below the root, beginning with `/`.
    pub path: String,
    /// What stands there.
    pub kind: ExportKind,
}

/// What an export makes of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// Holds other parts.
    Group,
    /// Holds other parts, any number of times.
    Repeat,
    /// One place.
    Geopoint,
    /// A line or an area.
    Shape,
    /// Choices separated by blanks.
    SelectMultiple,
    /// Any other value.
    Value,
}

/// The parts of a form, the record about itself last.
pub fn fields(form: &Form) -> Vec<ExportField> {
    let mut fields = Vec::new();
    form.walk(&mut |path, item| {
        let kind = match item {
            Item::Group(_) => Some(ExportKind::Group),
            Item::Repeat(_) => Some(ExportKind::Repeat),
            Item::Question(question) => question_kind(&question.kind),
        };
        fields.extend(kind.map(|kind| ExportField { path: format!("/{path}"), kind }));
    });
    let meta = |path: &str, kind| ExportField { path: path.to_owned(), kind };
    fields.push(meta("/meta", ExportKind::Group));
    fields.push(meta("/meta/instanceID", ExportKind::Value));
    if form.settings.instance_name.is_some() {
        fields.push(meta("/meta/instanceName", ExportKind::Value));
    }
    fields
}

/// What a question becomes; nothing for what is no part of a filled-in form.
fn question_kind(kind: &QuestionKind) -> Option<ExportKind> {
    if matches!(kind, QuestionKind::CsvExternal | QuestionKind::XmlExternal | QuestionKind::Audit) {
        None
    } else if matches!(kind, QuestionKind::Geopoint | QuestionKind::StartGeopoint | QuestionKind::BackgroundGeopoint) {
        Some(ExportKind::Geopoint)
    } else if matches!(kind, QuestionKind::Geotrace | QuestionKind::Geoshape) {
        Some(ExportKind::Shape)
    } else if matches!(kind, QuestionKind::SelectMultiple(_)) {
        Some(ExportKind::SelectMultiple)
    } else {
        Some(ExportKind::Value)
    }
}

impl ExportField {
    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, name)| name)
    }
}
