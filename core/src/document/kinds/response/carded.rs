//! What a response knows of the respondent's card: where its number leads, and the locked secret to take the answers back with.
//!
//! Numbers and words themselves are `kinds::card`'s; a response never holds them.

use std::collections::BTreeMap;

use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::CardId;

const CARD: &str = "card";
const WITHDRAW: &str = "withdraw";

/// The values of a response for which a card was given; `locked` is there with a word alone.
pub fn carded(card: CardId, locked: Option<Vec<u8>>) -> BTreeMap<String, Scalar> {
    let mut values = BTreeMap::from([(CARD.to_owned(), Scalar::Bytes(card.0.to_vec()))]);
    if let Some(locked) = locked {
        values.insert(WITHDRAW.to_owned(), Scalar::Bytes(locked));
    }
    values
}

/// What the card's number leads to, if a card was given. The first that was written holds: a correction gives no new card.
pub fn card(flat: &Flat) -> Option<CardId> {
    let first = flat.held(CARD).first()?;
    CardId::try_from(first.value.bytes()?).ok()
}

/// The locked secrets: more than one if somebody has written another, of which only the one that was given with the card opens.
pub fn locked(flat: &Flat) -> Vec<Vec<u8>> {
    flat.held(WITHDRAW).iter().filter_map(|held| held.value.bytes().map(<[u8]>::to_vec)).collect()
}
