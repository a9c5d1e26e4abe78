//! Corrections through the questionnaire: the new answer has to fit its question, and what follows from it is corrected
//! along with it.
//!
//! Writing them down, with the reason, is `collect`'s; answers during an interview are `interviewing`'s.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::apart::Apart;
use super::collect::checked_reason;
use super::files::NewFile;
use super::interviewing::unfit;
use super::{Device, DeviceError, Moment};
use crate::form::interview::{Finished, Interview, Refused};
use crate::ids::DocId;
use crate::response::{Answer, Cell, Missing, Response};
use crate::time::Timestamp;

impl Device {
    /// The answer that a text is to a question of a finished response: how deciding for another answer is written down.
    ///
    /// # Errors
    /// When it does not fit its question, or the response is not on this device.
    pub fn fitting_answer(
        &self,
        response: DocId,
        path: &str,
        text: &str,
        zone: TimeZone,
        now: Timestamp,
    ) -> Result<Answer, DeviceError> {
        let before = self.response(response)?;
        let opening = self.opening_of_interview(now, zone, 0);
        let mut interview = Interview::open_response(self.prepared_form(before.form)?, opening, &standing(&before));
        interview.answer(path, text).map_err(|refused| unfit(path, refused))?;
        interview.answers_so_far().answers.remove(path).ok_or_else(|| unfit(path, Refused::NoSuchQuestion))
    }

    /// Corrects one answer of a finished response, as the questionnaire takes it. Computed values that follow from it
    /// change too, and questions that are no longer asked with it become "not asked".
    ///
    /// # Errors
    /// When the answer does not fit its question, the question is locked, or as for [`correct`](Self::correct).
    pub fn correct_answer(
        &self,
        response: DocId,
        path: &str,
        text: &str,
        reason: &str,
        zone: TimeZone,
        at: &mut Moment<'_>,
    ) -> Result<BTreeMap<String, Answer>, DeviceError> {
        self.correct_with(response, (path, text), reason, Vec::new(), zone, at)
    }

    /// Corrects one answer, and keeps the files that go with it.
    pub(super) fn correct_with(
        &self,
        response: DocId,
        (path, text): (&str, &str),
        reason: &str,
        files: Vec<NewFile>,
        zone: TimeZone,
        at: &mut Moment<'_>,
    ) -> Result<BTreeMap<String, Answer>, DeviceError> {
        let before = self.response(response)?;
        let prepared = self.prepared_form(before.form)?;
        let opening = self.opening_of_interview(at.now, zone, 0);
        let mut interview = Interview::open_response(prepared, opening, &standing(&before));
        let changed = interview.answer(path, text).map_err(|refused| unfit(path, refused))?;
        let Finished { mut answers, computed, sealed, .. } = interview.answers_so_far();
        let mut words = self.words_apart(before.form, &mut answers)?;
        words.retain(|word, _| word == path);
        if let Some(given) = sealed.get(path) {
            let corrected = BTreeMap::from([(path.to_owned(), given.clone())]);
            let apart = Apart { identity: corrected, files, ..Apart::default() };
            let key = self.response_key(response)?;
            let reason = checked_reason(reason)?;
            self.put_answers(&key, &BTreeMap::new(), &BTreeMap::new(), apart, Some(&reason), at)?;
            return Ok(BTreeMap::from([(path.to_owned(), Answer::Missing(Missing::Locked))]));
        }
        if !answers.contains_key(path) {
            return Err(unfit(path, Refused::NoSuchQuestion));
        }
        let touched = changed.paths.iter().filter(|touched| !sealed.contains_key(*touched));
        let (asked, worked_out): (Vec<_>, Vec<_>) = touched.partition(|touched| !computed.contains_key(*touched));
        let mut corrected = differing(&before, asked, &answers);
        corrected.entry(path.to_owned()).or_insert_with(|| answers[path].clone());
        let follows = differing(&before, worked_out, &computed);
        let reason = checked_reason(reason)?;
        let apart = Apart { words, files, ..Apart::default() };
        self.put_answers(&self.response_key(response)?, &corrected, &follows, apart, Some(&reason), at)?;
        corrected.extend(follows);
        Ok(corrected)
    }

    /// Works the computed values of a response out again, as after a decision between answers they may follow from another
    /// one. Returns how many changed; without its questionnaire here nothing does.
    ///
    /// # Errors
    /// When the response is not on this device, or it may not be changed by it.
    pub fn work_out_again(&self, response: DocId, zone: TimeZone, at: &mut Moment<'_>) -> Result<usize, DeviceError> {
        let before = self.response(response)?;
        let prepared = match self.prepared_form(before.form) {
            Err(DeviceError::UnknownForm(_)) => return Ok(0),
            prepared => prepared?,
        };
        let opening = self.opening_of_interview(at.now, zone, 0);
        let Finished { computed, .. } =
            Interview::open_response(prepared, opening, &standing(&before)).answers_so_far();
        let follows = differing(&before, computed.keys(), &computed);
        if !follows.is_empty() {
            self.put_answers(&self.response_key(response)?, &BTreeMap::new(), &follows, Apart::default(), None, at)?;
        }
        Ok(follows.len())
    }
}

/// What stands otherwise now than it did before, of these paths.
fn differing<'p>(
    before: &Response,
    paths: impl IntoIterator<Item = &'p String>,
    now: &BTreeMap<String, Answer>,
) -> BTreeMap<String, Answer> {
    let mut differing = BTreeMap::new();
    for path in paths {
        let now = now.get(path);
        match before.answers.get(path) {
            Some(Cell::One(answer)) if Some(answer) == now => {}
            Some(Cell::One(Answer::Missing(Missing::NotAsked))) | None if now.is_none() => {}
            Some(_) | None => {
                differing.insert(path.clone(), now.cloned().unwrap_or(Answer::Missing(Missing::NotAsked)));
            }
        }
    }
    differing
}

/// The answers that the questionnaire goes on from; of two, the first.
pub(super) fn standing(response: &Response) -> BTreeMap<String, Answer> {
    let one = |cell: &Cell| match cell {
        Cell::One(answer) => Some(answer.clone()),
        Cell::Several(answers) => answers.first().cloned(),
    };
    response.answers.iter().filter_map(|(path, cell)| Some((path.clone(), one(cell)?))).collect()
}
