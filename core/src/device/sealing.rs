//! What this device locks and opens: the keys that it can open, the values that it has opened, and the keys that a coordinator's device
//! makes or hands on.
//!
//! Opened keys and values are kept in memory alone. The sealing itself is `seal`'s, who is to have which key `member`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::view::View;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::door_list::DoorList;
use crate::document::{Flat, Held, Scalar};
use crate::entry::{DocKey, PayloadKind, Unsigned, actor_of};
use crate::ids::{ChangeHash, DeviceId, DocId, EntryHash, ProjectId};
use crate::member::{Access, Audience, Class, Deed, DocKind, Keypair, Membership, Scope};
use crate::place::Door;
use crate::seal::{DoorKey, Keyring, OpenedValue, Place, SealedValue, Value, due, heads, merge};
use crate::store::{LoggedChange, MetaKey};

/// What is in memory of keys and opened values.
#[derive(Debug, Default)]
pub(super) struct Sealing(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    keyring: Keyring,
    /// The membership that the keys were learnt from.
    membership: Option<Arc<Membership>>,
    values: BTreeMap<EntryHash, Arc<Value>>,
    /// Doors of lists by the entry that holds them: unpacked once.
    lists: BTreeMap<ChangeHash, Arc<Vec<(DocId, Door)>>>,
    /// How often something had been erased when they were opened.
    erasures: u64,
}

/// A document of sealed values, as far as this device can open it.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// What the opened values add up to.
    pub(super) flat: Flat,
    /// The values that a further one would replace.
    pub(super) heads: Vec<EntryHash>,
    /// How many values there are that can't be opened here.
    pub(super) locked: usize,
}

impl Device {
    /// Locks values of a document to those who may read its scope.
    pub(super) fn lock_value(
        &self,
        membership: &Membership,
        key: &DocKey,
        values: BTreeMap<String, Scalar>,
        replaces: Vec<EntryHash>,
        at: &mut Moment<'_>,
    ) -> Result<Unsigned, DeviceError> {
        let audience = Audience::of(&key.scope).ok_or(DeviceError::Locked)?;
        let (name, known) = membership.current_key(audience).ok_or(DeviceError::Locked)?;
        let place = place(membership.project(), key, self.id());
        let sealed = Value { values, replaces }.seal(&known.public, name.epoch, &place, at.rng)?;
        let doc_kind = DocKind::from_number(key.kind);
        Ok(Unsigned { kind: PayloadKind::Sealed, doc_kind, doc: key.doc, payload: sealed.to_bytes() })
    }

    /// Opens what can be opened of a document, as far as the view reaches; an unknown one is empty.
    pub(super) fn open_values(&self, view: &View<'_>, key: &DocKey) -> Result<Opened, DeviceError> {
        if !view.covers(&key.scope) {
            return Ok(Opened::default());
        }
        let stored = self.store.sealed_values(key)?;
        let membership = self.membership()?;
        let mut known = self.keys(&membership);
        let mut values = Vec::new();
        let mut locked = 0;
        for logged in &stored {
            match known.value(membership.project(), key, logged) {
                Some(value) => {
                    values.push(OpenedValue { entry: logged.hash, actor: actor_of(logged.log, key.doc), value });
                }
                None => locked += 1,
            }
        }
        Ok(Opened { flat: merge(&values), heads: heads(&values), locked })
    }

    /// The values of a document that can be opened here, each with the device that signed it and its entry.
    pub(super) fn values_by_author(
        &self,
        view: &View<'_>,
        key: &DocKey,
    ) -> Result<Vec<(DeviceId, EntryHash, Arc<Value>)>, DeviceError> {
        if !view.covers(&key.scope) {
            return Ok(Vec::new());
        }
        let (stored, membership) = (self.store.sealed_values(key)?, self.membership()?);
        let mut known = self.keys(&membership);
        let opened = |logged: &LoggedChange| {
            let value = known.value(membership.project(), key, logged)?;
            Some((logged.opening.device, logged.hash, value))
        };
        Ok(stored.iter().filter_map(opened).collect())
    }

    /// The doors of one of the values that stand under a list's key, with their ids; none where it is no list.
    pub(super) fn listed_doors(&self, held: &Held) -> Arc<Vec<(DocId, Door)>> {
        let mut known = self.sealing.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unpacked = || Arc::new(DoorList::read(held).into_iter().flat_map(DoorList::into_doors).collect());
        Arc::clone(known.lists.entry(held.change).or_insert_with(unpacked))
    }

    /// The keys that tell an area's doors, the one to write with first; none where this device can't open any.
    pub(super) fn door_keys(&self, area: Option<DocId>) -> Result<Vec<DoorKey>, DeviceError> {
        Ok(self.keys(&self.membership()?).keyring.door_keys(area))
    }

    /// Makes the sealing keys that are missing, too old or in the hands of somebody who has left, and hands keys to those who lack
    /// them. Only a coordinator's device does; on any other nothing happens.
    pub(super) fn renew_keys(&self, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let Ok(view) = self.view() else { return Ok(()) };
        let membership = self.membership()?;
        if membership.grant_for(&self.id(), &Scope::whole(Class::Membership), Access::Write).is_none() {
            return Ok(());
        }
        let mut audiences: BTreeSet<Audience> = membership.keys().keys().map(|name| name.audience).collect();
        audiences.extend([Audience::People, Audience::Doors(None)]);
        audiences.extend(view.all(DocKind::Area)?.into_iter().map(|area| Audience::Doors(Some(area.doc))));
        let keys = due(&membership, &self.keys(&membership).keyring, &audiences, at.now, at.rng);
        if keys.is_empty() { Ok(()) } else { self.write_acts(keys.into_iter().map(Deed::Key).collect(), at) }
    }

    /// What is known of keys, brought up to date with the membership.
    fn keys(&self, membership: &Arc<Membership>) -> MutexGuard<'_, Known> {
        let erasures = self.store.erasures();
        // Whatever a panic left half-done is found anew from the membership.
        let mut known = self.sealing.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.membership.as_ref().is_some_and(|learnt| Arc::ptr_eq(learnt, membership)) {
            known.keyring.hold(&self.key);
            if let Some(invite) = self.invite_key() {
                known.keyring.hold(&invite);
            }
            known.keyring.learn(membership);
            known.membership = Some(Arc::clone(membership));
        }
        if known.erasures != erasures {
            // What was erased must not lie about opened; the rest is opened again when it is asked for.
            known.values.clear();
            known.erasures = erasures;
        }
        known
    }

    /// The key of the invite by which this device came: what was wrapped for it opens before any coordinator knows of the device.
    fn invite_key(&self) -> Option<Keypair> {
        let seed = self.store.meta(MetaKey::InviteSeed).ok().flatten()?;
        Some(Keypair::from_seed(seed.try_into().ok()?))
    }
}

impl Known {
    fn value(&mut self, project: ProjectId, key: &DocKey, logged: &LoggedChange) -> Option<Arc<Value>> {
        if let Some(opened) = self.values.get(&logged.hash) {
            return Some(Arc::clone(opened));
        }
        let sealed = SealedValue::from_bytes(&logged.change.body)?;
        let place = place(project, key, logged.opening.device);
        let mut keys = self.keyring.named(Audience::of(&key.scope)?, sealed.key);
        let opened = keys.find_map(|(name, key)| sealed.open(key.pair.secret(), name.epoch, &place))?;
        let opened = Arc::new(opened);
        self.values.insert(logged.hash, Arc::clone(&opened));
        Some(opened)
    }
}

fn place(project: ProjectId, key: &DocKey, author: DeviceId) -> Place {
    Place { project, scope: key.scope, kind: key.kind, doc: key.doc, author }
}
