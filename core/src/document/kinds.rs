//! The kinds of documents as plain values: what the keys of each mean. Keys that a kind does not know are left alone.
//!
//! `document` itself knows nothing of kinds; `response`, `evaluation` and the apps know nothing of keys.

pub mod agreed;
pub mod card;
pub mod codebook;
pub mod door;
pub mod door_link;
pub mod door_list;
pub mod files;
pub mod handed_on;
pub mod help_kinds;
pub mod help_slip;
pub mod helplines;
pub mod hours;
pub mod identity;
pub mod member_name;
pub mod project;
pub mod quote;
pub mod release;
pub mod release_ask;
pub mod response;
pub mod responsible;
pub mod retention;
pub mod subject;
pub mod taken_pack;
pub mod targets;
pub mod translation;
pub mod unsafe_door;
pub mod visit;

use std::collections::BTreeMap;

use super::flat::Flat;
use super::scalar::Scalar;
use super::settle::{Resolution, is_act_key, is_open, resolve_key};
use crate::ids::DocId;
use crate::time::Timestamp;

/// The keys with different values that nobody has decided between, ascending.
pub fn undecided(flat: &Flat) -> Vec<String> {
    flat.iter().map(|(key, _)| key).filter(|key| !is_act_key(key) && is_open(flat, key)).map(str::to_owned).collect()
}

/// The value to go on with under a key: what was decided, and until then the one with the highest operation.
fn current(flat: &Flat, key: &str) -> Option<Scalar> {
    match resolve_key(flat, key)? {
        Resolution::Agreed(value) => Some(value),
        Resolution::BothRight(values) => values.into_iter().next(),
        Resolution::Several { .. } => flat.latest(key).cloned(),
    }
}

fn text(flat: &Flat, key: &str) -> Option<String> {
    current(flat, key)?.text().map(str::to_owned)
}

fn moment(flat: &Flat, key: &str) -> Option<Timestamp> {
    current(flat, key)?.int().map(Timestamp)
}

fn doc_id(value: Option<&Scalar>) -> Option<DocId> {
    DocId::try_from(value?.bytes()?).ok()
}

/// Whether any of the values that stand says yes: for what must not get lost in a merge.
fn any_yes(flat: &Flat, key: &str) -> bool {
    flat.held(key).iter().any(|held| held.value.bool() == Some(true))
}

/// Puts a value unless there is none.
fn put(values: &mut BTreeMap<String, Scalar>, key: &str, value: Option<Scalar>) {
    if let Some(value) = value {
        values.insert(key.to_owned(), value);
    }
}

/// The ids that stand after `prefix` and before a slash, ascending and without repeats.
fn ids_under(flat: &Flat, prefix: &str) -> Vec<DocId> {
    let mut ids: Vec<DocId> = flat.under(prefix).filter_map(|(rest, _)| rest.split_once('/')?.0.parse().ok()).collect();
    ids.dedup();
    ids
}
