//! Questions with two answers: what stands there, deciding, and taking a decision back.

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::response::{TwoAnswers, answer_key, answer_value, decisions, two_answers};
use crate::document::settle::Choice;
use crate::document::{Change, Document};
use crate::entry::DocKey;
use crate::ids::{ActId, ChangeHash, DocId, MemberId};
use crate::member::DocKind;
use crate::response::Answer;
use crate::time::Timestamp;

/// One of the answers that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The answer.
    pub answer: Answer,
    /// Who gave it, if their grant is known here.
    pub by: Option<MemberId>,
    /// When, as their clock claimed.
    pub at: Timestamp,
    /// Why, in their words, if it was a correction.
    pub reason: Option<String>,
}

/// A question with two answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The response.
    pub response: DocId,
    /// The question's path.
    pub path: String,
    /// What stands there: at least two, in the same order on every replica.
    pub opinions: Vec<Opinion>,
    /// Whether somebody decided that it is to be asked again.
    pub asked_again: bool,
}

/// What somebody decides about a question with two answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionChoice {
    /// This one of the answers is right.
    Keep(Answer),
    /// Another answer than those is right.
    Other(Answer),
    /// All were right at different times; this one counts.
    BothRight(Answer),
    /// Nobody can tell: ask again.
    AskAgain,
}

impl Device {
    /// The questions with two answers, over all responses on this device.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn open_questions(&self) -> Result<Vec<OpenQuestion>, DeviceError> {
        let mut open = Vec::new();
        for key in self.undecided()? {
            let (document, lines) = self.load_lines(&key)?;
            open.extend(two_answers(document.flat()).into_iter().map(|two| self.open_question(&key, two, &lines)));
        }
        Ok(open)
    }

    fn open_question(&self, key: &DocKey, two: TwoAnswers, lines: &Lines) -> OpenQuestion {
        let opinion = |answer: Answer, change: ChangeHash| {
            let line = lines.0.get(&change);
            Opinion {
                answer,
                by: line.and_then(|line| line.by),
                at: line.map(|line| line.at).unwrap_or_default(),
                reason: line.and_then(|line| line.reason.clone()),
            }
        };
        OpenQuestion {
            response: key.doc,
            path: two.path,
            opinions: two.candidates.into_iter().map(|one| opinion(one.answer, one.change)).collect(),
            asked_again: two.asked_again,
        }
    }

    /// Decides between the answers to a question. It can be taken back with [`undo_decision`](Self::undo_decision).
    ///
    /// # Errors
    /// When there is nothing to decide, the choice is not among the answers, or this device may not decide here.
    pub fn decide(
        &self,
        response: DocId,
        path: &str,
        choice: &DecisionChoice,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let key = self.response_key(response)?;
        let writing = self.lock();
        let membership = self.membership()?;
        let document = self.load(&key)?;
        let choice = match choice {
            DecisionChoice::Keep(answer) => Choice::One(answer_value(answer)),
            DecisionChoice::Other(answer) => Choice::Another(answer_value(answer)),
            DecisionChoice::AskAgain => Choice::AskAgain,
            DecisionChoice::BothRight(first) => Choice::Both(first_of_all(&document, path, first)),
        };
        let actor = self.actor(&membership, &key)?;
        let changes = document.settle(actor, &answer_key(path), &choice, at.now, at.rng)?;
        let mut batch = Batch::default();
        batch.changes(&key, DocKind::Response, changes);
        self.commit(batch, &writing, at).map(drop)
    }

    /// The decisions about a response that stand, as (question, act).
    ///
    /// # Errors
    /// When the response is not on this device.
    pub fn decisions(&self, response: DocId) -> Result<Vec<(String, ActId)>, DeviceError> {
        let document = self.load(&self.response_key(response)?)?;
        Ok(decisions(document.flat()).into_iter().map(|decision| (decision.path, decision.act)).collect())
    }

    /// Takes a decision back: the answers stand side by side again.
    ///
    /// # Errors
    /// When the response is not on this device, or it may not decide here.
    pub fn undo_decision(&self, response: DocId, act: ActId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let key = self.response_key(response)?;
        let writing = self.lock();
        let membership = self.membership()?;
        let changes = self.load(&key)?.undo(self.actor(&membership, &key)?, act, at.now)?;
        let mut batch = Batch::default();
        batch.changes(&key, DocKind::Response, changes);
        self.commit(batch, &writing, at).map(drop)
    }
}

/// Who made a change, when and why.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) by: Option<MemberId>,
    pub(super) at: Timestamp,
    pub(super) reason: Option<String>,
}

/// Who made each change of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines(pub(super) std::collections::BTreeMap<ChangeHash, Line>);

impl Device {
    /// The documents with a question that has two answers.
    fn undecided(&self) -> Result<Vec<DocKey>, DeviceError> {
        Ok(self.view()?.responses(true)?.into_iter().map(|stored| stored.key).collect())
    }

    /// Loads a document together with who made each of its changes.
    pub(super) fn load_lines(&self, key: &DocKey) -> Result<(Document, Lines), DeviceError> {
        let membership = self.membership()?;
        let mut lines = Lines::default();
        let mut changes = Vec::new();
        for logged in self.store.changes(key)? {
            let change = Change::read(logged.change.body, logged.change.actor)
                .map_err(|_| DeviceError::Damaged { doc: key.doc })?;
            let by = membership.grant(&logged.opening.grant).map(|grant| grant.member);
            let reason = change.message().map(str::to_owned);
            lines.0.insert(change.hash(), Line { by, at: logged.time, reason });
            changes.push(change);
        }
        Ok((Document::load(changes).map_err(|_| DeviceError::Damaged { doc: key.doc })?, lines))
    }
}

fn first_of_all(document: &Document, path: &str, first: &Answer) -> Vec<crate::document::Scalar> {
    let first = answer_value(first);
    let mut values = vec![first];
    for held in document.flat().held(&answer_key(path)) {
        if !values.contains(&held.value) {
            values.push(held.value.clone());
        }
    }
    values
}
