//! What a storage engine does inside one transaction, and the ingest loop that every engine shares.
//!
//! [`SqliteStore`](super::SqliteStore) is the engine of phones and small servers; [`suite`](super::suite) is what any
//! engine is held to. Deciding is `entry`'s: nothing here looks into an entry.

use std::collections::BTreeSet;

use super::StoreError;
use crate::entry::{
    CheckedRun, DocKey, Facts, LogKey, Outcome, Planned, ReadAgain, Run, Shift, Touched, Unread, WaitsFor, Wanted,
    Writes, check_run, read_again, restate,
};
use crate::evaluation::Rules;
use crate::ids::{BlobHash, DocId, LogId, ProjectId};

/// The pure middle stage of ingest: what to write, given what is known.
pub type Planner = fn(&Facts, Vec<CheckedRun>) -> Planned;

/// Reads what the evaluation needs out of a form version's bytes; `None` when they are not a form.
pub type RulesOf = fn(BlobHash, &[u8]) -> Option<Rules>;

/// What an engine did with some writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// How many entries were stored.
    pub entries: u64,
    /// How many entries were kept waiting; those over a device's limit are dropped, and its author sends them again.
    pub held: u64,
    /// The feed position of the last entry stored, or 0.
    pub position: u64,
    /// Documents erased by orders that were held back so far.
    pub erased: BTreeSet<DocId>,
}

/// A storage engine within one transaction: what it did is there for others after the commit, or not at all.
pub trait Engine {
    /// Loads what planning needs to know.
    ///
    /// # Errors
    /// The store can't be read, or holds no project.
    fn load_facts(&mut self, wanted: &Wanted) -> Result<Facts, StoreError>;

    /// Writes what planning decided.
    ///
    /// # Errors
    /// The store can't be written, or the writes do not fit what it holds.
    fn apply(&mut self, writes: &Writes) -> Result<Applied, StoreError>;

    /// Takes those entries out that waited for one of these, in the order of their logs. Of those that wait for a log, it
    /// takes the ones that follow its end without a gap.
    ///
    /// # Errors
    /// The store can't be read or written.
    fn take_held(&mut self, arrived: &[WaitsFor]) -> Result<Vec<Run>, StoreError>;

    /// What these grants and entries have to do with: what has to be weighed anew when the membership lets them count otherwise.
    ///
    /// # Errors
    /// The store can't be read.
    fn touched(&mut self, shift: &Shift) -> Result<Touched, StoreError>;

    /// What checking a run of this log from this place on needs to know.
    ///
    /// # Errors
    /// The store can't be read.
    fn log_key(&mut self, log: &LogId, first_seq: u64) -> Result<LogKey, StoreError>;
}

/// Ingests checked runs within one transaction, and then whatever waited for them, until nothing moves any more.
///
/// # Errors
/// The store can't be read or written; the transaction must then be dropped.
pub fn ingest_in(
    engine: &mut dyn Engine,
    project: ProjectId,
    plan: Planner,
    runs: Vec<CheckedRun>,
) -> Result<Vec<Outcome>, StoreError> {
    let Planned { writes, outcomes } = plan(&engine.load_facts(&Wanted::of(&runs))?, runs);
    engine.apply(&writes)?;
    follow(engine, project, plan, writes)?;
    Ok(outcomes)
}

/// Reads entries again that were stored unread, within one transaction, and then takes in whatever waited for them. Returns how many
/// were read, and how many still build on something that is not here.
///
/// # Errors
/// As for [`ingest_in`].
pub fn read_again_in(
    engine: &mut dyn Engine,
    project: ProjectId,
    plan: Planner,
    unread: Vec<Unread>,
) -> Result<(u64, u64), StoreError> {
    let facts = engine.load_facts(&Wanted::of_unread(&unread))?;
    let ReadAgain { writes, waiting } = read_again(&facts, unread);
    let read = writes.states.len() as u64;
    engine.apply(&writes)?;
    follow(engine, project, plan, writes)?;
    Ok((read, waiting))
}

/// What follows from writes that were applied: entries that count otherwise now, and those that waited for what came.
fn follow(engine: &mut dyn Engine, project: ProjectId, plan: Planner, writes: Writes) -> Result<(), StoreError> {
    let mut arrived = writes.arrived;
    arrived.extend(weigh_anew(engine, &writes.shift)?);
    while !arrived.is_empty() {
        let waiting = engine.take_held(&arrived)?;
        if waiting.is_empty() {
            break;
        }
        let mut checked = Vec::with_capacity(waiting.len());
        for run in waiting {
            let known = engine.log_key(&run.log, run.first_seq)?;
            checked.push(check_run(project, run, known));
        }
        let Planned { writes, .. } = plan(&engine.load_facts(&Wanted::of(&checked))?, checked);
        engine.apply(&writes)?;
        let erased = weigh_anew(engine, &writes.shift)?;
        arrived = if writes.entries.is_empty() { Vec::new() } else { writes.arrived };
        arrived.extend(erased);
    }
    Ok(())
}

/// How many documents are weighed anew at once.
const WEIGHED_AT_ONCE: usize = 256;

/// Lets entries count, or holds them back, as the membership now says; with the same commit as the act that changed it. Returns
/// what orders among them have erased.
fn weigh_anew(engine: &mut dyn Engine, shift: &Shift) -> Result<Vec<WaitsFor>, StoreError> {
    if shift.grants.is_empty() && shift.entries.is_empty() {
        return Ok(Vec::new());
    }
    let Touched { docs, others } = engine.touched(shift)?;
    let facts = engine.load_facts(&Wanted::default())?;
    let applied = engine.apply(&restate(&facts, &others))?;
    let docs: Vec<DocKey> = docs.into_iter().collect();
    for docs in docs.chunks(WEIGHED_AT_ONCE) {
        let wanted = Wanted { docs: docs.iter().copied().collect(), ..Wanted::default() };
        let facts = engine.load_facts(&wanted)?;
        engine.apply(&restate(&facts, &[]))?;
    }
    Ok(applied.erased.into_iter().map(WaitsFor::Erased).collect())
}
