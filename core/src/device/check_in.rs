//! Until when this phone's person wants to be done: so that the phone can remind them. It stands on this phone alone and is in no entry;
//! nobody else ever hears of it, and it holds no place.
//!
//! Whom to call is `helplines`'; how somebody is reminded is the app's.

use serde::{Deserialize, Serialize};
use std::time::Duration;

use super::{Device, DeviceError};
use crate::store::MetaKey;
use crate::time::Timestamp;

/// The longest time ahead: longer than anybody knocks at doors in one go.
pub const LONGEST_CHECK_IN: Duration = Duration::from_secs(12 * 3_600);

/// Since when somebody is out, and until when they want to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckIn {
    /// When they said so.
    pub since: Timestamp,
    /// Until when they want to be done.
    pub until: Timestamp,
}

impl CheckIn {
    /// Whether the time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until <= now
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    since: i64,
    until: i64,
}

impl Device {
    /// Until when this phone's person wants to be done; none if they did not say, or said that they are fine. A locked phone tells it too.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn check_in(&self) -> Result<Option<CheckIn>, DeviceError> {
        let kept = self.store.meta(MetaKey::CheckIn)?;
        let stored = kept.and_then(|bytes| serde_json::from_slice::<Stored>(&bytes).ok());
        Ok(stored.map(|Stored { since, until }| CheckIn { since: Timestamp(since), until: Timestamp(until) }))
    }

    /// Takes note until when this phone's person wants to be done; said again it takes the place of what was said before.
    ///
    /// # Errors
    /// When that is over already or more than twelve hours ahead, or the store can't be written.
    pub fn set_check_in(&self, until: Timestamp, now: Timestamp) -> Result<(), DeviceError> {
        if until <= now || until > now.after(LONGEST_CHECK_IN) {
            return Err(DeviceError::BadCheckIn);
        }
        let since = self.check_in()?.map_or(now, |before| before.since);
        let stored = Stored { since: since.0, until: until.0 };
        let bytes = serde_json::to_vec(&stored).expect("plain values have a JSON form");
        Ok(self.store.set_meta(MetaKey::CheckIn, &bytes)?)
    }

    /// Takes note that this phone's person is fine: nothing of it is kept.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn end_check_in(&self) -> Result<(), DeviceError> {
        Ok(self.store.remove_meta(MetaKey::CheckIn)?)
    }
}
