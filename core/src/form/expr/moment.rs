//! Dates and times inside expressions: read from text, counted in days, written back.
//!
//! There is no clock here: "now" and the time zone come from the [`super::Ambient`] of an evaluation.

use jiff::civil::{self, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

const DAY_MS: i64 = 86_400_000;
/// About 9,900 years to either side of 1970, inside what the calendar can hold.
const MAX_DAY: i64 = 2_900_000;

/// A date, or a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A calendar day, in days since 1970-01-01, without time or zone.
    Day(i64),
    /// A point in time, in milliseconds since 1970-01-01 UTC.
    Instant(i64),
}

/// A date and a time of day as they stand in a text; the offset from UTC if one is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) date: civil::Date,
    pub(super) time: Option<(civil::Time, Option<i32>)>,
}

impl Moment {
    /// Reads `2024-02-09`, `2024-02-09T10:30`, `2024-02-09T10:30:00.000-07:00` and the like. A time without an offset
    /// is local to `zone`.
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        Written::parse(text)?.moment(zone)
    }

    /// The day that is this many days after 1970-01-01.
    pub(super) fn from_days(days: f64) -> Option<Self> {
        let whole = days.floor();
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        (whole.is_finite() && whole.abs() <= MAX_DAY as f64).then_some(Self::Day(whole as i64))
    }

    /// The point in time that is this many days (24 hours each) after 1970-01-01 UTC; a local midnight is a day.
    pub(super) fn from_decimal_days(days: f64, zone: &TimeZone) -> Option<Self> {
        if !days.is_finite() || days.abs() > MAX_DAY as f64 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        let instant = (days * DAY_MS as f64).round() as i64;
        let local = local(instant, zone)?;
        Some(if local.time() == civil::Time::midnight() {
            Self::Day(day_number(local.date()))
        } else {
            Self::Instant(instant)
        })
    }

    /// Days since 1970-01-01 by the local calendar; a time of day is a fraction.
    pub(super) fn days(self, zone: &TimeZone) -> f64 {
        match self {
            Self::Day(day) => day as f64,
            Self::Instant(instant) => local(instant, zone).map_or(f64::NAN, |local| {
                day_number(local.date()) as f64 + time_of_day_ms(local.time()) as f64 / DAY_MS as f64
            }),
        }
    }

    /// Days since 1970-01-01 UTC, with fraction; a calendar day begins at local midnight.
    pub(super) fn decimal_days(self, zone: &TimeZone) -> f64 {
        self.instant(zone).map_or(f64::NAN, |instant| instant as f64 / DAY_MS as f64)
    }

    fn instant(self, zone: &TimeZone) -> Option<i64> {
        match self {
            Self::Instant(instant) => Some(instant),
            Self::Day(day) => to_instant(date(day)?.to_datetime(civil::Time::midnight()), zone),
        }
    }

    /// The local date and time.
    pub(super) fn civil(self, zone: &TimeZone) -> Option<DateTime> {
        match self {
            Self::Day(day) => Some(date(day)?.to_datetime(civil::Time::midnight())),
            Self::Instant(instant) => local(instant, zone),
        }
    }

    /// Only the date, by the local calendar.
    pub(super) fn date_only(self, zone: &TimeZone) -> Option<Self> {
        Some(Self::Day(day_number(self.civil(zone)?.date())))
    }

    /// `2024-02-09`, or `2024-02-09T10:30:00.000-07:00`.
    pub fn text(self, zone: &TimeZone) -> String {
        let Some(local) = self.civil(zone) else { return String::new() };
        let date = local.date();
        let day = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
        let Self::Instant(instant) = self else { return day };
        let time = local.time();
        let seconds = Timestamp::from_millisecond(instant).map_or(0, |at| zone.to_offset(at).seconds());
        let (hour, minute, second, milli) = (time.hour(), time.minute(), time.second(), time.millisecond());
        format!("{day}T{hour:02}:{minute:02}:{second:02}.{milli:03}{}", offset_text(seconds))
    }
}

/// `-07:00`.
pub(super) fn offset_text(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Written {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, time) = match text.find(['T', ' ']) {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year: i16 = digits(parts.next()?, 4..=4)?;
        let month: i8 = digits(parts.next()?, 1..=2)?;
        let day: i8 = digits(parts.next()?, 1..=2)?;
        if parts.next().is_some() {
            return None;
        }
        let date = civil::Date::new(year, month, day).ok()?;
        let time = match time {
            Some(time) => Some(parse_time(time)?),
            None => None,
        };
        Some(Self { date, time })
    }

    /// The moment meant, with local time where no offset is written.
    pub(super) fn moment(self, zone: &TimeZone) -> Option<Moment> {
        let Some((time, offset)) = self.time else { return Some(Moment::Day(day_number(self.date))) };
        let local = self.date.to_datetime(time);
        let Some(offset) = offset else { return Some(Moment::Instant(to_instant(local, zone)?)) };
        let utc_ms = day_number(self.date) * DAY_MS + time_of_day_ms(time);
        Some(Moment::Instant(utc_ms - i64::from(offset) * 1000))
    }
}

/// Reads `10:30`, `10:30:00.000`, with `Z` or an offset such as `-07:00` behind; the offset in seconds.
pub(super) fn parse_time(text: &str) -> Option<(civil::Time, Option<i32>)> {
    let text = text.trim();
    let (clock, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => (&text[..at], Some(parse_offset(&text[at..])?)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let hour: i8 = digits(parts.next()?, 1..=2)?;
    let minute: i8 = digits(parts.next()?, 2..=2)?;
    let (second, nanosecond) = match parts.next() {
        None => (0, 0),
        Some(seconds) => parse_seconds(seconds)?,
    };
    if parts.next().is_some() {
        return None;
    }
    Some((civil::Time::new(hour, minute, second, nanosecond).ok()?, offset))
}

fn parse_seconds(text: &str) -> Option<(i8, i32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digit_count = u32::try_from(fraction.len()).ok().filter(|count| (1..=9).contains(count))?;
    let fraction: i32 = digits(fraction, 1..=9)?;
    Some((digits(whole, 2..=2)?, fraction * 10_i32.pow(9 - digit_count)))
}

fn parse_offset(text: &str) -> Option<i32> {
    let sign = match text.as_bytes().first()? {
        b'Z' if text.len() == 1 => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let rest = &text[1..];
    let (hours, minutes) = match rest.split_once(':') {
        Some(pair) => pair,
        None if rest.len() == 4 && rest.is_ascii() => rest.split_at(2),
        None => (rest, "00"),
    };
    let (hours, minutes): (i32, i32) = (digits(hours, 1..=2)?, digits(minutes, 2..=2)?);
    // UTC-12:00 to UTC+14:00 are in use; -13 is let through as it occurs in test data of the field.
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

fn digits<T: std::str::FromStr>(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<T> {
    let valid = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if valid { text.parse().ok() } else { None }
}

fn epoch() -> civil::Date {
    civil::date(1970, 1, 1)
}

fn day_number(date: civil::Date) -> i64 {
    date.duration_since(epoch()).as_secs() / 86_400
}

fn date(day: i64) -> Option<civil::Date> {
    epoch().checked_add(Span::new().try_days(day).ok()?).ok()
}

/// Milliseconds since midnight.
pub(super) fn time_of_day_ms(time: civil::Time) -> i64 {
    let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    seconds * 1000 + i64::from(time.millisecond())
}

fn local(instant: i64, zone: &TimeZone) -> Option<DateTime> {
    Some(zone.to_datetime(Timestamp::from_millisecond(instant).ok()?))
}

/// In a gap or an overlap of the local clock, the time before the change counts.
fn to_instant(local: DateTime, zone: &TimeZone) -> Option<i64> {
    Some(zone.to_timestamp(local).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phoenix() -> TimeZone {
        TimeZone::get("America/Phoenix").unwrap()
    }

    #[test]
    fn a_date_counts_whole_days_and_begins_at_local_midnight() {
        let day = Moment::parse("1970-01-02", &phoenix()).unwrap();
        assert_eq!(day.days(&phoenix()), 1.0);
        assert!((day.decimal_days(&phoenix()) - 1.291_666_666_666_666_7).abs() < 1e-12);
    }

    #[test]
    fn a_time_is_written_with_its_local_offset() {
        let instant = Moment::parse("1970-01-01T21:50:49Z", &phoenix()).unwrap();
        assert_eq!(instant.text(&phoenix()), "1970-01-01T14:50:49.000-07:00");
    }

    #[test]
    fn days_that_are_not_in_the_calendar_are_no_dates() {
        for text in ["1983-09-31", "2024-13-01", "09-01-2024", "soon", "", "2024-01-01T25:00", "2024-01-01T"] {
            assert_eq!(Moment::parse(text, &phoenix()), None, "{text:?}");
        }
    }

    #[test]
    fn a_day_survives_its_decimal_form() {
        let day = Moment::Day(20_000);
        assert_eq!(Moment::from_decimal_days(day.decimal_days(&phoenix()), &phoenix()), Some(day));
    }
}
