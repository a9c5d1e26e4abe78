//! What a respondent was told before the first question: which privacy notice, and in which language.
//!
//! What they agreed to follows from their answers, see `evaluation`'s consents.

use std::collections::BTreeMap;

use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{BlobHash, hash};

const NOTICE: &str = "told/notice";
const LANGUAGE: &str = "told/language";

/// What somebody was told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The hash of the privacy notice as it stood then: see [`notice_hash`].
    pub notice: Option<BlobHash>,
    /// The language in which the questions were put, as the questionnaire names it.
    pub language: Option<String>,
}

impl Told {
    /// The values of the response's first change.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let notice = self.notice.map(|notice| (NOTICE.to_owned(), Scalar::Bytes(notice.0.to_vec())));
        let language = self.language.clone().map(|language| (LANGUAGE.to_owned(), Scalar::Text(language)));
        notice.into_iter().chain(language).collect()
    }

    /// Reads it; what was not recorded is absent. The first that was written holds: nobody corrects what was said.
    pub fn read(flat: &Flat) -> Self {
        let first = |key| flat.held(key).first().map(|held| &held.value);
        Self {
            notice: first(NOTICE).and_then(|value| BlobHash::try_from(value.bytes()?).ok()),
            language: first(LANGUAGE).and_then(|value| value.text().map(str::to_owned)),
        }
    }
}

/// By which a text of the privacy notice is told from every other.
pub fn notice_hash(notice: &str) -> BlobHash {
    BlobHash(hash("privacy notice", &[notice.as_bytes()]))
}
