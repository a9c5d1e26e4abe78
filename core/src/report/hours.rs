//! Who carried the hours, in sentences: thanks first, then parts that single nobody out.

use crate::evaluation::{GivenAs, HoursPart, HoursTold, Work};
use crate::words::Words;

/// The thanks, and what the hours went into; nothing where nobody gave any.
pub fn hours_told(told: &HoursTold, words: &Words) -> Vec<String> {
    if told.is_empty() {
        return Vec::new();
    }
    let mut sentences = vec![thanks(told, words)];
    sentences.extend(told.by_work.iter().map(|part| said(part, words, work_name)));
    sentences.extend(told.by_who.iter().map(|part| said(part, words, given_as_name)));
    sentences
}

/// The thanks alone.
fn thanks(told: &HoursTold, words: &Words) -> String {
    let hours = count(HoursTold::hours(told.minutes));
    match told.people {
        Some(people) => words.say("hours-thanks", &[("people", count(people).into()), ("hours", hours.into())]),
        None => words.say("hours-thanks-few", &[("hours", hours.into())]),
    }
}

fn said<K: Copy>(part: &HoursPart<K>, words: &Words, name: fn(K, &Words) -> String) -> String {
    let what = part.of.map_or_else(|| words.say("hours-together", &[]), |of| name(of, words));
    let values = [
        ("what", what.as_str().into()),
        ("hours", count(HoursTold::hours(part.minutes)).into()),
        ("people", count(part.people).into()),
    ];
    words.say("hours-part", &values)
}

/// What people call a kind of work.
pub fn work_name(work: Work, words: &Words) -> String {
    words.say(&format!("hours-{}", work.word()), &[])
}

/// What people call those who gave hours.
pub fn given_as_name(given_as: GivenAs, words: &Words) -> String {
    words.say(&format!("hours-as-{}", given_as.word()), &[])
}

fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn people_are_thanked_and_nobody_is_where_nobody_gave_hours() {
        let words = Words::new(&Language::english());
        let part = HoursPart { of: Some(Work::Knocking), minutes: 6_000, people: 20 };
        let told = HoursTold { people: Some(31), minutes: 12_840, by_work: vec![part], by_who: Vec::new() };
        let said = hours_told(&told, &words);
        assert_eq!(said[0], "31 people gave 214 hours. Thank you.");
        assert_eq!(said[1], "Knocking and asking: 100 hours by 20 people");
        let few = HoursTold { minutes: 90, ..HoursTold::default() };
        assert_eq!(hours_told(&few, &words), ["A few people gave 2 hours. Thank you."]);
        assert!(hours_told(&HoursTold::default(), &words).is_empty());
    }
}
