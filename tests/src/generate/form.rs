//! An invented questionnaire of any length: groups of ten rows that follow from each other and from nothing else.
//!
//! What people answer to the survey that the benches carry is in `survey`; this one is for the cost of logic alone.

use doorstep_core::form::model::{
    Choice, ChoiceList, ChoiceSource, Form, Group, Item, Question, QuestionKind, Settings, Translated,
};

/// Rows of a group.
const GROUP: usize = 10;

/// A questionnaire of so many rows, so many of them calculations (at most nine of ten).
///
/// ```
/// let form = doorstep_tests::generate::form(1_000, 340);
/// assert_eq!(form.questions().len(), 1_000);
/// assert_eq!(form.questions().iter().filter(|(_, question)| question.calculation.is_some()).count(), 340);
/// ```
pub fn form(rows: usize, calculations: usize) -> Form {
    let is_calculation = |row: usize| (row + 1) * calculations / rows > row * calculations / rows;
    let kinds: Vec<bool> = (0..rows).map(is_calculation).collect();
    let groups = kinds.chunks(GROUP).enumerate().map(|(number, kinds)| Item::Group(Box::new(group(number, kinds))));
    let mut list = ChoiceList::default();
    for (name, group) in [("a", "1"), ("b", "1"), ("c", "2"), ("d", "2")] {
        let extra = [("of".to_owned(), group.to_owned())].into_iter().collect();
        list.choices.push(Choice { name: name.to_owned(), label: Translated::plain(name), extra, ..Choice::default() });
    }
    Form {
        id: "generated".to_owned(),
        title: "Generated".to_owned(),
        settings: Settings::default(),
        items: groups.collect(),
        lists: [("letters".to_owned(), list)].into_iter().collect(),
        ..Form::default()
    }
}

fn group(number: usize, kinds: &[bool]) -> Group {
    let mut items = Vec::new();
    let (mut asked, mut computed) = (Vec::new(), Vec::new());
    for (place, is_calculation) in kinds.iter().enumerate() {
        let row = number * GROUP + place;
        let question = if *is_calculation {
            computed.push(format!("${{c{row}}}"));
            calculation(row, &asked, &computed[..computed.len() - 1])
        } else {
            asked.push(format!("${{q{row}}}"));
            question(row, &asked[..asked.len() - 1])
        };
        items.push(Item::Question(Box::new(question)));
    }
    Group { name: format!("g{number}"), label: Translated::plain(&format!("Part {number}")), items, ..Group::default() }
}

/// A number that follows from the last answers and the last number of the group.
fn calculation(row: usize, asked: &[String], computed: &[String]) -> Question {
    let mut question = Question::new(format!("c{row}"), QuestionKind::Calculate);
    let parts = asked.iter().rev().take(2).chain(computed.last()).map(|name| format!("coalesce({name}, 0)"));
    let sum = parts.collect::<Vec<_>>().join(" + ");
    question.calculation = Some(if sum.is_empty() { "1".to_owned() } else { format!("if({sum} > 100, 0, {sum})") });
    question
}

/// Numbers and choices in turn; every third is asked only after an answer.
fn question(row: usize, before: &[String]) -> Question {
    let list = ChoiceSource::List("letters".to_owned());
    let kind = if row.is_multiple_of(4) { QuestionKind::SelectOne(list) } else { QuestionKind::Integer };
    let mut question = Question::new(format!("q{row}"), kind);
    question.label = Translated::plain(&format!("Question {row}"));
    if let Some(last) = before.last().filter(|_| row.is_multiple_of(3)) {
        question.relevant = Some(format!("{last} != '' or {row} > 0"));
    }
    if question.kind == QuestionKind::Integer {
        question.constraint = Some(". >= 0 and . < 1000".to_owned());
    } else if let Some(last) = before.last() {
        question.choice_filter = Some(format!("of = '1' or {last} = 1"));
    }
    question
}
