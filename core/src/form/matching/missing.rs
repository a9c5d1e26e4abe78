//! Which choices stand for having no answer: don't know, rather not say, no experience of it.
//!
//! Words decide; where there are none, the codes that survey files use for it (88, 98, 99 and the like, domain note d8).

use super::plain;
use super::scales::ListScale;
use super::vocabulary::{SHORT_SILENCES, SILENCES};
use super::{Confidence, Guess, Meaning};
use crate::form::model::{Choice, ChoiceList, Form, MissingKind};

/// Why a choice is taken for having no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Silence {
    pub(super) kind: MissingKind,
    by_code: bool,
}

/// Guesses the silences of every list.
pub(super) fn guess(form: &Form, scales: &[ListScale]) -> Vec<Guess> {
    let mut guesses = Vec::new();
    for (name, list) in &form.lists {
        let is_scale = scales.iter().any(|scale| scale.list == *name);
        let found: Vec<(&Choice, Silence)> = silences(list)
            .into_iter()
            .filter(|(choice, _)| choice.missing.is_none() && choice.points.is_none())
            // "I do not use it" is an answer where nothing is rated.
            .filter(|(_, silence)| is_scale || silence.kind != MissingKind::NoExperience)
            .collect();
        if found.is_empty() {
            continue;
        }
        let by_code = found.iter().any(|(_, silence)| silence.by_code);
        let (confidence, reason) = if by_code {
            (Confidence::Low, "surveys use such numbers for answers that are none")
        } else {
            (Confidence::High, "their words say that there is no answer")
        };
        let choices = found.into_iter().map(|(choice, silence)| (choice.name.clone(), silence.kind)).collect();
        guesses.push(Guess::new(Meaning::NoAnswer { list: name.clone(), choices }, confidence, reason));
    }
    guesses
}

/// The choices of a list that stand for having no answer.
pub(super) fn silences(list: &ChoiceList) -> Vec<(&Choice, Silence)> {
    let silence = |choice| Some((choice, of_choice(choice, list)?));
    list.choices.iter().filter_map(silence).collect()
}

fn of_choice(choice: &Choice, list: &ChoiceList) -> Option<Silence> {
    if let Some(kind) = choice.missing {
        return Some(Silence { kind, by_code: false });
    }
    let mut texts = plain::all(&choice.label);
    texts.push(plain::plain(&choice.name));
    let by_words = SILENCES.iter().find(|(_, phrases)| plain::first_of(&texts, phrases).is_some());
    let by_whole = || SHORT_SILENCES.iter().find(|(_, whole)| texts.iter().any(|text| whole.contains(&text.as_str())));
    if let Some((kind, _)) = by_words.or_else(by_whole) {
        return Some(Silence { kind: *kind, by_code: false });
    }
    let says_something = choice.label.0.values().any(|label| plain::plain(label).chars().any(char::is_alphabetic));
    let kind = of_code(&choice.name).filter(|_| !says_something && stands_alone(choice, list))?;
    Some(Silence { kind, by_code: true })
}

/// What a number is used for by custom.
fn of_code(name: &str) -> Option<MissingKind> {
    match name.trim().trim_start_matches('-') {
        "88" | "98" | "888" | "998" => Some(MissingKind::DontKnow),
        "99" | "999" => Some(MissingKind::PreferNot),
        "97" | "997" => Some(MissingKind::NoExperience),
        _ => None,
    }
}

/// Whether no other choice of the list is a number close by: then it would be a step of a long scale.
fn stands_alone(choice: &Choice, list: &ChoiceList) -> bool {
    let Ok(number) = choice.name.trim().parse::<i64>() else { return false };
    let others = list.choices.iter().filter(|other| of_code(&other.name).is_none());
    others.filter_map(|other| other.name.trim().parse::<i64>().ok()).all(|other| (number - other).abs() > 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::model::Translated;

    fn found(choices: &[(&str, &str)]) -> Vec<(String, MissingKind)> {
        let choice = |(name, label): &(&str, &str)| Choice {
            name: (*name).to_owned(),
            label: Translated::plain(label),
            ..Choice::default()
        };
        let list = ChoiceList { choices: choices.iter().map(choice).collect() };
        silences(&list).into_iter().map(|(choice, silence)| (choice.name.clone(), silence.kind)).collect()
    }

    #[test]
    fn words_decide_in_either_language() {
        let list = [("1", "Good"), ("2", "No lo sé"), ("3", "I'd rather not say"), ("n_a", "-"), ("5", "Not at all")];
        let kinds = [MissingKind::DontKnow, MissingKind::PreferNot, MissingKind::NoExperience];
        let names = ["2", "3", "n_a"].map(str::to_owned);
        assert_eq!(found(&list), names.into_iter().zip(kinds).collect::<Vec<_>>());
    }

    #[test]
    fn a_code_counts_where_its_label_says_nothing_and_no_step_is_near() {
        let scale = [("1", "1"), ("2", "2"), ("88", "88"), ("-99", "")];
        let codes = [("88", MissingKind::DontKnow), ("-99", MissingKind::PreferNot)];
        assert_eq!(found(&scale), codes.map(|(name, kind)| (name.to_owned(), kind)));
        assert_eq!(found(&[("96", "96"), ("97", "97"), ("98", "98")]), []);
        assert_eq!(found(&[("1", "One"), ("99", "All of them")]), []);
    }
}
