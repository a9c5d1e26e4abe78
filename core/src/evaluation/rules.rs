//! What the evaluation needs to know of one form version, as plain values of its own.
//!
//! `from_form` reads it out of a form; nothing here knows how a questionnaire is asked.

use std::collections::BTreeMap;

use crate::form::model::{Consent, Measure, Stage};
use crate::ids::BlobHash;
use crate::response::Missing;

/// One text in several languages, by lower-case language code; the empty code is the text without a language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Label(pub BTreeMap<String, String>);

impl Label {
    /// A text without a language.
    pub fn plain(text: &str) -> Self {
        Self(BTreeMap::from([(String::new(), text.to_owned())]))
    }

    /// The text in this language, else in its main language (`en` for `en-GB`), else without a language, else the
    /// first there is.
    pub fn text(&self, language: &str) -> Option<&str> {
        let language = language.to_lowercase();
        let main = language.split('-').next().unwrap_or_default();
        [language.as_str(), main, ""]
            .into_iter()
            .find_map(|code| self.0.get(code))
            .or_else(|| self.0.values().next())
            .map(String::as_str)
    }
}

/// How a question is answered, as far as counting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One of the choices.
    One,
    /// Any number of the choices, separated by spaces.
    Several,
    /// Anything that is not counted by choice: text, a place, a date, a number without a measure.
    Open,
}

/// One choice of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The name that answers carry.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// Its place on the question's scale; high is good.
    pub points: Option<i16>,
    /// Set when choosing it means giving no answer.
    pub missing: Option<Missing>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Groups and name from the root down, without repeat instances: `about/age`, `person/p_age`.
    pub path: String,
    /// What people read.
    pub label: Label,
    /// How it is answered.
    pub kind: Kind,
    /// The choices in the form's order; empty for open questions.
    pub choices: Vec<Choice>,
    /// The criterion that it asks about, by key.
    pub criterion: Option<String>,
    /// What it says about that criterion.
    pub measure: Option<Measure>,
    /// The theme it belongs to.
    pub theme: Option<String>,
    /// The stages of working together that it belongs to.
    pub stages: Vec<Stage>,
    /// Whether its answer is the respondent's perspective.
    pub perspective: bool,
    /// Whether its groups are compared with the population.
    pub margin: bool,
    /// Whether a coordinator reads its answers before anybody else.
    pub review: bool,
    /// Whether it is kept out of what outsiders see.
    pub sensitive: bool,
    /// What somebody agrees to who answers yes.
    pub consent: Option<Consent>,
    /// Whether it lies in a repeat, so that one response may answer it several times.
    pub repeated: bool,
}

impl Question {
    /// An open question with nothing said about it: a start for building one.
    pub fn open(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            label: Label::default(),
            kind: Kind::Open,
            choices: Vec::new(),
            criterion: None,
            measure: None,
            theme: None,
            stages: Vec::new(),
            perspective: false,
            margin: false,
            review: false,
            sensitive: false,
            consent: None,
            repeated: false,
        }
    }

    /// The scale its choices make: their points, ascending and without repeats. Empty if no choice has any.
    pub fn scale(&self) -> Vec<i16> {
        let mut points: Vec<i16> = self.choices.iter().filter_map(|choice| choice.points).collect();
        points.sort_unstable();
        points.dedup();
        points
    }
}

/// One form version, ready for counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    form: BlobHash,
    questions: Vec<Question>,
    by_path: BTreeMap<String, u16>,
    perspective: Option<u16>,
    margins: Vec<u16>,
}

impl Question {
    /// Whether what people say to it goes to a coordinator first: words, not choices.
    pub fn is_read_first(&self) -> bool {
        self.review && self.kind == Kind::Open
    }
}

impl Rules {
    /// How many questions of one form are counted; the rest of a longer form is left out.
    pub const MAX_QUESTIONS: usize = u16::MAX as usize;

    /// Takes the questions of a form version in the form's order. The first perspective question that is answered by
    /// one choice is the one that counts; so is the first of several questions with one path.
    pub fn new(form: BlobHash, mut questions: Vec<Question>) -> Self {
        questions.truncate(Self::MAX_QUESTIONS);
        let mut by_path = BTreeMap::new();
        let mut perspective = None;
        let mut margins = Vec::new();
        for (number, question) in (0u16..).zip(&questions) {
            by_path.entry(question.path.clone()).or_insert(number);
            if question.kind != Kind::One || question.repeated {
                continue;
            }
            if question.perspective && perspective.is_none() {
                perspective = Some(number);
            }
            if question.margin {
                margins.push(number);
            }
        }
        Self { form, questions, by_path, perspective, margins }
    }

    /// The form version these rules are for.
    pub const fn form(&self) -> BlobHash {
        self.form
    }

    /// The questions, in the form's order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question with this number.
    pub fn question(&self, number: u16) -> Option<&Question> {
        self.questions.get(usize::from(number))
    }

    /// The number of the question with this path (repeat instances removed).
    pub fn number(&self, path: &str) -> Option<u16> {
        self.by_path.get(path).copied()
    }

    /// The question that says in which role somebody answers.
    pub const fn perspective(&self) -> Option<u16> {
        self.perspective
    }

    /// The questions whose groups are compared with the population.
    pub fn margins(&self) -> &[u16] {
        &self.margins
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_falls_back_to_its_main_language_and_then_to_any() {
        let label = Label(BTreeMap::from([("en".to_owned(), "Age".to_owned()), ("es".to_owned(), "Edad".to_owned())]));
        assert_eq!(label.text("es-MX"), Some("Edad"));
        assert_eq!(label.text("EN"), Some("Age"));
        assert_eq!(label.text("fr"), Some("Age"));
        assert_eq!(Label::plain("Age").text("fr"), Some("Age"));
        assert_eq!(Label::default().text("en"), None);
    }

    #[test]
    fn the_first_perspective_question_counts_and_repeated_ones_never_do() {
        let asked = |path: &str, repeated| Question {
            kind: Kind::One,
            perspective: true,
            margin: true,
            repeated,
            ..Question::open(path)
        };
        let rules =
            Rules::new(BlobHash([1; 32]), vec![asked("person/view", true), asked("view", false), asked("hats", false)]);
        assert_eq!(rules.perspective(), Some(1));
        assert_eq!(rules.margins(), [1, 2]);
        assert_eq!(rules.number("hats"), Some(2));
    }
}
