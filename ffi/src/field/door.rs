//! One door: what happened there so far, the eight buttons for what happened now, and the interview.

use maud::{Markup, html};

use super::answer::Answer;
use super::call_back;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::wording::tag_of;
use crate::{DoorRow, InterviewStart, KnockRow, Outcome, PhoneError};

/// Shows a door.
pub(super) fn page(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    let knocks = desk.phone().knocks(id.to_owned())?;
    let doors = desk.phone().doors()?;
    let Some(door) = doors.iter().find(|door| door.id == id) else {
        return Ok(Answer::Absent(super::layout::nothing_here(desk)));
    };
    let body = html! {
        (super::practice::behind(desk, id)?)
        (super::not_safe::warning(desk, door))
        @if !door.entry_note.is_empty() { p.aside { (desk.say("app-entry-note")) ": " (door.entry_note) } }
        @if door.do_not_contact {
            div.warning { p { strong { (desk.say("app-never-again")) } } }
        } @else { (interviews(desk, door)?) }
        section { h2 { (desk.say("app-what-happened")) }
            form.outcomes method="post" action=(format!("/door/{id}/knock")) {
                @for outcome in Outcome::ALL {
                    button.outcome name="outcome" value=(outcome.name()) { (desk.say(outcome.words_key())) }
                }
            }
        }
        (super::help_ask::way(desk, id))
        (super::risk::way(desk, id))
        (history(desk, door, &knocks))
        (super::turns::section(desk, door))
        (super::same_door::section(desk, door, &doors))
        (super::not_safe::section(desk, door))
    };
    let screen = Screen { back: Some("/doors".to_owned()), ..Screen::new(door.address.clone(), Place::Doors, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

/// The interview to go on with, and those that can be begun.
fn interviews(desk: &Desk, door: &DoorRow) -> Result<Markup, PhoneError> {
    let (unfinished, forms) = (desk.phone().unfinished()?, desk.phone().forms()?);
    let here = unfinished.iter().find(|row| row.door.as_ref() == Some(&door.id));
    let first = door.last == Some(Outcome::Talked);
    Ok(html! {
        section { h2 { (desk.say("app-interview")) }
            @if let Some(row) = here {
                p { (desk.tell("app-saved-at", &[("when", desk.moment(row.saved_ms).as_str().into())])) }
                p { a.button href=(super::paper::place(row)) { (desk.say("app-go-on")) } }
            } @else if forms.is_empty() {
                p { (desk.say("app-no-forms")) }
            } @else {
                form.stack method="post" action=(format!("/door/{}/begin", door.id)) {
                    @for form in &forms {
                        button.button.second[!first] name="form" value=(form.version) {
                            (desk.tell("app-begin", &[("name", form.title.as_str().into())]))
                        }
                    }
                }
                p { a href=(format!("/door/{}/paper", door.id)) { (desk.say("paper-title")) } }
            }
        }
    })
}

fn history(desk: &Desk, door: &DoorRow, knocks: &[KnockRow]) -> Markup {
    html! {
        section { h2 { (desk.say("app-history")) }
            @if knocks.is_empty() { p { (desk.say("app-no-knocks")) } }
            @else { ul.list { @for knock in knocks.iter().rev() { li {
                strong { (knock.outcome.map_or_else(|| desk.say("app-unknown-outcome"), |outcome| desk.say(outcome.words_key()))) }
                " " span.aside { time { (desk.moment(knock.at_ms)) } ", " (desk.person(knock.by.as_ref())) }
                @if let Some(again) = knock.again_ms { p { (call_back::said(desk, again)) } }
                @if knock.by.as_ref().is_some_and(|person| person.you) {
                    form method="post" action=(format!("/door/{}/undo/{}", door.id, knock.id)) {
                        button.plain { (desk.say("app-undo-knock")) }
                    }
                }
            } } } }
        }
    }
}

/// Records what happened.
pub(super) fn knock(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let meant = ask.fields.one("outcome");
    let Some(outcome) = Outcome::ALL.into_iter().find(|outcome| outcome.name() == meant) else {
        return Ok(Answer::see(format!("/door/{id}")));
    };
    let knock = desk.phone().knock(id.to_owned(), outcome)?;
    let what = desk.say(outcome.words_key());
    desk.app.notify(desk.tell("app-knock-saved", &[("what", what.as_str().into())]));
    if outcome == Outcome::ComeBack {
        return Ok(Answer::see(format!("/door/{id}/again/{knock}")));
    }
    Ok(Answer::see(format!("/door/{id}")))
}

/// Begins an interview at the door, in the language of the screen if the questionnaire has it.
pub(super) fn begin(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let start = InterviewStart {
        form: ask.fields.one("form").to_owned(),
        door: Some(id.to_owned()),
        area: None,
        from_paper: false,
        asked_on: None,
    };
    let interview = desk.phone().begin(start)?;
    let spoken = desk.words().language().main().to_owned();
    let same = |name: &String| tag_of(name).is_some_and(|tag| tag.main() == spoken);
    if let Some(name) = interview.languages().into_iter().find(same) {
        interview.speak(name)?;
    }
    Ok(Answer::see(format!("/interview/{}", interview.id())))
}
