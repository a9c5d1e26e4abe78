//! The language that somebody reads, and the direction it runs in.
//!
//! Which languages there are words for is `catalogue`'s matter.

use std::fmt;
use std::str::FromStr;

use unic_langid::LanguageIdentifier;

/// The text was no language tag, such as `en` or `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language tag; expected one such as en or pt-BR")]
pub struct BadLanguage;

/// A language, by its BCP 47 tag.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language(LanguageIdentifier);

impl Language {
    /// English: the language that every word exists in.
    pub fn english() -> Self {
        Self("en".parse().expect("`en` is a language tag"))
    }

    /// The tag, in its canonical spelling.
    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    /// The first part of the tag: `pt` of `pt-BR`.
    pub fn main(&self) -> &str {
        self.0.language.as_str()
    }

    /// Which way its lines run. Told by the script if the tag names one, else by the language.
    pub fn direction(&self) -> Direction {
        let rightwards = match &self.0.script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
            None => RIGHT_TO_LEFT.contains(&self.main()),
        };
        if rightwards { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    pub(super) const fn id(&self) -> &LanguageIdentifier {
        &self.0
    }
}

impl FromStr for Language {
    type Err = BadLanguage;

    fn from_str(text: &str) -> Result<Self, BadLanguage> {
        text.trim().parse().map(Self).map_err(|_| BadLanguage)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which way the lines of a language run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// As English does.
    LeftToRight,
    /// As Arabic and Hebrew do.
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Languages usually written from right to left (Unicode CLDR, `layout.xml`).
const RIGHT_TO_LEFT: [&str; 14] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];

const RIGHT_TO_LEFT_SCRIPTS: [&str; 8] = ["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_and_urdu_run_from_the_right_unless_written_in_latin_letters() {
        let direction = |tag: &str| tag.parse::<Language>().unwrap().direction();
        assert_eq!(["ar", "ur-PK", "pa-Arab"].map(direction), [Direction::RightToLeft; 3]);
        assert_eq!(["en", "es", "ur-Latn"].map(direction), [Direction::LeftToRight; 3]);
    }

    #[test]
    fn text_that_is_no_tag_is_refused() {
        assert_eq!("not a language".parse::<Language>(), Err(BadLanguage));
        assert_eq!("".parse::<Language>(), Err(BadLanguage));
    }
}
