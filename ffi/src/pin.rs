//! A PIN before what a phone shows, for phones that several people use: each has a store, a key and a PIN of their own.
//!
//! Handing over what is unsent needs none. What it guards, and what it does not, is in `core/docs/security.md`.

use doorstep_core::device::Pin;

use crate::{Phone, PhoneError, machine};

/// How a phone's PIN stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PinCard {
    /// Whether it has one.
    pub is_set: bool,
    /// Whether it has to be entered before anything is shown.
    pub is_locked: bool,
    /// Until when none is looked at, in milliseconds since 1970 UTC; none when one is now.
    pub waits_until_ms: Option<i64>,
    /// Whether too many wrong ones came: then only a coordinator's new invite opens the phone.
    pub is_spent: bool,
}

#[uniffi::export]
impl Phone {
    /// How this phone's PIN stands.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn pin(&self) -> Result<PinCard, PhoneError> {
        let state = self.device().pin_state(machine::now())?;
        Ok(PinCard {
            is_set: state.is_set,
            is_locked: state.is_locked,
            waits_until_ms: state.waits_until.map(|until| until.0),
            is_spent: state.is_spent,
        })
    }

    /// Sets a PIN of 6 to 12 digits; where there is one already, that has to be given as well.
    ///
    /// # Errors
    /// It is no PIN or too easy to guess, or the old one is wrong.
    pub fn set_pin(&self, pin: String, old: Option<String>) -> Result<(), PhoneError> {
        let pin = Pin::new(&pin).map_err(doorstep_core::device::DeviceError::from)?;
        self.prove_pin(old)?;
        self.act(|device, at| device.set_pin(&pin, at))
    }

    /// Does without a PIN from now on.
    ///
    /// # Errors
    /// The PIN is wrong.
    pub fn remove_pin(&self, old: String) -> Result<(), PhoneError> {
        self.prove_pin(Some(old))?;
        Ok(self.device().remove_pin()?)
    }

    /// Opens the phone; nothing where no PIN is set.
    ///
    /// # Errors
    /// The PIN is wrong, or none is looked at now.
    pub fn unlock(&self, pin: String) -> Result<(), PhoneError> {
        let pin = Pin::typed(&pin).map_err(doorstep_core::device::DeviceError::from)?;
        Ok(self.device().unlock(&pin, machine::now())?)
    }

    /// Locks the phone until its PIN is entered; nothing where none is set. An app does so when it was not used for some minutes.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn lock(&self) -> Result<(), PhoneError> {
        Ok(self.device().lock_by_pin()?)
    }
}

impl Phone {
    /// Sees to it that whoever changes the PIN knows the one there is.
    fn prove_pin(&self, old: Option<String>) -> Result<(), PhoneError> {
        if self.pin()?.is_set { self.unlock(old.unwrap_or_default()) } else { Ok(()) }
    }
}
