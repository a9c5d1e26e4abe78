//! The shipped questionnaires: the workbooks that are kept are those that the readable tables give.

mod burdens;
mod fuzz;
mod hostile;
mod matching;
mod problems;

use doorstep_core::form::import::{Limits, import, read};
use doorstep_core::form::model::{Measure, QuestionKind};
use doorstep_core::form::normal::{to_blob, version_id};
use doorstep_tests::forms;

#[test]
fn the_workbooks_are_those_of_the_tables() {
    let limits = Limits::default();
    for name in forms::NAMES {
        let table = forms::table(name).unwrap();
        let workbook = forms::workbook(name).unwrap();
        let written = forms::to_xlsx(&read(&table, &limits).unwrap()).unwrap();
        assert!(written == workbook, "{name}.xlsx is not up to date: run make-forms");
        let of_table = import(&table, &limits).unwrap().form;
        let of_workbook = import(&workbook, &limits).unwrap().form;
        assert_eq!(version_id(&to_blob(&of_table)), version_id(&to_blob(&of_workbook)));
    }
}

#[test]
fn our_questionnaire_asks_each_criterion_in_pairs() {
    let form = import(&forms::workbook("neighbourhood_coassessment").unwrap(), &Limits::default()).unwrap().form;
    let questions = form.questions();
    let of = |measure: Measure| {
        let found = questions.iter().filter(move |(_, question)| question.evaluation.measure == Some(measure));
        found.map(|(_, question)| question.evaluation.criterion.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(of(Measure::Importance), ["clean", "repairs", "safe", "places", "support", "contact"]);
    assert_eq!(of(Measure::Importance), of(Measure::Satisfaction));
    assert_eq!(of(Measure::Agreement), ["feedback", "respect", "load"]);
    let asked =
        questions.iter().filter(|(_, question)| question.kind.is_shown() && question.kind != QuestionKind::Note);
    assert_eq!(asked.count(), 45);
    let perspective = questions.iter().find(|(_, question)| question.evaluation.perspective).unwrap();
    assert_eq!(perspective.0, "view");
    let sealed = questions.iter().filter(|(_, question)| question.evaluation.sealed).map(|(path, _)| path.as_str());
    assert_eq!(sealed.collect::<Vec<_>>(), ["name", "contact"]);
}

#[test]
fn every_text_of_our_questionnaire_is_there_in_both_languages() {
    let form = import(&forms::workbook("neighbourhood_coassessment").unwrap(), &Limits::default()).unwrap().form;
    assert_eq!(form.languages.iter().map(|lang| lang.0.as_str()).collect::<Vec<_>>(), ["English (en)", "Español (es)"]);
    let labels = form.questions().into_iter().map(|(_, question)| &question.label);
    let choices = form.lists.values().flat_map(|list| &list.choices).map(|choice| &choice.label);
    for text in labels.chain(choices).filter(|text| !text.is_empty()) {
        assert!(form.languages.iter().all(|lang| text.exact(lang).is_some()), "{text:?}");
    }
}

#[test]
fn neither_shipped_form_has_anything_to_warn_about() {
    for name in forms::NAMES {
        let imported = import(&forms::workbook(name).unwrap(), &Limits::default()).unwrap();
        let warnings: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
        assert!(warnings.is_empty(), "{name}: {warnings:?}");
    }
}
