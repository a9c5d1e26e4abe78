//! One interview's answers as plain values, with nothing of how they are stored or merged.
//!
//! `document` reads a response out of a merged document; `form` and `evaluation` only ever see what is here.

use std::collections::BTreeMap;

use crate::ids::{BlobHash, DocId};

/// Why no answer to a question stands here. Never a number that looks like an answer; exports alone write -9, -8 or -1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The questionnaire's logic skipped it.
    NotAsked,
    /// Asked, and left empty.
    Blank,
    /// "Don't know" or "not sure".
    DontKnow,
    /// "Rather not say".
    PreferNot,
    /// The respondent has no experience of what was asked.
    NoExperience,
    /// Taken back.
    Withdrawn,
    /// Answered, and locked: the words stand apart until a coordinator has read them.
    Locked,
}

impl Missing {
    /// Every kind, in the order of its stored number.
    pub const ALL: [Self; 7] = [
        Self::NotAsked,
        Self::Blank,
        Self::DontKnow,
        Self::PreferNot,
        Self::NoExperience,
        Self::Withdrawn,
        Self::Locked,
    ];

    /// The number that stands for this kind inside a document.
    pub const fn number(self) -> u64 {
        match self {
            Self::NotAsked => 1,
            Self::Blank => 2,
            Self::DontKnow => 3,
            Self::PreferNot => 4,
            Self::NoExperience => 5,
            Self::Withdrawn => 6,
            Self::Locked => 7,
        }
    }

    /// The kind with this number, if there is one.
    pub fn from_number(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// What one question got: an answer in its submission text form, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The answer as XLSForm writes it into a submission: choice names joined by one space in choice order, integers
    /// and decimals in digits, dates as `2024-02-09`, places as `lat lon alt acc`.
    Given(String),
    /// No answer, and why.
    Missing(Missing),
}

impl Answer {
    /// The given text, if an answer was given.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Given(text) => Some(text),
            Self::Missing(_) => None,
        }
    }
}

/// The state of one question after merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// One answer: all replicas agree, or an entitled person has decided.
    One(Answer),
    /// Different answers that stand side by side until somebody decides; sorted, without repeats, at least two.
    Several(Vec<Answer>),
}

/// A merged response: what `evaluation` and `export` work on.
///
/// A question's path names its groups and repeat instances from the root down, without the root:
/// `sat_clean`, `about/age`, `person[0f3a]/p_age` (the instance id in brackets).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The response's document.
    pub id: DocId,
    /// The form version it was collected with.
    pub form: BlobHash,
    /// The round it belongs to, if the project has rounds.
    pub round: Option<DocId>,
    /// The area it belongs to.
    pub area: Option<DocId>,
    /// The opaque reference of the door, if there was one.
    pub door: Option<DocId>,
    /// Whether the respondent took the answers back.
    pub withdrawn: bool,
    /// Every question that has anything to say, by path.
    pub answers: BTreeMap<String, Cell>,
}
