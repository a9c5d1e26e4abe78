//! That somebody who speaks a language has checked a questionnaire's texts in it, as a part of the project's settings; who that was
//! stands apart, sealed.
//!
//! | key | value |
//! |---|---|
//! | `checked/<form version>/<language>` | integer, when it was recorded, in milliseconds since 1970 UTC |
//!
//! In the sealed document, of kind identity with an id that follows from version and language: `name`, text.

use std::collections::BTreeMap;

use super::{moment, subject};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{BlobHash, DocId};
use crate::time::Timestamp;

/// The value that records a check in the project's settings.
pub fn to_values(form: BlobHash, language: &str, at: Timestamp) -> BTreeMap<String, Scalar> {
    BTreeMap::from([(key_of(form, language), Scalar::Int(at.0))])
}

/// The languages of a form version that were checked, and when.
pub fn read(flat: &Flat, form: BlobHash) -> BTreeMap<String, Timestamp> {
    let prefix = key_of(form, "");
    let languages: Vec<String> = flat.under(&prefix).map(|(language, _)| language.to_owned()).collect();
    let when = |language: String| Some((language.clone(), moment(flat, &key_of(form, &language))?));
    languages.into_iter().filter_map(when).collect()
}

/// The document that names whoever checked.
pub fn speaker_id(form: BlobHash, language: &str) -> DocId {
    subject::derived("speaker who checked", &[&form.0, language.as_bytes()])
}

/// What the sealed document holds.
pub fn speaker(name: &str) -> BTreeMap<String, Scalar> {
    BTreeMap::from([("name".to_owned(), Scalar::Text(name.to_owned()))])
}

/// Who checked, from the opened document.
pub fn speaker_in(flat: &Flat) -> Option<String> {
    super::text(flat, "name")
}

fn key_of(form: BlobHash, language: &str) -> String {
    format!("checked/{form}/{language}")
}
