//! The respondent's card after an interview: shown once, for writing down or printing. Its number is kept nowhere else.
//!
//! What can be done with it is the server's page `/card`; what it is made of is `doorstep_core::document`'s.

use std::sync::{Mutex, PoisonError};

use maud::{Markup, PreEscaped, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::picture::qr_code;
use crate::{FinishedCard, PhoneError};

/// The card that is being shown: in memory alone, until the volunteer has gone on.
#[derive(Debug, Default)]
pub(super) struct Shown(Mutex<Option<FinishedCard>>);

impl Shown {
    pub(super) fn show(&self, card: FinishedCard) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(card);
    }

    fn of(&self, interview: &str) -> Option<FinishedCard> {
        let card = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        card.filter(|card| card.id == interview)
    }

    fn put_away(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// The word that the respondent chose, as the form on the review asks for it.
pub(super) fn word_field(desk: &Desk, typed: &str, fault: Option<&str>) -> Markup {
    html! {
        div class=(if fault.is_some() { "question wrong" } else { "question" }) {
            label.asked for="word" { (desk.say("card-give-word")) }
            p.hint #word-hint { (desk.say("card-give-word-hint")) }
            @if let Some(fault) = fault { p.fault { (fault) } }
            input #word name="word" type="text" value=(typed) autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="100"
                aria-describedby="word-hint" aria-invalid=[fault.map(|_| "true")];
        }
    }
}

/// The word out of the form, if one was chosen.
pub(super) fn word(ask: &Ask) -> Option<String> {
    Some(ask.fields.one("word").trim().to_owned()).filter(|word| !word.is_empty())
}

/// Shows the card, ready to be printed: nothing else of the page goes on paper.
pub(super) fn page(desk: &Desk, interview: &str) -> Result<Answer, PhoneError> {
    let Some(card) = desk.app.card.of(interview) else { return Ok(Answer::see(format!("/interviews/{interview}"))) };
    let responsible = desk.phone().responsible()?;
    let project = desk.phone().project()?.name;
    let body = html! {
        p.screen { (desk.say("card-give-how")) }
        div.card {
            div {
                p.project { (project) }
                p { (desk.say("card-give-thanks")) }
                p.number { span.asked { (desk.say("card-number")) } strong { (card.card) } }
                p { (desk.say(if card.has_word { "card-give-what-word" } else { "card-give-what" })) }
                @if !responsible.contact.is_empty() {
                    p { (desk.tell("card-give-contact", &[
                        ("who", responsible.controllers.join(", ").as_str().into()),
                        ("contact", responsible.contact.as_str().into()),
                    ])) }
                }
            }
            @if let Some(code) = qr_code(&card.card) { (PreEscaped(code.to_html(&desk.say("card-give-code")))) }
        }
        p.aside.screen { (desk.say("card-give-print")) }
        form.screen method="post" action=(format!("/interviews/{interview}/card")) { button.button { (desk.say("card-give-done")) } }
    };
    let screen = Screen { place: Place::Apart, ..Screen::new(desk.say("card-give-title"), Place::Apart, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

/// Goes on to the interview; the number is not shown again.
pub(super) fn done(desk: &Desk, interview: &str) -> Answer {
    desk.app.card.put_away();
    Answer::see(format!("/interviews/{interview}"))
}
