//! Which questions assess something, what they say about it, and which two of them are a pair about one criterion.
//!
//! What the choices of their lists count is in `scales`.

use std::collections::{BTreeMap, BTreeSet};

use super::plain;
use super::scales::ListScale;
use super::vocabulary::{
    ASKS_AGREEMENT, ASKS_FIRST, ASKS_IMPORTANCE, ASKS_PRIORITY, ASKS_SATISFACTION, ASKS_SCORE, BAD_NEWS,
};
use super::{Confidence, Guess, Meaning};
use crate::form::model::{ChoiceSource, Form, Measure, Question, QuestionKind};

/// Parts of names that say which half of a pair a question is, and nothing about the criterion.
const HALVES: [&str; 14] = [
    "imp",
    "import",
    "importance",
    "importancia",
    "matter",
    "sat",
    "satis",
    "satisfaction",
    "satisfaccion",
    "happy",
    "rating",
    "rate",
    "score",
    "agree",
];

/// Words that labels share without being about the same thing.
const EMPTY_WORDS: [&str; 24] = [
    "how", "much", "does", "it", "that", "are", "is", "you", "and", "the", "with", "to", "of", "in", "que", "y", "la",
    "el", "los", "las", "de", "le", "en", "como",
];

/// A question that seems to assess something.
struct Found<'f> {
    path: String,
    question: &'f Question,
    measure: Measure,
    confidence: Confidence,
    reason: String,
    reversed: bool,
    /// What the other half of its pair is called, and how the two were known.
    pair: Option<(String, String)>,
}

/// Guesses measures, pair by pair where there are pairs, then what should come first.
pub(super) fn guess(form: &Form, scales: &[ListScale]) -> Vec<Guess> {
    let questions: Vec<(String, &Question)> = form.questions();
    let open = questions.iter().filter(|(_, question)| question.evaluation.measure.is_none());
    let mut found: Vec<Found<'_>> = open.filter_map(|(path, question)| measured(path, question, scales)).collect();
    pair_up(&mut found, &questions);
    let keys = keys(&found);
    let mut guesses: Vec<Guess> = found.iter().zip(keys).map(|(found, key)| found.guess(key)).collect();
    guesses.extend(questions.iter().filter_map(|(path, question)| priority(path, question, scales)));
    guesses
}

/// The lists that the measured questions take their choices from, those that the form's own columns measure included.
pub(super) fn lists(form: &Form, guesses: &[Guess]) -> BTreeSet<String> {
    let guessed: BTreeSet<&str> = guesses
        .iter()
        .filter_map(|guess| guess.meaning.measured())
        .filter(|(_, measure)| *measure != Measure::Priority)
        .map(|(question, _)| question)
        .collect();
    let told = |question: &Question| question.evaluation.measure.is_some_and(|measure| measure != Measure::Priority);
    let questions = form.questions().into_iter();
    let measured = questions.filter(|(path, question)| guessed.contains(path.as_str()) || told(question));
    measured.filter_map(|(_, question)| list_name(question).map(str::to_owned)).collect()
}

/// The list of the choices sheet that a question takes one choice from.
fn list_name(question: &Question) -> Option<&str> {
    if let QuestionKind::SelectOne(ChoiceSource::List(name)) = &question.kind { Some(name) } else { None }
}

fn measured<'f>(path: &str, question: &'f Question, scales: &[ListScale]) -> Option<Found<'f>> {
    let texts = plain::all(&question.label);
    let asked = [
        (Measure::Satisfaction, ASKS_SATISFACTION),
        (Measure::Importance, ASKS_IMPORTANCE),
        (Measure::Agreement, ASKS_AGREEMENT),
    ];
    let by_label = asked.into_iter().find_map(|(measure, phrases)| Some((measure, plain::first_of(&texts, phrases)?)));
    let (measure, confidence, reason) = match list_name(question) {
        Some(list) => {
            let scale = scales.iter().find(|scale| scale.list == list)?;
            weigh(by_label, scale.family.and_then(super::vocabulary::Family::measure))?
        }
        None => of_number(question, by_label, &texts)?,
    };
    let bad_news = plain::first_of(&texts, BAD_NEWS).filter(|_| measure == Measure::Agreement);
    let reason = match bad_news {
        Some(words) => format!("{reason}; “{words}” says that agreeing is no good sign"),
        None => reason,
    };
    let (path, reversed) = (path.to_owned(), bad_news.is_some());
    let confidence = if reversed { confidence.min(Confidence::Medium) } else { confidence };
    Some(Found { path, question, measure, confidence, reason, reversed, pair: None })
}

/// What a select's words and its scale say together.
fn weigh(by_label: Option<(Measure, &str)>, by_list: Option<Measure>) -> Option<(Measure, Confidence, String)> {
    Some(match (by_label, by_list) {
        (Some((asked, words)), Some(scale)) if asked == scale => {
            (asked, Confidence::High, format!("it asks “{words}”, and its choices fit that"))
        }
        (Some((asked, words)), None) => (asked, Confidence::Medium, format!("it asks “{words}”")),
        // A scale of agreement is no scale of anything else, whatever the statement is about.
        (Some(_) | None, Some(Measure::Agreement)) => {
            (Measure::Agreement, Confidence::High, "its choices say how far a statement is true".to_owned())
        }
        (Some((asked, words)), Some(_)) => {
            (asked, Confidence::Low, format!("it asks “{words}”, though its choices sound like something else"))
        }
        (None, Some(scale)) => (scale, Confidence::Medium, format!("its choices are a scale of {}", scale.word())),
        (None, None) => return None,
    })
}

/// A number counts as a mark only if the question says so.
fn of_number(
    question: &Question,
    by_label: Option<(Measure, &str)>,
    texts: &[String],
) -> Option<(Measure, Confidence, String)> {
    let score = plain::first_of(texts, ASKS_SCORE);
    let is_range = question.kind == QuestionKind::Range;
    if !is_range && question.kind != QuestionKind::Integer {
        return None;
    }
    match (by_label, score) {
        (Some((asked, words)), _) if is_range => {
            Some((asked, Confidence::Medium, format!("it asks “{words}” on a scale of numbers")))
        }
        (Some((asked, words)), Some(_)) => {
            Some((asked, Confidence::Low, format!("it asks “{words}” for a number on a scale")))
        }
        (None, Some(words)) => Some((Measure::Score, Confidence::Low, format!("it asks for a number: “{words}”"))),
        (Some(_) | None, None) => None,
    }
}

/// Joins each question of importance with the one of satisfaction that fits it best, best fits first.
fn pair_up(found: &mut [Found<'_>], questions: &[(String, &Question)]) {
    let place = |path: &str| questions.iter().position(|(known, _)| known == path).unwrap_or_default();
    let mut fits = Vec::new();
    for (one, matters) in found.iter().enumerate().filter(|(_, found)| found.measure == Measure::Importance) {
        for (other, goes) in found.iter().enumerate().filter(|(_, found)| found.measure == Measure::Satisfaction) {
            let apart = place(&matters.path).abs_diff(place(&goes.path));
            if let Some((strength, how)) = fit(matters, goes, apart) {
                fits.push((std::cmp::Reverse(strength), apart, one, other, how));
            }
        }
    }
    fits.sort();
    for (std::cmp::Reverse(strength), _, one, other, how) in fits {
        if found[one].pair.is_some() || found[other].pair.is_some() {
            continue;
        }
        let names = (found[one].path.clone(), found[other].path.clone());
        for (half, partner) in [(one, names.1), (other, names.0)] {
            let half = &mut found[half];
            half.pair = Some((partner, how.to_owned()));
            half.confidence = if strength >= 3 { Confidence::High } else { half.confidence.max(Confidence::Medium) };
        }
    }
}

/// How well two questions go together, and by what; `None` if not well enough.
fn fit(one: &Found<'_>, other: &Found<'_>, apart: usize) -> Option<(u32, &'static str)> {
    let same_name = stem(&one.question.name) == stem(&other.question.name);
    let together = parent(&one.path) == parent(&other.path) && apart == 1;
    let words = same_words(one.question, other.question);
    match (same_name, together, words) {
        (true, true, _) | (true, _, true) => Some((4, "they stand together and have one name")),
        (true, false, false) => Some((3, "they have one name")),
        (false, true, true) => Some((3, "they stand together and use the same words")),
        (false, true, false) => Some((2, "one stands after the other")),
        (false, false, true) => Some((2, "they use the same words")),
        (false, false, false) => None,
    }
}

/// Whether half of the telling words of the shorter label stand in the other, in any language.
fn same_words(one: &Question, other: &Question) -> bool {
    let telling = |text: &str| -> BTreeSet<String> {
        let asked = |word: &str| {
            let phrases = ASKS_IMPORTANCE.iter().chain(ASKS_SATISFACTION);
            phrases.flat_map(|phrase| phrase.split(' ')).any(|known| known == word)
        };
        let words = text.split(' ').filter(|word| !EMPTY_WORDS.contains(word) && !asked(word));
        words.map(str::to_owned).collect()
    };
    one.label.0.iter().any(|(lang, text)| {
        let Some(opposite) = other.label.exact(lang) else { return false };
        let (ours, theirs) = (telling(&plain::plain(text)), telling(&plain::plain(opposite)));
        let shorter = ours.len().min(theirs.len());
        shorter > 0 && ours.intersection(&theirs).count() * 2 >= shorter.max(2)
    })
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

/// A name without the parts that say which half of a pair it is.
fn stem(name: &str) -> String {
    let lower = name.to_lowercase();
    let parts: Vec<&str> =
        lower.split(['_', '-', '.']).filter(|part| !part.is_empty() && !HALVES.contains(part)).collect();
    if parts.is_empty() { lower } else { parts.join("_") }
}

/// A key for the criterion of each question: one for a pair, different ones for what is no pair.
fn keys(found: &[Found<'_>]) -> Vec<String> {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut keys = Vec::new();
    for one in found {
        // Of two halves with different names, the one that comes first in the alphabet names the pair for both.
        let leader = one.pair.as_ref().map_or(&one.path, |(partner, _)| partner.min(&one.path));
        let name = leader.rsplit('/').next().unwrap_or(leader);
        let mut key = stem(name);
        while taken.get(&key).is_some_and(|owner| owner != leader) {
            key.push_str("_2");
        }
        taken.insert(key.clone(), leader.clone());
        keys.push(key);
    }
    keys
}

impl Found<'_> {
    fn guess(&self, criterion: String) -> Guess {
        let reason = match &self.pair {
            Some((partner, how)) => format!("{}; a pair with {partner}: {how}", self.reason),
            None => self.reason.clone(),
        };
        let (question, measure, reversed) = (self.path.clone(), self.measure, self.reversed);
        let criterion = Some(criterion);
        Guess::new(Meaning::Measure { question, measure, criterion, reversed }, self.confidence, reason)
    }
}

/// A question that asks what comes first among several things.
fn priority(path: &str, question: &Question, scales: &[ListScale]) -> Option<Guess> {
    if question.evaluation.measure.is_some() {
        return None;
    }
    let texts = plain::all(&question.label);
    let words = plain::first_of(&texts, ASKS_PRIORITY);
    let (words, confidence) = if matches!(question.kind, QuestionKind::Rank(_)) {
        (words.unwrap_or("in order"), Confidence::Medium)
    } else if matches!(question.kind, QuestionKind::SelectMultiple(_)) {
        match words {
            Some(words) => (words, Confidence::Medium),
            None => (plain::first_of(&texts, ASKS_FIRST)?, Confidence::Low),
        }
    } else {
        let list = list_name(question).filter(|list| scales.iter().all(|scale| scale.list != *list));
        (words.filter(|_| list.is_some())?, Confidence::Low)
    };
    let meaning =
        Meaning::Measure { question: path.to_owned(), measure: Measure::Priority, criterion: None, reversed: false };
    Some(Guess::new(meaning, confidence, format!("it asks what comes first: “{words}”")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::import::{Limits, import};

    const CHOICES: &str = "\
## choices
| list_name | name | label |
|---|---|---|
| imp | 1 | Not important |
| imp | 2 | Important |
| imp | 3 | Very important |
| sat | 1 | Very bad |
| sat | 2 | Fair |
| sat | 3 | Very good |
| agr | 1 | Disagree |
| agr | 2 | Agree |
| thing | a | Parks |
| thing | b | Library |
";

    fn guessed(rows: &str) -> Vec<String> {
        let text = format!("## survey\n| type | name | label |\n|---|---|---|\n{rows}{CHOICES}");
        let form = import(text.as_bytes(), &Limits::default()).unwrap().form;
        let told = |guess: Guess| {
            let Meaning::Measure { question, measure, criterion, reversed } = guess.meaning else {
                panic!("no measure")
            };
            let criterion = criterion.unwrap_or_default();
            format!("{question} {} {criterion}{}", measure.word(), if reversed { " reversed" } else { "" })
        };
        guess(&form, &super::super::scales::all(&form)).into_iter().map(told).collect()
    }

    #[test]
    fn pairs_are_joined_by_their_names_wherever_they_stand() {
        let rows = "| select_one imp | imp_parks | How important are parks? |\n\
                    | select_one imp | imp_roads | How important are roads? |\n\
                    | select_one sat | sat_roads | How good are the roads? |\n\
                    | select_one sat | sat_parks | How good are the parks? |\n";
        let wanted = [
            "imp_parks importance parks",
            "imp_roads importance roads",
            "sat_roads satisfaction roads",
            "sat_parks satisfaction parks",
        ];
        assert_eq!(guessed(rows), wanted);
    }

    #[test]
    fn numbered_questions_are_joined_by_their_words_or_their_place() {
        let rows = "| select_one imp | q1 | How important is a clean park to you? |\n\
                    | select_one sat | q2 | How good is it? |\n\
                    | select_one imp | q3 | How important is street cleaning? |\n\
                    | note | n | Now think of last month. |\n\
                    | select_one sat | q4 | How satisfied are you with street cleaning? |\n";
        assert_eq!(guessed(rows), ["q1 importance q1", "q2 satisfaction q1", "q3 importance q3", "q4 satisfaction q3"]);
    }

    #[test]
    fn a_statement_about_something_bad_is_turned_round() {
        let rows = "| select_one agr | heard | People are heard here. |\n\
                    | select_one agr | alone | Too much is left to the same few. |\n";
        assert_eq!(guessed(rows), ["heard agreement heard", "alone agreement alone reversed"]);
    }

    #[test]
    fn what_only_sounds_like_it_is_left_alone() {
        let rows = "| select_one thing | go | Are you happy to start? |\n| integer | rooms | How many rooms? |\n\
                    | select_multiple thing | which | Which do you use? |\n| text | why | Why does it matter? |\n";
        assert!(guessed(rows).is_empty());
        let first = "| select_multiple thing | top | Which should come first? |\n";
        assert_eq!(guessed(first), ["top priority "]);
    }
}
