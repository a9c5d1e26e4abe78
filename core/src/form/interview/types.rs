//! Whether a text is an answer of a question's type, and how it is written when stored.
//!
//! Whether a choice is offered is in `choices`; whether an answer fulfils the form's constraint is in `checks`.

use jiff::tz::TimeZone;

use super::Refused;
use crate::form::expr::{Moment, format_number, parse_number};
use crate::form::model::QuestionKind;

/// The longest answer, in bytes: a page of notes fits, a file does not.
pub const MAX_ANSWER_BYTES: usize = 32 * 1024;

/// The stored form of an answer to a question without choices; blank stays blank.
pub(in crate::form) fn normalise(kind: &QuestionKind, text: &str, zone: &TimeZone) -> Result<String, Refused> {
    if text.len() > MAX_ANSWER_BYTES {
        return Err(Refused::TooLong { limit_bytes: MAX_ANSWER_BYTES });
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(String::new());
    }
    match kind {
        QuestionKind::Integer => integer(trimmed),
        QuestionKind::Decimal | QuestionKind::Range => decimal(trimmed),
        QuestionKind::Date => date(trimmed, zone),
        QuestionKind::Time => time(trimmed).ok_or(Refused::NotATime),
        QuestionKind::DateTime => date_time(trimmed, zone),
        QuestionKind::Geopoint => place(trimmed).ok_or(Refused::NotAPlace),
        QuestionKind::Geotrace => places(trimmed, 2).ok_or(Refused::NotAPlace),
        QuestionKind::Geoshape => shape(trimmed).ok_or(Refused::NotAPlace),
        QuestionKind::Acknowledge => {
            if matches!(trimmed, "OK" | "ok" | "yes" | "true") {
                Ok("OK".to_owned())
            } else {
                Err(Refused::NotAChoice)
            }
        }
        QuestionKind::Text
        | QuestionKind::Barcode
        | QuestionKind::Image
        | QuestionKind::Audio
        | QuestionKind::Video
        | QuestionKind::File
        | QuestionKind::Hidden
        | QuestionKind::SelectOne(_)
        | QuestionKind::SelectMultiple(_)
        | QuestionKind::Rank(_) => Ok(text.to_owned()),
        QuestionKind::Note
        | QuestionKind::CsvExternal
        | QuestionKind::XmlExternal
        | QuestionKind::Calculate
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today
        | QuestionKind::DeviceId
        | QuestionKind::Username
        | QuestionKind::PhoneNumber
        | QuestionKind::Email
        | QuestionKind::SubscriberId
        | QuestionKind::SimSerial
        | QuestionKind::StartGeopoint
        | QuestionKind::BackgroundAudio
        | QuestionKind::BackgroundGeopoint
        | QuestionKind::Audit => Err(Refused::NotAnswerable),
    }
}

/// Whole numbers of at most 18 digits, without leading zeros.
fn integer(text: &str) -> Result<String, Refused> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 18 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refused::NotAnInteger);
    }
    text.parse::<i64>().map(|number| number.to_string()).map_err(|_| Refused::NotAnInteger)
}

fn decimal(text: &str) -> Result<String, Refused> {
    let number = parse_number(text.strip_prefix('+').unwrap_or(text));
    if number.is_finite() { Ok(format_number(number)) } else { Err(Refused::NotANumber) }
}

fn date(text: &str, zone: &TimeZone) -> Result<String, Refused> {
    let day = text.get(..text.find(['T', ' ']).unwrap_or(text.len())).unwrap_or(text);
    match Moment::parse(day, zone) {
        Some(moment @ Moment::Day(_)) => Ok(moment.text(zone)),
        Some(Moment::Instant(_)) | None => Err(Refused::NotADate),
    }
}

fn time(text: &str) -> Option<String> {
    let dated = format!("1970-01-01T{text}");
    Moment::parse(&dated, &TimeZone::UTC).map(|_| text.to_owned())
}

fn date_time(text: &str, zone: &TimeZone) -> Result<String, Refused> {
    match Moment::parse(text, zone) {
        Some(moment @ Moment::Instant(_)) => Ok(moment.text(zone)),
        Some(Moment::Day(_)) | None => Err(Refused::NotADate),
    }
}

/// `lat lon alt acc`, with zeros for what is left out.
fn place(text: &str) -> Option<String> {
    let numbers: Vec<f64> = text.split_whitespace().map(parse_number).collect();
    let [latitude, longitude, rest @ ..] = numbers.as_slice() else { return None };
    let valid = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && rest.len() <= 2;
    if !valid || rest.iter().any(|number| !number.is_finite()) {
        return None;
    }
    let part = |index: usize| format_number(rest.get(index).copied().unwrap_or(0.0));
    Some(format!("{} {} {} {}", format_number(*latitude), format_number(*longitude), part(0), part(1)))
}

fn places(text: &str, least: usize) -> Option<String> {
    let parts: Option<Vec<String>> =
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(place).collect();
    parts.filter(|parts| parts.len() >= least).map(|parts| parts.join("; "))
}

fn shape(text: &str) -> Option<String> {
    let joined = places(text, 4)?;
    let first = joined.split("; ").next();
    (first == joined.rsplit("; ").next()).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(kind: &QuestionKind, text: &str) -> Result<String, Refused> {
        normalise(kind, text, &TimeZone::UTC)
    }

    #[test]
    fn an_integer_with_a_fraction_is_refused_and_not_cut() {
        assert_eq!(stored(&QuestionKind::Integer, "10.1"), Err(Refused::NotAnInteger));
        assert_eq!(stored(&QuestionKind::Integer, " 007 "), Ok("7".to_owned()));
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_refused() {
        assert_eq!(stored(&QuestionKind::Date, "2024-02-30"), Err(Refused::NotADate));
        assert_eq!(stored(&QuestionKind::Date, "2024-2-9"), Ok("2024-02-09".to_owned()));
    }

    #[test]
    fn a_place_gets_its_missing_numbers() {
        assert_eq!(stored(&QuestionKind::Geopoint, "51.5 -0.1"), Ok("51.5 -0.1 0 0".to_owned()));
        assert_eq!(stored(&QuestionKind::Geopoint, "91 0"), Err(Refused::NotAPlace));
        assert_eq!(stored(&QuestionKind::Geoshape, "0 0;0 1;1 1;0.5 0"), Err(Refused::NotAPlace));
    }
}
