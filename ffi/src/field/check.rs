//! What a coordinator may want to look at in the current round: a list, never a verdict.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Desk, short};
use super::layout::{Place, Screen, page as lay_out};
use crate::wording::Groups;
use crate::{CheckCard, PhoneError};

/// Shows it.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let card = desk.phone().check()?;
    let body = html! {
        p { (desk.tell("check-what", &[("count", card.interviews.into())])) }
        @if card.odd.is_empty() && card.unusual.is_empty() { p { (desk.say("check-nothing")) } }
        (odd(desk, &card))
        (unusual(desk, &card))
        (targets(desk, &card))
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("check-title"), Place::Today, body))))
}

fn odd(desk: &Desk, card: &CheckCard) -> Markup {
    html! {
        @if !card.odd.is_empty() {
            section { h2 { (desk.say("check-interviews")) }
                ul.list { @for row in &card.odd { li {
                    a href=(format!("/interviews/{}", row.response)) { (short(&row.response).to_uppercase()) }
                    @for why in &row.why { " " span { (why) } }
                } } }
            }
        }
    }
}

fn unusual(desk: &Desk, card: &CheckCard) -> Markup {
    html! {
        @if !card.unusual.is_empty() {
            section { h2 { (desk.say("check-volunteers")) }
                p.aside { (desk.say("check-volunteers-how")) }
                ul.list { @for row in &card.unusual { li {
                    strong { (short(&row.member).to_uppercase()) } " · "
                    (desk.tell("result-interviews", &[("count", row.interviews.into())])) " " span { (row.why) }
                } } }
            }
        }
    }
}

fn targets(desk: &Desk, card: &CheckCard) -> Markup {
    let groups = Groups::of(desk.phone());
    html! {
        @if !card.targets.is_empty() {
            section { h2 { (desk.say("check-targets")) }
                ul.list { @for row in &card.targets { li {
                    @let (question, choice) = groups.words(&row.question, &row.choice);
                    (question) ": " (choice) " · "
                    @let values = [("heard", row.heard.into()), ("wanted", row.wanted.into()), ("more", row.wanted.saturating_sub(row.heard).into())];
                    @if row.heard >= row.wanted { span.tag.good { (desk.tell("check-target-met", &values[..2])) } }
                    @else { (desk.tell("check-target", &values)) }
                } } }
            }
        }
    }
}
