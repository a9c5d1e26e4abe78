//! One interview as it leaves: plain values, with what nobody may have taken out already.
//!
//! `device` makes it; the kinds of file take from it what they have room for.

use std::collections::BTreeMap;

use crate::evaluation::Consent;
use crate::ids::{BlobHash, DocId, MemberId};
use crate::response::{Answer, Cell};
use crate::time::Timestamp;

/// One interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The response.
    pub id: DocId,
    /// Its form version.
    pub form: BlobHash,
    /// Its round.
    pub round: Option<DocId>,
    /// Its area.
    pub area: Option<DocId>,
    /// When it was finished, as the clock of whoever did claimed.
    pub finished: Timestamp,
    /// Who finished it, if they are known.
    pub by: Option<MemberId>,
    /// Whether the answers were typed in from paper.
    pub from_paper: bool,
    /// The language in which the questions were put.
    pub language: Option<String>,
    /// What whoever answered was asked to agree to, and whether they do.
    pub consents: Vec<(Consent, bool)>,
    /// The answers by path.
    pub cells: BTreeMap<String, Cell>,
    /// How often it was corrected.
    pub edits: u32,
    /// Who gave what, where two answers stand side by side; only for files that tell the history.
    pub sides: BTreeMap<String, Vec<Side>>,
    /// What was changed after it was finished; only for files that tell the history.
    pub changes: Vec<ChangeMade>,
    /// What was decided between two answers; only for files that tell the history.
    pub decisions: Vec<DecisionMade>,
    /// Name and contact; only where they were asked for.
    pub person: BTreeMap<String, Answer>,
}

/// One of the answers that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The answer.
    pub answer: Answer,
    /// Who gave it, if they are known.
    pub by: Option<MemberId>,
    /// When, as their clock claimed.
    pub at: Timestamp,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMade {
    /// Who made it, if they are known.
    pub by: Option<MemberId>,
    /// When, as their clock claimed.
    pub at: Timestamp,
    /// Why, in their words.
    pub reason: Option<String>,
    /// What it put, by path.
    pub answers: BTreeMap<String, Answer>,
}

/// A decision between answers that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionMade {
    /// The question.
    pub path: String,
    /// What was chosen.
    pub chosen: Chosen,
    /// Who decided, if they are known.
    pub by: Option<MemberId>,
    /// When, as their clock claimed.
    pub at: Timestamp,
}

/// What a decision chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// One answer.
    One(Answer),
    /// All of these were right, at different times; the first counts.
    Both(Vec<Answer>),
    /// It is to be asked again.
    AskAgain,
}

impl Record {
    /// The answers that one value stands for, by path.
    pub(super) fn settled(&self) -> BTreeMap<String, Answer> {
        let one = |(path, cell): (&String, &Cell)| match cell {
            Cell::One(answer) => Some((path.clone(), answer.clone())),
            Cell::Several(_) => None,
        };
        self.cells.iter().filter_map(one).collect()
    }

    /// Whether any question waits for a decision between two answers.
    pub(super) fn is_being_checked(&self) -> bool {
        self.cells.values().any(|cell| matches!(cell, Cell::Several(_)))
    }

    /// The record's name outside: its id as a UUID.
    pub(super) fn key(&self) -> String {
        let digits = self.id.to_string();
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        format!("uuid:{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
    }
}
