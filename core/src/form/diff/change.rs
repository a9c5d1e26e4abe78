//! One change between two versions of a form, and the sentence that says it.

use std::fmt;

/// A change. Paths are those of rows, from the root down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The form has another title.
    Title {
        /// The earlier one.
        before: String,
        /// The later one.
        after: String,
    },
    /// The author gave another version.
    Version {
        /// The earlier one.
        before: String,
        /// The later one.
        after: String,
    },
    /// Texts in a further language.
    LanguageAdded {
        /// Its name.
        language: String,
    },
    /// No texts in a language any more.
    LanguageRemoved {
        /// Its name.
        language: String,
    },
    /// A row is new.
    Added {
        /// Its path.
        path: String,
        /// What kind of row.
        what: &'static str,
        /// Its label, if it has one.
        label: String,
    },
    /// A row is gone.
    Removed {
        /// Its path.
        path: String,
        /// What kind of row.
        what: &'static str,
        /// The label that it had.
        label: String,
    },
    /// A row stands in another place.
    Moved {
        /// Its path.
        path: String,
    },
    /// A row has another type.
    Type {
        /// Its path.
        path: String,
        /// The earlier type.
        before: String,
        /// The later type.
        after: String,
    },
    /// A text reads differently.
    Text {
        /// The row, or the choice.
        path: String,
        /// Which text.
        aspect: &'static str,
        /// In which language; none for a text that names none.
        language: Option<String>,
        /// The earlier text; empty if there was none.
        before: String,
        /// The later text; empty if there is none.
        after: String,
    },
    /// An expression is another.
    Logic {
        /// The row.
        path: String,
        /// What it decides.
        aspect: &'static str,
        /// The earlier expression.
        before: Option<String>,
        /// The later expression.
        after: Option<String>,
    },
    /// What ties the question to the evaluation is another.
    Evaluation {
        /// The row.
        path: String,
    },
    /// A list has a further choice.
    ChoiceAdded {
        /// The list.
        list: String,
        /// The choice.
        choice: String,
    },
    /// A list has a choice no more.
    ChoiceRemoved {
        /// The list.
        list: String,
        /// The choice.
        choice: String,
    },
    /// A choice counts otherwise.
    Scale {
        /// The list.
        list: String,
        /// The choice.
        choice: String,
    },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title { before, after } => write!(f, "the title was “{before}” and is now “{after}”"),
            Self::Version { before, after } => write!(f, "the version was “{before}” and is now “{after}”"),
            Self::LanguageAdded { language } => write!(f, "texts in {language} added"),
            Self::LanguageRemoved { language } => write!(f, "texts in {language} removed"),
            Self::Added { path, what, label } => write!(f, "{path}: {what} added{}", quoted(label)),
            Self::Removed { path, what, label } if *what == "question" => {
                write!(f, "{path}: {what} removed{}; answers given to it are kept", quoted(label))
            }
            Self::Removed { path, what, label } => write!(f, "{path}: {what} removed{}", quoted(label)),
            Self::Moved { path } => write!(f, "{path}: stands in another place"),
            Self::Type { path, before, after } => write!(f, "{path}: was {before} and is now {after}"),
            Self::Text { path, aspect, language, before, after } => {
                let language = language.as_ref().map(|language| format!(" in {language}")).unwrap_or_default();
                match (before.is_empty(), after.is_empty()) {
                    (true, _) => write!(f, "{path}: the {aspect}{language} is new: “{after}”"),
                    (_, true) => write!(f, "{path}: the {aspect}{language} is gone: “{before}”"),
                    _ => write!(f, "{path}: the {aspect}{language} was “{before}” and is now “{after}”"),
                }
            }
            Self::Logic { path, aspect, before, after } => {
                let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "not said".to_owned());
                write!(f, "{path}: {aspect} was: {}; is now: {}", said(before), said(after))
            }
            Self::Evaluation { path } => write!(f, "{path}: counts otherwise in the evaluation"),
            Self::ChoiceAdded { list, choice } => write!(f, "list {list}: choice {choice} added"),
            Self::ChoiceRemoved { list, choice } => write!(f, "list {list}: choice {choice} removed"),
            Self::Scale { list, choice } => write!(f, "list {list}: choice {choice} counts otherwise"),
        }
    }
}

fn quoted(label: &str) -> String {
    if label.is_empty() { String::new() } else { format!(" (“{label}”)") }
}
