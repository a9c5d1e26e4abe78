//! The wording of a question: what people were asked and between which answers they could choose, as one hash for each language.
//!
//! Figures of two projects may stand side by side only where these are equal. `docs/data-formats.md` defines the hashed text; what a
//! figure is made of is `evaluation`'s.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::model::{Choice, ChoiceSource, Form, Lang, Question, QuestionKind};
use crate::ids::{WordingHash, hash};

/// A question's wordings by language: its code in small letters, or its name where it has no code.
pub type Wordings = BTreeMap<String, WordingHash>;

/// The wordings of a question, in every language that it and its choices are written in.
///
/// A question that nobody answers, or whose choices are not in the form itself, has none.
pub fn wordings(form: &Form, question: &Question) -> Wordings {
    let named = |lang: &Lang| Some((tag(lang), wording(form, question, lang)?));
    form.languages.iter().filter_map(named).collect()
}

/// How a language is named beside a wording.
fn tag(lang: &Lang) -> String {
    lang.code().unwrap_or(&lang.0).to_lowercase()
}

fn wording(form: &Form, question: &Question, lang: &Lang) -> Option<WordingHash> {
    let text = hashed_text(form, question, lang)?;
    Some(WordingHash(hash("wording", &[text.as_bytes()])))
}

/// The text that is hashed: one line each for what kind of answer there is, the question, how choices are put, and each choice.
fn hashed_text(form: &Form, question: &Question, lang: &Lang) -> Option<String> {
    let asked = normalised(question.label.shown(lang)?);
    if asked.is_empty() || !question.kind.is_shown() || question.kind == QuestionKind::Note {
        return None;
    }
    let mut lines = vec![kind_word(&question.kind), asked];
    if question.kind == QuestionKind::Range {
        let parameter = |key: &str, otherwise: &str| -> String {
            question.parameters.get(key).map_or_else(|| otherwise.to_owned(), |text| text.trim().to_owned())
        };
        lines.push(format!("{} {} {}", parameter("start", "1"), parameter("end", "10"), parameter("step", "1")));
    }
    match question.kind.choices() {
        None => {}
        Some(ChoiceSource::File(_) | ChoiceSource::Repeat(_)) => return None,
        Some(ChoiceSource::List(_) | ChoiceSource::External(_)) => {
            let randomized = question.parameters.get("randomize").is_some_and(|said| said == "true");
            lines.push(if randomized { "any order" } else { "this order" }.to_owned());
            lines.push(question.choice_filter.as_deref().map_or_else(String::new, normalised));
            for choice in &form.list_of(question)?.choices {
                lines.push(format!("{} {}", standing(choice), normalised(choice.label.shown(lang)?)));
            }
        }
    }
    Some(lines.join("\n"))
}

/// The type without the list: lists have names of their own in every project.
fn kind_word(kind: &QuestionKind) -> String {
    let word = kind.type_text();
    let selects = ["select_one", "select_multiple", "rank"];
    let select = selects.into_iter().find(|select| kind.choices().is_some() && word.starts_with(select));
    select.map_or_else(|| word.clone(), str::to_owned)
}

/// What a choice counts: its points, why it is no answer, or neither.
fn standing(choice: &Choice) -> String {
    match (choice.points, choice.missing) {
        (_, Some(missing)) => missing.word().to_owned(),
        (Some(points), None) => points.to_string(),
        (None, None) => "-".to_owned(),
    }
}

/// A text as far as it matters what was asked: in small letters, in composed form (NFC), quotes straight, white space of any kind and
/// length as one space.
fn normalised(text: &str) -> String {
    let straight = |c: char| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        other => other,
    };
    let straight: String = text.chars().map(straight).collect();
    let words: Vec<&str> = straight.split_whitespace().collect();
    words.join(" ").to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::import::{Limits, import};

    const SAFE: &str = "\
## survey
| type | name | label::English (en) | label::Español (es) |
|---|---|---|---|
| select_one safe | feel | How safe do you feel here at night? | ¿Se siente segura aquí de noche? |
| text | why | Why? | |
| note | thanks | Thank you | Gracias |
## choices
| list_name | name | label::English (en) | label::Español (es) | evaluation::points | evaluation::missing |
|---|---|---|---|---|---|
| safe | 1 | Not at all | Nada | 1 | |
| safe | 2 | Very | Mucho | 2 | |
| safe | 9 | Don't know | No sé | | dont_know |
";

    fn of(form: &str, name: &str) -> Wordings {
        let form = import(form.as_bytes(), &Limits::default()).unwrap().form;
        let questions = form.questions();
        let (_, question) = questions.iter().find(|(path, _)| path == name).unwrap();
        wordings(&form, question)
    }

    #[test]
    fn the_hashed_text_and_its_hash_are_frozen() {
        let form = import(SAFE.as_bytes(), &Limits::default()).unwrap().form;
        let text = hashed_text(&form, form.questions()[0].1, &form.languages[0]).unwrap();
        let lines = ["select_one", "how safe do you feel here at night?", "this order", "", "1 not at all", "2 very"];
        assert_eq!(text, [&lines[..], &["dont_know don't know"]].concat().join("\n"));
        let wordings = of(SAFE, "feel");
        assert_eq!(wordings.keys().collect::<Vec<_>>(), ["en", "es"]);
        assert_eq!(wordings["en"].to_string(), "4fed57b3362db964abcef350ebdef8213621b67c630850a3f0aef1ec541f7d3f");
    }

    #[test]
    fn how_a_text_is_set_does_not_matter_and_what_it_says_does() {
        let english = |form: &str| of(form, "feel")["en"];
        let same = SAFE
            .replace("How safe do you feel", "HOW  SAFE do\u{a0}you feel")
            .replace("Don't know", "Don\u{2019}t know")
            .replace("safe | 9 |", "safe | dk |")
            .replace("| safe |", "| list7 |")
            .replace("select_one safe", "select_one list7");
        assert_eq!(english(&same), english(SAFE));
        let order =
            SAFE.replace("| safe | 1 | Not at all | Nada | 1 | |\n", "") + "| safe | 1 | Not at all | Nada | 1 | |\n";
        for other in [
            SAFE.replace("at night", "by day"),
            SAFE.replace("| Very |", "| Quite |"),
            SAFE.replace("Mucho | 2 |", "Mucho | 3 |"),
            SAFE.replace("| dont_know |", "| prefer_not |"),
            SAFE.replace("select_one", "select_multiple"),
            order,
        ] {
            assert_ne!(english(&other), english(SAFE), "{other}");
        }
    }

    #[test]
    fn a_language_that_lacks_a_text_has_no_wording_and_a_note_has_none_at_all() {
        assert_eq!(of(SAFE, "why").keys().collect::<Vec<_>>(), ["en"]);
        assert!(of(SAFE, "thanks").is_empty());
        let half = SAFE.replace("| Mucho |", "| |");
        assert_eq!(of(&half, "feel").keys().collect::<Vec<_>>(), ["en"]);
    }

    #[test]
    fn the_same_words_are_the_same_wording_whatever_their_language_is_called() {
        let unnamed = "## survey\n| type | name | label |\n|---|---|---|\n| text | why | Why? |\n";
        assert_eq!(of(unnamed, "why")["default"], of(SAFE, "why")["en"]);
    }
}
