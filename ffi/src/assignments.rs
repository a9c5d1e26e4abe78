//! Whose turn a door is: taking doors on, handing them over, giving them back.

use doorstep_core::ids::DocId;
use doorstep_core::time::Timestamp;
use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::{Person, Phone, PhoneError, input, machine};

/// The most doors that are taken on at once.
const MAX_TAKEN: usize = 2_000;

/// Somebody who has taken a door on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct TurnRow {
    /// Who, if they are known here.
    pub by: Option<Person>,
    /// Until when, in milliseconds since 1970 UTC.
    pub until_ms: i64,
}

impl TurnRow {
    /// Whether it is this phone's person's.
    pub fn is_yours(&self) -> bool {
        self.by.as_ref().is_some_and(|person| person.you)
    }
}

#[uniffi::export]
impl Phone {
    /// Takes doors on until a moment, for this person or, handing them over, for another member. It shows whose turn it is and gives no
    /// right. Two who take one door on unknown to each other both have it. Returns at how many doors something changed.
    ///
    /// # Errors
    /// The moment is over or more than a quarter of a year away, a door is not on this phone, or one of the two may not work there.
    pub fn take_doors(&self, doors: Vec<String>, member: Option<String>, until_ms: i64) -> Result<u64, PhoneError> {
        let (doors, member) = (some_doors(&doors)?, input::optional_id("a member", member.as_deref())?);
        Ok(self.act(|device, at| device.take_doors(&doors, member, Timestamp(until_ms), at))? as u64)
    }

    /// Gives doors back before the time is over: this person's turns there, or another member's who can't do it. Returns at how many
    /// doors something changed.
    ///
    /// # Errors
    /// A door is not on this phone, or this person may not work there.
    pub fn give_back_doors(&self, doors: Vec<String>, member: Option<String>) -> Result<u64, PhoneError> {
        let (doors, member) = (some_doors(&doors)?, input::optional_id("a member", member.as_deref())?);
        Ok(self.act(|device, at| device.give_back_doors(&doors, member, at))? as u64)
    }

    /// The end of the day that is so many days away, in this phone's time zone, in milliseconds since 1970 UTC; 0 is today.
    pub fn end_of_day_ms(&self, days: u32) -> i64 {
        let day =
            self.local(machine::now().0).date().saturating_add(i64::from(days.min(1_000)).days()).at(23, 59, 59, 0);
        day.to_zoned(self.zone.clone()).map_or_else(|_| machine::now().0, |end| end.timestamp().as_millisecond())
    }

    /// The day of a moment in this phone's time zone, as 2026-03-14.
    pub fn local_date(&self, ms: i64) -> String {
        self.local(ms).date().to_string()
    }

    /// The moment of a day and time in this phone's time zone, written as 2026-03-17 18:00, in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// It is written otherwise.
    pub fn local_ms(&self, written: String) -> Result<i64, PhoneError> {
        let moment = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", written.trim());
        let moment = moment.and_then(|moment| moment.to_zoned(self.zone.clone()));
        let reason = "write a day and a time like 2026-03-17 18:00".to_owned();
        let unread = |_| PhoneError::Input { code: "bad-time".to_owned(), reason };
        moment.map(|moment| moment.timestamp().as_millisecond()).map_err(unread)
    }

    /// How many days it is to Sunday, in this phone's time zone; 0 on a Sunday.
    pub fn days_to_sunday(&self) -> u32 {
        let days = self.local(machine::now().0).weekday().until(Weekday::Sunday);
        u32::from(days.unsigned_abs())
    }
}

fn some_doors(doors: &[String]) -> Result<Vec<DocId>, PhoneError> {
    if doors.is_empty() || doors.len() > MAX_TAKEN {
        let reason = format!("1 to {MAX_TAKEN} doors are taken on at once");
        return Err(PhoneError::Input { code: "bad-doors".to_owned(), reason });
    }
    doors.iter().map(|door| input::id("a door", door)).collect()
}
