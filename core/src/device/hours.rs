//! Hours on a device: what this person gave, corrected or taken back, and what all gave together.
//!
//! How they add up without singling anybody out is `evaluation::HoursTold`'s; what they are kept as, `document::kinds::hours`'s.

use std::collections::BTreeMap;

use super::doors::random_doc;
use super::view::View;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::hours::{self, HoursOf, MOST_MINUTES};
use crate::document::{Change, Document};
use crate::entry::DocKey;
use crate::evaluation::{Hours, HoursTold};
use crate::ids::{DocId, MemberId};
use crate::member::{Class, DocKind};

impl Device {
    /// Writes down time that this person gave.
    ///
    /// # Errors
    /// When it is no time of a day, or this person may not write there.
    pub fn note_hours(&self, wanted: &HoursOf, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let id = random_doc(at);
        self.put_hours(id, &fit(wanted)?, at).map(|()| id)
    }

    /// Writes down anew what this person wrote before.
    ///
    /// # Errors
    /// When it is no time of a day, or nothing that this person wrote.
    pub fn correct_hours(&self, id: DocId, wanted: &HoursOf, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let wanted = fit(wanted)?;
        self.own_hours(id)?;
        self.put_hours(id, &wanted, at)
    }

    /// Takes back what this person wrote.
    ///
    /// # Errors
    /// When it is nothing that this person wrote.
    pub fn take_hours_back(&self, id: DocId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let known = self.own_hours(id)?;
        let gone = HoursOf { hours: Hours { minutes: 0, ..known.hours }, ..known };
        self.put_hours(id, &gone, at)
    }

    /// What this person gave, by id.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn my_hours(&self) -> Result<BTreeMap<DocId, HoursOf>, DeviceError> {
        let me = self.membership()?.member_of(&self.id()).ok_or(DeviceError::UnknownMember)?;
        Ok(self.view()?.hours()?.remove(&me).unwrap_or_default())
    }

    /// What all gave together; nothing is told of fewer people than this.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn hours(&self, fewest: u64) -> Result<HoursTold, DeviceError> {
        self.view()?.hours_told(fewest)
    }

    fn own_hours(&self, id: DocId) -> Result<HoursOf, DeviceError> {
        self.my_hours()?.remove(&id).ok_or(DeviceError::UnknownRecord(id))
    }

    fn put_hours(&self, id: DocId, wanted: &HoursOf, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let writing = self.lock();
        let membership = self.membership()?;
        let me = membership.member_of(&self.id()).ok_or(DeviceError::UnknownMember)?;
        let doc = hours::document(membership.project(), me);
        let scope = self.own_scope(&membership, Class::Deliberation)?;
        let key = DocKey { scope, kind: DocKind::Hours.number(), doc };
        let actor = self.actor(&membership, &key)?;
        let values = wanted.to_values(id);
        let document = self.view()?.signed_by(&key, me)?;
        let changes = match document.changes().next() {
            None => Document::first(actor, &values)?,
            Some(_) => document.edit(actor, &values, None)?,
        };
        let mut batch = Batch::default();
        batch.changes(&key, DocKind::Hours, changes);
        self.commit(batch, &writing, at).map(drop)
    }
}

impl View<'_> {
    /// What members gave, each as they signed it.
    fn hours(&self) -> Result<BTreeMap<MemberId, BTreeMap<DocId, HoursOf>>, DeviceError> {
        let membership = self.store.membership()?;
        let document = |member| (hours::document(membership.project(), member), member);
        let members: BTreeMap<DocId, MemberId> = membership.grants().map(|grant| document(grant.member)).collect();
        let mut given: BTreeMap<MemberId, BTreeMap<DocId, HoursOf>> = BTreeMap::new();
        for key in self.all(DocKind::Hours)? {
            let Some(member) = members.get(&key.doc) else { continue };
            // What can't be read for what somebody else put into it counts nothing.
            let Ok(document) = self.signed_by(&key, *member) else { continue };
            given.entry(*member).or_default().extend(hours::read(document.flat()));
        }
        Ok(given)
    }

    /// What members gave together; nothing is told of fewer people than this.
    pub(super) fn hours_told(&self, fewest: u64) -> Result<HoursTold, DeviceError> {
        let hours = |of: BTreeMap<DocId, HoursOf>| of.into_values().map(|one| one.hours).collect();
        let given = self.hours()?.into_iter().map(|(member, of)| (member, hours(of))).collect();
        Ok(HoursTold::of(&given, fewest))
    }

    /// A document as far as this member's devices signed it.
    fn signed_by(&self, key: &DocKey, member: MemberId) -> Result<Document, DeviceError> {
        let membership = self.store.membership()?;
        let mut changes = Vec::new();
        for logged in self.store.changes(key)? {
            let by = membership.grant(&logged.opening.grant).map(|grant| grant.member);
            if by == Some(member) {
                let change = Change::read(logged.change.body, logged.change.actor);
                changes.push(change.map_err(|_| DeviceError::Damaged { doc: key.doc })?);
            }
        }
        Document::load(changes).map_err(|_| DeviceError::Damaged { doc: key.doc })
    }
}

fn fit(wanted: &HoursOf) -> Result<HoursOf, DeviceError> {
    let day = wanted.day.trim().parse::<jiff::civil::Date>().map_err(|_| DeviceError::BadHours)?;
    if !(1..=MOST_MINUTES).contains(&wanted.hours.minutes) {
        return Err(DeviceError::BadHours);
    }
    Ok(HoursOf { day: day.to_string(), ..wanted.clone() })
}
