//! The normalised form: what every reader, engine and report sees, whatever file the form came from.
//!
//! It holds no answers and runs nothing. Expressions stay text with `${name}` references; the engine parses them once.
//! Names, types and columns are those of the XLSForm standard (xlsform.org, pyxform).

mod choices;
mod columns;
mod kind;
mod scale;
mod text;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use choices::{Choice, ChoiceList, MissingKind};
pub use columns::{Consent, EvaluationColumns, Measure, Stage};
pub use kind::{ChoiceSource, QuestionKind};
pub use scale::Scale;
pub use text::{Lang, Media, MediaKind, Translated};

/// A questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The author's id of the form (`form_id`), the same for all its versions.
    pub id: String,
    /// The form's title in words.
    pub title: String,
    /// The author's version text; empty if the author gave none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The language shown first. [`Lang::unnamed`] when the form has texts without a language.
    pub default_language: Lang,
    /// Every language that any text of the form has, in the order of the sheet's columns; the default one included.
    pub languages: Vec<Lang>,
    /// What else the settings sheet says.
    #[serde(default)]
    pub settings: Settings,
    /// Questions, groups and repeats in the order of the sheet.
    pub items: Vec<Item>,
    /// The choices sheet, by list name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lists: BTreeMap<String, ChoiceList>,
    /// The external_choices sheet, by list name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub external_lists: BTreeMap<String, ChoiceList>,
    /// The entities sheet, row by row, column by column: carried, not used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<BTreeMap<String, String>>,
}

/// The settings sheet without the columns that [`Form`] has a field for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The expression that names one filled-in form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_name: Option<String>,
    /// How the form looks: `pages`, `theme-grid` and so on, separated by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// The name of the root element, where it is not `data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Whether two choices of one list may have the same name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allow_choice_duplicates: bool,
    /// Every other setting, by column.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, String>,
}

/// One row of the survey sheet, with the rows that stand inside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Something with a value of its own: asked, computed or recorded by the phone.
    Question(Box<Question>),
    /// Questions that stand together.
    Group(Box<Group>),
    /// Questions that are asked again for each of several things.
    Repeat(Box<Repeat>),
}

/// A row with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The name by which expressions refer to it: the last part of its path.
    pub name: String,
    /// The row of the survey sheet, counted from 1 as spreadsheets do; 0 after reading a stored form version.
    #[serde(skip)]
    pub row: u32,
    /// What is asked, and from which choices.
    #[serde(flatten)]
    pub kind: QuestionKind,
    /// The question in words.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub label: Translated,
    /// A hint for the person who asks.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub hint: Translated,
    /// A longer hint, shown on demand and in print.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub guidance: Translated,
    /// Pictures, sounds and films of the label.
    #[serde(default, skip_serializing_if = "Media::is_empty")]
    pub media: Media,
    /// The expression that says whether an answer is required; `true()` for always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<String>,
    /// What to say when a required answer is missing.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub required_message: Translated,
    /// The expression that says whether the question is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<String>,
    /// The expression that an answer must fulfil; `.` is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<String>,
    /// What to say when an answer does not fulfil the constraint.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub constraint_message: Translated,
    /// The expression that gives the value. With a trigger it is evaluated when the trigger changes, else always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<String>,
    /// What the value is at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Initial>,
    /// The expression that says whether the answer may be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readonly: Option<String>,
    /// The names of the questions whose change evaluates the calculation once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trigger: Vec<String>,
    /// How it looks: words separated by spaces, carried to the app as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appearance: String,
    /// The `parameters` column: `start`, `end`, `step`, `randomize`, `seed`, `value`, `label`, `max-pixels` and so on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// The expression that a choice must fulfil to be offered; bare names in it are columns of the choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice_filter: Option<String>,
    /// The entity property that the answer is saved to: carried, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub save_to: Option<String>,
    /// What ties the question to the evaluation.
    #[serde(default, skip_serializing_if = "EvaluationColumns::is_empty")]
    pub evaluation: EvaluationColumns,
}

/// The value of a question before anybody answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initial {
    /// This text.
    Fixed(String),
    /// The result of this expression, evaluated once when the question comes into being, never on a later edit.
    Computed(String),
}

/// Rows that stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The name: a part of the path of all that is inside.
    pub name: String,
    /// The row of the survey sheet, counted from 1 as spreadsheets do; 0 after reading a stored form version.
    #[serde(skip)]
    pub row: u32,
    /// The heading.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub label: Translated,
    /// A hint for the person who asks.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub hint: Translated,
    /// Pictures, sounds and films of the heading.
    #[serde(default, skip_serializing_if = "Media::is_empty")]
    pub media: Media,
    /// The expression that says whether anything inside is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<String>,
    /// The expression that says whether answers inside may be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readonly: Option<String>,
    /// How it looks: words separated by spaces; `field-list` shows everything inside at once.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appearance: String,
    /// The `parameters` column.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// What stands inside, in the order of the sheet.
    pub items: Vec<Item>,
}

/// A group of which there may be none, one or many.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// What each instance holds.
    #[serde(flatten)]
    pub group: Group,
    /// The expression that says how many instances there are; without it people add and remove them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
}

impl Question {
    /// A question that has a name and a type, and nothing else.
    pub fn new(name: String, kind: QuestionKind) -> Self {
        Self {
            name,
            row: 0,
            kind,
            label: Translated::default(),
            hint: Translated::default(),
            guidance: Translated::default(),
            media: Media::default(),
            required: None,
            required_message: Translated::default(),
            relevant: None,
            constraint: None,
            constraint_message: Translated::default(),
            calculation: None,
            default: None,
            readonly: None,
            trigger: Vec::new(),
            appearance: String::new(),
            parameters: BTreeMap::new(),
            choice_filter: None,
            save_to: None,
            evaluation: EvaluationColumns::default(),
        }
    }
}

impl Item {
    /// The item's name, which is a part of its path.
    pub fn name(&self) -> &str {
        match self {
            Self::Question(question) => &question.name,
            Self::Group(group) => &group.name,
            Self::Repeat(repeat) => &repeat.group.name,
        }
    }

    /// What people see of it.
    pub fn label(&self) -> &Translated {
        match self {
            Self::Question(question) => &question.label,
            Self::Group(group) => &group.label,
            Self::Repeat(repeat) => &repeat.group.label,
        }
    }

    /// The row of the survey sheet it came from; 0 if unknown.
    pub fn row(&self) -> u32 {
        match self {
            Self::Question(question) => question.row,
            Self::Group(group) => group.row,
            Self::Repeat(repeat) => repeat.group.row,
        }
    }

    /// What stands inside; nothing for a question.
    pub fn children(&self) -> &[Self] {
        match self {
            Self::Question(_) => &[],
            Self::Group(group) => &group.items,
            Self::Repeat(repeat) => &repeat.group.items,
        }
    }
}

impl Form {
    /// Calls `visit` for every item, in the order of the sheet, with the item's path from the root down (its own name
    /// last, the root and repeat instances left out), joined by `/`.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&str, &'a Item)) {
        let mut path = String::new();
        walk_items(&self.items, &mut path, visit);
    }

    /// Every question with its path, in the order of the sheet.
    pub fn questions(&self) -> Vec<(String, &Question)> {
        let mut found = Vec::new();
        self.walk(&mut |path, item| {
            if let Item::Question(question) = item {
                found.push((path.to_owned(), &**question));
            }
        });
        found
    }

    /// The language that somebody means by a name, a code or the beginning of either; `None` if the form has no such one.
    pub fn language(&self, meant: &str) -> Option<&Lang> {
        let meant = meant.trim().to_lowercase();
        let by_code = |lang: &&Lang| lang.code().is_some_and(|code| code.to_lowercase() == meant);
        let by_name = |lang: &&Lang| lang.0.to_lowercase().starts_with(&meant);
        let known = || self.languages.iter().filter(|_| !meant.is_empty());
        known().find(by_code).or_else(|| known().find(by_name))
    }

    /// The choice list that a question takes its choices from, if they stand in the form itself.
    pub fn list_of(&self, question: &Question) -> Option<&ChoiceList> {
        match question.kind.choices()? {
            ChoiceSource::List(name) => self.lists.get(name),
            ChoiceSource::External(name) => self.external_lists.get(name),
            ChoiceSource::File(_) | ChoiceSource::Repeat(_) => None,
        }
    }
}

/// Nesting is bounded by the importer and by [`super::normal::from_blob`], so recursion is too.
fn walk_items<'a>(items: &'a [Item], path: &mut String, visit: &mut dyn FnMut(&str, &'a Item)) {
    for item in items {
        let parent = path.len();
        if parent > 0 {
            path.push('/');
        }
        path.push_str(item.name());
        visit(path, item);
        walk_items(item.children(), path, visit);
        path.truncate(parent);
    }
}
