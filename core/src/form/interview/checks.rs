//! Whether an answer may stay as it is: required answers, constraints, types.
//!
//! An answer that fails is kept and marked; only finishing is held up (`finish`).

use super::{Interview, Refused};
use crate::form::expr::{NodeId, NodeRef};
use crate::form::graph::FieldKind;
use crate::form::model::{ChoiceSource, Question, QuestionKind};

/// What an answer lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// An answer is required, and there is none.
    Required {
        /// The form's own words for it, if it has any.
        message: Option<String>,
    },
    /// The answer does not fulfil the form's constraint.
    Constraint {
        /// The form's own words for it, if it has any.
        message: Option<String>,
    },
    /// The answer is not of the question's type: it comes from another version of the form.
    Type(Refused),
}

impl Unmet {
    /// The form's own words, if it has any.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Required { message } | Self::Constraint { message } => message.as_deref(),
            Self::Type(_) => None,
        }
    }
}

impl Interview {
    /// Whether an answer is required at `node`; never while it is not asked.
    pub fn is_required(&self, node: NodeId) -> bool {
        let required = &self.prepared.graph.field(self.instance.field(node)).required;
        let holds = |expression: &crate::form::expr::Expression| {
            expression.evaluate(self, NodeRef { tree: 0, node }).is_ok_and(|value| value.to_boolean())
        };
        required.as_ref().is_some_and(holds)
    }

    /// Whether the answer at `node` may not be changed, on its own account or that of a group around it.
    pub fn is_readonly(&self, node: NodeId) -> bool {
        let tree = self.instance.tree();
        let line = std::iter::successors(Some(node), |at| tree.parent(*at));
        line.take_while(|at| tree.parent(*at).is_some()).any(|at| {
            let readonly = &self.prepared.graph.field(self.instance.field(at)).readonly;
            let holds = |expression: &crate::form::expr::Expression| {
                expression.evaluate(self, NodeRef { tree: 0, node: at }).is_ok_and(|value| value.to_boolean())
            };
            readonly.as_ref().is_some_and(holds)
        })
    }

    /// What the answer at `node` lacks; nothing while it is not asked.
    pub fn unmet(&self, node: NodeId) -> Option<Unmet> {
        let field = self.prepared.graph.field(self.instance.field(node));
        if field.kind != FieldKind::Question || !self.instance.is_shown(node) {
            return None;
        }
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node))?;
        let value = self.instance.tree().value(node);
        if value.is_empty() {
            let required = question.kind != QuestionKind::Note && self.is_required(node);
            return required.then(|| Unmet::Required { message: self.filled(&question.required_message, node) });
        }
        if self.is_answerable(question)
            && let Err(refused) = super::types::normalise(&question.kind, value, self.zone())
        {
            return Some(Unmet::Type(refused));
        }
        if !self.are_choices(question, value) {
            return Some(Unmet::Type(Refused::NotAChoice));
        }
        let constraint = field.constraint.as_ref()?;
        let fulfilled = constraint.evaluate(self, NodeRef { tree: 0, node }).map_or(true, |value| value.to_boolean());
        (!fulfilled).then(|| Unmet::Constraint { message: self.filled(&question.constraint_message, node) })
    }

    /// Whether what was chosen is among the form's choices; where they come from answers, that is for the filter to say.
    fn are_choices(&self, question: &Question, value: &str) -> bool {
        let Some(source) = question.kind.choices().filter(|source| !matches!(source, ChoiceSource::Repeat(_))) else {
            return true;
        };
        question.kind.chosen(value).into_iter().all(|name| self.is_choice(question, source, name))
    }

    /// Everything below (and at) `node` that lacks something, in the order of the form.
    pub fn all_unmet(&self, node: NodeId) -> Vec<(NodeId, Unmet)> {
        let found = self.instance.subtree(node).into_iter();
        found.filter_map(|node| Some((node, self.unmet(node)?))).collect()
    }

    /// Whether people can mend the answer at `node`: a computed value is the form's own fault.
    pub(super) fn is_mendable(&self, node: NodeId) -> bool {
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node));
        question.is_some_and(|question| self.is_answerable(question)) && self.is_asked(node) && !self.is_readonly(node)
    }

    /// Whether people answer it, as opposed to reading or computing it.
    pub(super) fn is_answerable(&self, question: &Question) -> bool {
        question.kind.is_shown() && question.kind != QuestionKind::Note
    }
}
