//! When something is done, and the randomness it may use: the core has neither of its own.

use rand_core::CryptoRng;

use crate::time::Timestamp;

/// The clock's claim and a source of randomness, handed in with every act.
pub struct Moment<'a> {
    /// What the device's clock says.
    pub now: Timestamp,
    /// Where ids, salts and keys come from.
    pub rng: &'a mut dyn CryptoRng,
}

impl std::fmt::Debug for Moment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Moment({})", self.now)
    }
}
