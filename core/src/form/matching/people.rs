//! Which questions are about the person who answers: the role they speak from, who they are, whom they stand for.
//!
//! What they say about a service is found in `measures`.

use super::plain;
use super::vocabulary::{ASKS_IDENTITY, ASKS_MARGIN, ASKS_ROLE, IDENTITY_NAMES, ROLES};
use super::{Confidence, Guess, Meaning};
use crate::form::model::{ChoiceList, Form, Item, Question, QuestionKind};

/// The question that asks for the role, if there seems to be one.
pub(super) fn perspective(form: &Form) -> Option<Guess> {
    let questions = outside_repeats(form);
    if questions.iter().any(|(_, question)| question.evaluation.perspective) {
        return None;
    }
    let mut best: Option<(usize, bool, &str)> = None;
    for (path, question) in &questions {
        let list = form.list_of(question).filter(|_| matches!(question.kind, QuestionKind::SelectOne(_)));
        let Some(list) = list else { continue };
        let roles = roles(list);
        let asked = plain::first_of(&plain::all(&question.label), ASKS_ROLE).is_some();
        let strength = roles * 2 / list.choices.len().max(1) + usize::from(asked);
        let enough = roles >= 2 && strength >= 1;
        if enough && best.is_none_or(|(known, ..)| strength > known) {
            best = Some((strength, asked, path));
        }
    }
    let (_, asked, path) = best?;
    let (confidence, reason) = if asked {
        (Confidence::High, "it asks for a role, and its choices are roles towards a service")
    } else {
        (Confidence::Medium, "its choices are roles towards a service")
    };
    Some(Guess::new(Meaning::Perspective { question: path.to_owned() }, confidence, reason))
}

fn roles(list: &ChoiceList) -> usize {
    let is_role = |texts: Vec<String>| plain::first_of(&texts, ROLES).is_some();
    let choices = list.choices.iter();
    choices.filter(|choice| is_role(plain::all(&choice.label)) || is_role(vec![plain::plain(&choice.name)])).count()
}

/// The questions that compare those who answered with the population.
pub(super) fn margins(form: &Form) -> Option<Guess> {
    let questions = outside_repeats(form).into_iter().filter(|(_, question)| {
        let open = matches!(question.kind, QuestionKind::SelectOne(_)) && !question.evaluation.margin;
        open && plain::first_of(&plain::all(&question.label), ASKS_MARGIN).is_some()
    });
    let questions: Vec<String> = questions.map(|(path, _)| path).collect();
    let reason = "they ask for what is known of the population, such as age or kind of home";
    (!questions.is_empty()).then(|| Guess::new(Meaning::Margin { questions }, Confidence::Medium, reason))
}

/// The questions whose answers say who somebody is.
pub(super) fn sealed(form: &Form) -> Option<Guess> {
    let asks = |question: &Question| {
        let by_label = || plain::first_of(&plain::all(&question.label), ASKS_IDENTITY).is_some();
        by_label() || IDENTITY_NAMES.contains(&plain::plain(&question.name).as_str())
    };
    let typed = |question: &Question| {
        matches!(question.kind, QuestionKind::Text | QuestionKind::Barcode | QuestionKind::Integer | QuestionKind::Date)
    };
    let questions = form.questions().into_iter();
    let questions: Vec<String> = questions
        .filter(|(_, question)| typed(question) && !question.evaluation.sealed && asks(question))
        .map(|(path, _)| path)
        .collect();
    let reason = "they ask who somebody is or how to reach them";
    (!questions.is_empty()).then(|| Guess::new(Meaning::Sealed { questions }, Confidence::High, reason))
}

/// All other free text: people write names into it.
pub(super) fn review(form: &Form, sealed: Option<&Guess>) -> Option<Guess> {
    let apart: &[String] =
        if let Some(Guess { meaning: Meaning::Sealed { questions }, .. }) = sealed { questions } else { &[] };
    let questions = form.questions().into_iter().filter(|(path, question)| {
        let columns = &question.evaluation;
        question.kind == QuestionKind::Text && !columns.review && !columns.sealed && !apart.contains(path)
    });
    let questions: Vec<String> = questions.map(|(path, _)| path).collect();
    let reason = "they are free text, and people write names into it";
    (!questions.is_empty()).then(|| Guess::new(Meaning::Review { questions }, Confidence::Medium, reason))
}

fn outside_repeats(form: &Form) -> Vec<(String, &Question)> {
    let mut repeats: Vec<String> = Vec::new();
    let mut found = Vec::new();
    form.walk(&mut |path, item| match item {
        Item::Repeat(_) => repeats.push(format!("{path}/")),
        Item::Question(question) if !repeats.iter().any(|repeat| path.starts_with(repeat.as_str())) => {
            found.push((path.to_owned(), &**question));
        }
        Item::Question(_) | Item::Group(_) => {}
    });
    found
}
