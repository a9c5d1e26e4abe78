//! Many addresses from one line: "Flats 1-64, Lark House", "Numbers 2-30 even, Elm Street".

/// The most addresses that one range makes.
pub const MAX_RANGE: u64 = 500;

/// Why a text is no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// It does not say from where to where.
    #[error("write a range like “Flats 1-64, Lark House” or “2-30 even, Elm Street”")]
    NoRange,
    /// It ends before it begins, or has nothing in it.
    #[error("the range has no number in it: it ends before it begins")]
    Empty,
    /// It is longer than anybody means.
    #[error("a range has at most {MAX_RANGE} doors")]
    TooLong,
}

/// The numbers of one side of a street.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Odd,
    Even,
}

/// The addresses of a range, in its order. What stands before the numbers is taken in the singular, and left out where it only says
/// that numbers follow; "odd" or "even" behind them takes one side of the street.
///
/// ```
/// use doorstep_core::place::addresses_of_range;
///
/// assert_eq!(addresses_of_range("Flats 1-2, Lark House").unwrap(), ["Flat 1, Lark House", "Flat 2, Lark House"]);
/// assert_eq!(addresses_of_range("2-5 even Elm Street").unwrap(), ["2 Elm Street", "4 Elm Street"]);
/// ```
///
/// # Errors
/// It is no range, has nothing in it, or is too long.
pub fn addresses_of_range(text: &str) -> Result<Vec<String>, RangeError> {
    let text = text.replace(['–', '—'], "-");
    let digits = text.find(|c: char| c.is_ascii_digit()).ok_or(RangeError::NoRange)?;
    let (before, numbers) = text.split_at(digits);
    let (from, rest) = number(numbers)?;
    let rest = rest.trim_start().strip_prefix('-').ok_or(RangeError::NoRange)?;
    let (to, rest) = number(rest.trim_start())?;
    let (side, behind) = side_of(rest);
    let behind = behind.trim_start_matches([' ', ',']).trim_end();
    if behind.is_empty() {
        return Err(RangeError::NoRange);
    }
    if to < from {
        return Err(RangeError::Empty);
    }
    if to - from >= MAX_RANGE {
        return Err(RangeError::TooLong);
    }
    let comma = if rest.trim_start().starts_with(',') || rest.contains(',') && side != Side::Both { "," } else { "" };
    let name = singular(before.trim());
    let taken = (from..=to).filter(|number| match side {
        Side::Both => true,
        Side::Odd => number % 2 == 1,
        Side::Even => number % 2 == 0,
    });
    let addresses: Vec<String> = taken
        .map(|number| match &name {
            Some(name) => format!("{name} {number}{comma} {behind}"),
            None => format!("{number}{comma} {behind}"),
        })
        .collect();
    if addresses.is_empty() { Err(RangeError::Empty) } else { Ok(addresses) }
}

/// The number that a text begins with, and what follows it.
fn number(text: &str) -> Result<(u64, &str), RangeError> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Ok((digits.parse().map_err(|_| RangeError::NoRange)?, rest))
}

fn side_of(text: &str) -> (Side, &str) {
    let trimmed = text.trim_start();
    for (word, side) in [("odd", Side::Odd), ("even", Side::Even)] {
        let (Some(first), Some(rest)) = (trimmed.get(..word.len()), trimmed.get(word.len()..)) else { continue };
        if first.eq_ignore_ascii_case(word) && rest.starts_with([' ', ',']) {
            return (side, rest);
        }
    }
    (Side::Both, text)
}

/// "Flats" as "Flat"; nothing for a word that only says that numbers follow.
fn singular(name: &str) -> Option<String> {
    let plain = name.trim_end_matches('.').to_lowercase();
    if ["", "no", "nos", "number", "numbers"].contains(&plain.as_str()) {
        return None;
    }
    Some(name.strip_suffix('s').unwrap_or(name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> Vec<String> {
        addresses_of_range(text).expect(text)
    }

    #[test]
    fn a_block_of_flats_becomes_its_doors() {
        let doors = made("Flats 1-64, Lark House");
        assert_eq!((doors.len(), doors[63].as_str()), (64, "Flat 64, Lark House"));
        assert_eq!(
            made("Rooms 7 – 8, The Maltings, Mill Lane"),
            ["Room 7, The Maltings, Mill Lane", "Room 8, The Maltings, Mill Lane"]
        );
    }

    #[test]
    fn one_side_of_a_street_becomes_its_doors() {
        assert_eq!(made("1-7 odd Elm Street"), ["1 Elm Street", "3 Elm Street", "5 Elm Street", "7 Elm Street"]);
        assert_eq!(made("Nos. 2-4 Even, Elm Street"), ["2, Elm Street", "4, Elm Street"]);
        assert_eq!(made("Numbers 3-3 Elm Street"), ["3 Elm Street"]);
        assert_eq!(made("1-2 Oddfellows Row"), ["1 Oddfellows Row", "2 Oddfellows Row"]);
    }

    #[test]
    fn what_is_no_range_is_refused_with_what_to_write() {
        assert_eq!(addresses_of_range("Lark House"), Err(RangeError::NoRange));
        assert_eq!(addresses_of_range("12 Elm Street"), Err(RangeError::NoRange));
        assert_eq!(addresses_of_range("Flats 1-64"), Err(RangeError::NoRange));
        assert_eq!(addresses_of_range("Flats 9-1, Lark House"), Err(RangeError::Empty));
        assert_eq!(addresses_of_range("2-2 odd Elm Street"), Err(RangeError::Empty));
        assert_eq!(addresses_of_range("1-501 Elm Street"), Err(RangeError::TooLong));
        assert_eq!(addresses_of_range("1-99999999999999999999 Elm Street"), Err(RangeError::NoRange));
    }
}
