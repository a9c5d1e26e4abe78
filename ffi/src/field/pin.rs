//! The PIN in the field app: asking for it, locking after some minutes without a page, setting and removing it.
//!
//! What was sent to a locked app is kept in memory and done once the PIN is there, so that no answer is lost. What the PIN guards is
//! `doorstep_core::device`'s.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use maud::{Markup, html};
use tokio::runtime::Handle;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, bare, page as lay_out};
use super::{routes, settings};
use crate::{PhoneError, PinCard};

/// When a page was last asked for, and what waits for the PIN.
#[derive(Debug)]
pub(super) struct Idle {
    /// For how long nobody may ask for a page before the app locks.
    after: Duration,
    since: Mutex<Instant>,
    waiting: Mutex<Option<Ask>>,
}

impl Idle {
    pub(super) fn new(after: Duration) -> Self {
        Self { after, since: Mutex::new(Instant::now()), waiting: Mutex::default() }
    }

    /// For how long nobody may ask for a page before the app locks.
    pub(super) const fn after(&self) -> Duration {
        self.after
    }

    /// Whether that long has passed, up to this page.
    fn is_over(&self) -> bool {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let over = since.elapsed() >= self.after;
        *since = Instant::now();
        over
    }

    fn keep(&self, ask: Ask) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(ask);
    }

    fn take(&self) -> Option<Ask> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Answers a request, after the PIN where one is set and due.
pub(super) fn guarded(desk: &Desk, ask: Ask) -> Answer {
    match locked(desk) {
        Ok(true) => at_the_door(desk, ask),
        Ok(false) => routes::answer(desk, &ask),
        Err(error) => Answer::Mend(super::layout::failed(desk, &error)),
    }
}

fn locked(desk: &Desk) -> Result<bool, PhoneError> {
    let is_over = desk.app.idle.is_over();
    let card = desk.phone().pin()?;
    if card.is_set && !card.is_locked && is_over {
        desk.phone().lock()?;
        desk.app.put_away();
    }
    Ok(card.is_set && (card.is_locked || is_over))
}

fn at_the_door(desk: &Desk, ask: Ask) -> Answer {
    let steps: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    match (ask.posted, steps.as_slice()) {
        (true, ["pin", "enter"]) => enter(desk, &ask),
        (true, ["pin", "send"]) => send(desk),
        (true, ["language"]) => settings::speak(desk, &ask),
        (true, _) => {
            desk.app.idle.keep(ask);
            Answer::Page(door(desk, None, None))
        }
        (false, _) => Answer::Page(door(desk, None, None)),
    }
}

/// Opens the phone, and does what waited for it.
fn enter(desk: &Desk, ask: &Ask) -> Answer {
    if let Err(error) = desk.phone().unlock(ask.fields.one("pin").to_owned()) {
        return Answer::Mend(door(desk, Some(desk.why(&error)), None));
    }
    match desk.app.idle.take() {
        Some(waiting) => routes::answer(desk, &waiting),
        None => Answer::see(settings::place(ask.fields.one("here")).unwrap_or("/").to_owned()),
    }
}

/// Hands over what is unsent: that needs no PIN.
fn send(desk: &Desk) -> Answer {
    match Handle::current().block_on(desk.phone().sync(None)) {
        Ok(report) => {
            let values = [("sent", report.acknowledged.into()), ("received", report.received.into())];
            Answer::Page(door(desk, None, Some(desk.tell("app-sent", &values))))
        }
        Err(error) => Answer::Mend(door(desk, Some(desk.why(&error)), None)),
    }
}

fn door(desk: &Desk, fault: Option<String>, notice: Option<String>) -> Markup {
    let unsent = desk.phone().status().map_or(0, |status| status.unsent);
    let spent = desk.phone().pin().is_ok_and(|card| card.is_spent);
    let title = desk.say("pin-locked");
    let faults: Vec<Fault> = fault
        .map(|text| Fault { anchor: if spent { String::new() } else { "pin".to_owned() }, text })
        .into_iter()
        .collect();
    let body = html! {
        @if let Some(notice) = notice { div.notice role="status" { p { (notice) } } }
        p { (desk.say(if spent { "pin-spent-what" } else { "pin-locked-what" })) }
        @if !spent {
            form method="post" action="/pin/enter" autocomplete="off" {
                input type="hidden" name="here" value=(desk.here);
                (field(desk, "pin", "pin-pin", None, !faults.is_empty()))
                button.button { (desk.say("pin-open")) }
            }
        }
        section { h2 { (desk.say("app-send")) }
            p { (desk.tell("pin-unsent", &[("count", unsent.into())])) }
            form method="post" action="/pin/send" { button.button.second { (desk.say("app-send-now")) } }
        }
        p.aside { (desk.say("pin-forgotten")) }
    };
    bare(desk, &title, &faults, &body)
}

fn field(desk: &Desk, name: &str, label: &str, hint: Option<&str>, wrong: bool) -> Markup {
    html! {
        div class=(if wrong { "question wrong" } else { "question" }) {
            label.asked for=(name) { (desk.say(label)) }
            @if let Some(hint) = hint { p.hint id=(format!("{name}-hint")) { (desk.say(hint)) } }
            input id=(name) name=(name) type="password" inputmode="numeric" maxlength="14" autocomplete="off"
                aria-describedby=[hint.map(|_| format!("{name}-hint"))] aria-invalid=[wrong.then_some("true")];
        }
    }
}

/// Asks for a new PIN, or to do without.
pub(super) fn page(desk: &Desk, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let PinCard { is_set, .. } = desk.phone().pin()?;
    let minutes = desk.app.idle.after().as_secs().div_ceil(60);
    let faults: Vec<Fault> = fault.into_iter().collect();
    let wrong = |name: &str| faults.iter().any(|fault| fault.anchor == name);
    let body = html! {
        p { (desk.tell("pin-what", &[("minutes", minutes.into())])) }
        p { (desk.say("pin-not-what")) }
        form method="post" action="/pin" autocomplete="off" {
            @if is_set { (field(desk, "old", "pin-old", None, wrong("old"))) }
            (field(desk, "new", "pin-new", Some("pin-new-hint"), wrong("new")))
            (field(desk, "again", "pin-again", None, wrong("again")))
            button.button { (desk.say("pin-set")) }
        }
        @if is_set {
            form method="post" action="/pin/lock" { button.button.second { (desk.say("pin-lock")) } }
            details { summary { (desk.say("pin-remove")) }
                form method="post" action="/pin/remove" autocomplete="off" {
                    (field(desk, "gone", "pin-old", None, wrong("gone")))
                    button.button.second { (desk.say("pin-remove")) }
                }
            }
        }
    };
    let screen = Screen {
        back: Some("/settings".to_owned()),
        faults: &faults,
        ..Screen::new(desk.say("pin-title"), Place::Settings, body)
    };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

/// Sets a PIN.
pub(super) fn set(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let (new, old) = (ask.fields.one("new"), ask.fields.one("old"));
    if new != ask.fields.one("again") {
        return page(desk, Some(Fault { anchor: "again".to_owned(), text: desk.say("pin-differ") }));
    }
    match desk.phone().set_pin(new.to_owned(), Some(old.to_owned())) {
        Ok(()) => {
            desk.app.notify(desk.say("pin-is-set"));
            Ok(Answer::see("/settings"))
        }
        Err(error) => page(desk, Some(fault(desk, &error, "old"))),
    }
}

/// Does without a PIN.
pub(super) fn remove(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    match desk.phone().remove_pin(ask.fields.one("gone").to_owned()) {
        Ok(()) => {
            desk.app.notify(desk.say("pin-is-removed"));
            Ok(Answer::see("/settings"))
        }
        Err(error) => page(desk, Some(fault(desk, &error, "gone"))),
    }
}

/// Locks at once.
pub(super) fn lock(desk: &Desk) -> Result<Answer, PhoneError> {
    desk.phone().lock()?;
    desk.app.put_away();
    Ok(Answer::see("/"))
}

fn fault(desk: &Desk, error: &PhoneError, old: &str) -> Fault {
    let anchor = if matches!(error.code(), "pin-too-easy") { "new" } else { old };
    let is_set = desk.phone().pin().is_ok_and(|card| card.is_set);
    let anchor = if is_set { anchor } else { "new" };
    Fault { anchor: anchor.to_owned(), text: desk.why(error) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::fields::Fields;
    use super::super::serve::App;
    use super::*;
    use crate::{Phone, PhoneSettings, machine};

    fn ask(path: &str, form: &str) -> Ask {
        let (query, files) = (Fields::default(), super::super::upload::Uploads::default());
        Ask { posted: true, path: Fields::path(path), query, fields: Fields::parse(form.as_bytes()), files }
    }

    #[test]
    fn what_was_sent_to_a_locked_app_is_done_once_the_pin_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let store_path = folder.path().join("alice.db").to_str().unwrap().to_owned();
        let phone =
            Phone::open(PhoneSettings { store_path, zone: None, language: None, system: None, install_id: None });
        let phone = phone.unwrap();
        phone.found("Larkfield".to_owned()).unwrap();
        let area = phone.add_area("Lark House".to_owned()).unwrap();
        phone.set_pin("904117".to_owned(), None).unwrap();
        let app = App::of(Arc::clone(&phone), Duration::ZERO);
        let desk = Desk::new(Arc::new(app), None, "/".to_owned());
        let door = ask("/doors/new", &format!("address=12+Larch+Road&note=&area={area}"));
        assert!(matches!(guarded(&desk, door), Answer::Page(_)));
        assert_eq!(phone.doors().map_err(|error| error.code().to_owned()).unwrap_err(), "pin-needed");
        assert!(matches!(guarded(&desk, ask("/pin/enter", "pin=804117")), Answer::Mend(_)));
        assert!(matches!(guarded(&desk, ask("/pin/enter", "pin=904117")), Answer::See(_)));
        assert_eq!(phone.doors().unwrap().len(), 1);
        assert!(matches!(guarded(&desk, ask("/pin/lock", "")), Answer::Page(_)), "it is locked again by then");
    }

    #[test]
    fn whoever_is_overdue_is_told_so_by_a_locked_app_too() {
        let folder = tempfile::tempdir().unwrap();
        let store_path = folder.path().join("alice.db").to_str().unwrap().to_owned();
        let phone =
            Phone::open(PhoneSettings { store_path, zone: None, language: None, system: None, install_id: None });
        let phone = phone.unwrap();
        phone.set_pin("904117".to_owned(), None).unwrap();
        let now = machine::now();
        let ago = |hours: i64| doorstep_core::time::Timestamp(now.0 - hours * 3_600_000);
        let desk = Desk::new(Arc::new(App::of(Arc::clone(&phone), Duration::from_secs(60))), None, "/".to_owned());
        let locked = || {
            assert!(matches!(guarded(&desk, ask("/pin/lock", "")), Answer::See(_)));
            door(&desk, None, None).into_string()
        };
        phone.device().set_check_in(now.after(Duration::from_secs(3_600)), now).unwrap();
        assert!(!locked().contains("/check-in"), "nothing is due yet");
        phone.device().set_check_in(ago(1), ago(2)).unwrap();
        assert!(door(&desk, None, None).into_string().contains("role=\"alert\""));
        assert!(matches!(guarded(&desk, ask("/check-in/fine", "")), Answer::Page(_)));
        assert!(matches!(guarded(&desk, ask("/pin/enter", "pin=904117")), Answer::See(_)));
        assert!(phone.check_in().unwrap().is_none(), "their word was kept until the PIN was there");
    }
}
