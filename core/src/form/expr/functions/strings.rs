//! Texts: joining, cutting, searching. Positions count characters, not bytes.
//!
//! Hashes and encodings are in `digest`.

use std::sync::Arc;

use super::{Call, EvalError, Function, Outcome, takes, takes_many};
use crate::form::expr::number::round_half_up;
use crate::form::expr::pattern::MAX_MATCHED_BYTES;
use crate::form::expr::value::Value;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "string" => takes(0, 1, |call| call.text_or_own(0).map(Value::Text)),
        "concat" => takes_many(0, |call| joined(call, &call.texts_from(0)?, "")),
        "join" => takes_many(1, |call| joined(call, &call.texts_from(1)?, &call.text(0)?)),
        "contains" => takes(2, 2, |call| Ok(Value::Boolean(call.text(0)?.contains(&call.text(1)?)))),
        "starts-with" => takes(2, 2, |call| Ok(Value::Boolean(call.text(0)?.starts_with(&call.text(1)?)))),
        "ends-with" => takes(2, 2, |call| Ok(Value::Boolean(call.text(0)?.ends_with(&call.text(1)?)))),
        "substring" => takes(2, 3, substring),
        "substr" => takes(2, 3, substr),
        "substring-before" => takes(2, 2, |call| {
            let (text, mark) = (call.text(0)?, call.text(1)?);
            Ok(Value::Text(text.split_once(&mark).map_or_else(String::new, |(before, _)| before.to_owned())))
        }),
        "substring-after" => takes(2, 2, |call| {
            let (text, mark) = (call.text(0)?, call.text(1)?);
            Ok(Value::Text(text.split_once(&mark).map_or_else(String::new, |(_, after)| after.to_owned())))
        }),
        "translate" => takes(3, 3, translate),
        "string-length" => takes(0, 1, |call| Ok(Value::Number(call.text_or_own(0)?.chars().count() as f64))),
        "normalize-space" => takes(0, 1, |call| {
            let text = call.text_or_own(0)?;
            Ok(Value::Text(
                text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
            ))
        }),
        "regex" => takes(2, 2, regex),
        "lower-case" => takes(1, 1, |call| Ok(Value::Text(call.text(0)?.to_lowercase()))),
        "upper-case" => takes(1, 1, |call| Ok(Value::Text(call.text(0)?.to_uppercase()))),
        _ => None,
    }
}

/// The longest text that functions put together, in bytes. Calculations that double each other's text stop here.
const MAX_JOINED_BYTES: usize = 1 << 20;

fn joined(call: &Call<'_, '_>, texts: &[String], between: &str) -> Outcome {
    let length: usize = texts.iter().map(|text| text.len() + between.len()).sum();
    if length > MAX_JOINED_BYTES {
        return Err(EvalError::TooLong { name: Arc::clone(call.name), limit_bytes: MAX_JOINED_BYTES });
    }
    Ok(Value::Text(texts.join(between)))
}

/// Whether the whole text fits a pattern. Counted as one look at the text for each letter of the pattern.
fn regex(call: &Call<'_, '_>) -> Outcome {
    let (text, pattern) = (call.text(0)?, call.text(1)?);
    if text.len() > MAX_MATCHED_BYTES {
        return Err(call.bad(0));
    }
    call.scope.visit(text.len() * pattern.len() / 64)?;
    let matches = call.scope.environment.ambient().matches(&text, &pattern);
    matches.map(Value::Boolean).ok_or_else(|| call.bad(1))
}

/// XPath's own: positions from 1, rounded; the end is start plus length.
fn substring(call: &Call<'_, '_>) -> Outcome {
    let text = call.text(0)?;
    let start = round_half_up(call.number(1)?);
    let end = if call.given() == 3 { start + round_half_up(call.number(2)?) } else { f64::INFINITY };
    let inside = |position: f64| position >= start && position < end;
    let kept = text.chars().enumerate().filter(|(index, _)| inside((index + 1) as f64)).map(|(_, c)| c);
    Ok(Value::Text(kept.collect()))
}

/// XForms' own: positions from 0, the end not included, negative ones counted from the end.
fn substr(call: &Call<'_, '_>) -> Outcome {
    let text: Vec<char> = call.text(0)?.chars().collect();
    let place = |index: usize| -> Result<usize, _> {
        let number = call.number(index)?;
        let from_start = if number < 0.0 { text.len() as f64 + number } else { number };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the text's length")]
        Ok(from_start.clamp(0.0, text.len() as f64) as usize)
    };
    let (start, end) = (place(1)?, if call.given() == 3 { place(2)? } else { text.len() });
    Ok(Value::Text(text.get(start..end).map_or_else(String::new, |part| part.iter().collect())))
}

fn translate(call: &Call<'_, '_>) -> Outcome {
    let (text, from, to) = (call.text(0)?, call.text(1)?, call.text(2)?);
    call.scope.visit(text.len().saturating_mul(from.len()) / 64)?;
    let to: Vec<char> = to.chars().collect();
    let mapped = text.chars().filter_map(|c| match from.chars().position(|known| known == c) {
        Some(index) => to.get(index).copied(),
        None => Some(c),
    });
    Ok(Value::Text(mapped.collect()))
}
