//! Hours: what all gave together, with thanks, and the place where somebody writes down theirs.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{GaveAs, HoursCard, HoursWish, PhoneError, WorkKind};

/// The kinds of work, with their names in the form.
const WORK: [(WorkKind, &str); 6] = [
    (WorkKind::Knocking, "knocking"),
    (WorkKind::Analysing, "analysing"),
    (WorkKind::Meeting, "meeting"),
    (WorkKind::Translating, "translating"),
    (WorkKind::Organising, "organising"),
    (WorkKind::Other, "other"),
];

/// Those who give hours, with their names in the form.
const WHO: [(GaveAs, &str); 3] =
    [(GaveAs::Volunteer, "volunteer"), (GaveAs::Resident, "resident"), (GaveAs::Staff, "staff")];

/// Shows them.
pub(super) fn page(desk: &Desk, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let card = desk.phone().hours()?;
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        p { (desk.say("hours-what")) }
        @if let Some((thanks, parts)) = card.said.split_first() {
            p.lead { (thanks) }
            @if !parts.is_empty() { ul { @for part in parts { li { (part) } } } }
        } @else { p { (desk.say("hours-none")) } }
        (adding(desk, &faults))
        (mine(desk, &card))
    };
    let screen = Screen {
        faults: &faults,
        back: Some("/".to_owned()),
        ..Screen::new(desk.say("hours-title"), Place::Today, body)
    };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn adding(desk: &Desk, faults: &[Fault]) -> Markup {
    let today = desk.phone().local(crate::machine::now().0).date().to_string();
    html! {
        section { h2 { (desk.say("hours-add")) }
            form method="post" action="/hours" {
                div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                    label.asked for="minutes" { (desk.say("hours-long")) }
                    @for fault in faults { p.fault { (fault.text) } }
                    input #minutes name="minutes" type="text" inputmode="numeric" maxlength="4" autocomplete="off"
                        aria-invalid=[(!faults.is_empty()).then_some("true")];
                }
                div.question { label.asked for="day" { (desk.say("hours-day")) }
                    input #day name="day" type="date" value=(today); }
                div.question { label.asked for="work" { (desk.say("hours-for")) }
                    select #work name="work" { @for (_, name) in WORK { option value=(name) { (desk.say(&format!("hours-{name}"))) } } } }
                div.question { label.asked for="who" { (desk.say("hours-as")) }
                    select #who name="who" { @for (_, name) in WHO { option value=(name) { (desk.say(&format!("hours-as-{name}"))) } } } }
                button.button { (desk.say("hours-keep")) }
            }
        }
    }
}

fn mine(desk: &Desk, card: &HoursCard) -> Markup {
    let named = |kind: WorkKind| WORK.iter().find(|(one, _)| *one == kind).map_or("other", |(_, name)| name);
    html! {
        @if !card.mine.is_empty() {
            section { h2 { (desk.say("hours-mine")) }
                ul.list { @for row in &card.mine {
                    li { (row.day) " · " (desk.say(&format!("hours-{}", named(row.work)))) " · "
                        (desk.tell("hours-minutes", &[("minutes", row.minutes.into())]))
                        form method="post" action=(format!("/hours/{}/back", row.id)) {
                            button.button.second aria-label=(format!("{} {}", desk.say("hours-take-back"), row.day)) { (desk.say("hours-take-back")) }
                        }
                    }
                } }
            }
        }
    }
}

/// Writes down what was typed.
pub(super) fn keep(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let wrong = |text| page(desk, Some(Fault { anchor: "minutes".to_owned(), text }));
    let work =
        WORK.into_iter().find(|(_, name)| *name == ask.fields.one("work")).map_or(WorkKind::Other, |(one, _)| one);
    let gave_as =
        WHO.into_iter().find(|(_, name)| *name == ask.fields.one("who")).map_or(GaveAs::Volunteer, |(one, _)| one);
    let minutes = ask.fields.one("minutes").trim().parse().unwrap_or_default();
    let wish = HoursWish { day: ask.fields.one("day").to_owned(), minutes, work, gave_as };
    match desk.phone().note_hours(wish) {
        Ok(_) => {
            desk.app.notify(desk.say("hours-kept"));
            Ok(Answer::see("/hours"))
        }
        Err(error @ PhoneError::Input { .. }) => wrong(desk.why(&error)),
        Err(other) => Err(other),
    }
}

/// Takes back what this person wrote.
pub(super) fn take_back(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    desk.phone().take_hours_back(id.to_owned())?;
    desk.app.notify(desk.say("hours-taken-back"));
    Ok(Answer::see("/hours"))
}
