//! For how long things are kept, what is due to be erased, and erasing all of it by one act.
//!
//! Nothing is erased by a clock: times in entries are claims, so a coordinator sees the list first.

use super::{Device, DeviceError, Moment};
use crate::document::Document;
use crate::document::kinds::retention::{MAX_DAYS, Retention, is_over};
use crate::document::kinds::subject::{Subject, identity_id, words_id};
use crate::entry::Why;
use crate::ids::DocId;
use crate::member::{Access, Class, DocKind};
use crate::time::Timestamp;

/// How many orders are written with one commit.
const AT_ONCE: usize = 200;

/// Something that has been kept for long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The interview; of a slip of somebody who asked for help, the slip itself.
    pub response: DocId,
    /// What is erased: everything about it, or only name and contact, or only words as they were said; or a slip.
    pub subject: Subject,
    /// When the interview was, or when they asked, as the phone's clock claimed.
    pub since: Timestamp,
}

impl Device {
    /// Sets for how long things are kept.
    ///
    /// # Errors
    /// When a time is longer than a century, or this device may not set the project up.
    pub fn set_retention(&self, wanted: Retention, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let Retention { answers_days, contact_days, words_days, help_days, phone_days } = wanted;
        let days = [answers_days, contact_days, words_days, help_days, phone_days];
        if days.into_iter().flatten().any(|days| days == 0 || days > MAX_DAYS) {
            return Err(DeviceError::BadText { what: "a number of days", most: MAX_DAYS as usize });
        }
        self.put_settings(|_: &Document| wanted.to_values(), at)
    }

    /// For how long things are kept.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn retention(&self) -> Result<Retention, DeviceError> {
        Ok(Retention::read(self.load(&self.settings()?)?.flat()))
    }

    /// What has been kept for long enough by now, the oldest first.
    ///
    /// # Errors
    /// When this person may not have anything erased, or the store can't be read.
    pub fn due(&self, now: Timestamp) -> Result<Vec<Due>, DeviceError> {
        self.check_right(Class::Field, Access::Erase)?;
        let Retention { answers_days, contact_days, words_days, help_days, .. } = self.retention()?;
        let view = self.view()?;
        let mut due = Vec::new();
        for line in self.responses()? {
            let detail = self.response_detail(line.id)?;
            let elsewhere = detail.origin.and_then(|origin| origin.submitted);
            let since = elsewhere.unwrap_or(detail.finished.1);
            if is_over(since, answers_days, now) {
                due.push(Due { response: line.id, subject: Subject::response(line.id), since });
                continue;
            }
            let identity = (DocKind::Identity, identity_id(line.id), contact_days);
            for (kind, doc, days) in [identity, (DocKind::Words, words_id(line.id), words_days)] {
                if is_over(since, days, now) && view.find(kind, doc).is_ok() {
                    due.push(Due { response: line.id, subject: Subject { kind, doc }, since });
                }
            }
        }
        if help_days.is_some() {
            let slips = self.help_slips()?.into_iter().filter(|line| is_over(line.slip.at, help_days, now));
            let subject = |doc| Subject { kind: DocKind::HelpSlip, doc };
            due.extend(slips.map(|line| Due { response: line.id, subject: subject(line.id), since: line.slip.at }));
        }
        due.sort_by_key(|due| (due.since, due.response, due.subject));
        Ok(due)
    }

    /// Erases everything that is due. Returns how much that was.
    ///
    /// # Errors
    /// As for [`due`](Self::due); what was erased before an error stays erased.
    pub fn erase_due(&self, at: &mut Moment<'_>) -> Result<usize, DeviceError> {
        let subjects: Vec<Subject> = self.due(at.now)?.into_iter().map(|due| due.subject).collect();
        for subjects in subjects.chunks(AT_ONCE) {
            self.erase_all(subjects, Why::Retention, at)?;
        }
        Ok(subjects.len())
    }
}
