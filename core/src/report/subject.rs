//! Everything that a project holds of one person, as one self-contained page that they can read.
//!
//! What there is to tell is gathered elsewhere; here is how it looks. The same as data goes beside it as JSON.

use maud::html;

use super::document::document;
use crate::words::Words;

const STYLE: &str = include_str!("subject.css");

/// A part of the page: its heading, and what is held, each with its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// The heading.
    pub title: String,
    /// What it is called, and what it is.
    pub rows: Vec<(String, String)>,
}

/// Writes the page for whoever asked what is held of them.
pub fn subject_page(project: &str, when: &str, parts: &[Held], words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let page = html! {
        body {
            main {
                p.project { (project) }
                h1 { (say("subject-title")) }
                p { (words.say("subject-lead", &[("when", when.into())])) }
                @for part in parts.iter().filter(|part| !part.rows.is_empty()) {
                    h2 { (part.title) }
                    dl {
                        @for (name, value) in &part.rows {
                            div { dt { (name) } dd { (value) } }
                        }
                    }
                }
                h2 { (say("subject-rights-title")) }
                p { (say("subject-rights")) }
            }
        }
    };
    let title = format!("{} – {project}", say("subject-title"));
    document(&title, STYLE, &page, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn what_people_said_is_shown_and_never_becomes_part_of_the_page() {
        let held = Held { title: "Answers".to_owned(), rows: vec![("Name".to_owned(), "<script>".to_owned())] };
        let nothing = Held { title: "Quotes".to_owned(), rows: Vec::new() };
        let words = Words::new(&Language::english());
        let page = subject_page("Larkfield", "2026-03-14", &[held, nothing], &words);
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
        assert!(!page.contains("Quotes") && !page.contains("http"));
    }
}
