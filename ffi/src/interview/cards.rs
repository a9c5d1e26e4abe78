//! A page of an interview, and its review, as plain records for a screen.
//!
//! They hold words and values; how they look is the app's.

use doorstep_core::form::interview::{self as runtime, Offered, Page, QuestionView, ReviewLine, Unmet};
use doorstep_core::form::model::QuestionKind;
use doorstep_core::words::{Language, Words};

use super::notices;
use crate::wording;

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// It asks or tells something.
    Questions,
    /// It asks whether to add one more of a repeat.
    AddAnother,
    /// It is behind the last question: the review.
    Review,
}

/// A page of an interview.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PageCard {
    /// What it is for.
    pub kind: PageKind,
    /// The path of its question, group or repeat; empty for the review.
    pub path: String,
    /// The headings of the groups around it, the outermost first.
    pub headings: Vec<String>,
    /// What is asked on it.
    pub questions: Vec<QuestionCard>,
    /// What people should know about it, in sentences: what could not be worked out, what is kept and not shown. The
    /// review tells all of it. No answer is lost by any of it.
    pub notices: Vec<String>,
    /// How many pages come before it.
    pub done: u32,
    /// How many pages there are, as far as can be told now.
    pub total: u32,
    /// The language that it is shown in, by the name that the questionnaire's author gave it.
    pub language: String,
}

/// How a question is asked. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum AskedAs {
    /// A text to read; nothing to answer.
    Note,
    /// One of the choices.
    One,
    /// Any number of the choices.
    Several,
    /// All choices, put in order.
    Ranked,
    /// Words.
    Words,
    /// A whole number.
    WholeNumber,
    /// A number.
    Number,
    /// A day, as `2024-02-09`.
    Day,
    /// A time of day.
    TimeOfDay,
    /// A day and a time.
    Moment,
    /// A place: latitude and longitude with a space between.
    Place,
    /// A line of places, with semicolons between.
    Line,
    /// The corners of a piece of land, with semicolons between, the first again at the end.
    Land,
    /// A tick: `OK`.
    Tick,
    /// A file of any sort.
    File,
    /// The text of a bar code.
    BarCode,
    /// Something that the phone fills in.
    FilledIn,
    /// A picture: a photograph, a drawing, a signature.
    Picture,
    /// A recording.
    Sound,
    /// A film.
    Film,
}

#[cfg(feature = "field")]
impl AskedAs {
    /// Whether the answer names choices of the question.
    pub(crate) const fn has_choices(self) -> bool {
        matches!(self, Self::One | Self::Several | Self::Ranked)
    }
}

impl AskedAs {
    pub(crate) fn of(kind: &QuestionKind) -> Self {
        match kind {
            QuestionKind::Note => Self::Note,
            QuestionKind::SelectOne(_) => Self::One,
            QuestionKind::SelectMultiple(_) => Self::Several,
            QuestionKind::Rank(_) => Self::Ranked,
            QuestionKind::Text => Self::Words,
            QuestionKind::Integer => Self::WholeNumber,
            QuestionKind::Decimal | QuestionKind::Range => Self::Number,
            QuestionKind::Date => Self::Day,
            QuestionKind::Time => Self::TimeOfDay,
            QuestionKind::DateTime => Self::Moment,
            QuestionKind::Geopoint => Self::Place,
            QuestionKind::Geotrace => Self::Line,
            QuestionKind::Geoshape => Self::Land,
            QuestionKind::Acknowledge => Self::Tick,
            QuestionKind::Image => Self::Picture,
            QuestionKind::Audio => Self::Sound,
            QuestionKind::Video => Self::Film,
            QuestionKind::File => Self::File,
            QuestionKind::Barcode => Self::BarCode,
            QuestionKind::Calculate
            | QuestionKind::Hidden
            | QuestionKind::CsvExternal
            | QuestionKind::XmlExternal
            | QuestionKind::Start
            | QuestionKind::End
            | QuestionKind::Today
            | QuestionKind::DeviceId
            | QuestionKind::Username
            | QuestionKind::PhoneNumber
            | QuestionKind::Email
            | QuestionKind::SubscriberId
            | QuestionKind::SimSerial
            | QuestionKind::StartGeopoint
            | QuestionKind::BackgroundGeopoint
            | QuestionKind::BackgroundAudio
            | QuestionKind::Audit => Self::FilledIn,
        }
    }
}

/// A question as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct QuestionCard {
    /// Its path, by which it is answered.
    pub path: String,
    /// How it is asked.
    pub kind: AskedAs,
    /// The question in words.
    pub label: String,
    /// What helps to understand it.
    pub hint: Option<String>,
    /// More of that.
    pub guidance: Option<String>,
    /// Whether an answer is required.
    pub required: bool,
    /// Whether it can't be changed.
    pub read_only: bool,
    /// The answer as it is stored; empty if there is none.
    pub value: String,
    /// The choices that are offered.
    pub choices: Vec<ChoiceCard>,
    /// How it should look, in the words of the questionnaire's appearance column.
    pub appearance: String,
    /// What the answer lacks, in a sentence.
    pub lacks: Option<String>,
}

/// A choice that is offered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ChoiceCard {
    /// What is stored when it is chosen.
    pub name: String,
    /// What people see.
    pub label: String,
    /// Whether choosing it means giving no answer.
    pub means_no_answer: bool,
}

/// What a line of the review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// The heading of a group.
    Heading,
    /// An answer that may stay.
    Answered,
    /// Asked and left empty.
    Empty,
    /// Something stands in the way of finishing.
    Lacking,
    /// An answer to a question that this version of the questionnaire does not have.
    Removed,
}

/// A line of the review.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReviewRow {
    /// The path, to go back by.
    pub path: String,
    /// How many groups and repeats it stands in.
    pub depth: u32,
    /// The question or heading in words.
    pub label: String,
    /// The answer in words; of a file that there is one.
    pub answer: String,
    /// What it is.
    pub state: ReviewState,
    /// What it lacks, in a sentence.
    pub lacks: Option<String>,
}

impl PageCard {
    pub(super) fn of(interview: &runtime::Interview, language: &Language) -> Self {
        let view = interview.view();
        let (kind, path) = match view.page {
            Page::Question(path) | Page::FieldList(path) => (PageKind::Questions, path),
            Page::AddAnother(path) => (PageKind::AddAnother, path),
            Page::End => (PageKind::Review, String::new()),
        };
        Self {
            kind,
            path,
            headings: view.headings,
            notices: notices::sentences(&view.notices, language),
            questions: view.questions.into_iter().map(QuestionCard::of).collect(),
            done: count(view.progress.done),
            total: count(view.progress.total),
            language: interview.language().0.clone(),
        }
    }
}

impl QuestionCard {
    pub(super) fn of(view: QuestionView) -> Self {
        Self {
            kind: AskedAs::of(&view.kind),
            path: view.path,
            label: view.label,
            hint: view.hint,
            guidance: view.guidance,
            required: view.is_required,
            read_only: view.is_readonly,
            value: view.value,
            choices: view.choices.into_iter().map(ChoiceCard::of).collect(),
            appearance: view.appearance,
            lacks: view.unmet.as_ref().map(lacking),
        }
    }
}

impl ChoiceCard {
    fn of(offered: Offered) -> Self {
        Self { name: offered.name, label: offered.label, means_no_answer: offered.missing.is_some() }
    }
}

impl ReviewRow {
    pub(super) fn of(line: ReviewLine, words: &Words) -> Self {
        let (state, lacks) = match &line.state {
            runtime::ReviewState::Heading => (ReviewState::Heading, None),
            runtime::ReviewState::Answered => (ReviewState::Answered, None),
            runtime::ReviewState::Blank => (ReviewState::Empty, None),
            runtime::ReviewState::Unmet(unmet) => (ReviewState::Lacking, Some(lacking(unmet))),
            runtime::ReviewState::Removed => (ReviewState::Removed, None),
        };
        let attached = line.kind.as_ref().and_then(wording::file_key).filter(|_| !line.answer.is_empty());
        let answer = attached.map_or(line.answer, |key| words.say(key, &[]));
        Self { path: line.path, depth: count(line.depth), label: line.label, answer, state, lacks }
    }
}

/// What is said where the questionnaire has no words of its own for an answer that is missing.
pub(crate) const NEEDS_AN_ANSWER: &str = "this needs an answer";

/// The same for an answer that breaks the questionnaire's rule.
pub(crate) const CANNOT_BE_RIGHT: &str = "this answer can't be right";

fn lacking(unmet: &Unmet) -> String {
    match unmet {
        Unmet::Required { message } => message.clone().unwrap_or_else(|| NEEDS_AN_ANSWER.to_owned()),
        Unmet::Constraint { message } => message.clone().unwrap_or_else(|| CANNOT_BE_RIGHT.to_owned()),
        Unmet::Type(refused) => refused.to_string(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
