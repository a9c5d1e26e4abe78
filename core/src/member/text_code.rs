//! A few fields as a text that people scan, copy or type: a prefix, then CBOR and a check in base32. All upper case and digits, which QR
//! codes hold in little space.
//!
//! What the fields mean is for whoever shows such a text: `invite`, and phones that meet.

use data_encoding::BASE32_NOPAD;
use minicbor::{Decode, Encode};

use crate::ids::hash;

/// The most addresses that one text names.
const MAX_ADDRESSES: usize = 8;
/// How many bytes at the end tell a slip of the pen from a wrong secret.
const CHECK_BYTES: usize = 2;

/// One kind of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextCode {
    /// What every text of this kind begins with; the digit is the format.
    pub(crate) prefix: &'static str,
    /// The longest text that is looked at, in bytes.
    pub(crate) max_bytes: usize,
}

/// Why a text can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It does not begin like one of its kind.
    Foreign,
    /// Something of it is missing or wrong.
    Damaged,
}

impl TextCode {
    /// The text of these fields.
    pub(crate) fn write<T: Encode<()>>(&self, fields: &T) -> String {
        let mut bytes = minicbor::to_vec(fields).expect("writing CBOR into memory does not fail");
        let check = self.check(&bytes);
        bytes.extend(check);
        format!("{}{}", self.prefix, BASE32_NOPAD.encode(&bytes))
    }

    /// The fields of a text; white space inside it and lower case do not matter.
    pub(crate) fn read<T: for<'b> Decode<'b, ()>>(&self, text: &str) -> Result<T, Unreadable> {
        if text.len() > self.max_bytes {
            return Err(Unreadable::Damaged);
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let code = text.strip_prefix(self.prefix).ok_or(Unreadable::Foreign)?;
        let bytes = BASE32_NOPAD.decode(code.as_bytes()).map_err(|_| Unreadable::Damaged)?;
        let (fields, check) = bytes.split_last_chunk().ok_or(Unreadable::Damaged)?;
        if *check != self.check(fields) {
            return Err(Unreadable::Damaged);
        }
        minicbor::decode(fields).map_err(|_| Unreadable::Damaged)
    }

    fn check(&self, fields: &[u8]) -> [u8; CHECK_BYTES] {
        let hash = hash("text check", &[self.prefix.as_bytes(), fields]);
        *hash.first_chunk().expect("a hash has 32 bytes")
    }
}

/// The addresses that a text names, if it names some and not too many.
pub(crate) fn named_addresses(addresses: Vec<String>) -> Result<Vec<String>, Unreadable> {
    if (1..=MAX_ADDRESSES).contains(&addresses.len()) { Ok(addresses) } else { Err(Unreadable::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: TextCode = TextCode { prefix: "STREET0:", max_bytes: 300 };

    #[test]
    fn fields_of_any_length_survive_being_typed_with_spaces_and_in_lower_case() {
        for length in 0..40 {
            let street = "Elm".repeat(length);
            let text = CODE.write(&street).to_lowercase();
            let (head, rest) = text.split_at(9);
            assert_eq!(CODE.read::<String>(&format!(" {head}\n{rest} ")), Ok(street));
        }
    }

    #[test]
    fn other_texts_damaged_ones_and_endless_ones_are_told_apart() {
        let text = CODE.write(&"Elm Street");
        assert_eq!(CODE.read::<String>("ROAD0:AAAA"), Err(Unreadable::Foreign));
        assert_eq!(CODE.read::<String>(&text[..text.len() - 3]), Err(Unreadable::Damaged));
        assert_eq!(CODE.read::<String>(&"A".repeat(301)), Err(Unreadable::Damaged));
    }

    #[test]
    fn one_wrong_letter_is_noticed() {
        let text = CODE.write(&"Elm Street 12");
        for (place, right) in text.char_indices().skip(CODE.prefix.len()) {
            let wrong = if right == 'B' { "C" } else { "B" };
            let mut typed = text.clone();
            typed.replace_range(place..=place, wrong);
            assert_eq!(CODE.read::<String>(&typed), Err(Unreadable::Damaged), "{typed}");
        }
    }

    #[test]
    fn at_least_one_address_and_at_most_eight_are_taken() {
        let street = |count| vec!["127.0.0.1:4433".to_owned(); count];
        assert_eq!(named_addresses(street(0)), Err(Unreadable::Damaged));
        assert_eq!(named_addresses(street(8)), Ok(street(8)));
        assert_eq!(named_addresses(street(9)), Err(Unreadable::Damaged));
    }
}
