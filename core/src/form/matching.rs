//! Matching questions to what is assessed, for forms without `evaluation::` columns: guesses with reasons, to be confirmed.
//!
//! A [`Matching`] is stored apart from the form's file. Applied to the form, it gives the form that the columns would have
//! given: nothing downstream knows the difference. What the columns mean is decided in `evaluation`.
//!
//! ```
//! use doorstep_core::form::import::{Limits, import};
//! use doorstep_core::form::matching::{Matching, guess};
//!
//! let table = "\
//! ## survey
//! | type | name | label |
//! |---|---|---|
//! | select_one sat | parks | How satisfied are you with the parks? |
//! ## choices
//! | list_name | name | label |
//! |---|---|---|
//! | sat | a | Very satisfied |
//! | sat | b | Satisfied |
//! | sat | c | Dissatisfied |
//! ";
//! let form = import(table.as_bytes(), &Limits::default()).expect("a form").form;
//! let matching = guess(&form);
//! let matched = matching.apply(&form).expect("what was guessed fits");
//! assert_eq!(matched.questions()[0].1.evaluation.criterion.as_deref(), Some("parks"));
//! assert_eq!(matched.lists["sat"].named("a").and_then(|choice| choice.points), Some(3));
//! ```

mod apply;
mod change;
mod measures;
mod missing;
mod people;
mod plain;
mod said;
mod scales;
mod themes;
mod vocabulary;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use apply::{MatchingError, Misfit};
pub use change::NotAChange;

use super::model::{Form, Measure, MissingKind};

/// What the file is called by the first version that wrote it.
const FORMAT: u32 = 1;

/// The largest file of a matching, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// What a form's questions and choices mean for the evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// The format of the file.
    pub format: u32,
    /// The author's id of the form that it was made for. Another version of it may be matched with it, too.
    pub form: String,
    /// What was guessed, or confirmed, in the order in which it is asked about.
    pub guesses: Vec<Guess>,
}

/// One thing that is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// What is meant by what.
    #[serde(flatten)]
    pub meaning: Meaning,
    /// Why, in plain words.
    pub reason: String,
    /// How sure that is.
    pub confidence: Confidence,
}

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// One weak sign.
    Low,
    /// One good sign.
    Medium,
    /// Several signs that agree.
    High,
    /// Somebody said so.
    Certain,
}

/// What is meant by what. Questions go by their paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Meaning {
    /// The answer says in which role somebody answers.
    Perspective {
        /// The question.
        question: String,
    },
    /// The choices of a list are a scale.
    Scale {
        /// The list.
        list: String,
        /// What each choice counts, by name; high is good.
        points: BTreeMap<String, u8>,
    },
    /// Some choices of a list stand for having no answer.
    NoAnswer {
        /// The list.
        list: String,
        /// Why there is none, by the choice's name.
        choices: BTreeMap<String, MissingKind>,
    },
    /// The answer says something about a criterion.
    Measure {
        /// The question.
        question: String,
        /// What it says.
        measure: Measure,
        /// The criterion's key; none for a priority among several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        criterion: Option<String>,
        /// Whether the statement is about something bad, so that agreeing counts low.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reversed: bool,
    },
    /// Some questions belong to a theme.
    Theme {
        /// The theme in words.
        theme: String,
        /// The questions.
        questions: Vec<String>,
    },
    /// The answers to some questions are compared with what is known of the population.
    Margin {
        /// The questions.
        questions: Vec<String>,
    },
    /// Free text that a coordinator reads before anybody else.
    Review {
        /// The questions.
        questions: Vec<String>,
    },
    /// Answers that say who somebody is, and are kept apart.
    Sealed {
        /// The questions.
        questions: Vec<String>,
    },
}

/// Guesses what a form's questions and choices mean. What its `evaluation::` columns say already is not guessed again.
pub fn guess(form: &Form) -> Matching {
    let mut guesses = Vec::new();
    guesses.extend(people::perspective(form));
    let scales = scales::all(form);
    let measures = measures::guess(form, &scales);
    let measured = measures::lists(form, &measures);
    guesses.extend(scales::guess(&scales, &measured));
    guesses.extend(missing::guess(form, &scales));
    let themes = themes::guess(form, &measures);
    guesses.extend(measures);
    guesses.extend(themes);
    guesses.extend(people::margins(form));
    let sealed = people::sealed(form);
    guesses.extend(people::review(form, sealed.as_ref()));
    guesses.extend(sealed);
    Matching { format: FORMAT, form: form.id.clone(), guesses }
}

impl Matching {
    /// Reads the file of a matching.
    ///
    /// # Errors
    /// The bytes are too large, no matching, or of a newer format.
    pub fn from_json(bytes: &[u8]) -> Result<Self, MatchingError> {
        if bytes.len() > MOST_BYTES {
            return Err(MatchingError::TooLarge { limit_bytes: MOST_BYTES });
        }
        let matching: Self = serde_json::from_slice(bytes).map_err(MatchingError::Malformed)?;
        if matching.format > FORMAT {
            return Err(MatchingError::Newer { format: matching.format });
        }
        Ok(matching)
    }

    /// The file of the matching: JSON that people can read and change.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.expect("a matching holds only text keys, numbers and text, which JSON can write") + "\n"
    }
}

impl Meaning {
    /// The question and its measure, if it is about one.
    fn measured(&self) -> Option<(&str, Measure)> {
        if let Self::Measure { question, measure, .. } = self { Some((question, *measure)) } else { None }
    }
}

impl Guess {
    fn new(meaning: Meaning, confidence: Confidence, reason: impl Into<String>) -> Self {
        Self { meaning, reason: reason.into(), confidence }
    }
}

impl Confidence {
    /// One word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Low => "perhaps",
            Self::Medium => "likely",
            Self::High => "almost certainly",
            Self::Certain => "confirmed",
        }
    }
}
