//! Paper for whoever knocks: a list of doors with room for what happens at each, and a guide of one page.
//!
//! Both are pages to print that load nothing. Which doors are whose is the caller's to say; sheets for residents are `sheet`'s.

use maud::{Markup, html};

use super::document::document;
use crate::words::Words;

const STYLE: &str = include_str!("walk.css");

/// The words of what can happen at a door, in the order of their numbers on paper.
const OUTCOMES: [&str; 8] = [
    "outcome-talked",
    "outcome-nobody-in",
    "outcome-come-back",
    "outcome-no-thanks",
    "outcome-cannot-get-in",
    "outcome-another-language",
    "outcome-nobody-lives-here",
    "outcome-never-call-again",
];

/// The sections of the guide: a heading and how many lines it has. The lines are called by the heading and a number from 1.
const GUIDE: [(&str, usize); 5] =
    [("guide-before", 4), ("guide-door", 6), ("guide-asking", 5), ("guide-trouble", 4), ("guide-after", 4)];

/// A door on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperDoor {
    /// Its address.
    pub address: String,
    /// How to get in; empty if nobody said.
    pub entry_note: String,
    /// What is known of it already, in words: when to come back, what happened last.
    pub known: Vec<String>,
    /// Whether they asked never to be called on again.
    pub never: bool,
}

/// The doors of one area, in walking order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperArea {
    /// The area's name; none for doors without one.
    pub name: Option<String>,
    /// Its doors.
    pub doors: Vec<PaperDoor>,
}

/// What a list of doors says besides its doors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperHead<'a> {
    /// The project's name.
    pub project: &'a str,
    /// The day on which it is printed, in words.
    pub day: &'a str,
    /// How many doors of these areas can't be read on this phone.
    pub locked: u64,
}

/// Writes the list of doors, A4 across.
pub fn door_list_page(head: &PaperHead<'_>, areas: &[PaperArea], words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let count: usize = areas.iter().map(|area| area.doors.len()).sum();
    let body = html! {
        p.project { (head.project) " · " (words.say("print-printed", &[("day", head.day.into())])) }
        h1 { (say("print-doors-title")) }
        p { (words.say("print-doors-count", &[("count", count.into())])) " " (say("print-doors-how")) }
        @if head.locked > 0 { p { (words.say("print-doors-locked", &[("count", head.locked.into())])) } }
        ol.legend { @for key in OUTCOMES { li { (say(key)) } } }
        @for area in areas { (area_table(area, words)) }
        p.care { (say("print-doors-care")) }
    };
    document(&say("print-doors-title"), STYLE, &html! { body.across { main { (body) } } }, words)
}

fn area_table(area: &PaperArea, words: &Words) -> Markup {
    let say = |key: &str| words.say(key, &[]);
    let name = area.name.clone().unwrap_or_else(|| say("app-no-area"));
    html! {
        section {
            h2 { (name) }
            // Narrow screens scroll it, also by keyboard.
            div.wide tabindex="0" role="region" aria-label=(name) { table {
                thead { tr {
                    th scope="col" { (say("print-door")) }
                    @for (at, key) in OUTCOMES.iter().enumerate() {
                        th.box scope="col" { abbr title=(say(key)) { (at + 1) } }
                    }
                    th.when scope="col" { (say("print-when")) }
                } }
                tbody { @for door in &area.doors { (door_row(door, words)) } }
            } }
        }
    }
}

fn door_row(door: &PaperDoor, words: &Words) -> Markup {
    let say = |key: &str| words.say(key, &[]);
    html! {
        tr {
            th.door scope="row" {
                span.address { (door.address) }
                @if !door.entry_note.is_empty() { span.note { (door.entry_note) } }
                @for known in &door.known { span.note { (known) } }
            }
            @if door.never {
                td.never colspan=(OUTCOMES.len() + 1) { (say("app-never-again")) }
            } @else {
                @for _ in OUTCOMES { td.box { span.tick { span.unseen { (say("print-tick")) } } } }
                td.when { span.unseen { (say("sheet-write")) } }
            }
        }
    }
}

/// Writes the guide for volunteers, one page of A4. `contact` is who answers questions, where the project says so.
pub fn guide_page(project: &str, contact: &str, words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let body = html! {
        p.project { (project) }
        h1 { (say("guide-title")) }
        p.lead { (say("guide-lead")) }
        div.columns {
            @for (key, lines) in GUIDE {
                section { h2 { (say(key)) } ul { @for line in 1..=lines { li { (say(&format!("{key}-{line}"))) } } } }
            }
            section { h2 { (say("guide-numbers")) }
                p { (say("guide-numbers-how")) }
                @if !contact.is_empty() { p { (words.say("sheet-ask", &[("who", contact.into())])) } }
                @for _ in 0..3 { p.line { span.unseen { (say("sheet-write")) } } }
            }
        }
    };
    document(&say("guide-title"), STYLE, &html! { body.upright { main { (body) } } }, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(language: &str) -> String {
        let door = |address: &str, never| PaperDoor {
            address: address.to_owned(),
            entry_note: "Side gate".to_owned(),
            known: Vec::new(),
            never,
        };
        let areas = [PaperArea {
            name: Some("Lark House".to_owned()),
            doors: vec![door("12 <Larch> Road", false), door("14 Larch Road", true)],
        }];
        let head = PaperHead { project: "Larkfield", day: "14 March 2026", locked: 2 };
        door_list_page(&head, &areas, &Words::new(&language.parse().unwrap()))
    }

    #[test]
    fn each_door_has_eight_boxes_unless_they_asked_us_never_to_call_again() {
        let page = list("en");
        assert_eq!(page.matches("<span class=\"tick\">").count(), OUTCOMES.len());
        assert!(page.contains("12 &lt;Larch&gt; Road") && page.contains("Side gate"));
        assert_eq!(page.matches("Never call here again").count(), 1);
    }

    #[test]
    fn a_page_on_paper_loads_nothing_and_runs_the_way_its_language_does() {
        for page in [list("ar"), guide_page("Larkfield", "", &Words::new(&"ar".parse().unwrap()))] {
            assert!(page.contains("dir=\"rtl\""));
            assert!(!page.contains("http") && !page.contains("<script"));
        }
    }

    #[test]
    fn every_line_of_the_guide_has_words() {
        let words = Words::new(&crate::words::Language::english());
        for (key, lines) in GUIDE {
            assert!(words.knows(key) && (1..=lines).all(|line| words.knows(&format!("{key}-{line}"))), "{key}");
            assert!(!words.knows(&format!("{key}-{}", lines + 1)), "{key} has more lines than are shown");
        }
    }
}
