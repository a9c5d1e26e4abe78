//! Doors to which nobody should go alone for a while: said by whoever was there, seen by those who work in the area, over by itself.
//!
//! What it is kept as is `document::kinds::unsafe_door`'s; what happened at a door is `doors`'.

use std::collections::BTreeMap;

use super::assignments::LONGEST_TURN;
use super::doors::random_doc;
use super::view::View;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::unsafe_door::{Danger, UnsafeDoor};
use crate::entry::DocKey;
use crate::ids::DocId;
use crate::member::{Class, DocKind, Scope};
use crate::time::Timestamp;

impl Device {
    /// Says that nobody should go to a door alone, until a moment.
    ///
    /// # Errors
    /// When the moment is over or more than a quarter of a year away, the door is not on this device, or it may not write in its area.
    pub fn mark_unsafe(
        &self,
        door: DocId,
        why: Danger,
        until: Timestamp,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        if until <= at.now || until > at.now.after(LONGEST_TURN) {
            return Err(DeviceError::BadTurn);
        }
        let scope = Scope { class: Class::Sealed, round: None, area: self.area_of(door)? };
        let key = DocKey { scope, kind: DocKind::UnsafeDoor.number(), doc: random_doc(at) };
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        let values = UnsafeDoor { door, until, why }.to_values();
        batch.push(scope, self.lock_value(&membership, &key, values, Vec::new(), at)?);
        self.commit(batch, &writing, at).map(drop)
    }

    /// Says that a door is safe again: whatever was said of it is over now.
    ///
    /// # Errors
    /// When the door is not on this device, or it may not write in its area.
    pub fn mark_safe(&self, door: DocId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.area_of(door)?;
        let view = self.view()?;
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        let mut any = false;
        for key in view.all(DocKind::UnsafeDoor)? {
            let opened = self.open_values(&view, &key)?;
            let Some(said) = UnsafeDoor::read(&opened.flat).filter(|said| said.door == door && said.until > at.now)
            else {
                continue;
            };
            let over = UnsafeDoor { until: at.now, ..said };
            batch.push(key.scope, self.lock_value(&membership, &key, over.to_values(), opened.heads, at)?);
            any = true;
        }
        if any { self.commit(batch, &writing, at).map(drop) } else { Ok(()) }
    }

    /// What was said of doors, the latest end of each.
    pub(super) fn unsafe_doors(&self, view: &View<'_>) -> Result<BTreeMap<DocId, UnsafeDoor>, DeviceError> {
        let mut doors: BTreeMap<DocId, UnsafeDoor> = BTreeMap::new();
        for key in view.all(DocKind::UnsafeDoor)? {
            let Some(said) = UnsafeDoor::read(&self.open_values(view, &key)?.flat) else { continue };
            let known = doors.entry(said.door).or_insert(said);
            if said.until > known.until {
                *known = said;
            }
        }
        Ok(doors)
    }
}
