//! What happened to a response's answers: where two stand side by side, what was decided, what was corrected.
//!
//! The answers themselves are in `response`.

use super::{decided, read_answer};
use crate::document::change::Change;
use crate::document::doc::Document;
use crate::document::flat::{Flat, Held};
use crate::document::settle::{ActChoice, Resolution, acts};
use crate::ids::{ActId, ActorId, ChangeHash};
use crate::response::Answer;
use crate::time::Timestamp;

/// One of the answers to decide between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The answer.
    pub answer: Answer,
    /// The change that gave it.
    pub change: ChangeHash,
    /// Who gave it.
    pub actor: ActorId,
}

/// A question with two answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoAnswers {
    /// The question.
    pub path: String,
    /// Every answer that stands, in the order of their operations; equal ones may repeat.
    pub candidates: Vec<Candidate>,
    /// Whether somebody asked for it to be asked again.
    pub asked_again: bool,
}

/// The questions with different answers that nobody has decided between, by path.
pub fn two_answers(flat: &Flat) -> Vec<TwoAnswers> {
    flat.under("a/")
        .filter_map(|(path, held)| {
            let Some(Resolution::Several { asked_again, .. }) = decided(flat, path, held) else { return None };
            let candidate = |held: &Held| {
                Some(Candidate { answer: read_answer(&held.value)?, change: held.change, actor: held.actor })
            };
            let candidates = held.iter().filter_map(candidate).collect();
            Some(TwoAnswers { path: path.to_owned(), candidates, asked_again })
        })
        .collect()
}

/// A decision about a question's answers that has not been undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The question.
    pub path: String,
    /// The act, by which it can be undone.
    pub act: ActId,
    /// What was chosen.
    pub choice: ActChoice,
    /// Who decided.
    pub actor: ActorId,
    /// When, as their clock claimed.
    pub at: Timestamp,
}

/// The decisions that have not been undone, by path and act.
pub fn decisions(flat: &Flat) -> Vec<Decision> {
    let of_question = |path: &str| {
        let standing = acts(flat, path).into_iter().filter(|act| !act.undone);
        let name = |path: &str| path.to_owned();
        standing
            .map(|act| Decision { path: name(path), act: act.id, choice: act.choice, actor: act.actor, at: act.at })
            .collect::<Vec<_>>()
    };
    flat.under("a/").flat_map(|(path, _)| of_question(path)).collect()
}

/// A change of a response after it was finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The change.
    pub change: ChangeHash,
    /// Who made it.
    pub actor: ActorId,
    /// Why, in their words.
    pub reason: Option<String>,
    /// The questions whose answers it changed, ascending.
    pub paths: Vec<String>,
    /// Whether it took the answers back, or took that back, or neither.
    pub withdrawn: Option<bool>,
}

/// The corrections of a response, in the order of their operations, which is the same on every replica.
pub fn corrections(document: &Document) -> Vec<Correction> {
    let mut changes: Vec<&Change> = document.changes().filter(|change| is_correction(change)).collect();
    changes.sort_by_key(|change| (change.start_op(), change.actor()));
    changes.into_iter().map(correction).collect()
}

/// Later parts of a large interview replace nothing and give no reason.
fn is_correction(change: &Change) -> bool {
    let answers = |key: &str| key.starts_with("a/") || key == "withdrawn";
    let replaces = change.operations().iter().any(|operation| !operation.replaces.is_empty());
    change.touched_keys().any(answers) && !change.deps().is_empty() && (replaces || change.message().is_some())
}

fn correction(change: &Change) -> Correction {
    let withdrawn = change.operations().iter().find(|operation| operation.key == "withdrawn");
    Correction {
        change: change.hash(),
        actor: change.actor(),
        reason: change.message().map(str::to_owned),
        paths: change.touched_keys().filter_map(|key| key.strip_prefix("a/")).map(str::to_owned).collect(),
        withdrawn: withdrawn.and_then(|operation| operation.value.as_ref()?.bool()),
    }
}
