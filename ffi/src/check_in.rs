//! A reminder for whoever is out alone: until when they want to be done, and that they are fine.
//!
//! It stays on this phone. Whoever listens to changes hears when the time is over, see `changes`.

use doorstep_core::device::CheckIn;
use doorstep_core::time::Timestamp;
use jiff::civil::Time;

use crate::{Change, Phone, PhoneError, machine};

/// Until when somebody wants to be done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct CheckInCard {
    /// When they said so, in milliseconds since 1970 UTC.
    pub since_ms: i64,
    /// Until when, in milliseconds since 1970 UTC: when a platform's alarm is to ring.
    pub until_ms: i64,
    /// The same as a time of day in this phone's zone, as 18:30.
    pub until: String,
    /// Whether the time is over.
    pub is_over: bool,
}

#[uniffi::export]
impl Phone {
    /// Until when this phone's person wants to be done; none if they did not say, or said that they are fine. A locked phone tells it too.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn check_in(&self) -> Result<Option<CheckInCard>, PhoneError> {
        let card = |said: CheckIn| CheckInCard {
            since_ms: said.since.0,
            until_ms: said.until.0,
            until: self.local(said.until.0).strftime("%H:%M").to_string(),
            is_over: said.is_over(machine::now()),
        };
        Ok(self.device().check_in()?.map(card))
    }

    /// Takes note that this phone's person wants to be done by the next time that clocks show this, written as 18:30. It is kept on this phone alone,
    /// and is no safety system: nobody else hears of it.
    ///
    /// # Errors
    /// The time is written otherwise, or more than twelve hours ahead.
    pub fn begin_check_in(&self, until: String) -> Result<(), PhoneError> {
        let until = self.next_time(&until)?;
        self.device().set_check_in(until, machine::now())?;
        self.changes.note(Change::Here);
        Ok(())
    }

    /// Takes note that this phone's person is fine. Nothing of it is kept.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn end_check_in(&self) -> Result<(), PhoneError> {
        self.device().end_check_in()?;
        self.changes.note(Change::Here);
        Ok(())
    }
}

impl Phone {
    /// The next moment at which clocks here show this time.
    fn next_time(&self, text: &str) -> Result<Timestamp, PhoneError> {
        let bad = || PhoneError::Input {
            code: "bad-check-in".to_owned(),
            reason: "write a time of day within the next twelve hours, such as 18:30".to_owned(),
        };
        let time = Time::strptime("%H:%M", text.trim()).map_err(|_| bad())?;
        let now = self.local(machine::now().0);
        let today = now.date();
        let days = [Some(today), today.tomorrow().ok()];
        let moments =
            days.into_iter().flatten().filter_map(|day| day.to_datetime(time).to_zoned(self.zone.clone()).ok());
        let next = moments.map(|moment| moment.timestamp().as_millisecond()).find(|ms| *ms > machine::now().0);
        next.map(Timestamp).ok_or_else(bad)
    }
}
