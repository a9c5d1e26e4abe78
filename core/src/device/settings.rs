//! Writing what coordinators set up where two of them may have written different things: whoever saves again decides.
//!
//! Settings that nobody decides about in passing, such as who answers for the project, go through `responsible` and refuse instead.

use std::collections::BTreeMap;

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::settle::Choice;
use crate::document::{Document, Scalar, kinds};
use crate::entry::DocKey;
use crate::member::DocKind;

impl Device {
    /// Writes values of a document, given it as it stands. Where two values stand under a key and one of them or another is written,
    /// that is the decision between them.
    pub(super) fn put_deciding(
        &self,
        key: &DocKey,
        kind: DocKind,
        values: impl FnOnce(&Document) -> BTreeMap<String, Scalar>,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let writing = self.lock();
        let membership = self.membership()?;
        let mut document = self.load(key)?;
        let mut values = values(&document);
        let actor = self.actor(&membership, key)?;
        let mut batch = Batch::default();
        if document.changes().next().is_none() {
            batch.changes(key, kind, Document::first(actor, &values)?);
            return self.commit(batch, &writing, at).map(drop);
        }
        for open in kinds::undecided(document.flat()) {
            let Some(value) = values.remove(&open) else { continue };
            let stands = document.flat().held(&open).iter().any(|held| held.value == value);
            let choice = if stands { Choice::One(value) } else { Choice::Another(value) };
            let decided = document.settle(actor, &open, &choice, at.now, at.rng)?;
            for change in &decided {
                document.apply(change.clone()).map_err(|_| DeviceError::Damaged { doc: key.doc })?;
            }
            batch.changes(key, kind, decided);
        }
        batch.changes(key, kind, document.edit(actor, &values, None)?);
        self.commit(batch, &writing, at).map(drop)
    }
}
