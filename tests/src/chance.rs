//! Chance that follows from a run's seed, for the fleet and the storm; where it comes from in real life is the system's business.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// A run's source of chance.
#[derive(Debug)]
pub(crate) struct Chance(ChaCha20Rng);

impl Chance {
    /// The chance of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut bytes = [0x5f; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha20Rng::from_seed(bytes))
    }

    /// A number from 0 on, less than `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // The slant of the remainder does not matter for small ends.
        usize::try_from(self.0.next_u64() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// Whether something happens that happens in `percent` of all cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Puts things into another order.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for end in (2..=things.len()).rev() {
            things.swap(end - 1, self.below(end));
        }
    }
}
