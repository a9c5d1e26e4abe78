//! For how long things are kept, and what was handed on: what a coordinator looks at from time to time.
//!
//! Having one interview erased is `withdrawing`'s.

use doorstep_core::document::kinds::retention::Retention;
use doorstep_core::member::DocKind;

use crate::{Person, Phone, PhoneError, machine};

/// For how long what is kept, in days; absent where no end was set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RetentionCard {
    /// Everything about an interview.
    pub answers_days: Option<u32>,
    /// Names and contacts.
    pub contact_days: Option<u32>,
    /// Words that a coordinator reads first, as they were said.
    #[uniffi(default = None)]
    pub words_days: Option<u32>,
    /// Interviews of rounds that are over on volunteers' phones, after the server's backup has them; 14 if none.
    #[uniffi(default = None)]
    pub phone_days: Option<u32>,
    /// Slips of people who asked for help.
    #[uniffi(default = None)]
    pub help_days: Option<u32>,
}

/// How much of an interview is due to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum DuePart {
    /// Everything about it.
    Everything,
    /// Name and contact.
    Contact,
    /// Words as they were said.
    Words,
    /// The slip of somebody who asked for help.
    HelpSlip,
}

/// Something that has been kept for long enough.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct DueRow {
    /// The interview; of a slip of somebody who asked for help, the slip itself.
    pub response: String,
    /// How much of it is due.
    pub part: DuePart,
    /// When the interview was, or when they asked, in milliseconds since 1970 UTC.
    pub since_ms: i64,
}

/// A file that was handed on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HandedOnRow {
    /// Its entry in the register.
    pub id: String,
    /// What it was.
    pub what: String,
    /// For whom and what for; may be empty.
    pub purpose: String,
    /// Who handed it on, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// How much was erased since: whoever has the file must be told when it is not 0.
    pub erased_since: u64,
}

impl DuePart {
    fn of(kind: DocKind) -> Self {
        if kind == DocKind::Identity {
            Self::Contact
        } else if kind == DocKind::Words {
            Self::Words
        } else if kind == DocKind::HelpSlip {
            Self::HelpSlip
        } else {
            Self::Everything
        }
    }
}

#[uniffi::export]
impl Phone {
    /// For how long things are kept.
    ///
    /// # Errors
    /// The phone is in no project, or the store can't be read.
    pub fn retention(&self) -> Result<RetentionCard, PhoneError> {
        let Retention { answers_days, contact_days, words_days, help_days, phone_days } = self.device().retention()?;
        Ok(RetentionCard { answers_days, contact_days, words_days, phone_days, help_days })
    }

    /// Sets for how long things are kept.
    ///
    /// # Errors
    /// This person may not set the project up, or a time is longer than a century.
    pub fn set_retention(&self, wanted: RetentionCard) -> Result<(), PhoneError> {
        let RetentionCard { answers_days, contact_days, words_days, phone_days, help_days } = wanted;
        let wanted = Retention { answers_days, contact_days, words_days, help_days, phone_days };
        self.act(|device, at| device.set_retention(wanted, at))
    }

    /// What has been kept for long enough by now, the oldest first.
    ///
    /// # Errors
    /// This person may not have anything erased, or the store can't be read.
    pub fn due_to_erase(&self) -> Result<Vec<DueRow>, PhoneError> {
        let row = |due: doorstep_core::device::Due| DueRow {
            response: due.response.to_string(),
            part: DuePart::of(due.subject.kind),
            since_ms: due.since.0,
        };
        Ok(self.device().due(machine::now())?.into_iter().map(row).collect())
    }

    /// Erases everything that is due. Returns how much that was.
    ///
    /// # Errors
    /// As for `due_to_erase`.
    pub fn erase_due(&self) -> Result<u64, PhoneError> {
        Ok(self.act(|device, at| device.erase_due(at))? as u64)
    }

    /// The files that were handed on, the latest last.
    ///
    /// # Errors
    /// This person may hand nothing on, or the store can't be read.
    pub fn handed_on(&self) -> Result<Vec<HandedOnRow>, PhoneError> {
        let row = |line: doorstep_core::device::HandedOnLine| HandedOnRow {
            id: line.id.to_string(),
            what: line.file.what,
            purpose: line.file.purpose,
            by: self.person(line.by),
            at_ms: line.at.0,
            erased_since: line.erased_since as u64,
        };
        Ok(self.device().handed_on()?.into_iter().map(row).collect())
    }
}
