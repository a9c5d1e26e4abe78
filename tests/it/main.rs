//! Every test with more than one crate or more than one device in it, as one binary.
//!
//! Unit tests stand beside their code; the harness that these tests speak through is the library of this package.

mod architecture;
mod demo;
mod forms;
