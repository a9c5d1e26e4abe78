//! Maps of the areas: how each criterion goes in each area, in steps from light to dark, with the same numbers as a table.
//!
//! An area whose number is hidden is hatched and the table says why. Everything is whole numbers, so that a map is the same on every
//! replica. The numbers alone, without boundaries, are `across`'s.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::across::goes;
use super::{Section, Sheet, scrolling};
use crate::evaluation::{Counted, Criterion, Figure, Share, Slice};
use crate::ids::DocId;
use crate::place::{Boundary, Point};
use crate::report::Report;
use crate::report::voice::Voice;
use crate::words::Words;

/// The longer side of a map, in units of the drawing.
const SIDE: i64 = 300;
/// From hatch to hatch, along both axes together.
const HATCH: i64 = 14;
/// How many steps shares are drawn in.
const STEPS: i32 = 5;

/// A map as plain values, to be drawn by itself.
pub(in crate::report) struct MapShape {
    pub(in crate::report) key: String,
    pub(in crate::report) title: String,
    pub(in crate::report) areas: Vec<AreaShape>,
}

/// An area of such a map.
pub(in crate::report) struct AreaShape {
    pub(in crate::report) number: usize,
    pub(in crate::report) name: String,
    pub(in crate::report) path: String,
    pub(in crate::report) hatching: String,
    pub(in crate::report) middle: (i64, i64),
    /// From 1, the lightest; none where the number is hidden.
    pub(in crate::report) step: Option<usize>,
    /// The number, or in a sentence why it is hidden.
    pub(in crate::report) said: String,
    /// The number, or that it is hidden.
    pub(in crate::report) short: String,
}

/// The maps of a report, one for each criterion, where there are boundaries.
pub(in crate::report) fn maps(report: &Report<'_>, words: &Words) -> Vec<MapShape> {
    if report.boundaries.is_empty() {
        return Vec::new();
    }
    let sheet =
        Sheet { report, voice: Voice::new(words, report.evaluation), words, direction: words.language().direction() };
    let (lands, _, _) = lands(report.boundaries);
    let shape = |land: &Land, counted: &Counted| {
        let share = share(&sheet, land.area, counted);
        let shown = share.map(|share| sheet.voice.percent(share));
        let why = sheet.voice.hidden(figure(&sheet, land.area, counted)).unwrap_or_default();
        AreaShape {
            number: land.number,
            name: name(&sheet, land.area),
            path: land.path.clone(),
            hatching: land.hatching.clone(),
            middle: land.middle,
            step: share.and_then(|share| usize::try_from(step(share)).ok()),
            said: shown.clone().unwrap_or(why),
            short: shown.unwrap_or_else(|| sheet.voice.say("map-hidden", &[])),
        }
    };
    let map = |(criterion, counted): (&Criterion, &Counted)| MapShape {
        key: criterion.key.clone(),
        title: sheet.voice.label(&criterion.name, &criterion.key).to_owned(),
        areas: lands.iter().map(|land| shape(land, counted)).collect(),
    };
    report.evaluation.criteria.iter().filter_map(goes).map(map).collect()
}

/// An area on the map: its number there, and its lines.
struct Land {
    area: DocId,
    number: usize,
    path: String,
    hatching: String,
    /// Where its number stands.
    middle: (i64, i64),
}

pub(super) fn section(sheet: &Sheet<'_>) -> Option<Section> {
    let report = sheet.report;
    let rows: Vec<(&Criterion, &Counted)> = report.evaluation.criteria.iter().filter_map(goes).collect();
    if report.boundaries.is_empty() || rows.is_empty() {
        return None;
    }
    let (lands, width, height) = lands(report.boundaries);
    let who = sheet.voice.who(&report.evaluation.first_view());
    let title = sheet.voice.say("map-title", &[]);
    let body = html! {
        p { (sheet.voice.say("map-intro", &[("who", (&who).into())])) }
        (legend(sheet))
        svg.shapes width="0" height="0" aria-hidden="true" focusable="false" {
            defs { @for land in &lands {
                path #(shape(land)) d=(land.path) {}
                path #{ "hatch-" (land.number) } d=(land.hatching) {}
            } }
        }
        div.maps.weight {
            @for (criterion, counted) in &rows {
                figure {
                    (map(sheet, &lands, counted, (width, height)))
                    figcaption { (sheet.voice.label(&criterion.name, &criterion.key)) }
                }
            }
        }
        (scrolling(&title, &table(sheet, &lands, &rows)))
    };
    Some(Section { anchor: "map", title, body })
}

fn shape(land: &Land) -> String {
    format!("land-{}", land.number)
}

fn map(sheet: &Sheet<'_>, lands: &[Land], counted: &Counted, (width, height): (i64, i64)) -> Markup {
    html! {
        svg.map viewBox=(format!("-4 -4 {} {}", width + 8, height + 8)) aria-hidden="true" focusable="false" dir="ltr" {
            @for land in lands {
                @let shape = format!("#{}", shape(land));
                @match share(sheet, land.area, counted) {
                    Some(share) => {
                        @let step = step(share);
                        use href=(shape) class=(format!("land s{step}")) {}
                        text class=(format!("t{step}")) x=(land.middle.0) y=(land.middle.1) { (land.number) }
                    }
                    None => {
                        use href=(shape) class="land none" {}
                        use href=(format!("#hatch-{}", land.number)) class="hatch" {}
                        text.plain x=(land.middle.0) y=(land.middle.1) { (land.number) }
                    }
                }
            }
        }
    }
}

fn legend(sheet: &Sheet<'_>) -> Markup {
    html! {
        ul.legend.weight {
            @for step in 1..=STEPS {
                @let (from, to) = ((step - 1) * 100 / STEPS, step * 100 / STEPS);
                li {
                    svg.chip aria-hidden="true" focusable="false" { rect class=(format!("s{step}")) width="100%" height="100%" {} }
                    (sheet.voice.say("map-step", &[("from", from.into()), ("to", to.into())]))
                }
            }
            li {
                svg.chip viewBox="0 0 14 14" aria-hidden="true" focusable="false" { path.hatch d="M0 7L7 0M0 14L14 0M7 14L14 7" {} }
                (sheet.voice.say("map-hidden", &[]))
            }
        }
    }
}

fn table(sheet: &Sheet<'_>, lands: &[Land], rows: &[(&Criterion, &Counted)]) -> Markup {
    let cell = |land: &Land, counted: &Counted| match share(sheet, land.area, counted) {
        Some(share) => sheet.voice.percent(share),
        None => sheet.voice.hidden(figure(sheet, land.area, counted)).unwrap_or_else(|| "–".to_owned()),
    };
    html! {
        table {
            caption { (sheet.voice.say("map-table", &[])) }
            thead {
                tr {
                    th scope="col" { (sheet.voice.say("map-area", &[])) }
                    @for (criterion, _) in rows { th scope="col" { (sheet.voice.label(&criterion.name, &criterion.key)) } }
                }
            }
            tbody {
                @for land in lands {
                    tr {
                        th scope="row" { (land.number) ". " (name(sheet, land.area)) }
                        @for (_, counted) in rows { td { (cell(land, counted)) } }
                    }
                }
            }
        }
    }
}

/// What an area is called; with others where it is shown together with them.
fn name(sheet: &Sheet<'_>, area: DocId) -> String {
    sheet.report.evaluation.areas.get(&under(sheet, area)).cloned().unwrap_or_default()
}

/// The area under whose id the numbers of an area stand.
fn under(sheet: &Sheet<'_>, area: DocId) -> DocId {
    let joined = sheet.report.evaluation.joined.iter().find(|joined| joined.areas.contains(&area));
    joined.map_or(area, |joined| joined.under)
}

fn figure<'c>(sheet: &Sheet<'_>, area: DocId, counted: &'c Counted) -> Option<&'c Figure> {
    let slice = Slice { area: Some(under(sheet, area)), ..Slice::of(sheet.report.evaluation.first_view()) };
    counted.figure(&slice)
}

fn share(sheet: &Sheet<'_>, area: DocId, counted: &Counted) -> Option<Share> {
    figure(sheet, area, counted)?.spread()?.top
}

/// Which step a share is drawn in: 1 the lightest, 5 the darkest.
fn step(share: Share) -> i32 {
    (share.0.clamp(0, 10_000) * STEPS / 10_000 + 1).min(STEPS)
}

/// The areas as they are drawn, and how wide and high all of them are together.
fn lands(boundaries: &BTreeMap<DocId, Boundary>) -> (Vec<Land>, i64, i64) {
    let view = View::of(boundaries);
    let mut lands = Vec::new();
    for (number, (area, boundary)) in (1..).zip(boundaries) {
        let rings: Vec<Vec<(i64, i64)>> = boundary.0.iter().flatten().map(|ring| view.ring(ring)).collect();
        let path = rings.iter().map(|ring| path(ring)).collect();
        lands.push(Land { area: *area, number, path, hatching: hatching(&rings), middle: middle(&rings) });
    }
    (lands, view.width, view.height)
}

/// What part of the earth is drawn, and how large.
struct View {
    west: i64,
    north: i64,
    /// What a degree of longitude is shortened to at this latitude, in millionths.
    cosine: i64,
    /// How many units of the earth make one of the drawing, of both the longer side.
    unit: i64,
    width: i64,
    height: i64,
}

impl View {
    fn of(boundaries: &BTreeMap<DocId, Boundary>) -> Self {
        let points = || boundaries.values().flat_map(Boundary::points);
        let longitudes = || points().map(|point| i64::from(point.longitude));
        let latitudes = || points().map(|point| i64::from(point.latitude));
        let (west, east) = (longitudes().min().unwrap_or(0), longitudes().max().unwrap_or(0));
        let (south, north) = (latitudes().min().unwrap_or(0), latitudes().max().unwrap_or(0));
        let cosine = cosine(south.midpoint(north));
        let (wide, high) = ((east - west) * cosine / 1_000_000, north - south);
        let unit = wide.max(high).max(1);
        Self { west, north, cosine, unit, width: wide * SIDE / unit, height: high * SIDE / unit }
    }

    fn ring(&self, ring: &[Point]) -> Vec<(i64, i64)> {
        let place = |point: &Point| {
            let east = (i64::from(point.longitude) - self.west) * self.cosine / 1_000_000;
            (east * SIDE / self.unit, (self.north - i64::from(point.latitude)) * SIDE / self.unit)
        };
        let mut places: Vec<(i64, i64)> = ring.iter().map(place).collect();
        places.dedup();
        places
    }
}

/// The cosine of a latitude in millionths, by Bhaskara's fraction in whole numbers: near enough for a map, and the same everywhere.
fn cosine(latitude: i64) -> i64 {
    let tenths = latitude / 100_000;
    let (whole, square) = (3_240_000, tenths * tenths);
    (whole - 4 * square).max(0) * 1_000_000 / (whole + square)
}

fn path(ring: &[(i64, i64)]) -> String {
    let points: Vec<String> = ring.iter().map(|(x, y)| format!("{x} {y}")).collect();
    if points.is_empty() { String::new() } else { format!("M{}Z", points.join("L")) }
}

/// Slanted lines inside the rings: each lies where x and y add up to the same.
fn hatching(rings: &[Vec<(i64, i64)>]) -> String {
    let sums = || rings.iter().flatten().map(|(x, y)| x + y);
    let (Some(least), Some(most)) = (sums().min(), sums().max()) else { return String::new() };
    let mut lines = String::new();
    let mut sum = (least / HATCH + 1) * HATCH;
    while sum < most {
        let mut crossed: Vec<i64> = rings.iter().flat_map(|ring| crossings(ring, sum)).collect();
        crossed.sort_unstable();
        for pair in crossed.chunks_exact(2) {
            lines.push_str(&format!("M{} {}L{} {}", pair[0], sum - pair[0], pair[1], sum - pair[1]));
        }
        sum += HATCH;
    }
    lines
}

/// Where a ring crosses the line on which x and y add up to this: the x of each crossing.
fn crossings(ring: &[(i64, i64)], sum: i64) -> Vec<i64> {
    let next = ring.iter().cycle().skip(1);
    let edges = ring.iter().zip(next).take(ring.len());
    edges
        .filter_map(|((x0, y0), (x1, y1))| {
            let (from, to) = (x0 + y0, x1 + y1);
            // A corner belongs to the edge that begins there.
            let crosses = (from <= sum) != (to <= sum);
            crosses.then(|| x0 + (x1 - x0) * (sum - from) / (to - from))
        })
        .collect()
}

/// Where a number is seen to belong to the area: inside the longest of its lines through the middle of its height.
fn middle(rings: &[Vec<(i64, i64)>]) -> (i64, i64) {
    let heights = || rings.iter().flatten().map(|(_, y)| *y);
    let (Some(top), Some(bottom)) = (heights().min(), heights().max()) else { return (0, 0) };
    let height = top.midpoint(bottom);
    let mut crossed: Vec<i64> = Vec::new();
    for ring in rings {
        for ((x0, y0), (x1, y1)) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if (*y0 <= height) != (*y1 <= height) {
                crossed.push(x0 + (x1 - x0) * (height - y0) / (y1 - y0));
            }
        }
    }
    crossed.sort_unstable();
    let widest = crossed.chunks_exact(2).max_by_key(|pair| pair[1] - pair[0]);
    (widest.map_or(0, |pair| pair[0].midpoint(pair[1])), height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::{Disclosure, Evaluation, example};
    use crate::report::{Access, page};
    use crate::words::Language;

    #[test]
    fn a_map_is_as_wide_as_the_land_is() {
        let at = |longitude: i32, latitude: i32| Point { longitude, latitude };
        let square = vec![at(0, 60_000_000), at(20_000, 60_000_000), at(20_000, 60_010_000), at(0, 60_010_000)];
        let (lands, width, height) = lands(&BTreeMap::from([(DocId([1; 16]), Boundary(vec![vec![square]]))]));
        assert!((298..=302).contains(&width) && height == 300, "at 60 degrees a degree is half as wide: {width}");
        assert_eq!(lands[0].path.matches('L').count(), 3);
        assert_eq!(lands[0].middle.1, 150);
        assert!((148..=152).contains(&lands[0].middle.0));
        assert!(lands[0].hatching.starts_with('M'));
    }

    #[test]
    fn steps_run_from_the_lightest_to_the_darkest() {
        assert_eq!([0, 1_999, 2_000, 9_999, 10_000].map(|share| step(Share(share))), [1, 1, 2, 5, 5]);
    }

    #[test]
    fn hatching_stays_inside_and_leaves_holes_out() {
        let outer = vec![(0, 0), (100, 0), (100, 100), (0, 100)];
        let hole = vec![(20, 20), (80, 20), (80, 80), (20, 80)];
        assert_eq!(crossings(&outer, 98).len() + crossings(&hole, 98).len(), 4);
        assert!(hatching(&[outer.clone(), hole]).matches('M').count() > hatching(&[outer]).matches('M').count());
    }

    /// Squares side by side, one for each area of the example.
    fn street(evaluation: &Evaluation) -> BTreeMap<DocId, Boundary> {
        let at = |longitude: i32, latitude: i32| Point { longitude, latitude };
        let all = evaluation.areas.keys().chain(evaluation.joined.iter().flat_map(|joined| &joined.areas));
        let areas: std::collections::BTreeSet<DocId> = all.copied().collect();
        let square = |(number, area): (i32, DocId)| {
            let west = number * 4_000;
            let corners = [(west, 0), (west + 4_000, 0), (west + 4_000, 3_000), (west, 3_000)];
            (area, Boundary(vec![vec![corners.map(|(east, north)| at(east, 51_500_000 + north)).to_vec()]]))
        };
        (0..).zip(areas).map(square).collect()
    }

    fn drawn(interviews: u64) -> (String, usize) {
        let evaluation = example::evaluation(interviews, Disclosure::OUTSIDE);
        let boundaries = street(&evaluation);
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
        (page(&report, &Words::new(&Language::english())), boundaries.len())
    }

    #[test]
    fn every_area_is_on_every_map_with_its_number_and_in_the_table() {
        let (page, areas) = drawn(183);
        let maps = page.matches("<svg class=\"map\"").count();
        assert!(maps > 1 && areas > 1);
        assert_eq!(page.matches("class=\"land ").count(), maps * areas);
        assert!(page.contains("<th scope=\"row\">1. "));
        assert!(!page.contains("url("), "nothing is loaded");
    }

    #[test]
    fn what_is_hidden_is_hatched_and_the_table_says_why() {
        let (page, _) = drawn(12);
        let hidden = page.matches("class=\"land none\"").count();
        assert!(hidden > 0);
        assert_eq!(page.matches("class=\"hatch\"").count(), hidden + 1, "each of them, and the legend");
        let (_, table) = page.split_once("The same in numbers").unwrap();
        assert!(table.contains("Not shown: fewer than 10 people answered."));
    }
}
