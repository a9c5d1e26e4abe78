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
use crate::member::{Audience, KeyName, KnownKey, MAX_WRAPS, Membership, Recipient, SealingKey, Wrap};
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
    let mut renewal = Renewal { membership, keyring, rng, people: None, due: Vec::new() };
    // Keys of doors are wrapped into the people's key, so that one comes first.
    let doors = audiences.iter().filter(|audience| **audience != Audience::People);
    for audience in audiences.get(&Audience::People).into_iter().chain(doors) {
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
    people: Option<People>,
    due: Vec<SealingKey>,
}

/// The people's key. Who has it comes by it to the keys of all doors, so that one more area costs one wrap however many coordinators
/// there are, and one more coordinator one however many areas.
struct People {
    current: [u8; 32],
    /// The keys that open with it, itself included.
    reached: BTreeSet<[u8; 32]>,
    /// Who is to have it.
    recipients: BTreeSet<DeviceId>,
}

impl Renewal<'_> {
    /// Hands a key that stays to those who lack it, and puts keys into it that cannot be reached from it.
    fn complete(&mut self, name: &KeyName, key: &KnownKey) {
        if let Some(open) = self.keyring.key(name).cloned() {
            let lacking = self.recipients(name.audience).into_iter().filter(|one| !one.has(key));
            let lacking = lacking.map(|one| one.to).collect();
            let into = self.people_key(name.audience, key);
            self.wrap_for(name, &open, lacking, into);
            self.gather_into(name.audience, key.public);
        }
        self.note_people(name.audience, key.public);
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
        let recipients = self.recipients(audience).into_iter().map(|one| one.to).collect();
        let into = self.people.as_ref().map(|people| people.current);
        self.wrap_for(&name, &open, recipients, into);
        self.gather_into(audience, public);
        self.note_people(audience, public);
    }

    /// Those of an audience who need a wrap each.
    fn recipients(&self, audience: Audience) -> Vec<Recipient> {
        let mut recipients = self.membership.recipients(audience);
        if let Some(people) = &self.people {
            recipients.retain(|one| !people.recipients.contains(&one.to));
        }
        recipients
    }

    /// The people's key, where a key can't be opened with it yet.
    fn people_key(&self, audience: Audience, key: &KnownKey) -> Option<[u8; 32]> {
        let people = self.people.as_ref().filter(|_| audience != Audience::People)?;
        (!key.wraps.iter().any(|wrap| people.reached.contains(&wrap.to))).then_some(people.current)
    }

    /// Remembers the people's key that is current from now on, once earlier ones are gathered into it.
    fn note_people(&mut self, audience: Audience, current: [u8; 32]) {
        if audience == Audience::People {
            let opened = self.membership.keys_of(audience).filter(|(name, _)| self.keyring.key(name).is_some());
            let mut reached = reachable(self.membership, audience, current);
            reached.extend(opened.map(|(_, key)| key.public));
            let recipients = self.membership.recipients(audience).into_iter().map(|one| one.to).collect();
            self.people = Some(People { current, reached, recipients });
        }
    }

    fn wrap_for(&mut self, name: &KeyName, key: &OpenKey, recipients: Vec<DeviceId>, into: Option<[u8; 32]>) {
        let project = self.membership.project();
        let mut wraps: Vec<Wrap> = Vec::new();
        wraps.extend(into.and_then(|into| key.wrap_into(project, name, into, self.rng)));
        wraps.extend(recipients.into_iter().filter_map(|to| key.wrap(project, name, to, self.rng)));
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
