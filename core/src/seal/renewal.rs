//! Which keys a coordinator's device has to make, or to hand to more people, so that everybody entitled can open what they may
//! read and nobody else can open what is sealed from now on.
//!
//! It looks at the membership as it stands, not at what was just done, so whatever one device leaves undone the next one does.

use std::collections::BTreeSet;
use std::time::Duration;

use rand_core::CryptoRng;

use super::crypt::KeyPair;
use super::door_key::DoorKey;
use super::keyring::{Keyring, OpenKey};
use crate::ids::DeviceId;
use crate::member::{Audience, KeyName, KnownKey, MAX_WRAPS, Membership, SealingKey, Wrap};
use crate::time::Timestamp;

/// How long values are sealed to one key: 90 days.
pub const KEY_LASTS: Duration = Duration::from_secs(90 * 86_400);

/// The keys to be made known for these audiences, each with those whom it is wrapped for. Nothing is due when nothing is missing.
pub fn due(
    membership: &Membership,
    keyring: &Keyring,
    audiences: &BTreeSet<Audience>,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
) -> Vec<SealingKey> {
    let mut renewal = Renewal { membership, keyring, rng, due: Vec::new() };
    for audience in audiences {
        let current = membership.current_key(*audience);
        let stays = current
            .filter(|(_, key)| now <= key.made.after(KEY_LASTS) && !membership.is_known_to_others(*audience, key));
        match stays {
            Some((name, key)) => renewal.complete(name, key),
            None => renewal.renew(*audience),
        }
    }
    renewal.due
}

struct Renewal<'r> {
    membership: &'r Membership,
    keyring: &'r Keyring,
    rng: &'r mut dyn CryptoRng,
    due: Vec<SealingKey>,
}

impl Renewal<'_> {
    /// Hands a key that stays to those who lack it, and puts keys into it that cannot be reached from it.
    fn complete(&mut self, name: &KeyName, key: &KnownKey) {
        let Some(open) = self.keyring.key(name).cloned() else { return };
        let lacking = self.membership.recipients(name.audience).into_iter().filter(|one| !one.has(key));
        self.wrap_for(name, &open, lacking.map(|one| one.to).collect());
        self.gather_into(name.audience, key.public);
    }

    /// Makes the audience's next key, and puts the earlier ones into it.
    fn renew(&mut self, audience: Audience) {
        let last = self.membership.keys_of(audience).next_back().map_or(0, |(name, _)| name.epoch);
        let pair = KeyPair::random(self.rng);
        let door = match audience {
            Audience::Doors(area) => {
                let known = self.keyring.door_keys(area).first().copied();
                Some(known.unwrap_or_else(|| DoorKey::random(self.rng)))
            }
            Audience::People => None,
        };
        let public = pair.public();
        let name = KeyName { audience, epoch: last.saturating_add(1), id: SealingKey::id_of(&public) };
        let open = OpenKey { pair, door };
        let recipients = self.membership.recipients(audience).into_iter().map(|one| one.to).collect();
        self.wrap_for(&name, &open, recipients);
        self.gather_into(audience, public);
    }

    fn wrap_for(&mut self, name: &KeyName, key: &OpenKey, recipients: Vec<DeviceId>) {
        let project = self.membership.project();
        let wraps = recipients.into_iter().filter_map(|to| key.wrap(project, name, to, self.rng));
        let wraps: Vec<Wrap> = wraps.collect();
        for wraps in wraps.chunks(MAX_WRAPS) {
            self.push(name, key, wraps.to_vec());
        }
    }

    /// Wraps every opened key of an audience into this one, unless who has this one can open it already.
    fn gather_into(&mut self, audience: Audience, into: [u8; 32]) {
        let mut reached = reachable(self.membership, audience, into);
        let mut keys: Vec<(&KeyName, &KnownKey)> = self.membership.keys_of(audience).collect();
        // The current key reaches the earlier ones, so it comes first.
        keys.reverse();
        for (name, known) in keys {
            let Some(open) = self.keyring.key(name).filter(|_| !reached.contains(&known.public)).cloned() else {
                continue;
            };
            let wrap = open.wrap_into(self.membership.project(), name, into, self.rng);
            reached.extend(reachable(self.membership, audience, known.public));
            self.push(name, &open, wrap.into_iter().collect());
        }
    }

    fn push(&mut self, name: &KeyName, key: &OpenKey, wraps: Vec<Wrap>) {
        let KeyName { audience, epoch, .. } = *name;
        self.due.push(SealingKey { audience, epoch, public: key.pair.public(), wraps });
    }
}

/// The public halves of the keys that somebody with this one can open, itself included.
fn reachable(membership: &Membership, audience: Audience, from: [u8; 32]) -> BTreeSet<[u8; 32]> {
    let mut reached = BTreeSet::from([from]);
    loop {
        let next = |(_, key): &(&KeyName, &KnownKey)| {
            !reached.contains(&key.public) && key.wraps.iter().any(|wrap| reached.contains(&wrap.to))
        };
        let more: Vec<[u8; 32]> = membership.keys_of(audience).filter(next).map(|(_, key)| key.public).collect();
        if more.is_empty() {
            return reached;
        }
        reached.extend(more);
    }
}
