//! A questionnaire's languages: which of them were checked by somebody who speaks them.

use doorstep_core::device::TranslationLine;

use crate::{Phone, PhoneError, input};

/// The longest name of a language or of whoever checked it, in bytes.
const MAX_BYTES: usize = 800;

/// A language of a questionnaire, and whether its texts were checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct TranslationRow {
    /// The language, as the questionnaire writes it.
    pub language: String,
    /// Whether the questionnaire was written in it: that needs no check.
    pub is_original: bool,
    /// When it was recorded that somebody who speaks the language has checked the texts, in milliseconds since 1970 UTC.
    pub checked_ms: Option<i64>,
    /// Who that was: on coordinators' phones alone.
    pub by: Option<String>,
}

#[uniffi::export]
impl Phone {
    /// A questionnaire's languages, the original first, and whether each was checked.
    ///
    /// # Errors
    /// It is not on this phone.
    pub fn translations(&self, form: String) -> Result<Vec<TranslationRow>, PhoneError> {
        let form = input::id("a questionnaire", &form)?;
        Ok(self.device().translations(form)?.into_iter().map(TranslationRow::of).collect())
    }

    /// Records that somebody who speaks a language has checked a questionnaire's texts in it. The name is locked for coordinators.
    ///
    /// # Errors
    /// The questionnaire has no such language, there is no name, or this person may not set the project up.
    pub fn note_translation_checked(&self, form: String, language: String, by: String) -> Result<(), PhoneError> {
        let form = input::id("a questionnaire", &form)?;
        let language = input::capped("a language", &language, MAX_BYTES)?;
        let by = input::capped("a name", &by, MAX_BYTES)?;
        self.act(|device, at| device.note_checked(form, language, by, at))
    }

    /// Has the name of whoever checked a translation erased everywhere; that it was checked stays.
    ///
    /// # Errors
    /// The questionnaire has no such language, or this person may not have anything erased.
    pub fn forget_speaker(&self, form: String, language: String) -> Result<(), PhoneError> {
        let form = input::id("a questionnaire", &form)?;
        let language = input::capped("a language", &language, MAX_BYTES)?;
        self.act(|device, at| device.forget_speaker(form, language, at))
    }
}

impl TranslationRow {
    fn of(line: TranslationLine) -> Self {
        Self {
            language: line.language,
            is_original: line.is_original,
            checked_ms: line.checked.map(|at| at.0),
            by: line.by,
        }
    }
}
