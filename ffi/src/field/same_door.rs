//! Two addresses that may be one home: one pair at a time, the same or two.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::{DoorRow, PhoneError};

/// On the list of doors: that there are pairs to look at.
pub(super) fn hint(desk: &Desk) -> Result<Markup, PhoneError> {
    let count = desk.phone().doors_maybe_same()?.len();
    Ok(html! {
        @if count > 0 {
            p { a href="/doors/same" { (desk.tell("app-maybe-same", &[("count", count.into())])) } }
        }
    })
}

/// On a door's page: under which other addresses it is known, and that they can be told apart again.
pub(super) fn section(desk: &Desk, door: &DoorRow, doors: &[DoorRow]) -> Markup {
    let others = doors.iter().filter(|other| door.same_as.contains(&other.id));
    html! {
        @if !door.same_as.is_empty() {
            section { h2 { (desk.say("app-also-known-as")) }
                p.hint { (desk.say("app-also-known-as-how")) }
                ul.list { @for other in others { li {
                    a href=(format!("/door/{}", other.id)) { (other.address) }
                    form method="post" action="/doors/same" {
                        input type="hidden" name="one" value=(door.id);
                        input type="hidden" name="other" value=(other.id);
                        button.plain name="same" value="no" { (desk.say("app-two-homes")) }
                    }
                } } }
            }
        }
    }
}

/// Asks about the first pair that nobody has looked at.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let pairs = desk.phone().doors_maybe_same()?;
    let body = match pairs.first() {
        None => {
            html! { p { (desk.say("app-no-maybe-same")) } p { a.button href="/doors" { (desk.say("app-doors")) } } }
        }
        Some(pair) => html! {
            p { (desk.say("app-same-home-how")) }
            dl.answers {
                div { dt { (desk.say("app-address")) } dd { (pair.one_address) } }
                div { dt { (desk.say("app-address")) } dd { (pair.other_address) } }
            }
            form.stack method="post" action="/doors/same" {
                input type="hidden" name="one" value=(pair.one);
                input type="hidden" name="other" value=(pair.other);
                button.button.second name="same" value="yes" { (desk.say("app-same-home")) }
                button.button.second name="same" value="no" { (desk.say("app-two-homes")) }
            }
        },
    };
    let title = desk.say("app-same-home-title");
    Ok(Answer::Page(lay_out(
        desk,
        &Screen { back: Some("/doors".to_owned()), ..Screen::new(title, Place::Doors, body) },
    )))
}

/// Keeps what somebody said about a pair, and goes on to the next.
pub(super) fn said(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let same = ask.fields.one("same") == "yes";
    desk.phone().link_doors(ask.fields.one("one").to_owned(), ask.fields.one("other").to_owned(), same)?;
    desk.app.notify(desk.say(if same { "app-linked" } else { "app-kept-apart" }));
    let more = !desk.phone().doors_maybe_same()?.is_empty();
    Ok(Answer::see(if more { "/doors/same".to_owned() } else { "/doors".to_owned() }))
}
