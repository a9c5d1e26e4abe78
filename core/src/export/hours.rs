//! Who carried the hours, as rows of the tables.
//!
//! How they add up without singling anybody out is `evaluation::HoursTold`'s.

use super::TableRow;
use crate::evaluation::{HoursPart, HoursTold};
use crate::report::{given_as_name, work_name};
use crate::words::Words;

/// The hours in all, by kind of work and by who gave them: `count` is whole hours, `answers` the people.
pub fn hour_rows(told: &HoursTold, words: &Words) -> Vec<TableRow> {
    if told.is_empty() {
        return Vec::new();
    }
    let label = words.say("hours-title", &[]);
    let row = |key: &str, answer: &str, answer_label: String, minutes: u64, people: Option<u64>| TableRow {
        part: "hours",
        key: key.to_owned(),
        label: label.clone(),
        answer: answer.to_owned(),
        answer_label,
        count: i64::try_from(HoursTold::hours(minutes)).ok(),
        answers: people.and_then(|people| i64::try_from(people).ok()),
        ..TableRow::default()
    };
    let together = || words.say("hours-together", &[]);
    let mut rows = vec![row("all", "", String::new(), told.minutes, told.people)];
    rows.extend(told.by_work.iter().map(|part: &HoursPart<_>| {
        let (word, name) = part.of.map_or_else(|| ("", together()), |of| (of.word(), work_name(of, words)));
        row("work", word, name, part.minutes, Some(part.people))
    }));
    rows.extend(told.by_who.iter().map(|part| {
        let (word, name) = part.of.map_or_else(|| ("", together()), |of| (of.word(), given_as_name(of, words)));
        row("who", word, name, part.minutes, Some(part.people))
    }));
    rows
}
