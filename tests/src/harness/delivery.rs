//! Entries handed from store to store in whatever order a scenario likes, without a server or a network.

use std::error::Error;
use std::path::Path;

use doorstep_core::entry::{Entry, Header, Holdings, Ranges, Run};
use doorstep_core::ids::EntryHash;
use doorstep_core::member::Scopes;
use doorstep_core::sync::{ChunkQuery, Reply, Request, RunQuery};

use super::Person;

/// Every entry of a device's store, each as a run of its own with the hash before it.
///
/// # Errors
/// When the store can't be read.
pub fn history_of(person: &Person) -> Result<Vec<Run>, Box<dyn Error>> {
    let project = person.device.membership()?.project();
    let everything = Request::ReadHoldings { reader: Scopes::everything().into() };
    let Reply::Holdings(Holdings(held)) = person.device.answer(everything) else { return Err("no holdings".into()) };
    let mut history = Vec::new();
    for (log, ranges) in held {
        let mut prev = EntryHash([0; 32]);
        for seq in ranges.iter().flat_map(|(first, end)| first..end) {
            let mut wanted = Holdings::default();
            wanted.insert(log, seq, seq + 1);
            let Reply::Runs(runs) = person.device.answer(Request::ReadRuns(RunQuery { wanted, max_bytes: 1 })) else {
                return Err("no runs".into());
            };
            let entry: Entry = runs[0].entries[0].clone();
            let header = entry.header(project, log, seq, prev);
            history.push(Run { log, first_seq: seq, prev: (seq > 1).then_some(prev), entries: vec![entry] });
            prev = Header::hash(&header);
        }
    }
    Ok(history)
}

/// A replica that is handed entries one by one.
pub struct Delivery {
    /// Whose store it is.
    pub person: Person,
}

impl Delivery {
    /// A fresh store of somebody, in another folder, that knows the project's founding act and nothing else. It shows what that
    /// person may see.
    ///
    /// # Errors
    /// When the store can't be opened or written.
    pub fn to(folder: &Path, like: &Person) -> Result<Self, Box<dyn Error>> {
        let person = Person::new(folder, &like.name)?;
        let founding = like.device.membership()?.founding().clone();
        let reply = person.device.answer(Request::PutFounding(founding));
        if reply == Reply::Done { Ok(Self { person }) } else { Err(format!("{reply:?}").into()) }
    }

    /// Hands the first questionnaire's chunks over; without them nothing is evaluated.
    ///
    /// # Errors
    /// When either store fails.
    pub fn deliver_form(&self, from: &Person) -> Result<(), Box<dyn Error>> {
        let reader = Scopes::everything().into();
        let (blob, chunks) = (from.form()?, Ranges::of(0, 1_024));
        let query = ChunkQuery { blob, chunks, reader, max_bytes: usize::MAX };
        let Reply::Chunks(chunks) = from.device.answer(Request::ReadChunks(query)) else {
            return Err("no chunks".into());
        };
        for chunk in chunks {
            if self.person.device.answer(Request::PutChunk(chunk)) != Reply::Done {
                return Err("a chunk was not taken".into());
            }
        }
        Ok(())
    }

    /// Hands runs over in this order, and those that were turned away again, as a session does, until all are in.
    ///
    /// # Errors
    /// When some are still turned away after as many rounds as there are runs.
    pub fn deliver(&self, runs: &[Run]) -> Result<(), Box<dyn Error>> {
        let mut left: Vec<Run> = runs.to_vec();
        for _ in 0..=runs.len() {
            let mut away = Vec::new();
            for run in left {
                let Reply::Ingested(outcomes) = self.person.device.answer(Request::Ingest(vec![run.clone()])) else {
                    return Err("the store did not take a run in".into());
                };
                if outcomes[0].refused.iter().any(|refused| !refused.refusal.is_held()) {
                    away.push(run);
                }
            }
            if away.is_empty() {
                return Ok(());
            }
            left = away;
        }
        Err(format!("{} entries were never taken", left.len()).into())
    }
}
