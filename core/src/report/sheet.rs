//! A sheet for letterboxes and notice boards, A5: what people of an area said, and room for what happens now.
//!
//! It shows what outsiders may see and nothing else; the whole result is `page`'s.

use maud::{Markup, html};

use super::document::document;
use super::voice::Voice;
use super::{Quote, Report};
use crate::evaluation::{Counted, Criterion, Measure, Slice};
use crate::ids::DocId;
use crate::words::Words;

const STYLE: &str = include_str!("sheet.css");

/// How many things a sheet tells of each kind, and how many lines it leaves to write on.
const TOLD: usize = 3;
/// The most characters of a quote on a sheet.
const MAX_QUOTE_CHARS: usize = 160;

/// Writes the sheet of an area, or of all of them together, in the language of these words. `contact` is who answers questions.
pub fn sheet_page(report: &Report<'_>, area: Option<DocId>, contact: &str, words: &Words) -> String {
    let voice = Voice::new(words, report.evaluation);
    let said = Said::of(report, area, &voice);
    let say = |key: &str| words.say(key, &[]);
    let page = html! {
        body { main {
            p.project { (report.project) @if let Some(place) = &said.place { " · " (place) } }
            h1 { (say("sheet-title")) }
            @if said.place.is_none() {
                p.lead { (words.say("result-interviews", &[("count", report.evaluation.interviews.into())])) }
            }
            (told(&say("sheet-good"), &said.good, &say("sheet-too-few")))
            @if !said.bad.is_empty() { (told(&say("sheet-bad"), &said.bad, "")) }
            @if !said.first.is_empty() { (told(&say("sheet-first"), &said.first, "")) }
            @if !said.quotes.is_empty() {
                section { h2 { (say("quotes-title")) } @for quote in &said.quotes { blockquote { (quote) } } }
            }
            section.happens {
                h2 { (say("sheet-happens")) }
                dl {
                    @for (key, lines) in [("sheet-will", TOLD), ("sheet-wont", 2)] {
                        dt { (say(key)) }
                        @for _ in 0..lines { dd.line { span.unseen { (say("sheet-write")) } } }
                    }
                }
            }
            footer { p { (words.say("sheet-ask", &[("who", contact.into())])) }
                @if let Some(when) = report.when { p { (words.say("result-made", &[("when", when.into())])) } } }
        } }
    };
    let title = format!("{} – {}", say("sheet-title"), report.project);
    document(&title, STYLE, &page, words)
}

fn told(title: &str, lines: &[String], nothing: &str) -> Markup {
    html! {
        section { h2 { (title) }
            @if lines.is_empty() { p { (nothing) } } @else { ul { @for line in lines { li { (line) } } } }
        }
    }
}

/// What a sheet tells.
struct Said {
    place: Option<String>,
    good: Vec<String>,
    bad: Vec<String>,
    first: Vec<String>,
    quotes: Vec<String>,
}

impl Said {
    fn of(report: &Report<'_>, area: Option<DocId>, voice: &Voice<'_>) -> Self {
        let evaluation = report.evaluation;
        let joined = area.and_then(|area| evaluation.joined.iter().find(|joined| joined.areas.contains(&area)));
        let area = joined.map_or(area, |joined| Some(joined.under));
        let slice = Slice { area, ..Slice::of(evaluation.first_view()) };
        let mut goes: Vec<(i32, String)> = Vec::new();
        for criterion in &evaluation.criteria {
            let Some(counted) = asked(criterion) else { continue };
            let Some((spread, top)) = counted.spread(&slice).and_then(|spread| Some((spread, spread.top?))) else {
                continue;
            };
            let name = voice.label(&criterion.name, &criterion.key);
            let Some(how) = voice.top(counted, spread) else { continue };
            goes.push((top.0, format!("{name}: {how}")));
        }
        // Of equal ones the first of the form.
        goes.sort_by_key(|(top, _)| -top);
        let half = goes.len() / 2;
        let lines = |some: &[(i32, String)]| some.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>();
        let (good, rest) = goes.split_at(goes.len() - half);
        let bad: Vec<(i32, String)> = rest.iter().rev().take(TOLD).cloned().collect();
        let whole = Slice::of(evaluation.first_view());
        let ranked = evaluation.priorities.iter().flat_map(|counted| {
            let some = if area.is_some() { counted.ranked(&slice) } else { Vec::new() };
            let shown = some.iter().any(|(_, _, share)| share.is_some());
            if shown { some } else { counted.ranked(&whole) }
        });
        let first = ranked.filter_map(|(answer, _, share)| {
            Some(format!("{}: {}", voice.label(&answer.label, &answer.name), voice.percent(share?)))
        });
        let short = |quote: &&Quote| voice.may_quote(quote) && quote.text.chars().count() <= MAX_QUOTE_CHARS;
        Self {
            place: area.and_then(|area| evaluation.areas.get(&area).cloned()),
            good: lines(&good[..good.len().min(TOLD)]),
            bad: lines(&bad),
            first: first.take(TOLD).collect(),
            quotes: report.quotes.iter().filter(short).take(2).map(|quote| quote.text.clone()).collect(),
        }
    }
}

/// What says how a criterion goes.
fn asked(criterion: &Criterion) -> Option<&Counted> {
    let measures = [Measure::Satisfaction, Measure::Score, Measure::Agreement];
    measures.into_iter().find_map(|measure| criterion.measured(measure).next())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::evaluation::{Disclosure, example};
    use crate::report::Access;
    use crate::words::Language;

    fn sheet(interviews: u64, area: Option<DocId>, language: &str) -> String {
        let evaluation = example::evaluation(interviews, Disclosure::OUTSIDE);
        let quotes = [Quote { text: "The lime trees.".into(), perspective: Some("resident".into()), theme: None }];
        let report = Report {
            project: "Lime Court",
            evaluation: &evaluation,
            quotes: &quotes,
            when: None,
            gone: 0,
            access: Access::Members,
            boundaries: &BTreeMap::new(),
            release: None,
            hours: None,
        };
        let words = Words::new(&language.parse::<Language>().unwrap());
        sheet_page(&report, area, "data@larkfield.example", &words)
    }

    #[test]
    fn a_sheet_tells_what_was_said_and_leaves_room_for_what_happens() {
        let page = sheet(183, Some(example::area(1)), "en");
        assert!(page.contains("What you said, what happens now") && page.contains("The lime trees."));
        assert!(page.matches("<li>").count() >= 6, "{page}");
        assert_eq!(page.matches("class=\"line\"").count(), TOLD + 2);
        assert!(page.contains("data@larkfield.example") && !page.contains("http") && !page.contains("sheet-"));
        let spanish = sheet(183, None, "es");
        assert!(spanish.contains("lang=\"es\"") && !spanish.contains("sheet-"));
    }

    #[test]
    fn too_few_answers_are_said_to_be_too_few() {
        let page = sheet(6, Some(example::area(1)), "en");
        assert!(page.contains("Too few people answered to show anything here."), "{page}");
    }
}
