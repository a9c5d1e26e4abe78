//! Asked for help: what has to be answered until when, for coordinators; the numbers of what this phone wrote down, for everybody.
//!
//! Asking at a door is `help_ask`'s, one slip `help_slip`'s.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk, short};
use super::interviews::saved_key;
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{HelpKindRow, HelpSlipRow, HelpState, PhoneError, Whereabouts};

/// Shows it.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    show(desk, None)
}

fn show(desk: &Desk, wrong: Option<(&str, String)>) -> Result<Answer, PhoneError> {
    let slips = seen(desk)?;
    let body = html! {
        @if let Some(slips) = &slips { (list(desk, slips)?) }
        (own(desk, slips.is_none())?)
        (kinds(desk, wrong.as_ref())?)
    };
    let faults: Vec<Fault> =
        wrong.iter().map(|(_, why)| Fault { anchor: "kinds".to_owned(), text: why.clone() }).collect();
    let back = Some("/".to_owned());
    let screen = Screen { back, faults: &faults, ..Screen::new(desk.say("help-title"), Place::Today, body) };
    let page = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(page) } else { Answer::Mend(page) })
}

/// The slips that this person may open; none for whoever may open no slip at all.
fn seen(desk: &Desk) -> Result<Option<Vec<HelpSlipRow>>, PhoneError> {
    match desk.phone().help_slips() {
        Ok(slips) => Ok(Some(slips)),
        Err(PhoneError::NotPermitted { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn list(desk: &Desk, slips: &[HelpSlipRow]) -> Result<Markup, PhoneError> {
    let count = |state| slips.iter().filter(|slip| slip.state == state).count();
    let (overdue, open, answered) = (count(HelpState::Overdue), count(HelpState::Open), count(HelpState::Answered));
    let doors = desk.doors()?;
    Ok(html! {
        @if slips.is_empty() { p { (desk.say("help-none")) } } @else {
            dl.figures {
                (figure(desk, "help-overdue", overdue))
                (figure(desk, "help-open", open))
                (figure(desk, "help-answered", answered))
            }
            ul.list { @for slip in slips { li {
                a href=(format!("/help/{}", slip.id)) { (slip.kind) ": " (super::interviews::address(desk, Some(&slip.door), &doors)) }
                " " (tag(desk, slip))
            } } }
        }
    })
}

fn figure(desk: &Desk, key: &str, count: usize) -> Markup {
    html! { div { dt { (desk.say(key)) } dd { (desk.tell("count", &[("count", count.into())])) } } }
}

/// How a slip stands, in few words.
pub(super) fn tag(desk: &Desk, slip: &HelpSlipRow) -> Markup {
    let day = desk.day(slip.answer_by_ms);
    let day = [("day", day.as_str().into())];
    html! {
        @match slip.state {
            HelpState::Overdue => span.tag.stop { (desk.tell("help-overdue-since", &day)) },
            HelpState::Open => span.tag.fresh { (desk.tell("help-answer-by", &day)) },
            HelpState::Answered => span.tag.good { (desk.say(slip.ends.last().map_or("help-answered", |end| end.how.words_key()))) },
        }
        @if slip.state == HelpState::Answered && slip.ends.iter().all(|end| end.told_on.is_none()) {
            " " span.tag.fresh { (desk.say("help-not-told")) }
        }
    }
}

/// What was written down on this phone, by its number alone.
fn own(desk: &Desk, even_if_none: bool) -> Result<Markup, PhoneError> {
    let own = desk.phone().own_help_slips()?;
    Ok(html! {
        @if even_if_none || !own.is_empty() {
            section { h2 { (desk.say("help-own")) }
                p { (desk.say(if own.is_empty() { "help-own-none" } else { "help-own-what" })) }
                ul.list { @for slip in &own { li {
                    strong { (short(&slip.id).to_uppercase()) } " "
                    span.tag.good[slip.saved != Whereabouts::OnlyHere] { (desk.say(saved_key(slip.saved))) }
                    p.aside { (desk.tell("help-own-of", &[
                        ("asked", desk.moment(slip.asked_ms).as_str().into()),
                        ("day", desk.day(slip.answer_by_ms).as_str().into()),
                    ])) }
                    form method="post" action=(format!("/help/{}/take-back", slip.id)) {
                        button.plain { (desk.say("help-take-back")) span.unseen { ": " (short(&slip.id).to_uppercase()) } }
                    }
                } } }
            }
        }
    })
}

fn kinds(desk: &Desk, wrong: Option<&(&str, String)>) -> Result<Markup, PhoneError> {
    let kinds = desk.phone().help_kinds()?;
    let lines = || kinds.iter().map(HelpKindRow::line).collect::<Vec<_>>().join("\n");
    let typed = wrong.map_or_else(lines, |(typed, _)| (*typed).to_owned());
    Ok(html! {
        section { h2 { (desk.say("help-kinds")) }
            @if kinds.is_empty() { p { (desk.say("help-no-kinds")) } }
            ul.list { @for kind in &kinds { li { strong { (kind.name) } " " span.aside { (promise(desk, kind)) } } } }
        }
        @if desk.phone().may_set_up() {
            details open[wrong.is_some()] { summary { (desk.say("help-kinds-write")) }
                form method="post" action="/help" {
                    div class=(if wrong.is_some() { "question wrong" } else { "question" }) {
                        label.asked for="kinds" { (desk.say("help-kinds")) }
                        p.hint #kinds-hint { (desk.say("help-kinds-hint")) }
                        @if let Some((_, why)) = wrong { p.fault { (why) } }
                        textarea #kinds name="kinds" rows="6" aria-describedby="kinds-hint" aria-invalid=[wrong.map(|_| "true")] { (typed) }
                    }
                    button.button { (desk.say("app-keep")) }
                }
            }
        }
    })
}

/// Who answers until when.
pub(super) fn promise(desk: &Desk, kind: &HelpKindRow) -> String {
    let by = desk.day(desk.phone().end_of_day_ms(kind.days));
    desk.tell("help-promise", &[("to", kind.to.as_str().into()), ("day", by.as_str().into())])
}

/// Keeps the kinds that coordinators wrote down, one a line.
pub(super) fn keep(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let typed = ask.fields.one("kinds");
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    match desk.phone().set_help_kinds(lines.map(HelpKindRow::read).collect()) {
        Ok(()) => {
            desk.app.notify(desk.say("help-kinds-kept"));
            Ok(Answer::see("/help"))
        }
        Err(PhoneError::Input { .. }) => show(desk, Some((typed, desk.say("help-kinds-bad")))),
        Err(error) => Err(error),
    }
}

/// Takes a slip back that was written down on this phone.
pub(super) fn take_back(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    desk.phone().take_back_help_slip(id.to_owned())?;
    desk.app.notify(desk.say("help-taken-back"));
    Ok(Answer::see("/help"))
}

/// The way there from the first page, with what is overdue.
pub(super) fn way(desk: &Desk) -> Result<Markup, PhoneError> {
    let overdue = seen(desk)?.map_or(0, |slips| slips.iter().filter(|slip| slip.state == HelpState::Overdue).count());
    Ok(html! {
        li { a href="/help" { (desk.say("help-title")) }
            @if overdue > 0 { " " span.tag.stop { (desk.tell("help-overdue-count", &[("count", overdue.into())])) } } }
    })
}
