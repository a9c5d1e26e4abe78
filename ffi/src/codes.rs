//! The codebook: what people's words are sorted by.
//!
//! It also comes with question packs, see `packs`.

use doorstep_core::document::kinds::codebook::Code;

use crate::{Phone, PhoneError, input};

/// The longest text, in bytes; the core counts characters.
const MAX_TEXT_BYTES: usize = 4_000;

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct CodeRow {
    /// What it is called.
    pub name: String,
    /// What belongs to it; may be empty.
    pub means: String,
}

#[uniffi::export]
impl Phone {
    /// The codes of the project, by name.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn codes(&self) -> Result<Vec<CodeRow>, PhoneError> {
        let codes = self.device().codes()?.into_values();
        let mut rows: Vec<CodeRow> = codes.map(|code| CodeRow { name: code.name, means: code.means }).collect();
        rows.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(rows)
    }

    /// Adds a code, or says anew what belongs to the one of this name.
    ///
    /// # Errors
    /// A text is unfit, or this person may not sort what people said.
    pub fn set_code(&self, name: String, means: String) -> Result<(), PhoneError> {
        input::capped("a code's name", &name, MAX_TEXT_BYTES)?;
        input::capped("what belongs to a code", &means, MAX_TEXT_BYTES)?;
        self.act(|device, at| device.set_code(&Code { name, means }, at))
    }
}
