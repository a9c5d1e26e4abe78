//! The interview on one screen before it is finished: every question asked, its answer in words, what it lacks.
//!
//! It changes nothing; `pages` leads back to a question.

use super::{Interview, Unmet};
use crate::form::expr::NodeId;
use crate::form::graph::FieldKind;
use crate::form::model::QuestionKind;

/// A line of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// The response path, to go back by.
    pub path: String,
    /// How many groups and repeats it stands in.
    pub depth: usize,
    /// The question or heading in words.
    pub label: String,
    /// The answer in words; of a file its name.
    pub answer: String,
    /// What the question asks for; none of a heading and of a question that was removed.
    pub kind: Option<QuestionKind>,
    /// What it is, and what it lacks.
    pub state: ReviewState,
}

/// What a line of the review is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewState {
    /// The heading of a group or repeat instance.
    Heading,
    /// An answer that may stay.
    Answered,
    /// Asked and left empty.
    Blank,
    /// Something stands in the way of finishing.
    Unmet(Unmet),
    /// An answer to a question that this version of the form does not have.
    Removed,
}

impl Interview {
    /// Every question that is asked, in the order of the form; answers to removed questions last.
    pub fn review(&self) -> Vec<ReviewLine> {
        let nodes = self.instance.subtree(self.instance.root()).into_iter().skip(1);
        let mut lines: Vec<ReviewLine> =
            nodes.filter(|node| self.instance.is_shown(*node)).filter_map(|node| self.review_line(node)).collect();
        lines.extend(self.removed_answers().map(|(path, text)| ReviewLine {
            path: path.clone(),
            depth: 0,
            label: path.clone(),
            answer: text.clone(),
            kind: None,
            state: ReviewState::Removed,
        }));
        lines
    }

    fn review_line(&self, node: NodeId) -> Option<ReviewLine> {
        let field = self.prepared.graph.field(self.instance.field(node));
        let path = self.instance.response_path(&self.prepared.graph, node);
        let depth = path.matches('/').count();
        let label = self.label(node).unwrap_or_default();
        if field.kind != FieldKind::Question {
            let heading = !label.is_empty();
            return heading.then(|| ReviewLine {
                path,
                depth,
                label,
                answer: String::new(),
                kind: None,
                state: ReviewState::Heading,
            });
        }
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node))?;
        if !self.is_asked(node) || question.kind == QuestionKind::Note {
            return None;
        }
        let label = if label.is_empty() { question.name.clone() } else { label };
        let answer = self.answer_in_words(node);
        let state = match self.unmet(node) {
            Some(unmet) => ReviewState::Unmet(unmet),
            None if answer.is_empty() => ReviewState::Blank,
            None => ReviewState::Answered,
        };
        Some(ReviewLine { path, depth, label, answer, kind: Some(question.kind.clone()), state })
    }

    /// The answer at `node`, chosen choices by their labels.
    pub fn answer_in_words(&self, node: NodeId) -> String {
        let field = self.instance.field(node);
        let value = self.instance.shown_value(node);
        let question = self.prepared.graph.question(&self.prepared.form, field);
        let Some(question) = question.filter(|question| question.kind.choices().is_some()) else {
            return value.to_owned();
        };
        let label = |name: &str| {
            let words = self.choice_label(field, name).filter(|label| !label.is_empty());
            words.unwrap_or_else(|| name.to_owned())
        };
        question.kind.chosen(value).into_iter().map(label).collect::<Vec<_>>().join(", ")
    }
}
