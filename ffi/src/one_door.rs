//! Several interviews at one door: the project's rule for which counts, the list of such doors, and two interviews side by side.
//!
//! Leaving one of them out is `held_back`'s; two answers to one question of a single interview are `decide`'s.

use std::collections::BTreeMap;

use doorstep_core::device::{AtOneDoor, Counts};
use doorstep_core::document::kinds::project::Counting;

use crate::{AnswerRow, Person, Phone, PhoneError};

/// Which of several interviews at one door in one round count. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum CountingRule {
    /// One for each home.
    OnePerHome,
    /// One for each person: all, until a coordinator leaves one out.
    OnePerPerson,
    /// All of them.
    Anyone,
}

/// Whether an interview counts in the results. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum InResults {
    /// It does.
    Counts,
    /// Another one at its door counts, by the project's rule.
    AnotherCounts,
    /// A coordinator left it out, or its questionnaire is not here.
    LeftOut,
    /// The answers were taken back.
    TakenBack,
}

/// Several interviews at one door in one round.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OneDoorRow {
    /// The door, or what stands for it where this phone can't tell.
    pub door: String,
    /// Its address, where it is on this phone.
    pub address: Option<String>,
    /// The round.
    pub round: Option<String>,
    /// The interviews.
    pub interviews: Vec<OneDoorInterview>,
}

/// One of several interviews at a door.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OneDoorInterview {
    /// The interview.
    pub response: String,
    /// Who finished it, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub finished_ms: i64,
    /// Whether it counts.
    pub in_results: InResults,
}

/// Two interviews side by side.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SideBySideCard {
    /// How many questions got the same in both.
    pub same: u32,
    /// The questions that did not, in the order of the questionnaire.
    pub rows: Vec<SideBySideRow>,
}

/// A question that two interviews answered otherwise.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SideBySideRow {
    /// The question's path.
    pub path: String,
    /// The question in words.
    pub label: String,
    /// What it got in the one, in words; empty if it does not stand there.
    pub one: Vec<String>,
    /// What it got in the other.
    pub other: Vec<String>,
}

#[uniffi::export]
impl Phone {
    /// Which of several interviews at one door count.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn counting_rule(&self) -> Result<CountingRule, PhoneError> {
        Ok(match self.device().counting()? {
            Counting::OnePerHome => CountingRule::OnePerHome,
            Counting::OnePerPerson => CountingRule::OnePerPerson,
            Counting::Anyone => CountingRule::Anyone,
        })
    }

    /// Sets which of several interviews at one door count. Nothing is deleted by it, and it can be set anew.
    ///
    /// # Errors
    /// This person may not set the project up.
    pub fn set_counting_rule(&self, rule: CountingRule) -> Result<(), PhoneError> {
        let wanted = match rule {
            CountingRule::OnePerHome => Counting::OnePerHome,
            CountingRule::OnePerPerson => Counting::OnePerPerson,
            CountingRule::Anyone => Counting::Anyone,
        };
        self.act(|device, at| device.set_counting(wanted, at))
    }

    /// The doors, or homes under several addresses, at which more than one interview stands in a round.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn several_at_one_door(&self) -> Result<Vec<OneDoorRow>, PhoneError> {
        let found = self.device().at_one_door()?;
        let doors = if found.is_empty() { Vec::new() } else { self.device().doors()? };
        let addresses: BTreeMap<_, _> = doors.into_iter().map(|line| (line.id, line.door.address)).collect();
        let rounds: BTreeMap<_, _> = self.device().rounds()?.into_iter().map(|round| (round.id, round.name)).collect();
        let row = |at: AtOneDoor| {
            let interviews = at.interviews.iter().map(|one| {
                let (by, finished) = self.device().response_detail(one.response)?.finished;
                let response = one.response.to_string();
                let (by, finished_ms) = (self.person(by), finished.0);
                Ok(OneDoorInterview { response, by, finished_ms, in_results: in_results(one.counts) })
            });
            Ok(OneDoorRow {
                door: at.door.to_string(),
                address: addresses.get(&at.door).cloned(),
                round: at.round.and_then(|round| rounds.get(&round).cloned()),
                interviews: interviews.collect::<Result<_, PhoneError>>()?,
            })
        };
        found.into_iter().map(row).collect()
    }

    /// Two interviews side by side: what they answered otherwise.
    ///
    /// # Errors
    /// One of them is not on this phone.
    pub fn side_by_side(&self, one: String, other: String) -> Result<SideBySideCard, PhoneError> {
        let (one, other) = (self.response(one)?.answers, self.response(other)?.answers);
        let there = |rows: &[AnswerRow], path: &str| rows.iter().find(|row| row.path == path).cloned();
        let asked = |rows: &[AnswerRow]| rows.iter().filter(|row| !row.computed).cloned().collect::<Vec<_>>();
        let only_there = asked(&other).into_iter().filter(|row| there(&one, &row.path).is_none());
        let (mut same, mut rows) = (0, Vec::new());
        for row in asked(&one).into_iter().chain(only_there) {
            let (here, there) = (there(&one, &row.path), there(&other, &row.path));
            if here.as_ref().map(|row| &row.given) == there.as_ref().map(|row| &row.given) {
                same += 1;
                continue;
            }
            let words = |row: Option<AnswerRow>| row.map(|row| row.words).unwrap_or_default();
            rows.push(SideBySideRow { path: row.path, label: row.label, one: words(here), other: words(there) });
        }
        Ok(SideBySideCard { same, rows })
    }
}

const fn in_results(counts: Counts) -> InResults {
    match counts {
        Counts::Yes => InResults::Counts,
        Counts::Another => InResults::AnotherCounts,
        Counts::LeftOut => InResults::LeftOut,
        Counts::TakenBack => InResults::TakenBack,
    }
}
