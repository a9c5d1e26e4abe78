//! What the phone of whoever wrote a slip down remembers of it: that there is one and where it is, never what was asked for or where.
//!
//! The slip itself is `help_slips`' and can't be opened there; it leaves the phone once the server's backup has it, see `closing`.

use serde::{Deserialize, Serialize};

use super::{Device, DeviceError, Moment};
use crate::document::kinds::help_slip::Said;
use crate::ids::DocId;
use crate::member::DocKind;
use crate::store::{KeptEntry, MetaKey, StoreError, Whereabouts};
use crate::time::Timestamp;

/// The most slips that a phone remembers; the oldest are forgotten first.
const MAX_REMEMBERED: usize = 500;

/// A slip that was written down on this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSlip {
    /// The slip: its number is what the person and a coordinator can find it by.
    pub id: DocId,
    /// When it was written down.
    pub at: Timestamp,
    /// Until when an answer was promised.
    pub answer_by: Timestamp,
    /// Where it provably is.
    pub place: Whereabouts,
}

#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    slip: String,
    at: i64,
    answer_by: i64,
}

impl Device {
    /// The slips that were written down on this phone and are still here, the latest first.
    ///
    /// # Errors
    /// When the phone is locked, or the store can't be read.
    pub fn own_help_slips(&self) -> Result<Vec<OwnSlip>, DeviceError> {
        self.view()?;
        let (kept, proven) = (self.store.kept_entries(DocKind::HelpSlip.number())?, self.proven()?);
        let mut own = Vec::new();
        for Remembered { slip, at, answer_by } in self.remembered()?.into_iter().rev() {
            let Ok(id) = slip.parse::<DocId>() else { continue };
            if self.store.is_erased(DocKind::HelpSlip.number(), id)? {
                continue;
            }
            let entries: Vec<&KeptEntry> = kept.iter().filter(|entry| entry.doc.doc == id).collect();
            let place = proven.place_of(&entries);
            own.extend(place.map(|place| OwnSlip { id, at: Timestamp(at), answer_by: Timestamp(answer_by), place }));
        }
        Ok(own)
    }

    /// Says that a slip that was written down on this phone is not to be passed on after all: it is erased everywhere once a
    /// coordinator's device hears of it.
    ///
    /// # Errors
    /// When no such slip was written here, or this person may not write in its area any more.
    pub fn take_back_help_slip(&self, slip: DocId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.view()?;
        let mut remembered = self.remembered()?;
        let before = remembered.len();
        remembered.retain(|one| one.slip != slip.to_string());
        let found = self.store.find_documents(DocKind::HelpSlip.number(), slip)?.into_iter().next();
        let Some(key) = found.filter(|_| remembered.len() < before) else {
            return Err(DeviceError::UnknownRecord(slip));
        };
        self.say_of_slip(key.scope, slip, &Said::TakenBack, at)?;
        Ok(self.set_remembered(&remembered)?)
    }

    /// Remembers a slip that was just written down.
    pub(super) fn remember_slip(&self, slip: DocId, answer_by: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        let mut remembered = self.remembered()?;
        remembered.push(Remembered { slip: slip.to_string(), at: now.0, answer_by: answer_by.0 });
        let over = remembered.len().saturating_sub(MAX_REMEMBERED);
        self.set_remembered(&remembered[over..])
    }

    fn remembered(&self) -> Result<Vec<Remembered>, StoreError> {
        let kept = self.store.meta(MetaKey::OwnSlips)?;
        Ok(kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    fn set_remembered(&self, remembered: &[Remembered]) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(remembered).expect("plain values have a JSON form");
        self.store.set_meta(MetaKey::OwnSlips, &bytes)
    }
}
