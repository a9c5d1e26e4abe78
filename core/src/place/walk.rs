//! In which order people walk by homes: street by street, up the odd side and back on the even one, and in a building staircase by
//! staircase and flat by flat.
//!
//! Where an address file or a person gave an order, that one counts; this is for what has none.

use super::normalised;

/// Where an address comes on a walk: compared part by part, the street first.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct WalkKey {
    street: String,
    /// On a street with numbers: the odd side first, up; then the even one, down.
    side: u8,
    along: i64,
    letter: String,
    /// Inside: building, staircase and flat, from the outside in, each by its words and its number.
    inside: Vec<(String, i64, String)>,
}

impl WalkKey {
    /// Reads it from an address as it is written on an envelope: the innermost part first, parts behind commas.
    pub fn of(address: &str) -> Self {
        let mut parts =
            address.split(',').rev().map(|part| Part::of(&normalised(part))).filter(|part| !part.is_empty());
        let Some(outer) = parts.next() else { return Self::default() };
        let (side, along) = match outer.number {
            0 => (0, 0),
            number if number % 2 == 1 => (1, number),
            number => (2, -number),
        };
        let inside = parts.map(|part| (part.words, part.number, part.letter)).collect();
        Self { street: outer.words, side, along, letter: outer.letter, inside }
    }
}

/// One part of an address: its words, its first number and what stands right behind it.
struct Part {
    words: String,
    number: i64,
    letter: String,
}

impl Part {
    fn of(normalised: &str) -> Self {
        let mut part = Self { words: String::new(), number: 0, letter: String::new() };
        for word in normalised.split_whitespace() {
            let digits = word.chars().take_while(char::is_ascii_digit).count();
            match word[..digits].parse() {
                Ok(number) if part.number == 0 => {
                    part.number = number;
                    word[digits..].clone_into(&mut part.letter);
                }
                _ => {
                    part.words.push_str(if part.words.is_empty() { "" } else { " " });
                    part.words.push_str(word);
                }
            }
        }
        part
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.number == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked<const N: usize>(mut addresses: [&str; N]) -> [&str; N] {
        addresses.sort_by_key(|address| WalkKey::of(address));
        addresses
    }

    #[test]
    fn a_street_is_walked_up_its_odd_side_and_back_on_the_even_one() {
        let walk = [
            "1 Elm Street",
            "3 Elm Street",
            "11 Elm Street",
            "12 Elm Street",
            "2a Elm Street",
            "2b Elm Street",
            "1 Larch Road",
        ];
        let mut mixed = walk;
        mixed.reverse();
        assert_eq!(walked(mixed), walk);
    }

    #[test]
    fn a_building_is_walked_staircase_by_staircase_and_flat_by_flat() {
        let walk = [
            "Flat 1, Staircase A, Lark House",
            "Flat 2, Staircase A, Lark House",
            "Flat 10, Staircase A, Lark House",
            "Flat 3, Staircase B, Lark House",
        ];
        assert_eq!(walked([walk[3], walk[2], walk[0], walk[1]]), walk);
        assert_eq!(
            walked(["Flat 10, 12 Elm Street", "Flat 9, 12 Elm Street"]),
            ["Flat 9, 12 Elm Street", "Flat 10, 12 Elm Street"]
        );
    }

    #[test]
    fn any_text_has_a_place() {
        for odd in ["", ",,,", "🏠", "99999999999999999999 Elm", "Elm"] {
            let _ = WalkKey::of(odd);
        }
        assert!(WalkKey::of("Elm Street") < WalkKey::of("1 Elm Street"));
    }
}
