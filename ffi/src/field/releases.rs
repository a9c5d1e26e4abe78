//! Results that were released: the list, each as it was made, and where a coordinator asks for one or adds a reply.
//!
//! Results so far are on `results`' page, for those who see interviews.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{PhoneError, ReleaseList, ReleaseRow};

/// How many days for replies are offered.
const REPLY_DAYS: u64 = 14;

/// Lists the releases.
pub(super) fn page(desk: &Desk, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let list = desk.phone().releases()?;
    let may_ask = desk.phone().may_set_up();
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        p { (desk.say("release-what")) }
        @if list.releases.is_empty() { p { (desk.say("release-none")) } }
        @for row in &list.releases { (shown(desk, row, may_ask, &faults)) }
        @if let Some(since @ 1..) = list.since { p { (desk.tell("release-since", &[("count", since.into())])) } }
        @if !list.releases.is_empty() { p { a href="/compare" { (desk.say("compare-title")) } } }
        @if may_ask { (asking(desk, &list, &faults)) }
    };
    let back = (!desk.phone().sees_releases_alone()).then(|| "/results".to_owned());
    let screen = Screen { faults: &faults, back, ..Screen::new(desk.say("release-title"), Place::Today, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn shown(desk: &Desk, row: &ReleaseRow, may_ask: bool, faults: &[Fault]) -> Markup {
    let number = desk.tell("release-number", &[("number", row.number.into())]);
    let until = desk.moment(row.reply_until_ms);
    let state = if row.published { "release-published" } else { "release-until" };
    html! {
        section {
            h2 { (number) @if !row.name.is_empty() { ": " (row.name) } }
            p.lead { (desk.tell("result-interviews", &[("count", row.interviews.into())])) }
            p { (desk.tell(state, &[("when", until.as_str().into())])) }
            @if row.held > 0 { p { (desk.tell("release-held", &[("count", row.held.into())])) } }
            @for reply in &row.replies {
                blockquote { p { (reply.text) }
                    p.aside { (reply.who) ", " (desk.say(if reply.is_fact { "release-fact" } else { "release-reply" })) } }
            }
            p { a.button href=(format!("/releases/{}", row.number)) { (desk.say("release-open")) } }
            p.aside { (desk.tell("release-proof", &[("name", (&row.content).into())])) }
            @if may_ask && !row.published { (replying(desk, row, faults)) }
        }
    }
}

fn replying(desk: &Desk, row: &ReleaseRow, faults: &[Fault]) -> Markup {
    let field = |name: &str| format!("{name}-{}", row.number);
    html! {
        details open[!faults.is_empty()] { summary { (desk.say("release-add-reply")) }
            form method="post" action=(format!("/releases/{}", row.number)) {
                div.question { label.asked for=(field("who")) { (desk.say("release-who")) }
                    @for fault in faults.iter().filter(|fault| fault.anchor == field("who")) { p.fault { (fault.text) } }
                    input id=(field("who")) name="who" type="text" maxlength="80" autocomplete="off"; }
                div.question { label.asked for=(field("text")) { (desk.say("release-text")) }
                    textarea id=(field("text")) name="text" rows="4" {} }
                div.question { label { input type="checkbox" name="fact" value="yes"; " " (desk.say("release-is-fact")) } }
                button.button.second { (desk.say("release-add")) }
            }
        }
    }
}

fn asking(desk: &Desk, list: &ReleaseList, faults: &[Fault]) -> Markup {
    let from = list.release_from.map(|from| from.to_string()).unwrap_or_default();
    let days = REPLY_DAYS.to_string();
    html! {
        section { h2 { (desk.say("release-ask-title")) }
            @for ask in &list.asks { p.notice { (desk.moment(ask.at_ms)) ": " (ask.said) } }
            p { (desk.say("release-ask-what")) }
            p { a href="/releases/look" { (desk.say("release-look")) } }
            form method="post" action="/releases" {
                (field(desk, faults, ("name", "release-name"), html! {
                    input #name name="name" type="text" maxlength="80" autocomplete="off"; }))
                (field(desk, faults, ("days", "release-days"), html! {
                    input #days name="days" type="text" inputmode="numeric" maxlength="4" value=(days); }))
                (field(desk, faults, ("from", "release-from"), html! {
                    input #from name="from" type="text" inputmode="numeric" maxlength="6" value=(from); }))
                button.button { (desk.say("release-ask")) }
            }
        }
    }
}

/// A field with what is wrong about it, if anything is.
fn field(desk: &Desk, faults: &[Fault], (name, asked): (&str, &str), input: Markup) -> Markup {
    let own: Vec<&Fault> = faults.iter().filter(|fault| fault.anchor == name).collect();
    html! {
        div class=(if own.is_empty() { "question" } else { "question wrong" }) {
            label.asked for=(name) { (desk.say(asked)) }
            @for fault in &own { p.fault { (fault.text) } }
            (input)
        }
    }
}

/// Asks for a release, and keeps from how many interviews on there may be one.
pub(super) fn ask(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let number = |name: &str, empty: u64| match ask.fields.one(name).trim() {
        "" => Ok(empty),
        typed => typed.parse::<u64>(),
    };
    let wrong = |anchor: &str, text: String| page(desk, Some(Fault { anchor: anchor.to_owned(), text }));
    let Ok(days) = number("days", REPLY_DAYS) else { return wrong("days", desk.say("release-bad-number")) };
    let Ok(from) = number("from", 0) else { return wrong("from", desk.say("release-bad-number")) };
    if desk.phone().releases()?.release_from.unwrap_or_default() != from {
        desk.phone().set_release_from(from)?;
    }
    match desk.phone().ask_for_release(ask.fields.one("name").to_owned(), days) {
        Ok(()) => {
            desk.app.notify(desk.say("release-asked"));
            Ok(Answer::see("/releases"))
        }
        Err(error @ PhoneError::Input { .. }) => wrong("name", desk.why(&error)),
        Err(other) => Err(other),
    }
}

/// Adds a reply to a release.
pub(super) fn reply(desk: &Desk, number: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let Some(row) = numbered(desk, number)? else { return page(desk, None) };
    let (who, text) = (ask.fields.one("who").to_owned(), ask.fields.one("text").to_owned());
    match desk.phone().reply_to_release(row.id, who, text, ask.fields.one("fact") == "yes") {
        Ok(()) => {
            desk.app.notify(desk.say("release-replied"));
            Ok(Answer::see("/releases"))
        }
        Err(error @ PhoneError::Input { .. }) => {
            page(desk, Some(Fault { anchor: format!("who-{}", row.number), text: desk.why(&error) }))
        }
        Err(other) => Err(other),
    }
}

/// Shows a release as it was made.
pub(super) fn whole(desk: &Desk, number: &str) -> Result<Answer, PhoneError> {
    match numbered(desk, number)? {
        Some(row) => Ok(Answer::Report(desk.phone().release_page(row.id)?)),
        None => page(desk, None),
    }
}

/// Shows what would be in a release.
pub(super) fn look(desk: &Desk) -> Result<Answer, PhoneError> {
    Ok(Answer::Report(desk.phone().release_preview_page()?))
}

fn numbered(desk: &Desk, number: &str) -> Result<Option<ReleaseRow>, PhoneError> {
    let Ok(number) = number.parse::<u64>() else { return Ok(None) };
    Ok(desk.phone().releases()?.releases.into_iter().find(|row| row.number == number))
}
