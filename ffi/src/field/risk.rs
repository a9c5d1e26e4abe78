//! Someone may be at risk: what to do first and whom to call, from every door; kept outside of the data, nothing is recorded.
//!
//! Coordinators write the numbers down on the same page.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{HelplineRow, PhoneError};

/// What to do, in this order.
const STEPS: [&str; 5] =
    ["risk-step-you", "risk-step-now", "risk-step-promise", "risk-step-coordinator", "risk-step-notes"];

/// Shows it.
pub(super) fn page(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    show(desk, ask.query.one("door"), None)
}

fn show(desk: &Desk, door: &str, wrong: Option<(&str, String)>) -> Result<Answer, PhoneError> {
    let numbers = desk.phone().helplines()?;
    let typed = wrong.as_ref().map_or_else(|| as_text(&numbers), |(typed, _)| (*typed).to_owned());
    let body = html! {
        ol.first { @for step in STEPS { li { (desk.say(step)) } } }
        section { h2 { (desk.say("risk-numbers")) }
            @if numbers.is_empty() { p { (desk.say("risk-no-numbers")) } }
            ul.list { @for line in &numbers { li {
                a.number href=(format!("tel:{}", dialled(&line.number))) { (line.who) ": " (line.number) }
            } } }
        }
        @if desk.phone().may_set_up() { (writing(desk, &typed, wrong.as_ref().map(|(_, why)| why.as_str()))) }
    };
    let faults: Vec<Fault> =
        wrong.iter().map(|(_, why)| Fault { anchor: "numbers".to_owned(), text: why.clone() }).collect();
    let back = Some(if door.is_empty() { "/".to_owned() } else { format!("/door/{door}") });
    let back = back.filter(|place| super::settings::place(place).is_some());
    let screen = Screen { back, faults: &faults, ..Screen::new(desk.say("risk-title"), Place::Doors, body) };
    let page = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(page) } else { Answer::Mend(page) })
}

fn writing(desk: &Desk, typed: &str, fault: Option<&str>) -> Markup {
    html! {
        details open[fault.is_some()] { summary { (desk.say("risk-write")) }
            form method="post" action="/risk" {
                div class=(if fault.is_some() { "question wrong" } else { "question" }) {
                    label.asked for="numbers" { (desk.say("risk-numbers")) }
                    p.hint #numbers-hint { (desk.say("risk-write-hint")) }
                    @if let Some(fault) = fault { p.fault { (fault) } }
                    textarea #numbers name="numbers" rows="6" aria-describedby="numbers-hint" aria-invalid=[fault.map(|_| "true")] { (typed) }
                }
                button.button { (desk.say("app-keep")) }
            }
        }
    }
}

fn as_text(numbers: &[HelplineRow]) -> String {
    numbers.iter().map(|line| format!("{}: {}", line.who, line.number)).collect::<Vec<_>>().join("\n")
}

fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || "+*#".contains(*c)).collect()
}

/// Keeps the numbers that coordinators wrote down, one a line.
pub(super) fn keep(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let typed = ask.fields.one("numbers");
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let row = |line: &str| {
        let (who, number) = line.rsplit_once(':').unwrap_or((line, ""));
        HelplineRow { who: who.trim().to_owned(), number: number.trim().to_owned() }
    };
    match desk.phone().set_helplines(lines.map(row).collect()) {
        Ok(()) => {
            desk.app.notify(desk.say("risk-kept"));
            Ok(Answer::see("/risk"))
        }
        Err(PhoneError::Input { .. }) => show(desk, "", Some((typed, desk.say("risk-bad-line")))),
        Err(error) => Err(error),
    }
}

/// The way there, from a door.
pub(super) fn way(desk: &Desk, door: &str) -> Markup {
    html! { p.risk { a href=(format!("/risk?door={door}")) { (desk.say("risk-title")) } } }
}
