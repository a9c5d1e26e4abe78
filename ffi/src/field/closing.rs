//! After a round: what this phone still holds of it, and when that leaves.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Desk, short};
use super::interviews::address;
use super::layout::{Place, Screen, page as lay_out};
use crate::{ClosingCard, ClosingRow, PhoneError, Staying};

/// Shows what is still here of rounds that are over.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let card = desk.phone().closing()?;
    let count = |staying| card.interviews.iter().filter(|row| row.staying == staying).count();
    let (here, waiting, leaving) = (count(Staying::OnlyHere), count(Staying::UntilBackedUp), count(Staying::Leaves));
    let days = [("count", card.days.into())];
    let body = html! {
        p { (desk.tell(if card.by_itself { "closing-what" } else { "closing-what-coordinator" }, &days)) }
        dl.figures {
            (figure(desk, "closing-here", here))
            (figure(desk, "closing-waiting", waiting))
            (figure(desk, "closing-leaving", leaving))
            @if !card.unfinished.is_empty() { (figure(desk, "closing-unfinished", card.unfinished.len())) }
            @if card.gone > 0 { (figure(desk, "closing-gone", usize::try_from(card.gone).unwrap_or(usize::MAX))) }
        }
        @if here > 0 { div.warning { p { (desk.say("closing-send-first")) } p { a.button href="/send" { (desk.say("app-send")) } } } }
        (unfinished(desk, &card))
        @if !card.interviews.is_empty() { (list(desk, &card)?) }
        @if !card.slips.is_empty() {
            section { h2 { (desk.say("help-title")) }
                p { (desk.tell("help-closing", &days)) }
                ul.list { @for row in &card.slips { li { strong { (short(&row.response).to_uppercase()) } " " (stays(desk, row)) } } }
            }
        }
        @if leaving > 0 {
            details { summary { (desk.say("closing-now")) }
                p { (desk.say("closing-now-what")) }
                form method="post" action="/closing" { button.button.second { (desk.say("closing-now-do")) } }
            }
        }
    };
    let screen = Screen { back: Some("/send".to_owned()), ..Screen::new(desk.say("closing-title"), Place::Send, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

fn figure(desk: &Desk, key: &str, count: usize) -> Markup {
    html! { div { dt { (desk.say(key)) } dd { (desk.tell("count", &[("count", count.into())])) } } }
}

fn unfinished(desk: &Desk, card: &ClosingCard) -> Markup {
    html! {
        @if !card.unfinished.is_empty() {
            section { h2 { (desk.say("app-not-finished")) }
                ul.list { @for draft in &card.unfinished { li { a href=(format!("/interview/{draft}")) { (short(draft).to_uppercase()) } } } }
            }
        }
    }
}

fn list(desk: &Desk, card: &ClosingCard) -> Result<Markup, PhoneError> {
    let doors = desk.doors()?;
    let at: BTreeMap<String, Option<String>> =
        desk.phone().responses()?.into_iter().map(|row| (row.id, row.door)).collect();
    let door = |row: &ClosingRow| address(desk, at.get(&row.response).and_then(Option::as_deref), &doors);
    Ok(html! {
        section { h2 { (desk.say("closing-each")) }
            ul.list { @for row in &card.interviews { li {
                a href=(format!("/interviews/{}", row.response)) { (door(row)) " · " (short(&row.response).to_uppercase()) }
                " " (stays(desk, row))
            } } }
        }
    })
}

fn stays(desk: &Desk, row: &ClosingRow) -> Markup {
    let day = row.leaves_ms.map(|from| desk.moment(from)).unwrap_or_default();
    let day = day.split(' ').next().unwrap_or_default();
    html! {
        @match row.staying {
            Staying::OnlyHere => span.tag { (desk.say("saved-here")) },
            Staying::UntilBackedUp => span.tag.good { (desk.say("saved-server")) },
            Staying::Leaves => span.tag.good { (desk.tell("closing-leaves", &[("day", day.into())])) },
        }
    }
}

/// Lets go at once what is in the server's backup.
pub(super) fn now(desk: &Desk) -> Result<Answer, PhoneError> {
    let gone = desk.phone().let_go_backed_up()?;
    desk.app.notify(desk.tell("closing-done", &[("count", gone.into())]));
    Ok(Answer::see("/closing"))
}
