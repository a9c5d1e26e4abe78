//! Who lives here: what results are adjusted by, and the place where a coordinator sets it.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk, sentence};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::wording::Groups;
use crate::{AdjustmentCard, MarginsCard, PhoneError};

/// Shows it.
pub(super) fn page(desk: &Desk, fault: Option<Fault>, typed: &str) -> Result<Answer, PhoneError> {
    let card = desk.phone().margins()?;
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        p { (desk.say("margins-what")) }
        @if card.groups.is_empty() { p { (desk.say("margins-none")) } } @else { (groups(desk, &card)) }
        @if let Some(adjustment) = &card.adjustment { (adjusted(desk, adjustment)) }
        @if desk.phone().may_set_up() { (setting(desk, &card, &faults, typed)) }
    };
    let screen = Screen {
        faults: &faults,
        back: Some("/results".to_owned()),
        ..Screen::new(desk.say("margins-title"), Place::Today, body)
    };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn groups(desk: &Desk, card: &MarginsCard) -> Markup {
    let mut questions: Vec<&str> = card.groups.iter().map(|row| row.question.as_str()).collect();
    questions.dedup();
    let groups = Groups::of(desk.phone());
    html! {
        @for question in questions {
            section { h2 { (groups.words(question, "").0) }
                dl.figures {
                    @for row in card.groups.iter().filter(|row| row.question == question) {
                        div { dt { (groups.words(question, &row.choice).1) } dd { (desk.tell("percent", &[("number", ((row.basis_points + 50) / 100).into())])) } }
                    }
                }
            }
        }
    }
}

fn adjusted(desk: &Desk, card: &AdjustmentCard) -> Markup {
    let worth = card.worth_hundredths / 100;
    html! {
        section { h2 { (desk.say("margins-adjusted")) }
            @if worth > 0 {
                p { (desk.tell("margins-worth", &[("interviews", card.interviews.into()), ("worth", worth.into())])) }
            } @else { p { (desk.say("margins-not-adjusted")) } }
            @if !card.remarks.is_empty() { ul { @for remark in &card.remarks { li { (remark.text) } } } }
        }
    }
}

fn setting(desk: &Desk, card: &MarginsCard, faults: &[Fault], typed: &str) -> Markup {
    html! {
        section { h2 { (desk.say("margins-set-title")) }
            form method="post" action="/margins" {
                div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                    label.asked for="margins" { (desk.say("margins-set")) }
                    p.hint #margins-hint { (desk.say("margins-set-hint")) }
                    @for fault in faults { p.fault { (fault.text) } }
                    textarea #margins name="margins" rows="8" autocomplete="off" spellcheck="false" aria-describedby="margins-hint"
                        aria-invalid=[(!faults.is_empty()).then_some("true")] { (typed) }
                }
                button.button.second { (desk.say("margins-keep")) }
            }
            @if !card.groups.is_empty() {
                form method="post" action="/margins/none" { button.button.second { (desk.say("margins-remove")) } }
            }
        }
    }
}

/// Takes what was typed or pasted.
pub(super) fn set(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let typed = ask.fields.one("margins");
    match desk.phone().set_margins(typed.to_owned()) {
        Ok(_) => {
            desk.app.notify(desk.say("margins-kept"));
            Ok(Answer::see("/margins"))
        }
        Err(PhoneError::Input { reason, .. }) => {
            page(desk, Some(Fault { anchor: "margins".to_owned(), text: sentence(&reason) }), typed)
        }
        Err(other) => Err(other),
    }
}

/// Ends adjusting.
pub(super) fn remove(desk: &Desk) -> Result<Answer, PhoneError> {
    desk.phone().clear_margins()?;
    desk.app.notify(desk.say("margins-removed"));
    Ok(Answer::see("/margins"))
}
