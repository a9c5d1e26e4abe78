//! The result as one self-contained page: no script, no font, no picture from elsewhere.
//!
//! Every chart stands beside a table with the same numbers. The parts of the page are one file each.

mod across;
mod criteria;
mod heard;
mod map;
mod priority;
mod quadrant;
mod quotes;
mod rates;
mod tables;

use maud::{Markup, html};

pub(super) use map::{MapShape, maps};

use super::document::document;
use super::voice::Voice;
use super::{Access, Report, facts, hours_told};
use crate::words::{Direction, Words};

const STYLE: &str = include_str!("page/style.css");

/// A part of the page: its anchor, its heading and what stands in it.
struct Section {
    anchor: &'static str,
    title: String,
    body: Markup,
}

/// What every part of the page is made with.
struct Sheet<'a> {
    report: &'a Report<'a>,
    voice: Voice<'a>,
    words: &'a Words,
    direction: Direction,
}

/// Writes the page in the language of these words.
pub fn page(report: &Report<'_>, words: &Words) -> String {
    let direction = words.language().direction();
    let sheet = Sheet { report, voice: Voice::new(words, report.evaluation), words, direction };
    let title = format!("{} – {}", sheet.say("result-title"), report.project);
    let sections = sheet.sections();
    let page = html! {
        body.release[report.release.is_some()] {
            a.skip href="#result" { (sheet.say("result-skip")) }
            (sheet.heading())
            (contents(&sheet.say("result-contents"), &sections))
            main #result {
                @for section in &sections {
                    section id=(section.anchor) aria-labelledby=(heading_id(section)) {
                        h2 id=(heading_id(section)) { (section.title) }
                        (section.body)
                    }
                }
            }
        }
    };
    document(&title, STYLE, &page, words)
}

impl Sheet<'_> {
    fn say(&self, key: &str) -> String {
        self.voice.say(key, &[])
    }

    fn heading(&self) -> Markup {
        let evaluation = self.report.evaluation;
        let rounds: Vec<&str> = evaluation.rounds.values().map(String::as_str).collect();
        html! {
            header {
                @if self.report.access == Access::Anybody {
                    p.notice { (self.voice.say("result-open-page", &[])) }
                }
                p.project { (self.report.project) }
                h1 { (self.voice.say("result-title", &[])) }
                p.facts {
                    strong { (self.voice.so_far(self.report.release)) }
                    span { (self.voice.say("result-interviews", &[("count", evaluation.interviews.into())])) }
                    @if !rounds.is_empty() { span { (rounds.join(", ")) } }
                    @if let Some(when) = self.report.when {
                        span { (self.voice.say("result-made", &[("when", when.into())])) }
                    }
                }
            }
        }
    }

    fn sections(&self) -> Vec<Section> {
        let evaluation = self.report.evaluation;
        if evaluation.interviews == 0 {
            let body = html! { p { (facts::nothing(&self.voice, self.report)) } };
            let short = Section { anchor: "short", title: self.voice.say("short-title", &[]), body };
            return vec![short, rates::section(self), self.method()];
        }
        let mut sections = vec![self.short(), quotes::section(self)];
        sections.extend(criteria::assessed(self));
        sections.extend(quadrant::section(self));
        sections.extend(priority::section(self));
        sections.extend(criteria::statements(self));
        sections.extend(map::section(self));
        sections.extend(across::areas(self));
        sections.extend(across::rounds(self));
        sections.extend(tables::section(self));
        sections.push(heard::section(self));
        sections.push(rates::section(self));
        sections.extend(self.hours());
        sections.push(self.method());
        sections
    }

    fn hours(&self) -> Option<Section> {
        let sentences = hours_told(self.report.hours?, self.words);
        let (thanks, parts) = sentences.split_first()?;
        let body = html! {
            p { strong { (thanks) } }
            @if !parts.is_empty() { ul { @for part in parts { li { (part) } } } }
        };
        Some(Section { anchor: "hours", title: self.say("hours-title"), body })
    }

    fn short(&self) -> Section {
        let said = facts::in_short(&self.voice, self.report);
        let body = html! { ul.short { @for sentence in said { li { (sentence) } } } };
        Section { anchor: "short", title: self.voice.say("short-title", &[]), body }
    }

    fn method(&self) -> Section {
        let said = facts::method(&self.voice, self.report);
        let body = html! { ul { @for sentence in said { li { (sentence) } } } };
        Section { anchor: "method", title: self.voice.say("method-title", &[]), body }
    }
}

fn contents(title: &str, sections: &[Section]) -> Markup {
    html! {
        nav aria-label=(title) {
            ul { @for section in sections { li { a href=(format!("#{}", section.anchor)) { (section.title) } } } }
        }
    }
}

fn heading_id(section: &Section) -> String {
    format!("{}-title", section.anchor)
}

/// A table that scrolls by itself where it is wider than the page, also by keyboard.
fn scrolling(name: &str, table: &Markup) -> Markup {
    html! { div.scroll role="region" tabindex="0" aria-label=(name) { (table) } }
}
