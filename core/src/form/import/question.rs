//! One row of the survey sheet as a question.

use crate::form::model::{ChoiceSource, Initial, Question, QuestionKind, Translated};
use crate::form::problems::{Fault, Report};

use super::defaults;
use super::names::{Reference, references};
use super::records::Record;
use super::settings::truth;
use super::{evaluated, files, parameters};

/// Reads every column of the row that a question can have.
pub(super) fn read(record: &Record, name: String, kind: QuestionKind, report: &mut Report) -> Question {
    let default = record.get("default").map(|text| match defaults::is_computed(text, &kind) {
        true => Initial::Computed(text.to_owned()),
        false => Initial::Fixed(text.to_owned()),
    });
    let mut question = Question {
        row: record.row,
        label: record.translated("label"),
        hint: record.translated("hint"),
        guidance: record.translated("guidance_hint"),
        media: record.media(),
        required: record.get("required").map(expression),
        required_message: record.translated("required_message"),
        relevant: record.get("relevant").map(expression),
        constraint: record.get("constraint").map(expression),
        constraint_message: record.translated("constraint_message"),
        calculation: record.get("calculation").map(expression),
        default,
        readonly: record.get("readonly").map(expression),
        trigger: triggers(record, report),
        appearance: record.get("appearance").unwrap_or_default().to_owned(),
        choice_filter: record.get("choice_filter").map(str::to_owned),
        save_to: record.get("save_to").map(str::to_owned),
        evaluation: evaluated::read(record, report),
        ..Question::new(name, kind)
    };
    question.parameters =
        record.get("parameters").map_or_else(Default::default, |text| match parameters::pairs(text) {
            Ok(pairs) => pairs,
            Err(fault) => {
                report.add(record.at("parameters"), fault);
                Default::default()
            }
        });
    if let Some(rows) = record.get("rows") {
        question.parameters.entry("rows".to_owned()).or_insert_with(|| rows.to_owned());
    }
    check(&question, record, report);
    question
}

/// An expression; yes and no are written as XPath writes them.
pub(super) fn expression(text: &str) -> String {
    match text {
        "1" | "0" | "y" | "n" => text.to_owned(),
        _ => match truth(text) {
            Some(true) => "true()".to_owned(),
            Some(false) => "false()".to_owned(),
            None => text.to_owned(),
        },
    }
}

fn triggers(record: &Record, report: &mut Report) -> Vec<String> {
    let Some(text) = record.get("trigger") else { return Vec::new() };
    let mut names = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match references(part).as_slice() {
            [Reference::To(name)] if part.starts_with("${") && part.ends_with('}') => names.push((*name).to_owned()),
            _ => {
                report.add(record.at("trigger"), Fault::BadTrigger);
                return Vec::new();
            }
        }
    }
    names
}

fn check(question: &Question, record: &Record, report: &mut Report) {
    let draws = question.appearance.split_whitespace().any(|word| ["signature", "draw", "new-front"].contains(&word));
    for fault in parameters::faults(&question.kind, &question.parameters) {
        if !(draws && fault == Fault::AppPackage) {
            report.add(record.at("parameters"), fault);
        }
    }
    let computed = question.calculation.is_some() || matches!(question.default, Some(Initial::Computed(_)));
    if question.kind == QuestionKind::Calculate && !computed {
        report.add(record.at("calculation"), Fault::NoCalculation);
    }
    if question.kind == QuestionKind::BackgroundGeopoint && question.trigger.is_empty() {
        report.add(record.at("trigger"), Fault::NoTrigger);
    }
    if matches!(question.kind.choices(), Some(ChoiceSource::External(_))) && question.choice_filter.is_none() {
        report.add(record.at("choice_filter"), Fault::NoFilter);
    }
    if files::is_searched(question) {
        report.add(record.at("appearance"), Fault::SearchUnsupported);
    }
    let silent = question.kind.is_shown() && says_nothing(question);
    if silent && question.calculation.is_none() && question.trigger.is_empty() {
        report.add(record.at("label"), Fault::NoLabel);
    }
}

fn says_nothing(question: &Question) -> bool {
    question.media.is_empty()
        && [&question.label, &question.hint, &question.guidance].into_iter().all(Translated::is_empty)
}
