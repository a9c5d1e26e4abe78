//! Translations that somebody who speaks the language has checked: that one was is told to everybody who asks in it, who it was to
//! coordinators alone.

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::Document;
use crate::document::kinds::subject::Subject;
use crate::document::kinds::translation::{self, speaker, speaker_id, speaker_in};
use crate::entry::{DocKey, Why};
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
        let known = self.form(form)?;
        let Some(language) = known.language(language) else {
            return Err(DeviceError::BadText { what: "a language of the questionnaire", most: MAX_NAME_CHARS });
        };
        let name = super::doors::checked("the name of whoever checked", by, MAX_NAME_CHARS)?;
        let writing = self.lock();
        let membership = self.membership()?;
        let settings = self.settings()?;
        let document = self.load(&settings)?;
        let values = translation::to_values(form, &language.0, at.now);
        let actor = self.actor(&membership, &settings)?;
        let changes = match document.changes().next() {
            None => Document::first(actor, &values)?,
            Some(_) => document.edit(actor, &values, None)?,
        };
        let mut batch = Batch::default();
        batch.changes(&settings, DocKind::Project, changes);
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
        let checked = translation::read(self.load(&self.settings()?)?.flat(), form);
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
        let known = self.form(form)?;
        let Some(language) = known.language(language) else {
            return Err(DeviceError::BadText { what: "a language of the questionnaire", most: MAX_NAME_CHARS });
        };
        let subject = Subject { kind: DocKind::Identity, doc: speaker_id(form, &language.0) };
        self.erase(subject, Why::Asked, at)
    }
}

fn speaker_key(form: BlobHash, language: &str) -> DocKey {
    let scope = Scope::whole(Class::Person);
    DocKey { scope, kind: DocKind::Identity.number(), doc: speaker_id(form, language) }
}
