//! The `evaluation::` columns of a row, and whether they fit the question.

use std::collections::BTreeMap;

use crate::form::model::{
    ChoiceList, ChoiceSource, Consent, EvaluationColumns, Form, Measure, Question, QuestionKind, Stage,
};
use crate::form::problems::{Fault, Place, Report};

use super::records::Record;
use super::settings::truth;

/// Reads the columns of one row.
pub(super) fn read(record: &Record, report: &mut Report) -> EvaluationColumns {
    let mut yes = |column: &'static str| match record.get(column).map(truth) {
        Some(Some(answer)) => answer,
        Some(None) => {
            report.add(record.at(column), Fault::NotYesOrNo);
            false
        }
        None => false,
    };
    let perspective = yes("evaluation::perspective");
    let sealed = yes("evaluation::sealed");
    let sensitive = yes("evaluation::sensitive");
    let review = yes("evaluation::review");
    let margin = yes("evaluation::margin");
    EvaluationColumns {
        criterion: record.get("evaluation::criterion").map(str::to_owned),
        measure: measure(record, report),
        perspective,
        theme: record.get("evaluation::theme").map(str::to_owned),
        stages: stages(record, report),
        sealed,
        sensitive,
        review,
        margin,
        consent: consent(record, report),
    }
}

fn consent(record: &Record, report: &mut Report) -> Option<Consent> {
    let text = record.get("evaluation::consent")?.to_lowercase();
    let found = Consent::ALL.into_iter().find(|consent| consent.word() == text);
    if found.is_none() {
        report.add(record.at("evaluation::consent"), Fault::BadConsent);
    }
    found
}

fn measure(record: &Record, report: &mut Report) -> Option<Measure> {
    let text = record.get("evaluation::measure")?.to_lowercase();
    let found = Measure::ALL.into_iter().find(|measure| measure.word() == text);
    if found.is_none() {
        report.add(record.at("evaluation::measure"), Fault::BadMeasure);
    }
    found
}

fn stages(record: &Record, report: &mut Report) -> Vec<Stage> {
    let mut found = Vec::new();
    let text = record.get("evaluation::stage").unwrap_or_default().to_lowercase();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        match Stage::ALL.into_iter().find(|stage| stage.word() == word) {
            Some(stage) if !found.contains(&stage) => found.push(stage),
            Some(_) => {}
            None => report.add(record.at("evaluation::stage"), Fault::BadStage),
        }
    }
    found
}

/// Checks the columns of all questions against their types and lists.
pub(in crate::form) fn check(form: &Form, report: &mut Report) {
    let mut perspective_row = None;
    for (_, question) in form.questions() {
        let columns = &question.evaluation;
        if columns.is_empty() {
            continue;
        }
        let at = |column: &str| Place { column: Some(column.to_owned()), ..Place::row("survey", question.row) };
        if columns.perspective {
            if !matches!(question.kind, QuestionKind::SelectOne(_)) {
                report.add(at("evaluation::perspective"), Fault::PerspectiveNotSelect);
            }
            if let Some(row) = perspective_row.replace(question.row) {
                report.add(at("evaluation::perspective"), Fault::PerspectiveTwice { row: row.to_string() });
            }
        }
        let answerable = matches!(question.kind, QuestionKind::SelectOne(_) | QuestionKind::Acknowledge);
        if columns.consent.is_some() && !answerable {
            report.add(at("evaluation::consent"), Fault::ConsentNotYesOrNo);
        }
        check_measure(question, &form.lists, &at, report);
    }
}

fn check_measure(
    question: &Question,
    lists: &BTreeMap<String, ChoiceList>,
    at: &dyn Fn(&str) -> Place,
    report: &mut Report,
) {
    let columns = &question.evaluation;
    let Some(measure) = columns.measure else {
        if columns.criterion.is_some() {
            report.add(at("evaluation::criterion"), Fault::CriterionWithoutMeasure);
        }
        return;
    };
    let is_priority = measure == Measure::Priority;
    if columns.criterion.is_none() && !is_priority {
        report.add(at("evaluation::measure"), Fault::MeasureWithoutCriterion);
    }
    let several = matches!(question.kind, QuestionKind::SelectMultiple(_) | QuestionKind::Rank(_));
    let number = matches!(question.kind, QuestionKind::Range | QuestionKind::Integer | QuestionKind::Decimal);
    let one = matches!(question.kind, QuestionKind::SelectOne(_));
    if !(one || several && is_priority || number && !is_priority) {
        report.add(at("evaluation::measure"), Fault::MeasureNotOnScale);
    }
    if let (QuestionKind::SelectOne(ChoiceSource::List(name)), false) = (&question.kind, is_priority)
        && lists.get(name).is_some_and(|list| list.choices.iter().all(|choice| choice.points.is_none()))
    {
        report.add(at("evaluation::measure"), Fault::MeasureWithoutPoints { list: name.clone() });
    }
}
