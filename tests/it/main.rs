//! Every test with more than one crate or more than one device in it, as one binary.
//!
//! Unit tests stand beside their code; the harness that these tests speak through is the library of this package.

#![allow(clippy::unwrap_used, reason = "a helper that cannot go on ends its test there and then")]

mod architecture;
mod command_line;
mod corpus;
mod crash;
mod demo;
mod fleet;
mod forms;
mod road;
mod scenarios;
mod soak;
mod storm;
