//! Questions with two answers: what stands there, deciding which is right, taking a decision back.

use doorstep_core::device::{DecisionChoice, OpenQuestion, Opinion};
use doorstep_core::ids::DocId;

use crate::wording::Wording;
use crate::{Given, Person, Phone, PhoneError, input, machine};

/// One of the answers that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OpinionRow {
    /// The answer.
    pub given: Given,
    /// The answer in words.
    pub words: String,
    /// Who gave it, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Why, in their words, if it was a correction.
    pub reason: Option<String>,
}

/// A question with two answers: which is right?
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct TwoAnswersRow {
    /// The interview.
    pub response: String,
    /// The question's path.
    pub path: String,
    /// The question in words.
    pub label: String,
    /// The answers, at least two, in the same order on every phone.
    pub opinions: Vec<OpinionRow>,
    /// Whether somebody decided that it is to be asked again.
    pub asked_again: bool,
}

/// What somebody decides about a question with two answers.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Choice {
    /// This one of the answers is right.
    Keep {
        /// That answer, as it stands among them.
        given: Given,
    },
    /// Another answer than those is right.
    Other {
        /// The right one, as for answering the question.
        text: String,
    },
    /// All were right at different times; this one counts.
    BothRight {
        /// That answer, as it stands among them.
        counts: Given,
    },
    /// Nobody can tell: ask again.
    AskAgain,
}

#[uniffi::export]
impl Phone {
    /// The questions with two answers, over all interviews on this phone.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn two_answers(&self) -> Result<Vec<TwoAnswersRow>, PhoneError> {
        self.device().open_questions()?.into_iter().map(|open| self.row_of(open)).collect()
    }

    /// Decides which answer is right. It can be taken back.
    ///
    /// # Errors
    /// There is nothing to decide, the choice is none of the answers, or this person may not decide here.
    pub fn decide(&self, response: String, path: String, choice: Choice) -> Result<(), PhoneError> {
        let (response, path) = (input::id("an interview", &response)?, input::path(&path)?);
        let choice = self.decision(response, path, choice)?;
        self.act(|device, at| device.decide(response, path, &choice, at))?;
        self.work_out_again(response)
    }

    /// Takes the decisions about a question back: its answers stand side by side again. Returns how many there were.
    ///
    /// # Errors
    /// Nothing was decided about it, or this person may not decide here.
    pub fn undo(&self, response: String, path: String) -> Result<u32, PhoneError> {
        let (response, path) = (input::id("an interview", &response)?, input::path(&path)?);
        let decisions = self.device().decisions(response)?;
        let acts: Vec<_> = decisions.into_iter().filter(|(of, _)| of == path).map(|(_, act)| act).collect();
        if acts.is_empty() {
            return Err(PhoneError::not_now("nothing-decided", "nothing was decided about this question"));
        }
        for act in &acts {
            self.act(|device, at| device.undo_decision(response, *act, at))?;
        }
        self.work_out_again(response)?;
        Ok(u32::try_from(acts.len()).unwrap_or(u32::MAX))
    }
}

impl Phone {
    /// What the questionnaire works out follows the answers that count now.
    fn work_out_again(&self, response: DocId) -> Result<(), PhoneError> {
        self.act(|device, at| device.work_out_again(response, self.zone.clone(), at).map(drop))
    }

    fn decision(&self, response: DocId, path: &str, choice: Choice) -> Result<DecisionChoice, PhoneError> {
        Ok(match choice {
            Choice::Keep { given } => DecisionChoice::Keep(given.into_answer()),
            Choice::BothRight { counts } => DecisionChoice::BothRight(counts.into_answer()),
            Choice::AskAgain => DecisionChoice::AskAgain,
            Choice::Other { text } => {
                let (zone, now) = (self.zone.clone(), machine::now());
                DecisionChoice::Other(self.device().fitting_answer(response, path, &text, zone, now)?)
            }
        })
    }

    fn row_of(&self, open: OpenQuestion) -> Result<TwoAnswersRow, PhoneError> {
        let form = self.device().response(open.response)?.form;
        let wording = Wording::of(self.device().form(form).ok(), self.words());
        let opinion = |opinion: Opinion| OpinionRow {
            words: wording.answer(&open.path, &opinion.answer),
            given: Given::of(opinion.answer),
            by: self.person(opinion.by),
            at_ms: opinion.at.0,
            reason: opinion.reason,
        };
        Ok(TwoAnswersRow {
            response: open.response.to_string(),
            label: wording.question(&open.path),
            opinions: open.opinions.into_iter().map(opinion).collect(),
            asked_again: open.asked_again,
            path: open.path,
        })
    }
}
