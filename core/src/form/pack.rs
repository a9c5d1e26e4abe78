//! Question packs: questions, criteria and codes that one organisation lets others use, with a story card and where they came from.
//!
//! A pack is one JSON file, hostile until [`Pack::from_json`] has checked it. It is made of a questionnaire and what was agreed, so no
//! answer, name or address can be in it; what a project records of a pack that it took is `document::kinds::taken_pack`'s.

mod check;
mod choose;
mod draft;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use draft::Draft;

use super::model::Form;
use super::wording::{Wordings, wordings};
use crate::ids::PackHash;

/// What the file is called by the first version that wrote it.
const FORMAT: u32 = 1;

/// The largest file of a pack, in bytes.
pub const MOST_BYTES: usize = 4 << 20;

/// Why a pack can't be read or made.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The file is too large.
    #[error("a question pack has at most {} bytes", MOST_BYTES)]
    TooLarge,
    /// The file is no pack.
    #[error("the file is no question pack: line {}, column {}", .0.line(), .0.column())]
    Malformed(#[source] serde_json::Error),
    /// Written by a program that is newer than this one.
    #[error("the question pack has format {format}; this program is too old for it")]
    Newer {
        /// The format that the file names.
        format: u32,
    },
    /// There are more of something than a pack may have.
    #[error("a question pack has at most {most} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many it may have.
        most: usize,
    },
    /// A text is empty, too long or not plain.
    #[error("{what} of a question pack must be plain text of {least} to {most} characters")]
    BadText {
        /// What the text is.
        what: &'static str,
        /// The fewest characters it may have.
        least: usize,
        /// The most.
        most: usize,
    },
    /// A contact without the person's agreement.
    #[error("whom to ask is told only if that person agreed to it: say so, or leave it out")]
    ContactNotAgreed,
    /// A row's name can't be used, or two rows have one.
    #[error("the questions of the pack have names that can't be used")]
    BadNames,
    /// There is no such question.
    #[error("the questionnaire has no question {name}")]
    NoQuestion {
        /// What was asked for.
        name: String,
    },
    /// Nothing is in it.
    #[error("the pack would be empty: no question was chosen")]
    Empty,
    /// A question takes its choices or values from a file, which a pack has not.
    #[error("{path} reads the file {file}, and a pack has no files: leave it out")]
    NeedsFile {
        /// The question.
        path: String,
        /// The file.
        file: String,
    },
    /// The questions' logic does not work by itself.
    #[error("the questions of the pack can't be used: {fault}")]
    Logic {
        /// The first mistake, with its place.
        fault: String,
    },
    /// A question's wording is not the one that the pack says.
    #[error("the wording of {path} is not the one that the pack names: it was changed on the way")]
    Changed {
        /// The question.
        path: String,
    },
    /// Something in it tells of a person of the project.
    #[error("the pack would hold {what} of this project: take it out of the questions, criteria, codes and the story")]
    TellsOfSomebody {
        /// What: an address, a name.
        what: &'static str,
    },
}

/// Questions, criteria and codes for others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pack {
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// The project that made it.
    pub project: String,
    /// The day on which it was made, as `2026-03-14`.
    pub made_on: String,
    /// Who tried it, and what came of it.
    #[serde(default, skip_serializing_if = "Story::is_empty")]
    pub story: Story,
    /// The questions, as a questionnaire of their own.
    pub questions: Form,
    /// The wordings of each question, by path and language.
    pub wordings: BTreeMap<String, Wordings>,
    /// The languages that somebody who speaks them has checked.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub checked: BTreeSet<String>,
    /// What is assessed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<PackCriterion>,
    /// What people's words are sorted by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<PackCode>,
    /// The packs that its questions, criteria or codes were taken from, and those that these were made from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_from: Vec<EarlierPack>,
}

/// Who tried the questions, and what came of it. Texts may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Story {
    /// Who tried it: a group, a service.
    pub who: String,
    /// Where.
    pub place: String,
    /// When, in words.
    pub when: String,
    /// What changed because of it.
    pub changed: String,
    /// Whom to ask, and how.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ask: String,
    /// Whether that person agreed to be asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ask_agreed: bool,
}

/// What good looks like. Who agreed it, a service's own figure and its answer stay where they are: whoever takes it agrees anew.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PackCriterion {
    /// The code, as questions name it.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What good looks like.
    pub good: String,
}

/// Something that people's words are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct PackCode {
    /// What it is called.
    pub name: String,
    /// What belongs to it.
    pub means: String,
}

/// A pack that another one was made from, as that one says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EarlierPack {
    /// Its name.
    pub pack: PackHash,
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// The project that made it.
    pub project: String,
    /// The day on which it was made.
    pub made_on: String,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    pack: &'a Pack,
}

#[derive(Deserialize)]
struct Named {
    format: u32,
}

#[derive(Deserialize)]
struct Read {
    pack: Pack,
}

impl Story {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Pack {
    /// Puts the chosen questions of a questionnaire into the pack, with what their logic reads; all that people are asked if none is
    /// named. A question goes by its path or the last part of it.
    ///
    /// # Errors
    /// A name that is none, or questions that don't work by themselves.
    pub fn with_questions(self, form: &Form, chosen: &[String]) -> Result<Self, PackError> {
        let questions = choose::part_of(form, chosen)?;
        Ok(Self { wordings: wordings_of(&questions), questions, ..self })
    }

    /// The codes of the criteria that its questions are about.
    pub fn assessed(&self) -> BTreeSet<String> {
        let questions = self.questions.questions().into_iter();
        questions.filter_map(|(_, question)| question.evaluation.criterion.clone()).collect()
    }

    /// The file of the pack: JSON that people can read.
    ///
    /// # Errors
    /// When something in it is not fit for a pack.
    pub fn to_json(&self) -> Result<String, PackError> {
        check::check(self)?;
        let text = serde_json::to_string_pretty(&Written { format: FORMAT, pack: self });
        let text = text.expect("a pack holds only text keys, numbers and text, which JSON can write") + "\n";
        if text.len() > MOST_BYTES { Err(PackError::TooLarge) } else { Ok(text) }
    }

    /// Reads a pack's file and checks all of it: what is returned can be used. With the name of the file.
    ///
    /// # Errors
    /// When the bytes are no pack, of a newer format, or hold what is not fit for one.
    pub fn from_json(bytes: &[u8]) -> Result<(PackHash, Self), PackError> {
        if bytes.len() > MOST_BYTES {
            return Err(PackError::TooLarge);
        }
        let Named { format } = serde_json::from_slice(bytes).map_err(PackError::Malformed)?;
        if format > FORMAT {
            return Err(PackError::Newer { format });
        }
        let Read { mut pack } = serde_json::from_slice(bytes).map_err(PackError::Malformed)?;
        check::check(&pack)?;
        choose::strip(&mut pack.questions);
        Ok((PackHash(*blake3::hash(bytes).as_bytes()), pack))
    }

    /// The questions as a draft for the author of a questionnaire: behind those of this one, or as a questionnaire of their own.
    pub fn draft(&self, form: Option<&Form>) -> Draft {
        draft::draft(self, form)
    }
}

/// The wordings of all questions of a form that have one, by path.
fn wordings_of(form: &Form) -> BTreeMap<String, Wordings> {
    let named = form.questions().into_iter().map(|(path, question)| (path, wordings(form, question)));
    named.filter(|(_, wordings)| !wordings.is_empty()).collect()
}

#[cfg(test)]
mod tests;
