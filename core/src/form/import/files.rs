//! Which data files a form refers to, and whether two of them go by the same name.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::model::{ChoiceSource, Form, Question, QuestionKind};
use crate::form::problems::{Fault, Place, Report};

/// Reports names that stand for two files, and lists that are searched by one question and not by another.
pub(super) fn check(form: &Form, report: &mut Report) {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut plain: BTreeSet<&str> = BTreeSet::new();
    let questions = form.questions();
    for (_, question) in &questions {
        for (name, file) in files_of(question) {
            let first = files.entry(name.clone()).or_insert_with(|| file.clone());
            if *first != file {
                report.add(Place::row("survey", question.row), Fault::InstanceTwice { name });
            }
        }
        if let (Some(ChoiceSource::List(list)), false) = (question.kind.choices(), is_searched(question)) {
            plain.insert(list);
        }
    }
    for (_, question) in &questions {
        if let (Some(ChoiceSource::List(list)), true) = (question.kind.choices(), is_searched(question))
            && plain.contains(list.as_str())
        {
            let place = Place::row("survey", question.row).cell("appearance", &question.appearance);
            report.add(place, Fault::SearchShared { list: list.clone() });
        }
    }
}

/// Whether the choices are looked up in a file by the older `search()`.
pub(super) fn is_searched(question: &Question) -> bool {
    question.appearance.contains("search(")
}

/// The names under which a question reads files, with the files.
pub(in crate::form) fn files_of(question: &Question) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(ChoiceSource::File(file)) = question.kind.choices() {
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        found.push((stem.to_owned(), file.clone()));
    }
    if question.kind == QuestionKind::CsvExternal {
        found.push((question.name.clone(), format!("{}.csv", question.name)));
    }
    if question.kind == QuestionKind::XmlExternal {
        found.push((question.name.clone(), format!("{}.xml", question.name)));
    }
    let expressions = [&question.calculation, &question.relevant, &question.constraint, &question.required];
    for expression in expressions.into_iter().flatten() {
        found.extend(pulled(expression).map(|name| (name.to_owned(), format!("{name}.csv"))));
    }
    found
}

/// The first arguments of `pulldata(…)` in an expression.
fn pulled(expression: &str) -> impl Iterator<Item = &str> {
    expression.split("pulldata(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        rest[1..].split(quote).next()
    })
}
