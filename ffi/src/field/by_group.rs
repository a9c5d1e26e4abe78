//! What each group of people said beside everybody, for an equality assessment.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::Desk;
use super::layout::{Place, Screen, page as lay_out};
use crate::{AskedRow, GroupFigure, GroupsCard, PhoneError};

/// Shows it.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let cards = desk.phone().results_by_group()?;
    let body = html! {
        p { (desk.say("by-group-what")) }
        @if cards.is_empty() { p { (desk.say("by-group-none")) } }
        @for card in &cards { (question(desk, card)) }
    };
    let screen =
        Screen { back: Some("/results".to_owned()), ..Screen::new(desk.say("by-group-title"), Place::Today, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

fn question(desk: &Desk, card: &GroupsCard) -> Markup {
    html! {
        section { h2 { (card.text) }
            @for (place, group) in card.groups.iter().enumerate() {
                h3 { (group.text) }
                p.hint {
                    @match group.heard {
                        Some(heard) => (desk.tell("by-group-heard", &[("count", heard.into())])),
                        None => (desk.say("by-group-few")),
                    }
                }
                @if group.heard.is_none_or(|heard| heard > 0) {
                    dl.figures { @for asked in &card.asked { (line(desk, asked, &asked.groups[place])) } }
                }
            }
        }
    }
}

fn line(desk: &Desk, asked: &AskedRow, figure: &GroupFigure) -> Markup {
    html! {
        div {
            dt { (asked.name) " – " (asked.measure) }
            dd {
                @match share(desk, figure) { Some(said) => strong { (said) }, None => (figure.hidden) }
                @if let Some(all) = share(desk, &asked.everybody) { br; (desk.tell("by-group-everybody", &[("share", all.as_str().into())])) }
            }
        }
    }
}

/// The share of the top answers and where the real one may lie; none where it is not shown.
fn share(desk: &Desk, figure: &GroupFigure) -> Option<String> {
    let percent = |basis_points: i32| desk.tell("percent", &[("number", ((basis_points + 50) / 100).into())]);
    let top = percent(figure.top_basis_points?);
    let Some((low, high)) = figure.low_basis_points.zip(figure.high_basis_points) else { return Some(top) };
    let (low, high) = (percent(low), percent(high));
    let values = [("share", top.as_str().into()), ("low", low.as_str().into()), ("high", high.as_str().into())];
    Some(desk.tell("by-group-share", &values))
}
