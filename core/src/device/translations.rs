//! Translations that somebody who speaks the language has checked: that one was is told to everybody who asks in it, who it was to
//! coordinators alone.

use std::collections::BTreeMap;

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::Document;
use crate::document::kinds::subject::Subject;
use crate::document::kinds::translation::{self, speaker, speaker_id, speaker_in};
use crate::entry::{DocKey, Why};
use crate::form::model::Lang;
use crate::ids::BlobHash;
use crate::member::{Class, DocKind, Scope};
use crate::time::Timestamp;

/// The most characters in the name of whoever checked.
const MAX_NAME_CHARS: usize = 200;

/// A language of a questionnaire, and whether its texts were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationLine {
    /// The language, as the questionnaire writes it.
    pub language: String,
    /// Whether the questionnaire was written in it: that needs no check.
    pub is_original: bool,
    /// When it was recorded that somebody who speaks the language has checked the texts.
    pub checked: Option<Timestamp>,
    /// Who that was; only on coordinators' devices, and not once it was erased.
    pub by: Option<String>,
}

impl Device {
    /// Records that somebody who speaks a language has checked a questionnaire's texts in it.
    ///
    /// # Errors
    /// When the questionnaire or its language is not known here, the name is empty or too long, or this device may not set the project
    /// up.
    pub fn note_checked(
        &self,
        form: BlobHash,
        language: &str,
        by: &str,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let language = self.language_of(form, language)?;
        let name = super::doors::checked("the name of whoever checked", by, MAX_NAME_CHARS)?;
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        let values = translation::to_values(form, &language.0, at.now);
        self.push_settings(&mut batch, &membership, |_: &Document| values)?;
        let key = speaker_key(form, &language.0);
        let replaces = self.store.sealed_values(&key)?.iter().map(|logged| logged.hash).collect();
        batch.push(key.scope, self.lock_value(&membership, &key, speaker(&name), replaces, at)?);
        self.commit(batch, &writing, at).map(drop)
    }

    /// A questionnaire's languages, the original first, and whether each was checked.
    ///
    /// # Errors
    /// When the questionnaire is not on this device, or the store can't be read.
    pub fn translations(&self, form: BlobHash) -> Result<Vec<TranslationLine>, DeviceError> {
        let known = self.form(form)?;
        let checked = self.checked_languages(form)?;
        let view = self.view()?;
        let mut lines = Vec::new();
        for language in &known.languages {
            let opened = self.open_values(&view, &speaker_key(form, &language.0))?;
            lines.push(TranslationLine {
                language: language.0.clone(),
                is_original: *language == known.default_language,
                checked: checked.get(&language.0).copied(),
                by: speaker_in(&opened.flat),
            });
        }
        lines.sort_by_key(|line| !line.is_original);
        Ok(lines)
    }

    /// Has the name of whoever checked a translation erased everywhere; that it was checked stays.
    ///
    /// # Errors
    /// When the language is not known here, or this person may not have anything erased.
    pub fn forget_speaker(&self, form: BlobHash, language: &str, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let language = self.language_of(form, language)?;
        let subject = Subject { kind: DocKind::Identity, doc: speaker_id(form, &language.0) };
        self.erase(subject, Why::Asked, at)
    }

    /// The languages of a questionnaire that were checked, and when.
    pub(super) fn checked_languages(&self, form: BlobHash) -> Result<BTreeMap<String, Timestamp>, DeviceError> {
        Ok(translation::read(self.load(&self.settings()?)?.flat(), form))
    }

    /// The language of a questionnaire that somebody means.
    fn language_of(&self, form: BlobHash, meant: &str) -> Result<Lang, DeviceError> {
        let unknown = DeviceError::BadText { what: "a language of the questionnaire", most: MAX_NAME_CHARS };
        self.form(form)?.language(meant).cloned().ok_or(unknown)
    }
}

fn speaker_key(form: BlobHash, language: &str) -> DocKey {
    let scope = Scope::whole(Class::Person);
    DocKey { scope, kind: DocKind::Identity.number(), doc: speaker_id(form, language) }
}
