//! The practice project in the field app: the way in and out, its stripes on every page, and what invented people say.
//!
//! What is invented, and that nothing of it leaves, is the facade's `practice`.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::{PhoneError, PracticeDoor, QuestionCard};

/// The way in, where nobody practises yet.
pub(super) fn way_in(desk: &Desk) -> Markup {
    let phone = desk.phone();
    let has_practised = phone.has_practised();
    html! {
        @if !phone.is_practice() {
            section { h2 { (desk.say("practice-title")) }
                p { (desk.say("practice-what")) }
                form method="post" action="/practice" {
                    button.button.second { (desk.say(if has_practised { "practice-go-on" } else { "practice-begin" })) }
                }
                @if has_practised {
                    form method="post" action="/practice/throw-away" { button.plain { (desk.say("practice-throw-away")) } }
                }
            }
        }
    }
}

/// Says on every page of a practice project what it is, with the way out.
pub(super) fn banner(desk: &Desk) -> Markup {
    html! {
        @if desk.phone().is_practice() {
            aside.practice aria-label=(desk.say("practice")) { div.wide {
                p { (desk.say("practice-banner")) }
                a.button.second href="/practice/leave" { (desk.say("practice-leave")) }
            } }
        }
    }
}

/// Goes in.
pub(super) fn enter(desk: &Desk) -> Result<Answer, PhoneError> {
    Ok(Answer::Practise(desk.phone().practise()?))
}

/// Asks whether the practice project is kept.
pub(super) fn leaving(desk: &Desk) -> Answer {
    if !desk.phone().is_practice() {
        return Answer::see("/");
    }
    let body = html! {
        form.stack method="post" action="/practice/leave" {
            button.button name="leave" value="keep" { (desk.say("practice-leave-keep")) }
            button.button.second name="leave" value="throw-away" { (desk.say("practice-leave-throw-away")) }
        }
        p { a href="/" { (desk.say("practice-leave-stay")) } }
    };
    Answer::Page(lay_out(desk, &Screen::new(desk.say("practice-leave-title"), Place::Settings, body)))
}

/// Goes back to the project in earnest.
pub(super) fn leave(desk: &Desk, ask: &Ask) -> Answer {
    if !desk.phone().is_practice() {
        return Answer::see("/");
    }
    Answer::InEarnest { throw_away: ask.fields.one("leave") == "throw-away" }
}

/// Throws the practice project away, from outside of it.
pub(super) fn throw_away(desk: &Desk) -> Result<Answer, PhoneError> {
    desk.phone().throw_practice_away()?;
    desk.app.notify(desk.say("practice-thrown-away"));
    Ok(Answer::see("/"))
}

/// What sending would be, in earnest.
pub(super) fn sending(desk: &Desk) -> Answer {
    let body = html! { p { (desk.say("practice-sending")) } };
    Answer::Page(lay_out(desk, &Screen::new(desk.say("app-send"), Place::Send, body)))
}

/// What is behind a door of the practice project.
pub(super) fn behind(desk: &Desk, door: &str) -> Result<Markup, PhoneError> {
    let found = desk.phone().practice_doors()?.into_iter().find(|invented| invented.id == door);
    Ok(html! {
        @if let Some(invented) = found {
            @let title = if invented.answers.is_empty() { "practice-knock" } else { "practice-who" };
            section.invented { h2 { (desk.say(title)) } p { (invented.situation) } }
        }
    })
}

/// Whom the interview under way is with, in a practice project.
pub(super) fn interviewed(desk: &Desk, interview: &str) -> Result<Option<PracticeDoor>, PhoneError> {
    if !desk.phone().is_practice() {
        return Ok(None);
    }
    let door = desk.phone().unfinished()?.into_iter().find(|row| row.id == interview).and_then(|row| row.door);
    Ok(desk.phone().practice_doors()?.into_iter().find(|invented| Some(&invented.id) == door.as_ref()))
}

/// What an invented person says to a question.
pub(super) fn says(desk: &Desk, invented: &PracticeDoor, question: &QuestionCard) -> Markup {
    let label =
        |name: &str| question.choices.iter().find(|choice| choice.name == name).map(|choice| choice.label.clone());
    let said = invented.says(&question.path).map(|said| {
        if question.kind.has_choices() {
            said.split(' ').filter_map(label).collect::<Vec<_>>().join(", ")
        } else {
            said.to_owned()
        }
    });
    html! {
        p.says {
            @match said {
                Some(what) => (desk.tell("practice-says", &[("what", what.as_str().into())])),
                None => (desk.say("practice-says-nothing")),
            }
        }
    }
}
