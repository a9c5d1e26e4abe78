//! Which addresses may be one home written in two ways: "12A Larch Road" and "Flat A, 12 Larch Rd".
//!
//! It only asks; people at the door know. Two spellings of the same words are found by [`normalised`] already.

use std::collections::BTreeMap;

use super::normalised;

/// Words that say what kind of number follows, and tell no home from another.
const LEFT_OUT: [&str; 9] = ["flat", "apartment", "apt", "unit", "no", "number", "the", "house", "piso"];
/// Short forms of words in street names, as addresses in Britain have them.
const SHORT: [(&str, &str); 12] = [
    ("rd", "road"),
    ("st", "street"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("ln", "lane"),
    ("cl", "close"),
    ("ct", "court"),
    ("dr", "drive"),
    ("gdns", "gardens"),
    ("pl", "place"),
    ("sq", "square"),
    ("ter", "terrace"),
];

/// What an address is compared by: its numbers and single letters in order of size, and its other words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Marks {
    numbers: Vec<String>,
    words: Vec<String>,
}

fn marks(address: &str) -> Marks {
    let (mut numbers, mut words) = (Vec::new(), Vec::new());
    for word in normalised(address).split(' ') {
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        let (number, rest) = word.split_at(digits);
        match (number, rest) {
            ("", rest) if rest.chars().count() == 1 => numbers.push(rest.to_owned()),
            ("", rest) if LEFT_OUT.contains(&rest) || rest.is_empty() => {}
            ("", rest) => {
                let long = SHORT.iter().find(|(short, _)| *short == rest).map_or(rest, |(_, long)| long);
                words.push(long.to_owned());
            }
            (number, rest) => {
                numbers.push(number.trim_start_matches('0').to_owned());
                numbers.extend(Some(rest).filter(|rest| !rest.is_empty()).map(str::to_owned));
            }
        }
    }
    numbers.sort();
    words.sort();
    words.dedup();
    Marks { numbers, words }
}

/// The pairs of these addresses that may be one home, by their places in the list: the same numbers and letters in whatever order, and
/// the same other words, or none of them on one side. Costs as much as sorting them.
///
/// ```
/// use doorstep_core::place::maybe_same;
///
/// assert_eq!(maybe_same(&["12A Larch Road", "Flat A, 12 Larch Rd", "12 Larch Road"]), [(0, 1)]);
/// ```
pub fn maybe_same(addresses: &[&str]) -> Vec<(usize, usize)> {
    let mut by_numbers: BTreeMap<Vec<String>, Vec<(usize, Vec<String>)>> = BTreeMap::new();
    for (place, address) in addresses.iter().enumerate() {
        let Marks { numbers, words } = marks(address);
        if !numbers.is_empty() {
            by_numbers.entry(numbers).or_default().push((place, words));
        }
    }
    let mut pairs = Vec::new();
    for alike in by_numbers.values() {
        for (index, (one, words)) in alike.iter().enumerate() {
            // Where many homes of an area have one number, as in terraces of several streets, only whole addresses are compared.
            let rest = alike[index + 1..].iter().take(MOST_COMPARED);
            let same = rest.filter(|(_, others)| words == others || words.is_empty() || others.is_empty());
            pairs.extend(same.map(|(other, _)| (*one, *other)));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// With how many others of the same numbers an address is compared.
const MOST_COMPARED: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_a_letter_may_be_the_flat_of_that_letter() {
        assert_eq!(maybe_same(&["12A", "Flat A, 12"]), [(0, 1)]);
        assert_eq!(maybe_same(&["Flat 3, 12 Larch Road", "12 Larch Road, Flat 3"]), [(0, 1)]);
        assert_eq!(maybe_same(&["Flat 3, 12 Larch Road", "3/12 Larch Rd."]), [(0, 1)]);
    }

    #[test]
    fn other_numbers_or_another_street_are_another_home() {
        assert_eq!(maybe_same(&["12A Larch Road", "12B Larch Road", "12A Elm Street", "21A Larch Road"]), []);
        assert_eq!(maybe_same(&["Lark House", "Larch House"]), [], "without a number nothing is guessed");
    }
}
