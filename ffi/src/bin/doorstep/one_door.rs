//! `counting` and `one-door`: several interviews at one door, which of them counts, and two side by side.

use doorstep_ffi::{CountingRule, InResults, OneDoorInterview, OneDoorRow, Phone, SideBySideCard};

use crate::arguments::{CountingName, OneDoor};
use crate::failure::Failure;
use crate::out::{Out, counted, moment, short};
use crate::pick;
use crate::responses::person;

/// Shows or sets which of several interviews at one door count.
pub(crate) fn counting(phone: &Phone, out: &Out, rule: Option<CountingName>) -> Result<(), Failure> {
    if let Some(rule) = rule {
        phone.set_counting_rule(rule.rule())?;
    }
    out.either(&phone.counting_rule()?, |rule| {
        let said = match rule {
            CountingRule::OnePerHome => "Of several interviews at one door in a round, one counts.",
            CountingRule::OnePerPerson => {
                "Every person's interview counts; where one person was asked twice, leave one out with `doorstep leave-out`."
            }
            CountingRule::Anyone => "Every interview counts, however many there are at a door.",
        };
        vec![said.to_owned()]
    })
}

/// Lists the doors with several interviews, or shows two interviews side by side.
pub(crate) fn one_door(phone: &Phone, out: &Out, arguments: OneDoor) -> Result<(), Failure> {
    let (Some(one), Some(other)) = (arguments.one, arguments.other) else {
        return out.either(&phone.several_at_one_door()?, |rows| {
            if rows.is_empty() {
                vec!["No door has more than one interview in a round.".to_owned()]
            } else {
                rows.iter().flat_map(door).collect()
            }
        });
    };
    let (one, other) = (pick::response(phone, &one)?, pick::response(phone, &other)?);
    let card = phone.side_by_side(one.clone(), other.clone())?;
    out.either(&card, |card| beside(card, short(&one), short(&other)))
}

fn door(row: &OneDoorRow) -> Vec<String> {
    let address = row.address.as_deref().unwrap_or("a door whose address is not here");
    let round = row.round.as_ref().map(|round| format!(", {round}")).unwrap_or_default();
    let mut lines = vec![format!("{address}{round}")];
    lines.extend(row.interviews.iter().map(interview));
    lines
}

fn interview(row: &OneDoorInterview) -> String {
    let standing = match row.in_results {
        InResults::Counts => "counts",
        InResults::AnotherCounts => "another one counts",
        InResults::LeftOut => "left out",
        InResults::TakenBack => "taken back",
    };
    format!("  {}  {standing}  ({} {})", short(&row.response), person(row.by.as_ref()), moment(row.finished_ms))
}

fn beside(card: &SideBySideCard, one: &str, other: &str) -> Vec<String> {
    let mut lines = vec![format!("{} got the same in both.", counted(card.same.into(), "question", "questions"))];
    for row in &card.rows {
        lines.push(row.label.lines().next().unwrap_or_default().to_owned());
        lines.push(format!("  {one}  {}", said(&row.one)));
        lines.push(format!("  {other}  {}", said(&row.other)));
    }
    lines
}

fn said(words: &[String]) -> String {
    if words.is_empty() { "not there".to_owned() } else { words.join(" · ") }
}
