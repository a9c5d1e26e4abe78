//! Helpers for this module's tests: actors with names, changes in one line, random histories.
//!
//! Nothing here is compiled outside tests.

use std::collections::BTreeMap;

use automerge::ReadDoc;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::{Change, Document, Flat, Held, Scalar};
use crate::ids::{ActorId, ChangeHash};

pub(super) const ALICE: ActorId = ActorId([0xa1; 16]);
pub(super) const BOB: ActorId = ActorId([0xb0; 16]);
pub(super) const AMINA: ActorId = ActorId([0x0a; 16]);
pub(super) const EVERYBODY: [ActorId; 3] = [ALICE, BOB, AMINA];

pub(super) fn values<V: Into<Scalar> + Clone>(values: &[(&str, V)]) -> BTreeMap<String, Scalar> {
    values.iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())).collect()
}

/// The one change that puts these values into a new document.
pub(super) fn first(actor: ActorId, puts: &[(&str, &str)]) -> Change {
    let [change] = Document::first(actor, &values(puts)).expect("a first change").try_into().expect("one change");
    change
}

/// Puts one value on top of a document, whether or not there are several to decide between.
pub(super) fn put(document: &mut Document, actor: ActorId, key: &str, value: &str) -> Change {
    let value = Scalar::from(value);
    let changes = document.write(actor, vec![(key, &value)], None).expect("a change");
    let [change] = changes.try_into().expect("one change");
    document.apply(change.clone()).expect("a fitting change");
    change
}

pub(super) fn loaded(changes: &[Change]) -> Document {
    Document::load(changes.iter().cloned()).expect("a document")
}

/// What automerge itself reads out of a document, by iterating once and asking only where there are several values.
pub(super) fn read_by_automerge(document: &Document) -> Flat {
    let merged = document.to_automerge(ALICE).expect("automerge takes the changes");
    let mut read = BTreeMap::new();
    for item in merged.map_range(automerge::ROOT, ..) {
        let all = if item.conflict {
            merged.get_all(automerge::ROOT, item.key.as_ref()).expect("a root key")
        } else {
            let id = item.id();
            vec![(merged.get(automerge::ROOT, item.key.as_ref()).expect("a root key").expect("a value").0, id)]
        };
        let mut held: Vec<Held> = all.into_iter().map(|(value, id)| held(&merged, value.as_scalar(), &id)).collect();
        held.sort_by_key(Held::id);
        read.insert(item.key.into_owned(), held);
    }
    Flat::from_values(read)
}

fn held(merged: &automerge::Automerge, value: Option<&automerge::ScalarValue>, id: &automerge::ObjId) -> Held {
    let automerge::ObjId::Id(counter, actor, _) = id else { panic!("a value stands under a key") };
    Held {
        value: from_automerge(value.expect("a flat document")),
        change: ChangeHash(merged.hash_for_opid(id).expect("a change").0),
        actor: ActorId::try_from(actor.to_bytes()).expect("our actors have sixteen bytes"),
        counter: *counter,
    }
}

fn from_automerge(value: &automerge::ScalarValue) -> Scalar {
    match value {
        automerge::ScalarValue::Null => Scalar::Null,
        automerge::ScalarValue::Boolean(value) => Scalar::Bool(*value),
        automerge::ScalarValue::Int(value) => Scalar::Int(*value),
        automerge::ScalarValue::Uint(value) => Scalar::Uint(*value),
        automerge::ScalarValue::Str(text) => Scalar::Text(text.to_string()),
        automerge::ScalarValue::Bytes(bytes) => Scalar::Bytes(bytes.clone()),
        automerge::ScalarValue::F64(value) => Scalar::Float(value.to_bits()),
        automerge::ScalarValue::Timestamp(value) => Scalar::Moment(*value),
        automerge::ScalarValue::Counter(_) | automerge::ScalarValue::Unknown { .. } => panic!("never written"),
    }
}

pub(super) fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        Just(Scalar::Null),
        any::<bool>().prop_map(Scalar::Bool),
        any::<i64>().prop_map(Scalar::Int),
        any::<u64>().prop_map(Scalar::Uint),
        "[a-c]{0,2}|\\PC{0,12}".prop_map(Scalar::Text),
        vec(any::<u8>(), 0..40).prop_map(Scalar::Bytes),
        (-1e9..1e9f64).prop_map(|value| Scalar::Float(value.to_bits())),
        any::<i64>().prop_map(Scalar::Moment),
    ]
}

pub(super) fn any_values() -> impl Strategy<Value = BTreeMap<String, Scalar>> {
    btree_map("a/[a-h]{1,2}|[a-z]{1,9}", scalar(), 1..60)
}

/// One step of a history: somebody puts values on top of what they have, after taking in what another has.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) who: usize,
    pub(super) hears: Option<usize>,
    pub(super) puts: BTreeMap<String, Scalar>,
}

pub(super) fn history() -> impl Strategy<Value = Vec<Step>> {
    let puts = btree_map("a/[a-d]", prop_oneof!["[xy]".prop_map(Scalar::Text), (1u64..9).prop_map(Scalar::Uint)], 1..4);
    let step = (0usize..3, proptest::option::of(0usize..3), puts);
    vec(step.prop_map(|(who, hears, puts)| Step { who, hears, puts }), 1..14)
}

/// Plays a history; every change that was made, in the order in which they were made.
pub(super) fn play(steps: &[Step]) -> Vec<Change> {
    let mut documents: [Document; 3] = Default::default();
    let mut made = Vec::new();
    for step in steps {
        if let Some(hears) = step.hears {
            let news: Vec<Change> = documents[hears].changes().cloned().collect();
            for change in news {
                documents[step.who].apply(change).expect("what another holds fits");
            }
        }
        let puts = step.puts.iter().map(|(key, value)| (key.as_str(), value)).collect();
        for change in documents[step.who].write(EVERYBODY[step.who], puts, None).expect("an edit") {
            documents[step.who].apply(change.clone()).expect("one's own change fits");
            made.push(change);
        }
    }
    made
}
