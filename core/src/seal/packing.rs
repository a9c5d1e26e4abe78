//! How a value is packed before it is sealed: shorter where it says what many say, and then as long as many others.
//!
//! What a value is, and to what it is bound, is `value`'s. The form is fixed in `docs/protocol.md`, section 3.6.

use std::sync::OnceLock;

use zeroize::Zeroizing;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// What people say about a home and a neighbourhood, in English and Spanish words of our own choice, and zstd's tables of how often
/// which letters and distances come, made over this project's own documents. Frozen: what was packed with it is read with it.
const WORDS: &[u8] = include_bytes!("words.zstd-dict");
/// How hard it is tried: a value is written once, and small.
const LEVEL: i32 = 19;
/// The first bytes of every zstd frame, which are left out.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Before a value as it is.
const PLAIN: u8 = 0;
/// Before a value in a zstd frame made with the words.
const PACKED: u8 = 1;
/// Marks the end of a value before its padding.
const END: u8 = 0x80;
/// The least length: an address, a name and a contact are not told apart by it, nor most of what is said in a sentence.
const LEAST_BYTES: usize = 128;
/// The widest step between two lengths.
const WIDEST_STEP_BYTES: usize = 1_024;
/// The most bytes of a value before it is packed.
const MAX_PLAIN_BYTES: usize = 65_536;
/// The most bytes that anything is padded to: an entry with it stays below the limit of payloads.
const MAX_PADDED_BYTES: usize = 63 * 1_024;

/// Packs and pads a value; `None` when it is larger than an entry may be.
pub(super) fn pack(value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let packed = squeezed(value).filter(|packed| packed.len() < value.len());
    let (form, content) = packed.as_ref().map_or((PLAIN, value), |packed| (PACKED, packed.as_slice()));
    let length = step_above(content.len() + 2);
    if value.len() > MAX_PLAIN_BYTES || length > MAX_PADDED_BYTES {
        return None;
    }
    let mut out = Zeroizing::new(Vec::with_capacity(length));
    out.push(form);
    out.extend_from_slice(content);
    out.push(END);
    out.resize(length, 0);
    Some(out)
}

/// What was packed; `None` when that can't be told, or it would be larger than a value may be.
pub(super) fn unpack(padded: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let end = padded.iter().rposition(|byte| *byte != 0).filter(|end| padded[*end] == END)?;
    match padded[..end].split_first()? {
        (&PLAIN, value) => Some(Zeroizing::new(value.to_vec())),
        (&PACKED, rest) => {
            let frame = Zeroizing::new([&MAGIC, rest].concat());
            Decompressor::with_prepared_dictionary(reading())
                .ok()?
                .decompress(&frame, MAX_PLAIN_BYTES)
                .ok()
                .map(Zeroizing::new)
        }
        _ => None,
    }
}

/// Whether something packed may have this length.
pub(super) fn is_step(length: usize) -> bool {
    (LEAST_BYTES..=MAX_PADDED_BYTES).contains(&length) && step_above(length) == length
}

/// The lengths that there are: 128, and from each power of two to the next in quarters, or in steps of 1,024 where these are less.
/// Padding adds a quarter at most, and a length says no more of what is inside than that.
fn step_above(length: usize) -> usize {
    if length <= LEAST_BYTES {
        return LEAST_BYTES;
    }
    let quarter = 1 << ((length - 1).ilog2() - 2);
    length.next_multiple_of(quarter.min(WIDEST_STEP_BYTES))
}

/// The value in a frame without its magic; `None` where the library fails, which only costs room.
fn squeezed(value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut compressor = Compressor::with_prepared_dictionary(writing()).ok()?;
    compressor.include_dictid(false).ok()?;
    let frame = Zeroizing::new(compressor.compress(value).ok()?);
    Some(Zeroizing::new(frame.strip_prefix(&MAGIC)?.to_vec()))
}

fn writing() -> &'static EncoderDictionary<'static> {
    static WRITING: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    WRITING.get_or_init(|| EncoderDictionary::copy(WORDS, LEVEL))
}

fn reading() -> &'static DecoderDictionary<'static> {
    static READING: OnceLock<DecoderDictionary<'static>> = OnceLock::new();
    READING.get_or_init(|| DecoderDictionary::copy(WORDS))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_say_takes_about_half_its_room() {
        let said = b"Nobody tells us when the lift will be mended, and my mother cannot manage the stairs. The caretaker is very \
            helpful. I would like more benches in the park, and somebody at the council who answers the phone when we call.";
        let packed = squeezed(said).expect("zstd works");
        assert!(packed.len() * 100 < said.len() * 60, "{} of {}", packed.len(), said.len());
    }

    #[test]
    fn lengths_come_in_steps_that_add_a_quarter_at_most() {
        let steps: Vec<usize> = (0..=1_025).filter(|length| is_step(*length)).collect();
        assert_eq!(steps, [128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1_024]);
        for length in 128..=MAX_PADDED_BYTES {
            let step = step_above(length);
            assert!(step >= length && step - length <= length / 4 && step - length < WIDEST_STEP_BYTES, "{length}");
            assert!(is_step(step), "{length}");
        }
    }

    #[test]
    fn what_unpacks_to_more_than_a_value_may_be_is_not_read() {
        let mut bomb = vec![PACKED];
        bomb.extend_from_slice(&squeezed(&vec![0; 1 << 20]).expect("zstd works"));
        bomb.push(END);
        assert_eq!(unpack(&bomb), None);
        assert_eq!(pack(&vec![0; MAX_PLAIN_BYTES + 1]), None);
        assert!(pack(&vec![0; MAX_PLAIN_BYTES]).is_some_and(|packed| packed.len() == LEAST_BYTES));
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(value in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let packed = pack(&value).expect("it is small");
            prop_assert!(is_step(packed.len()));
            let unpacked = unpack(&packed).expect("it was packed");
            prop_assert_eq!(unpacked.as_slice(), value.as_slice());
        }

        #[test]
        fn bytes_from_outside_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = unpack(&bytes);
            let _ = unpack(&[&[PACKED], &bytes[..], &[END]].concat());
        }
    }
}
