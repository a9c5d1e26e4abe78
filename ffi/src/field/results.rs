//! The results so far, in short; the whole result is a page of its own, made by the core.

use maud::html;

use super::answer::Answer;
use super::desk::Desk;
use super::layout::{Place, Screen, page as lay_out};
use crate::PhoneError;

/// Shows how much there is, and the way to the rest.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let results = desk.phone().results()?;
    let checking = results.being_checked;
    let body = html! {
        @if results.interviews == 0 { p { (desk.say("result-empty")) } }
        @else {
            p.lead { (desk.tell("short-heard", &[("count", results.interviews.into())])) }
            p { (desk.tell("short-checking", &[("count", checking.into())])) }
            p { a.button href="/results/all" { (desk.say("app-whole-result")) } }
            p.aside { (desk.say("app-results-here")) }
        }
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-results"), Place::Today, body))))
}
