//! Numbers as XPath reads and writes them.
//!
//! Dates that stand for numbers are in `moment`.

/// Reads a number by XPath 1.0's rule: spaces around, a minus sign, digits, one point, and nothing else. Anything else
/// is not a number (NaN): no exponent, no `Infinity`.
pub fn parse_number(text: &str) -> f64 {
    let trimmed = text.trim();
    let digits = trimmed.strip_prefix('-').unwrap_or(trimmed);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !numeric(whole) || !numeric(fraction) {
        return f64::NAN;
    }
    trimmed.parse().unwrap_or(f64::NAN)
}

/// Writes a number as XPath 1.0 does: whole numbers without a point, no exponent, as many digits as tell it apart.
pub fn format_number(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// Rounds to the nearest whole number, halves upwards: XPath 1.0, section 4.4.
pub fn round_half_up(number: f64) -> f64 {
    if !number.is_finite() || number == 0.0 || number.abs() >= 4_503_599_627_370_496.0 {
        return number;
    }
    let floor = number.floor();
    let rounded = if number - floor >= 0.5 { floor + 1.0 } else { floor };
    if rounded == 0.0 && number < 0.0 { -0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_without_exponent_or_needless_zeros() {
        assert_eq!(format_number(1230.0), "1230");
        assert_eq!(format_number(1e21), "1000000000000000000000");
        assert_eq!(format_number(1e-9), "0.000000001");
        assert_eq!(format_number(-0.0), "0");
        assert_eq!(format_number(91.34), "91.34");
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        assert_eq!(parse_number(" 14.5 "), 14.5);
        assert_eq!(parse_number(".5"), 0.5);
        assert_eq!(parse_number("5."), 5.0);
        for text in ["", " ", "-", ".", "1e6", "Infinity", "- 17", "14,6", "+1"] {
            assert!(parse_number(text).is_nan(), "{text:?} is not a number");
        }
    }

    #[test]
    fn halves_round_upwards() {
        assert_eq!(round_half_up(-2.5), -2.0);
        assert_eq!(round_half_up(2.5), 3.0);
        assert_eq!(round_half_up(0.49999999999999994), 0.0);
        assert!(round_half_up(-0.2).is_sign_negative());
    }
}
