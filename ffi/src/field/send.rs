//! Handing over: what is where in plain words, and one button.

use std::sync::PoisonError;

use maud::{Markup, html};
use tokio::runtime::Handle;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{PhoneError, StatusCard};

/// Shows what is where.
pub(super) fn page(desk: &Desk, failed: Option<&PhoneError>) -> Result<Answer, PhoneError> {
    let (status, project) = (desk.phone().status()?, desk.phone().project()?);
    let body = html! {
        p.lead { (desk.tell("saved-summary", &[("safe", status.safe.into()), ("all", status.interviews.into()), ("here", status.only_here.into())])) "." }
        @if !status.has_synced { div.warning { p { (desk.say("app-never-sent")) } } }
        (places(desk, &status))
        @if project.server_addresses.is_empty() { p { (desk.say("app-no-server")) } }
        @else {
            form.stack method="post" action="/send" {
                button.button { (desk.say("app-send-now")) }
                @if status.files_only_here + status.files_not_whole > 0 {
                    button.button.second name="without" value="files" { (desk.say("app-send-without-files")) }
                }
            }
            p.aside { (desk.say("app-send-what")) }
        }
        p { a href="/closing" { (desk.say("closing-link")) } }
        (exchanged(desk))
    };
    let faults: Vec<Fault> =
        failed.map(|error| Fault { anchor: String::new(), text: desk.why(error) }).into_iter().collect();
    let screen = Screen { faults: &faults, ..Screen::new(desk.say("app-send"), Place::Send, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(if failed.is_none() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn places(desk: &Desk, status: &StatusCard) -> Markup {
    let rows = [
        ("saved-server", status.safe, true),
        ("saved-here", status.only_here, true),
        ("interview-draft", status.unfinished, true),
        ("app-files-only-here", status.files_only_here, false),
        ("app-files-coming", status.files_not_whole, false),
        ("app-kept-for-later", status.kept_for_later, false),
        ("app-waiting", status.waiting, false),
    ];
    html! {
        dl.figures { @for (key, count, always) in rows { @if always || count > 0 {
            div { dt { (desk.say(key)) } dd { (desk.tell("count", &[("count", count.into())])) } }
        } } }
    }
}

/// What the last sending did, for whoever wants to know why.
fn exchanged(desk: &Desk) -> Markup {
    let contacts = desk.app.exchanged.lock().unwrap_or_else(PoisonError::into_inner);
    html! {
        @if !contacts.is_empty() {
            details { summary { (desk.say("exchange-title")) }
                @for (number, sentences) in (1_u64..).zip(contacts.iter()) {
                    @if contacts.len() > 1 { h3 { (desk.tell("exchange-number", &[("number", number.into())])) } }
                    ul { @for sentence in sentences { li { (sentence) } } }
                }
            }
        }
    }
}

/// Hands over and fetches; what can't be done is said, and nothing is lost by it.
pub(super) fn send(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let synced = if ask.fields.one("without") == "files" {
        Handle::current().block_on(desk.phone().sync_without_files(None))
    } else {
        Handle::current().block_on(desk.phone().sync(None))
    };
    match synced {
        Ok(report) => {
            let values = [("sent", report.acknowledged.into()), ("received", report.received.into())];
            let mut said = desk.tell("app-sent", &values);
            let refused: u64 = report.refused.iter().map(|row| row.entries).sum();
            if refused > 0 {
                said.push(' ');
                said.push_str(&desk.tell("app-refused", &[("count", refused.into())]));
            }
            if report.files_refused > 0 {
                said.push(' ');
                said.push_str(&desk.tell("app-files-refused", &[("count", report.files_refused.into())]));
            }
            let explained = report.sessions.into_iter().map(|session| session.explained).collect();
            *desk.app.exchanged.lock().unwrap_or_else(PoisonError::into_inner) = explained;
            desk.app.notify(said);
            Ok(Answer::see("/send"))
        }
        Err(error) => page(desk, Some(&error)),
    }
}
