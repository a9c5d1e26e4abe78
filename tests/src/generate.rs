//! Invented interviews by seed, in the amount and variety of a real household survey: what the benches carry.
//!
//! A response has 55 answers: 37 of its own (five of them free text) and six for each of three people of the household.
//! As JSON it has 1.6 kB on average, and its free text and its other answers each compress no better than those that
//! other systems were measured with. The same seed and number give the same response on every machine: only whole
//! numbers are used.
//!
//! ```
//! use doorstep_tests::generate::Generator;
//!
//! let interviews = Generator::new(7);
//! assert_eq!(interviews.response(3), interviews.response(3));
//! assert_ne!(interviews.response(3), interviews.response(4));
//! ```

pub(crate) mod dice;
mod fields;
mod form;
mod survey;
mod vocabulary;

use std::collections::BTreeMap;

use dice::Dice;
pub use fields::{FIELDS, Field, Kind, PERSON};
pub use form::form;
pub use survey::{answers, is_locked, workbook};

/// Interviews that one researcher's phone collects.
pub const PER_DEVICE: u64 = 40;

/// How many people of a household are listed.
pub const PEOPLE: usize = 3;

/// Makes responses by number.
#[derive(Debug, Clone, Copy)]
pub struct Generator {
    seed: u64,
}

impl Generator {
    /// A generator whose responses follow from the seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The answers of response `number`, by path, in submission text form; an empty text is a question left blank.
    ///
    /// Responses `40 * d .. 40 * (d + 1)` are those of device `d`, in the order of its round.
    pub fn response(&self, number: u64) -> BTreeMap<String, String> {
        let mut dice = Dice::new(self.seed, number);
        let call = fields::Call::new(number, &mut dice);
        let mut answers: BTreeMap<String, String> =
            FIELDS.iter().map(|field| (field.name.to_owned(), field.answer(&call, &mut dice))).collect();
        for person in 1..=PEOPLE {
            for field in &PERSON {
                answers.insert(format!("person[{person}]/{}", field.name), field.answer(&call, &mut dice));
            }
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFERENCE_MEAN_BYTES: usize = 1_622;

    fn json_bytes(answers: &BTreeMap<String, String>) -> usize {
        serde_json::to_string(answers).expect("text maps are JSON").len()
    }

    #[test]
    fn a_response_has_the_mean_size_of_the_reference_survey() {
        let interviews = Generator::new(20_261_121);
        let mean = (0..2_000).map(|number| json_bytes(&interviews.response(number))).sum::<usize>() / 2_000;
        assert!(mean.abs_diff(REFERENCE_MEAN_BYTES) * 10 < REFERENCE_MEAN_BYTES, "the mean is {mean} bytes");
    }

    #[test]
    fn the_same_seed_and_number_give_the_same_response() {
        let first: Vec<_> = (0..50).map(|number| Generator::new(5).response(number)).collect();
        let again: Vec<_> = (0..50).rev().map(|number| Generator::new(5).response(number)).collect();
        assert!(first.iter().eq(again.iter().rev()));
        assert_ne!(first[0], Generator::new(6).response(0));
    }

    #[test]
    fn responses_differ_but_keep_one_shape() {
        let interviews = Generator::new(5);
        let shape: Vec<String> = interviews.response(0).into_keys().collect();
        assert_eq!(shape.len(), FIELDS.len() + PEOPLE * PERSON.len());
        for number in 1..200 {
            let response = interviews.response(number);
            assert_ne!(response, interviews.response(number - 1));
            assert!(response.into_keys().eq(shape.iter().cloned()), "response {number} has other questions");
        }
    }

    #[test]
    fn the_bytes_of_a_response_never_change_unnoticed() {
        let response = Generator::new(1).response(81);
        let some: Vec<&str> =
            ["deviceid", "start", "spot", "who"].iter().map(|name| response[*name].as_str()).collect();
        assert_eq!(
            some,
            ["collect-0002", "2026-11-09T07:13:10.089Z", "53.4640583 -1.5600198 74.8 2.23", "Samir Eustace"]
        );
    }
}
