//! The invented survey as a questionnaire, and its responses as a finished interview gives them.
//!
//! What is asked and answered is decided in `fields`; here it only takes the form that the core reads.

use std::collections::BTreeMap;

use doorstep_core::form::import::{Row, Sheet, Workbook};
use doorstep_core::response::{Answer, Missing};

use super::{FIELDS, Field, PEOPLE, PERSON};

/// The columns of the survey sheet.
const SURVEY: [&str; 8] = [
    "type",
    "name",
    "label",
    "repeat_count",
    "evaluation::criterion",
    "evaluation::measure",
    "evaluation::perspective",
    "evaluation::review",
];

/// The columns of the choices sheet.
const CHOICES: [&str; 5] = ["list_name", "name", "label", "evaluation::points", "evaluation::missing"];

/// What a question is to the evaluation: its criterion and measure.
const MEASURED: [(&str, &str, &str); 6] = [
    ("clean", "clean", "satisfaction"),
    ("nights_out", "clean", "importance"),
    ("repairs", "repairs", "satisfaction"),
    ("safe", "safe", "satisfaction"),
    ("lights_out", "safe", "importance"),
    ("told", "heard", "agreement"),
];

/// The questions whose words a coordinator reads first.
const REVIEWED: [&str; 3] = ["best", "change", "why_top"];

/// What a choice counts on its scale.
const POINTS: [(&str, &str); 9] = [
    ("very_unhappy", "1"),
    ("unhappy", "2"),
    ("mixed", "3"),
    ("happy", "4"),
    ("very_happy", "5"),
    ("not_true", "1"),
    ("a_bit_true", "2"),
    ("mostly_true", "3"),
    ("very_true", "4"),
];

/// The questionnaire, as rows that can be imported or written into a file.
pub fn workbook() -> Workbook {
    let mut survey = vec![header(&SURVEY)];
    let mut choices = vec![header(&CHOICES)];
    for field in &FIELDS {
        survey.push(question(field, field.name));
        choices.extend(listed(field, field.name));
    }
    survey.push(cells([("type", "begin_repeat"), ("name", "person"), ("repeat_count", &PEOPLE.to_string())]));
    for field in &PERSON {
        let list = format!("person_{}", field.name);
        survey.push(question(field, &list));
        choices.extend(listed(field, &list));
    }
    survey.push(cells([("type", "end_repeat")]));
    Workbook { sheets: vec![sheet("survey", &SURVEY, survey), sheet("choices", &CHOICES, choices)] }
}

/// A response of the generator as a finished interview gives it: a text left empty is a question left blank.
pub fn answers(response: BTreeMap<String, String>) -> BTreeMap<String, Answer> {
    let answer = |text: String| if text.is_empty() { Answer::Missing(Missing::Blank) } else { Answer::Given(text) };
    response.into_iter().map(|(path, text)| (path, answer(text))).collect()
}

/// Whether what is answered here leaves the phone locked, in an entry of its own.
pub fn is_locked(path: &str) -> bool {
    REVIEWED.contains(&path)
}

/// The cells of one row, by column.
type Cells = BTreeMap<&'static str, String>;

fn cells<'a>(of: impl IntoIterator<Item = (&'static str, &'a str)>) -> Cells {
    of.into_iter().map(|(column, text)| (column, text.to_owned())).collect()
}

fn header(columns: &[&'static str]) -> Cells {
    cells(columns.iter().map(|column| (*column, *column)))
}

fn question(field: &Field, list: &str) -> Cells {
    let kind = field.kind.xlsform_type();
    let kind = if field.kind.choices().is_empty() { kind.to_owned() } else { format!("{kind} {list}") };
    let label = field.name.replace('_', " ");
    let mut row = cells([("type", &*kind), ("name", field.name), ("label", &label)]);
    if let Some((_, criterion, measure)) = MEASURED.iter().find(|(name, _, _)| *name == list) {
        row.extend(cells([("evaluation::criterion", *criterion), ("evaluation::measure", *measure)]));
    }
    if list == "view" {
        row.extend(cells([("evaluation::perspective", "yes")]));
    } else if REVIEWED.contains(&list) {
        row.extend(cells([("evaluation::review", "yes")]));
    }
    row
}

fn listed(field: &Field, list: &str) -> Vec<Cells> {
    let is_measured = MEASURED.iter().any(|(name, _, _)| *name == list);
    let choice = |name: &&str| {
        let label = name.replace('_', " ");
        let mut row = cells([("list_name", list), ("name", *name), ("label", &*label)]);
        if let Some((_, points)) = POINTS.iter().find(|(choice, _)| is_measured && choice == name) {
            row.extend(cells([("evaluation::points", *points)]));
        } else if *name == "not_sure" {
            row.extend(cells([("evaluation::missing", "dont_know")]));
        }
        row
    };
    field.kind.choices().iter().map(choice).collect()
}

fn sheet(name: &str, columns: &[&str], rows: Vec<Cells>) -> Sheet {
    let row = |(number, mut cells): (u32, Cells)| {
        let taken = columns.iter().enumerate().filter_map(|(place, column)| Some((place, cells.remove(column)?)));
        Row { number, cells: taken.collect() }
    };
    Sheet { name: name.to_owned(), rows: (1..).zip(rows).map(row).collect() }
}

#[cfg(test)]
mod tests {
    use doorstep_core::evaluation::Rules;
    use doorstep_core::form::import::{Limits, import_workbook};
    use doorstep_core::ids::BlobHash;

    use super::*;
    use crate::generate::Generator;

    #[test]
    fn the_questionnaire_is_taken_without_a_warning_and_asks_every_question() {
        let imported = import_workbook(&workbook(), "survey", &Limits::default()).expect("the form is sound");
        assert_eq!(imported.warnings, []);
        assert_eq!(imported.form.questions().len(), FIELDS.len() + PERSON.len());
    }

    #[test]
    fn every_answer_is_to_a_question_of_the_form_and_what_is_measured_has_a_scale() {
        let form = import_workbook(&workbook(), "survey", &Limits::default()).expect("the form is sound").form;
        let rules = Rules::from_form(BlobHash([1; 32]), &form);
        for path in answers(Generator::new(1).response(1)).into_keys() {
            let plain: String = path.split(['[', ']']).step_by(2).collect();
            assert!(rules.questions().iter().any(|question| question.path == plain), "{path} is not asked");
        }
        for (name, _, _) in MEASURED {
            let question = rules.questions().iter().find(|question| question.path == name);
            assert!(question.is_some_and(|question| question.scale().len() > 2), "{name} has no scale");
        }
    }

    #[test]
    fn what_was_left_empty_is_blank() {
        let response = BTreeMap::from([("best".to_owned(), String::new()), ("who".to_owned(), "Amina".to_owned())]);
        let given = answers(response);
        assert_eq!(given["best"], Answer::Missing(Missing::Blank));
        assert_eq!(given["who"], Answer::Given("Amina".to_owned()));
    }
}
