//! The sheet for letterboxes: for which area, and the sheet itself to print.

use maud::html;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::PhoneError;

/// Shows for which areas there can be one.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    desk.phone().handed_on()?;
    let areas = desk.phone().areas()?;
    let body = html! {
        p { (desk.say("sheet-what")) }
        form method="post" action="/results/sheet" {
            div.question { fieldset { legend { span.asked { (desk.say("app-area")) } }
                label.choice for="area-all" {
                    input #area-all type="radio" name="area" value="" checked;
                    span { (desk.say("sheet-everywhere")) }
                }
                @for area in &areas {
                    @let id = format!("area-{}", area.id);
                    label.choice for=(id) {
                        input id=(id) type="radio" name="area" value=(area.id);
                        span { (area.name) }
                    }
                }
            } }
            button.button { (desk.say("sheet-make")) }
        }
    };
    let back = Some("/results".to_owned());
    let screen = Screen { back, ..Screen::new(desk.say("sheet-link"), Place::Today, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

/// Makes one, and notes it.
pub(super) fn make(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let area = Some(ask.fields.one("area").to_owned()).filter(|area| !area.is_empty());
    Ok(Answer::Report(desk.phone().sheet(area, desk.say("sheet-title"))?))
}
