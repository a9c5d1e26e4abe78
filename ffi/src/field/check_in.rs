//! A reminder for whoever is out alone: until when they want to be done, one tap that they are fine, and a banner on every page.
//!
//! It stays on this phone and says so. Whom to call is `risk`'s.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{CheckInCard, PhoneError};

/// Shows it.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    show(desk, "", None)
}

fn show(desk: &Desk, typed: &str, fault: Option<String>) -> Result<Answer, PhoneError> {
    let now = desk.phone().check_in()?;
    let body = html! {
        div.warning { p { (desk.say("check-in-what")) } }
        @if let Some(said) = &now {
            p.lead { (desk.tell(if said.is_over { "check-in-over" } else { "check-in-until-said" }, &[("until", said.until.as_str().into())])) }
            form method="post" action="/check-in/fine" { button.button { (desk.say("check-in-fine")) } }
        }
        section { h2 { (desk.say(if now.is_some() { "check-in-longer" } else { "check-in-begin-title" })) }
            form method="post" action="/check-in" {
                div class=(if fault.is_some() { "question wrong" } else { "question" }) {
                    label.asked for="until" { (desk.say("check-in-until")) }
                    @if let Some(fault) = &fault { p.fault { (fault) } }
                    input #until name="until" type="time" value=(typed) required aria-invalid=[fault.as_ref().map(|_| "true")];
                }
                button.button.second[now.is_some()] { (desk.say("check-in-begin")) }
            }
        }
        p.risk { a href="/risk" { (desk.say("risk-title")) } }
    };
    let faults: Vec<Fault> =
        fault.iter().map(|text| Fault { anchor: "until".to_owned(), text: text.clone() }).collect();
    let back = Some("/".to_owned());
    let screen = Screen { back, faults: &faults, ..Screen::new(desk.say("check-in-title"), Place::Today, body) };
    let page = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(page) } else { Answer::Mend(page) })
}

/// Takes note until when.
pub(super) fn begin(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let typed = ask.fields.one("until");
    match desk.phone().begin_check_in(typed.to_owned()) {
        Ok(()) => Ok(Answer::see("/check-in")),
        Err(error @ PhoneError::Input { .. }) => show(desk, typed, Some(desk.why(&error))),
        Err(error) => Err(error),
    }
}

/// Takes note that they are fine, and goes back to the doors.
pub(super) fn fine(desk: &Desk) -> Result<Answer, PhoneError> {
    desk.phone().end_check_in()?;
    desk.app.notify(desk.say("check-in-ended"));
    Ok(Answer::see("/"))
}

/// The banner of every page while somebody is out: in few words, and loud once the time is over.
pub(super) fn banner(desk: &Desk, is_apart: bool) -> Markup {
    let said = desk.phone().check_in().ok().flatten();
    html! {
        @if let Some(said) = said.filter(|said| said.is_over || !is_apart) {
            aside.out.over[said.is_over] aria-label=(desk.say("check-in-title")) {
                div.wide role=[said.is_over.then_some("alert")] { (inside(desk, &said)) }
            }
        }
    }
}

fn inside(desk: &Desk, said: &CheckInCard) -> Markup {
    let until = [("until", said.until.as_str().into())];
    html! {
        a href="/check-in" { (desk.tell(if said.is_over { "check-in-over" } else { "check-in-until-said" }, &until)) }
        form method="post" action="/check-in/fine" { button.plain { (desk.say("check-in-fine")) } }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use doorstep_core::time::Timestamp;

    use super::super::serve::App;
    use super::*;
    use crate::{Phone, PhoneSettings, machine};

    #[test]
    fn the_banner_is_loud_once_the_time_is_over_and_then_also_beside_an_interview() {
        let folder = tempfile::tempdir().unwrap();
        let store_path = folder.path().join("alice.db").to_str().unwrap().to_owned();
        let phone =
            Phone::open(PhoneSettings { store_path, zone: None, language: None, system: None, install_id: None });
        let phone = phone.unwrap();
        let desk = Desk::new(Arc::new(App::of(Arc::clone(&phone), Duration::ZERO)), None, "/".to_owned());
        let shown = |is_apart| banner(&desk, is_apart).into_string();
        assert_eq!(shown(false), "");
        let now = machine::now();
        phone.device().set_check_in(now.after(Duration::from_secs(3_600)), now).unwrap();
        assert!(shown(false).contains("To be done by") && shown(true).is_empty());
        let hours_ago = |hours: i64| Timestamp(now.0 - hours * 3_600_000);
        phone.device().set_check_in(hours_ago(1), hours_ago(2)).unwrap();
        assert!(shown(true).contains("Are you all right?") && shown(true).contains("alert"));
        phone.end_check_in().unwrap();
        assert_eq!(shown(true), "");
    }
}
