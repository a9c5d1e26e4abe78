//! What a release lets others compare: its shown shares with the wordings of its questions, as a file; and releases of several projects
//! beside each other where people were asked the same.
//!
//! What is shown at all is decided before, by `released`; nothing is ranked here, and nothing is compared with what was asked in other words.

mod beside;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use beside::{Apart, Beside, BesideRow, Compared, Head, Told, WhyApart, compare};

use super::criterion::Counted;
use super::figure::Spread;
use super::result::Evaluation;
use super::rules::Label;
use super::slice::{Slice, Who};
use crate::form::model::{Form, Measure};
use crate::form::wording::{Wordings, wordings};

/// What the file is called by the first version that wrote it.
const FORMAT: u32 = 1;
/// The largest file, in bytes.
pub const MOST_COMPARABLE_BYTES: usize = 4 << 20;
/// The most questions of a file.
const MAX_QUESTIONS: usize = 2_000;
/// The most shares of a group, and the most groups.
const MAX_PARTS: usize = 1_000;
/// The most answers that anybody counts.
const MAX_ANSWERS: i64 = 1_000_000_000;
/// The most characters in a text of the file.
const MAX_TEXT_CHARS: usize = 2_000;

/// Why a file can't be compared.
#[derive(Debug, thiserror::Error)]
pub enum ComparableError {
    /// The file is too large.
    #[error("a released result to compare has at most {} bytes", MOST_COMPARABLE_BYTES)]
    TooLarge,
    /// The file is none.
    #[error("the file is no released result to compare: line {}, column {}", .0.line(), .0.column())]
    Malformed(#[source] serde_json::Error),
    /// Written by a program that is newer than this one.
    #[error("the released result has format {format}; this program is too old for it")]
    Newer {
        /// The format that the file names.
        format: u32,
    },
    /// A number or a text that no release has.
    #[error("the released result can't be used: {what}")]
    Unfit {
        /// What is wrong.
        what: &'static str,
    },
    /// It takes two.
    #[error("it takes two released results to compare them")]
    TooFew,
}

/// What a release lets others compare.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Comparable {
    /// The project.
    pub project: String,
    /// What the release is called.
    pub release: String,
    /// The day on which it was made, as `2026-03-14`.
    pub made_on: String,
    /// How many interviews it was made from.
    pub interviews: i64,
    /// Its questions with choices.
    pub questions: Vec<ComparableQuestion>,
}

/// A question of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparableQuestion {
    /// The question's path in its form.
    pub path: String,
    /// The criterion that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<String>,
    /// What it says about the criterion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// What people were asked, by language.
    pub asked: BTreeMap<String, String>,
    /// The wordings that all form versions share which were counted, by language.
    pub wordings: Wordings,
    /// Whether it was asked in several wordings.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reworded: bool,
    /// The answers, by language; empty on a scale, of which the share of the top answers counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<BTreeMap<String, String>>,
    /// The shares, by whose answers they are.
    pub groups: Vec<ComparableGroup>,
}

/// The shares of one group, everywhere and in every round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparableGroup {
    /// Whose: `everyone`, `residents`, `team`.
    pub who: String,
    /// How many answered.
    pub answers: i64,
    /// In basis points: of each answer, or on a scale of the top ones; null where it is not shown.
    pub shares: Vec<Option<i32>>,
}

/// What a question is counted as: by criterion, measure and points, or by its path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum CountedAs {
    Scale { criterion: String, measure: Measure, points: Vec<i16> },
    Path(String),
}

/// In which words the questions were asked that a result counts.
#[derive(Debug, Clone, Default)]
pub struct Worded {
    wordings: BTreeMap<CountedAs, BTreeSet<Wordings>>,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    result: &'a Comparable,
}

#[derive(Deserialize)]
struct Named {
    format: u32,
}

#[derive(Deserialize)]
struct Read {
    result: Comparable,
}

impl Worded {
    /// Notes the questions of a form version that is counted.
    pub fn note(&mut self, form: &Form) {
        for (path, question) in form.questions() {
            if question.kind.choices().is_none() {
                continue;
            }
            let said = wordings(form, question);
            let columns = &question.evaluation;
            if let (Some(criterion), Some(measure)) = (&columns.criterion, columns.measure) {
                let choices = form.list_of(question).map_or(&[][..], |list| &list.choices);
                let offered = choices.iter().filter(|choice| choice.missing.is_none());
                let points: BTreeSet<i16> = offered.filter_map(|choice| choice.points.map(i16::from)).collect();
                let points = points.into_iter().collect();
                let scale = CountedAs::Scale { criterion: criterion.clone(), measure, points };
                self.wordings.entry(scale).or_default().insert(said.clone());
            }
            self.wordings.entry(CountedAs::Path(path)).or_default().insert(said);
        }
    }

    /// The wordings that all of them share, and whether there are several.
    fn of(&self, counted: &CountedAs) -> (Wordings, bool) {
        let Some(all) = self.wordings.get(counted) else { return (Wordings::new(), false) };
        let mut shared = all.first().cloned().unwrap_or_default();
        shared.retain(|language, wording| all.iter().all(|one| one.get(language) == Some(wording)));
        (shared, all.len() > 1)
    }
}

impl Comparable {
    /// What a result for outsiders lets others compare, under its project's and its release's name.
    pub fn of(evaluation: &Evaluation, worded: &Worded, (project, release, made_on): (&str, &str, &str)) -> Self {
        let mut questions = Vec::new();
        for criterion in &evaluation.criteria {
            for (measure, counted) in &criterion.scales {
                let points = counted.scale.clone();
                let key = CountedAs::Scale { criterion: criterion.key.clone(), measure: *measure, points };
                let mut question = question(counted, worded.of(&key));
                question.criterion = Some(criterion.key.clone());
                question.measure = Some(*measure);
                questions.push(question);
            }
        }
        for counted in evaluation.priorities.iter().chain(&evaluation.tables) {
            questions.push(question(counted, worded.of(&CountedAs::Path(counted.path.clone()))));
        }
        Self {
            project: project.to_owned(),
            release: release.to_owned(),
            made_on: made_on.to_owned(),
            interviews: evaluation.interviews,
            questions,
        }
    }

    /// The file: JSON that people can read.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(&Written { format: FORMAT, result: self });
        text.expect("a result holds only text keys, numbers and text, which JSON can write") + "\n"
    }

    /// Reads a file, and checks that all of it could be a release's.
    ///
    /// # Errors
    /// When the bytes are none, of a newer format, or hold what no release has.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ComparableError> {
        if bytes.len() > MOST_COMPARABLE_BYTES {
            return Err(ComparableError::TooLarge);
        }
        let Named { format } = serde_json::from_slice(bytes).map_err(ComparableError::Malformed)?;
        if format > FORMAT {
            return Err(ComparableError::Newer { format });
        }
        let Read { result } = serde_json::from_slice(bytes).map_err(ComparableError::Malformed)?;
        result.check()?;
        Ok(result)
    }

    fn check(&self) -> Result<(), ComparableError> {
        let unfit = |what| Err(ComparableError::Unfit { what });
        let plain = |text: &String| text.chars().count() <= MAX_TEXT_CHARS && !text.chars().any(|c| c == '\0');
        let all_plain = |texts: &BTreeMap<String, String>| texts.keys().chain(texts.values()).all(plain);
        if self.questions.len() > MAX_QUESTIONS {
            return unfit("it has too many questions");
        }
        if !(0..=MAX_ANSWERS).contains(&self.interviews)
            || ![&self.project, &self.release, &self.made_on].into_iter().all(plain)
        {
            return unfit("its head is none");
        }
        for question in &self.questions {
            let texts = plain(&question.path)
                && question.criterion.iter().all(plain)
                && all_plain(&question.asked)
                && question.answers.iter().all(all_plain)
                && question.groups.iter().all(|group| plain(&group.who));
            if !texts {
                return unfit("a text is too long");
            }
            let parts = question.answers.len().max(1);
            let fits = |group: &ComparableGroup| {
                (0..=MAX_ANSWERS).contains(&group.answers)
                    && group.shares.len() == parts
                    && group.shares.iter().flatten().all(|share| (0..=10_000).contains(share))
            };
            if parts > MAX_PARTS || question.groups.len() > MAX_PARTS || !question.groups.iter().all(fits) {
                return unfit("a share is none, or one is missing");
            }
        }
        Ok(())
    }
}

fn question(counted: &Counted, (wordings, reworded): (Wordings, bool)) -> ComparableQuestion {
    let is_scale = !counted.scale.is_empty();
    let text = |label: &Label| label.0.clone();
    let shares = |spread: &Spread| -> Vec<Option<i32>> {
        if is_scale {
            return vec![spread.top.map(|share| share.0)];
        }
        spread.shares.iter().map(|share| share.map(|share| share.0)).collect()
    };
    let group = |(name, who): (&str, Who)| {
        let spread = counted.spread(&Slice::of(who))?;
        Some(ComparableGroup { who: name.to_owned(), answers: spread.n, shares: shares(spread) })
    };
    let sides = [("everyone", Who::Everyone), ("residents", Who::Residents), ("team", Who::Team)];
    ComparableQuestion {
        path: counted.path.clone(),
        criterion: None,
        measure: None,
        asked: text(&counted.question),
        wordings,
        reworded,
        answers: if is_scale { Vec::new() } else { counted.offered.iter().map(|answer| text(&answer.label)).collect() },
        groups: sides.into_iter().filter_map(group).collect(),
    }
}

#[cfg(test)]
mod tests;
