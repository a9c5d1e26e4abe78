//! Taking in what a device hands over, as far as its allowance reaches. What is taken is stored as on a phone, by `carried`.

use doorstep_core::device::carried;
use doorstep_core::entry::{Outcome, Refusal, Refused, Run};
use doorstep_core::ids::DeviceId;
use doorstep_core::sync::{Reply, Request};
use tracing::{error, warn};

use super::{Answers, refusal_of};

impl Answers {
    /// Stores a device's runs and says what became of each, in their order.
    pub(super) fn take(&self, device: DeviceId, runs: Vec<Run>) -> Reply {
        let (mut outcomes, mut places, mut taken) = (Vec::with_capacity(runs.len()), Vec::new(), Vec::new());
        let mut within = true;
        for run in runs {
            // What follows a refused run would only wait for it.
            within = within && self.allowances.take(device, run.entries.len() as u64);
            if within {
                places.push(outcomes.len());
                outcomes.push(Outcome::default());
                taken.push(run);
            } else {
                outcomes.push(over_budget(&run));
            }
        }
        let stored = match carried(&self.store, Request::Ingest(taken)) {
            Ok(Reply::Ingested(stored)) => stored,
            Ok(other) => return other,
            Err(error) => return Reply::Sorry(refusal_of(error)),
        };
        for (place, outcome) in places.into_iter().zip(stored) {
            let (first, end) = outcome.stored.unwrap_or_default();
            self.allowances.give_back(device, (end - first).saturating_sub(outcome.new));
            outcomes[place] = outcome;
        }
        if let Err(refusal) = self.write_snapshot() {
            // What was taken is on the disk; the next intake tries again.
            warn!(code = refusal.name(), "the server could not state which membership it holds");
        }
        if let Err(error) = self.keep_orders() {
            error!(%error, "orders to erase are in the store and not in the ledger yet");
        }
        Reply::Ingested(outcomes)
    }
}

fn over_budget(run: &Run) -> Outcome {
    let refused = Refused { log: run.log, seq: run.first_seq, refusal: Refusal::OverBudget };
    Outcome { refused: vec![refused], ..Outcome::default() }
}
