//! From how many answers on figures are shown, and the place where a coordinator asks for more.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{PhoneError, ThresholdsCard};

/// Shows it.
pub(super) fn page(desk: &Desk, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let card = desk.phone().thresholds()?;
    let blurred = desk.phone().is_blurred()?;
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        p { (desk.say("thresholds-what")) }
        dl.figures {
            div { dt { (desk.say("thresholds-inside")) } dd { (card.inside) } }
            div { dt { (desk.say("thresholds-outside")) } dd { (card.outside) } }
        }
        @if blurred { p { (desk.say("thresholds-blurred")) } }
        @if desk.phone().may_set_up() { (setting(desk, &card, blurred, &faults)) }
    };
    let screen = Screen {
        faults: &faults,
        back: Some("/results".to_owned()),
        ..Screen::new(desk.say("thresholds-title"), Place::Today, body)
    };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn setting(desk: &Desk, card: &ThresholdsCard, blurred: bool, faults: &[Fault]) -> Markup {
    let fields = [
        ("inside", "thresholds-inside", card.inside, card.least_inside),
        ("outside", "thresholds-outside", card.outside, card.least_outside),
    ];
    html! {
        section { h2 { (desk.say("thresholds-set")) }
            form method="post" action="/thresholds" {
                @for fault in faults { p.fault { (fault.text) } }
                @for (name, label, now, least) in fields {
                    div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                        label.asked for=(name) { (desk.say(label)) }
                        p.hint id=(format!("{name}-hint")) { (desk.tell("thresholds-least", &[("least", least.into())])) }
                        input.narrow id=(name) name=(name) type="text" inputmode="numeric" value=(now) autocomplete="off"
                            aria-describedby=(format!("{name}-hint"))
                            aria-invalid=[(!faults.is_empty()).then_some("true")];
                    }
                }
                label.choice for="blur" {
                    input #blur type="checkbox" name="blur" value="yes" checked[blurred];
                    span { (desk.say("thresholds-blur")) }
                }
                button.button.second { (desk.say("thresholds-keep")) }
            }
        }
    }
}

/// Takes what a coordinator asks for.
pub(super) fn set(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let number = |name: &str| ask.fields.one(name).trim().parse().unwrap_or(0);
    match desk.phone().set_thresholds(number("inside"), number("outside")) {
        Ok(_) => {
            let blurred = ask.fields.has("blur");
            if blurred != desk.phone().is_blurred()? {
                desk.phone().set_blurred(blurred)?;
            }
            desk.app.notify(desk.say("thresholds-kept"));
            Ok(Answer::see("/thresholds"))
        }
        Err(PhoneError::Input { .. }) => {
            let most = desk.phone().thresholds()?.most;
            let text = desk.tell("thresholds-wrong", &[("most", most.into())]);
            page(desk, Some(Fault { anchor: "inside".to_owned(), text }))
        }
        Err(other) => Err(other),
    }
}
