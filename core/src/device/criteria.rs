//! What was agreed on criteria: coordinators write it, everybody reads it beside the result.
//!
//! What was answered about them is the evaluation's matter; their documents are `document::kinds::agreed`'s.

use std::collections::BTreeMap;

use super::{Device, DeviceError, Moment, View};
use crate::document::kinds::agreed::{self, Wish};
use crate::entry::DocKey;
use crate::evaluation::Agreed;
use crate::ids::{DocId, hash};
use crate::member::{Class, DocKind, Scope};

/// The most characters in a criterion's code.
const MAX_CODE_CHARS: usize = 60;
/// The most characters in what good looks like, and in a service's own figure.
const MAX_TEXT_CHARS: usize = 1_000;
/// The highest points that a scale may have.
const MAX_POINTS: i64 = 100;

impl Device {
    /// Writes what was agreed on the criterion with this code, as questionnaires write it in `evaluation::criterion`. What the wish does
    /// not name stays; where two versions stand, writing one decides.
    ///
    /// # Errors
    /// When a text is unfit, or this device may not set the project up.
    pub fn set_criterion(&self, code: &str, wish: &Wish, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let code = super::doors::checked("a criterion's code", code, MAX_CODE_CHARS)?;
        let texts = [&wish.name, &wish.good, &wish.agreed_by, &wish.owner, &wish.own_figure];
        for text in texts.into_iter().flatten() {
            super::doors::checked("what is said of a criterion", text, MAX_TEXT_CHARS)?;
        }
        let points = [wish.team_importance, wish.team_satisfaction];
        if points.into_iter().flatten().any(|points| !(0..=MAX_POINTS).contains(&points)) {
            return Err(DeviceError::BadPoints { most: MAX_POINTS });
        }
        let key = self.criterion_document(&code)?;
        self.put_deciding(&key, DocKind::Criterion, |_| wish.to_values(&code), at)
    }

    /// What was agreed on criteria, by code.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn criteria(&self) -> Result<BTreeMap<String, Agreed>, DeviceError> {
        agreed(&self.view()?)
    }

    /// Two coordinators who write of one criterion write one document: its id follows from the code.
    pub(super) fn criterion_document(&self, code: &str) -> Result<DocKey, DeviceError> {
        let digest = hash("criterion document", &[&self.membership()?.project().0, code.as_bytes()]);
        let doc = DocId(*digest.first_chunk().expect("a hash has 32 bytes"));
        Ok(DocKey { scope: Scope::whole(Class::Project), kind: DocKind::Criterion.number(), doc })
    }
}

/// What was agreed on criteria, by code.
pub(super) fn agreed(view: &View<'_>) -> Result<BTreeMap<String, Agreed>, DeviceError> {
    let mut criteria = BTreeMap::new();
    for key in view.all(DocKind::Criterion)? {
        criteria.extend(agreed::read(view.load(&key)?.flat()));
    }
    Ok(criteria)
}
