//! How the questions of a form use lists and files of choices, and whether these are there.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::model::{Choice, ChoiceSource, Form, Lang, QuestionKind, Translated};
use crate::form::problems::{Fault, Place, Report};

use super::choices::Use;
use super::sheet::Workbook;
use super::{files, range};

/// Adds the choice "other" where a question asks for it with `or_other`.
pub(super) fn add_other(form: &mut Form, wanted: &BTreeSet<String>) {
    for name in wanted {
        let Some(list) = form.lists.get_mut(name).filter(|list| list.named("other").is_none()) else { continue };
        let label = Translated(form.languages.iter().map(|lang| (lang.clone(), "Other".to_owned())).collect());
        let label = if label.is_empty() { Translated::plain("Other") } else { label };
        list.choices.push(Choice { name: "other".to_owned(), label, ..Choice::default() });
    }
}

/// Finds which lists are used, and reports those that are missing.
pub(super) fn check(form: &Form, book: &Workbook, report: &mut Report) -> BTreeMap<String, Use> {
    let mut used: BTreeMap<String, Use> = BTreeMap::new();
    for (_, question) in form.questions() {
        let place = || Place { column: Some("type".to_owned()), ..Place::row("survey", question.row) };
        let several = matches!(question.kind, QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_));
        match question.kind.choices() {
            Some(ChoiceSource::List(name)) => {
                used.entry(name.clone()).or_default().several |= several;
                let by_search = files::is_searched(question);
                if !form.lists.contains_key(name) && !by_search {
                    missing("choices", name, book, place(), report);
                }
            }
            Some(ChoiceSource::External(name)) if !form.external_lists.contains_key(name) => {
                missing("external_choices", name, book, place(), report);
            }
            Some(ChoiceSource::External(_) | ChoiceSource::File(_) | ChoiceSource::Repeat(_)) | None => {}
        }
        if let Some(name) = question.parameters.get("tick_labelset") {
            used.entry(name.clone()).or_default();
        }
        for fault in range::faults(question, |name| form.lists.get(name)) {
            let place = Place { column: Some("parameters".to_owned()), ..Place::row("survey", question.row) };
            report.add(place, fault);
        }
    }
    check_geometry(form, report);
    used
}

fn missing(sheet: &str, list: &str, book: &Workbook, place: Place, report: &mut Report) {
    if book.named(sheet).is_some() {
        report.add(place, Fault::MissingList { list: list.to_owned() });
        return;
    }
    let fault = Fault::MissingSheet { sheet: sheet.to_owned(), found: book.names() };
    if !report.problems.iter().any(|problem| problem.fault == fault) {
        report.add(place, fault);
    }
}

/// `reference-geometry` names a list, an entity list, the stem of a file that some question uses, or refers to a repeat.
fn check_geometry(form: &Form, report: &mut Report) {
    let mut known: BTreeSet<&str> = form.lists.keys().map(String::as_str).collect();
    known.extend(form.entities.iter().filter_map(|row| row.get("list_name")).map(String::as_str));
    let questions = form.questions();
    for (_, question) in &questions {
        if let Some(ChoiceSource::File(file)) = question.kind.choices() {
            known.insert(file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem));
        }
        if matches!(question.kind, QuestionKind::CsvExternal | QuestionKind::XmlExternal) {
            known.insert(&question.name);
        }
    }
    let is_stranger = |name: &str| !known.contains(name) && !name.starts_with("${");
    for (_, question) in &questions {
        if let Some(name) = question.parameters.get("reference-geometry").filter(|name| is_stranger(name)) {
            let place = Place { column: Some("parameters".to_owned()), ..Place::row("survey", question.row) };
            report.add(place, Fault::UnknownGeometry { name: name.clone() });
        }
    }
}

/// The languages of a form and the one shown first.
///
/// Texts without a language are shown in every language where a translation is missing. Where the settings name a default
/// language they are taken to be in that one.
pub(super) fn languages(columns: Vec<Lang>, has_unnamed: bool, wanted: Option<Lang>) -> (Vec<Lang>, Lang) {
    let mut languages: Vec<Lang> = Vec::new();
    let unnamed_first = has_unnamed || columns.is_empty();
    let default = match wanted {
        Some(wanted) => columns.iter().find(|lang| lang.0.eq_ignore_ascii_case(&wanted.0)).cloned().unwrap_or(wanted),
        None if unnamed_first => Lang::unnamed(),
        None => columns.first().cloned().unwrap_or_default(),
    };
    if !columns.contains(&default) {
        languages.push(default.clone());
    }
    for lang in columns {
        if !languages.contains(&lang) {
            languages.push(lang);
        }
    }
    (languages, default)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(name: &str) -> Lang {
        Lang(name.to_owned())
    }

    #[test]
    fn the_first_language_is_shown_unless_texts_name_none_or_settings_say_otherwise() {
        let columns = vec![lang("English (en)"), lang("Español (es)")];
        assert_eq!(languages(columns.clone(), false, None), (columns.clone(), lang("English (en)")));
        assert_eq!(languages(columns.clone(), false, Some(lang("español (es)"))).1, lang("Español (es)"));
        let (all, default) = languages(columns, true, None);
        assert_eq!((all.len(), default), (3, Lang::unnamed()));
        assert_eq!(languages(Vec::new(), true, None), (vec![Lang::unnamed()], Lang::unnamed()));
    }
}
