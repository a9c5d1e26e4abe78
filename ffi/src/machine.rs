//! What the core does not have of its own: the clock, randomness and time zone of this machine, and threads for a sync.

use std::path::Path;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use doorstep_core::time::Timestamp;
use jiff::tz::TimeZone;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tokio::runtime::{Builder, Runtime};

use crate::PhoneError;

/// What this machine's clock says. Before 1970 it says 1970.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// What this program and the system under it are called.
pub(crate) fn system(named: Option<&str>) -> String {
    let system = named.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(std::env::consts::OS);
    format!("Doorstep {} on {system}", env!("CARGO_PKG_VERSION"))
}

/// What tells a file from a copy of it, as far as this machine can: its number and when it was made.
pub(crate) fn file_identity(path: &Path) -> Option<Vec<u8>> {
    let file = std::fs::metadata(path).ok()?;
    let made = file.created().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos().to_le_bytes();
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&file).to_le_bytes();
    #[cfg(not(unix))]
    let number = [0; 8];
    Some([&number[..], &made].concat())
}

/// A generator seeded by the operating system.
pub(crate) fn rng() -> Result<ChaCha20Rng, PhoneError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|_| PhoneError::broken("no-randomness", "this device gives no randomness"))?;
    Ok(ChaCha20Rng::from_seed(seed))
}

/// The zone that was named, else the machine's as far as it names one of the tz database, else UTC.
pub(crate) fn zone(named: Option<&str>) -> TimeZone {
    let of_machine = || {
        let named = std::env::var("TZ").ok().filter(|name| !name.is_empty());
        named.or_else(|| {
            let link = std::fs::read_link("/etc/localtime").ok()?;
            link.to_str()?.split_once("zoneinfo/").map(|(_, name)| name.to_owned())
        })
    };
    let name = named.map(str::to_owned).or_else(of_machine);
    name.and_then(|name| TimeZone::get(name.trim_start_matches(':')).ok()).unwrap_or(TimeZone::UTC)
}

/// The stack of each thread that reads what others wrote: larger than a phone's usual one.
const STACK_BYTES: usize = 8 << 20;

/// The threads that carry syncs, for as long as the program lives: a phone that is let go in the middle of one does not
/// take them along.
pub(crate) fn runtime() -> Result<&'static Runtime, PhoneError> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    let start = || {
        Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("doorstep")
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build()
            .ok()
    };
    let broken = || PhoneError::broken("no-threads", "this device gives no threads to sync with");
    RUNTIME.get_or_init(start).as_ref().ok_or_else(broken)
}
