//! Texts of a form in its languages, and the media beside them.
//!
//! The program's own words are not here: they live in `words`.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A language as the form's author writes it: `English (en)`, `French`, `fr`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lang(pub String);

impl Lang {
    /// The language of texts that name none. XLSForm calls it `default`.
    pub fn unnamed() -> Self {
        Self("default".to_owned())
    }

    /// Whether the author gave this language no name.
    pub fn is_unnamed(&self) -> bool {
        self.0 == "default"
    }

    /// The subtag in brackets at the end (`English (en)` has `en`), or the whole name if it looks like one.
    pub fn code(&self) -> Option<&str> {
        let name = self.0.trim();
        let inner = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map_or(name, |(_, code)| code).trim();
        let like_a_tag = (2..=35).contains(&inner.len())
            && inner
                .split('-')
                .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
            && inner.split('-').next().is_some_and(|first| (2..=3).contains(&first.len()));
        like_a_tag.then_some(inner)
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self::unnamed()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One text in the languages that have it. May hold `${name}` references, which the interview fills in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Translated(pub BTreeMap<Lang, String>);

impl Translated {
    /// A text that names no language.
    pub fn plain(text: &str) -> Self {
        Self(BTreeMap::from([(Lang::unnamed(), text.to_owned())]))
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in this language alone.
    pub fn exact(&self, lang: &Lang) -> Option<&str> {
        self.0.get(lang).map(String::as_str)
    }

    /// The text in this language; where it is missing, the one that names no language.
    pub fn shown(&self, lang: &Lang) -> Option<&str> {
        self.exact(lang).or_else(|| self.exact(&Lang::unnamed()))
    }

    /// The text in this language, or in `fallback`, or in any language there is: for reports, which must name the thing.
    pub fn best(&self, lang: &Lang, fallback: &Lang) -> Option<&str> {
        self.shown(lang).or_else(|| self.exact(fallback)).or_else(|| self.0.values().next().map(String::as_str))
    }
}

/// What a media file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// `image`
    Image,
    /// `big-image`
    BigImage,
    /// `audio`
    Audio,
    /// `video`
    Video,
}

/// File names by kind and language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Media(pub BTreeMap<MediaKind, Translated>);

impl Media {
    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_language_is_found_in_brackets_or_alone() {
        assert_eq!(Lang("English (en)".into()).code(), Some("en"));
        assert_eq!(Lang("Português (pt-BR)".into()).code(), Some("pt-BR"));
        assert_eq!(Lang("fr".into()).code(), Some("fr"));
        assert_eq!(Lang("French".into()).code(), None);
    }

    #[test]
    fn a_text_without_a_language_shows_where_the_translation_is_missing() {
        let mut text = Translated::plain("Hello");
        text.0.insert(Lang("fr".into()), "Bonjour".into());
        assert_eq!(text.shown(&Lang("fr".into())), Some("Bonjour"));
        assert_eq!(text.shown(&Lang("es".into())), Some("Hello"));
    }
}
