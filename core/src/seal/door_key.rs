//! An area's door key: with it, and only with it, one can tell which door a visit, an interview or an address belongs to.
//!
//! It stays the same when sealing keys change, and is wrapped along with them. The server never has it.

use rand_core::CryptoRng;

use crate::ids::{DocId, hash};

/// The secret from which the names of an area's doors, visits and door references follow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DoorKey([u8; 32]);

impl DoorKey {
    /// Makes a door key from the caller's randomness.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut key = [0; 32];
        rng.fill_bytes(&mut key);
        Self(key)
    }

    /// The key with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The id of a door that was added on the spot, by its address in comparable form: two people who add it write one document.
    pub fn door(&self, area: Option<DocId>, address: &str) -> DocId {
        self.name("door", &[&id(area), address.as_bytes()])
    }

    /// The id of a door's visit in a round. Two phones at one door write the same visit.
    pub fn visit(&self, door: DocId, round: Option<DocId>) -> DocId {
        self.name("visit", &[&door.0, &id(round)])
    }

    /// The reference by which interviews of one round name their door: the same for all of them, and nothing else tells which.
    pub fn reference(&self, door: DocId, round: Option<DocId>) -> DocId {
        self.name("door reference", &[&door.0, &id(round)])
    }

    /// The id of what is said about two doors, the lesser first.
    pub fn link(&self, one: DocId, other: DocId) -> DocId {
        self.name("door link", &[&one.0, &other.0])
    }

    fn name(&self, what: &'static str, parts: &[&[u8]]) -> DocId {
        let mut keyed: Vec<&[u8]> = vec![&self.0];
        keyed.extend(parts);
        DocId(*hash(what, &keyed).first_chunk().expect("a hash has 32 bytes"))
    }
}

impl std::fmt::Debug for DoorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DoorKey(..)")
    }
}

fn id(id: Option<DocId>) -> [u8; 16] {
    id.map_or([0; 16], |id| id.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_by_key_door_round_and_purpose() {
        let (key, other) = (DoorKey::from_bytes([1; 32]), DoorKey::from_bytes([2; 32]));
        let (door, spring) = (DocId([3; 16]), Some(DocId([4; 16])));
        let names = [
            key.visit(door, None),
            key.visit(door, spring),
            other.visit(door, None),
            key.visit(DocId([5; 16]), None),
            key.reference(door, None),
            key.door(None, "12 elm street"),
            key.door(spring, "12 elm street"),
        ];
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len());
        assert_eq!(key.visit(door, spring), DoorKey::from_bytes([1; 32]).visit(door, spring));
        assert_eq!(format!("{key:?}"), "DoorKey(..)");
    }
}
