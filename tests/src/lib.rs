//! The scenario harness, and what the tests, the demo and the benches share.
//!
//! The tests themselves are in `it`; each module here can be used without a test around it.

pub mod architecture;
pub mod attacks;
mod chance;
pub mod corpus;
pub mod course;
pub mod crash;
pub mod demo;
pub mod fleet;
pub mod forms;
pub mod fuzz;
pub mod generate;
pub mod harness;
pub mod soak;
pub mod storm;
pub mod tally;
