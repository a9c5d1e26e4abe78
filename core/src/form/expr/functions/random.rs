//! Chance: numbers, ids and shuffled lists. All of it comes from the seed in the surroundings or from one given.
//!
//! Nothing here is fit for keys.

use sha2::{Digest, Sha256};

use super::{Call, Function, Outcome, takes};
use crate::form::expr::value::Value;

const MODULUS: i64 = 2_147_483_647;
/// The longest text that `uuid(length)` gives.
const MAX_ID_LENGTH: f64 = 1000.0;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "random" => takes(0, 0, |call| Ok(Value::Number(fraction(call)))),
        "randomize" => takes(1, 2, randomize),
        "uuid" => takes(0, 1, uuid),
        _ => None,
    }
}

fn fraction(call: &Call<'_, '_>) -> f64 {
    (call.scope.environment.ambient().random_bits() >> 11) as f64 / (1_u64 << 53) as f64
}

fn uuid(call: &Call<'_, '_>) -> Outcome {
    let ambient = call.scope.environment.ambient();
    if call.given() == 1 {
        let length = call.number(0)?;
        if !(0.0..=MAX_ID_LENGTH).contains(&length) {
            return Err(call.bad(0));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
        let length = length as usize;
        let alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let letter = |_| char::from(alphabet[(ambient.random_bits() % 62) as usize]);
        return Ok(Value::Text((0..length).map(letter).collect()));
    }
    let bits = (u128::from(ambient.random_bits()) << 64) | u128::from(ambient.random_bits());
    let bits = bits & !(0xf << 76) | (4 << 76);
    let bits = bits & !(0b11 << 62) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    Ok(Value::Text([&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")))
}

/// Shuffles as the ODK XForms specification says: Fisher-Yates from the end, driven by the Park-Miller generator, so
/// that one seed gives one order in every engine.
fn randomize(call: &Call<'_, '_>) -> Outcome {
    let mut nodes = call.nodes(0)?;
    let seed =
        if call.given() == 2 { seed(call)? } else { (call.scope.environment.ambient().random_bits() >> 33) as i64 };
    shuffle(&mut nodes, seed);
    Ok(Value::Nodes(nodes))
}

/// A number seeds as it is; any other text by the first eight bytes of its SHA-256.
fn seed(call: &Call<'_, '_>) -> Result<i64, super::EvalError> {
    let value = call.value(1)?;
    let number = value.to_number(call.scope.environment);
    #[expect(clippy::cast_possible_truncation, reason = "saturates, as any large seed may")]
    if number.is_finite() {
        return Ok(number as i64);
    }
    let text = value.to_text(call.scope.environment);
    let hash = Sha256::digest(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    Ok(if text.is_empty() { 0 } else { i64::from_be_bytes(first) })
}

/// Puts `items` into the order that `seed` gives.
pub(in crate::form) fn shuffle<T>(items: &mut [T], seed: i64) {
    let mut state = seed % MODULUS;
    if state <= 0 {
        state += MODULUS - 1;
    }
    for last in (1..items.len()).rev() {
        state = state * 16_807 % MODULUS;
        let chance = (state - 1) as f64 / (MODULUS - 1) as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most `last`")]
        let other = (chance * (last + 1) as f64).floor() as usize;
        items.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_order_and_loses_nothing() {
        let mut first: Vec<u32> = (0..20).collect();
        let mut again = first.clone();
        shuffle(&mut first, 42);
        shuffle(&mut again, 42);
        assert_eq!(first, again);
        again.sort_unstable();
        assert_eq!(again, (0..20).collect::<Vec<_>>());
        assert_ne!(first, again);
    }
}
