//! What many runs of one fault come to, beside what must hold.

use std::fmt;
use std::time::Duration;

use super::fault::{Fault, Target};
use super::play::Outcome;

/// The runs of one fault.
#[derive(Debug, Clone)]
pub struct Tally {
    fault: Fault,
    took: Vec<Duration>,
    connections: usize,
    resent_percent: u64,
    /// Runs that ended on another way than they should.
    astray: usize,
}

impl Tally {
    /// No run yet.
    pub fn new(fault: Fault) -> Self {
        Self { fault, took: Vec::new(), connections: 0, resent_percent: 0, astray: 0 }
    }

    /// Adds a run.
    pub fn add(&mut self, outcome: &Outcome) {
        self.took.push(outcome.took);
        self.connections = self.connections.max(outcome.connections);
        self.resent_percent = self.resent_percent.max(outcome.resent_percent);
        self.astray += usize::from(self.fault.target().way.is_some_and(|way| way != outcome.way));
    }

    /// How long the runs took of which `percent` of a hundred took no longer.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.took.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted.get(place).copied().unwrap_or_default()
    }

    /// What was missed, as a sentence; `None` if nothing was.
    pub fn missed(&self) -> Option<String> {
        let Target { within, connections, way, astray_percent } = self.fault.target();
        let is_astray = self.astray * 100 > self.took.len() * astray_percent;
        let missed = self.percentile(95) > within || self.connections > connections || is_astray;
        missed.then(|| {
            let astray = self.astray;
            format!("{self}; {astray} not by {way:?}; must be within {within:?} and {connections} connections")
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |percent| self.percentile(percent).as_secs_f64();
        write!(
            f,
            "{:<14} {:>5} runs  median {:>6.1} s  p95 {:>6.1} s  slowest {:>6.1} s  connections at most {}  begun again at most {} %  \
            by another way {}",
            self.fault.name(),
            self.took.len(),
            seconds(50),
            seconds(95),
            seconds(100),
            self.connections,
            self.resent_percent,
            self.astray,
        )
    }
}
