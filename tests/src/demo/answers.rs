//! Answers that fit a question's type, for any form: tried one after the other until the form's constraint takes one.
//!
//! What people think is not in here: `respondent` asks this only for questions that it has no opinion about.

use std::time::Duration;

use doorstep_core::form::interview::QuestionView;
use doorstep_core::form::model::{Question, QuestionKind, Scale};
use doorstep_core::time::Timestamp;

use super::sayings::ANYTHING;
use crate::generate::dice::Dice;

/// How often another answer is tried before the demo gives up.
pub(super) const TRIES: usize = 40;

/// An answer to try; `None` when nothing can be tried for this type. The first tries are the likely ones.
pub(super) fn candidate(
    question: &Question,
    view: &QuestionView,
    attempt: usize,
    now: Timestamp,
    dice: &mut Dice,
) -> Option<String> {
    match &view.kind {
        QuestionKind::SelectOne(_) => one(view, attempt, dice),
        QuestionKind::SelectMultiple(_) => several(view, attempt, dice),
        QuestionKind::Rank(_) => Some(ranked(view, dice)),
        QuestionKind::Integer => Some(whole(question, attempt, dice).to_string()),
        QuestionKind::Decimal => {
            let number = whole(question, attempt, dice);
            Some(format!("{number}.{}", dice.below(10)))
        }
        QuestionKind::Range => Scale::of(question).map(|scale| on_scale(scale, dice)),
        QuestionKind::Date => Some(day(now, attempt, dice)),
        QuestionKind::Time => Some(time(dice)),
        QuestionKind::DateTime => Some(format!("{}T{}", day(now, attempt, dice), time(dice))),
        QuestionKind::Geopoint => Some(spot(dice)),
        QuestionKind::Geotrace => Some(format!("{}; {}; {}", spot(dice), spot(dice), spot(dice))),
        QuestionKind::Geoshape => {
            let corner = spot(dice);
            Some(format!("{corner}; {}; {}; {corner}", spot(dice), spot(dice)))
        }
        QuestionKind::Acknowledge => Some("OK".to_owned()),
        QuestionKind::Barcode => Some(format!("40{:011}", dice.below(99_999_999_999))),
        QuestionKind::Text => Some(text(question, attempt, dice)),
        QuestionKind::Image
        | QuestionKind::Audio
        | QuestionKind::Video
        | QuestionKind::File
        | QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::CsvExternal
        | QuestionKind::XmlExternal
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today
        | QuestionKind::DeviceId
        | QuestionKind::Username
        | QuestionKind::PhoneNumber
        | QuestionKind::Email
        | QuestionKind::SubscriberId
        | QuestionKind::SimSerial
        | QuestionKind::StartGeopoint
        | QuestionKind::BackgroundGeopoint
        | QuestionKind::BackgroundAudio
        | QuestionKind::Audit => None,
    }
}

/// "Yes" opens more of a questionnaire than "no" and is mostly what people say who talk at all; else earlier choices are
/// likelier, but not for every question the very first.
fn one(view: &QuestionView, attempt: usize, dice: &mut Dice) -> Option<String> {
    let names: Vec<&str> = view.choices.iter().map(|choice| choice.name.as_str()).collect();
    if attempt > 0 {
        return names.get((attempt - 1) % names.len().max(1)).map(|name| (*name).to_owned());
    }
    if names.contains(&"yes") && dice.percent(85) {
        return Some("yes".to_owned());
    }
    if names.is_empty() {
        return None;
    }
    let turn = view.path.bytes().map(usize::from).sum::<usize>() % names.len();
    let turned: Vec<&str> = names[turn..].iter().chain(&names[..turn]).copied().collect();
    Some(dice.ranked(&turned).to_owned())
}

fn several(view: &QuestionView, attempt: usize, dice: &mut Dice) -> Option<String> {
    if attempt > 0 {
        return one(view, attempt, dice);
    }
    let names = view.choices.iter().map(|choice| choice.name.as_str());
    let chosen: Vec<&str> = names.filter(|_| dice.percent(30)).collect();
    if chosen.is_empty() { one(view, 0, dice) } else { Some(chosen.join(" ")) }
}

fn ranked(view: &QuestionView, dice: &mut Dice) -> String {
    let mut names: Vec<&str> = view.choices.iter().map(|choice| choice.name.as_str()).collect();
    for last in (1..names.len()).rev() {
        names.swap(last, usize::try_from(dice.below(last as u64 + 1)).unwrap_or(0));
    }
    names.join(" ")
}

/// Small numbers first, then those about the numbers that the constraint names, then a few of every size.
fn whole(question: &Question, attempt: usize, dice: &mut Dice) -> i64 {
    const SIZES: [i64; 10] = [0, 1, 2, 3, 5, 18, 40, 100, 1_000, 10_000];
    if attempt < 3 {
        return dice.between(0, 12) / i64::try_from(attempt + 1).unwrap_or(1);
    }
    let named: Vec<i64> = literals(question.constraint.as_deref().unwrap_or_default());
    let near: Vec<i64> = named.into_iter().flat_map(|number| [number, number + 1, number - 1]).collect();
    let place = attempt - 3;
    near.get(place).or_else(|| SIZES.get(place.saturating_sub(near.len()))).copied().unwrap_or(0)
}

/// The whole numbers that stand in an expression.
fn literals(expression: &str) -> Vec<i64> {
    let parts = expression.split(|c: char| !c.is_ascii_digit());
    parts.filter(|part| !part.is_empty() && part.len() < 12).filter_map(|part| part.parse().ok()).collect()
}

fn on_scale(scale: Scale, dice: &mut Dice) -> String {
    let (low, high) = (scale.start.min(scale.end), scale.start.max(scale.end));
    let steps = if scale.step > 0.0 { ((high - low) / scale.step).floor() } else { 0.0 };
    let most = if steps.is_finite() && (0.0..1e6).contains(&steps) { steps as u64 } else { 0 };
    let value = low + scale.step * dice.below(most + 1) as f64;
    if scale.whole { format!("{value:.0}") } else { format!("{value}") }
}

/// Lately, soon, long ago: whichever side of today the form wants.
fn day(now: Timestamp, attempt: usize, dice: &mut Dice) -> String {
    let days = match attempt % 3 {
        0 => -dice.between(1, 90),
        1 => dice.between(30, 300),
        _ => -dice.between(7_000, 25_000),
    };
    Timestamp(now.0 + days * i64::try_from(DAY.as_millis()).unwrap_or(0)).to_string().chars().take(10).collect()
}

const DAY: Duration = Duration::from_secs(24 * 3_600);

fn time(dice: &mut Dice) -> String {
    format!("{:02}:{:02}:00", 9 + dice.below(10), 5 * dice.below(12))
}

/// Somewhere in a field where no estate stands.
fn spot(dice: &mut Dice) -> String {
    format!("53.4{:05} -1.5{:05} 0 {}", dice.below(1_000), dice.below(1_000), 4 + dice.below(9))
}

/// A few words; then what forms that check texts mostly want: a word, digits, a phone number, an address for mail.
fn text(question: &Question, attempt: usize, dice: &mut Dice) -> String {
    const FITTING: [&str; 12] = [
        "Larkfield",
        "01632960147",
        "1632960147",
        "nell@example.org",
        "AB1 2CD",
        "AB123456C",
        "A1",
        "1",
        "12345",
        "larkfield",
        "LARK",
        "1234567890",
    ];
    match attempt {
        0 if question.name.to_lowercase().contains("name") => "Robin".to_owned(),
        0..3 => dice.any(&ANYTHING).to_owned(),
        later => FITTING[(later - 3) % FITTING.len()].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_about_those_that_the_constraint_names_are_tried() {
        let mut question = Question::new("year".into(), QuestionKind::Integer);
        question.constraint = Some(". >= 1900 and . < 2030".into());
        let mut dice = Dice::new(1, 1);
        let tried: Vec<i64> = (0..TRIES).map(|attempt| whole(&question, attempt, &mut dice)).collect();
        assert!(tried.contains(&1_900) && tried.contains(&2_029));
    }

    #[test]
    fn days_on_both_sides_of_today_are_tried() {
        let (now, mut dice) = (Timestamp(1_794_207_600_000), Dice::new(1, 1));
        let days: Vec<String> = (0..6).map(|attempt| day(now, attempt, &mut dice)).collect();
        let today = &now.to_string()[..10];
        assert!(days.iter().any(|day| day.as_str() < today) && days.iter().any(|day| day.as_str() > today), "{days:?}");
    }
}
