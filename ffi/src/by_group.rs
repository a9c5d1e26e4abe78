//! What each group of people said beside everybody, for an equality assessment.
//!
//! Everything is computed and protected in `doorstep_core::evaluation`.

use doorstep_core::evaluation::{Breakdown, ByQuestion, Disclosure, Figure, OfGroup};
use doorstep_core::report;

use crate::{Phone, PhoneError};

/// What the groups of one question said.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct GroupsCard {
    /// The question that makes the groups, by its path.
    pub question: String,
    /// What people read of it.
    pub text: String,
    /// Its groups, in the questionnaire's order.
    pub groups: Vec<GroupRow>,
    /// What was asked, each with everybody's figure and then each group's in the same order.
    pub asked: Vec<AskedRow>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct GroupRow {
    /// The choice's name.
    pub group: String,
    /// What people read of it.
    pub text: String,
    /// How many interviews came from it; none where that is not shown.
    pub heard: Option<u64>,
}

/// One measure of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct AskedRow {
    /// The criterion.
    pub criterion: String,
    /// What people call it.
    pub name: String,
    /// What was asked about it, in words.
    pub measure: String,
    /// What everybody said.
    pub everybody: GroupFigure,
    /// What each group said.
    pub groups: Vec<GroupFigure>,
}

/// A share of top answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct GroupFigure {
    /// How many answered; none where it is not shown.
    pub answers: Option<u64>,
    /// The share of the top answers, in hundredths of a percent; none where it is not shown.
    pub top_basis_points: Option<i32>,
    /// The lower bound of where the real share may lie.
    pub low_basis_points: Option<i32>,
    /// The upper bound.
    pub high_basis_points: Option<i32>,
    /// Why it is not shown; empty where it is.
    pub hidden: String,
}

#[uniffi::export]
impl Phone {
    /// What each group of people said beside everybody, by each question whose groups are compared with the population.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn results_by_group(&self) -> Result<Vec<GroupsCard>, PhoneError> {
        let breakdown = self.device().results_by_group(Disclosure::INSIDE)?;
        Ok(breakdown.questions.iter().map(|question| self.group_card(&breakdown, question)).collect())
    }
}

impl Phone {
    fn group_card(&self, breakdown: &Breakdown, question: &ByQuestion) -> GroupsCard {
        let (language, words) = (self.language().tag(), self.words());
        let group = |of: &OfGroup| GroupRow {
            group: of.key.clone(),
            text: of.label.text(&language).unwrap_or(&of.key).to_owned(),
            heard: of.heard.shown().and_then(|heard| u64::try_from(heard).ok()),
        };
        let asked = breakdown.asked.iter().enumerate().map(|(place, asked)| AskedRow {
            criterion: asked.criterion.clone(),
            name: asked.name.text(&language).unwrap_or(&asked.criterion).to_owned(),
            measure: report::measured(asked.measure, &words),
            everybody: self.group_figure(&asked.everybody),
            groups: question.groups.iter().map(|of| self.group_figure(&of.figures[place])).collect(),
        });
        GroupsCard {
            question: question.path.clone(),
            text: question.question.text(&language).unwrap_or(&question.path).to_owned(),
            groups: question.groups.iter().map(group).collect(),
            asked: asked.collect(),
        }
    }

    fn group_figure(&self, figure: &Figure) -> GroupFigure {
        let spread = figure.spread();
        let interval = spread.and_then(|spread| spread.interval);
        GroupFigure {
            answers: spread.and_then(|spread| u64::try_from(spread.n).ok()),
            top_basis_points: spread.and_then(|spread| spread.top).map(|share| share.0),
            low_basis_points: interval.map(|interval| interval.low.0),
            high_basis_points: interval.map(|interval| interval.high.0),
            hidden: report::why_hidden(figure, &self.words()).unwrap_or_default(),
        }
    }
}
