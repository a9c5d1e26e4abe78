//! One thing that somebody asked for: what it says, who answers until when, what became of it, and having it erased.
//!
//! Only coordinators get here; the list is `help`'s.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk, short};
use super::help::tag;
use super::interviews::address;
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{HelpEndRow, HelpEnding, HelpSlipRow, HowHelped, PhoneError};

/// Shows it.
pub(super) fn page(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    show(desk, id, None)
}

/// An end as it was typed, and what is wrong with it.
type Wrong = (HelpEnding, Fault);

fn show(desk: &Desk, id: &str, wrong: Option<Wrong>) -> Result<Answer, PhoneError> {
    let slips = desk.phone().help_slips()?;
    let Some(slip) = slips.iter().find(|slip| slip.id == id) else {
        return Ok(Answer::Absent(super::layout::nothing_here(desk)));
    };
    let typed = wrong.as_ref().map(|(typed, _)| typed);
    let faults: Vec<Fault> = wrong.iter().map(|(_, fault)| fault.clone()).collect();
    let body = html! {
        p { (tag(desk, slip)) }
        (said(desk, slip)?)
        (became(desk, &slip.ends))
        (ending(desk, id, typed, faults.first()))
        details { summary { (desk.say("help-erase")) }
            p { (desk.say("help-erase-what")) }
            form method="post" action=(format!("/help/{id}/erase")) { button.button.danger { (desk.say("help-erase")) } }
        }
    };
    let title = format!("{} · {}", slip.kind, short(id).to_uppercase());
    let screen = Screen { back: Some("/help".to_owned()), faults: &faults, ..Screen::new(title, Place::Today, body) };
    let page = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(page) } else { Answer::Mend(page) })
}

fn said(desk: &Desk, slip: &HelpSlipRow) -> Result<Markup, PhoneError> {
    let doors = desk.doors()?;
    let rows = [
        ("help-ask-words", slip.words.clone()),
        ("help-reach", slip.reach.clone()),
        ("subject-door", address(desk, Some(&slip.door), &doors)),
        ("help-to", slip.to.clone()),
        ("help-answer-until", desk.phone().local_date(slip.answer_by_ms)),
        ("help-written", format!("{}, {}", desk.moment(slip.asked_ms), desk.person(slip.by.as_ref()))),
    ];
    Ok(html! {
        dl.answers { @for (key, value) in rows { div.row { dt { (desk.say(key)) } dd { span.said { (value) } } } } }
    })
}

fn became(desk: &Desk, ends: &[HelpEndRow]) -> Markup {
    html! {
        @if !ends.is_empty() {
            section { h2 { (desk.say("help-became")) }
                ul.list { @for end in ends { li {
                    strong { (desk.say(end.how.words_key())) } ": " (end.what)
                    p.aside {
                        (desk.moment(end.at_ms)) ", " (desk.person(end.by.as_ref())) ". "
                        (end.told_on.as_deref().map_or_else(|| desk.say("help-not-told"), |day| desk.tell("help-told-on", &[("day", day.into())])))
                    }
                } } }
            }
        }
    }
}

fn ending(desk: &Desk, id: &str, typed: Option<&HelpEnding>, fault: Option<&Fault>) -> Markup {
    let fault = |anchor: &str| fault.filter(|fault| fault.anchor == anchor).map(|fault| fault.text.as_str());
    let (what, told) = (typed.map_or("", |typed| &typed.what), typed.and_then(|typed| typed.told_on.as_deref()));
    let chosen = typed.map_or(HowHelped::Done, |typed| typed.how);
    html! {
        section { h2 { (desk.say("help-end-title")) }
            form method="post" action=(format!("/help/{id}")) {
                div.question { fieldset { legend { span.asked { (desk.say("help-end-how")) } }
                    @for how in HowHelped::ALL {
                        label.choice for=(how.name()) {
                            input id=(how.name()) type="radio" name="how" value=(how.name()) checked[how == chosen];
                            span { (desk.say(how.words_key())) }
                        }
                    }
                } }
                div class=(if fault("what").is_some() { "question wrong" } else { "question" }) {
                    label.asked for="what" { (desk.say("help-end-what")) }
                    @if let Some(fault) = fault("what") { p.fault { (fault) } }
                    textarea #what name="what" rows="3" maxlength="300" aria-invalid=[fault("what").map(|_| "true")] { (what) }
                }
                div class=(if fault("told").is_some() { "question wrong" } else { "question" }) {
                    label.asked for="told" { (desk.say("help-end-told")) }
                    p.hint #told-hint { (desk.say("help-end-told-hint")) }
                    @if let Some(fault) = fault("told") { p.fault { (fault) } }
                    input #told name="told" type="date" value=[told] aria-describedby="told-hint" aria-invalid=[fault("told").map(|_| "true")];
                }
                button.button { (desk.say("app-keep")) }
            }
        }
    }
}

/// Keeps what became of it.
pub(super) fn end(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let meant = ask.fields.one("how");
    let how = HowHelped::ALL.into_iter().find(|how| how.name() == meant).unwrap_or(HowHelped::Otherwise);
    let told_on = Some(ask.fields.one("told").to_owned()).filter(|day| !day.is_empty());
    let ending = HelpEnding { how, what: ask.fields.one("what").trim().to_owned(), told_on };
    match desk.phone().end_help_slip(id.to_owned(), ending.clone()) {
        Ok(()) => {
            desk.app.notify(desk.say("help-end-kept"));
            Ok(Answer::see(format!("/help/{id}")))
        }
        Err(error @ PhoneError::Input { .. }) => {
            let anchor = if error.code() == "bad-day" { "told" } else { "what" };
            let fault = Fault { anchor: anchor.to_owned(), text: desk.why(&error) };
            show(desk, id, Some((ending, fault)))
        }
        Err(error) => Err(error),
    }
}

/// Has it erased.
pub(super) fn erase(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    desk.phone().erase_help_slip(id.to_owned())?;
    desk.app.notify(desk.say("help-erased"));
    Ok(Answer::see("/help"))
}
