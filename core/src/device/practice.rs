//! Practice: a project of invented doors in a store of its own, to try everything in but sending.
//!
//! The store is marked before the project is founded in it, and every way out of a device asks for the mark. What is invented is `ffi`'s.

use super::{Device, DeviceError, Moment};
use crate::store::MetaKey;

impl Device {
    /// Founds the practice project in a new store, with this device as its only one. Its recovery sheet is never shown. Where it was founded
    /// already, nothing happens.
    ///
    /// # Errors
    /// When the device is in another project, or the name is empty or too long.
    pub fn found_practice(&self, name: &str, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        if self.store.founding().is_some() {
            return if self.is_practice()? { Ok(()) } else { Err(DeviceError::InProject) };
        }
        self.store.set_meta(MetaKey::Practice, &[1])?;
        self.found(name, at).map(drop)
    }

    /// Whether this is the store of a practice project, of which nothing ever leaves.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn is_practice(&self) -> Result<bool, DeviceError> {
        Ok(self.store.meta(MetaKey::Practice)?.is_some())
    }

    /// Refuses whatever would let something out of a practice project, or somebody into it.
    pub(super) fn require_in_earnest(&self) -> Result<(), DeviceError> {
        if self.is_practice()? { Err(DeviceError::Practice) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::device::{BundleError, BundleFor, INVITE_LASTS};
    use crate::ids::DeviceId;
    use crate::member::{Access, Class, Invite, InviteSecret, Role};
    use crate::time::Timestamp;

    fn practising(test: impl FnOnce(&Device, &mut Moment<'_>)) {
        let folder = tempfile::tempdir().unwrap();
        let mut rng = ChaCha20Rng::from_seed([7; 32]);
        let mut at = Moment { now: Timestamp(1_773_492_800_000), rng: &mut rng };
        let device = Device::open(&folder.path().join("alice.db"), &mut at).unwrap();
        device.found_practice("Practice", &mut at).unwrap();
        test(&device, &mut at);
    }

    #[test]
    fn a_practice_project_gets_no_server_and_invites_nobody() {
        practising(|device, at| {
            let server = DeviceId([3; DeviceId::SIZE]);
            assert!(matches!(device.link_server(server, &[], at), Err(DeviceError::Practice)));
            assert!(matches!(device.invite(Role::Researcher, &[], INVITE_LASTS, at), Err(DeviceError::Practice)));
            assert!(matches!(device.new_recovery_sheet(at), Err(DeviceError::Practice)));
            assert!(matches!(device.server(), Err(DeviceError::NoServer)));
            assert!(matches!(device.calling(), Err(DeviceError::NoServer)));
        });
    }

    #[test]
    fn nothing_of_a_practice_project_is_packed_met_with_or_handed_on() {
        practising(|device, at| {
            let mut out = Vec::new();
            let packed = device.pack(BundleFor::Project, &mut out);
            assert!(matches!(packed, Err(BundleError::Device(DeviceError::Practice))) && out.is_empty());
            let unpacked = device.unpack(&mut &b"a file"[..]);
            assert!(matches!(unpacked, Err(BundleError::Device(DeviceError::Practice))));
            assert!(matches!(device.host_meeting(at), Err(DeviceError::Practice)));
            assert!(matches!(device.check_right(Class::Field, Access::Export), Err(DeviceError::Practice)));
            device.check_right(Class::Field, Access::Write).unwrap();
        });
    }

    #[test]
    fn a_practice_store_joins_no_project_and_a_projects_store_becomes_no_practice() {
        practising(|device, at| {
            let secret = InviteSecret::random(at.rng);
            let invite = Invite::recovery_sheet(device.membership().unwrap().project(), "Practice", secret);
            assert!(matches!(device.join_request(&invite, "", at), Err(DeviceError::Practice)));
            assert!(matches!(device.remember_invite(&invite), Err(DeviceError::Practice)));
            device.found_practice("Practice", at).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        let mut rng = ChaCha20Rng::from_seed([8; 32]);
        let mut at = Moment { now: Timestamp(1_773_492_800_000), rng: &mut rng };
        let device = Device::open(&folder.path().join("bob.db"), &mut at).unwrap();
        device.found("Larkfield", &mut at).unwrap();
        assert!(matches!(device.found_practice("Practice", &mut at), Err(DeviceError::InProject)));
        assert!(!device.is_practice().unwrap());
    }
}
