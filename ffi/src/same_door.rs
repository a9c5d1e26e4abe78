//! Doors that may be one home under two addresses: asking about them, and saying so.

use std::collections::BTreeMap;

use doorstep_core::ids::DocId;

use crate::{Phone, PhoneError, input};

/// Two doors that may be one home.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MaybeSameRow {
    /// One of them.
    pub one: String,
    /// Its address.
    pub one_address: String,
    /// The other.
    pub other: String,
    /// Its address.
    pub other_address: String,
}

#[uniffi::export]
impl Phone {
    /// The pairs of doors that may be one home and that nobody has looked at.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn doors_maybe_same(&self) -> Result<Vec<MaybeSameRow>, PhoneError> {
        let pairs = self.device().doors_maybe_same()?;
        let doors = if pairs.is_empty() { Vec::new() } else { self.device().doors()? };
        let addresses: BTreeMap<_, _> = doors.into_iter().map(|line| (line.id, line.door.address)).collect();
        let address = |door: &DocId| addresses.get(door).cloned().unwrap_or_default();
        let row = |(one, other)| MaybeSameRow {
            one_address: address(&one),
            other_address: address(&other),
            one: one.to_string(),
            other: other.to_string(),
        };
        Ok(pairs.into_iter().map(row).collect())
    }

    /// Says that two doors of one area are the same home, or that they are two. Nothing is merged: each shows what happened at the other,
    /// and it can be said anew at any time.
    ///
    /// # Errors
    /// A door is not on this phone, they are not in one area, or this person may not work there.
    pub fn link_doors(&self, one: String, other: String, same: bool) -> Result<(), PhoneError> {
        let (one, other) = (input::id("a door", &one)?, input::id("a door", &other)?);
        self.act(|device, at| device.link_doors(one, other, same, at))
    }
}
