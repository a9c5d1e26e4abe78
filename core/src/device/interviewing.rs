//! An interview on a device: the questionnaire's runtime joined with a durable draft, so that every answer is on the disk
//! before the next question is shown.
//!
//! The runtime itself stores nothing, see `form::interview`; drafts and finished responses are `collect`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rand_core::Rng;
use serde::{Deserialize, Serialize};

use super::{Device, DeviceError, Given, Moment};
use crate::document::kinds::card::CardNumber;
use crate::form::check::logic_report;
use crate::form::interview::{
    Changed, Finished, Interview, Opening, Page, PreparedForm, Preset, QuestionView, Refused, RepeatRefused,
};
use crate::form::model::Lang;
use crate::ids::{BlobHash, DocId};
use crate::store::{DraftFile, DraftHead};
use crate::time::Timestamp;

/// What an interview begins with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The form version.
    pub form: BlobHash,
    /// The door, if there is one.
    pub door: Option<DocId>,
    /// The area, where no door says it.
    pub area: Option<DocId>,
    /// Whether the answers are typed in from paper.
    pub from_paper: bool,
    /// The day on which they were asked on paper.
    pub asked_on: Option<Date>,
    /// The zone of local times.
    pub zone: TimeZone,
}

/// What a draft keeps besides its answers. Keys may be added; unknown ones are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    seed: u64,
    pub(super) from_paper: bool,
    /// A day, as it is written.
    pub(super) asked_on: Option<String>,
    pub(super) language: Option<String>,
    /// The question on the current page.
    at: Option<String>,
}

impl Meta {
    /// What the draft says; what can't be read counts as unsaid.
    pub(super) fn of(head: &DraftHead) -> Self {
        serde_json::from_str(&head.meta).unwrap_or_default()
    }

    fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain values have a JSON form")
    }
}

/// An interview under way. The device that it was begun on is named at every step; on another there is no such draft.
///
/// When a step fails because nothing could be written, what was said is still here and goes to the disk with the next
/// step that succeeds.
#[derive(Debug)]
pub struct Interviewing {
    head: DraftHead,
    meta: Meta,
    interview: Interview,
    /// The answers as they are on the disk.
    saved: BTreeMap<String, String>,
}

/// Whether an interview under way is typed in from paper.
pub fn is_typed_in(head: &DraftHead) -> bool {
    Meta::of(head).from_paper
}

impl Device {
    /// A questionnaire made ready to run.
    ///
    /// # Errors
    /// When it is not on this device, or its logic has mistakes.
    pub fn prepared_form(&self, form: BlobHash) -> Result<Arc<PreparedForm>, DeviceError> {
        PreparedForm::new(Arc::new(self.form(form)?), BTreeMap::new())
            .map_err(|problems| DeviceError::Form(Box::new(logic_report(&problems))))
    }

    /// Begins an interview. It is on the disk when this returns, and after every step from here.
    ///
    /// # Errors
    /// When the questionnaire or the door is not on this device, or the store can't be written.
    pub fn begin_interview(&self, start: &Start, at: &mut Moment<'_>) -> Result<Interviewing, DeviceError> {
        let prepared = self.prepared_form(start.form)?;
        let meta = Meta {
            seed: at.rng.next_u64(),
            from_paper: start.from_paper,
            asked_on: start.asked_on.map(|day| day.to_string()),
            ..Meta::default()
        };
        let draft = self.begin_draft(start.form, start.door, start.area, &meta.to_json(), at)?;
        let head = self.draft(draft)?.head;
        let opening = self.opening_of_interview(at.now, start.zone.clone(), meta.seed);
        let interview = Interview::start(prepared, opening);
        let mut interviewing = Interviewing { head, meta, interview, saved: BTreeMap::new() };
        interviewing.save(self, at.now)?;
        Ok(interviewing)
    }

    /// Goes on with an interview that was left half-way, on the page where it was left.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn resume_interview(&self, draft: DocId, zone: TimeZone, now: Timestamp) -> Result<Interviewing, DeviceError> {
        let draft = self.draft(draft)?;
        let meta = Meta::of(&draft.head);
        let answers: Vec<(String, String)> = draft.answers.clone().into_iter().collect();
        let opening = self.opening_of_interview(now, zone, meta.seed);
        let prepared = self.prepared_form(draft.head.form)?;
        let mut interview = Interview::resume(prepared, opening, &answers);
        if let Some(language) = &meta.language {
            interview.set_language(Lang(language.clone()));
        }
        if let Some(path) = &meta.at {
            interview.jump(path);
        }
        Ok(Interviewing { head: draft.head, meta, interview, saved: draft.answers })
    }

    pub(super) fn opening_of_interview(&self, now: Timestamp, zone: TimeZone, seed: u64) -> Opening {
        let preset = Preset { device_id: self.id().to_string(), ..Preset::default() };
        Opening { preset, ..Opening::new(now, zone, seed) }
    }
}

impl Interviewing {
    /// The draft; the finished response takes the same id.
    pub fn draft(&self) -> DocId {
        self.head.id
    }

    /// The interview as it stands, to show it.
    pub fn interview(&self) -> &Interview {
        &self.interview
    }

    /// Whether these are the words of a translation that nobody who speaks the language has checked.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn is_unchecked(&self, device: &Device, language: &str) -> Result<bool, DeviceError> {
        let original = &self.interview.form().default_language;
        Ok(original.0 != language && !device.checked_languages(self.head.form)?.contains_key(language))
    }

    /// Answers a question; an empty text takes the answer away.
    ///
    /// # Errors
    /// When the answer is none of the question's type (nothing changed then), or nothing could be written.
    pub fn answer(&mut self, device: &Device, path: &str, text: &str, now: Timestamp) -> Result<Changed, DeviceError> {
        self.interview.set_now(now);
        let changed = self.interview.answer(path, text).map_err(|refused| unfit(path, refused))?;
        self.save(device, now)?;
        Ok(changed)
    }

    /// Adds one more to the repeat at this path, goes to its first page if it has one, and returns its own path.
    ///
    /// # Errors
    /// When the form has no such repeat or counts it itself, or nothing could be written.
    pub fn add_repeat(
        &mut self,
        device: &Device,
        path: &str,
        rng: &mut dyn Rng,
        now: Timestamp,
    ) -> Result<String, DeviceError> {
        let (added, _) = self.interview.add_repeat(path, rng).map_err(|refused| no_repeat(path, refused))?;
        self.interview.jump(&added);
        self.save(device, now)?;
        self.note_page(device, now)?;
        Ok(added)
    }

    /// Takes one out of a repeat, with all answers in it.
    ///
    /// # Errors
    /// When there is none at this path or the form counts them itself, or nothing could be written.
    pub fn remove_repeat(&mut self, device: &Device, path: &str, now: Timestamp) -> Result<(), DeviceError> {
        self.interview.remove_repeat(path).map_err(|refused| no_repeat(path, refused))?;
        self.save(device, now)
    }

    /// Goes to the next page that is asked.
    ///
    /// # Errors
    /// When nothing could be written.
    pub fn next_page(&mut self, device: &Device, now: Timestamp) -> Result<Page, DeviceError> {
        let page = self.interview.next_page();
        self.note_page(device, now).map(|()| page)
    }

    /// Goes to the page before, if there is one.
    ///
    /// # Errors
    /// When nothing could be written.
    pub fn previous_page(&mut self, device: &Device, now: Timestamp) -> Result<Page, DeviceError> {
        let page = self.interview.previous_page();
        self.note_page(device, now).map(|()| page)
    }

    /// Goes to the page with this question.
    ///
    /// # Errors
    /// When the question is not asked, or nothing could be written.
    pub fn jump(&mut self, device: &Device, path: &str, now: Timestamp) -> Result<Page, DeviceError> {
        if !self.interview.jump(path) {
            return Err(unfit(path, Refused::NoSuchQuestion));
        }
        self.note_page(device, now).map(|()| self.interview.page())
    }

    /// Shows the questions in another language of the form.
    ///
    /// # Errors
    /// When nothing could be written.
    pub fn set_language(&mut self, device: &Device, language: Lang, now: Timestamp) -> Result<(), DeviceError> {
        self.meta.language = Some(language.0.clone());
        self.interview.set_language(language);
        self.note_page(device, now)
    }

    /// Finishes the interview: it becomes a response, and the draft goes in the same commit.
    ///
    /// # Errors
    /// When answers stand in the way, when this device may not collect there, or nothing could be written. The interview
    /// is still under way then.
    pub fn finish(&mut self, device: &Device, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let finished = self.interview.finish(at.now).map_err(|unready| DeviceError::Unready {
            paths: unready.into_iter().map(|question| question.path).collect(),
        })?;
        let Finished { answers, computed, sealed, .. } = finished;
        device.finish(self.head.id, Given { answers, computed, sealed }, at)
    }

    /// Finishes the interview and makes a card for the respondent, with a word that they chose if they want to take their
    /// answers back by themselves. The number is told once and kept nowhere.
    ///
    /// # Errors
    /// As for [`finish`](Self::finish), or the word is too short or too long.
    pub fn finish_with_card(
        &mut self,
        device: &Device,
        word: Option<&str>,
        at: &mut Moment<'_>,
    ) -> Result<(DocId, CardNumber), DeviceError> {
        let finished = self.interview.finish(at.now).map_err(|unready| DeviceError::Unready {
            paths: unready.into_iter().map(|question| question.path).collect(),
        })?;
        let Finished { answers, computed, sealed, .. } = finished;
        device.finish_with_card(self.head.id, Given { answers, computed, sealed }, word, at)
    }

    /// Answers a question with a file: answer and file are on the disk together, or nothing changed.
    pub(super) fn take_file(
        &mut self,
        device: &Device,
        question: &QuestionView,
        file: &DraftFile,
        now: Timestamp,
    ) -> Result<Changed, DeviceError> {
        let path = &question.path;
        self.interview.set_now(now);
        let changed = self.interview.answer(path, &file.name).map_err(|refused| unfit(path, refused))?;
        if let Err(error) = device.store.put_draft_file(self.head.id, path, file, now) {
            self.interview.answer(path, &question.value).map_err(|refused| unfit(path, refused))?;
            return Err(error.into());
        }
        self.saved.insert(path.clone(), file.name.clone());
        self.save(device, now)?;
        Ok(changed)
    }

    /// Writes what differs from the disk, in one transaction.
    fn save(&mut self, device: &Device, now: Timestamp) -> Result<(), DeviceError> {
        let wanted: BTreeMap<String, String> = self.interview.draft_answers().into_iter().collect();
        let paths: BTreeSet<&String> = wanted.keys().chain(self.saved.keys()).collect();
        let differing = paths.into_iter().filter(|path| wanted.get(*path) != self.saved.get(*path));
        let changes: Vec<(&str, Option<&str>)> =
            differing.map(|path| (path.as_str(), wanted.get(path).map(String::as_str))).collect();
        if !changes.is_empty() {
            device.save_draft(self.head.id, &changes, now)?;
            self.saved = wanted;
        }
        Ok(())
    }

    fn note_page(&mut self, device: &Device, now: Timestamp) -> Result<(), DeviceError> {
        self.meta.at = self.interview.view().questions.into_iter().next().map(|question| question.path);
        device.stored_draft(self.head.id)?;
        self.head.updated = now;
        self.head.meta = self.meta.to_json();
        Ok(device.store.put_draft(&self.head)?)
    }
}

pub(super) fn unfit(path: &str, refused: Refused) -> DeviceError {
    DeviceError::Answer { path: path.to_owned(), reason: refused.to_string() }
}

fn no_repeat(path: &str, refused: RepeatRefused) -> DeviceError {
    DeviceError::Answer { path: path.to_owned(), reason: refused.to_string() }
}
