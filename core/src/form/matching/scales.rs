//! Which choice lists are scales, in which order, and at which end the good stands.
//!
//! Whether a question uses a scale to measure anything is decided in `measures`.

use std::collections::{BTreeMap, BTreeSet};

use super::missing::silences;
use super::plain;
use super::vocabulary::{CHOICES, Family, NEGATIONS};
use super::{Confidence, Guess, Meaning};
use crate::form::model::{Choice, ChoiceList, Form};

/// The most choices of a scale: 0 to 10.
const MOST_CHOICES: usize = 11;

/// A list that is a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListScale {
    pub(super) list: String,
    pub(super) family: Option<Family>,
    points: BTreeMap<String, u8>,
    confidence: Confidence,
    reason: &'static str,
    /// Whether the form says the points itself.
    told: bool,
}

/// Every list that is a scale, measured with or not.
pub(super) fn all(form: &Form) -> Vec<ListScale> {
    form.lists.iter().filter_map(|(name, list)| of_list(name, list)).collect()
}

/// The guesses for the lists that something is measured with.
pub(super) fn guess(scales: &[ListScale], measured: &BTreeSet<String>) -> Vec<Guess> {
    let wanted = scales.iter().filter(|scale| !scale.told && measured.contains(&scale.list));
    wanted
        .map(|scale| {
            let meaning = Meaning::Scale { list: scale.list.clone(), points: scale.points.clone() };
            Guess::new(meaning, scale.confidence, scale.reason)
        })
        .collect()
}

fn of_list(name: &str, list: &ChoiceList) -> Option<ListScale> {
    let silent: BTreeSet<&str> = silences(list).into_iter().map(|(choice, _)| choice.name.as_str()).collect();
    let steps: Vec<&Choice> = list.choices.iter().filter(|choice| !silent.contains(choice.name.as_str())).collect();
    if !(2..=MOST_CHOICES).contains(&steps.len()) {
        return None;
    }
    let ranks: Vec<Option<(Family, i8)>> = steps.iter().map(|choice| rank(choice)).collect();
    let family = family(&ranks);
    let told = steps.iter().any(|choice| choice.points.is_some());
    let scale =
        |points, confidence, reason| ListScale { list: name.to_owned(), family, points, confidence, reason, told };
    if told {
        return Some(scale(BTreeMap::new(), Confidence::Certain, "the form says so"));
    }
    by_words(&steps, &ranks).map(|(points, confidence, reason)| scale(points, confidence, reason)).or_else(|| {
        Some(scale(by_number(&steps)?, Confidence::Low, "they are numbers in order; more is taken for better"))
    })
}

/// The family that most of the choices belong to; of equal ones, the one that says more.
fn family(ranks: &[Option<(Family, i8)>]) -> Option<Family> {
    let families = [Family::Quality, Family::Agreement, Family::Importance, Family::Amount];
    let count = |family: Family| ranks.iter().flatten().filter(|(known, _)| *known == family).count();
    families.into_iter().rev().max_by_key(|family| count(*family)).filter(|family| count(*family) > 0)
}

type Ordered = (BTreeMap<String, u8>, Confidence, &'static str);

/// By what the labels say. Between known choices the others keep the order of the sheet.
fn by_words(steps: &[&Choice], ranks: &[Option<(Family, i8)>]) -> Option<Ordered> {
    let known: Vec<i8> = ranks.iter().flatten().map(|(_, rank)| *rank).collect();
    let distinct: BTreeSet<i8> = known.iter().copied().collect();
    let ends_known = ranks.first().is_some_and(Option::is_some) && ranks.last().is_some_and(Option::is_some);
    if distinct.len() < 2 || (known.len() * 2 < steps.len() && !ends_known) {
        return None;
    }
    let confidence = if known.len() == steps.len() { Confidence::High } else { Confidence::Medium };
    if known.is_sorted() {
        return Some((numbered(steps.iter()), confidence, "their words go from bad to good"));
    }
    if known.iter().rev().is_sorted() {
        return Some((numbered(steps.iter().rev()), confidence, "their words go from good to bad"));
    }
    if distinct.len() == steps.len() {
        let mut ordered: Vec<(i8, &&Choice)> = known.into_iter().zip(steps).collect();
        ordered.sort_by_key(|(rank, _)| *rank);
        let points = numbered(ordered.into_iter().map(|(_, choice)| choice));
        return Some((
            points,
            Confidence::Medium,
            "their words say which is better, though they stand in another order",
        ));
    }
    None
}

fn numbered<'a>(steps: impl Iterator<Item = &'a &'a Choice>) -> BTreeMap<String, u8> {
    (1..).zip(steps).map(|(points, choice)| (choice.name.clone(), points)).collect()
}

/// Whole numbers that follow each other, up or down.
fn by_number(steps: &[&Choice]) -> Option<BTreeMap<String, u8>> {
    let number = |choice: &&Choice| choice.name.trim().parse::<u8>().ok().filter(|number| *number <= 100);
    let numbers: Vec<u8> = steps.iter().map(number).collect::<Option<_>>()?;
    let follow = |from: u8, to: u8| from.checked_add(1) == Some(to);
    let up = numbers.windows(2).all(|pair| follow(pair[0], pair[1]));
    let down = numbers.windows(2).all(|pair| follow(pair[1], pair[0]));
    // Two or three bare numbers are as likely codes of categories.
    if steps.len() < 4 || !(up || down) || !steps.iter().all(|choice| is_bare(choice)) {
        return None;
    }
    Some(steps.iter().map(|choice| choice.name.clone()).zip(numbers).collect())
}

/// Whether a label says nothing but the number; the ends of such scales often say more.
fn is_bare(choice: &Choice) -> bool {
    choice.label.0.values().all(|label| {
        let words = plain::plain(label);
        words.is_empty() || words.split(' ').next().is_some_and(|word| word == choice.name.trim())
    })
}

/// The family of a choice and its place there, by the longest phrase that it holds in any language.
fn rank(choice: &Choice) -> Option<(Family, i8)> {
    let texts = plain::all(&choice.label);
    let mut best: Option<(usize, Family, i8)> = None;
    for text in texts.iter().filter(|text| text.split(' ').count() <= 8) {
        for (family, rank, phrases) in CHOICES {
            for phrase in phrases.iter().filter(|phrase| plain::has(text, phrase)) {
                if best.is_none_or(|(length, ..)| phrase.len() > length) {
                    best = Some((phrase.len(), *family, turned(text, phrase, *rank)));
                }
            }
        }
    }
    best.map(|(_, family, rank)| (family, rank))
}

/// "Not very good" is a little bad.
fn turned(text: &str, phrase: &str, rank: i8) -> i8 {
    let first = text.split(' ').next().unwrap_or_default();
    let negated = NEGATIONS.contains(&first) && !phrase.starts_with(first);
    if negated && rank > 0 { -1 } else { rank }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::model::Translated;

    type Points = Vec<(String, u8)>;

    fn scale(choices: &[(&str, &str)]) -> Option<(Points, Option<Family>)> {
        let choice = |(name, label): &(&str, &str)| Choice {
            name: (*name).to_owned(),
            label: Translated::plain(label),
            ..Choice::default()
        };
        let list = ChoiceList { choices: choices.iter().map(choice).collect() };
        of_list("list", &list).map(|scale| (scale.points.into_iter().collect(), scale.family))
    }

    fn points(names: &[(&str, u8)]) -> Points {
        names.iter().map(|(name, points)| ((*name).to_owned(), *points)).collect()
    }

    #[test]
    fn the_good_end_is_found_by_the_words_whichever_way_they_run() {
        let down = [
            ("1", "1 - Very good"),
            ("2", "Good"),
            ("3", "Fair"),
            ("4", "Poor"),
            ("5", "Very poor"),
            ("9", "Don't know"),
        ];
        let wanted = points(&[("1", 5), ("2", 4), ("3", 3), ("4", 2), ("5", 1)]);
        assert_eq!(scale(&down), Some((wanted, Some(Family::Quality))));
        let up = [
            ("a", "Totalmente en desacuerdo"),
            ("b", "En desacuerdo"),
            ("c", "Ni de acuerdo ni en desacuerdo"),
            ("d", "De acuerdo"),
        ];
        assert_eq!(scale(&up), Some((points(&[("a", 1), ("b", 2), ("c", 3), ("d", 4)]), Some(Family::Agreement))));
    }

    #[test]
    fn not_very_good_is_no_good_end() {
        let list = [("a", "Very good"), ("b", "Quite good"), ("c", "Not very good"), ("d", "Not good at all")];
        assert_eq!(scale(&list).unwrap().0, points(&[("a", 4), ("b", 3), ("c", 2), ("d", 1)]));
    }

    #[test]
    fn bare_numbers_are_a_scale_and_few_of_them_are_not() {
        let digits: Vec<String> = (0..=10).map(|number| number.to_string()).collect();
        let list: Vec<(&str, &str)> = digits.iter().map(|digit| (digit.as_str(), digit.as_str())).collect();
        assert_eq!(scale(&list).unwrap().0.iter().map(|(_, points)| u32::from(*points)).sum::<u32>(), 55);
        assert_eq!(scale(&[("1", "1"), ("2", "2"), ("3", "3")]), None);
    }

    #[test]
    fn lists_of_things_are_no_scales() {
        assert_eq!(scale(&[("yes", "Yes"), ("no", "No")]), None);
        assert_eq!(scale(&[("1", "Park"), ("2", "Library"), ("3", "School"), ("4", "Shop")]), None);
        assert_eq!(scale(&[("a", "Repairs"), ("b", "Parks"), ("c", "Advice"), ("d", "Nada")]), None);
    }
}
