//! An interview as a volunteer holds it: page by page through the real runtime, every answer on the disk before the next
//! question, until the form is content.
//!
//! Whoever answers is in `respondent`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use doorstep_core::device::{Device, DeviceError, Interviewing, Moment, Start};
use doorstep_core::form::interview::{Page, QuestionView, Unmet};
use doorstep_core::form::model::{Form, Question, QuestionKind};
use doorstep_core::ids::DocId;
use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;

use super::answers::TRIES;
use super::respondent::Respondent;
use super::{DemoError, phone::Phone};

/// More pages than any interview has: beyond that the form leads round in circles.
const MOST_PAGES: usize = 2_000;
/// How often the review may lead back to questions that something later has made unfit.
const REVIEWS: usize = 4;

/// Holds an interview from its beginning to its end; it is finished on the phone when this returns.
pub(super) fn hold(phone: &mut Phone, start: &Start, respondent: Respondent) -> Result<DocId, DemoError> {
    let name = phone.name.clone();
    let form = phone.look("read the questionnaire", |device| device.form(start.form))?;
    let (device, now, rng) = phone.at_the_door()?;
    let begun = device.begin_interview(start, &mut Moment { now: *now, rng });
    let interviewing = begun.map_err(failed(&name, "begin an interview"))?;
    let questions = form.questions().into_iter().map(|(_, question)| (question.name.clone(), question)).collect();
    let mut table = Table { device: &device, form: &form, questions, interviewing, respondent, now, rng };
    let talked = table.talk();
    let Table { mut interviewing, now, rng, .. } = table;
    if let Err(stuck) = talked {
        device.discard_draft(interviewing.draft()).map_err(failed(&name, "give an interview up"))?;
        return Err(stuck.into_error(failed(&name, "save an answer")));
    }
    let finished = interviewing.finish(&device, &mut Moment { now: *now, rng });
    finished.map_err(failed(&name, "finish an interview"))
}

fn failed(name: &str, what: &'static str) -> impl FnOnce(DeviceError) -> DemoError {
    move |source| DemoError::Device { who: name.to_owned(), what, source }
}

/// Two people, a phone and a questionnaire.
struct Table<'a> {
    device: &'a Device,
    form: &'a Form,
    questions: BTreeMap<String, &'a Question>,
    interviewing: Interviewing,
    respondent: Respondent,
    now: &'a mut Timestamp,
    rng: &'a mut ChaCha20Rng,
}

/// Why an interview did not go on.
enum Stuck {
    Form(DemoError),
    Device(DeviceError),
}

impl Stuck {
    fn into_error(self, failed: impl FnOnce(DeviceError) -> DemoError) -> DemoError {
        match self {
            Self::Form(error) => error,
            Self::Device(error) => failed(error),
        }
    }
}

impl From<DeviceError> for Stuck {
    fn from(error: DeviceError) -> Self {
        Self::Device(error)
    }
}

impl Table<'_> {
    fn talk(&mut self) -> Result<(), Stuck> {
        let mut pages = 0;
        loop {
            pages += 1;
            match self.interviewing.interview().page() {
                Page::End => break,
                Page::AddAnother(repeat) => self.perhaps_another(&repeat)?,
                Page::Question(question) | Page::FieldList(question) => {
                    if pages > MOST_PAGES {
                        return Err(Stuck::Form(DemoError::Endless { pages: MOST_PAGES, question }));
                    }
                    self.page()?;
                    self.interviewing.next_page(self.device, *self.now)?;
                }
            }
        }
        self.review()
    }

    /// Adds one more and goes to its first question, or goes past the repeat.
    fn perhaps_another(&mut self, repeat: &str) -> Result<(), Stuck> {
        let inside = format!("{repeat}[");
        let review = self.interviewing.interview().review();
        let listed: BTreeSet<&str> =
            review.iter().filter_map(|line| line.path.strip_prefix(&inside)?.split(']').next()).collect();
        if self.respondent.has_another(listed.len()) {
            let added = self.interviewing.add_repeat(self.device, repeat, self.rng, *self.now)?;
            let first = self.interviewing.interview().review().into_iter().find(|line| {
                line.path.starts_with(&format!("{added}/")) && self.questions.contains_key(last_name(&line.path))
            });
            if let Some(first) = first {
                self.interviewing.jump(self.device, &first.path, *self.now)?;
                return Ok(());
            }
        }
        self.interviewing.next_page(self.device, *self.now)?;
        Ok(())
    }

    /// Answers what the page asks; an answer may bring up further questions on the same page.
    fn page(&mut self) -> Result<(), Stuck> {
        let mut asked = BTreeSet::new();
        loop {
            let view = self.interviewing.interview().view();
            let next = view.questions.into_iter().find(|question| !asked.contains(&question.path));
            let Some(question) = next else { return Ok(()) };
            asked.insert(question.path.clone());
            let answerable = question.kind != QuestionKind::Note && !question.is_readonly;
            if answerable {
                self.question(&question)?;
            }
        }
    }

    fn question(&mut self, asked: &QuestionView) -> Result<(), Stuck> {
        let Some(question) = self.questions.get(last_name(&asked.path)).copied() else { return Ok(()) };
        let mut why = "nothing that the demo can invent is of its type".to_owned();
        for attempt in 0..TRIES {
            let answer = self.respondent.answer(self.form, question, asked, attempt, *self.now);
            *self.now = self.now.after(THINKING);
            let Some(answer) = answer else {
                if !asked.is_required {
                    break;
                }
                continue;
            };
            match self.interviewing.answer(self.device, &asked.path, &answer, *self.now) {
                Ok(_) => {}
                Err(DeviceError::Answer { reason, .. }) => {
                    why = reason;
                    continue;
                }
                Err(error) => return Err(error.into()),
            }
            match self.unmet(&asked.path) {
                None => return Ok(()),
                Some(unmet) => why = said(&unmet),
            }
        }
        self.leave_empty(asked, why)
    }

    /// Leaves a question without an answer, if the form allows that.
    fn leave_empty(&mut self, asked: &QuestionView, why: String) -> Result<(), Stuck> {
        let current = self.view_of(&asked.path);
        if current.is_some_and(|view| !view.value.is_empty()) {
            self.interviewing.answer(self.device, &asked.path, "", *self.now)?;
        }
        match self.unmet(&asked.path) {
            None => Ok(()),
            Some(_) => Err(Stuck::Form(DemoError::Unanswerable { question: asked.path.clone(), why })),
        }
    }

    /// Goes back to whatever still lacks something, as the review screen does.
    fn review(&mut self) -> Result<(), Stuck> {
        use doorstep_core::form::interview::ReviewState;
        for _ in 0..REVIEWS {
            let lines = self.interviewing.interview().review();
            let unmet = lines.into_iter().find(|line| matches!(line.state, ReviewState::Unmet(_)));
            let Some(line) = unmet else { return Ok(()) };
            self.interviewing.jump(self.device, &line.path, *self.now)?;
            self.page()?;
        }
        Ok(())
    }

    fn view_of(&self, path: &str) -> Option<QuestionView> {
        let view = self.interviewing.interview().view();
        view.questions.into_iter().find(|question| question.path == path)
    }

    fn unmet(&self, path: &str) -> Option<Unmet> {
        self.view_of(path).and_then(|view| view.unmet)
    }
}

/// How long a question takes on average.
const THINKING: Duration = Duration::from_secs(14);

/// The name of a question, from its response path.
pub(super) fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn said(unmet: &Unmet) -> String {
    match unmet {
        Unmet::Required { message } => message.clone().unwrap_or_else(|| "it needs an answer".to_owned()),
        Unmet::Constraint { message } => {
            message.clone().unwrap_or_else(|| "the last try did not fulfil its constraint".to_owned())
        }
        Unmet::Type(refused) => refused.to_string(),
    }
}
