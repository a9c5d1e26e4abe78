//! Taking answers back: finding an interview by card or by name, and having it erased on every phone and the server.
//!
//! How a respondent gets a card is `interview`'s; the respondent's own page is the server's.

use doorstep_core::document::kinds::card::CardNumber;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::Why;

use crate::{Phone, PhoneError, input};

/// The longest text that is looked for among names, in bytes.
const MAX_NAME_BYTES: usize = 400;

/// Why an interview is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum WhyErased {
    /// The respondent took the answers back by card and word.
    Withdrawn,
    /// Somebody asked a coordinator to.
    Asked,
    /// The time for which it may be kept is over.
    Retention,
    /// It should not have been collected.
    Mistaken,
}

impl WhyErased {
    const fn of(why: Why) -> Self {
        match why {
            Why::Withdrawn => Self::Withdrawn,
            Why::Asked => Self::Asked,
            Why::Retention => Self::Retention,
            Why::Mistaken => Self::Mistaken,
        }
    }

    const fn why(self) -> Why {
        match self {
            Self::Withdrawn => Why::Withdrawn,
            Self::Asked => Why::Asked,
            Self::Retention => Why::Retention,
            Self::Mistaken => Why::Mistaken,
        }
    }
}

/// Something that was erased, as it is listed. What it was about is gone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ErasedRow {
    /// The record's id.
    pub id: String,
    /// Why; absent for a reason that this version does not know.
    pub why: Option<WhyErased>,
    /// When, as the clock of whoever passed the order on claimed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// Somebody whose details hold what was looked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PersonRow {
    /// Their interview.
    pub response: String,
    /// What was found, as they gave it.
    pub details: Vec<String>,
}

#[uniffi::export]
impl Phone {
    /// The interview that a card number leads to, if it is on this phone.
    ///
    /// # Errors
    /// The text is no card number, or the store can't be read.
    pub fn interview_by_card(&self, number: String) -> Result<Option<String>, PhoneError> {
        let card = CardNumber::from_text(&number).map_err(doorstep_core::device::DeviceError::from)?;
        Ok(self.device().response_by_card(card)?.map(|response| response.to_string()))
    }

    /// The people whose names or contacts hold this text: for a coordinator whom somebody calls who has lost their card.
    ///
    /// # Errors
    /// This person may not have anything erased, or the store can't be read.
    pub fn find_people(&self, text: String) -> Result<Vec<PersonRow>, PhoneError> {
        let text = input::capped("the name", &text, MAX_NAME_BYTES)?;
        let row = |found: doorstep_core::device::PersonFound| PersonRow {
            response: found.response.to_string(),
            details: found.details,
        };
        Ok(self.device().find_people(text)?.into_iter().map(row).collect())
    }

    /// Has an interview erased everywhere: its answers, who gave them, and the quotes made of it. It can't be undone. Phones and
    /// the server erase when they next sync.
    ///
    /// # Errors
    /// This person may not do that, or it is not on this phone.
    pub fn erase_interview(&self, response: String, why: WhyErased) -> Result<(), PhoneError> {
        let response = input::id("an interview", &response)?;
        self.device().response(response)?;
        self.act(|device, at| device.erase(Subject::response(response), why.why(), at))
    }

    /// What was erased, the latest last.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn erased(&self) -> Result<Vec<ErasedRow>, PhoneError> {
        let row = |stored: doorstep_core::store::StoredOrder| ErasedRow {
            id: stored.order.subject.doc.to_string(),
            why: Why::from_number(stored.order.why).map(WhyErased::of),
            at_ms: stored.at.0,
        };
        Ok(self.device().orders()?.into_iter().map(row).collect())
    }
}
