//! The boundaries of areas: set from a file, and read for maps.
//!
//! Reading files of them is `place`'s; drawing them is `report`'s.

use std::collections::BTreeMap;

use super::write::Batch;
use super::{Device, DeviceError, Moment, View};
use crate::document::kinds::project::Area;
use crate::ids::DocId;
use crate::member::DocKind;
use crate::place::Boundary;

impl Device {
    /// Sets the boundaries of areas, all with one commit. Says how many were not so before.
    ///
    /// # Errors
    /// When an area is not known here, or this device may not set the project up. Nothing changed then.
    pub fn set_boundaries(
        &self,
        boundaries: &BTreeMap<DocId, Boundary>,
        at: &mut Moment<'_>,
    ) -> Result<usize, DeviceError> {
        let view = self.view()?;
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        let mut changed = 0;
        for (area, boundary) in boundaries {
            let key = view.find(DocKind::Area, *area)?;
            let document = self.load(&key)?;
            if Area::read(document.flat()).boundary.as_ref() == Some(boundary) {
                continue;
            }
            let values = Area::boundary_value(boundary);
            batch.changes(&key, DocKind::Area, document.edit(self.actor(&membership, &key)?, &values, None)?);
            changed += 1;
        }
        if changed > 0 {
            self.commit(batch, &writing, at)?;
        }
        Ok(changed)
    }

    /// The boundaries of the project's areas, of those that have one.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn boundaries(&self) -> Result<BTreeMap<DocId, Boundary>, DeviceError> {
        boundaries(&self.view()?)
    }
}

/// The boundaries that can be seen.
pub(super) fn boundaries(view: &View<'_>) -> Result<BTreeMap<DocId, Boundary>, DeviceError> {
    let mut boundaries = BTreeMap::new();
    for key in view.all(DocKind::Area)? {
        boundaries.extend(Area::read(view.load(&key)?.flat()).boundary.map(|boundary| (key.doc, boundary)));
    }
    Ok(boundaries)
}
