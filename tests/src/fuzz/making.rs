//! How an input is made from others: a few changes to one of the corpus. What is done with it is told elsewhere.

use crate::generate::dice::Dice;

/// The longest input, in bytes: what is wrong with long ones is tried by hand-made files.
const LONGEST: usize = 64 << 10;

/// The most changes to one input.
const MOST_CHANGES: u64 = 6;

/// The most parts of an input that are looked at.
const MOST_RECORDS: usize = 64;

/// Pieces that mean something in sheets and expressions.
const PIECES: [&str; 40] = [
    "| ",
    "|\n",
    "\n",
    ",",
    "\"",
    "::",
    "survey",
    "choices",
    "settings",
    "type",
    "name",
    "label",
    "begin_repeat",
    "end_repeat",
    "begin_group",
    "end_group",
    "select_one a",
    "select_multiple a or_other",
    "calculate",
    "repeat_count",
    "${a}",
    "${",
    "}",
    "position(..)",
    "indexed-repeat(${a}, ${r}, position(..) - 1)",
    "count(${r}) + 1",
    "/data/r[position() < 2]/a",
    "..",
    "//*",
    "(",
    ")",
    "[",
    "]",
    "'",
    " div ",
    " and ",
    "regex(., '(a{1,99}){1,99}')",
    "-",
    "9999999999999999999999",
    "\u{1f600}",
];

/// Pieces that mean something in CBOR and in numbers of variable length: ends of ranges, and lengths that are not there.
const BYTES: [&[u8]; 24] = [
    &[0],
    &[1],
    &[0x17],
    &[0x18, 0xff],
    &[0x1a, 0xff, 0xff, 0xff, 0xff],
    &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x20],
    &[0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x40],
    &[0x5b, 0, 0, 0, 1, 0, 0, 0, 0],
    &[0x5f],
    &[0x60],
    &[0x7f],
    &[0x80],
    &[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81],
    &[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x9f],
    &[0xa0],
    &[0xbb, 0, 0, 0, 1, 0, 0, 0, 0],
    &[0xf6],
    &[0xff],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
];

/// What is made: other pieces mean something in texts than in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Text,
    Bytes,
    /// Bytes in parts, as [`records`] reads them: mostly within one, so that the others stay where they are.
    Parts,
}

/// One of the corpus with a few changes.
pub(super) fn changed(corpus: &[Vec<u8>], made: Made, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = any(corpus, dice).to_vec();
    if made == Made::Parts && dice.percent(80) {
        let mut parts: Vec<Vec<u8>> = records(&bytes).map(<[u8]>::to_vec).collect();
        for _ in 0..=dice.below(2) {
            change_parts(&mut parts, corpus, made, dice);
        }
        return joined(&parts);
    }
    for _ in 0..=dice.below(MOST_CHANGES) {
        change(&mut bytes, corpus, made, dice);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn any<'c>(corpus: &'c [Vec<u8>], dice: &mut Dice) -> &'c [u8] {
    corpus.get(place(corpus.len(), dice)).map_or(&[], Vec::as_slice)
}

fn change(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], made: Made, dice: &mut Dice) {
    let at = place(bytes.len() + 1, dice);
    let end = (at + place(40, dice)).min(bytes.len());
    match dice.below(8) {
        0 if at < bytes.len() => bytes[at] = byte(dice),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes[at..end].repeat(1 + place(8, dice));
            bytes.splice(at..at, again);
        }
        3 => {
            let other = any(corpus, dice);
            let from = place(other.len() + 1, dice);
            let to = (from + place(200, dice)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        4 if at < bytes.len() => bytes[at] = bytes[at].wrapping_add(if dice.percent(50) { 1 } else { 0xff }),
        5 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        _ => {
            let piece = match made {
                Made::Text => dice.any(&PIECES).as_bytes(),
                Made::Bytes | Made::Parts => BYTES[place(BYTES.len(), dice)],
            };
            // In bytes a length follows from what stands there: a piece takes the place of as many as often as it is put between.
            let to = if made != Made::Text && dice.percent(50) { (at + piece.len()).min(bytes.len()) } else { at };
            bytes.splice(at..to, piece.iter().copied());
        }
    }
}

/// Parts of an input, each behind its length in two bytes; the last may be shorter than it says.
pub(super) fn records(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
        let (record, rest) = rest.split_at(length);
        bytes = rest;
        Some(record)
    })
    .take(MOST_RECORDS)
}

/// Parts in the form that [`records`] reads.
pub(super) fn joined(records: &[Vec<u8>]) -> Vec<u8> {
    let with_length = |record: &Vec<u8>| {
        let length = u16::try_from(record.len()).unwrap_or(u16::MAX);
        [&length.to_le_bytes()[..], &record[..usize::from(length)]].concat()
    };
    records.iter().flat_map(with_length).collect()
}

/// Changes one part, or takes one out, or puts one of any input elsewhere.
fn change_parts(parts: &mut Vec<Vec<u8>>, corpus: &[Vec<u8>], made: Made, dice: &mut Dice) {
    let at = place(parts.len(), dice);
    match dice.below(5) {
        0 if at < parts.len() => drop(parts.remove(at)),
        1 => {
            let others: Vec<&[u8]> = records(any(corpus, dice)).collect();
            let other = others.get(place(others.len(), dice)).map(|part| part.to_vec());
            parts.splice(at..at, other);
        }
        _ => {
            if let Some(part) = parts.get_mut(at) {
                change(part, corpus, made, dice);
            }
        }
    }
}

fn byte(dice: &mut Dice) -> u8 {
    u8::try_from(dice.below(256)).unwrap_or(0)
}

fn place(length: usize, dice: &mut Dice) -> usize {
    usize::try_from(dice.below(length as u64)).unwrap_or(0)
}
