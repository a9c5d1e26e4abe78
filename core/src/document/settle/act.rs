//! One act of deciding, as it stands in a document.
//!
//! Its CBOR form is a map: `0` the change hashes considered, `1` the choice's number, `2` what was chosen, `3` the
//! claimed time. An act whose choice is of a later kind is left out, as if it had not been made.

use std::collections::BTreeSet;

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{ActId, ActorId, ChangeHash};
use crate::time::Timestamp;

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActChoice {
    /// The value that this change put there.
    One(ChangeHash),
    /// A value that did not stand there.
    Another(Scalar),
    /// Both, or all, of these were right at different times; the first is the one that counts.
    Both(Vec<ChangeHash>),
    /// Nobody can tell: the question is to be asked again.
    AskAgain,
}

/// An act of deciding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its random name.
    pub id: ActId,
    /// The changes whose values were looked at.
    pub considered: BTreeSet<ChangeHash>,
    /// What was chosen.
    pub choice: ActChoice,
    /// When, as the author's clock claimed.
    pub at: Timestamp,
    /// Who decided.
    pub actor: ActorId,
    /// Whether somebody took the act back.
    pub undone: bool,
}

/// The path under which acts about a key stand.
pub fn path_of(key: &str) -> &str {
    key.strip_prefix("a/").unwrap_or(key)
}

/// Whether a key belongs to deciding: an act, or the undoing of one.
pub fn is_act_key(key: &str) -> bool {
    key.starts_with("s/") || key.starts_with("u/")
}

pub(super) fn act_key(path: &str, id: ActId) -> String {
    format!("s/{path}/{id}")
}

pub(super) fn undo_key(id: ActId) -> String {
    format!("u/{id}")
}

/// Every act about a path that can be read, in the order of their ids.
pub fn acts(flat: &Flat, path: &str) -> Vec<Act> {
    let prefix = format!("s/{path}/");
    let mut acts = Vec::new();
    for (name, held) in flat.under(&prefix) {
        let Ok(id) = name.parse::<ActId>() else { continue };
        let undone = !flat.held(&undo_key(id)).is_empty();
        for held in held {
            let Some((considered, choice, at)) = held.value.bytes().and_then(|bytes| decode(bytes).ok()) else {
                continue;
            };
            acts.push(Act { id, considered, choice, at, actor: held.actor, undone });
        }
    }
    acts
}

pub(super) fn encode(considered: &BTreeSet<ChangeHash>, choice: &ActChoice, at: Timestamp) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    let written = (|| {
        e.map(if *choice == ActChoice::AskAgain { 3 } else { 4 })?;
        e.u8(0)?.array(considered.len() as u64)?;
        for change in considered {
            e.bytes(&change.0)?;
        }
        e.u8(1)?.u8(choice.number())?;
        match choice {
            ActChoice::One(change) => e.u8(2)?.bytes(&change.0)?.ok()?,
            ActChoice::Another(value) => {
                e.u8(2)?;
                encode_scalar(&mut e, value)?;
            }
            ActChoice::Both(changes) => {
                e.u8(2)?.array(changes.len() as u64)?;
                for change in changes {
                    e.bytes(&change.0)?;
                }
            }
            ActChoice::AskAgain => {}
        }
        e.u8(3)?.i64(at.0)?.ok()
    })();
    written.unwrap_or_else(|never: minicbor::encode::Error<std::convert::Infallible>| {
        unreachable!("writing into memory does not fail: {never}")
    });
    e.into_writer()
}

impl ActChoice {
    const fn number(&self) -> u8 {
        match self {
            Self::One(_) => 1,
            Self::Another(_) => 2,
            Self::Both(_) => 3,
            Self::AskAgain => 4,
        }
    }
}

/// A scalar as CBOR. A signed number stands in an array of one, to keep it apart from an unsigned one.
fn encode_scalar(
    e: &mut Encoder<Vec<u8>>,
    value: &Scalar,
) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
    match value {
        Scalar::Null | Scalar::Float(_) | Scalar::Moment(_) => e.null()?.ok(),
        Scalar::Bool(value) => e.bool(*value)?.ok(),
        Scalar::Int(value) => e.array(1)?.i64(*value)?.ok(),
        Scalar::Uint(value) => e.u64(*value)?.ok(),
        Scalar::Text(text) => e.str(text)?.ok(),
        Scalar::Bytes(bytes) => e.bytes(bytes)?.ok(),
    }
}

fn decode_scalar(d: &mut Decoder<'_>) -> Result<Scalar, minicbor::decode::Error> {
    let kind = d.datatype()?;
    Ok(if kind == Type::Bool {
        Scalar::Bool(d.bool()?)
    } else if kind == Type::Null {
        d.null()?;
        Scalar::Null
    } else if kind == Type::Array {
        d.array()?;
        Scalar::Int(d.i64()?)
    } else if kind == Type::String {
        Scalar::Text(d.str()?.to_owned())
    } else if kind == Type::Bytes {
        Scalar::Bytes(d.bytes()?.to_vec())
    } else {
        Scalar::Uint(d.u64()?)
    })
}

type Parts = (BTreeSet<ChangeHash>, ActChoice, Timestamp);

fn decode(bytes: &[u8]) -> Result<Parts, minicbor::decode::Error> {
    let missing = || minicbor::decode::Error::message("not an act of deciding");
    let mut d = Decoder::new(bytes);
    let (mut considered, mut number, mut chosen, mut at) = (None, None, None, None);
    for _ in 0..d.map()?.ok_or_else(missing)? {
        match d.u64()? {
            0 => considered = Some(hashes(&mut d)?.into_iter().collect()),
            1 => number = Some(d.u8()?),
            2 => {
                chosen = Some(d.clone());
                d.skip()?;
            }
            3 => at = Some(Timestamp(d.i64()?)),
            _ => d.skip()?,
        }
    }
    let chosen = || chosen.clone().ok_or_else(missing);
    let choice = match number.ok_or_else(missing)? {
        1 => ActChoice::One(chosen()?.decode()?),
        2 => ActChoice::Another(decode_scalar(&mut chosen()?)?),
        3 => ActChoice::Both(hashes(&mut chosen()?)?),
        4 => ActChoice::AskAgain,
        _ => return Err(missing()),
    };
    Ok((considered.ok_or_else(missing)?, choice, at.ok_or_else(missing)?))
}

fn hashes(d: &mut Decoder<'_>) -> Result<Vec<ChangeHash>, minicbor::decode::Error> {
    d.array_iter()?.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stored_bytes_stay_as_they_are() {
        let considered = BTreeSet::from([ChangeHash([0x22; 32]), ChangeHash([0x11; 32])]);
        let bytes = encode(&considered, &ActChoice::Another(Scalar::Uint(3)), Timestamp(1_700_000_000_000));
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let hashes = format!("825820{}5820{}", "11".repeat(32), "22".repeat(32));
        assert_eq!(hex, format!("a400{hashes}01020203031b0000018bcfe56800"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let considered = BTreeSet::from([ChangeHash([0x22; 32])]);
        let choices = [
            ActChoice::One(ChangeHash([0x22; 32])),
            ActChoice::Another(Scalar::Text("41".to_owned())),
            ActChoice::Another(Scalar::Int(-3)),
            ActChoice::Both(vec![ChangeHash([0x22; 32]), ChangeHash([0x11; 32])]),
            ActChoice::AskAgain,
        ];
        for choice in choices {
            let read = decode(&encode(&considered, &choice, Timestamp(7))).expect("an act");
            assert_eq!(read, (considered.clone(), choice, Timestamp(7)));
        }
    }

    #[test]
    fn an_act_of_a_later_kind_is_not_read() {
        let bytes = encode(&BTreeSet::new(), &ActChoice::AskAgain, Timestamp(7));
        let later = bytes.iter().map(|byte| if *byte == 4 { 9 } else { *byte }).collect::<Vec<_>>();
        assert!(decode(&bytes).is_ok() && decode(&later).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _unread = decode(&bytes);
        }
    }
}
