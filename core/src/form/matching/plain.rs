//! Texts of a form as plain words, so that labels can be compared with a vocabulary: lower case, no accents, no signs.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::form::model::Translated;

/// The most bytes of one text that are looked at.
const MOST_BYTES: usize = 2_000;

/// A text as words with one space between: accents, signs, tags and references left out. `don't` becomes `dont`.
pub(super) fn plain(text: &str) -> String {
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let mut words = String::new();
    let mut skipped_until = None;
    for c in text[..end].nfd().filter(|c| !is_combining_mark(*c)) {
        match (skipped_until, c) {
            (Some(until), c) if c == until => skipped_until = None,
            (Some(_), _) | (None, '\'' | '’' | '`') => {}
            (None, '<') => skipped_until = Some('>'),
            (None, '{') => skipped_until = Some('}'),
            (None, c) if c.is_alphanumeric() => words.extend(c.to_lowercase()),
            (None, _) => words.push(' '),
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in each of its languages, as words.
pub(super) fn all(text: &Translated) -> Vec<String> {
    text.0.values().map(|text| plain(text)).filter(|text| !text.is_empty()).collect()
}

/// Whether a phrase stands in words as whole words.
pub(super) fn has(words: &str, phrase: &str) -> bool {
    words.match_indices(phrase).any(|(at, _)| {
        let before = words[..at].chars().next_back().is_none_or(|c| c == ' ');
        let after = words[at + phrase.len()..].chars().next().is_none_or(|c| c == ' ');
        before && after
    })
}

/// The first of the phrases that stands in any of the texts.
pub(super) fn first_of<'p>(texts: &[String], phrases: &[&'p str]) -> Option<&'p str> {
    phrases.iter().copied().find(|phrase| texts.iter().any(|text| has(text, phrase)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_signs_tags_and_references_are_left_out() {
        assert_eq!(plain("  ¿Qué le PARECE, ${name}? <b>Don't</b> know…"), "que le parece dont know");
        assert_eq!(plain(&"é".repeat(5_000)).len(), MOST_BYTES / 2);
    }

    #[test]
    fn a_phrase_is_found_as_whole_words_only() {
        assert!(has("very satisfied", "satisfied") && !has("dissatisfied", "satisfied"));
        assert!(has("not at all", "not at all") && !has("nothing", "not"));
    }
}
