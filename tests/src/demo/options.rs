//! What the demo is asked to do. The command line's counterpart is `bin/demo.rs`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::DemoError;

/// What the demo is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many interviews are collected.
    pub interviews: usize,
    /// How many phones collect them.
    pub phones: usize,
    /// Decides who lives on the estate, what they say, and every key.
    pub seed: u64,
    /// The questionnaire; our own if none.
    pub form: Option<PathBuf>,
    /// Where the stores are kept; a temporary folder, removed at the end, if nowhere.
    pub keep: Option<PathBuf>,
    /// Where the page is written to as well.
    pub page: Option<PathBuf>,
    /// The program that is started again as server and as a phone: the demo itself.
    pub program: PathBuf,
    /// Set when the person at the keyboard wants it to end.
    pub stop: Arc<AtomicBool>,
}

impl Options {
    /// The demo as the README shows it, with this program as its own children.
    pub fn new(program: PathBuf) -> Self {
        Self { interviews: 183, phones: 6, seed: 7, form: None, keep: None, page: None, program, stop: Arc::default() }
    }

    /// Whether to go on.
    ///
    /// # Errors
    /// When somebody asked the demo to end.
    pub(super) fn go_on(&self) -> Result<(), DemoError> {
        if self.stop.load(Ordering::Relaxed) { Err(DemoError::Stopped) } else { Ok(()) }
    }
}
