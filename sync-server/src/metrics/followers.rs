//! How far devices have followed the feed since the server started: who lacks something, and how much. No device is ever named.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use doorstep_core::ids::DeviceId;

/// From how many devices on no more are remembered.
const MAX_REMEMBERED: usize = 10_000;

/// The position that each device has reached.
#[derive(Debug, Default)]
pub(crate) struct Followers(Mutex<BTreeMap<DeviceId, u64>>);

/// How far the devices are behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lag {
    /// Devices that lack something.
    pub(crate) devices: u64,
    /// Positions of the feed that the last of them has still to look at.
    pub(crate) positions: u64,
}

impl Followers {
    /// Notes that a device has been given the feed up to a position.
    pub(crate) fn note(&self, device: DeviceId, position: u64) {
        let mut reached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if reached.len() < MAX_REMEMBERED || reached.contains_key(&device) {
            reached.insert(device, position);
        }
    }

    /// How far they are behind the feed's head.
    pub(crate) fn lag(&self, head: u64) -> Lag {
        let reached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = reached.values().map(|position| head.saturating_sub(*position)).filter(|behind| *behind > 0);
        behind
            .fold(Lag::default(), |lag, behind| Lag { devices: lag.devices + 1, positions: lag.positions.max(behind) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_the_last_position_lacks_nothing_and_the_slowest_sets_the_lag() {
        let followers = Followers::default();
        followers.note(DeviceId([1; 32]), 40);
        followers.note(DeviceId([2; 32]), 7);
        assert_eq!(followers.lag(40), Lag { devices: 1, positions: 33 });
        followers.note(DeviceId([2; 32]), 40);
        assert_eq!(followers.lag(40), Lag::default());
    }
}
