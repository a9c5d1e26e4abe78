//! Dates and times: reading, counting, formatting.
//!
//! Names of days and months are English, as in the specification's tables; apps format dates for people themselves.

use jiff::civil::{DateTime, Weekday};

use super::{Call, EvalError, Function, Outcome, takes};
use crate::form::expr::moment::{Moment, Written, parse_time, time_of_day_ms};
use crate::form::expr::value::Value;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAY_MS: f64 = 86_400_000.0;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "today" => takes(0, 0, |call| {
            let ambient = call.scope.environment.ambient();
            let today = Moment::Instant(ambient.now.0).date_only(&ambient.zone);
            Ok(today.map_or_else(blank, Value::Moment))
        }),
        "now" => takes(0, 0, |call| Ok(Value::Moment(Moment::Instant(call.scope.environment.ambient().now.0)))),
        "date" => takes(1, 1, date),
        "date-time" => takes(1, 1, date_time),
        "decimal-date-time" => takes(1, 1, |call| {
            let zone = &call.scope.environment.ambient().zone;
            let moment = moment(call, false)?;
            Ok(Value::Number(moment.map_or(f64::NAN, |moment| moment.decimal_days(zone))))
        }),
        "decimal-time" => takes(1, 1, decimal_time),
        "format-date" | "format-date-time" => takes(2, 2, format_date),
        "difference-in-months" => takes(2, 2, difference_in_months),
        _ => None,
    }
}

fn blank() -> Value {
    Value::Text(String::new())
}

fn date(call: &Call<'_, '_>) -> Outcome {
    Ok(moment(call, false)?.map_or_else(blank, Value::Moment))
}

fn date_time(call: &Call<'_, '_>) -> Outcome {
    Ok(moment(call, true)?.map_or_else(blank, Value::Moment))
}

/// The first argument as a moment; `None` for a blank. A number counts days: by the local calendar, or as UTC where
/// `decimal` is set.
fn moment(call: &Call<'_, '_>, decimal: bool) -> Result<Option<Moment>, EvalError> {
    let environment = call.scope.environment;
    let zone = &environment.ambient().zone;
    let from_number = |number: f64| {
        if number.is_nan() {
            return Ok(None);
        }
        let found = if decimal { Moment::from_decimal_days(number, zone) } else { Moment::from_days(number) };
        found.map(Some).ok_or_else(|| call.bad(0))
    };
    match call.value(0)? {
        Value::Moment(moment) => Ok(Some(moment)),
        Value::Number(number) => from_number(number),
        Value::Boolean(_) => Err(call.bad(0)),
        other @ (Value::Text(_) | Value::Nodes(_)) => {
            let text = other.to_text(environment);
            if text.trim().is_empty() {
                return Ok(None);
            }
            if let Some(moment) = Moment::parse(&text, zone) {
                return Ok(Some(moment));
            }
            let number = crate::form::expr::number::parse_number(&text);
            if number.is_nan() { Err(call.bad(0)) } else { from_number(number) }
        }
    }
}

/// The time of day as a fraction of the day, on the local clock.
fn decimal_time(call: &Call<'_, '_>) -> Outcome {
    let zone = &call.scope.environment.ambient().zone;
    let text = call.text(0)?;
    let fraction = |ms: i64| Value::Number(ms as f64 / DAY_MS);
    if let Some(written) = Written::parse(&text) {
        let local = written.moment(zone).and_then(|moment| moment.civil(zone));
        return Ok(local.map_or(Value::Number(f64::NAN), |local| fraction(time_of_day_ms(local.time()))));
    }
    let Some((time, offset)) = parse_time(&text) else { return Ok(Value::Number(f64::NAN)) };
    let Some(offset) = offset else { return Ok(fraction(time_of_day_ms(time))) };
    let now = jiff::Timestamp::from_millisecond(call.scope.environment.ambient().now.0).unwrap_or_default();
    let shift = i64::from(zone.to_offset(now).seconds() - offset) * 1000;
    Ok(fraction((time_of_day_ms(time) + shift).rem_euclid(86_400_000)))
}

fn format_date(call: &Call<'_, '_>) -> Outcome {
    let zone = &call.scope.environment.ambient().zone;
    let pattern = call.text(1)?;
    let moment = match moment(call, true) {
        Err(EvalError::BadArgument { .. }) => None,
        other => other?,
    };
    let Some((local, moment)) = moment.and_then(|moment| Some((moment.civil(zone)?, moment))) else {
        return Ok(blank());
    };
    let mut out = String::new();
    let mut letters = pattern.chars();
    while let Some(c) = letters.next() {
        match (c, c == '%') {
            (_, true) => match letters.next() {
                Some('Z') => out.push_str(&zone_offset(moment, call)),
                Some(directive) => push_field(&mut out, directive, local),
                None => return Err(call.bad(1)),
            },
            (c, false) => out.push(c),
        }
    }
    Ok(Value::Text(out))
}

fn zone_offset(moment: Moment, call: &Call<'_, '_>) -> String {
    let zone = &call.scope.environment.ambient().zone;
    let days = moment.decimal_days(zone);
    #[expect(clippy::cast_possible_truncation, reason = "a moment lies within the calendar")]
    let instant = jiff::Timestamp::from_millisecond((days * DAY_MS) as i64).unwrap_or_default();
    crate::form::expr::moment::offset_text(zone.to_offset(instant).seconds())
}

fn push_field(out: &mut String, directive: char, local: DateTime) {
    let month = MONTHS[usize::from(local.month().unsigned_abs()) - 1];
    let day = weekday(local.weekday());
    let text = match directive {
        'Y' => format!("{:04}", local.year()),
        'y' => format!("{:02}", local.year().rem_euclid(100)),
        'm' => format!("{:02}", local.month()),
        'n' => local.month().to_string(),
        'B' => month.to_owned(),
        'b' => month[..3].to_owned(),
        'd' => format!("{:02}", local.day()),
        'e' => local.day().to_string(),
        'H' => format!("{:02}", local.hour()),
        'h' => local.hour().to_string(),
        'M' => format!("{:02}", local.minute()),
        'S' => format!("{:02}", local.second()),
        '3' => format!("{:03}", local.millisecond()),
        'A' => day.to_owned(),
        'a' => day[..3].to_owned(),
        'w' => local.weekday().to_sunday_zero_offset().to_string(),
        'W' => local.date().iso_week_date().week().to_string(),
        '%' => "%".to_owned(),
        other => format!("%{other}"),
    };
    out.push_str(&text);
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// Whole months from the first day to the second, as the Community Health Toolkit counts them.
fn difference_in_months(call: &Call<'_, '_>) -> Outcome {
    let zone = &call.scope.environment.ambient().zone;
    let day = |index| -> Result<_, EvalError> {
        Ok(Moment::parse(&call.text(index)?, zone).and_then(|moment| moment.civil(zone)))
    };
    let (Some(from), Some(to)) = (day(0)?, day(1)?) else { return Ok(blank()) };
    let months = i32::from(to.year() - from.year()) * 12 + i32::from(to.month() - from.month());
    let unfinished = to.day() < from.day();
    Ok(Value::Number(f64::from(months - i32::from(unfinished))))
}
