//! Finished interviews: the list with where each is saved, and one with its answers and what was changed.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Desk, short};
use super::fields::encoded;
use super::files;
use super::layout::{Place, Screen, page as lay_out};
use crate::{AnswerRow, DoorRow, PhoneError, ResponseCard, ResponseRow, Whereabouts};

/// The words for where something is.
pub(super) const fn saved_key(saved: Whereabouts) -> &'static str {
    match saved {
        Whereabouts::OnlyHere => "saved-here",
        Whereabouts::OnServer => "saved-server",
        Whereabouts::InBackup => "saved-backup",
    }
}

/// Lists the finished interviews, the latest first.
pub(super) fn list(desk: &Desk) -> Result<Answer, PhoneError> {
    let (rows, doors) = (desk.phone().responses()?, desk.doors()?);
    let mut lines = Vec::new();
    for row in rows.iter().rev() {
        lines.push((row, desk.phone().saved(row.id.clone())?));
    }
    let body = html! {
        @if lines.is_empty() { p { (desk.say("app-no-interviews")) } p { a.button href="/" { (desk.say("app-to-today")) } } }
        @else { ul.list { @for (row, saved) in &lines { li { (listed(desk, row, *saved, &doors)) } } } }
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-interviews"), Place::Interviews, body))))
}

fn listed(desk: &Desk, row: &ResponseRow, saved: Whereabouts, doors: &BTreeMap<String, DoorRow>) -> Markup {
    let class = if saved == Whereabouts::OnlyHere { "tag" } else { "tag good" };
    html! {
        a href=(format!("/interviews/{}", row.id)) { (address(desk, row.door.as_deref(), doors)) " · " (short(&row.id).to_uppercase()) }
        " " span class=(class) { (desk.say(saved_key(saved))) }
        @if row.withdrawn { " " span.tag.stop { (desk.say("interview-taken-back")) } }
        @if row.two_answers > 0 { " " span.tag.fresh { (desk.say("two-answers-checking")) } }
    }
}

/// The address of an interview's door, as far as it is known here.
pub(super) fn address(desk: &Desk, door: Option<&str>, doors: &BTreeMap<String, DoorRow>) -> String {
    let known = door.and_then(|id| doors.get(id));
    known.map_or_else(|| desk.say("app-no-door"), |door| door.address.clone())
}

/// Shows one.
pub(super) fn page(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    let (card, doors) = (desk.phone().response(id.to_owned())?, desk.doors()?);
    let body = html! {
        p { strong { (desk.say(saved_key(card.saved))) } ", "
            (desk.tell("app-finished-at", &[("when", desk.moment(card.finished_ms).as_str().into())])) ", "
            (desk.person(card.by.as_ref())) }
        @if card.from_paper { p { (match &card.asked_on {
            Some(day) => desk.tell("paper-typed-in-of", &[("day", day.into())]),
            None => desk.say("paper-typed-in"),
        }) } }
        p { (desk.tell("interview-number", &[("number", short(&card.id).to_uppercase().as_str().into())])) }
        @if card.withdrawn { div.warning { p { (desk.say("interview-taken-back")) } } }
        dl.answers { @for row in card.answers.iter().filter(|row| !row.computed) { (line(desk, &card, row)) } }
        (files::list(desk, id)?)
        (changes(desk, &card))
    };
    let title = address(desk, card.door.as_deref(), &doors);
    let screen = Screen { back: Some("/interviews".to_owned()), ..Screen::new(title, Place::Interviews, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

fn line(desk: &Desk, card: &ResponseCard, row: &AnswerRow) -> Markup {
    let path = encoded(&row.path);
    let several = row.given.len() > 1;
    html! {
        div.row {
            dt { (row.label) }
            dd {
                @for words in &row.words { span.said { (words) } }
                @if several {
                    a.act href=(format!("/decide/{}?path={path}", card.id)) { (desk.say("two-answers-decide")) span.unseen { ": " (row.label) } }
                } @else {
                    a.act href=(format!("/interviews/{}/change?path={path}", card.id)) { (desk.say("app-change")) span.unseen { ": " (row.label) } }
                }
            }
        }
    }
}

fn changes(desk: &Desk, card: &ResponseCard) -> Markup {
    let label = |path: &String| {
        card.answers.iter().find(|row| row.path == *path).map_or_else(|| path.clone(), |row| row.label.clone())
    };
    html! {
        section { h2 { (desk.say("app-changes")) }
            @if card.corrections.is_empty() { p { (desk.say("app-no-changes")) } }
            @else { ul.list { @for change in &card.corrections { li {
                (change.paths.iter().map(label).collect::<Vec<_>>().join("; "))
                @if let Some(reason) = &change.reason { p.quote { (reason) } }
                span.aside { (desk.moment(change.at_ms)) ", " (desk.person(change.by.as_ref())) }
            } } } }
        }
    }
}
