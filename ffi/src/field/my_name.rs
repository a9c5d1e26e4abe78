//! My name: what this person says of themselves to the project's coordinators, and taking it back.
//!
//! Who can open it is the facade's `names`.

use maud::html;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{MyName, PhoneError};

/// Asks for it.
pub(super) fn page(desk: &Desk, typed: Option<&MyName>, fault: Option<&str>) -> Result<Answer, PhoneError> {
    let known = desk.phone().my_name()?;
    let shown = typed.or(known.as_ref());
    let value = |part: fn(&MyName) -> &str| shown.map_or("", part);
    let body = html! {
        p { (desk.say("my-name-what")) }
        form method="post" action="/my-name" {
            div class=(if fault.is_some() { "question wrong" } else { "question" }) {
                label.asked for="name" { (desk.say("my-name-name")) }
                @if let Some(fault) = fault { p.fault { (fault) } }
                input #name name="name" type="text" value=(value(|said| &said.name)) autocomplete="name" maxlength="100"
                    aria-invalid=[fault.map(|_| "true")];
            }
            div.question {
                label.asked for="reach" { (desk.say("my-name-reach")) }
                p.hint #reach-hint { (desk.say("my-name-reach-hint")) }
                input #reach name="reach" type="text" value=(value(|said| &said.reach)) autocomplete="tel" maxlength="100" aria-describedby="reach-hint";
            }
            button.button { (desk.say("app-keep")) }
        }
        @if known.is_some() {
            form method="post" action="/my-name/take-back" { button.plain { (desk.say("my-name-take-back")) } }
            p.hint { (desk.say("my-name-take-back-what")) }
        }
    };
    let faults: Vec<Fault> =
        fault.map(|text| Fault { anchor: "name".to_owned(), text: text.to_owned() }).into_iter().collect();
    let back = Some("/settings".to_owned());
    let screen = Screen { back, faults: &faults, ..Screen::new(desk.say("my-name-title"), Place::Settings, body) };
    let page = lay_out(desk, &screen);
    Ok(if fault.is_none() { Answer::Page(page) } else { Answer::Mend(page) })
}

/// Keeps it.
pub(super) fn keep(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let (name, reach) = (ask.fields.one("name").trim().to_owned(), ask.fields.one("reach").trim().to_owned());
    let said = MyName { name, reach };
    match desk.phone().set_my_name(Some(said.clone())) {
        Ok(()) => {
            desk.app.notify(desk.say("my-name-kept"));
            Ok(Answer::see("/settings"))
        }
        Err(error @ PhoneError::Input { .. }) => page(desk, Some(&said), Some(&desk.why(&error))),
        Err(error) => Err(error),
    }
}

/// Takes it back.
pub(super) fn take_back(desk: &Desk) -> Result<Answer, PhoneError> {
    desk.phone().set_my_name(None)?;
    desk.app.notify(desk.say("my-name-taken-back"));
    Ok(Answer::see("/settings"))
}
