//! What was on a phone that is gone, as far as this device can know.
//!
//! What it could read follows from the rights that it had; what it had not sent nobody can know, and that is said.

use super::addresses::Address;
use super::view::View;
use super::{Device, DeviceError};
use crate::ids::DeviceId;
use crate::member::{Class, DocKind, Scope, Standing};
use crate::store::Logs;
use crate::time::Timestamp;

/// What was on a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDevice {
    /// The device.
    pub device: DeviceId,
    /// How it stands now.
    pub standing: Standing,
    /// Interviews that it finished and that have arrived here.
    pub own_interviews: usize,
    /// Entries of its own that have arrived here.
    pub own_entries: u64,
    /// The time that the latest of them claims: the device was in use then.
    pub last_entry: Option<Timestamp>,
    /// Interviews, its own among them, that its rights let it keep.
    pub interviews: usize,
    /// Doors with their addresses that its rights let it keep.
    pub doors: usize,
    /// Names and contacts that its rights let it keep.
    pub identities: usize,
}

impl Device {
    /// What was on a phone that was lost, as far as this device knows: the records its rights covered here and now.
    ///
    /// # Errors
    /// When the phone was never in the project, this device may see no members, or the store can't be read.
    pub fn what_was_on(&self, device: DeviceId) -> Result<OnDevice, DeviceError> {
        let mine = self.view()?;
        let membership = self.membership()?;
        let standing = membership.standing_of(&device).ok_or(DeviceError::UnknownMember)?;
        // Of a phone whose rights are gone already, what it could read before.
        let former = membership.all_grants_of(&device).flat_map(|grant| membership.readable_under(grant)).collect();
        let theirs = View::with(&self.store, former);
        let count = |kind| -> Result<usize, DeviceError> {
            let seen = theirs.all(kind)?;
            Ok(seen.into_iter().filter(|key| mine.find(kind, key.doc).is_ok()).count())
        };
        let logs = self.store.logs(Logs::OfDevice(device))?;
        Ok(OnDevice {
            device,
            standing,
            own_interviews: self.store.responses_begun_by(device)?,
            own_entries: logs.iter().map(|log| log.head_seq).sum(),
            last_entry: self.store.last_entry_of(device)?,
            interviews: count(DocKind::Response)?,
            doors: self.addresses(&mine)?.values().filter(|address| theirs.covers(&scope_of(address))).count(),
            identities: count(DocKind::Identity)?,
        })
    }
}

fn scope_of(address: &Address) -> Scope {
    Scope { class: Class::Sealed, round: None, area: address.area }
}
