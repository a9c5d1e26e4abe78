//! Doorstep's core: the domain, and everything that must be the same on every replica.
//!
//! It has no clock and no randomness of its own: both are arguments. Sockets and threads live behind the feature `net`.
//! `docs/architecture.md` walks through the modules; an item may use only what stands before it in this list.
#![forbid(unsafe_code)]

pub mod ids;
pub mod time;

pub mod response;

pub mod form;
pub mod member;
pub mod place;

pub mod evaluation;

pub mod document;

pub mod seal;

pub mod sealed_file;

pub mod blob;

pub mod entry;

pub mod store;
pub mod sync;

pub mod device;

#[cfg(feature = "net")]
pub mod net;

pub mod words;

pub mod report;

#[cfg(feature = "export")]
pub mod export;
