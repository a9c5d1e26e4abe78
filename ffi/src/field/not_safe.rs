//! On a door's page: that nobody should go there alone for a while, saying so, and that it is safe again.
//!
//! What to do when somebody is at risk is `risk`'s.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use crate::{DoorRow, NotSafe, PhoneError};

/// For how many days it counts.
const DAYS: u32 = 30;

const fn words_key(why: NotSafe) -> &'static str {
    match why {
        NotSafe::Animal => "not-safe-animal",
        NotSafe::Dark => "not-safe-dark",
        NotSafe::Broken => "not-safe-broken",
        NotSafe::Other => "not-safe-other",
    }
}

/// The warning, in few words, for lists.
pub(super) fn tag(desk: &Desk, door: &DoorRow) -> Markup {
    html! { @if door.not_safe.is_some() { " " span.tag.stop { (desk.say("not-safe")) } } }
}

/// The warning, above everything else of a door.
pub(super) fn warning(desk: &Desk, door: &DoorRow) -> Markup {
    html! {
        @if let (Some(why), Some(until)) = (door.not_safe, door.not_safe_until_ms) {
            div.warning {
                p { strong { (desk.say("not-safe")) } " " (desk.say(words_key(why))) }
                p { (desk.tell("not-safe-until", &[("day", desk.day(until).as_str().into())])) }
                form method="post" action=(format!("/door/{}/safe", door.id)) { button.plain { (desk.say("not-safe-again")) } }
            }
        }
    }
}

/// Saying so.
pub(super) fn section(desk: &Desk, door: &DoorRow) -> Markup {
    html! {
        @if door.not_safe.is_none() {
            details { summary { (desk.say("not-safe-say")) }
                p { (desk.say("not-safe-what")) }
                form.stack method="post" action=(format!("/door/{}/unsafe", door.id)) {
                    @for why in NotSafe::ALL { button.button.second name="why" value=(why.name()) { (desk.say(words_key(why))) } }
                }
            }
        }
    }
}

/// Keeps that nobody should go there alone.
pub(super) fn mark(desk: &Desk, door: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let meant = ask.fields.one("why");
    if let Some(why) = NotSafe::ALL.into_iter().find(|why| why.name() == meant) {
        desk.phone().mark_door_unsafe(door.to_owned(), why, desk.phone().end_of_day_ms(DAYS))?;
        desk.app.notify(desk.say("not-safe-kept"));
    }
    Ok(Answer::see(format!("/door/{door}")))
}

/// Keeps that it is safe again.
pub(super) fn safe(desk: &Desk, door: &str) -> Result<Answer, PhoneError> {
    desk.phone().mark_door_safe(door.to_owned())?;
    desk.app.notify(desk.say("not-safe-over"));
    Ok(Answer::see(format!("/door/{door}")))
}
