//! The storm: the real network code with real stores on a wire that loses, delays and cuts, in time that is not real.
//!
//! One seed gives one run, packet by packet: the clock stands until everybody waits, the wire's chance follows from the seed, and
//! stores answer on the spot. Whole fleets without sockets are `fleet`'s; networks of this machine are tried in the scenarios.

mod fault;
mod inbox;
mod pipe;
mod play;
mod server;
mod socket;
mod stage;
mod tally;
mod weather;
mod wire;

pub use fault::{Fault, Target};
pub use play::{Outcome, StormError, run};
pub use stage::{Direction, Stage};
pub use tally::Tally;
pub use wire::Counts;
