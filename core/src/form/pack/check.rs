//! Whether a pack is fit to be used: bounded, in plain texts, with questions that work by themselves and are worded as it says.

use super::choose::has_its_choices;
use super::{Pack, PackError, wordings_of};
use crate::form::graph::Graph;
use crate::form::model::Form;
use crate::form::normal::check_names;

/// The most questions.
const MAX_QUESTIONS: usize = 500;
/// The most languages.
const MAX_LANGUAGES: usize = 40;
/// The most choices in all lists together.
const MAX_CHOICES: usize = 5_000;
/// The most criteria.
const MAX_CRITERIA: usize = 200;
/// The most codes.
const MAX_CODES: usize = 500;
/// The most packs that it was made from.
const MAX_EARLIER: usize = 50;
/// The most characters in a name.
const NAME: usize = 200;
/// The most characters in a criterion's code.
const CODE: usize = 60;
/// The most characters in a longer text.
const TEXT: usize = 1_000;

/// Finds the first thing that is not fit.
pub(super) fn check(pack: &Pack) -> Result<(), PackError> {
    counts(pack)?;
    texts(pack)?;
    questions(&pack.questions)?;
    let made = wordings_of(&pack.questions);
    let differs = made.iter().find(|(path, wordings)| pack.wordings.get(*path) != Some(*wordings));
    let unknown = pack.wordings.keys().find(|path| !made.contains_key(*path));
    match differs.map(|(path, _)| path).or(unknown) {
        Some(path) => Err(PackError::Changed { path: path.clone() }),
        None => Ok(()),
    }
}

fn counts(pack: &Pack) -> Result<(), PackError> {
    let form = &pack.questions;
    let choices = form.lists.values().chain(form.external_lists.values()).map(|list| list.choices.len()).sum();
    for (what, count, most) in [
        ("questions", form.questions().len(), MAX_QUESTIONS),
        ("languages", form.languages.len().max(pack.checked.len()), MAX_LANGUAGES),
        ("choices", choices, MAX_CHOICES),
        ("criteria", pack.criteria.len(), MAX_CRITERIA),
        ("codes", pack.codes.len(), MAX_CODES),
        ("earlier packs", pack.made_from.len(), MAX_EARLIER),
    ] {
        if count > most {
            return Err(PackError::TooMany { what, most });
        }
    }
    if form.questions().is_empty() { Err(PackError::Empty) } else { Ok(()) }
}

fn texts(pack: &Pack) -> Result<(), PackError> {
    for (what, text) in [("the title", &pack.title), ("the organisation", &pack.organisation)] {
        plain(what, text, 1, NAME)?;
    }
    plain("the project", &pack.project, 0, NAME)?;
    plain("the day", &pack.made_on, 0, NAME)?;
    let story = &pack.story;
    for text in [&story.who, &story.place, &story.when] {
        plain("the story", text, 0, NAME)?;
    }
    plain("what changed", &story.changed, 0, TEXT)?;
    plain("whom to ask", &story.ask, 0, NAME)?;
    if !story.ask.is_empty() && !story.ask_agreed {
        return Err(PackError::ContactNotAgreed);
    }
    for criterion in &pack.criteria {
        plain("a criterion's code", &criterion.code, 1, CODE)?;
        plain("a criterion's name", &criterion.name, 0, NAME)?;
        plain("what good looks like", &criterion.good, 0, TEXT)?;
    }
    for code in &pack.codes {
        plain("a code", &code.name, 1, NAME)?;
        plain("what a code means", &code.means, 0, TEXT)?;
    }
    for earlier in &pack.made_from {
        plain("an earlier pack's title", &earlier.title, 1, NAME)?;
        plain("an earlier pack's organisation", &earlier.organisation, 1, NAME)?;
        plain("an earlier pack's project", &earlier.project, 0, NAME)?;
        plain("an earlier pack's day", &earlier.made_on, 0, NAME)?;
    }
    pack.checked.iter().try_for_each(|language| plain("a language", language, 1, NAME))
}

fn plain(what: &'static str, text: &str, least: usize, most: usize) -> Result<(), PackError> {
    let count = text.trim().chars().count();
    let is_plain = !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    if is_plain && (least..=most).contains(&count) { Ok(()) } else { Err(PackError::BadText { what, least, most }) }
}

fn questions(form: &Form) -> Result<(), PackError> {
    check_names(&form.items).map_err(|_| PackError::BadNames)?;
    for (path, question) in form.questions() {
        if !has_its_choices(form, question) {
            return Err(PackError::Logic { fault: format!("{path} has no choices") });
        }
    }
    match Graph::build(form) {
        Ok(_) => Ok(()),
        Err(problems) => {
            let fault = problems.first().map(ToString::to_string).unwrap_or_default();
            Err(PackError::Logic { fault })
        }
    }
}
