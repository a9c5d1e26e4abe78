//! Asking for help at a door: with what, what it is about, how to reach the person, and their yes to its being passed on.
//!
//! It stands apart from the interview; once it is kept this phone can't show it any more. The list is `help`'s.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk, short};
use super::help::promise;
use super::layout::{Fault, Place, Screen, page as lay_out};
use super::settings::place;
use crate::{HelpKindRow, NewHelpSlip, PhoneError};

/// Asks for it.
pub(super) fn page(desk: &Desk, door: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let interview = Some(ask.query.one("interview").to_owned()).filter(|id| !id.is_empty());
    show(desk, &slip(door, interview, ask), &[])
}

/// What was typed so far.
fn slip(door: &str, interview: Option<String>, ask: &Ask) -> NewHelpSlip {
    let field = |name| ask.fields.one(name).trim().to_owned();
    NewHelpSlip {
        door: door.to_owned(),
        kind: field("kind"),
        words: field("words"),
        reach: field("reach"),
        said_yes: ask.fields.one("yes") == "yes",
        interview,
    }
}

fn show(desk: &Desk, typed: &NewHelpSlip, faults: &[Fault]) -> Result<Answer, PhoneError> {
    let doors = desk.doors()?;
    let Some(door) = doors.get(&typed.door) else { return Ok(Answer::Absent(super::layout::nothing_here(desk))) };
    let kinds = desk.phone().help_kinds()?;
    let body = html! {
        p.aside { (door.address) }
        @if kinds.is_empty() { p { (desk.say("help-no-kinds")) } p { a.button.second href="/help" { (desk.say("help-title")) } } }
        @else { p { (desk.say("help-ask-what")) } (form(desk, typed, &kinds, faults)) }
    };
    let back =
        typed.interview.as_ref().map_or_else(|| format!("/door/{}", typed.door), |id| format!("/interview/{id}"));
    let back = Some(back).filter(|back| place(back).is_some());
    let screen = Screen { back, faults, ..Screen::new(desk.say("help-ask-title"), Place::Doors, body) };
    let page = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(page) } else { Answer::Mend(page) })
}

fn form(desk: &Desk, typed: &NewHelpSlip, kinds: &[HelpKindRow], faults: &[Fault]) -> Markup {
    let fault = |anchor: &str| faults.iter().find(|fault| fault.anchor == anchor).map(|fault| fault.text.as_str());
    html! {
        form method="post" action=(format!("/door/{}/help", typed.door)) {
            @if let Some(interview) = &typed.interview { input type="hidden" name="interview" value=(interview); }
            div class=(question(fault("kind-0"))) {
                fieldset { legend { span.asked { (desk.say("help-ask-kind")) } }
                    (told(fault("kind-0")))
                    @for (number, kind) in kinds.iter().enumerate() {
                        @let id = format!("kind-{number}");
                        label.choice for=(id) {
                            input id=(id) type="radio" name="kind" value=(kind.name) checked[kind.name == typed.kind];
                            span { (kind.name) span.aside { (promise(desk, kind)) } }
                        }
                    }
                }
            }
            div class=(question(fault("words"))) {
                label.asked for="words" { (desk.say("help-ask-words")) }
                p.hint #words-hint { (desk.say("help-ask-words-hint")) }
                (told(fault("words")))
                textarea #words name="words" rows="3" maxlength="300" aria-describedby="words-hint" aria-invalid=[fault("words").map(|_| "true")] { (typed.words) }
            }
            div class=(question(fault("reach"))) {
                label.asked for="reach" { (desk.say("help-ask-reach")) }
                p.hint #reach-hint { (desk.say("help-ask-reach-hint")) }
                (told(fault("reach")))
                input #reach name="reach" type="text" value=(typed.reach) autocomplete="off" maxlength="100" aria-describedby="reach-hint"
                    aria-invalid=[fault("reach").map(|_| "true")];
            }
            div class=(question(fault("yes"))) {
                fieldset { legend { span.asked { (desk.say("help-ask-read-out")) } }
                    p.quote { (desk.say("help-ask-yes")) }
                    (told(fault("yes")))
                    label.choice for="yes" {
                        input #yes type="checkbox" name="yes" value="yes" checked[typed.said_yes];
                        span { (desk.say("help-ask-said-yes")) }
                    }
                }
            }
            button.button { (desk.say("help-ask-keep")) }
        }
        (super::risk::way(desk, &typed.door))
    }
}

const fn question(fault: Option<&str>) -> &'static str {
    if fault.is_some() { "question wrong" } else { "question" }
}

fn told(fault: Option<&str>) -> Markup {
    html! { @if let Some(fault) = fault { p.fault { (fault) } } }
}

/// Keeps it, and says the number that the person can ask by.
pub(super) fn keep(desk: &Desk, door: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let interview = Some(ask.fields.one("interview").to_owned()).filter(|id| !id.is_empty());
    let typed = slip(door, interview, ask);
    let lacking = lacking(desk, &typed);
    if !lacking.is_empty() {
        return show(desk, &typed, &lacking);
    }
    match desk.phone().ask_for_help(typed.clone()) {
        Ok(id) => {
            let number = short(&id).to_uppercase();
            desk.app.notify(desk.tell("help-ask-kept", &[("number", number.as_str().into())]));
            let then = typed.interview.map_or_else(|| format!("/door/{door}"), |id| format!("/interview/{id}"));
            Ok(Answer::see(place(&then).unwrap_or("/")))
        }
        Err(error @ PhoneError::Input { .. }) => {
            let fault = Fault { anchor: "words".to_owned(), text: desk.why(&error) };
            show(desk, &typed, &[fault])
        }
        Err(error) => Err(error),
    }
}

fn lacking(desk: &Desk, typed: &NewHelpSlip) -> Vec<Fault> {
    let parts = [
        ("kind-0", typed.kind.is_empty(), "help-ask-kind-lacks"),
        ("words", typed.words.is_empty(), "problem-bad-text"),
        ("reach", typed.reach.is_empty(), "help-ask-reach-lacks"),
        ("yes", !typed.said_yes, "problem-not-to-be-passed-on"),
    ];
    let lacks = parts.into_iter().filter(|(_, lacks, _)| *lacks);
    lacks.map(|(anchor, _, key)| Fault { anchor: anchor.to_owned(), text: desk.say(key) }).collect()
}

/// The way there from a door.
pub(super) fn way(desk: &Desk, door: &str) -> Markup {
    html! { p { a.act href=(format!("/door/{door}/help")) { (desk.say("help-way")) } } }
}

/// The way there at the end of an interview that has a door.
pub(super) fn way_after(desk: &Desk, interview: &str) -> Result<Markup, PhoneError> {
    let unfinished = desk.phone().unfinished()?;
    let door = unfinished.iter().find(|row| row.id == interview).and_then(|row| row.door.as_ref());
    Ok(html! {
        @if let Some(door) = door {
            p { a.act href=(format!("/door/{door}/help?interview={interview}")) { (desk.say("help-way")) } }
        }
    })
}
