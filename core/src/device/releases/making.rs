//! Making a release: whether it is time, what it shows, and what is to be remembered of it. The server alone does this.
//!
//! The same entries, the same ledger and the same moment give the same bytes.

use super::ReleaseContent;
use crate::device::{DeviceError, Results, View};
use crate::document::kinds::project::Round;
use crate::document::kinds::release::NotReleased;
use crate::evaluation::{Comparable, Disclosure, Earlier, Evaluation, Worded};
use crate::export::{hour_rows, table_rows, tables_csv};
use crate::member::DocKind;
use crate::report::{self, Access};
use crate::time::Timestamp;
use crate::words::{Language, Words};

/// How wide a release's text is, in columns.
const COLUMNS: usize = 80;

/// A release that could be made.
#[derive(Debug, Clone)]
pub struct PreparedRelease {
    /// What it shows.
    pub content: ReleaseContent,
    /// How many interviews it is made from.
    pub interviews: u64,
    /// How many of its figures wait until more people have answered.
    pub held: u64,
    /// What is to be remembered of it.
    pub earlier: Earlier,
}

/// What a release is called and when it is made.
#[derive(Debug, Clone, Copy)]
struct Head<'a> {
    number: u64,
    name: &'a str,
    now: Timestamp,
}

impl View<'_> {
    /// Prepares the release with this number, held against every earlier one; or says why nothing is released yet.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn prepare_release(
        &self,
        (number, name): (u64, &str),
        earlier: &[Earlier],
        now: Timestamp,
    ) -> Result<Result<PreparedRelease, NotReleased>, DeviceError> {
        let (results, made) = Results::released(self, Disclosure::OUTSIDE, earlier)?;
        let interviews = u64::try_from(results.evaluation.interviews).unwrap_or_default();
        if let Some(why) = self.not_yet(interviews)? {
            return Ok(Err(why));
        }
        if earlier.last().is_some_and(|last| last.standing == made.standing) {
            return Ok(Err(NotReleased::NothingNew));
        }
        let content = content(&results, &self.worded()?, &Head { number, name, now });
        let held = held(&results.evaluation);
        Ok(Ok(PreparedRelease { content, interviews, held, earlier: made }))
    }

    /// Why nothing is released yet: rounds are open, and there are fewer interviews than it takes.
    fn not_yet(&self, interviews: u64) -> Result<Option<NotReleased>, DeviceError> {
        let fewest = Disclosure::OUTSIDE.fewest.unsigned_abs();
        let mut closed = Vec::new();
        for key in self.all(DocKind::Round)? {
            closed.push(Round::read(self.load(&key)?.flat()).closes.is_some());
        }
        let from = self.release_from()?;
        let is_time = !closed.is_empty() && closed.iter().all(|closed| *closed);
        Ok(match from {
            Some(from) if !is_time && interviews < from => Some(NotReleased::TooFew { needs: from }),
            None if !is_time => Some(NotReleased::StillOpen),
            Some(_) | None if interviews < fewest => Some(NotReleased::TooFew { needs: fewest }),
            Some(_) | None => None,
        })
    }
}

fn content(results: &Results, worded: &Worded, head: &Head<'_>) -> ReleaseContent {
    let now = head.now.to_string();
    let day = now.split('T').next();
    let mut content = ReleaseContent::default();
    let name = called(head, &Words::new(&Language::english()));
    let comparable = Comparable::of(&results.evaluation, worded, (&results.project, &name, day.unwrap_or_default()));
    content.comparable = Some(comparable.to_json());
    for tag in Words::languages() {
        let words = Words::new(&tag.parse().unwrap_or_else(|_| Language::english()));
        let title = called(head, &words);
        let report = report::Report { release: Some(&title), ..results.report(day, Access::Anybody) };
        content.pages.insert(tag.to_owned(), report::page(&report, &words));
        content.texts.insert(tag.to_owned(), report::text(&report, &words, COLUMNS));
    }
    let english = Words::new(&Language::english());
    let mut rows = table_rows(&results.evaluation, &english);
    rows.extend(hour_rows(&results.hours, &english));
    content.tables = tables_csv(&rows);
    content
}

/// What a release is called, by its number and its name.
fn called(head: &Head<'_>, words: &Words) -> String {
    let number = words.say("release-number", &[("number", head.number.into())]);
    if head.name.is_empty() { number } else { format!("{number}: {}", head.name) }
}

/// How many figures wait until more people have answered.
fn held(evaluation: &Evaluation) -> u64 {
    let scales = evaluation.criteria.iter().flat_map(|criterion| &criterion.scales).map(|(_, counted)| counted);
    let all = scales.chain(&evaluation.priorities).chain(&evaluation.tables);
    let held = |counted: &crate::evaluation::Counted| {
        counted.figures.values().filter(|figure| **figure == crate::evaluation::Figure::Held).count() as u64
    };
    all.map(held).sum()
}
