//! How many took part: the rates of each round with their formulas, and the counts that go into them.
//!
//! Who took part is `heard`'s matter.

use maud::{Markup, html};

use super::{Section, Sheet, scrolling};
use crate::evaluation::{Participation, People};
use crate::report::facts;

pub(super) fn section(sheet: &Sheet<'_>) -> Section {
    let evaluation = sheet.report.evaluation;
    let rounds = &evaluation.coverage.participation;
    let body = html! {
        @if rounds.is_empty() { p { (sheet.say("rates-none")) } }
        @else {
            p { (sheet.say("rates-intro")) }
            @for one in rounds { (round(sheet, one)) }
        }
    };
    Section { anchor: "took-part", title: sheet.say("rates-title"), body }
}

fn round(sheet: &Sheet<'_>, of: &Participation) -> Markup {
    let name = facts::round_name(&sheet.voice, sheet.report.evaluation, of);
    html! {
        article.table {
            h3 { (name) }
            p { (facts::took_part(&sheet.voice, of)) }
            @if of.rates.iter().any(|(_, share)| share.is_some()) {
                (scrolling(&name, &rates(sheet, of)))
                (scrolling(&sheet.say("rates-counts"), &counts(sheet, of)))
            }
        }
    }
}

fn rates(sheet: &Sheet<'_>, of: &Participation) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { (sheet.say("rates-rate")) }
                th scope="col" { (sheet.say("rates-share")) }
                th scope="col" { (sheet.say("rates-formula")) }
            } }
            tbody {
                @for (rate, share) in &of.rates {
                    tr {
                        th scope="row" { (sheet.voice.rate(*rate)) }
                        td { (share.map_or_else(|| "–".to_owned(), |share| sheet.voice.percent(share))) }
                        td { (rate.formula()) }
                    }
                }
            }
        }
    }
}

fn counts(sheet: &Sheet<'_>, of: &Participation) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { (sheet.say("rates-case")) }
                th scope="col" { (sheet.say("rates-doors")) }
            } }
            tbody {
                @for (case, people) in &of.cases {
                    @if *people != People::Shown(0) {
                        tr {
                            th scope="row" { (sheet.voice.case(*case)) }
                            td { (sheet.voice.people(*people)) }
                        }
                    }
                }
            }
        }
    }
}
