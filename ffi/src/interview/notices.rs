//! What an interview has to say about itself, in sentences of the person's language.
//!
//! What an answer lacks is worded in `cards`; when there is something to say is decided in the core.

use doorstep_core::form::expr::EvalError;
use doorstep_core::form::interview::{Notice, NoticeKind};
use doorstep_core::words::{Language, Words};

/// The notices as sentences.
pub(super) fn sentences(notices: &[Notice], language: &Language) -> Vec<String> {
    if notices.is_empty() {
        return Vec::new();
    }
    let words = Words::new(language);
    notices.iter().map(|notice| sentence(notice, &words)).collect()
}

fn sentence(notice: &Notice, words: &Words) -> String {
    let label = ("label", notice.label.as_str().into());
    match &notice.kind {
        NoticeKind::NotWorkedOut { column, why } => {
            let key = format!("notice-{}", column.replace('_', "-"));
            words.say(&key, &[label, ("why", reason(why, words).as_str().into())])
        }
        NoticeKind::TooMany { limit } => words.say("notice-too-many", &[label, ("limit", (*limit).into())]),
        NoticeKind::SetAside { instances } => words.say("notice-set-aside", &[label, ("count", (*instances).into())]),
    }
}

fn reason(why: &EvalError, words: &Words) -> String {
    match why {
        EvalError::UnknownFunction { name } => words.say("why-no-function", &[("name", (&**name).into())]),
        EvalError::Arguments { name, .. } => words.say("why-arguments", &[("name", (&**name).into())]),
        EvalError::NotNodes { name } => words.say("why-wants-question", &[("name", (&**name).into())]),
        EvalError::BadArgument { name, argument } => {
            words.say("why-bad-argument", &[("name", (&**name).into()), ("argument", (*argument).into())])
        }
        EvalError::UnknownReference { name } => words.say("why-no-question", &[("name", (&**name).into())]),
        EvalError::TooMuchWork => words.say("why-too-much", &[]),
        EvalError::TooLong { .. } => words.say("why-too-long", &[]),
        EvalError::UnknownInstance { id } => words.say("why-no-list", &[("name", id.as_str().into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_sentence_in_every_language() {
        let columns = [
            "relevant",
            "calculation",
            "repeat_count",
            "choice_filter",
            "default",
            "trigger",
            "required",
            "constraint",
            "read_only",
        ];
        for language in ["en", "es", "ar"] {
            let language: Language = language.parse().unwrap();
            for column in columns {
                let kind = NoticeKind::NotWorkedOut { column, why: EvalError::TooMuchWork };
                let notice = Notice { path: "a".to_owned(), label: "Age".to_owned(), kind };
                let said = sentences(&[notice], &language).concat();
                assert!(said.contains("Age") && !said.contains("notice-"), "{said}");
            }
        }
    }
}
