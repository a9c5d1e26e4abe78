//! What must hold when all faults have stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use doorstep_core::ids::DocId;
use doorstep_core::response::Response;

use super::phone::Phone;

/// What the run remembers of what people did and were told.
#[derive(Default)]
pub(super) struct Ledger {
    /// Interviews that were finished, whether or not their phone was put back later.
    pub(super) made: BTreeSet<DocId>,
    /// Interviews that some phone has called safe on the server.
    pub(super) safe: BTreeSet<DocId>,
    /// Interviews that may be gone with the state of a phone that was put back.
    pub(super) perhaps_gone: BTreeSet<DocId>,
}

impl Ledger {
    /// Notes what a phone calls safe now.
    pub(super) fn note_safe(&mut self, phone: &Phone) -> Result<(), Box<dyn Error>> {
        for line in phone.person.device.responses()? {
            if phone.person.device.whereabouts(line.id)? >= doorstep_core::store::Whereabouts::OnServer {
                self.safe.insert(line.id);
            }
        }
        Ok(())
    }
}

/// A replica's documents and its result.
type State = (BTreeMap<DocId, Response>, String);

fn state(phone: &Phone) -> Result<State, Box<dyn Error>> {
    let mut responses = BTreeMap::new();
    for line in phone.person.device.responses()? {
        responses.insert(line.id, phone.person.device.response(line.id)?);
    }
    Ok((responses, phone.person.fingerprint()?))
}

/// How two replicas differ, in numbers: ids and answers tell nothing to whoever reads it.
fn difference(
    (one, ours): (&Phone, &BTreeMap<DocId, Response>),
    (other, theirs): (&Phone, &BTreeMap<DocId, Response>),
) -> String {
    let missing = |here: &BTreeMap<DocId, Response>, there: &BTreeMap<DocId, Response>| {
        there.keys().filter(|response| !here.contains_key(response)).count()
    };
    let apart = ours.iter().filter(|(id, response)| theirs.get(id).is_some_and(|there| there != *response)).count();
    format!(
        "{} and {} differ: {} and {} interviews are missing, {apart} are not the same",
        one.name,
        other.name,
        missing(ours, theirs),
        missing(theirs, ours),
    )
}

/// What does not hold, as a sentence; `None` if all is well.
pub(super) fn fault(phones: &[Phone], ledger: &Ledger) -> Result<Option<String>, Box<dyn Error>> {
    let Some((first, others)) = phones.split_first() else { return Ok(None) };
    let (responses, result) = state(first)?;
    for other in others {
        if state(other)? != (responses.clone(), result.clone()) {
            return Ok(Some(difference((first, &responses), (other, &state(other)?.0))));
        }
    }
    let here: BTreeSet<DocId> = responses.into_keys().collect();
    if let Some(lost) = ledger.safe.difference(&here).next() {
        return Ok(Some(format!("the interview {lost} was called safe and is gone")));
    }
    let kept: BTreeSet<DocId> = ledger.made.difference(&ledger.perhaps_gone).copied().collect();
    if let Some(lost) = kept.difference(&here).next() {
        return Ok(Some(format!("the interview {lost} was saved on a phone and is gone")));
    }
    if let Some(forged) = here.difference(&ledger.made).next() {
        return Ok(Some(format!("nobody has held the interview {forged}")));
    }
    for phone in phones {
        let status = phone.person.device.status()?;
        if status.safety.only_here() > 0 || status.held > 0 {
            let (alone, held) = (status.safety.only_here(), status.held);
            return Ok(Some(format!("{}: {alone} interviews are only there, {held} entries wait", phone.name)));
        }
    }
    Ok(None)
}
