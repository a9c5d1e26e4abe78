//! Taking in what devices hand over: entries within their allowance, checked beside other sessions, and chunks of blobs.

use std::sync::PoisonError;

use doorstep_core::entry::{Outcome, Refusal, Refused, Run, check_run};
use doorstep_core::ids::DeviceId;
use doorstep_core::member::Membership;
use doorstep_core::store::StoreError;
use doorstep_core::sync::{Chunk, ChunkQuery};

use super::{Answers, refusal_of};

impl Answers {
    /// Stores a device's runs, as far as its allowance reaches, and says what became of each.
    pub(super) fn take(&self, device: DeviceId, runs: Vec<Run>) -> Result<Vec<Outcome>, Refusal> {
        let project = self.store.membership().map_err(refusal_of)?.project();
        let (mut outcomes, mut places, mut checked) = (Vec::with_capacity(runs.len()), Vec::new(), Vec::new());
        for run in runs {
            if !self.allowances.take(device, run.entries.len() as u64) {
                outcomes.push(over_budget(&run));
                continue;
            }
            let known = self.store.log_key(run.log, run.first_seq).map_err(refusal_of)?;
            places.push(outcomes.len());
            outcomes.push(Outcome::default());
            checked.push(check_run(project, run, known));
        }
        let stored = self.store.ingest(checked).map_err(refusal_of)?;
        for (place, outcome) in places.into_iter().zip(stored) {
            let (first, end) = outcome.stored.unwrap_or_default();
            self.allowances.give_back(device, (end - first).saturating_sub(outcome.new));
            outcomes[place] = outcome;
        }
        Ok(outcomes)
    }
}

fn over_budget(run: &Run) -> Outcome {
    let refused = Refused { log: run.log, seq: run.first_seq, refusal: Refusal::OverBudget };
    Outcome { refused: vec![refused], ..Outcome::default() }
}
