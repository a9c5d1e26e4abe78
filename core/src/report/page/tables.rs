//! Every question with choices that is not shown elsewhere, as a plain table.

use maud::{Markup, html};

use super::{Section, Sheet, scrolling};
use crate::evaluation::{Counted, Slice, Spread, Who};
use crate::report::{bar, facts};

pub(super) fn section(sheet: &Sheet<'_>) -> Option<Section> {
    let tables = &sheet.report.evaluation.tables;
    if tables.is_empty() {
        return None;
    }
    let body = html! {
        p { (sheet.voice.say("tables-intro", &[])) }
        div.tables { @for counted in tables { (table(sheet, counted)) } }
    };
    Some(Section { anchor: "tables", title: sheet.say(facts::tables_title(sheet.report.evaluation)), body })
}

fn table(sheet: &Sheet<'_>, counted: &Counted) -> Markup {
    let figure = counted.figure(&Slice::of(Who::Everyone));
    let question = sheet.voice.label(&counted.question, &counted.path);
    html! {
        article.table {
            h3 { (question) }
            @if counted.several { p.note { (sheet.voice.say("table-several", &[])) } }
            @if counted.repeated { p.note { (sheet.voice.say("table-repeated", &[])) } }
            @match figure.and_then(|figure| figure.spread()) {
                Some(spread) => (scrolling(question, &rows(sheet, counted, spread))),
                None => @if let Some(why) = sheet.voice.hidden(figure) { p.hidden { (why) } },
            }
        }
    }
}

fn rows(sheet: &Sheet<'_>, counted: &Counted, spread: &Spread) -> Markup {
    let voice = &sheet.voice;
    html! {
        table {
            thead {
                tr {
                    th scope="col" { (voice.say("column-answer", &[])) }
                    th scope="col" { (voice.say("side-answers", &[("count", spread.n.into())])) }
                }
            }
            tbody {
                @for (answer, (count, share)) in counted.offered.iter().zip(spread.counts.iter().zip(&spread.shares)) {
                    tr {
                        th scope="row" { (voice.label(&answer.label, &answer.name)) }
                        td {
                            (voice.count_and_share(*count, *share))
                            @if let Some(share) = share { (bar::single(*share, sheet.direction)) }
                        }
                    }
                }
                @for (name, count) in voice.aside(&spread.aside) {
                    tr.beside { th scope="row" { (name) } td { (count) } }
                }
            }
        }
    }
}
