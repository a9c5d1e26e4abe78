//! The quadrant: what matters beside how it goes, as a chart of numbered points and a table of the same.

use maud::{Markup, html};

use super::{Section, Sheet, scrolling};
use crate::evaluation::{Corner, Mean, Placed, Quadrant, Slice};

/// The chart's side, and the room for its axes, in units of the drawing.
const SIDE: i32 = 340;
const ROOM: i32 = 26;

/// Points are this wide; nearer ones are moved apart.
const POINT: i32 = 24;

pub(super) fn section(sheet: &Sheet<'_>) -> Option<Section> {
    let evaluation = sheet.report.evaluation;
    if !evaluation.criteria.iter().any(|criterion| criterion.shared_scale().is_some()) {
        return None;
    }
    let view = evaluation.first_view();
    let who = sheet.voice.who(&view).to_lowercase();
    let body = match evaluation.quadrant(&Slice::of(view)) {
        None => html! { p.hidden { (sheet.voice.say("quadrant-not-yet", &[])) } },
        Some(quadrant) => html! {
            p { (sheet.voice.say("quadrant-intro", &[("who", (&who).into())])) }
            div.quadrant {
                (chart(sheet, &quadrant))
                (table(sheet, &quadrant))
            }
            @if !quadrant.on_another_scale.is_empty() {
                @let names = names(sheet, &quadrant.on_another_scale);
                p.note { (sheet.voice.say("quadrant-elsewhere", &[("names", (&names).into())])) }
            }
        },
    };
    Some(Section { anchor: "quadrant", title: sheet.voice.say("quadrant-title", &[]), body })
}

fn names(sheet: &Sheet<'_>, keys: &[String]) -> String {
    let names: Vec<&str> = keys.iter().map(|key| name(sheet, key)).collect();
    names.join(", ")
}

fn name<'s>(sheet: &'s Sheet<'_>, key: &'s str) -> &'s str {
    let criterion = sheet.report.evaluation.criterion(key);
    criterion.map_or(key, |criterion| sheet.voice.label(&criterion.name, key))
}

/// The part of the scale that is drawn: from the least to the most of all points and lines, with some air.
struct Window {
    least: i32,
    most: i32,
}

impl Window {
    fn new(means: impl Iterator<Item = Mean> + Clone) -> Self {
        let least = means.clone().map(|mean| mean.0).min().unwrap_or(0);
        let most = means.map(|mean| mean.0).max().unwrap_or(0);
        let air = ((most - least) / 8).max(10);
        Self { least: least - air, most: most + air }
    }

    /// Where a mean lies, from 0 to the chart's side.
    const fn place(&self, mean: Mean) -> i32 {
        (mean.0 - self.least) * SIDE / (self.most - self.least)
    }
}

fn chart(sheet: &Sheet<'_>, quadrant: &Quadrant) -> Markup {
    let across = Window::new(quadrant.placed.iter().map(|placed| placed.importance));
    let up = Window::new(quadrant.placed.iter().map(|placed| placed.satisfaction));
    let (line_x, line_y) = (across.place(quadrant.importance), SIDE - up.place(quadrant.satisfaction));
    let points = apart(
        quadrant.placed.iter().map(|placed| (across.place(placed.importance), SIDE - up.place(placed.satisfaction))),
    );
    let label = sheet.voice.say("quadrant-label", &[("count", quadrant.placed.len().into())]);
    html! {
        svg.chart role="img" aria-label=(label) viewBox=(format!("-{ROOM} 0 {} {}", SIDE + ROOM, SIDE + ROOM)) dir="ltr" {
            rect.field width=(SIDE) height=(SIDE) {}
            rect.mend x=(line_x) y=(line_y) width=(SIDE - line_x) height=(SIDE - line_y) {}
            line.middle x1=(line_x) x2=(line_x) y1="0" y2=(SIDE) {}
            line.middle x1="0" x2=(SIDE) y1=(line_y) y2=(line_y) {}
            text.axis x=(SIDE) y=(SIDE + 18) text-anchor="end" { (sheet.voice.say("quadrant-matters", &[])) }
            text.axis transform=(format!("translate(-10 {SIDE}) rotate(-90)")) { (sheet.voice.say("quadrant-goes", &[])) }
            @for (number, ((x, y), placed)) in (1..).zip(points.iter().zip(&quadrant.placed)) {
                circle class=(class(placed.corner)) cx=(x) cy=(y) r=(POINT / 2) {}
                text.point x=(x) y=(y) { (number) }
            }
        }
    }
}

/// Moves points that would lie on one another apart, downwards, in the order given.
fn apart(points: impl Iterator<Item = (i32, i32)>) -> Vec<(i32, i32)> {
    let mut placed: Vec<(i32, i32)> = Vec::new();
    for (x, mut y) in points {
        let near = |y: i32, other: &(i32, i32)| (other.0 - x).abs() < POINT && (other.1 - y).abs() < POINT;
        while let Some(other) = placed.iter().find(|other| near(y, other)) {
            y = other.1 + POINT;
        }
        placed.push((x, y));
    }
    placed
}

const fn class(corner: Corner) -> &'static str {
    match corner {
        Corner::Mend => "point mend",
        Corner::Keep => "point keep",
        Corner::Watch => "point watch",
        Corner::Fine => "point fine",
    }
}

/// The same points as a table, the most urgent corner first.
fn table(sheet: &Sheet<'_>, quadrant: &Quadrant) -> Markup {
    let mut rows: Vec<(usize, &Placed)> = (1..).zip(&quadrant.placed).collect();
    rows.sort_by_key(|(number, placed)| (placed.corner, *number));
    let most = quadrant.scale.last().copied().map_or(0, i64::from);
    let voice = &sheet.voice;
    let table = html! {
        table {
            caption { (voice.say("column-mean", &[("most", most.into())])) }
            thead {
                tr {
                    th scope="col" { (voice.say("quadrant-number", &[])) }
                    th scope="col" { (voice.say("quadrant-name", &[])) }
                    th scope="col" { (voice.say("measure-importance", &[])) }
                    th scope="col" { (voice.say("measure-satisfaction", &[])) }
                    th scope="col" { (voice.say("quadrant-corner", &[])) }
                }
            }
            tbody {
                @for (number, placed) in rows {
                    tr {
                        td { (number) }
                        th scope="row" { (name(sheet, &placed.criterion)) }
                        td { (voice.mean(placed.importance)) }
                        td { (voice.mean(placed.satisfaction)) }
                        td { (voice.corner(placed.corner)) }
                    }
                }
            }
        }
    };
    scrolling(&voice.say("quadrant-title", &[]), &table)
}
