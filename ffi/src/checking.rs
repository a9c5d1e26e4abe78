//! What a coordinator may want to look at: interviews and volunteers that stand out, groups of which too few were heard.
//!
//! Everything is decided in `doorstep_core::evaluation`; nothing is left out by it.

use doorstep_core::device::Target;
use doorstep_core::evaluation::{Habit, Oddity, Population, Unusual};

use crate::{Phone, PhoneError, input};

/// The longest file with targets, in bytes.
const MAX_FILE_BYTES: usize = 100_000;

/// What a coordinator may want to look at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct CheckCard {
    /// How many interviews of the current round were looked at.
    pub interviews: u64,
    /// Interviews that stand out.
    pub odd: Vec<OddRow>,
    /// Volunteers whose interviews differ from the others'.
    pub unusual: Vec<UnusualRow>,
    /// How many of each group are wanted.
    pub targets: Vec<TargetRow>,
}

/// An interview that stands out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OddRow {
    /// The interview.
    pub response: String,
    /// Why: short, straight-lined, no-words.
    pub codes: Vec<String>,
    /// The same in the phone's language.
    pub why: Vec<String>,
}

/// A volunteer whose interviews differ from the others'.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct UnusualRow {
    /// Who, as the list of members has them.
    pub member: String,
    /// In what: length, straight-lined, unanswered.
    pub code: String,
    /// How many interviews they did.
    pub interviews: u64,
    /// In what, and what is usual, in the phone's language.
    pub why: String,
}

/// How many of a group are wanted in a round.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct TargetRow {
    /// The question.
    pub question: String,
    /// The choice.
    pub choice: String,
    /// How many are wanted.
    pub wanted: u64,
    /// How many were heard.
    pub heard: u64,
}

#[uniffi::export]
impl Phone {
    /// What a coordinator may want to look at in the current round.
    ///
    /// # Errors
    /// This person does not look after the project, or the phone is locked.
    pub fn check(&self) -> Result<CheckCard, PhoneError> {
        let quality = self.device().quality()?;
        let odd = |(response, why): &(doorstep_core::ids::DocId, Vec<Oddity>)| OddRow {
            response: response.to_string(),
            codes: why.iter().map(|one| one.code().to_owned()).collect(),
            why: why.iter().map(|one| self.oddity(one)).collect(),
        };
        Ok(CheckCard {
            interviews: quality.interviews as u64,
            odd: quality.odd.iter().map(odd).collect(),
            unusual: quality.unusual.iter().map(|one| self.unusual(one)).collect(),
            targets: self.device().targets()?.into_iter().map(target).collect(),
        })
    }

    /// Takes how many of each group are wanted from a file of lines `question,choice,count`, in place of what was there before.
    ///
    /// # Errors
    /// The file can't be taken, with the line and what to do; or this person may not set the project up.
    pub fn set_targets(&self, csv: String) -> Result<Vec<TargetRow>, PhoneError> {
        let text = input::capped("the file", &csv, MAX_FILE_BYTES)?;
        let wanted = Population::of_targets_csv(text)
            .map_err(|error| PhoneError::Input { code: "bad-targets".to_owned(), reason: error.to_string() })?;
        self.act(|device, at| device.set_targets(&wanted, at))?;
        Ok(self.device().targets()?.into_iter().map(target).collect())
    }
}

impl Phone {
    fn oddity(&self, oddity: &Oddity) -> String {
        let words = self.words();
        match oddity {
            Oddity::Short { took_s, usual_s } => words.say(
                "check-short",
                &[("took", length(*took_s).as_str().into()), ("usual", length(*usual_s).as_str().into())],
            ),
            Oddity::StraightLined { answers } => words.say("check-straight-lined", &[("count", (*answers).into())]),
            Oddity::NoWords { texts } => words.say("check-no-words", &[("count", (*texts).into())]),
        }
    }

    fn unusual(&self, unusual: &Unusual) -> UnusualRow {
        let words = self.words();
        let (value, usual) = match unusual.habit {
            Habit::Length => (length(unusual.value.unsigned_abs()), length(unusual.usual.unsigned_abs())),
            Habit::StraightLined | Habit::Unanswered => (percent(unusual.value), percent(unusual.usual)),
        };
        let values = [("value", value.as_str().into()), ("usual", usual.as_str().into())];
        let why = match unusual.habit {
            Habit::Length => words.say("check-habit-length", &values),
            Habit::StraightLined => words.say("check-habit-straight-lined", &values),
            Habit::Unanswered => words.say("check-habit-unanswered", &values),
        };
        UnusualRow {
            member: unusual.member.to_string(),
            code: unusual.habit.code().to_owned(),
            interviews: unusual.interviews as u64,
            why,
        }
    }
}

fn target(target: Target) -> TargetRow {
    let Target { question, choice, wanted, heard } = target;
    TargetRow { question, choice, wanted, heard }
}

/// Minutes and seconds.
fn length(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn percent(basis_points: i64) -> String {
    format!("{} %", (basis_points + 50) / 100)
}
