//! Who was heard and who was not, and what happened at the doors.

use maud::{Markup, html};

use super::{Section, Sheet, scrolling};
use crate::evaluation::{Groups, Heard, People, Share};
use crate::report::bar;

pub(super) fn section(sheet: &Sheet<'_>) -> Section {
    let coverage = &sheet.report.evaluation.coverage;
    let margin = |groups: &Groups| sheet.voice.label(&groups.question, "").to_owned();
    let body = html! {
        p { (sheet.voice.say("heard-intro", &[])) }
        div.tables {
            (groups(sheet, &sheet.voice.say("heard-perspectives", &[]), &coverage.perspectives, true))
            (groups(sheet, &sheet.voice.say("heard-areas", &[]), &coverage.areas, false))
            @for one in &coverage.margins { (groups(sheet, &margin(one), one, false)) }
            (knocks(sheet))
        }
        @if let People::Shown(1..) | People::FewerThan(_) | People::Covering = sheet.report.evaluation.taken_back {
            @let count = sheet.voice.people(sheet.report.evaluation.taken_back);
            p { (sheet.voice.say("heard-taken-back", &[("count", (&count).into())])) }
        }
    };
    Section { anchor: "heard", title: sheet.voice.say("heard-title", &[]), body }
}

fn groups(sheet: &Sheet<'_>, title: &str, groups: &Groups, perspectives: bool) -> Markup {
    if groups.heard.is_empty() {
        return Markup::default();
    }
    let name = |group: &Heard| match perspectives {
        true => sheet.voice.perspective(&group.key),
        false => sheet.voice.label(&group.label, &group.key).to_owned(),
    };
    let most = groups.heard.iter().map(|group| shown(group.people)).max().unwrap_or_default();
    let nobody = groups.heard.iter().filter(|group| group.people == People::Shown(0));
    let nobody: Vec<String> = nobody.map(name).collect();
    let names = nobody.join(", ");
    let compared = groups.heard.iter().any(|group| group.lives.is_some());
    let table = html! {
        table {
            thead {
                tr {
                    th scope="col" { (sheet.voice.say("heard-group", &[])) }
                    th scope="col" { (sheet.voice.say("heard-interviews", &[])) }
                    @if compared { th scope="col" { (sheet.voice.say("heard-lives", &[])) } }
                }
            }
            tbody {
                @for group in &groups.heard {
                    tr {
                        th scope="row" { (name(group)) }
                        td {
                            (sheet.voice.people(group.people))
                            @if let Some(share) = Share::of(shown(group.people), most) {
                                (bar::single(share, sheet.direction))
                            }
                        }
                        @if compared {
                            td { (group.lives.map_or_else(|| "–".to_owned(), |share| sheet.voice.percent(share))) }
                        }
                    }
                }
                @if groups.unsaid != People::Shown(0) {
                    tr.beside { th scope="row" { (sheet.voice.say("heard-unsaid", &[])) } td { (sheet.voice.people(groups.unsaid)) } @if compared { td { "–" } } }
                }
            }
        }
    };
    html! {
        article.table {
            h3 { (title) }
            @if !nobody.is_empty() { p.note { (sheet.voice.say("heard-nobody", &[("names", (&names).into())])) } }
            (scrolling(title, &table))
        }
    }
}

fn knocks(sheet: &Sheet<'_>) -> Markup {
    let knocks = &sheet.report.evaluation.coverage.knocks;
    if knocks.is_empty() {
        return Markup::default();
    }
    let mut rows: Vec<_> = knocks.iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let title = sheet.voice.say("knocks-title", &[]);
    let table = html! {
        table {
            thead {
                tr {
                    th scope="col" { (sheet.voice.say("knocks-outcome", &[])) }
                    th scope="col" { (sheet.voice.say("knocks-count", &[])) }
                }
            }
            tbody {
                @for (outcome, count) in rows {
                    tr {
                        th scope="row" { (sheet.voice.outcome(outcome)) }
                        td { (sheet.voice.count(i64::try_from(*count).unwrap_or(i64::MAX))) }
                    }
                }
            }
        }
    };
    html! {
        article.table {
            h3 { (title) }
            p.note { (sheet.voice.say("knocks-intro", &[])) }
            (scrolling(&title, &table))
        }
    }
}

const fn shown(people: People) -> i64 {
    match people.shown() {
        Some(count) => count,
        None => 0,
    }
}
