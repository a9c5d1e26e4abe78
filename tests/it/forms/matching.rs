//! Our own questionnaire without its evaluation columns: how much of them is found again by guessing.

use doorstep_core::form::import::{Limits, import, import_workbook, read};
use doorstep_core::form::matching::{Matching, guess};
use doorstep_core::form::model::{Form, Measure};
use doorstep_tests::forms;

const OURS: &str = "neighbourhood_coassessment";

fn with_columns() -> Form {
    import(&forms::workbook(OURS).unwrap(), &Limits::default()).unwrap().form
}

/// The questionnaire as somebody else's tool would have written it.
fn without_columns() -> Form {
    let mut book = read(&forms::table(OURS).unwrap(), &Limits::default()).unwrap();
    for sheet in &mut book.sheets {
        let Some(headers) = sheet.rows.first() else { continue };
        let ours: Vec<usize> = headers
            .cells
            .iter()
            .filter(|(_, text)| text.starts_with("evaluation::"))
            .map(|(column, _)| *column)
            .collect();
        for row in &mut sheet.rows {
            row.cells.retain(|(column, _)| !ours.contains(column));
        }
    }
    import_workbook(&book, OURS, &Limits::default()).unwrap().form
}

#[test]
fn all_measures_scales_and_silences_of_our_questionnaire_are_found_again() {
    let (told, plain) = (with_columns(), without_columns());
    assert!(plain.questions().iter().all(|(_, question)| question.evaluation.is_empty()));
    let matched = guess(&plain).apply(&plain).unwrap();
    let measures = |form: &Form| {
        let questions = form.questions().into_iter();
        let measured = questions.filter_map(|(path, question)| Some((path, question.evaluation.measure?)));
        measured.collect::<Vec<(String, Measure)>>()
    };
    assert_eq!(measures(&matched), measures(&told));
    assert_eq!(measures(&told).len(), 16);
    // The one was read from a workbook, the other from text: the same choice stands in another row.
    let lists = |form: &Form| {
        let mut lists = form.lists.clone();
        lists.values_mut().flat_map(|list| &mut list.choices).for_each(|choice| choice.row = 0);
        lists
    };
    assert!(lists(&matched) == lists(&told), "a scale or a silence was not found, or another was");
}

#[test]
fn pairs_role_margins_free_text_and_identity_of_our_questionnaire_are_found_again() {
    let (told, plain) = (with_columns(), without_columns());
    let matched = guess(&plain).apply(&plain).unwrap();
    let (told, found) = (told.questions(), matched.questions());
    let mut criteria = (0, 0);
    for ((path, told), (_, found)) in told.iter().zip(&found) {
        let (told, found) = (&told.evaluation, &found.evaluation);
        assert_eq!(
            (told.perspective, told.margin, told.sealed, told.review),
            (found.perspective, found.margin, found.sealed, found.review),
            "{path}"
        );
        criteria.0 += usize::from(told.criterion.is_some());
        criteria.1 += usize::from(told.criterion.is_some() && told.criterion == found.criterion);
    }
    // The three statements have keys that their names do not tell.
    assert_eq!(criteria, (15, 12));
}

#[test]
fn a_questionnaire_with_nothing_to_assess_is_matched_with_next_to_nothing() {
    let lights = import(&forms::workbook("street_lights").unwrap(), &Limits::default()).unwrap().form;
    let matching = guess(&lights);
    let measured = matching.apply(&lights).unwrap();
    assert!(measured.questions().iter().all(|(_, question)| question.evaluation.measure.is_none()));
    assert_eq!(Matching::from_json(matching.to_json().as_bytes()).unwrap(), matching);
}
