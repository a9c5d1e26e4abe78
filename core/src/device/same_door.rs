//! Doors that are one home under two addresses: found by what they have in common, linked by whoever knows, never merged.
//!
//! How addresses are compared is `place`'s. What happened at one of two linked doors shows at both, see `doors`.

use std::collections::{BTreeMap, BTreeSet};

use super::addresses::Address;
use super::view::View;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::door_link::DoorLink;
use crate::entry::DocKey;
use crate::ids::DocId;
use crate::member::{Class, DocKind, Scope};
use crate::place::maybe_same;

/// Doors that are one home, by each of them: itself and the others.
#[derive(Debug, Default)]
pub(super) struct Homes(BTreeMap<DocId, BTreeSet<DocId>>);

impl Homes {
    /// All doors that are the same home as this one, itself among them, the least id first.
    pub(super) fn doors_of(&self, door: DocId) -> Vec<DocId> {
        self.0.get(&door).map_or_else(|| vec![door], |doors| doors.iter().copied().collect())
    }

    fn of(links: &BTreeMap<(DocId, DocId), bool>) -> Self {
        let mut homes: BTreeMap<DocId, BTreeSet<DocId>> = BTreeMap::new();
        for (one, other) in links.iter().filter(|(_, same)| **same).map(|(doors, _)| *doors) {
            let home: BTreeSet<DocId> =
                [one, other].into_iter().flat_map(|door| homes.get(&door).cloned().unwrap_or([door].into())).collect();
            for door in &home {
                homes.insert(*door, home.clone());
            }
        }
        Self(homes)
    }
}

impl Device {
    /// Says that two doors of one area are the same home, or that they are two. Nothing is merged: both keep what is theirs, and each
    /// shows what happened at the other.
    ///
    /// # Errors
    /// When one of them is not on this device, they are not in one area, or it may not write there.
    pub fn link_doors(&self, one: DocId, other: DocId, same: bool, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let writing = self.lock();
        let membership = self.membership()?;
        let view = self.view()?;
        let addresses = self.addresses(&view)?;
        let area = |door: DocId| addresses.get(&door).map(|known| known.area).ok_or(DeviceError::UnknownRecord(door));
        let area_of_one = area(one)?;
        if one == other || area(other)? != area_of_one {
            return Err(DeviceError::NotOneArea);
        }
        let link = DoorLink::new(one, other, same);
        let scope = Scope { class: Class::Sealed, round: None, area: area_of_one };
        let (first, second) = link.doors;
        let keyed = self.door_key(area_of_one)?.link(first, second);
        // One that was written under an area's former key stands beside: it is said there too.
        let mut replaced = BTreeMap::from([(keyed, Vec::new())]);
        for key in view.all(DocKind::DoorLink)?.into_iter().filter(|key| key.scope == scope) {
            let opened = self.open_values(&view, &key)?;
            if key.doc == keyed || DoorLink::read(&opened.flat).is_some_and(|known| known.doors == link.doors) {
                replaced.insert(key.doc, opened.heads);
            }
        }
        let mut batch = Batch::default();
        for (doc, heads) in replaced {
            let key = DocKey { scope, kind: DocKind::DoorLink.number(), doc };
            batch.push(scope, self.lock_value(&membership, &key, link.to_values(), heads, at)?);
        }
        self.commit(batch, &writing, at).map(drop)
    }

    /// The pairs of doors that may be one home and that nobody has looked at, in the order of the walk.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn doors_maybe_same(&self) -> Result<Vec<(DocId, DocId)>, DeviceError> {
        let view = self.view()?;
        let said = self.links(&view)?;
        let mut by_area: BTreeMap<Option<DocId>, Vec<(DocId, Address)>> = BTreeMap::new();
        for (id, address) in self.addresses(&view)? {
            by_area.entry(address.area).or_default().push((id, address));
        }
        let mut pairs = Vec::new();
        for doors in by_area.values() {
            let written: Vec<&str> = doors.iter().map(|(_, address)| address.door.address.as_str()).collect();
            let found = maybe_same(&written).into_iter().map(|(one, other)| (doors[one].0, doors[other].0));
            pairs.extend(found.filter(|(one, other)| !said.contains_key(&DoorLink::new(*one, *other, true).doors)));
        }
        Ok(pairs)
    }

    /// Which doors are one home.
    pub(super) fn homes(&self, view: &View<'_>) -> Result<Homes, DeviceError> {
        Ok(Homes::of(&self.links(view)?))
    }

    /// What was said about pairs of doors.
    fn links(&self, view: &View<'_>) -> Result<BTreeMap<(DocId, DocId), bool>, DeviceError> {
        let mut links = BTreeMap::new();
        for key in view.all(DocKind::DoorLink)? {
            if let Some(link) = DoorLink::read(&self.open_values(view, &key)?.flat) {
                *links.entry(link.doors).or_insert(false) |= link.same;
            }
        }
        Ok(links)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_as_the_same_is_the_same() {
        let [one, two, three, four] = [1, 2, 3, 4].map(|id| DocId([id; 16]));
        let homes = Homes::of(&[((one, two), true), ((two, three), true), ((three, four), false)].into());
        assert_eq!(homes.doors_of(three), [one, two, three]);
        assert_eq!(homes.doors_of(one), [one, two, three]);
        assert_eq!(homes.doors_of(four), [four]);
    }
}
