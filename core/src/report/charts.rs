//! Charts as files of their own, to be pasted into a document: each an SVG that carries its colours, its words and what it shows in
//! words.
//!
//! They show what the page shows. Word processors know neither style sheets nor variables inside a picture, so everything stands at the
//! shapes themselves.

use maud::{Markup, html};

use super::bar::shade;
use super::page::MapShape;
use super::voice::Voice;
use super::{Report, page};
use crate::evaluation::{Counted, Criterion, Measure, Share, Slice, Who};
use crate::words::Words;

const WIDTH: i32 = 640;
const LABEL_WIDTH: i32 = 170;
const BAR_WIDTH: i32 = WIDTH - LABEL_WIDTH - 20;
const ROW: i32 = 44;
const HEAD: i32 = 64;

/// From dark orange over grey to dark green: told apart in grey and by people who don't see red or green.
const SCALE: [(&str, &str); 5] = [
    ("#9c3a12", "#ffffff"),
    ("#eba874", "#1c2422"),
    ("#dcd7c8", "#1c2422"),
    ("#82c5b5", "#1c2422"),
    ("#0b5a55", "#ffffff"),
];
/// From light to dark.
const STEPS: [(&str, &str); 5] = [
    ("#e9e4f1", "#1c2422"),
    ("#cbbfe2", "#1c2422"),
    ("#a18fcb", "#1c2422"),
    ("#6d57a6", "#ffffff"),
    ("#3c2a75", "#ffffff"),
];
const INK: &str = "#1c2422";
const SOFT: &str = "#4c5a55";

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// A name for its file, without an ending: letters, digits and `-`.
    pub name: String,
    /// What it shows, in words.
    pub title: String,
    /// The picture.
    pub svg: String,
}

/// Every chart of a report, in the language of these words.
pub fn charts(report: &Report<'_>, words: &Words) -> Vec<Chart> {
    let voice = Voice::new(words, report.evaluation);
    let mut charts = Vec::new();
    for criterion in &report.evaluation.criteria {
        for (place, (measure, counted)) in criterion.scales.iter().enumerate() {
            let before = criterion.scales[..place].iter().filter(|(other, _)| other == measure).count();
            charts.extend(bars(report, &voice, (before, criterion), *measure, counted));
        }
    }
    for (place, counted) in report.evaluation.priorities.iter().enumerate() {
        charts.extend(ranking(report, &voice, place, counted));
    }
    for map in page::maps(report, words) {
        charts.push(land(&voice, &map));
    }
    charts
}

fn chart(name: &str, title: &str, told: &str, height: i32, inner: &Markup) -> Chart {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(WIDTH) height=(height) viewBox=(format!("0 0 {WIDTH} {height}")) role="img"
            font-family="Noto Sans, Segoe UI, Roboto, sans-serif" {
            title { (title) }
            desc { (told) }
            rect width=(WIDTH) height=(height) fill="#ffffff" {}
            text x="10" y="30" font-size="20" font-weight="700" fill=(INK) { (title) }
            (inner)
        }
    };
    Chart { name: name.chars().map(plain).collect(), title: title.to_owned(), svg: svg.into_string() }
}

/// The answers to one measure of a criterion, a bar for each side.
fn bars(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (before, criterion): (usize, &Criterion),
    measure: Measure,
    counted: &Counted,
) -> Option<Chart> {
    let colours = if measure == Measure::Importance { &STEPS } else { &SCALE };
    let rows: Vec<(Who, Vec<Option<Share>>, i64)> = report
        .evaluation
        .beside_each_other()
        .into_iter()
        .filter_map(|who| {
            let spread = counted.spread(&Slice::of(who.clone()))?;
            Some((who, spread.shares.clone(), spread.n))
        })
        .filter(|(_, shares, _)| shares.iter().any(Option::is_some))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let title = format!("{}: {}", voice.label(&criterion.name, &criterion.key), voice.measure(measure).to_lowercase());
    let names: Vec<&str> = counted.offered.iter().map(|answer| voice.label(&answer.label, &answer.name)).collect();
    let told: Vec<String> = rows.iter().map(|(who, shares, n)| in_words(voice, who, &names, shares, *n)).collect();
    let legend_y = HEAD + ROW * count(rows.len()) + 6;
    let inner = html! {
        @for (row, (who, shares, n)) in (0..).zip(&rows) {
            @let y = HEAD + ROW * row;
            text x="10" y=(y + 14) font-size="15" fill=(INK) { (voice.who(who)) }
            text x="10" y=(y + 32) font-size="13" fill=(SOFT) { (voice.say("chart-answers", &[("count", (*n).into())])) }
            (stacked(shares, y, colours))
        }
        (legend(&names, legend_y, colours))
    };
    let height = legend_y + 24 * count(names.len().div_ceil(3)) + 10;
    // A measure asked on two scales has two charts.
    let again = if before > 0 { format!("-{}", before + 1) } else { String::new() };
    let name = format!("{}-{}{again}", criterion.key, measure.word());
    Some(chart(&name, &title, &told.join(" "), height, &inner))
}

fn in_words(voice: &Voice<'_>, who: &Who, names: &[&str], shares: &[Option<Share>], n: i64) -> String {
    let part = |(name, share): (&&str, &Option<Share>)| {
        format!("{name} {}", share.map_or_else(|| "–".to_owned(), |share| voice.percent(share)))
    };
    let parts: Vec<String> = names.iter().zip(shares).map(part).collect();
    format!("{} ({}): {}.", voice.who(who), voice.count(n), parts.join(", "))
}

fn stacked(shares: &[Option<Share>], y: i32, colours: &[(&str, &str); 5]) -> Markup {
    let mut segments = Vec::new();
    let mut start = 0;
    for (place, share) in shares.iter().enumerate() {
        let width = share.map_or(0, |share| share.0);
        segments.push((colours[shade(place, shares.len()) - 1], start, width));
        start += width;
    }
    let along = |part: i32| LABEL_WIDTH + (i64::from(part.min(10_000)) * i64::from(BAR_WIDTH) / 10_000) as i32;
    html! {
        rect x=(LABEL_WIDTH) y=(y) width=(BAR_WIDTH) height="32" fill="#ffffff" stroke="#7d7a70" {}
        @for ((fill, ink), start, width) in segments {
            @let (from, to) = (along(start), along(start + width));
            @if to > from {
                rect x=(from) y=(y) width=(to - from) height="32" fill=(fill) stroke="#ffffff" {}
                @if to - from > 36 {
                    text x=(from.midpoint(to)) y=(y + 21) font-size="14" font-weight="600" text-anchor="middle" fill=(ink) { (Share(width).percent()) }
                }
            }
        }
    }
}

fn legend(names: &[&str], y: i32, colours: &[(&str, &str); 5]) -> Markup {
    html! {
        @for (place, name) in names.iter().enumerate() {
            @let (x, y) = (10 + 210 * count(place % 3), y + 24 * count(place / 3));
            rect x=(x) y=(y) width="14" height="14" fill=(colours[shade(place, names.len()) - 1].0) stroke="#7d7a70" {}
            text x=(x + 20) y=(y + 12) font-size="13" fill=(INK) { (name) }
        }
    }
}

/// What should be put right first, as the first view has it.
fn ranking(report: &Report<'_>, voice: &Voice<'_>, place: usize, counted: &Counted) -> Option<Chart> {
    let ranked = counted.ranked(&Slice::of(report.evaluation.first_view()));
    let rows: Vec<(&str, Share)> = ranked
        .into_iter()
        .filter_map(|(answer, _, share)| Some((voice.label(&answer.label, &answer.name), share?)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let told: Vec<String> = rows.iter().map(|(name, share)| format!("{name}: {}.", voice.percent(*share))).collect();
    let width = |share: Share| (i64::from(share.0.clamp(0, 10_000)) * i64::from(WIDTH - 100) / 10_000) as i32;
    let inner = html! {
        @for (row, (name, share)) in (0..).zip(&rows) {
            @let y = HEAD + ROW * row;
            text x="10" y=(y) font-size="14" fill=(INK) { (name) }
            rect x="10" y=(y + 6) width=(WIDTH - 100) height="14" fill="#ece8dd" {}
            rect x="10" y=(y + 6) width=(width(*share)) height="14" fill="#0b5a55" {}
            text x=(WIDTH - 80) y=(y + 18) font-size="14" font-weight="600" fill=(INK) { (voice.percent(*share)) }
        }
    };
    let title = voice.say("priority-title", &[]);
    Some(chart(&format!("first-{}", place + 1), &title, &told.join(" "), HEAD + ROW * count(rows.len()), &inner))
}

fn land(voice: &Voice<'_>, map: &MapShape) -> Chart {
    let told: Vec<String> =
        map.areas.iter().map(|area| format!("{}. {}: {}.", area.number, area.name, area.said)).collect();
    let below = HEAD + 310;
    let inner = html! {
        g transform=(format!("translate(10 {})", HEAD - 10)) stroke-linejoin="round" {
            @for area in &map.areas {
                @let colours = area.step.map(|step| STEPS[step - 1]);
                path d=(area.path) fill=(colours.map_or("#ffffff", |(fill, _)| fill)) fill-rule="evenodd" stroke=(SOFT) stroke-width="1.5" {}
                @if colours.is_none() { path d=(area.hatching) stroke="#7d7a70" stroke-width="1.5" {} }
                text x=(area.middle.0) y=(area.middle.1 + 5) font-size="15" font-weight="700" text-anchor="middle"
                    fill=(colours.map_or(INK, |(_, ink)| ink)) { (area.number) }
            }
        }
        @for (place, area) in (0..).zip(&map.areas) {
            @let (x, y) = (WIDTH / 2 + 10, HEAD + 10 + 22 * place);
            text x=(x) y=(y) font-size="13" fill=(INK) { (area.number) ". " (area.name) ": " (area.short) }
        }
        rect x=(WIDTH - 100) y=(below) width="14" height="14" fill="#ffffff" stroke="#7d7a70" {}
        path d=(format!("M{0} {1}l7 -7M{0} {2}l14 -14M{3} {2}l7 -7", WIDTH - 100, below + 7, below + 14, WIDTH - 93)) stroke="#7d7a70" stroke-width="1.5" {}
        text x=(WIDTH - 80) y=(below + 12) font-size="13" fill=(INK) { (voice.say("map-hidden", &[])) }
        @for (place, (fill, _)) in STEPS.iter().enumerate() {
            @let x = 10 + 105 * count(place);
            rect x=(x) y=(below) width="14" height="14" fill=(fill) stroke="#7d7a70" {}
            text x=(x + 20) y=(below + 12) font-size="13" fill=(INK) {
                (voice.say("map-step", &[("from", (20 * place).into()), ("to", (20 * place + 20).into())]))
            }
        }
    };
    let height = (below + 30).max(HEAD + 20 + 22 * count(map.areas.len()));
    chart(&format!("map-{}", map.key), &map.title, &told.join(" "), height, &inner)
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX / 1_000)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::evaluation::{Disclosure, example};
    use crate::place::{Boundary, Point};
    use crate::report::Access;
    use crate::words::Language;

    #[test]
    fn every_chart_stands_alone_with_its_words() {
        let evaluation = example::evaluation(183, Disclosure::OUTSIDE);
        let at = |longitude, latitude| Point { longitude, latitude };
        let ring = vec![at(0, 0), at(900, 0), at(900, 900)];
        let boundaries = BTreeMap::from([(example::area(1), Boundary(vec![vec![ring]]))]);
        let (project, when, gone, access) = ("Lime Court", None, 0, Access::Members);
        let report = Report {
            project,
            evaluation: &evaluation,
            quotes: &[],
            when,
            gone,
            access,
            boundaries: &boundaries,
            release: None,
            hours: None,
        };
        let charts = charts(&report, &Words::new(&Language::english()));
        let names: BTreeSet<&str> = charts.iter().map(|chart| chart.name.as_str()).collect();
        assert_eq!(names.len(), charts.len(), "no file takes another's place");
        assert!(names.contains("clean-satisfaction") && names.contains("map-clean") && names.contains("first-1"));
        for chart in &charts {
            assert!(chart.svg.starts_with("<svg xmlns=") && chart.svg.contains("<desc>"), "{}", chart.name);
            assert!(!chart.svg.contains("class=") && !chart.svg.contains("var("), "{}", chart.name);
        }
    }
}
