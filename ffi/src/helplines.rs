//! Whom to call when somebody may be at risk.
//!
//! What is recorded of somebody's looking it up: nothing. Checking numbers is the core's.

use doorstep_core::document::kinds::helplines::Helpline;

use crate::{Phone, PhoneError, input};

/// The longest line, in bytes; the core counts characters.
const MAX_BYTES: usize = 400;

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HelplineRow {
    /// Who answers, and for what.
    pub who: String,
    /// The number, as it is dialled.
    pub number: String,
}

#[uniffi::export]
impl Phone {
    /// The numbers to call, in the order in which coordinators put them; empty if they wrote none down. Works without a signal.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn helplines(&self) -> Result<Vec<HelplineRow>, PhoneError> {
        let row = |line: Helpline| HelplineRow { who: line.who, number: line.number };
        Ok(self.device().helplines()?.into_iter().map(row).collect())
    }

    /// Writes down the numbers to call, in this order; an empty list takes them away.
    ///
    /// # Errors
    /// A part is empty or too long, a number can't be dialled, there are too many, or this person may not set the project up.
    pub fn set_helplines(&self, lines: Vec<HelplineRow>) -> Result<(), PhoneError> {
        let line = |row: HelplineRow| {
            input::capped("who answers", &row.who, MAX_BYTES)?;
            input::capped("the number", &row.number, MAX_BYTES)?;
            Ok(Helpline { who: row.who, number: row.number })
        };
        let lines = lines.into_iter().map(line).collect::<Result<Vec<_>, PhoneError>>()?;
        self.act(|device, at| device.set_helplines(&lines, at))
    }
}
