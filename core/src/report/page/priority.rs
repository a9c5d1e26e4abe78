//! What people want put right first, the sides beside each other.

use maud::{Markup, html};

use super::{Section, Sheet, scrolling};
use crate::evaluation::{Counted, Offered, Slice, Who};
use crate::report::bar;

pub(super) fn section(sheet: &Sheet<'_>) -> Option<Section> {
    let priorities = &sheet.report.evaluation.priorities;
    if priorities.is_empty() {
        return None;
    }
    let body = html! {
        p { (sheet.voice.say("priority-intro", &[])) }
        @for counted in priorities { (ranking(sheet, counted)) }
    };
    Some(Section { anchor: "first", title: sheet.voice.say("priority-title", &[]), body })
}

/// The choices in the order that the first view gives them.
fn ranking(sheet: &Sheet<'_>, counted: &Counted) -> Markup {
    let evaluation = sheet.report.evaluation;
    let views = evaluation.beside_each_other();
    let ranked = counted.ranked(&Slice::of(evaluation.first_view()));
    let mut order: Vec<&Offered> = ranked.into_iter().map(|(answer, _, _)| answer).collect();
    if order.is_empty() {
        order = counted.offered.iter().collect();
    }
    let question = sheet.voice.label(&counted.question, &counted.path);
    let table = html! {
        table.ranking {
            caption { (question) }
            thead {
                tr {
                    th scope="col" { (sheet.voice.say("column-answer", &[])) }
                    @for who in &views { th scope="col" { (column(sheet, counted, who)) } }
                }
            }
            tbody {
                @for answer in order {
                    tr {
                        th scope="row" { (sheet.voice.label(&answer.label, &answer.name)) }
                        @for who in &views { td { (cell(sheet, counted, answer, who)) } }
                    }
                }
            }
        }
    };
    html! {
        (scrolling(question, &table))
        @for who in &views {
            @if let Some(why) = sheet.voice.hidden(counted.figure(&Slice::of(who.clone()))) {
                p.hidden { (sheet.voice.who(who)) ": " (why) }
            }
        }
    }
}

fn column(sheet: &Sheet<'_>, counted: &Counted, who: &Who) -> Markup {
    let n = counted.spread(&Slice::of(who.clone())).map(|spread| spread.n);
    html! {
        (sheet.voice.who(who))
        @if let Some(n) = n { span.n { (sheet.voice.say("side-answers", &[("count", n.into())])) } }
    }
}

fn cell(sheet: &Sheet<'_>, counted: &Counted, answer: &Offered, who: &Who) -> Markup {
    let ranked = counted.ranked(&Slice::of(who.clone()));
    let Some((_, count, share)) = ranked.into_iter().find(|(other, _, _)| other.name == answer.name) else {
        return html! { "–" };
    };
    html! {
        (sheet.voice.count_and_share(count, share))
        @if let Some(share) = share { (bar::single(share, sheet.direction)) }
    }
}
