//! The two kinds of interview behind one screen: kept on a phone answer by answer, or tried out and kept nowhere.
//!
//! The runtime of both is the core's; what apps call stands in `interview`.

use std::collections::BTreeMap;
use std::sync::Arc;

use doorstep_core::device::{Device, DeviceError, FileContent, Interviewing, Moment};
use doorstep_core::document::kinds::card::CardNumber;
use doorstep_core::form::check::{check, logic_report};
use doorstep_core::form::import::Limits;
use doorstep_core::form::interview::{self as runtime, Attachments, Opening, PreparedForm};
use doorstep_core::form::model::Lang;
use doorstep_core::form::problems::Report;
use doorstep_core::ids::DocId;

use crate::{FormFile, PhoneError, machine};

/// An interview that somebody is in the middle of.
#[derive(Debug)]
pub(super) enum UnderWay {
    /// On the phone's disk after every step.
    Kept(Arc<Device>, Box<Interviewing>),
    /// In memory alone.
    Trial(Box<runtime::Interview>),
}

impl UnderWay {
    /// Opens a questionnaire's file to try it out.
    pub(super) fn trial(file: FormFile) -> Result<Self, PhoneError> {
        let refused = |report: Report| DeviceError::Form(Box::new(report));
        let imported = check(&file.bytes, &file.name, &Limits::default()).map_err(refused)?;
        let beside: Attachments = file.beside.into_iter().map(|text| (text.name, text.text)).collect();
        let prepared = PreparedForm::new(Arc::new(imported.form), beside);
        let prepared = prepared.map_err(|problems| refused(logic_report(&problems)))?;
        let seed = rand_core::Rng::next_u64(&mut machine::rng()?);
        let opening = Opening::new(machine::now(), machine::zone(file.zone.as_deref()), seed);
        Ok(Self::Trial(Box::new(runtime::Interview::start(prepared, opening))))
    }

    pub(super) fn interview(&self) -> &runtime::Interview {
        match self {
            Self::Kept(_, interviewing) => interviewing.interview(),
            Self::Trial(interview) => interview,
        }
    }

    /// Whether these are the words of a translation that nobody who speaks the language has checked; nobody minds in a trial.
    #[cfg(feature = "field")]
    pub(super) fn is_unchecked(&self, language: &str) -> Result<bool, PhoneError> {
        match self {
            Self::Kept(device, interviewing) => Ok(interviewing.is_unchecked(device, language)?),
            Self::Trial(_) => Ok(false),
        }
    }

    pub(super) fn answer(&mut self, path: &str, text: &str) -> Result<(), DeviceError> {
        match self {
            Self::Kept(device, interviewing) => interviewing.answer(device, path, text, machine::now()).map(drop),
            Self::Trial(interview) => {
                interview.set_now(machine::now());
                interview.answer(path, text).map(drop).map_err(|refused| unfit(path, &refused))
            }
        }
    }

    /// Answers with a file; a trial keeps that there was one.
    pub(super) fn attach(&mut self, path: &str, content: &[u8]) -> Result<(), PhoneError> {
        match self {
            Self::Kept(device, interviewing) => {
                let mut rng = machine::rng()?;
                let at = &mut Moment { now: machine::now(), rng: &mut rng };
                Ok(interviewing.attach(device, path, content, at).map(drop)?)
            }
            Self::Trial(_) => Ok(self.answer(path, "trial")?),
        }
    }

    /// The file that answers a question; a trial has none.
    pub(super) fn attached(&self, path: &str) -> Result<Option<FileContent>, PhoneError> {
        match self {
            Self::Kept(device, interviewing) => Ok(interviewing.attached(device, path)?),
            Self::Trial(_) => Ok(None),
        }
    }

    pub(super) fn next(&mut self) -> Result<(), DeviceError> {
        match self {
            Self::Kept(device, interviewing) => interviewing.next_page(device, machine::now()).map(drop),
            Self::Trial(interview) => {
                interview.next_page();
                Ok(())
            }
        }
    }

    pub(super) fn back(&mut self) -> Result<(), DeviceError> {
        match self {
            Self::Kept(device, interviewing) => interviewing.previous_page(device, machine::now()).map(drop),
            Self::Trial(interview) => {
                interview.previous_page();
                Ok(())
            }
        }
    }

    pub(super) fn go_to(&mut self, path: &str) -> Result<(), DeviceError> {
        match self {
            Self::Kept(device, interviewing) => interviewing.jump(device, path, machine::now()).map(drop),
            Self::Trial(interview) => {
                if interview.jump(path) {
                    Ok(())
                } else {
                    Err(unfit(path, &runtime::Refused::NoSuchQuestion))
                }
            }
        }
    }

    pub(super) fn add_another(&mut self, path: &str) -> Result<(), PhoneError> {
        let mut rng = machine::rng()?;
        match self {
            Self::Kept(device, interviewing) => {
                interviewing.add_repeat(device, path, &mut rng, machine::now())?;
            }
            Self::Trial(interview) => {
                let (added, _) = interview.add_repeat(path, &mut rng).map_err(|refused| unfit(path, &refused))?;
                interview.jump(&added);
            }
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, path: &str) -> Result<(), DeviceError> {
        match self {
            Self::Kept(device, interviewing) => interviewing.remove_repeat(device, path, machine::now()),
            Self::Trial(interview) => interview.remove_repeat(path).map(drop).map_err(|refused| unfit(path, &refused)),
        }
    }

    pub(super) fn speak(&mut self, language: Lang) -> Result<(), DeviceError> {
        match self {
            Self::Kept(device, interviewing) => interviewing.set_language(device, language, machine::now()),
            Self::Trial(interview) => {
                interview.set_language(language);
                Ok(())
            }
        }
    }

    /// Finishes; a trial has no id to return.
    pub(super) fn finish(&mut self) -> Result<Option<DocId>, PhoneError> {
        match self {
            Self::Kept(device, interviewing) => {
                let mut rng = machine::rng()?;
                Ok(Some(interviewing.finish(device, &mut Moment { now: machine::now(), rng: &mut rng })?))
            }
            Self::Trial(interview) => match interview.finish(machine::now()) {
                Ok(_) => Ok(None),
                Err(unready) => {
                    let paths = unready.into_iter().map(|question| question.path).collect();
                    Err(DeviceError::Unready { paths }.into())
                }
            },
        }
    }

    /// Finishes and makes a card for the respondent; a trial has none.
    pub(super) fn finish_with_card(&mut self, word: Option<&str>) -> Result<Option<(DocId, CardNumber)>, PhoneError> {
        match self {
            Self::Kept(device, interviewing) => {
                let mut rng = machine::rng()?;
                let at = &mut Moment { now: machine::now(), rng: &mut rng };
                Ok(Some(interviewing.finish_with_card(device, word, at)?))
            }
            Self::Trial(_) => self.finish().map(|_| None),
        }
    }

    /// The answers so far, by path, as they would be stored; the kinds of silence are left out.
    pub(super) fn answers(&self) -> BTreeMap<String, String> {
        let so_far = self.interview().answers_so_far();
        let given = so_far.answers.into_iter().chain(so_far.computed).chain(so_far.sealed);
        given.filter_map(|(path, answer)| Some((path, answer.text()?.to_owned()))).collect()
    }
}

fn unfit(path: &str, refused: &dyn std::error::Error) -> DeviceError {
    DeviceError::Answer { path: path.to_owned(), reason: refused.to_string() }
}
