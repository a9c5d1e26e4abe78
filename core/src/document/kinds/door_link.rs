//! Two doors of one area that are the same home, or that somebody has looked at and found to be two: nothing is merged by it.
//!
//! The document belongs to the class sealed, as it says which records are of one home. Its id follows from the two doors by the area's
//! door key, so that two people who link the same doors write one record.
//!
//! | key | value |
//! |---|---|
//! | `one`, `other` | bytes, the doors' ids, the lesser first |
//! | `same` | yes or no |

use std::collections::BTreeMap;

use super::{any_yes, doc_id};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::DocId;

/// What somebody found about two doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoorLink {
    /// The two doors, the lesser id first.
    pub doors: (DocId, DocId),
    /// Whether they are one home. Of two people who say different things at once the one who links them counts: it hides nothing.
    pub same: bool,
}

impl DoorLink {
    /// What is said about two doors, named in any order.
    pub fn new(one: DocId, other: DocId, same: bool) -> Self {
        Self { doors: (one.min(other), one.max(other)), same }
    }

    /// The values of the link's document.
    pub fn to_values(self) -> BTreeMap<String, Scalar> {
        let door = |door: DocId| Scalar::Bytes(door.0.to_vec());
        BTreeMap::from([
            ("one".to_owned(), door(self.doors.0)),
            ("other".to_owned(), door(self.doors.1)),
            ("same".to_owned(), Scalar::Bool(self.same)),
        ])
    }

    /// Reads a merged link; `None` when it names no two doors.
    pub fn read(flat: &Flat) -> Option<Self> {
        let (one, other) = (doc_id(flat.latest("one"))?, doc_id(flat.latest("other"))?);
        (one != other).then(|| Self::new(one, other, any_yes(flat, "same")))
    }
}
