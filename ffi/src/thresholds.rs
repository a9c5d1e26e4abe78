//! From how many answers on figures are shown, inside the project and outside.
//!
//! The rule is `doorstep_core::evaluation`'s.

use doorstep_core::evaluation::Thresholds;

use crate::{Phone, PhoneError};

/// From how many answers on figures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ThresholdsCard {
    /// For researchers and coordinators.
    pub inside: u64,
    /// For everybody else.
    pub outside: u64,
    /// The least that may be set inside.
    pub least_inside: u64,
    /// The least that may be set outside.
    pub least_outside: u64,
    /// The most that may be set.
    pub most: u64,
}

#[uniffi::export]
impl Phone {
    /// From how many answers on figures are shown.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn thresholds(&self) -> Result<ThresholdsCard, PhoneError> {
        let set = self.device().thresholds()?;
        let least = Thresholds::LEAST;
        Ok(ThresholdsCard {
            inside: set.inside(),
            outside: set.outside(),
            least_inside: least.inside(),
            least_outside: least.outside(),
            most: Thresholds::MOST,
        })
    }

    /// Whether outsiders' figures are blurred a little, by whose answers they are (cell keys).
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn is_blurred(&self) -> Result<bool, PhoneError> {
        Ok(self.device().is_blurred()?)
    }

    /// Has outsiders' figures blurred from now on, or no longer.
    ///
    /// # Errors
    /// This person may not set the project up.
    pub fn set_blurred(&self, blurred: bool) -> Result<(), PhoneError> {
        self.act(|device, at| device.set_blurred(blurred, at))
    }

    /// Sets from how many answers on figures are shown.
    ///
    /// # Errors
    /// A number is below the least or above the most; or this person may not set the project up.
    pub fn set_thresholds(&self, inside: u64, outside: u64) -> Result<ThresholdsCard, PhoneError> {
        let wanted = Thresholds::new(inside, outside)
            .map_err(|error| PhoneError::Input { code: "bad-threshold".to_owned(), reason: error.to_string() })?;
        self.act(|device, at| device.set_thresholds(wanted, at))?;
        self.thresholds()
    }
}
