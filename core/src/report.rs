//! The result in words and pictures: as one self-contained page, and as text for a terminal.
//!
//! Pure functions of an evaluation, the words that people said and a language; nothing is counted here. The sentences
//! come from `words`, the numbers from `evaluation`.

mod adjusting;
mod agreed;
mod bar;
mod charts;
mod compared;
mod document;
mod facts;
mod hours;
mod page;
mod picture;
mod recovery;
mod sheet;
mod subject;
mod text;
mod voice;
mod walk;
mod wheel;

use std::collections::BTreeMap;

use crate::evaluation::{Evaluation, HoursTold};
use crate::ids::DocId;
use crate::place::Boundary;

pub use adjusting::remark;
pub use charts::{Chart, charts};
pub use compared::{compared_page, compared_text};
pub use document::document;
pub use hours::{given_as_name, hours_told, work_name};
pub use page::page;
pub use picture::Picture;
pub use recovery::recovery_page;
pub use sheet::sheet_page;
pub use subject::{Held, subject_page};
pub use text::{short_text, text};
pub use voice::{measured, why_hidden};
pub use walk::{PaperArea, PaperDoor, PaperHead, door_list_page, guide_page};
pub use wheel::{WHEEL, stage_name, wheel, wheel_page};

/// What somebody said, released by a coordinator with names taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// The perspective they were said from, by the name of its choice.
    pub perspective: Option<String>,
    /// The theme they belong to.
    pub theme: Option<String>,
}

/// Who can open a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// People who signed in, or who hold the file.
    Members,
    /// Everybody who reaches this computer; the page says so.
    Anybody,
}

/// What a report tells.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The project's name.
    pub project: &'a str,
    /// The result.
    pub evaluation: &'a Evaluation,
    /// People's own words, in the order to show them.
    pub quotes: &'a [Quote],
    /// When it was made, as people write it; not said if none.
    pub when: Option<&'a str>,
    /// How many interviews have left this device since their round ended: the result is computed without them.
    pub gone: u64,
    /// Who can open the page.
    pub access: Access,
    /// The boundaries of areas, where maps are to be drawn.
    pub boundaries: &'a BTreeMap<DocId, Boundary>,
    /// What the release is called that this is; none for results so far.
    pub release: Option<&'a str>,
    /// Who carried the hours; nothing is said where nobody wrote any down.
    pub hours: Option<&'a HoursTold>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::{Disclosure, example};
    use crate::words::{Language, Words};

    fn quotes() -> Vec<Quote> {
        let said = [
            ("The lime trees. My grandmother planted one with her class.", "resident", "place"),
            ("I report the lift and hear nothing. Then I report it again.", "carer", "home"),
            ("People are kind to me at the <library> & they know my name.", "service_user", "people"),
            ("We fix what we can reach. Nobody tells us what was promised.", "staff", "services"),
        ];
        let quote = |(text, perspective, theme): (&str, &str, &str)| Quote {
            text: text.to_owned(),
            perspective: Some(perspective.to_owned()),
            theme: Some(theme.to_owned()),
        };
        said.map(quote).to_vec()
    }

    fn of(interviews: u64, disclosure: Disclosure, write: impl Fn(&Report<'_>) -> String) -> String {
        let (evaluation, quotes) = (example::evaluation(interviews, disclosure), quotes());
        write(&Report {
            project: "Lime Court and around",
            evaluation: &evaluation,
            quotes: &quotes,
            when: Some("14 March 2026"),
            gone: 0,
            access: Access::Anybody,
            boundaries: &BTreeMap::new(),
            release: None,
            hours: None,
        })
    }

    fn english() -> Words {
        Words::new(&Language::english())
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = of(183, Disclosure::OUTSIDE, |report| page(report, &english()));
        for foreign in ["<script", "<link", "<img", "http:", "https:", "url(", "@import", "onclick"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\" dir=\"ltr\">"));
    }

    #[test]
    fn peoples_words_come_before_the_numbers_and_cannot_break_the_page() {
        let page = of(183, Disclosure::INSIDE, |report| page(report, &english()));
        let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is missing"));
        assert!(place("My grandmother planted one") < place("How it goes"));
        assert!(page.contains("the &lt;library&gt; &amp; they know"));
    }

    #[test]
    fn every_sentence_is_filled_in_and_every_chart_has_its_numbers() {
        for disclosure in [Disclosure::INSIDE, Disclosure::OUTSIDE] {
            let page = of(183, disclosure, |report| page(report, &english()));
            for unfilled in ["{$", "{ $", "who-", "measure-", "corner-", "aside-no", "outcome-"] {
                assert!(!page.replace("class=\"who\"", "").contains(unfilled), "{unfilled}");
            }
            let bars = page.matches("class=\"measure").count() - page.matches("class=\"measures\"").count();
            assert_eq!(page.matches("<caption>").count(), bars + 3, "one per measure, priority, quadrant, areas");
        }
    }

    #[test]
    fn words_from_a_handful_of_people_are_told_to_come_from_their_side() {
        let (evaluation, quote) = (example::evaluation(183, Disclosure::OUTSIDE), |name: &str| Quote {
            text: format!("said by {name}"),
            perspective: Some(name.to_owned()),
            theme: None,
        });
        let quotes = [quote("manager"), quote("resident")];
        let report = Report {
            project: "Lime Court",
            evaluation: &evaluation,
            quotes: &quotes,
            when: None,
            gone: 0,
            access: Access::Anybody,
            boundaries: &BTreeMap::new(),
            release: None,
            hours: None,
        };
        let said = text(&report, &english(), 80);
        let after = |words: &str| said.lines().skip_while(|line| !line.contains(words)).nth(1).unwrap_or_default();
        assert_eq!(after("said by manager").trim(), "– Team");
        assert_eq!(after("said by resident").trim(), "– Resident");
    }

    #[test]
    fn a_few_people_are_not_shown_and_the_page_says_why() {
        let page = of(12, Disclosure::OUTSIDE, |report| page(report, &english()));
        assert!(page.contains("Not shown: fewer than 10 people answered."));
    }

    #[test]
    fn no_interview_yet_is_said_plainly() {
        let page = of(0, Disclosure::INSIDE, |report| page(report, &english()));
        assert!(page.contains("No interview has arrived yet."));
    }

    #[test]
    fn a_phone_that_let_interviews_go_says_that_the_numbers_are_without_them() {
        let (evaluation, quotes) = (example::evaluation(183, Disclosure::INSIDE), quotes());
        let access = Access::Members;
        let report = Report {
            project: "Lime Court",
            evaluation: &evaluation,
            quotes: &quotes,
            when: None,
            gone: 40,
            access,
            boundaries: &BTreeMap::new(),
            release: None,
            hours: None,
        };
        assert!(page(&report, &english()).contains("40 interviews of earlier rounds have left this device"));
        assert!(text(&report, &english(), 400).contains("40 interviews of earlier rounds have left this device"));
        let whole = Report { gone: 0, ..report };
        assert!(!page(&whole, &english()).contains("have left this device"));
    }

    #[test]
    fn headings_go_down_one_level_at_a_time_and_ids_are_unique() {
        let page = of(183, Disclosure::INSIDE, |report| page(report, &english()));
        let heading = regex::Regex::new("<h([1-6])").unwrap();
        let levels: Vec<u8> = heading.captures_iter(&page).map(|found| found[1].parse().unwrap()).collect();
        assert_eq!(levels[0], 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        let id = regex::Regex::new(" id=\"([^\"]+)\"").unwrap();
        let mut ids: Vec<String> = id.captures_iter(&page).map(|found| found[1].to_owned()).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn a_terminal_gets_the_same_sentences_within_its_width() {
        for width in [40, 80, 120] {
            let said = of(183, Disclosure::INSIDE, |report| text(report, &english(), width));
            let widest = said.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= width, "{widest} columns of {width}");
            assert!(!said.contains('\u{2068}') && !said.contains("{ $"));
        }
        let said = of(183, Disclosure::INSIDE, |report| text(report, &english(), 400));
        assert!(said.contains("183 interviews count towards this result."));
        assert!(said.find("My grandmother").unwrap() < said.find("How it goes").unwrap());
    }

    #[test]
    #[ignore = "writes the page beside the build, for looking at it"]
    fn the_page_can_be_looked_at() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
        for (name, disclosure) in [("inside", Disclosure::INSIDE), ("outside", Disclosure::OUTSIDE)] {
            let page = of(183, disclosure, |report| page(report, &english()));
            std::fs::write(folder.join(format!("result-{name}.html")), page).unwrap();
            let spanish = Words::new(&"es".parse().unwrap());
            let page = of(183, disclosure, |report| super::page(report, &spanish));
            std::fs::write(folder.join(format!("result-{name}-es.html")), page).unwrap();
            let said = of(183, disclosure, |report| text(report, &english(), 80));
            std::fs::write(folder.join(format!("result-{name}.txt")), said).unwrap();
        }
    }
}
