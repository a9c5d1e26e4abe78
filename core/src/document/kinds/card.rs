//! The respondent's card: a number to look an interview up by, and with a word that they chose, to take it back.
//!
//! The number is on the card alone. A response holds a slow hash of it, and the secret of its withdrawal key locked with number and
//! word; how the key erases is `entry`'s.

use argon2::{Algorithm, Argon2, Params, Version};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

use super::subject::response_id;
use crate::ids::{CardId, DocId, ProjectId, hash};
use crate::member::Keypair;

/// Crockford's base 32: no letter that is taken for a digit, none that makes words.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many characters a number has; five bits each.
const CHARACTERS: usize = 10;
/// The fewest letters and digits in a word.
const MIN_WORD_CHARS: usize = 3;
/// The most characters in a word.
const MAX_WORD_CHARS: usize = 100;

/// A card number: fifty random bits, written as two groups of five characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CardNumber(u64);

/// Why a text is no card number, or no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// It does not have ten of the characters that numbers are made of.
    #[error("a card number has {CHARACTERS} letters and digits, like 7K2MQ-40XWT")]
    NoNumber,
    /// It is too short to keep anybody out, or too long.
    #[error("a word has between {MIN_WORD_CHARS} and {MAX_WORD_CHARS} letters and digits")]
    NoWord,
}

impl CardNumber {
    /// A new number from the caller's randomness.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = [0; 8];
        rng.fill_bytes(&mut bytes);
        Self(u64::from_le_bytes(bytes) >> 14)
    }

    /// Reads a number as people type it: small letters, spaces and dashes do not matter, nor does O for 0 or I and L for 1.
    ///
    /// # Errors
    /// It has another length or other characters.
    pub fn from_text(text: &str) -> Result<Self, CardError> {
        let (mut number, mut count) = (0_u64, 0);
        for letter in text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(CHARACTERS + 1) {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET.iter().position(|known| char::from(*known) == letter).ok_or(CardError::NoNumber)?;
            number = (number << 5) | value as u64;
            count += 1;
        }
        if count == CHARACTERS { Ok(Self(number)) } else { Err(CardError::NoNumber) }
    }

    /// The number itself: whoever keeps it may look the interview up.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// What the number leads to in a project. Takes as long as it is meant to: about a twentieth of a second.
    pub fn id(self, project: ProjectId) -> CardId {
        let digest = Cost::TODAY.stretched(&self.0.to_le_bytes(), &hash("card", &[&project.0]));
        let mut id = [0; CardId::SIZE];
        id.copy_from_slice(&digest.unwrap_or_default()[..CardId::SIZE]);
        CardId(id)
    }
}

impl std::fmt::Display for CardNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for place in 0..CHARACTERS {
            if place == CHARACTERS / 2 {
                f.write_str("-")?;
            }
            let shift = 5 * (CHARACTERS - 1 - place);
            write!(f, "{}", char::from(ALPHABET[(self.0 >> shift) as usize & 31]))?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CardNumber(..)")
    }
}

/// A word as it is compared: letters and digits alone, small, without accents.
#[derive(Clone, PartialEq, Eq)]
pub struct CardWord(Zeroizing<String>);

impl CardWord {
    /// Reads a word as somebody says or types it.
    ///
    /// # Errors
    /// It is too short or too long.
    pub fn from_text(text: &str) -> Result<Self, CardError> {
        if text.chars().count() > MAX_WORD_CHARS {
            return Err(CardError::NoWord);
        }
        let plain = plain(text);
        if plain.chars().count() < MIN_WORD_CHARS { Err(CardError::NoWord) } else { Ok(Self(Zeroizing::new(plain))) }
    }

    /// Whether a text holds the word, compared in the same way.
    pub fn is_within(&self, text: &str) -> bool {
        plain(text).contains(self.0.as_str())
    }
}

fn plain(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    letters.filter(|c| c.is_alphanumeric()).collect()
}

impl std::fmt::Debug for CardWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CardWord(..)")
    }
}

/// What trying one number or word costs, as argon2id counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// What is written today.
    const TODAY: Self = Self { memory_kib: 19_456, passes: 2 };
    /// What is still tried: a response may come from anybody.
    const MOST: Self = Self { memory_kib: 65_536, passes: 4 };

    fn stretched(self, secret: &[u8], salt: &[u8]) -> Option<[u8; 32]> {
        let Self { memory_kib, passes } = self;
        if memory_kib > Self::MOST.memory_kib || passes > Self::MOST.passes {
            return None;
        }
        let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
        let mut key = [0; 32];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(secret, salt, &mut key).ok()?;
        Some(key)
    }
}

#[derive(Encode, Decode)]
struct Locked {
    #[n(0)]
    memory_kib: u32,
    #[n(1)]
    passes: u32,
    #[cbor(n(2), with = "minicbor::bytes")]
    seed: [u8; 32],
}

/// The secret of a response's withdrawal key, locked with number and word: what a response holds. Takes as long as looking a
/// number up.
pub fn lock(seed: &[u8; 32], card: CardNumber, word: &CardWord, project: ProjectId) -> Vec<u8> {
    let response = response_id(&Keypair::from_seed(*seed).public());
    let Cost { memory_kib, passes } = Cost::TODAY;
    let pad = pad(Cost::TODAY, card, word, project, response).unwrap_or_default();
    let seed = std::array::from_fn(|place| seed[place] ^ pad[place]);
    minicbor::to_vec(Locked { memory_kib, passes, seed }).expect("writing CBOR into memory does not fail")
}

/// The withdrawal key, if number and word are the ones that it was locked with: the response has its id from it.
pub fn unlock(
    locked: &[u8],
    card: CardNumber,
    word: &CardWord,
    project: ProjectId,
    response: DocId,
) -> Option<Keypair> {
    let Locked { memory_kib, passes, seed } = minicbor::decode(locked).ok()?;
    let pad = pad(Cost { memory_kib, passes }, card, word, project, response)?;
    let key = Keypair::from_seed(std::array::from_fn(|place| seed[place] ^ pad[place]));
    (response_id(&key.public()) == response).then_some(key)
}

/// Used once: its salt is the response.
fn pad(cost: Cost, card: CardNumber, word: &CardWord, project: ProjectId, response: DocId) -> Option<[u8; 32]> {
    let secret = Zeroizing::new([&card.0.to_le_bytes()[..], word.0.as_bytes()].concat());
    cost.stretched(&secret, &hash("withdrawal", &[&project.0, &response.0]))
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    const PROJECT: ProjectId = ProjectId([1; 32]);

    #[test]
    fn a_number_survives_being_written_down_and_read_aloud() {
        let number = CardNumber::random(&mut ChaCha20Rng::from_seed([3; 32]));
        let text = number.to_string();
        assert_eq!(text.len(), 11);
        assert_eq!(CardNumber::from_text(&text), Ok(number));
        let spoken = text.replace('-', " ").to_lowercase().replace('0', "o").replace('1', "l");
        assert_eq!(CardNumber::from_text(&spoken), Ok(number));
        for wrong in ["", "7K2MQ", "7K2MQ-40XWT-7", "7K2MQ-40XWU"] {
            assert_eq!(CardNumber::from_text(wrong), Err(CardError::NoNumber), "{wrong}");
        }
    }

    #[test]
    fn a_word_is_the_same_however_it_is_typed() {
        let word = CardWord::from_text("José 7").unwrap();
        for same in ["jose7", "JOSÉ-7", " jose\u{301} 7 "] {
            assert_eq!(CardWord::from_text(same), Ok(word.clone()), "{same}");
        }
        assert_eq!(CardWord::from_text("a !"), Err(CardError::NoWord));
        assert_eq!(CardWord::from_text(&"a".repeat(101)), Err(CardError::NoWord));
    }

    #[test]
    fn number_and_word_together_give_the_key_back_and_neither_does_alone() {
        let mut rng = ChaCha20Rng::from_seed([3; 32]);
        let key = Keypair::random(&mut rng);
        let (card, other) = (CardNumber::random(&mut rng), CardNumber::random(&mut rng));
        let (word, wrong) = (CardWord::from_text("larch").unwrap(), CardWord::from_text("birch").unwrap());
        let response = response_id(&key.public());
        let locked = lock(&key.seed(), card, &word, PROJECT);
        let opened = |card, word| unlock(&locked, card, word, PROJECT, response).map(|key| key.public());
        assert_eq!(opened(card, &word), Some(key.public()));
        assert_eq!(opened(card, &wrong), None);
        assert_eq!(opened(other, &word), None);
    }

    #[test]
    fn a_response_can_not_make_whoever_tries_it_work_without_end() {
        let dear = Locked { memory_kib: u32::MAX, passes: 2, seed: [0; 32] };
        let locked = minicbor::to_vec(dear).unwrap();
        let card = CardNumber::random(&mut ChaCha20Rng::from_seed([3; 32]));
        let word = CardWord::from_text("larch").unwrap();
        assert!(unlock(&locked, card, &word, PROJECT, DocId([1; 16])).is_none());
    }

    #[test]
    fn a_number_leads_elsewhere_in_another_project() {
        let card = CardNumber::random(&mut ChaCha20Rng::from_seed([3; 32]));
        assert_ne!(card.id(PROJECT), card.id(ProjectId([2; 32])));
    }
}
