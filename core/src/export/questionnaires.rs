//! The questionnaires that records were collected with, and the names of rounds and areas: what turns ids into words.
//!
//! Versions of one questionnaire share their tables: a column stands where any of them has one.

use std::collections::{BTreeMap, BTreeSet};

use super::withholding::is_of_the_phone;
use crate::form::export::{CentralOptions, ExportField, ExportKind, fields};
use crate::form::model::{Choice, Form, Lang, Question};
use crate::ids::{BlobHash, DocId};

/// What turns ids into words.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Form versions, in the order in which they came.
    pub forms: Vec<(BlobHash, Form)>,
    /// The areas' names.
    pub areas: BTreeMap<DocId, String>,
    /// The rounds' names.
    pub rounds: BTreeMap<DocId, String>,
    /// The language that labels are wanted in, as a tag.
    pub language: String,
}

impl Catalogue {
    /// A form version.
    pub(super) fn form(&self, version: BlobHash) -> Option<&Form> {
        self.forms.iter().find(|(known, _)| *known == version).map(|(_, form)| form)
    }

    /// The questionnaires by id, each with its versions, the latest first.
    pub(super) fn questionnaires(&self) -> BTreeMap<&str, Vec<&Form>> {
        let mut by_id: BTreeMap<&str, Vec<&Form>> = BTreeMap::new();
        for (_, form) in self.forms.iter().rev() {
            by_id.entry(&form.id).or_default().push(form);
        }
        by_id
    }

    pub(super) fn area(&self, area: Option<DocId>) -> &str {
        area.and_then(|area| self.areas.get(&area)).map_or("", String::as_str)
    }

    pub(super) fn round(&self, round: Option<DocId>) -> &str {
        round.and_then(|round| self.rounds.get(&round)).map_or("", String::as_str)
    }

    /// What people read of a question.
    pub(super) fn question<'f>(&self, form: &'f Form, question: &'f Question) -> &'f str {
        question.label.best(self.lang(form), &form.default_language).unwrap_or(&question.name)
    }

    /// What people read of a choice.
    pub(super) fn choice<'f>(&self, form: &'f Form, choice: &'f Choice) -> &'f str {
        choice.label.best(self.lang(form), &form.default_language).unwrap_or(&choice.name)
    }

    fn lang<'f>(&self, form: &'f Form) -> &'f Lang {
        form.language(&self.language).unwrap_or(&form.default_language)
    }
}

/// The parts of all versions of a questionnaire, those of the first one first; what two versions have in two ways stays as the first
/// has it. What the phone knows of whoever asks is left out.
pub(super) fn all_fields(versions: &[&Form]) -> Vec<ExportField> {
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for form in versions {
        let own: BTreeSet<String> = form
            .questions()
            .into_iter()
            .filter(|(_, question)| !is_of_the_phone(&question.kind))
            .map(|(path, _)| format!("/{path}"))
            .collect();
        for field in fields(form) {
            let is_group = matches!(field.kind, ExportKind::Group | ExportKind::Repeat);
            let leaves = is_group || field.path.starts_with("/meta/") || own.contains(&field.path);
            if leaves && known.insert(field.path.clone()) {
                all.push(field);
            }
        }
    }
    all
}

/// How the tables of a questionnaire are laid out.
pub(super) fn central_options(versions: &[&Form], split: bool) -> CentralOptions {
    let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for form in versions.iter().filter(|_| split) {
        for (path, question) in form.questions() {
            let Some(list) = form.list_of(question) else { continue };
            let known = choices.entry(format!("/{path}")).or_default();
            for choice in &list.choices {
                if !known.contains(&choice.name) {
                    known.push(choice.name.clone());
                }
            }
        }
    }
    let more = ["Round", "Area"].map(str::to_owned).to_vec();
    CentralOptions { group_paths: true, split: choices, for_spreadsheets: true, more, ..CentralOptions::default() }
}

/// A question by the path that columns carry, in the first version that has it.
pub(super) fn question_of<'f>(versions: &[&'f Form], path: &str) -> Option<(&'f Form, &'f Question)> {
    let path = path.trim_start_matches('/');
    versions.iter().find_map(|form| {
        let (_, question) = form.questions().into_iter().find(|(known, _)| known == path)?;
        Some((*form, question))
    })
}
