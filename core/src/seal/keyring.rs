//! The sealing keys that somebody can open, found from the keys in their hands by following what is wrapped for whom.
//!
//! It is kept in memory alone and found anew from the membership whenever that changes.

use std::collections::BTreeMap;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::crypt::{self, KeyPair};
use super::door_key::DoorKey;
use crate::ids::{DeviceId, DocId, KeyId, ProjectId};
use crate::member::{Audience, KeyName, Keypair, KnownKey, Membership, Wrap, agreement_public};

/// A sealing key that was opened.
#[derive(Debug, Clone)]
pub struct OpenKey {
    /// The key.
    pub pair: KeyPair,
    /// The door key of the area, where the key is for doors.
    pub door: Option<DoorKey>,
}

/// The keys in somebody's hands, and the sealing keys that they open.
#[derive(Debug, Default)]
pub struct Keyring {
    /// Secrets by the public half that they are wrapped for.
    hands: BTreeMap<[u8; 32], Zeroizing<[u8; 32]>>,
    opened: BTreeMap<KeyName, OpenKey>,
}

impl Keyring {
    /// Takes a key in hand: a device's, that of the invite it came by, or the recovery key.
    pub fn hold(&mut self, key: &Keypair) {
        self.hands.insert(key.public().0, key.agreement_secret());
    }

    /// Opens what can be opened of the membership's keys.
    pub fn learn(&mut self, membership: &Membership) {
        loop {
            let closed = membership.keys().iter().filter(|(name, _)| !self.opened.contains_key(name));
            let found: Vec<(KeyName, OpenKey)> = closed
                .filter_map(|(name, key)| Some((*name, self.unwrapped(membership.project(), name, key)?)))
                .collect();
            if found.is_empty() {
                return;
            }
            for (name, key) in found {
                self.hands.insert(key.pair.public(), Zeroizing::new(*key.pair.secret()));
                self.opened.insert(name, key);
            }
        }
    }

    fn unwrapped(&self, project: ProjectId, name: &KeyName, key: &KnownKey) -> Option<OpenKey> {
        key.wraps.iter().find_map(|wrap| {
            let hand = self.hands.get(&wrap.to)?;
            let info = info(project, name, &key.public);
            let plain = crypt::unlock(hand, &wrap.encapsulated, &info, &[], &wrap.sealed)?;
            let pair = KeyPair::from_secret(*plain.first_chunk()?);
            let door = match name.audience {
                Audience::Doors(_) => Some(DoorKey::from_bytes(plain.get(32..)?.try_into().ok()?)),
                Audience::People => None,
            };
            // Whoever wrapped another secret than the key's own has wrapped nothing.
            (pair.public() == key.public).then_some(OpenKey { pair, door })
        })
    }

    /// An opened key.
    pub fn key(&self, name: &KeyName) -> Option<&OpenKey> {
        self.opened.get(name)
    }

    /// The opened keys of an audience with this id: one, unless somebody made the same known for two epochs.
    pub fn named(&self, audience: Audience, id: KeyId) -> impl Iterator<Item = (&KeyName, &OpenKey)> {
        self.opened.iter().filter(move |(name, _)| name.audience == audience && name.id == id)
    }

    /// The door keys of an area, the one to write with first. There is one, unless two coordinators began at once.
    pub fn door_keys(&self, area: Option<DocId>) -> Vec<DoorKey> {
        let of_area = self.opened.iter().filter(|(name, _)| name.audience == Audience::Doors(area));
        let mut keys: Vec<DoorKey> = Vec::new();
        for door in of_area.filter_map(|(_, key)| key.door) {
            if !keys.contains(&door) {
                keys.push(door);
            }
        }
        keys
    }
}

impl OpenKey {
    /// Wraps the key for a device, an invite or the recovery key; `None` when that is no usable key.
    pub fn wrap(&self, project: ProjectId, name: &KeyName, to: DeviceId, rng: &mut dyn CryptoRng) -> Option<Wrap> {
        self.wrap_to(project, name, (to.0, agreement_public(&to)?), rng)
    }

    /// Wraps the key for whoever opens another sealing key.
    pub(super) fn wrap_into(
        &self,
        project: ProjectId,
        name: &KeyName,
        into: [u8; 32],
        rng: &mut dyn CryptoRng,
    ) -> Option<Wrap> {
        self.wrap_to(project, name, (into, into), rng)
    }

    fn wrap_to(
        &self,
        project: ProjectId,
        name: &KeyName,
        (to, public): ([u8; 32], [u8; 32]),
        rng: &mut dyn CryptoRng,
    ) -> Option<Wrap> {
        let mut plain = Zeroizing::new(self.pair.secret().to_vec());
        plain.extend(self.door.iter().flat_map(DoorKey::as_bytes));
        let info = info(project, name, &self.pair.public());
        let (encapsulated, sealed) = crypt::lock(&public, &info, &[], &plain, rng)?;
        Some(Wrap { to, encapsulated, sealed })
    }
}

/// What a wrapped secret is bound to: `doorstep/1 key` and a zero byte, project, the audience's scope, epoch, public half.
fn info(project: ProjectId, name: &KeyName, public: &[u8; 32]) -> Vec<u8> {
    let scope = name.audience.scope().to_bytes();
    [b"doorstep/1 key\0", &project.0[..], &scope, &name.epoch.to_le_bytes(), public].concat()
}
