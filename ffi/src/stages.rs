//! In which stages of the service residents had a part, and the wheel that shows it.
//!
//! The page is `doorstep_core::report`'s.

use doorstep_core::report::{self, WHEEL};

use crate::{Phone, PhoneError, input};

/// The longest text of how residents had a part, in bytes.
const MAX_HOW_BYTES: usize = 2_000;

/// A stage of the service.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct StageRow {
    /// Its word: co-commission, co-design, co-deliver or co-assess.
    pub stage: String,
    /// What people call it.
    pub name: String,
    /// How residents had a part; empty where they had none.
    pub how: String,
}

#[uniffi::export]
impl Phone {
    /// The stages of the service, in the wheel's order.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn stages(&self) -> Result<Vec<StageRow>, PhoneError> {
        let (mut said, words) = (self.device().stages()?, self.words());
        let row = |stage| StageRow {
            stage: doorstep_core::form::model::Stage::word(stage).to_owned(),
            name: report::stage_name(stage, &words),
            how: said.remove(&stage).unwrap_or_default(),
        };
        Ok(WHEEL.into_iter().map(row).collect())
    }

    /// Writes down how residents had a part in a stage; nothing says that they had none.
    ///
    /// # Errors
    /// There is no such stage, the text is too long, or this person may not set the project up.
    pub fn set_stage(&self, stage: String, how: String) -> Result<Vec<StageRow>, PhoneError> {
        let how = input::capped("the text", &how, MAX_HOW_BYTES)?;
        let Some(found) = WHEEL.into_iter().find(|one| one.word() == stage) else {
            let reason = "choose co-commission, co-design, co-deliver or co-assess".to_owned();
            return Err(PhoneError::Input { code: "unknown-stage".to_owned(), reason });
        };
        self.act(|device, at| device.set_stage(found, how, at))?;
        self.stages()
    }

    /// The wheel as one HTML page that needs nothing from elsewhere.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn wheel_page(&self) -> Result<String, PhoneError> {
        let project = self.device().membership()?.founding().name().to_owned();
        Ok(report::wheel_page(&project, &self.device().stages()?, &self.words()))
    }

    /// The wheel as a picture (SVG).
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn wheel_picture(&self) -> Result<String, PhoneError> {
        Ok(report::wheel(&self.device().stages()?, &self.words()))
    }
}
