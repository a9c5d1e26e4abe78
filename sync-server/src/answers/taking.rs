//! Taking in what a device hands over, as far as its allowance reaches. What is taken is stored as on a phone, by `carried`.

use std::collections::BTreeMap;
use std::time::Instant;

use doorstep_core::device::carried;
use doorstep_core::entry::{Outcome, Refusal, Refused, Run};
use doorstep_core::ids::{DeviceId, LogId};
use doorstep_core::member::Class;
use doorstep_core::sync::{Reply, Request};
use tracing::{error, warn};

use super::{Answers, refusal_of};
use crate::audit::{Event, What, acts_in};

impl Answers {
    /// Stores a device's runs and says what became of each, in their order.
    pub(super) fn take(&self, device: DeviceId, runs: Vec<Run>) -> Reply {
        let (mut outcomes, mut places, mut taken) = (Vec::with_capacity(runs.len()), Vec::new(), Vec::new());
        let logs: Vec<LogId> = runs.iter().map(|run| run.log).collect();
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
        let began = Instant::now();
        let stored = match carried(&self.store, Request::Ingest(taken)) {
            Ok(Reply::Ingested(stored)) => stored,
            Ok(other) => return other,
            Err(error) => return Reply::Sorry(refusal_of(error)),
        };
        self.metrics.count_commit(began.elapsed());
        for (place, outcome) in places.into_iter().zip(stored) {
            let (first, end) = outcome.stored.unwrap_or_default();
            self.allowances.give_back(device, (end - first).saturating_sub(outcome.new));
            outcomes[place] = outcome;
        }
        self.audit_taken(device, &logs, &outcomes);
        if let Err(refusal) = self.write_snapshot() {
            // What was taken is on the disk; the next intake tries again.
            warn!(code = refusal.name(), "the server could not state which membership it holds");
        }
        if self.may_ask_of_releases(&logs)
            && let Err(refusal) = self.answer_asks()
        {
            // What was taken is on the disk; the next intake tries again.
            warn!(code = refusal.name(), "what was asked of releases could not be answered");
        }
        if let Err(error) = self.keep_orders() {
            // Nobody hears that an order is safe which a restored backup would not know: it is offered again.
            error!(%error, "orders to erase are in the store and not in the ledger yet");
            return Reply::Sorry(Refusal::Storage);
        }
        Reply::Ingested(outcomes)
    }

    /// Whether what coordinators write is among these logs.
    fn may_ask_of_releases(&self, logs: &[LogId]) -> bool {
        let sets_up = |log: &LogId| {
            let known = self.store.log(*log).unwrap_or_default();
            known.is_some_and(|known| known.opening.scope.class == Class::Project)
        };
        logs.iter().any(sets_up)
    }

    /// One line for each act that came in, and one for each reason why something did not; it names the first of these entries.
    fn audit_taken(&self, device: DeviceId, logs: &[LogId], outcomes: &[Outcome]) {
        let mut reasons: BTreeMap<Refusal, (Refused, u64)> = BTreeMap::new();
        for refused in outcomes.iter().flat_map(|outcome| &outcome.refused) {
            reasons.entry(refused.refusal).or_insert((*refused, 0)).1 += 1;
        }
        for (code, (first, count)) in reasons {
            let event = Event::new(What::EntryRefused).because(code).at(first.log, first.seq).times(count);
            self.audit_of(device, first.entry.map_or(event, |entry| event.about(entry)));
        }
        let taken: Vec<_> = logs.iter().copied().zip(outcomes).collect();
        self.audit_acts(&taken);
    }

    /// Writes the membership acts and orders to erase among what was just stored into the audit log.
    pub(super) fn audit_acts(&self, taken: &[(LogId, &Outcome)]) {
        match acts_in(&self.store, taken) {
            Ok(acts) => acts.into_iter().for_each(|act| self.audit.note(act)),
            Err(reason) => error!(%reason, "stored acts could not be read for the audit log"),
        }
    }
}

fn over_budget(run: &Run) -> Outcome {
    let refused = Refused { log: run.log, seq: run.first_seq, refusal: Refusal::OverBudget, entry: None };
    Outcome { refused: vec![refused], ..Outcome::default() }
}
