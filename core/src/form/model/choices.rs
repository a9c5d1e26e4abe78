//! Choice lists: what a select question offers.
//!
//! Which of them are offered at a given moment is the interview's business.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::text::{Media, Translated};

/// A named list of choices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChoiceList {
    /// The choices in the order of the sheet.
    pub choices: Vec<Choice>,
}

impl ChoiceList {
    /// The first choice with this name.
    pub fn named(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }
}

/// One choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored when it is chosen. It holds no space if any question allows several of the list.
    pub name: String,
    /// The row of the choices sheet, counted from 1 as spreadsheets do; 0 after reading a stored form version.
    #[serde(skip)]
    pub row: u32,
    /// What people see.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub label: Translated,
    /// Pictures, sounds and films of the label.
    #[serde(default, skip_serializing_if = "Media::is_empty")]
    pub media: Media,
    /// Every other column of the row, for choice filters and `geometry`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
    /// `evaluation::points`: what the choice counts, 0 to 100; high is good. A five-point scale has 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u8>,
    /// `evaluation::missing`: choosing it means that there is no answer, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingKind>,
}

/// The reasons for having no answer that a choice can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingKind {
    /// "Don't know" or "not sure".
    DontKnow,
    /// "Rather not say".
    PreferNot,
    /// "No experience of it".
    NoExperience,
}

impl MissingKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::DontKnow, Self::PreferNot, Self::NoExperience];

    /// How the sheet writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DontKnow => "dont_know",
            Self::PreferNot => "prefer_not",
            Self::NoExperience => "no_experience",
        }
    }
}
