//! Interviews under way: one thing per page, every answer on the disk before the call returns; and trials of a
//! questionnaire's file, which are kept nowhere.
//!
//! What pages and reviews look like is in `interview::cards`; finished ones are `responses`.

mod cards;
mod notices;
mod sheet;
mod under_way;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep_core::device::{Interviewing, Start, is_typed_in};
use doorstep_core::form::model::Lang;
use doorstep_core::words::{Language, Words};

use crate::changes::Changes;
use crate::{Change, Phone, PhoneError, input, machine};

pub use cards::{AskedAs, ChoiceCard, PageCard, PageKind, QuestionCard, ReviewRow, ReviewState};
#[cfg(feature = "field")]
pub(crate) use cards::{CANNOT_BE_RIGHT, NEEDS_AN_ANSWER};
pub use sheet::SheetRow;
use under_way::UnderWay;

/// What an interview begins with.
#[derive(Debug, Clone, uniffi::Record)]
pub struct InterviewStart {
    /// The questionnaire's version.
    pub form: String,
    /// The door, if there is one.
    #[uniffi(default = None)]
    pub door: Option<String>,
    /// The area, where no door says it.
    #[uniffi(default = None)]
    pub area: Option<String>,
    /// Whether the answers are typed in from paper.
    #[uniffi(default = false)]
    pub from_paper: bool,
    /// The day on which they were asked on paper, as `2026-03-14`; none if that is not known.
    #[uniffi(default = None)]
    pub asked_on: Option<String>,
}

/// The longest word for a card, in bytes.
const MAX_WORD_BYTES: usize = 400;

/// What finishing an interview gives: its id, and what goes on the respondent's card. Empty for a trial.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct FinishedCard {
    /// The interview's id.
    pub id: String,
    /// The card's number.
    pub card: String,
    /// Whether a word was chosen.
    pub has_word: bool,
}

/// An interview that is not finished, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct UnfinishedRow {
    /// Its id; the finished interview keeps it.
    pub id: String,
    /// The questionnaire's version.
    pub form: String,
    /// The door, if there is one.
    pub door: Option<String>,
    /// When it began, in milliseconds since 1970 UTC.
    pub started_ms: i64,
    /// When an answer was last saved.
    pub saved_ms: i64,
    /// Whether its answers are typed in from paper.
    #[uniffi(default = false)]
    pub from_paper: bool,
}

/// A questionnaire's file, to try it out.
#[derive(Debug, Clone, uniffi::Record)]
pub struct FormFile {
    /// What is in it: .xlsx, .xls, .csv or Markdown tables.
    pub bytes: Vec<u8>,
    /// The id of a questionnaire whose settings give none: by custom the file's name without its extension.
    pub name: String,
    /// The data files that it names.
    #[uniffi(default = [])]
    pub beside: Vec<TextFile>,
    /// The zone of local times by its name in the tz database; the machine's own if none.
    #[uniffi(default = None)]
    pub zone: Option<String>,
}

/// A data file beside a questionnaire.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TextFile {
    /// Its name, as the questionnaire names it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// An answer of an interview under way.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct GivenAnswer {
    /// The question's path.
    pub path: String,
    /// The answer as it would be stored.
    pub text: String,
}

/// An interview under way. Calls from several threads wait for each other.
#[derive(Debug, uniffi::Object)]
pub struct Interview {
    id: String,
    /// The language of what the library itself says.
    language: Language,
    under_way: Mutex<UnderWay>,
    changes: Arc<Changes>,
}

#[uniffi::export]
impl Phone {
    /// Begins an interview.
    ///
    /// # Errors
    /// The questionnaire or the door is not on this phone, or nothing can be written.
    pub fn begin(&self, start: InterviewStart) -> Result<Arc<Interview>, PhoneError> {
        let asked_on = start.asked_on.as_deref().map(|day| self.past_day(day)).transpose()?;
        let start = Start {
            form: input::id("a questionnaire", &start.form)?,
            door: input::optional_id("a door", start.door.as_deref())?,
            area: input::optional_id("an area", start.area.as_deref())?,
            from_paper: start.from_paper,
            asked_on,
            zone: self.zone.clone(),
        };
        Ok(self.under_way(self.act(|device, at| device.begin_interview(&start, at))?))
    }

    /// Goes on with an interview that was left, on the page where it was left.
    ///
    /// # Errors
    /// There is no such interview under way.
    pub fn resume(&self, id: String) -> Result<Arc<Interview>, PhoneError> {
        let draft = input::id("an interview", &id)?;
        Ok(self.under_way(self.device().resume_interview(draft, self.zone.clone(), machine::now())?))
    }

    /// The interviews under way, the latest first.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn unfinished(&self) -> Result<Vec<UnfinishedRow>, PhoneError> {
        let row = |head: doorstep_core::store::DraftHead| UnfinishedRow {
            id: head.id.to_string(),
            form: head.form.to_string(),
            door: head.door.map(|door| door.to_string()),
            started_ms: head.started.0,
            saved_ms: head.updated.0,
            from_paper: is_typed_in(&head),
        };
        Ok(self.device().drafts()?.into_iter().map(row).collect())
    }

    /// Gives an interview under way up. What was answered is gone.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn discard(&self, id: String) -> Result<(), PhoneError> {
        Ok(self.device().discard_draft(input::id("an interview", &id)?)?)
    }
}

#[uniffi::export]
impl Interview {
    /// Tries a questionnaire's file out: the same pages, and nothing is kept anywhere.
    ///
    /// # Errors
    /// The file has problems; all of them are listed.
    #[uniffi::constructor]
    pub fn trial(file: FormFile) -> Result<Arc<Self>, PhoneError> {
        let under_way = Mutex::new(UnderWay::trial(file)?);
        Ok(Arc::new(Self { id: String::new(), language: Language::english(), under_way, changes: Arc::default() }))
    }

    /// Its id; the finished interview keeps it. Empty for a trial.
    pub fn id(&self) -> String {
        self.id.clone()
    }

    /// The current page.
    pub fn page(&self) -> PageCard {
        PageCard::of(self.lock().interview(), &self.language)
    }

    /// Answers a question and returns the page as it is then; an empty text takes the answer away. Choices are given by
    /// their names, several with spaces between.
    ///
    /// # Errors
    /// The answer is none of the question's type (nothing changed then), or nothing can be written.
    pub fn answer(&self, path: String, text: String) -> Result<PageCard, PhoneError> {
        self.step(|under_way| Ok(under_way.answer(input::path(&path)?, &text)?))
    }

    /// Goes to the next page that is asked; behind the last one is the review.
    ///
    /// # Errors
    /// Nothing can be written.
    pub fn next(&self) -> Result<PageCard, PhoneError> {
        self.step(|under_way| Ok(under_way.next()?))
    }

    /// Goes to the page before, if there is one.
    ///
    /// # Errors
    /// Nothing can be written.
    pub fn back(&self) -> Result<PageCard, PhoneError> {
        self.step(|under_way| Ok(under_way.back()?))
    }

    /// Goes to the page with this question.
    ///
    /// # Errors
    /// The question is not asked, or nothing can be written.
    pub fn go_to(&self, path: String) -> Result<PageCard, PhoneError> {
        self.step(|under_way| Ok(under_way.go_to(input::path(&path)?)?))
    }

    /// Adds one more to the repeat of a page that asks for it, and goes to its first page.
    ///
    /// # Errors
    /// The questionnaire counts them itself, there are too many, or nothing can be written.
    pub fn add_another(&self, path: String) -> Result<PageCard, PhoneError> {
        self.step(|under_way| under_way.add_another(input::path(&path)?))
    }

    /// Takes one out of a repeat, with all answers in it.
    ///
    /// # Errors
    /// There is none at this path, the questionnaire counts them itself, or nothing can be written.
    pub fn remove(&self, path: String) -> Result<PageCard, PhoneError> {
        self.step(|under_way| Ok(under_way.remove(input::path(&path)?)?))
    }

    /// The questionnaire's languages, by the names that its author gave them.
    pub fn languages(&self) -> Vec<String> {
        self.lock().interview().form().languages.iter().map(|language| language.0.clone()).collect()
    }

    /// Shows the questions in another of the questionnaire's languages, from this page on.
    ///
    /// # Errors
    /// Nothing can be written.
    pub fn speak(&self, language: String) -> Result<PageCard, PhoneError> {
        let language = Lang(input::capped("the language", &language, 100)?.to_owned());
        self.step(|under_way| Ok(under_way.speak(language)?))
    }

    /// Every question that is asked, with its answer in words and what it lacks.
    pub fn review(&self) -> Vec<ReviewRow> {
        let words = Words::new(&self.language);
        self.lock().interview().review().into_iter().map(|line| ReviewRow::of(line, &words)).collect()
    }

    /// The answers so far as they would be stored, computed ones too; choices that stand for no answer are not among them.
    pub fn answers(&self) -> Vec<GivenAnswer> {
        self.lock().answers().into_iter().map(|(path, text)| GivenAnswer { path, text }).collect()
    }

    /// Finishes the interview and returns its id. Its answers are corrected from then on, each time with a reason. A
    /// trial is finished without a trace.
    ///
    /// # Errors
    /// Questions still need an answer, this person may not collect there, or nothing can be written. The interview is
    /// still under way then.
    pub fn finish(&self) -> Result<String, PhoneError> {
        let finished = self.lock().finish()?.map(|id| id.to_string()).unwrap_or_default();
        self.changes.note(Change::Here);
        Ok(finished)
    }

    /// Finishes the interview and makes a card for the respondent: with its number they can see that their answers arrived, and
    /// with number and word, if they chose one, take them back by themselves. The number is told here and kept nowhere.
    ///
    /// # Errors
    /// As for `finish`, or the word is too short or too long.
    pub fn finish_with_card(&self, word: Option<String>) -> Result<FinishedCard, PhoneError> {
        let word = word.as_deref().map(|word| input::capped("the word", word, MAX_WORD_BYTES)).transpose()?;
        let finished = self.lock().finish_with_card(word)?;
        self.changes.note(Change::Here);
        let has_word = word.is_some();
        Ok(finished.map_or_else(FinishedCard::default, |(id, card)| FinishedCard {
            id: id.to_string(),
            card: card.to_string(),
            has_word,
        }))
    }
}

impl Interview {
    pub(crate) fn attach_to(&self, path: &str, content: &[u8]) -> Result<PageCard, PhoneError> {
        self.step(|under_way| under_way.attach(path, content))
    }

    pub(crate) fn attached_to(&self, path: &str) -> Result<Option<doorstep_core::device::FileContent>, PhoneError> {
        self.lock().attached(path)
    }

    /// Whether a language's words are a translation that nobody who speaks it has checked.
    #[cfg(feature = "field")]
    pub(crate) fn is_unchecked(&self, language: &str) -> Result<bool, PhoneError> {
        self.lock().is_unchecked(language)
    }

    fn lock(&self) -> MutexGuard<'_, UnderWay> {
        // A panic in a step leaves answers that are on the disk; the next step compares and writes the rest.
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something, and returns the page as it is then.
    fn step(&self, step: impl FnOnce(&mut UnderWay) -> Result<(), PhoneError>) -> Result<PageCard, PhoneError> {
        let mut under_way = self.lock();
        step(&mut under_way)?;
        Ok(PageCard::of(under_way.interview(), &self.language))
    }
}

impl Phone {
    /// A day that is not after today.
    pub(crate) fn past_day(&self, text: &str) -> Result<jiff::civil::Date, PhoneError> {
        let bad = || PhoneError::Input {
            code: "bad-day".to_owned(),
            reason: "write a day that is not after today, as 2026-03-14".to_owned(),
        };
        let day: jiff::civil::Date = text.trim().parse().map_err(|_| bad())?;
        if day > self.local(machine::now().0).date() { Err(bad()) } else { Ok(day) }
    }

    fn under_way(&self, interviewing: Interviewing) -> Arc<Interview> {
        let id = interviewing.draft().to_string();
        let under_way = UnderWay::Kept(Arc::clone(self.device()), Box::new(interviewing));
        let changes = Arc::clone(&self.changes);
        Arc::new(Interview { id, language: self.language(), under_way: Mutex::new(under_way), changes })
    }
}
