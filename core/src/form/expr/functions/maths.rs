//! Numbers: rounding, powers, angles, sums.
//!
//! Counting nodes is in `nodes`; random numbers are in `random`.

use super::{Call, Function, Outcome, takes, takes_many};
use crate::form::expr::number::round_half_up;
use crate::form::expr::value::Value;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "number" => takes(0, 1, number),
        "int" => takes(1, 1, |call| one(call, f64::trunc)),
        "round" => takes(1, 2, round),
        "floor" => takes(1, 1, |call| one(call, f64::floor)),
        "ceiling" => takes(1, 1, |call| one(call, f64::ceil)),
        "abs" => takes(1, 1, |call| one(call, f64::abs)),
        "log" => takes(1, 1, |call| one(call, f64::ln)),
        "log10" => takes(1, 1, |call| one(call, f64::log10)),
        "exp" => takes(1, 1, |call| one(call, f64::exp)),
        "exp10" => takes(1, 1, |call| one(call, |power| 10_f64.powf(power))),
        "sqrt" => takes(1, 1, |call| one(call, f64::sqrt)),
        "sin" => takes(1, 1, |call| one(call, f64::sin)),
        "cos" => takes(1, 1, |call| one(call, f64::cos)),
        "tan" => takes(1, 1, |call| one(call, f64::tan)),
        "asin" => takes(1, 1, |call| one(call, f64::asin)),
        "acos" => takes(1, 1, |call| one(call, f64::acos)),
        "atan" => takes(1, 1, |call| one(call, f64::atan)),
        "atan2" => takes(2, 2, |call| Ok(Value::Number(call.number(0)?.atan2(call.number(1)?)))),
        "pow" => takes(2, 2, |call| Ok(Value::Number(call.number(0)?.powf(call.number(1)?)))),
        "pi" => takes(0, 0, |_| Ok(Value::Number(std::f64::consts::PI))),
        "sum" => takes(1, 1, |call| {
            Ok(Value::Number(
                call.counted(0)?.into_iter().map(|node| call.node_number(node)).fold(0.0, |sum, number| sum + number),
            ))
        }),
        "min" => takes_many(1, |call| extreme(call, f64::min)),
        "max" => takes_many(1, |call| extreme(call, f64::max)),
        _ => None,
    }
}

fn one(call: &Call<'_, '_>, compute: fn(f64) -> f64) -> Outcome {
    Ok(Value::Number(compute(call.number(0)?)))
}

fn number(call: &Call<'_, '_>) -> Outcome {
    Ok(Value::Number(if call.given() == 0 { call.node_number(call.scope.node) } else { call.number(0)? }))
}

/// Rounds to whole numbers, or to this many places after the point (before it, where negative). Halves go upwards, as
/// the number is written: 1.005 to two places is 1.01 although its binary form is smaller.
fn round(call: &Call<'_, '_>) -> Outcome {
    let number = call.number(0)?;
    let places = if call.given() == 2 { call.number(1)?.trunc() } else { 0.0 };
    if !number.is_finite() || places.is_nan() || places.abs() > 30.0 {
        return Ok(Value::Number(if places.is_nan() { f64::NAN } else { number }));
    }
    if places == 0.0 {
        return Ok(Value::Number(round_half_up(number)));
    }
    #[expect(clippy::cast_possible_truncation, reason = "between -30 and 30")]
    let places = places as i32;
    Ok(Value::Number(shifted(round_half_up(shifted(number, places)), -places)))
}

/// The number with its decimal point moved, exactly as it would be on paper.
fn shifted(number: f64, places: i32) -> f64 {
    format!("{number:e}")
        .split_once('e')
        .and_then(|(digits, exponent)| {
            let exponent: i32 = exponent.parse().ok()?;
            format!("{digits}e{}", exponent + places).parse().ok()
        })
        .unwrap_or(f64::NAN)
}

/// NaN as soon as one of the numbers is, and for none at all.
fn extreme(call: &Call<'_, '_>, pick: fn(f64, f64) -> f64) -> Outcome {
    let numbers = call.numbers()?;
    let any_blank = numbers.iter().any(|number| number.is_nan());
    let found = numbers.into_iter().reduce(pick).filter(|_| !any_blank);
    Ok(Value::Number(found.unwrap_or(f64::NAN)))
}
