//! Whose turn a door is: taking doors on until a day, giving them back, handing them over. It shows, and gives no right.
//!
//! Two who take one door on unknown to each other both have it, and see that; who comes first is `document::kinds::visit`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::doors::random_doc;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::Scalar;
use crate::document::kinds::visit::{Lease, Visit, turns};
use crate::entry::DocKey;
use crate::ids::{DocId, MemberId};
use crate::member::{Access, Class, Membership};
use crate::time::Timestamp;

/// For how long a door can be taken on at most: a quarter of a year. What is taken for longer is forgotten, and nobody goes there.
pub const LONGEST_TURN: Duration = Duration::from_secs(92 * 86_400);

type Values = BTreeMap<String, Scalar>;

impl Device {
    /// Takes doors on until a moment, for this person or, handing them over, for another member. Whoever hands over has no turn there
    /// any more; turns of others stay as they are. Returns at how many doors something changed.
    ///
    /// # Errors
    /// When the moment is over or too far, a door is not on this device, or one of the two may not write in its area.
    pub fn take_doors(
        &self,
        doors: &[DocId],
        whose: Option<MemberId>,
        until: Timestamp,
        at: &mut Moment<'_>,
    ) -> Result<usize, DeviceError> {
        if until <= at.now || until > at.now.after(LONGEST_TURN) {
            return Err(DeviceError::BadTurn);
        }
        self.in_visits(doors, at, |membership, me, key, visit, at| {
            let member = whose.unwrap_or(me);
            let mut grants = membership.grants().filter(|grant| grant.member == member);
            if !grants.any(|grant| membership.may(&grant.id, &key.scope, Access::Write)) {
                return Err(DeviceError::NotPermitted { access: Access::Write, class: Class::Field });
            }
            let has = turns(&visit.leases, at.now).into_iter().find(|turn| turn.member == member);
            if has.is_some_and(|turn| turn.until == until) && (member == me || !has_turn(visit, me, at.now)) {
                return Ok(Values::new());
            }
            // A lease is never changed but given back: two phones that change one would have to be asked which is right.
            let over = |lease: &&Lease| lease.member == me || lease.member == member;
            let mut values = given_back(visit.leases.iter().filter(over), at.now);
            values.extend(Lease { id: random_doc(at), member, until, given_back: false }.to_values());
            Ok(values)
        })
    }

    /// Gives doors back before the time is over: this person's turns there, or another member's who can't do it. Returns at how many
    /// doors something changed.
    ///
    /// # Errors
    /// When a door is not on this device, or it may not write in its area.
    pub fn give_back_doors(
        &self,
        doors: &[DocId],
        whose: Option<MemberId>,
        at: &mut Moment<'_>,
    ) -> Result<usize, DeviceError> {
        // Under each of a home's addresses, as that is where its turns show.
        let homes = self.homes(&self.view()?)?;
        let doors: Vec<DocId> = doors.iter().flat_map(|door| homes.doors_of(*door)).collect();
        self.in_visits(&doors, at, |_, me, _, visit, at| {
            let member = whose.unwrap_or(me);
            Ok(given_back(visit.leases.iter().filter(|lease| lease.member == member), at.now))
        })
    }

    /// Writes what `change` has to add to the visits at these doors, all in one commit.
    fn in_visits(
        &self,
        doors: &[DocId],
        at: &mut Moment<'_>,
        change: impl Fn(&Membership, MemberId, &DocKey, &Visit, &mut Moment<'_>) -> Result<Values, DeviceError>,
    ) -> Result<usize, DeviceError> {
        let round = self.current_round()?;
        let writing = self.lock();
        let membership = self.membership()?;
        let me = membership.member_of(&self.id()).ok_or(DeviceError::UnknownMember)?;
        let addresses = self.addresses(&self.view()?)?;
        let (mut batch, mut changed) = (Batch::default(), 0);
        for door in doors.iter().collect::<BTreeSet<_>>() {
            let area = addresses.get(door).ok_or(DeviceError::UnknownRecord(*door))?.area;
            let key = self.visit_key(*door, area, round)?;
            let document = self.load(&key)?;
            let values = change(&membership, me, &key, &Visit::read(document.flat()), at)?;
            if !values.is_empty() {
                self.add_to_visit(&mut batch, &membership, &key, &document, values)?;
                changed += 1;
            }
        }
        if changed > 0 {
            self.commit(batch, &writing, at)?;
        }
        Ok(changed)
    }
}

fn has_turn(visit: &Visit, member: MemberId, now: Timestamp) -> bool {
    turns(&visit.leases, now).iter().any(|turn| turn.member == member)
}

fn given_back<'l>(leases: impl Iterator<Item = &'l Lease>, now: Timestamp) -> Values {
    leases.filter(|lease| !lease.given_back && lease.until > now).map(Lease::given_back_value).collect()
}
