//! The page's main part: each criterion with the sides beside each other, and how much it matters beside how it goes.

use maud::{Markup, html};

use super::{Section, Sheet, scrolling};
use crate::evaluation::{Counted, Criterion, Figure, Measure, People, Slice, Spread, Who};
use crate::report::{adjusting, agreed, bar, facts};
use crate::response::Missing;

/// Everything assessed other than by statements alone.
pub(super) fn assessed(sheet: &Sheet<'_>) -> Option<Section> {
    let criteria: Vec<_> = sheet.report.evaluation.criteria.iter().filter(|one| !is_statement(one)).collect();
    let intro = html! {
        p { (sheet.voice.say("criteria-intro", &[])) }
        @if sides_are_told_apart(sheet) {
            p { (sheet.voice.say("who-residents-are", &[])) " " (sheet.voice.say("who-team-are", &[])) }
        }
    };
    section(sheet, &criteria, "criteria", sheet.voice.say("criteria-title", &[]), &intro)
}

/// Statements that people agree with or not.
pub(super) fn statements(sheet: &Sheet<'_>) -> Option<Section> {
    let criteria: Vec<_> = sheet.report.evaluation.criteria.iter().filter(|one| is_statement(one)).collect();
    let intro = html! { p { (sheet.voice.say("statements-intro", &[])) } };
    section(sheet, &criteria, "together", sheet.voice.say("statements-title", &[]), &intro)
}

fn is_statement(criterion: &Criterion) -> bool {
    criterion.scales.iter().all(|(measure, _)| *measure == Measure::Agreement)
}

fn sides_are_told_apart(sheet: &Sheet<'_>) -> bool {
    sheet.report.evaluation.beside_each_other().contains(&Who::Residents)
}

fn section(
    sheet: &Sheet<'_>,
    criteria: &[&Criterion],
    anchor: &'static str,
    title: String,
    intro: &Markup,
) -> Option<Section> {
    if criteria.is_empty() {
        return None;
    }
    let body = html! {
        (intro)
        @for criterion in criteria { (article(sheet, criterion)) }
    };
    Some(Section { anchor, title, body })
}

fn article(sheet: &Sheet<'_>, criterion: &Criterion) -> Markup {
    let name = sheet.voice.label(&criterion.name, &criterion.key);
    let views = sheet.report.evaluation.beside_each_other();
    let gaps = views.iter().filter_map(|who| Some((who, criterion.gap(&Slice::of(who.clone()))?)));
    let gaps: Vec<String> = gaps.map(|(who, gap)| facts::gap(&sheet.voice, criterion, who, &gap)).collect();
    let twice = Measure::ALL.iter().any(|measure| criterion.measured(*measure).count() > 1);
    html! {
        article.criterion {
            h3 { (name) }
            @let agreed = agreed::sentences(&sheet.voice, criterion);
            @if !agreed.is_empty() { ul.agreed { @for said in agreed { li { (said) } } } }
            @if twice { p.note { (sheet.voice.say("two-scales", &[])) } }
            div.measures {
                @for (measure, counted) in &criterion.scales { (scale(sheet, criterion, *measure, counted)) }
            }
            @if !gaps.is_empty() { ul.gaps { @for gap in gaps { li { (gap) } } } }
            details {
                summary { (sheet.voice.say("numbers-of", &[("name", name.into())])) }
                @for (measure, counted) in &criterion.scales { (numbers(sheet, *measure, counted, &views)) }
            }
        }
    }
}

/// One measure: a bar for each side, what the shades mean, and how far the sides lie apart.
fn scale(sheet: &Sheet<'_>, criterion: &Criterion, measure: Measure, counted: &Counted) -> Markup {
    let shades = if measure == Measure::Importance { "measure weight" } else { "measure" };
    let question = sheet.voice.label(&counted.question, "");
    let told_by_heading = question == sheet.voice.label(&criterion.name, &criterion.key);
    html! {
        div class=(shades) {
            @if criterion.scales.len() > 1 { h4 { (sheet.voice.measure(measure)) } }
            @if !told_by_heading { p.question { (question) } }
            @for who in sheet.report.evaluation.beside_each_other() {
                (side(sheet, counted, &who))
            }
            (legend(sheet, counted))
            @if counted.merged() { p.note { (sheet.voice.say("scale-merged", &[])) } }
            @if let Some(apart) = facts::apart(&sheet.voice, counted) { p.apart { (apart) } }
            @if let Some(changed) = adjusting::changed(&sheet.voice, sheet.report.evaluation, counted) { p.apart { (changed) } }
        }
    }
}

fn side(sheet: &Sheet<'_>, counted: &Counted, who: &Who) -> Markup {
    let figure = counted.figure(&Slice::of(who.clone()));
    let voice = &sheet.voice;
    html! {
        div.side {
            @match figure {
                Some(Figure::Shown(spread)) => {
                    p.who {
                        strong { (voice.who(who)) }
                        span { (voice.say("side-answers", &[("count", spread.n.into())])) }
                    }
                    (bar::stacked(&spread.shares, sheet.direction))
                    @if let Some(top) = voice.top(counted, spread) {
                        p.top { (top) @if let Some(interval) = spread.interval { " " (adjusting::between(voice, interval)) } }
                    }
                    @if let Some(adjusted) = adjusting::adjusted(voice, counted).filter(|_| is_first(sheet, who)) {
                        p.top { (adjusted) }
                    }
                    @if let Some(aside) = voice.aside_line(&spread.aside) { p.aside { (aside) } }
                }
                Some(Figure::Nobody(_) | Figure::TooFew { .. } | Figure::Covering | Figure::Held | Figure::Alike) | None => {
                    p.who { strong { (voice.who(who)) } }
                    @if let Some(why) = voice.hidden(figure) { p.hidden { (why) } }
                }
            }
        }
    }
}

/// Whether theirs is the view that comes first: it alone is adjusted.
fn is_first(sheet: &Sheet<'_>, who: &Who) -> bool {
    sheet.report.evaluation.first_view() == *who
}

fn legend(sheet: &Sheet<'_>, counted: &Counted) -> Markup {
    html! {
        ul.legend {
            @for (place, answer) in counted.offered.iter().enumerate() {
                li {
                    svg.chip aria-hidden="true" focusable="false" {
                        rect class=(format!("s{}", bar::shade(place, counted.offered.len()))) width="100%" height="100%" {}
                    }
                    (sheet.voice.label(&answer.label, &answer.name))
                }
            }
        }
    }
}

/// The same numbers as a table: answers down, sides across.
fn numbers(sheet: &Sheet<'_>, measure: Measure, counted: &Counted, views: &[Who]) -> Markup {
    let voice = &sheet.voice;
    let spreads: Vec<Option<&Spread>> = views.iter().map(|who| counted.spread(&Slice::of(who.clone()))).collect();
    let most = counted.offered.last().and_then(|answer| answer.points).map_or(0, i64::from);
    let row = |name: &str, cell: &dyn Fn(&Spread) -> Option<String>| {
        html! {
            tr {
                th scope="row" { (name) }
                @for spread in &spreads { td { (spread.and_then(cell).unwrap_or_else(|| "–".to_owned())) } }
            }
        }
    };
    let table = html! {
        table {
            caption { (voice.measure(measure)) }
            thead {
                tr {
                    th scope="col" { (voice.say("column-answer", &[])) }
                    @for who in views { th scope="col" { (voice.who(who)) } }
                }
            }
            tbody {
                @for (place, answer) in counted.offered.iter().enumerate() {
                    (row(voice.label(&answer.label, &answer.name), &|spread| cell(sheet, spread, place)))
                }
                (row(&voice.say("column-people", &[]), &|spread| Some(voice.count(spread.n))))
                (row(&voice.say("top-short", &[]), &|spread| spread.top.map(|share| voice.percent(share))))
                (row(&voice.say("column-mean", &[("most", most.into())]), &|spread| spread.mean.map(|mean| voice.mean(mean))))
                @for kind in Missing::ALL {
                    @if spreads.iter().flatten().any(|spread| spread.aside.missing.contains_key(&kind)) {
                        (row(&voice.missing(kind), &|spread| {
                            Some(voice.people(spread.aside.missing.get(&kind).copied().unwrap_or(People::Shown(0))))
                        }))
                    }
                }
                (row(&voice.say("aside-being-checked", &[]), &|spread| Some(voice.people(spread.aside.being_checked))))
            }
        }
    };
    scrolling(&voice.measure(measure), &table)
}

fn cell(sheet: &Sheet<'_>, spread: &Spread, place: usize) -> Option<String> {
    let (count, share) = (spread.counts.get(place)?, spread.shares.get(place)?);
    Some(sheet.voice.count_and_share(*count, *share))
}
