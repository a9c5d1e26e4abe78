//! A fleet in simulation: phones and a server on real stores, sessions without sockets, and faults that follow from a seed.
//!
//! One seed gives one run, to the byte. Faults are cut connections, kills in the middle, phones put back to an earlier
//! state, a server put back from a backup, clocks years off, and deliveries out of order and twice. At the end all faults
//! stop: the fleet must come to rest within a few rounds, all replicas be equal, and everything that was ever
//! acknowledged be there. What two devices do over real QUIC is told in the scenarios.

mod checker;
mod line;
mod phone;
mod run;
mod server;

pub(crate) use line::{Cut, talk};
pub use run::{Fault, Outcome, Settings, Stumble, run};

/// An empty folder for a run, in memory where the system has such a place: what is tested is the order of writes, not a disk.
///
/// # Errors
/// When the system gives none.
pub fn folder() -> std::io::Result<tempfile::TempDir> {
    let in_memory = std::path::Path::new("/dev/shm");
    if in_memory.is_dir() { tempfile::tempdir_in(in_memory) } else { tempfile::tempdir() }
}
