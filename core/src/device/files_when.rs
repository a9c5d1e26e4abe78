//! When pictures and other files of interviews go along with a sync: they cost most of what a sync costs, and answers never wait for them.
//!
//! Whether the network costs anything the app knows; what a session offers and asks for is `caller`'s.

use super::{Device, DeviceError};
use crate::store::MetaKey;

/// When files go along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FilesWhen {
    /// Whenever there is a network.
    #[default]
    Always,
    /// Where the network costs nothing.
    Unmetered,
    /// Never, until it is said otherwise.
    Never,
}

impl FilesWhen {
    const ALL: [Self; 3] = [Self::Always, Self::Unmetered, Self::Never];

    const fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Unmetered => "unmetered",
            Self::Never => "never",
        }
    }

    /// Whether files go along over a network that costs something, or does not.
    pub const fn allows(self, metered: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Unmetered => !metered,
            Self::Never => false,
        }
    }
}

impl Device {
    /// When files go along with a sync; whenever there is a network, as long as nobody has said otherwise.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn files_when(&self) -> Result<FilesWhen, DeviceError> {
        let said = self.store.meta(MetaKey::FilesWhen)?.unwrap_or_default();
        Ok(FilesWhen::ALL.into_iter().find(|when| when.word().as_bytes() == said).unwrap_or_default())
    }

    /// Sets when files go along with a sync.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn set_files_when(&self, when: FilesWhen) -> Result<(), DeviceError> {
        Ok(self.store.set_meta(MetaKey::FilesWhen, when.word().as_bytes())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_that_costs_something_carries_files_only_where_that_was_said() {
        assert!(FilesWhen::Always.allows(true) && FilesWhen::Unmetered.allows(false));
        assert!(!FilesWhen::Unmetered.allows(true) && !FilesWhen::Never.allows(false));
    }
}
