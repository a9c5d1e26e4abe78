//! In which stages of the service residents had a part: the wheel, and the place where a coordinator writes it down.

use maud::{Markup, PreEscaped, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::{PhoneError, StageRow};

/// Shows it.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let rows = desk.phone().stages()?;
    let picture = desk.phone().wheel_picture()?;
    let body = html! {
        p { (desk.say("wheel-lead")) }
        div.wheel { (PreEscaped(picture)) }
        dl.figures {
            @for (number, row) in (1..).zip(&rows) {
                div { dt { (number) ". " (row.name) }
                    dd { @if row.how.is_empty() { (desk.say("wheel-no-part")) } @else { (row.how) } } }
            }
        }
        @if desk.phone().may_set_up() { (writing(desk, &rows)) }
    };
    let screen =
        Screen { back: Some("/results".to_owned()), ..Screen::new(desk.say("wheel-title"), Place::Today, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

fn writing(desk: &Desk, rows: &[StageRow]) -> Markup {
    html! {
        section { h2 { (desk.say("wheel-write")) }
            form method="post" action="/stages" {
                @for row in rows {
                    div.question {
                        label.asked for=(row.stage) { (row.name) }
                        textarea id=(row.stage) name=(row.stage) rows="2" maxlength="500" autocomplete="off" { (row.how) }
                    }
                }
                button.button.second { (desk.say("wheel-keep")) }
            }
        }
    }
}

/// Takes what a coordinator wrote, as far as it is new.
pub(super) fn write(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    for row in desk.phone().stages()? {
        let typed = ask.fields.one(&row.stage).trim();
        if typed != row.how {
            desk.phone().set_stage(row.stage, typed.to_owned())?;
        }
    }
    desk.app.notify(desk.say("wheel-kept"));
    Ok(Answer::see("/stages"))
}
