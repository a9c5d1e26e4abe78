//! The kinds of documents as plain values: what the keys of each mean. Keys that a kind does not know are left alone.
//!
//! `document` itself knows nothing of kinds; `response`, `evaluation` and the apps know nothing of keys.

pub mod response;

use super::scalar::Scalar;
use crate::ids::DocId;

fn doc_id(value: Option<&Scalar>) -> Option<DocId> {
    DocId::try_from(value?.bytes()?).ok()
}
