//! What happened to an interview's answers, as plain values for a file that tells it: nothing in it that does not leave otherwise.

use std::collections::BTreeMap;

use super::super::decide::Lines;
use crate::document::kinds::response::{
    Candidate, Correction, Decision, corrections, decisions, read_answer, two_answers,
};
use crate::document::settle::ActChoice;
use crate::document::{Change, Document, Operation};
use crate::evaluation::Consents;
use crate::export::{ChangeMade, Chosen, DecisionMade, For, Side, Withholding};
use crate::ids::{ActorId, ChangeHash, MemberId};
use crate::response::{Answer, Missing};
use crate::time::Timestamp;

/// An interview's document, with who made its changes and what of it leaves.
pub(super) struct History<'a> {
    pub(super) document: &'a Document,
    pub(super) lines: &'a Lines,
    pub(super) withholding: &'a Withholding,
    pub(super) consents: &'a Consents,
    pub(super) whose: For,
}

impl History<'_> {
    /// The corrections, with the answers that each put. Others get no reasons: nobody has read those.
    pub(super) fn changes(&self) -> Vec<ChangeMade> {
        let made = |correction: Correction| {
            let (by, at) = self.who(correction.change);
            let put = self.operations(correction.change).iter().filter_map(|operation| self.put(operation));
            let reason = correction.reason.filter(|_| self.whose == For::Own);
            ChangeMade { by, at, reason, answers: put.collect() }
        };
        corrections(self.document).into_iter().map(made).collect()
    }

    /// Who gave which of the answers that stand side by side, by question.
    pub(super) fn sides(&self) -> BTreeMap<String, Vec<Side>> {
        let mut sides = BTreeMap::new();
        for open in two_answers(self.document.flat()) {
            let side = |candidate: Candidate| {
                let (by, at) = self.who(candidate.change);
                Side { answer: self.leaving(&open.path, candidate.answer), by, at }
            };
            sides.insert(open.path.clone(), open.candidates.into_iter().map(side).collect());
        }
        sides
    }

    /// The decisions that stand.
    pub(super) fn decisions(&self) -> Vec<DecisionMade> {
        let author = |change: &Change| Some((change.actor(), self.lines.0.get(&change.hash())?.by?));
        let authors: BTreeMap<ActorId, MemberId> = self.document.changes().filter_map(author).collect();
        let made = |decision: Decision| {
            let chosen = self.chosen(&decision.path, &decision.choice)?;
            let by = authors.get(&decision.actor).copied();
            Some(DecisionMade { chosen, by, at: self.moment(decision.at), path: decision.path })
        };
        decisions(self.document.flat()).into_iter().filter_map(made).collect()
    }

    fn chosen(&self, path: &str, choice: &ActChoice) -> Option<Chosen> {
        let given = |change: &ChangeHash| {
            let put = self.operations(*change).iter().filter_map(|operation| self.put(operation));
            put.into_iter().find(|(put, _)| put == path).map(|(_, answer)| answer)
        };
        Some(match choice {
            ActChoice::One(change) => Chosen::One(given(change)?),
            ActChoice::Another(value) => Chosen::One(self.leaving(path, read_answer(value)?)),
            ActChoice::Both(changes) => Chosen::Both(changes.iter().filter_map(given).collect()),
            ActChoice::AskAgain => Chosen::AskAgain,
        })
    }

    fn operations(&self, change: ChangeHash) -> &[Operation] {
        let found = self.document.changes().find(|known| known.hash() == change);
        found.map(Change::operations).unwrap_or_default()
    }

    /// The answer that an operation puts, as it leaves.
    fn put(&self, operation: &Operation) -> Option<(String, Answer)> {
        let path = operation.key.strip_prefix("a/")?;
        Some((path.to_owned(), self.leaving(path, read_answer(operation.value.as_ref()?)?)))
    }

    /// The answer, or that one was given and stays.
    fn leaving(&self, path: &str, answer: Answer) -> Answer {
        match answer {
            Answer::Given(_) if !self.withholding.leaves(path, self.consents) => Answer::Missing(Missing::Locked),
            Answer::Given(_) | Answer::Missing(_) => answer,
        }
    }

    fn who(&self, change: ChangeHash) -> (Option<MemberId>, Timestamp) {
        let line = self.lines.0.get(&change);
        line.map_or((None, Timestamp::default()), |line| (line.by, self.moment(line.at)))
    }

    fn moment(&self, at: Timestamp) -> Timestamp {
        self.whose.moment(at)
    }
}
