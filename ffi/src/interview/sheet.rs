//! A whole questionnaire at once, as it lies on paper: every question that is asked now, in order, with its headings.
//!
//! One thing per page is `interview`'s; both answer through the same runtime.

use doorstep_core::form::interview as runtime;

use super::{Interview, QuestionCard};

/// A row of the sheet: a heading, or a question under it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SheetRow {
    /// The heading of a group; empty where this is a question.
    pub heading: String,
    /// The question; none where this is a heading.
    pub question: Option<QuestionCard>,
}

#[uniffi::export]
impl Interview {
    /// Every question that is asked as the answers are now, in the order of the questionnaire: for typing in from paper.
    pub fn sheet(&self) -> Vec<SheetRow> {
        rows(self.lock().interview())
    }
}

fn rows(interview: &runtime::Interview) -> Vec<SheetRow> {
    let row = |line: runtime::ReviewLine| match line.state {
        runtime::ReviewState::Heading => Some(SheetRow { heading: line.label, question: None }),
        runtime::ReviewState::Removed => None,
        runtime::ReviewState::Answered | runtime::ReviewState::Blank | runtime::ReviewState::Unmet(_) => {
            let question = QuestionCard::of(interview.question_at(&line.path)?);
            Some(SheetRow { heading: String::new(), question: Some(question) })
        }
    };
    interview.review().into_iter().filter_map(row).collect()
}
