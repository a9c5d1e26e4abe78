//! Doors to which nobody should go alone for a while.
//!
//! Who sees it, and that it ends by itself, is the core's.

use doorstep_core::document::kinds::unsafe_door::Danger;
use doorstep_core::time::Timestamp;

use crate::{Phone, PhoneError, input};

/// Why nobody should go to a door alone. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum NotSafe {
    /// An animal.
    Animal,
    /// A way or stairs without light.
    Dark,
    /// Something broken: steps, wires, a lift.
    Broken,
    /// Another reason, which a coordinator can be asked for.
    Other,
}

impl NotSafe {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Animal, Self::Dark, Self::Broken, Self::Other];

    /// The name that stands for it on the command line and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Animal => "animal",
            Self::Dark => "dark",
            Self::Broken => "broken",
            Self::Other => "other",
        }
    }

    pub(crate) const fn of(danger: Danger) -> Self {
        match danger {
            Danger::Animal => Self::Animal,
            Danger::Dark => Self::Dark,
            Danger::Broken => Self::Broken,
            Danger::Other => Self::Other,
        }
    }

    const fn danger(self) -> Danger {
        match self {
            Self::Animal => Danger::Animal,
            Self::Dark => Danger::Dark,
            Self::Broken => Danger::Broken,
            Self::Other => Danger::Other,
        }
    }
}

#[uniffi::export]
impl Phone {
    /// Says that nobody should go to a door alone until a moment, in milliseconds since 1970 UTC. Those who work in the area see it, and it ends by itself.
    ///
    /// # Errors
    /// The moment is over or more than a quarter of a year away, the door is not on this phone, or this person may not write in its area.
    pub fn mark_door_unsafe(&self, door: String, why: NotSafe, until_ms: i64) -> Result<(), PhoneError> {
        let door = input::id("a door", &door)?;
        self.act(|device, at| device.mark_unsafe(door, why.danger(), Timestamp(until_ms), at))
    }

    /// Says that a door is safe again.
    ///
    /// # Errors
    /// The door is not on this phone, or this person may not write in its area.
    pub fn mark_door_safe(&self, door: String) -> Result<(), PhoneError> {
        let door = input::id("a door", &door)?;
        self.act(|device, at| device.mark_safe(door, at))
    }
}
