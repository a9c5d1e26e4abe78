//! Chance for the generator, in whole numbers only, so that every machine throws the same.
//!
//! What is thrown for is in `fields`.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::vocabulary;

/// A source of chance that follows from a seed and a number.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        Self(rng)
    }

    /// A number from 0 on, less than `end`; `end` is small, so that the slant of the remainder does not matter.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64() % end.max(1)
    }

    /// A number from `low` to `high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0);
        low + i64::try_from(self.below(span + 1)).unwrap_or(0)
    }

    /// Whether something happens that happens in `percent` of all cases.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A number around zero, mostly within a third of `reach`, never beyond it.
    pub(crate) fn around_zero(&mut self, reach: i64) -> i64 {
        let sum: i64 = (0..4).map(|_| self.between(-reach, reach)).sum();
        sum / 4
    }

    /// A number from 0 to `high`, the small ones far oftener.
    pub(crate) fn mostly_small(&mut self, high: u64) -> u64 {
        let cap = self.below(high + 1);
        let cap = self.below(cap + 1);
        self.below(cap + 1)
    }

    /// One of the words: the first oftenest, then about as a language falls off; the n-th weighs 1/(n + 1).
    pub(crate) fn ranked<'a>(&mut self, words: &[&'a str]) -> &'a str {
        const UNIT: u64 = 720_720;
        let total: u64 = (2..).zip(words).map(|(rank, _)| UNIT / rank).sum();
        let mut left = self.below(total);
        for (rank, word) in (2..).zip(words) {
            match left.checked_sub(UNIT / rank) {
                Some(rest) => left = rest,
                None => return word,
            }
        }
        ""
    }

    /// One of the words, each as often as any other.
    pub(crate) fn any<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let index = self.below(words.len() as u64);
        words[usize::try_from(index).unwrap_or(0)]
    }

    /// Free text of one to two hundred characters, cut off as a hurried hand would; empty in `blank` percent of all cases.
    pub(crate) fn text(&mut self, blank: u64) -> String {
        if self.percent(blank) {
            return String::new();
        }
        let length = usize::try_from(self.between(1, 200)).unwrap_or(1);
        let mut text = String::with_capacity(length + 80);
        while text.len() < length {
            self.sentence(&mut text);
        }
        text.truncate(length);
        text[..1].make_ascii_uppercase();
        text
    }

    fn sentence(&mut self, text: &mut String) {
        text.push_str(self.ranked(&vocabulary::OPENERS));
        if self.percent(50) {
            text.push_str(self.ranked(&vocabulary::QUALITIES));
        }
        text.push_str(self.ranked(&vocabulary::THINGS));
        text.push_str(self.ranked(&vocabulary::DEEDS));
        text.push_str(self.ranked(&vocabulary::OPENERS));
        text.push_str(self.ranked(&vocabulary::THINGS));
        text.pop();
        text.push_str(self.any(&vocabulary::ENDS));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_ranked_words_comes_oftenest() {
        let mut dice = Dice::new(1, 1);
        let mut counts = [0_u32; 3];
        for _ in 0..3_000 {
            let word = dice.ranked(&["a", "b", "c"]);
            counts["abc".find(word).expect("one of the three")] += 1;
        }
        assert!(counts[0] > counts[1] && counts[1] > counts[2] && counts[2] > 300, "{counts:?}");
    }

    #[test]
    fn text_stays_within_its_length_and_is_sometimes_blank() {
        let mut dice = Dice::new(1, 2);
        let texts: Vec<String> = (0..500).map(|_| dice.text(20)).collect();
        assert!(texts.iter().all(|text| text.len() <= 200));
        let blank = texts.iter().filter(|text| text.is_empty()).count();
        assert!((60..150).contains(&blank), "{blank} of 500 are blank");
    }
}
