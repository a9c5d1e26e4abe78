//! Cells as answers: choices by name or label, places put together from their columns, texts in their stored form.

use jiff::tz::TimeZone;

use crate::form::interview::{MAX_ANSWER_BYTES, Refused, stored_text};
use crate::form::model::{Choice, ChoiceList, Form, MissingKind, Question, QuestionKind};
use crate::response::{Answer, Missing};

/// The cells of one row that answer one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cells<'r> {
    /// The whole answer.
    pub(super) whole: Option<&'r str>,
    /// Latitude, longitude, altitude and accuracy.
    pub(super) parts: [&'r str; 4],
    /// Choices with what their columns hold.
    pub(super) choices: Vec<(&'r str, &'r str)>,
}

/// The answer that cells give; `None` if they are blank.
///
/// # Errors
/// They are no answer to the question.
pub(super) fn answer(form: &Form, question: &Question, cells: &Cells<'_>) -> Result<Option<Answer>, Refused> {
    let text = text(form, question, cells)?;
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(missing(form, question, &text).map_or(Answer::Given(text), Answer::Missing)))
}

fn text(form: &Form, question: &Question, cells: &Cells<'_>) -> Result<String, Refused> {
    let whole = cells.whole.unwrap_or_default();
    let list = form.list_of(question);
    match (&question.kind, list) {
        (QuestionKind::SelectOne(_), Some(list)) if !whole.is_empty() => {
            found(list, whole).map(|choice| choice.name.clone()).ok_or(Refused::NotAChoice)
        }
        (QuestionKind::SelectMultiple(_), Some(list)) => several(list, whole, &cells.choices),
        (QuestionKind::Rank(_), Some(list)) if !whole.is_empty() => {
            let ranked = words(list, whole).ok_or(Refused::NotAChoice)?;
            Ok(ranked.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>().join(" "))
        }
        (QuestionKind::Geopoint, _) if whole.is_empty() && !cells.parts[0].is_empty() => {
            let part = |part: &&str| if part.is_empty() { "0".to_owned() } else { (*part).to_owned() };
            stored(&question.kind, &cells.parts.iter().map(part).collect::<Vec<_>>().join(" "))
        }
        (kind, _) => stored(kind, whole),
    }
}

/// A text in its stored form. What nobody types is taken as it stands.
fn stored(kind: &QuestionKind, text: &str) -> Result<String, Refused> {
    let is_whole = *kind == QuestionKind::Integer;
    let text = text.strip_suffix(".0").filter(|_| is_whole).unwrap_or(text);
    match stored_text(kind, text, &TimeZone::UTC) {
        Err(Refused::NotAnswerable) if text.len() <= MAX_ANSWER_BYTES => Ok(text.to_owned()),
        Err(Refused::NotAnswerable) => Err(Refused::TooLong { limit_bytes: MAX_ANSWER_BYTES }),
        other => other,
    }
}

/// A choice by its name, or by its label in any language. Spreadsheets write `1.0` for `1`.
fn found<'l>(list: &'l ChoiceList, text: &str) -> Option<&'l Choice> {
    let by_label = |choice: &&Choice| choice.label.0.values().any(|label| same(label, text));
    let whole = || list.named(text.strip_suffix(".0")?);
    list.named(text).or_else(whole).or_else(|| list.choices.iter().find(by_label))
}

fn same(label: &str, text: &str) -> bool {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    tidy(label) == tidy(text)
}

/// Chosen choices in the order of the list: by their own columns where there are any, else by the text.
fn several(list: &ChoiceList, whole: &str, columns: &[(&str, &str)]) -> Result<String, Refused> {
    let told = columns.iter().any(|(_, cell)| !cell.is_empty());
    let is_chosen: Vec<bool> = if told {
        let chosen = |name: &str| columns.iter().any(|(known, cell)| *known == name && is_yes(cell));
        list.choices.iter().map(|choice| chosen(&choice.name)).collect()
    } else {
        let chosen = words(list, whole).ok_or(Refused::NotAChoice)?;
        list.choices.iter().map(|choice| chosen.iter().any(|known| known.name == choice.name)).collect()
    };
    let names =
        list.choices.iter().zip(is_chosen).filter(|(_, chosen)| *chosen).map(|(choice, _)| choice.name.as_str());
    Ok(names.collect::<Vec<_>>().join(" "))
}

fn is_yes(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "1" | "1.0" | "true" | "yes")
}

/// Choices with blanks between: by their names, or, where that does not come out, by their labels.
fn words<'l>(list: &'l ChoiceList, text: &str) -> Option<Vec<&'l Choice>> {
    let by_name: Option<Vec<&Choice>> = text.split_whitespace().map(|name| list.named(name)).collect();
    by_name.or_else(|| by_labels(list, text))
}

/// The longest label that fits comes first: one may begin with another.
fn by_labels<'l>(list: &'l ChoiceList, text: &str) -> Option<Vec<&'l Choice>> {
    let mut labels: Vec<(String, &Choice)> = Vec::new();
    for choice in &list.choices {
        let own = choice.label.0.values().map(|label| label.split_whitespace().collect::<Vec<_>>().join(" "));
        labels.extend(own.filter(|label| !label.is_empty()).map(|label| (label, choice)));
    }
    labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
    let mut rest = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chosen = Vec::new();
    while !rest.is_empty() {
        let fits =
            |label: &str| rest.strip_prefix(label).filter(|rest| rest.is_empty() || rest.starts_with([' ', ',', ';']));
        let (choice, after) = labels.iter().find_map(|(label, choice)| Some((*choice, fits(label)?)))?;
        chosen.push(choice);
        rest = after.trim_start_matches([' ', ',', ';']).to_owned();
    }
    Some(chosen)
}

/// The reason that chosen choices stand for, if all of them stand for one.
fn missing(form: &Form, question: &Question, text: &str) -> Option<Missing> {
    let list = form.list_of(question)?;
    let mut kinds = text.split(' ').map(|name| list.named(name).and_then(|choice| choice.missing));
    let first = kinds.next()??;
    kinds.all(|kind| kind.is_some()).then_some(match first {
        MissingKind::DontKnow => Missing::DontKnow,
        MissingKind::PreferNot => Missing::PreferNot,
        MissingKind::NoExperience => Missing::NoExperience,
    })
}
