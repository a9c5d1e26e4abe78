//! Areas, rounds and doors on a device, and what happened at them. Where doors come from is `addresses`'.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::addresses::Address;
use super::assignments::LONGEST_TURN;
use super::write::Batch;
use super::{Device, DeviceError, Moment, View};
use crate::document::kinds::project::{Area, Round};
use crate::document::kinds::unsafe_door::UnsafeDoor;
use crate::document::kinds::visit::{Attempt, Knock, Lease, Visit, visit_values};
use crate::document::{Document, Scalar};

use crate::entry::DocKey;
use crate::ids::DocId;
use crate::member::{Class, DocKind, Membership, Scope};
use crate::place::{Door, WalkKey};
use crate::seal::DoorKey;
use crate::time::Timestamp;

/// The most characters in the name of an area or round.
const MAX_NAME_CHARS: usize = 100;

/// An area, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaLine {
    /// The area.
    pub id: DocId,
    /// Its name.
    pub name: String,
    /// Whether its boundary was set.
    pub has_boundary: bool,
}

/// A round, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundLine {
    /// The round.
    pub id: DocId,
    /// Its name.
    pub name: String,
    /// When it starts.
    pub opens: Option<Timestamp>,
    /// When it ended; none while it is open.
    pub closes: Option<Timestamp>,
}

/// A door, as it is listed on the phones of those who may read its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorLine {
    /// The opaque reference of the door.
    pub id: DocId,
    /// Its area.
    pub area: Option<DocId>,
    /// Its address and how to get in.
    pub door: Door,
    /// How often somebody knocked in this round.
    pub knocks: u32,
    /// What happened last, as the phones' clocks claim.
    pub last: Option<Knock>,
    /// When they asked to come back, where that is what happened last.
    pub again: Option<Timestamp>,
    /// Whether nobody is to call here again.
    pub do_not_contact: bool,
    /// Other doors that are the same home under another address; what happened there is counted here too.
    pub same_as: Vec<DocId>,
    /// Every turn that somebody took in this round, also those that are over; `turns` says whose turn it is.
    pub leases: Vec<Lease>,
    /// That nobody should go there alone, as it was said last; also where that is over.
    pub not_safe: Option<UnsafeDoor>,
}

impl Device {
    /// Adds an area.
    ///
    /// # Errors
    /// When the name is unfit or this device may not set the project up.
    pub fn add_area(&self, name: &str, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let values = Area { name: checked("an area's name", name, MAX_NAME_CHARS)?, boundary: None }.to_values();
        let area = self.create(project_key(DocKind::Area, at), DocKind::Area, &values, at)?;
        self.renew_keys(at).map(|()| area)
    }

    /// Adds a round, which is the current one from now on.
    ///
    /// # Errors
    /// When the name is unfit or this device may not set the project up.
    pub fn add_round(&self, name: &str, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        self.create_round(Round { name: name.to_owned(), opens: Some(at.now), closes: None }, at)
    }

    pub(super) fn create_round(&self, round: Round, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let name = checked("a round's name", &round.name, MAX_NAME_CHARS)?;
        self.create(project_key(DocKind::Round, at), DocKind::Round, &Round { name, ..round }.to_values(), at)
    }

    /// The project's areas, by name.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn areas(&self) -> Result<Vec<AreaLine>, DeviceError> {
        let view = self.view()?;
        let mut areas = Vec::new();
        for key in view.all(DocKind::Area)? {
            let Area { name, boundary } = Area::read(view.load(&key)?.flat());
            areas.push(AreaLine { id: key.doc, name, has_boundary: boundary.is_some() });
        }
        areas.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        Ok(areas)
    }

    /// The project's rounds by when they start. The current one is the last that is not over.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn rounds(&self) -> Result<Vec<RoundLine>, DeviceError> {
        let view = self.view()?;
        let mut rounds = Vec::new();
        for key in view.all(DocKind::Round)? {
            let round = Round::read(view.load(&key)?.flat());
            rounds.push(RoundLine { id: key.doc, name: round.name, opens: round.opens, closes: round.closes });
        }
        rounds.sort_by_key(|round| (round.opens, round.id));
        Ok(rounds)
    }

    /// The round that new interviews belong to: the last that is not over.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn current_round(&self) -> Result<Option<DocId>, DeviceError> {
        Ok(self.rounds()?.iter().rev().find(|round| round.closes.is_none()).map(|round| round.id))
    }

    /// The key to name an area's doors with.
    pub(super) fn door_key(&self, area: Option<DocId>) -> Result<DoorKey, DeviceError> {
        self.door_keys(area)?.first().copied().ok_or(DeviceError::Locked)
    }

    /// The doors on this device whose addresses it can open, in walking order within each area.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn doors(&self) -> Result<Vec<DoorLine>, DeviceError> {
        let round = self.current_round()?;
        let view = self.view()?;
        let (visits, homes) = (visits(&view)?, self.homes(&view)?);
        let not_safe = self.unsafe_doors(&view)?;
        let mut doors = Vec::new();
        let mut keys: BTreeMap<Option<DocId>, Vec<DoorKey>> = BTreeMap::new();
        for (id, Address { area, door }) in self.addresses(&view)? {
            let keys = match keys.entry(area) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(self.door_keys(area)?),
            };
            let home = homes.doors_of(id);
            let of_door = |door: &DocId| keys.iter().find_map(|key| visits.get(&key.visit(*door, round)));
            let visits: Vec<&Visit> = home.iter().filter_map(of_door).collect();
            let attempts = attempts(&visits);
            doors.push(DoorLine {
                id,
                area,
                door,
                knocks: u32::try_from(attempts.len()).unwrap_or(u32::MAX),
                last: attempts.last().and_then(|attempt| attempt.outcome),
                again: attempts.last().and_then(|attempt| attempt.again),
                do_not_contact: visits.iter().any(|visit| visit.do_not_contact),
                not_safe: home.iter().filter_map(|door| not_safe.get(door)).max_by_key(|said| said.until).copied(),
                same_as: home.into_iter().filter(|door| *door != id).collect(),
                leases: visits.iter().flat_map(|visit| visit.leases.iter().cloned()).collect(),
            });
        }
        doors.sort_by_cached_key(|line| {
            let Door { address, order, .. } = &line.door;
            (line.area, *order, WalkKey::of(address), address.clone(), line.id)
        });
        Ok(doors)
    }

    /// The doors behind the references that responses of these scopes may hold.
    pub(super) fn doors_behind(
        &self,
        scopes: impl Iterator<Item = Scope>,
    ) -> Result<BTreeMap<(Scope, DocId), DocId>, DeviceError> {
        let scopes: BTreeSet<Scope> = scopes.collect();
        let doors = self.addresses(&self.view()?)?;
        let mut behind = BTreeMap::new();
        for scope in scopes {
            for key in self.door_keys(scope.area)? {
                let of_area = doors.iter().filter(|(_, address)| address.area == scope.area);
                behind.extend(of_area.map(|(door, _)| ((scope, key.reference(*door, scope.round)), *door)));
            }
        }
        Ok(behind)
    }

    /// The door that a reference in a response stands for, if this device can tell.
    pub(super) fn door_behind(&self, scope: &Scope, reference: DocId) -> Result<Option<DocId>, DeviceError> {
        let keys = self.door_keys(scope.area)?;
        let addresses = self.addresses(&self.view()?)?;
        let mut doors = addresses.iter().filter(|(_, address)| address.area == scope.area).map(|(door, _)| *door);
        Ok(doors.find(|door| keys.iter().any(|key| key.reference(*door, scope.round) == reference)))
    }

    /// What happened at a home in the current round, under each of its addresses, the earliest first, as the phones' clocks claim.
    ///
    /// # Errors
    /// When the door is not on this device or the store can't be read.
    pub fn knocks_at(&self, door: DocId) -> Result<Vec<Attempt>, DeviceError> {
        let (area, round) = (self.area_of(door)?, self.current_round()?);
        let view = self.view()?;
        let visit = |door| Ok(Visit::read(self.load(&self.visit_key(door, area, round)?)?.flat()));
        let visits =
            self.homes(&view)?.doors_of(door).into_iter().map(visit).collect::<Result<Vec<_>, DeviceError>>()?;
        Ok(attempts(&visits.iter().collect::<Vec<_>>()))
    }

    /// Records what happened at a door. Returns the knock's name, by which it can be taken back.
    ///
    /// # Errors
    /// When the door is not on this device, it may not write in its area, or the project does not say yet what people must be told.
    pub fn record_knock(&self, door: DocId, outcome: Knock, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        self.record(door, outcome, None, at)
    }

    /// Records that they asked to come back, and when.
    ///
    /// # Errors
    /// As for any knock, and when the time is over or more than a quarter of a year away.
    pub fn record_call_back(&self, door: DocId, again: Timestamp, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        checked_call_back(again, at)?;
        self.record(door, Knock::ComeBack, Some(again), at)
    }

    fn record(
        &self,
        door: DocId,
        outcome: Knock,
        again: Option<Timestamp>,
        at: &mut Moment<'_>,
    ) -> Result<DocId, DeviceError> {
        self.require_open()?;
        let round = self.current_round()?;
        let writing = self.lock();
        let membership = self.membership()?;
        let key = self.visit_key(door, self.area_of(door)?, round)?;
        let by = membership.member_of(&self.id());
        let attempt = Attempt { id: random_doc(at), outcome: Some(outcome), at: at.now, by, again };
        let mut batch = Batch::default();
        self.add_to_visit(&mut batch, &membership, &key, &self.load(&key)?, attempt.to_values())?;
        self.commit(batch, &writing, at).map(|_| attempt.id)
    }

    /// Records when to come back after a knock of the current round.
    ///
    /// # Errors
    /// When the time is over or more than a quarter of a year away, there is no such knock at this door, or this device may not write in
    /// its area.
    pub fn come_back_at(
        &self,
        door: DocId,
        knock: DocId,
        again: Timestamp,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        checked_call_back(again, at)?;
        self.add_to_knock(door, knock, Attempt::again_value(knock, again), at)
    }

    /// Takes a knock of the current round back: a slip of the finger. It is kept, and counts for nothing.
    ///
    /// # Errors
    /// When there is no such knock at this door, or this device may not write in its area.
    pub fn undo_knock(&self, door: DocId, knock: DocId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.add_to_knock(door, knock, Attempt::undone_value(knock), at)
    }

    /// Adds a value to what is recorded of a knock, at whichever of the home's doors it was.
    fn add_to_knock(
        &self,
        door: DocId,
        knock: DocId,
        value: (String, Scalar),
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let (area, round) = (self.area_of(door)?, self.current_round()?);
        let writing = self.lock();
        let membership = self.membership()?;
        for door in self.homes(&self.view()?)?.doors_of(door) {
            let key = self.visit_key(door, area, round)?;
            let document = self.load(&key)?;
            if Visit::read(document.flat()).attempts.iter().any(|attempt| attempt.id == knock) {
                let mut batch = Batch::default();
                self.add_to_visit(&mut batch, &membership, &key, &document, BTreeMap::from([value]))?;
                return self.commit(batch, &writing, at).map(drop);
            }
        }
        Err(DeviceError::UnknownRecord(knock))
    }

    /// Where what happens at a door in a round is kept.
    pub(super) fn visit_key(
        &self,
        door: DocId,
        area: Option<DocId>,
        round: Option<DocId>,
    ) -> Result<DocKey, DeviceError> {
        let scope = Scope { class: Class::Field, round, area };
        Ok(DocKey { scope, kind: DocKind::Visit.number(), doc: self.door_key(area)?.visit(door, round) })
    }

    /// Adds values to a visit as it is now, which they may begin.
    pub(super) fn add_to_visit(
        &self,
        batch: &mut Batch,
        membership: &Membership,
        key: &DocKey,
        document: &Document,
        mut values: BTreeMap<String, Scalar>,
    ) -> Result<(), DeviceError> {
        let actor = self.actor(membership, key)?;
        let changes = if document.flat().iter().next().is_none() {
            values.extend(visit_values(key.scope.round));
            Document::first(actor, &values)?
        } else {
            document.edit(actor, &values, None)?
        };
        batch.changes(key, DocKind::Visit, changes);
        Ok(())
    }
}

fn checked_call_back(again: Timestamp, at: &Moment<'_>) -> Result<(), DeviceError> {
    let fits = again > at.now && again <= at.now.after(LONGEST_TURN);
    if fits { Ok(()) } else { Err(DeviceError::BadCallBack) }
}

/// Every knock of these visits by claimed time, then by name.
fn attempts(visits: &[&Visit]) -> Vec<Attempt> {
    let mut attempts: Vec<Attempt> = visits.iter().flat_map(|visit| visit.attempts.iter().cloned()).collect();
    attempts.sort_by_key(|attempt| (attempt.at, attempt.id));
    attempts
}

fn visits(view: &View<'_>) -> Result<BTreeMap<DocId, Visit>, DeviceError> {
    let keys = view.all(DocKind::Visit)?;
    keys.iter().map(|key| Ok((key.doc, Visit::read(view.load(key)?.flat())))).collect()
}

pub(super) fn random_doc(at: &mut Moment<'_>) -> DocId {
    let mut id = [0; DocId::SIZE];
    at.rng.fill_bytes(&mut id);
    DocId(id)
}

fn project_key(kind: DocKind, at: &mut Moment<'_>) -> DocKey {
    DocKey { scope: Scope::whole(Class::Project), kind: kind.number(), doc: random_doc(at) }
}

pub(super) fn checked(what: &'static str, text: &str, most: usize) -> Result<String, DeviceError> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= most;
    if fits { Ok(text.to_owned()) } else { Err(DeviceError::BadText { what, most }) }
}
