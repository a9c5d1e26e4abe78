//! Whether a default is a text or an expression: the sheet has one column for both.

use crate::form::expr::Expression;
use crate::form::model::QuestionKind;

/// Whether the text reads like an expression: a reference, a call, an operator or a step of a path. Prose with a dash in
/// it reads like one at first sight and does not parse.
pub(super) fn is_computed(text: &str, kind: &QuestionKind) -> bool {
    text.contains("${") || looks_computed(text, kind) && Expression::parse(text).is_ok()
}

fn looks_computed(text: &str, kind: &QuestionKind) -> bool {
    let chosen = kind.choices().is_some();
    let dashed = matches!(
        kind,
        QuestionKind::Date
            | QuestionKind::DateTime
            | QuestionKind::Time
            | QuestionKind::Geopoint
            | QuestionKind::Geotrace
            | QuestionKind::Geoshape
            | QuestionKind::Image
            | QuestionKind::Audio
            | QuestionKind::Video
            | QuestionKind::File
    );
    let words: Vec<&str> = text.split_whitespace().collect();
    has_call(text)
        || !dashed && !chosen && words.windows(3).any(|three| matches!(three[1], "+" | "-" | "*" | "div" | "mod" | "|"))
        || text.starts_with("../")
        || text.starts_with("instance(")
}

/// Whether a name stands directly before an opening bracket, outside quotes, with a closing bracket at the end.
fn has_call(text: &str) -> bool {
    let mut quote = None;
    let mut before = ' ';
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '\'' | '"') => quote = Some(c),
            None if c == '(' && (before.is_alphanumeric() || matches!(before, '-' | '_')) => return text.contains(')'),
            None => {}
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts_and_expressions_are_seen() {
        for text in ["foo", "123", "2024-02-09", "a-b", "I am (happy)", "e-mail (work)", "not known - see notes"] {
            assert!(!is_computed(text, &QuestionKind::Text), "{text}");
        }
        for text in ["${a}", "today()", "1 + 1", "once(random())", "../a", "3 div 2"] {
            assert!(is_computed(text, &QuestionKind::Text), "{text}");
        }
        assert!(!is_computed("2024-02-09 - 2", &QuestionKind::Date));
    }
}
