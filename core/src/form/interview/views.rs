//! What a page shows: headings, questions, choices, what is wrong with an answer.
//!
//! It holds words and values only; how they look is the app's.

use super::pages::Place;
use super::{Interview, Notice, Offered, Page, Progress, Unmet};
use crate::form::expr::NodeId;
use crate::form::model::{Media, QuestionKind};
use std::collections::BTreeMap;

/// A page as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    /// Which page it is.
    pub page: Page,
    /// The headings of the groups around it, the outermost first.
    pub headings: Vec<String>,
    /// The questions on it; of a page that offers to add an instance, none.
    pub questions: Vec<QuestionView>,
    /// What there is to know about them, the groups around them and the repeats in those.
    pub notices: Vec<Notice>,
    /// How far the interview has got.
    pub progress: Progress,
}

/// A question as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionView {
    /// Its response path.
    pub path: String,
    /// What is asked.
    pub kind: QuestionKind,
    /// The question in words; its name where the form has none.
    pub label: String,
    /// The hint.
    pub hint: Option<String>,
    /// The longer hint.
    pub guidance: Option<String>,
    /// Pictures, sounds and films.
    pub media: Media,
    /// How it should look.
    pub appearance: String,
    /// The form's parameters for it.
    pub parameters: BTreeMap<String, String>,
    /// Whether an answer is required.
    pub is_required: bool,
    /// Whether it cannot be changed.
    pub is_readonly: bool,
    /// The answer, in its stored form; empty if there is none.
    pub value: String,
    /// The choices that are offered.
    pub choices: Vec<Offered>,
    /// What the answer lacks.
    pub unmet: Option<Unmet>,
}

impl Interview {
    /// What the current page shows.
    pub fn view(&self) -> PageView {
        let (around, questions) = match self.place() {
            Place::Question(node) => (self.instance.tree().parent(node), vec![node]),
            Place::FieldList(node) => {
                let below = self.instance.subtree(node).into_iter();
                (Some(node), below.filter(|at| self.instance.is_shown(*at) && self.is_asked(*at)).collect())
            }
            Place::AddAnother { parent, .. } => (Some(parent), Vec::new()),
            Place::End => (None, Vec::new()),
        };
        PageView {
            page: self.page(),
            headings: around.map_or_else(Vec::new, |node| self.headings(node)),
            notices: self.notices_on_page(around, &questions),
            questions: questions.into_iter().filter_map(|node| self.question_view(node)).collect(),
            progress: self.progress(),
        }
    }

    fn notices_on_page(&self, around: Option<NodeId>, questions: &[NodeId]) -> Vec<Notice> {
        let tree = self.instance.tree();
        let Some(around) = around else { return self.notices() };
        let mut groups: Vec<NodeId> = std::iter::successors(Some(around), |at| tree.parent(*at)).collect();
        groups.retain(|node| *node != NodeId::DOCUMENT);
        groups.reverse();
        groups.into_iter().chain(questions.iter().copied()).flat_map(|node| self.notices_at(node)).collect()
    }

    fn headings(&self, node: NodeId) -> Vec<String> {
        let line = self.instance.tree().lineage_below_root(node);
        line.into_iter().filter_map(|node| self.label(node)).filter(|label| !label.is_empty()).collect()
    }

    /// The label of a question, group or repeat, with answers filled in.
    pub fn label(&self, node: NodeId) -> Option<String> {
        self.filled(self.prepared.graph.item(&self.prepared.form, self.instance.field(node))?.label(), node)
    }

    /// The hint of a question, with answers filled in.
    pub fn hint(&self, node: NodeId) -> Option<String> {
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node))?;
        self.filled(&question.hint, node)
    }

    /// The choices that a question offers now.
    pub fn choices(&self, node: NodeId) -> Vec<Offered> {
        self.choices_at(node)
    }

    /// The question at a response path as it is shown, whether it is on the current page or not.
    pub fn question_at(&self, path: &str) -> Option<QuestionView> {
        self.question_view(self.instance.at(&self.prepared.graph, path)?)
    }

    /// A question as it is shown; `None` for groups and repeats.
    pub fn question_view(&self, node: NodeId) -> Option<QuestionView> {
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node))?;
        Some(QuestionView {
            path: self.instance.response_path(&self.prepared.graph, node),
            kind: question.kind.clone(),
            label: self.filled(&question.label, node).unwrap_or_else(|| question.name.clone()),
            hint: self.filled(&question.hint, node),
            guidance: self.filled(&question.guidance, node),
            media: question.media.clone(),
            appearance: question.appearance.clone(),
            parameters: question.parameters.clone(),
            is_required: self.is_required(node),
            is_readonly: self.is_readonly(node),
            value: self.instance.shown_value(node).to_owned(),
            choices: self.choices_at(node),
            unmet: self.unmet(node),
        })
    }
}
