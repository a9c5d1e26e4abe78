//! That nobody should go to a door alone for a while. Of class sealed: those who work in the area can open it, nobody else.
//!
//! A reason is one of a list and never a text, so that nothing about anybody can be written here. What people asked us is `visit`'s.
//!
//! | key | value |
//! |---|---|
//! | `door` | bytes, the door's id |
//! | `until` | moment, from when on it counts no more |
//! | `why` | unsigned, the reason's number, see [`Danger`] |

use std::collections::BTreeMap;

use super::doc_id;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::DocId;
use crate::time::Timestamp;

/// Why nobody should go there alone. Numbers are for ever; new ones come at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// An animal.
    Animal,
    /// A way or stairs without light.
    Dark,
    /// Something broken: steps, wires, a lift.
    Broken,
    /// Another reason, which a coordinator can be asked for.
    Other,
}

impl Danger {
    /// Every reason, by number.
    pub const ALL: [Self; 4] = [Self::Animal, Self::Dark, Self::Broken, Self::Other];

    /// The reason's number.
    pub const fn number(self) -> u64 {
        match self {
            Self::Animal => 1,
            Self::Dark => 2,
            Self::Broken => 3,
            Self::Other => 4,
        }
    }

    /// The reason with this number; another one where this version has no word for it.
    fn of(number: u64) -> Self {
        Self::ALL.into_iter().find(|danger| danger.number() == number).unwrap_or(Self::Other)
    }
}

/// That nobody should go to a door alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsafeDoor {
    /// The door.
    pub door: DocId,
    /// From when on it counts no more.
    pub until: Timestamp,
    /// Why.
    pub why: Danger,
}

impl UnsafeDoor {
    /// The values of the document.
    pub fn to_values(self) -> BTreeMap<String, Scalar> {
        BTreeMap::from([
            ("door".to_owned(), Scalar::Bytes(self.door.0.to_vec())),
            ("until".to_owned(), Scalar::Moment(self.until.0)),
            ("why".to_owned(), Scalar::Uint(self.why.number())),
        ])
    }

    /// Reads a merged one; `None` where it names no door or no end.
    pub fn read(flat: &Flat) -> Option<Self> {
        let Some(Scalar::Moment(until)) = flat.latest("until") else { return None };
        let why = flat.latest("why").and_then(Scalar::uint).unwrap_or_default();
        Some(Self { door: doc_id(flat.latest("door"))?, until: Timestamp(*until), why: Danger::of(why) })
    }
}
