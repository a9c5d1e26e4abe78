//! The addresses that this device can open: doors that came as lists, and doors that somebody added on the spot.
//!
//! What happened at a door, and how doors are listed for a person, is `doors`'.

use std::collections::BTreeMap;

use super::doors::{checked, random_doc};
use super::view::View;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::door;
use crate::document::kinds::door_list::{DoorList, MAX_LISTED};
use crate::entry::DocKey;
use crate::ids::DocId;
use crate::member::{Access, Class, DocKind, Membership, Scope};
use crate::place::{Door, MAX_ADDRESS_CHARS, normalised};
use crate::seal::SealError;

/// A door that can be opened here.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) area: Option<DocId>,
    pub(super) door: Door,
}

/// What makes two addresses of one area the same door.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Same {
    Uprn(u64),
    Words(String),
}

/// The doors of an area by what they are known by.
#[derive(Default)]
struct Known(BTreeMap<Same, DocId>);

impl Known {
    fn find(&self, door: &Door) -> Option<DocId> {
        let by_uprn = door.uprn.and_then(|uprn| self.0.get(&Same::Uprn(uprn)));
        by_uprn.or_else(|| self.0.get(&Same::Words(normalised(&door.address)))).copied()
    }

    fn add(&mut self, door: &Door, id: DocId) {
        self.0.extend(door.uprn.map(|uprn| (Same::Uprn(uprn), id)));
        self.0.insert(Same::Words(normalised(&door.address)), id);
    }
}

impl Device {
    /// Every door whose address can be opened here, as far as the view reaches.
    pub(super) fn addresses(&self, view: &View<'_>) -> Result<BTreeMap<DocId, Address>, DeviceError> {
        let mut addresses = BTreeMap::new();
        for key in view.all(DocKind::DoorList)? {
            let area = key.scope.area;
            for held in self.open_values(view, &key)?.flat.held("list") {
                let doors = self.listed_doors(held);
                addresses.extend(doors.iter().map(|(id, door)| (*id, Address { area, door: door.clone() })));
            }
        }
        for key in view.all(DocKind::Door)? {
            let door = door::read(&self.open_values(view, &key)?.flat);
            addresses.extend(door.map(|door| (key.doc, Address { area: key.scope.area, door })));
        }
        Ok(addresses)
    }

    /// The area of a door; also of one that was added on the spot and can't be opened here.
    pub(super) fn area_of(&self, door: DocId) -> Result<Option<DocId>, DeviceError> {
        let view = self.view()?;
        match view.find(DocKind::Door, door) {
            Ok(key) => Ok(key.scope.area),
            Err(unknown) => self.addresses(&view)?.get(&door).map(|address| address.area).ok_or(unknown),
        }
    }

    /// How many doors and lists of doors are here that this device can't open: their key has not come yet.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn locked_doors(&self) -> Result<usize, DeviceError> {
        let view = self.view()?;
        let addresses = self.addresses(&view)?;
        let mut locked = 0;
        for kind in [DocKind::DoorList, DocKind::Door] {
            for key in view.all(kind)? {
                let opened = self.open_values(&view, &key)?;
                let known = addresses.contains_key(&key.doc);
                locked += usize::from(opened.heads.is_empty() && opened.locked > 0 && !known);
            }
        }
        Ok(locked)
    }

    /// Adds doors to an area, all or none, and returns their ids in the same order. One whose address or UPRN the area has already is
    /// left as it is.
    ///
    /// From whoever sets the project up they come as a list. Anybody else adds them on the spot: their ids follow from area and
    /// address, so that two people who add a door write one record.
    ///
    /// # Errors
    /// When an address is unfit, this device may not write in that area, or it has no key to lock addresses with.
    pub fn add_doors(
        &self,
        area: Option<DocId>,
        doors: &[Door],
        at: &mut Moment<'_>,
    ) -> Result<Vec<DocId>, DeviceError> {
        for door in doors {
            checked("an address", &door.address, MAX_ADDRESS_CHARS)?;
        }
        let writing = self.lock();
        let membership = self.membership()?;
        let scope = Scope { class: Class::Sealed, round: None, area };
        let sets_up = membership.grant_for(&self.id(), &Scope::whole(Class::Project), Access::Write).is_some();
        let mut known = Known::default();
        for (id, address) in self.addresses(&self.view()?)?.into_iter().filter(|(_, address)| address.area == area) {
            known.add(&address.door, id);
        }
        let mut batch = Batch::default();
        if sets_up {
            let new: Vec<&Door> = doors.iter().filter(|door| known.find(door).is_none()).collect();
            for listed in new.chunks(MAX_LISTED) {
                self.push_list(&mut batch, &membership, scope, listed, &mut known, at)?;
            }
        } else {
            for door in doors {
                self.push_door(&mut batch, &membership, scope, door, &mut known, at)?;
            }
        }
        self.commit(batch, &writing, at)?;
        Ok(doors.iter().filter_map(|door| known.find(door)).collect())
    }

    /// Adds a list to the batch, or several where one would be larger than an entry may be.
    fn push_list(
        &self,
        batch: &mut Batch,
        membership: &Membership,
        scope: Scope,
        doors: &[&Door],
        known: &mut Known,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let list = DoorList { seed: random_doc(at).0, doors: doors.iter().map(|door| (*door).clone()).collect() };
        let key = DocKey { scope, kind: DocKind::DoorList.number(), doc: random_doc(at) };
        match self.lock_value(membership, &key, list.to_values(), Vec::new(), at) {
            Err(DeviceError::Seal(SealError::TooLarge)) if doors.len() > 1 => {
                let (one, other) = doors.split_at(doors.len() / 2);
                self.push_list(batch, membership, scope, one, known, at)?;
                return self.push_list(batch, membership, scope, other, known, at);
            }
            locked => batch.push(scope, locked?),
        }
        for (door, id) in doors.iter().zip(list.ids()) {
            // Of a door that the list names twice, the first is meant.
            if known.find(door).is_none() {
                known.add(door, id);
            }
        }
        Ok(())
    }

    fn push_door(
        &self,
        batch: &mut Batch,
        membership: &Membership,
        scope: Scope,
        door: &Door,
        known: &mut Known,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        if known.find(door).is_some() {
            return Ok(());
        }
        let id = self.door_key(scope.area)?.door(scope.area, &normalised(&door.address));
        let key = DocKey { scope, kind: DocKind::Door.number(), doc: id };
        batch.push(scope, self.lock_value(membership, &key, door::to_values(door), Vec::new(), at)?);
        known.add(door, id);
        Ok(())
    }
}
