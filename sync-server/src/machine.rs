//! What the core does not have of its own: a clock and randomness, this machine's or ones that are given.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Where a server's clock and randomness come from.
#[derive(Debug, Clone, Default)]
pub struct Machine(Option<Arc<Given>>);

/// A clock that stands, and randomness that follows from a seed.
#[derive(Debug)]
struct Given {
    now: Timestamp,
    rng: Mutex<ChaCha20Rng>,
}

impl Machine {
    /// A clock that stands at one moment and randomness that follows from a seed, for runs that must come out the same.
    pub fn given(now: Timestamp, seed: u64) -> Self {
        Self(Some(Arc::new(Given { now, rng: Mutex::new(ChaCha20Rng::seed_from_u64(seed)) })))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.as_ref().map_or_else(now, |given| given.now)
    }

    pub(crate) fn rng(&self) -> Result<ChaCha20Rng, getrandom::Error> {
        let Some(given) = &self.0 else { return rng() };
        let mut seed = [0; 32];
        given.rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut seed);
        Ok(ChaCha20Rng::from_seed(seed))
    }
}

/// What this machine's clock says. Before 1970 it says 1970.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A generator seeded by the operating system.
///
/// # Errors
/// The operating system gives no randomness; nothing safe can be done then.
pub(crate) fn rng() -> Result<ChaCha20Rng, getrandom::Error> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    Ok(ChaCha20Rng::from_seed(seed))
}
