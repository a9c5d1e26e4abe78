//! Questionnaires: what a form is, how one is read from an XLSForm, and how it is written down as a form version.
//!
//! How a form runs (expressions, the dependency graph, the interview) lives in the modules beside the model; how answers
//! are stored and merged is not known here.

pub mod check;
pub mod diff;
pub mod export;
pub mod expr;
pub mod graph;
pub mod import;
pub mod instance;
pub mod interview;
pub mod matching;
pub mod model;
pub mod normal;
pub mod outline;
pub mod pack;
pub mod paper;
pub mod past;
pub mod problems;
pub mod runner;
pub mod wording;
