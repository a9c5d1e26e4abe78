//! Patterns of `regex()`: those of the field's engines (Java, JavaScript), run in time bounded by text and pattern.
//!
//! There, `\d`, `\w` and `\s` mean ASCII; here they would mean all of Unicode, so they are spelled out. Looking ahead or
//! back is not supported: no bound would hold.

use regex::{Regex, RegexBuilder};

/// The largest compiled pattern, in bytes: enough for any check on an answer.
const MAX_COMPILED_BYTES: usize = 1 << 18;

/// The longest pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 1 << 14;

/// The longest text that a pattern is held against, in bytes: longer than any answer.
pub(super) const MAX_MATCHED_BYTES: usize = 1 << 16;

/// Whether a pattern can be used.
pub(in crate::form) fn is_usable(pattern: &str) -> bool {
    compile(pattern).is_some()
}

/// A pattern that has to fit the whole text; `None` when it is no good.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    if pattern.len() > MAX_PATTERN_BYTES {
        return None;
    }
    RegexBuilder::new(&format!("^(?:{})$", spelled_out(pattern)))
        .size_limit(MAX_COMPILED_BYTES)
        .dfa_size_limit(MAX_COMPILED_BYTES)
        .nest_limit(100)
        .build()
        .ok()
}

/// The pattern with its ASCII classes spelled out; inside brackets they become brackets in brackets, which is allowed.
fn spelled_out(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    while let Some(c) = letters.next() {
        match (c, c == '\\') {
            (_, true) => match letters.next() {
                Some('b') => out.push_str(r"(?-u:\b)"),
                Some('d') => out.push_str("[0-9]"),
                Some('D') => out.push_str("[^0-9]"),
                Some('w') => out.push_str("[0-9A-Za-z_]"),
                Some('W') => out.push_str("[^0-9A-Za-z_]"),
                Some('s') => out.push_str(r"[\t\n\x0B\f\r ]"),
                Some('S') => out.push_str(r"[^\t\n\x0B\f\r ]"),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        compile(pattern).unwrap_or_else(|| panic!("{pattern} is usable")).is_match(text)
    }

    #[test]
    fn classes_mean_ascii_and_dots_any_letter() {
        assert!(fits(r"\d{3}", "123") && !fits(r"\d{3}", "١٢٣"));
        assert!(fits(r"[\w.-]+@\w+", "a.b-c@d") && !fits(r"\w+", "größe"));
        assert!(fits(r"\W\D\S", "é-x") && fits(r"[^\s]+", "ab") && fits(r"[\D]+", "ab"));
        assert!(fits(".{3}", "été") && fits(r"\bab\b", "ab"));
    }

    #[test]
    fn many_repetitions_are_no_burden() {
        assert!(fits(r"\w{1,200}", &"x".repeat(200)) && fits("(a|a)*b", "aab"));
    }

    #[test]
    fn patterns_that_explode_and_those_that_look_around_are_not_used() {
        for pattern in ["((a{1,100}){1,100}){1,100}", "(?=a)b", "(", &"a".repeat(MAX_PATTERN_BYTES + 1)] {
            assert!(!is_usable(pattern), "{}", pattern.get(..20).unwrap_or(pattern));
        }
    }
}
