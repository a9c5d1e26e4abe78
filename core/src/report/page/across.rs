//! The same questions area by area and round by round: one table of top answers each.
//!
//! Shown for the first view alone; a table for every perspective would hide more than it tells.

use maud::html;

use super::{Section, Sheet, scrolling};
use crate::evaluation::{Counted, Criterion, Measure, Slice};

pub(super) fn areas(sheet: &Sheet<'_>) -> Option<Section> {
    let evaluation = sheet.report.evaluation;
    let view = Slice::of(evaluation.first_view());
    let slice = |area| Slice { area: Some(area), ..view.clone() };
    let slices = evaluation.areas.iter().map(|(area, name)| (name.as_str(), slice(*area))).collect();
    section(sheet, "areas", sheet.voice.say("areas-title", &[]), slices)
}

pub(super) fn rounds(sheet: &Sheet<'_>) -> Option<Section> {
    let evaluation = sheet.report.evaluation;
    let view = Slice::of(evaluation.first_view());
    let slice = |round| Slice { round: Some(round), ..view.clone() };
    let slices = evaluation.rounds.iter().map(|(round, name)| (name.as_str(), slice(*round))).collect();
    section(sheet, "rounds", sheet.voice.say("rounds-title", &[]), slices)
}

/// Nothing, unless at least two of the slices show anything.
fn section(sheet: &Sheet<'_>, anchor: &'static str, title: String, slices: Vec<(&str, Slice)>) -> Option<Section> {
    let rows: Vec<(&Criterion, &Counted)> = sheet.report.evaluation.criteria.iter().filter_map(goes).collect();
    let told = |slice: &Slice| rows.iter().any(|(_, counted)| counted.spread(slice).is_some());
    if slices.iter().filter(|(_, slice)| told(slice)).count() < 2 {
        return None;
    }
    let who = sheet.voice.who(&sheet.report.evaluation.first_view());
    let top = |counted: &Counted, slice: &Slice| {
        let share = counted.spread(slice).and_then(|spread| spread.top);
        share.map_or_else(|| "–".to_owned(), |share| sheet.voice.percent(share))
    };
    let table = html! {
        table {
            caption { (sheet.voice.say("across-intro", &[("who", (&who).into())])) }
            thead {
                tr {
                    th scope="col" { (sheet.voice.say("across-name", &[])) }
                    @for (name, _) in &slices { th scope="col" { (name) } }
                }
            }
            tbody {
                @for (criterion, counted) in &rows {
                    tr {
                        th scope="row" { (sheet.voice.label(&criterion.name, &criterion.key)) }
                        @for (_, slice) in &slices { td { (top(counted, slice)) } }
                    }
                }
            }
        }
    };
    Some(Section { anchor, body: scrolling(&title, &table), title })
}

/// What says how a criterion goes: satisfaction, else a mark, else agreement.
pub(super) fn goes(criterion: &Criterion) -> Option<(&Criterion, &Counted)> {
    let measures = [Measure::Satisfaction, Measure::Score, Measure::Agreement];
    let counted = measures.into_iter().find_map(|measure| criterion.measured(measure).next())?;
    Some((criterion, counted))
}
