//! A list of doors as one document: what whoever sets the project up brings for an area at once. Its addresses are personal data; the
//! document belongs to the class sealed. A door that somebody adds on the spot is a document of its own, see `door`.
//!
//! | key | value |
//! |---|---|
//! | `list` | bytes: CBOR map `0` seed bytes16, `1` the doors, a zstd frame of a CBOR array of `[address, order, note, UPRN or null, latitude, longitude]`, the last two in millionths of a degree and absent where the place is not known |
//!
//! The ids of its doors follow from the seed, which nobody knows who can't open the list.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::document::flat::Held;
use crate::document::scalar::Scalar;
use crate::ids::{DocId, hash};
use crate::place::{Door, MAX_ADDRESS_CHARS, Point};

/// The most doors in a list.
pub const MAX_LISTED: usize = 2_000;
/// The most bytes of doors once they are unpacked.
const MAX_UNPACKED_BYTES: usize = 1 << 20;
/// How hard lists are packed: they are written once and travel to every phone of their area.
const LEVEL: i32 = 19;

/// A list of doors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorList {
    /// What the doors' ids follow from.
    pub seed: [u8; 16],
    /// The doors.
    pub doors: Vec<Door>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ListBytes {
    #[cbor(n(0), with = "minicbor::bytes")]
    seed: [u8; 16],
    #[cbor(n(1), with = "minicbor::bytes")]
    doors: Vec<u8>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct DoorBytes {
    #[n(0)]
    address: String,
    #[n(1)]
    order: u64,
    #[n(2)]
    entry_note: String,
    #[n(3)]
    uprn: Option<u64>,
    #[n(4)]
    latitude: Option<i32>,
    #[n(5)]
    longitude: Option<i32>,
}

impl DoorList {
    /// The values of the list's document.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        BTreeMap::from([("list".to_owned(), Scalar::Bytes(self.to_bytes()))])
    }

    fn to_bytes(&self) -> Vec<u8> {
        let door = |door: &Door| {
            let Door { address, order, entry_note, uprn, place } = door.clone();
            let (latitude, longitude) = (place.map(|place| place.latitude), place.map(|place| place.longitude));
            DoorBytes { address, order, entry_note, uprn, latitude, longitude }
        };
        let doors: Vec<DoorBytes> = self.doors.iter().map(door).collect();
        let doors = minicbor::to_vec(doors).expect("writing CBOR into memory does not fail");
        let doors = zstd::bulk::compress(&doors, LEVEL).expect("packing in memory does not fail");
        minicbor::to_vec(ListBytes { seed: self.seed, doors }).expect("writing CBOR into memory does not fail")
    }

    /// Reads one of the values that stand under `list`; `None` when it is no list, or larger than one may be.
    pub fn read(held: &Held) -> Option<Self> {
        let ListBytes { seed, doors } = minicbor::decode(held.value.bytes()?).ok()?;
        let doors = zstd::bulk::decompress(&doors, MAX_UNPACKED_BYTES).ok()?;
        let doors: Vec<DoorBytes> = minicbor::decode(&doors).ok()?;
        let door = |door: DoorBytes| {
            let DoorBytes { address, order, entry_note, uprn, latitude, longitude } = door;
            let place = latitude.zip(longitude).and_then(|(latitude, longitude)| Point::of_units(latitude, longitude));
            Door { address, order, entry_note, uprn, place }
        };
        let doors: Vec<Door> = doors.into_iter().map(door).collect();
        let fits = |door: &Door| door.address.chars().count() <= MAX_ADDRESS_CHARS;
        (doors.len() <= MAX_LISTED && doors.iter().all(fits)).then_some(Self { seed, doors })
    }

    /// The doors with their ids, in the order of the list.
    pub fn into_doors(self) -> impl Iterator<Item = (DocId, Door)> {
        let Self { seed, doors } = self;
        (0..).zip(doors).map(move |(place, door)| (listed_id(&seed, place), door))
    }

    /// The ids of the doors, in the order of the list.
    pub fn ids(&self) -> impl Iterator<Item = DocId> {
        (0..).zip(&self.doors).map(|(place, _)| listed_id(&self.seed, place))
    }
}

/// The id of the door in this place of a list: the first half of `H("listed door", seed ‖ place u32)`.
fn listed_id(seed: &[u8; 16], place: u32) -> DocId {
    let digest = hash("listed door", &[seed, &place.to_le_bytes()]);
    DocId(*digest.first_chunk().expect("a hash has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ActorId, ChangeHash};

    fn list() -> DoorList {
        let door = |order| Door {
            address: format!("Flat {order}, Lark House"),
            order,
            entry_note: "gate at the back".to_owned(),
            uprn: Some(100_000_000 + order),
            place: None,
        };
        DoorList { seed: [7; 16], doors: (1..=MAX_LISTED as u64).map(door).collect() }
    }

    fn held(bytes: Vec<u8>) -> Held {
        Held { value: Scalar::Bytes(bytes), change: ChangeHash([0; 32]), actor: ActorId([0; 16]), counter: 1 }
    }

    #[test]
    fn a_list_is_read_back_and_costs_few_bytes_a_door() {
        let bytes = list().to_bytes();
        assert!(bytes.len() < 8 * MAX_LISTED, "{} bytes", bytes.len());
        assert_eq!(DoorList::read(&held(bytes)), Some(list()));
    }

    #[test]
    fn places_come_back_and_a_list_from_before_there_were_any_still_reads() {
        let mut placed = list();
        placed.doors[3].place = Point::of_degrees(51.5, -0.1);
        assert_eq!(DoorList::read(&held(placed.to_bytes())), Some(placed));
        let before = ("1 Lark House", 1_u64, "", Some(7_u64));
        let doors = zstd::bulk::compress(&minicbor::to_vec([before]).expect("writes"), 1).expect("packs");
        let bytes = minicbor::to_vec(ListBytes { seed: [7; 16], doors }).expect("writes");
        let read = DoorList::read(&held(bytes)).expect("a list");
        assert_eq!((read.doors[0].uprn, read.doors[0].place), (Some(7), None));
    }

    #[test]
    fn every_door_of_a_list_has_an_id_of_its_own_that_another_seed_changes() {
        let ids: std::collections::BTreeSet<DocId> = list().ids().collect();
        assert_eq!(ids.len(), MAX_LISTED);
        let other = DoorList { seed: [8; 16], ..list() };
        assert!(other.ids().all(|id| !ids.contains(&id)));
    }

    #[test]
    fn what_unpacks_to_more_than_a_list_may_have_is_no_list() {
        let bomb = zstd::bulk::compress(&vec![0; 64 << 20], 1).expect("packs");
        let bytes = minicbor::to_vec(ListBytes { seed: [7; 16], doors: bomb }).expect("writes");
        assert_eq!(DoorList::read(&held(bytes)), None);
        let mut long = list();
        long.doors.push(Door::default());
        assert_eq!(DoorList::read(&held(long.to_bytes())), None);
        assert_eq!(DoorList::read(&held(vec![0xff; 9])), None);
    }
}
