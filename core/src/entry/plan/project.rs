//! What can be seen of a document without reading its changes: the rows by which responses are listed and evaluated.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::kinds::response::{card, is_review_key, left_out, read, two_answers};
use crate::document::{Change, Document, settle};
use crate::entry::{DocKey, Projection, ResponseRow};
use crate::evaluation::{Contribution, Rules};
use crate::ids::BlobHash;
use crate::member::{Access, DocKind};

/// What a change takes besides the right to write in its log's scope.
pub(super) fn needed(key: &DocKey, change: &Change) -> BTreeSet<Access> {
    let mut needed = BTreeSet::new();
    let kind = DocKind::from_number(key.kind);
    if kind == Some(DocKind::Quote) {
        needed.insert(Access::Release);
    }
    for operation in change.operations() {
        if settle::is_act_key(&operation.key) {
            needed.insert(Access::Settle);
        }
        if kind == Some(DocKind::Response) && is_review_key(&operation.key) {
            needed.insert(Access::Release);
        }
    }
    needed
}

/// The projection of a document as it stands.
///
/// A document of kind response that does not name its form version has none: it is stored, and nobody lists it.
pub(super) fn projection(key: &DocKey, document: &Document, rules: &BTreeMap<BlobHash, Arc<Rules>>) -> Projection {
    if DocKind::from_number(key.kind) != Some(DocKind::Response) {
        return Projection::None;
    }
    response_row(key, document, |form| rules.get(&form).cloned()).map_or(Projection::Gone, Projection::Response)
}

/// The row of a response; `None` when the document does not name its form version.
///
/// Round and area are those of the scope that the response was written in: what it says of itself inside is a label.
pub fn response_row(
    key: &DocKey,
    document: &Document,
    rules: impl FnOnce(BlobHash) -> Option<Arc<Rules>>,
) -> Option<ResponseRow> {
    let flat = document.flat();
    let mut response = read(key.doc, flat).ok()?;
    (response.round, response.area) = (key.scope.round, key.scope.area);
    let contribution = rules(response.form).map(|rules| {
        minicbor::to_vec(Contribution::new(&rules, &response)).expect("writing CBOR into memory does not fail")
    });
    let contribution = contribution.filter(|_| left_out(flat).is_none());
    Some(ResponseRow {
        form: response.form,
        door: response.door,
        withdrawn: response.withdrawn,
        undecided: u32::try_from(two_answers(flat).len()).unwrap_or(u32::MAX),
        contribution,
        card: card(flat),
    })
}
