//! The demo: the whole road once, from a questionnaire to the result, with real parts and invented people.
//!
//! Phones, server, network, store and evaluation are the ones that everybody uses; only the people are played here.
//! `bin/demo.rs` reads the command line and waits for ctrl-c; [`run`] does everything before that.

mod agreement;
mod answers;
mod cast;
mod child;
mod corrections;
mod decision;
mod error;
mod estate;
mod exchange;
mod fieldwork;
mod founding;
mod interruption;
mod interview;
mod opinions;
mod options;
mod phone;
mod plan;
mod publication;
mod respondent;
mod road;
mod rounds;
mod safety;
mod sayings;
mod server;
mod stage;
mod story;

pub use child::{call, serve};
pub use error::DemoError;
pub use options::Options;
pub use road::{Outcome, run};
pub use server::ServerProcess;
pub use stage::{Look, Stage};
