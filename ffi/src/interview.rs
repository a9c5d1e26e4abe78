//! Interviews under way: one thing per page, every answer on the disk before the call returns.
//!
//! What pages and reviews look like is in `interview::cards`; finished ones are `responses`.

mod cards;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep_core::device::{Device, Interviewing, Moment, Start};
use doorstep_core::form::model::Lang;
use doorstep_core::ids::DocId;

use crate::{Phone, PhoneError, input, machine};

pub use cards::{AskedAs, ChoiceCard, PageCard, PageKind, QuestionCard, ReviewRow, ReviewState};
#[cfg(feature = "field")]
pub(crate) use cards::{CANNOT_BE_RIGHT, NEEDS_AN_ANSWER};

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
}

/// An interview under way. Calls from several threads wait for each other.
#[derive(Debug, uniffi::Object)]
pub struct Interview {
    device: Arc<Device>,
    id: DocId,
    under_way: Mutex<Interviewing>,
}

#[uniffi::export]
impl Phone {
    /// Begins an interview.
    ///
    /// # Errors
    /// The questionnaire or the door is not on this phone, or nothing can be written.
    pub fn begin(&self, start: InterviewStart) -> Result<Arc<Interview>, PhoneError> {
        let start = Start {
            form: input::id("a questionnaire", &start.form)?,
            door: input::optional_id("a door", start.door.as_deref())?,
            area: input::optional_id("an area", start.area.as_deref())?,
            from_paper: start.from_paper,
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
        Ok(self.under_way(self.device.resume_interview(draft, self.zone.clone(), machine::now())?))
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
        };
        Ok(self.device.drafts()?.into_iter().map(row).collect())
    }

    /// Gives an interview under way up. What was answered is gone.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn discard(&self, id: String) -> Result<(), PhoneError> {
        Ok(self.device.discard_draft(input::id("an interview", &id)?)?)
    }
}

#[uniffi::export]
impl Interview {
    /// Its id; the finished interview keeps it.
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// The current page.
    pub fn page(&self) -> PageCard {
        PageCard::of(self.lock().interview())
    }

    /// Answers a question and returns the page as it is then; an empty text takes the answer away. Choices are given by
    /// their names, several with spaces between.
    ///
    /// # Errors
    /// The answer is none of the question's type (nothing changed then), or nothing can be written.
    pub fn answer(&self, path: String, text: String) -> Result<PageCard, PhoneError> {
        let mut under_way = self.lock();
        under_way.answer(&self.device, input::path(&path)?, &text, machine::now())?;
        Ok(PageCard::of(under_way.interview()))
    }

    /// Goes to the next page that is asked; behind the last one is the review.
    ///
    /// # Errors
    /// Nothing can be written.
    pub fn next(&self) -> Result<PageCard, PhoneError> {
        let mut under_way = self.lock();
        under_way.next_page(&self.device, machine::now())?;
        Ok(PageCard::of(under_way.interview()))
    }

    /// Goes to the page before, if there is one.
    ///
    /// # Errors
    /// Nothing can be written.
    pub fn back(&self) -> Result<PageCard, PhoneError> {
        let mut under_way = self.lock();
        under_way.previous_page(&self.device, machine::now())?;
        Ok(PageCard::of(under_way.interview()))
    }

    /// Goes to the page with this question.
    ///
    /// # Errors
    /// The question is not asked, or nothing can be written.
    pub fn go_to(&self, path: String) -> Result<PageCard, PhoneError> {
        let mut under_way = self.lock();
        under_way.jump(&self.device, input::path(&path)?, machine::now())?;
        Ok(PageCard::of(under_way.interview()))
    }

    /// Adds one more to the repeat of a page that asks for it, and goes to its first page.
    ///
    /// # Errors
    /// The questionnaire counts them itself, there are too many, or nothing can be written.
    pub fn add_another(&self, path: String) -> Result<PageCard, PhoneError> {
        let (mut under_way, mut rng) = (self.lock(), machine::rng()?);
        under_way.add_repeat(&self.device, input::path(&path)?, &mut rng, machine::now())?;
        under_way.next_page(&self.device, machine::now())?;
        Ok(PageCard::of(under_way.interview()))
    }

    /// Takes one out of a repeat, with all answers in it.
    ///
    /// # Errors
    /// There is none at this path, the questionnaire counts them itself, or nothing can be written.
    pub fn remove(&self, path: String) -> Result<PageCard, PhoneError> {
        let mut under_way = self.lock();
        under_way.remove_repeat(&self.device, input::path(&path)?, machine::now())?;
        Ok(PageCard::of(under_way.interview()))
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
        let (mut under_way, language) = (self.lock(), input::capped("the language", &language, 100)?);
        under_way.set_language(&self.device, Lang(language.to_owned()), machine::now())?;
        Ok(PageCard::of(under_way.interview()))
    }

    /// Every question that is asked, with its answer in words and what it lacks.
    pub fn review(&self) -> Vec<ReviewRow> {
        self.lock().interview().review().into_iter().map(ReviewRow::of).collect()
    }

    /// Finishes the interview. Its answers are corrected from then on, each time with a reason.
    ///
    /// # Errors
    /// Questions still need an answer, this person may not collect there, or nothing can be written. The interview is
    /// still under way then.
    pub fn finish(&self) -> Result<String, PhoneError> {
        let (mut under_way, mut rng) = (self.lock(), machine::rng()?);
        let finished = under_way.finish(&self.device, &mut Moment { now: machine::now(), rng: &mut rng })?;
        Ok(finished.to_string())
    }
}

impl Interview {
    fn lock(&self) -> MutexGuard<'_, Interviewing> {
        // A panic in a step leaves answers that are on the disk; the next step compares and writes the rest.
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Phone {
    fn under_way(&self, interviewing: Interviewing) -> Arc<Interview> {
        let (device, id) = (Arc::clone(&self.device), interviewing.draft());
        Arc::new(Interview { device, id, under_way: Mutex::new(interviewing) })
    }
}
