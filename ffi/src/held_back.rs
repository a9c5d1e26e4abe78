//! Work that is held back until a coordinator looks, and doubtful interviews that are left out.

use doorstep_core::device::HeldBackLine;
use doorstep_core::member::DocKind;

use crate::wording::Wording;
use crate::{AnswerRow, Person, Phone, PhoneError, input};

/// The longest reason for leaving an interview out, in bytes.
const MAX_REASON_BYTES: usize = 2_000;

/// Something that came behind the end of somebody's rights, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HeldBackRow {
    /// The record's id.
    pub id: String,
    /// Whether it is an interview; else something else that was written, such as a knock.
    pub is_interview: bool,
    /// Its area.
    pub area: Option<String>,
    /// Whose work it is, if they are known here.
    pub by: Option<Person>,
    /// On which phone.
    pub device: String,
    /// How many entries of it are held back.
    pub entries: u64,
    /// When the latest of them was written, as that phone's clock claimed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

#[uniffi::export]
impl Phone {
    /// What is held back until a coordinator looks, the latest last.
    ///
    /// # Errors
    /// This person may not decide on that, or the phone is locked.
    pub fn held_back(&self) -> Result<Vec<HeldBackRow>, PhoneError> {
        Ok(self.device().held_back()?.into_iter().map(|line| self.held_back_row(&line)).collect())
    }

    /// The answers of an interview that is held back, as they would count.
    ///
    /// # Errors
    /// Nothing of it is held back, or this person may not look.
    pub fn held_back_answers(&self, response: String) -> Result<Vec<AnswerRow>, PhoneError> {
        let response = self.device().held_back_response(input::id("an interview", &response)?)?;
        let wording = Wording::of(self.device().form(response.form).ok(), self.words());
        Ok(AnswerRow::all(&response, &wording))
    }

    /// Lets everything that is held back of a record count. Returns how many entries that were.
    ///
    /// # Errors
    /// Nothing of it is held back, or this person may not do that.
    pub fn release_held_back(&self, record: String) -> Result<u64, PhoneError> {
        let record = input::id("a record", &record)?;
        Ok(self.act(|device, at| device.release(record, at))? as u64)
    }

    /// Leaves a doubtful interview out of the results, with the reason.
    ///
    /// # Errors
    /// It is not on this phone, or this person may not do that.
    pub fn leave_out(&self, response: String, reason: String) -> Result<(), PhoneError> {
        let response = input::id("an interview", &response)?;
        let reason = input::capped("the reason", &reason, MAX_REASON_BYTES)?;
        self.act(|device, at| device.leave_out(response, reason, at))
    }

    /// Takes an interview back in that was left out.
    ///
    /// # Errors
    /// It is not on this phone, was not left out, or this person may not do that.
    pub fn take_back_in(&self, response: String) -> Result<(), PhoneError> {
        let response = input::id("an interview", &response)?;
        self.act(|device, at| device.take_back_in(response, at))
    }
}

impl Phone {
    fn held_back_row(&self, line: &HeldBackLine) -> HeldBackRow {
        HeldBackRow {
            id: line.doc.to_string(),
            is_interview: line.kind == DocKind::Response.number(),
            area: line.area.map(|area| area.to_string()),
            by: self.person(line.by),
            device: line.device.to_string(),
            entries: line.entries as u64,
            at_ms: line.at.0,
        }
    }
}
