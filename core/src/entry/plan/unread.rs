//! Entries that an earlier version of the program stored unread: what becomes of them now that this one can read them.
//!
//! They keep their place in their log and in the feed; only what they are here changes. How unread ones are taken in is
//! [`plan`](super::plan)'s.

use super::{Planning, Stop};
use crate::entry::{CheckedEntry, EntryState, Facts, Opening, Wanted, Writes};
use crate::ids::LogId;
use crate::member::EntryName;

/// An entry that is stored unread and can be read now.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    /// Its log.
    pub log: LogId,
    /// The log's opening.
    pub opening: Opening,
    /// The entry, checked again.
    pub entry: CheckedEntry,
}

/// What reading again comes to.
#[derive(Debug, Clone, Default)]
pub struct ReadAgain {
    /// What to write.
    pub writes: Writes,
    /// How many build on something that is not here yet, and are to be tried again when more has come.
    pub waiting: u64,
}

impl Wanted {
    /// What reading these again needs.
    pub fn of_unread(unread: &[Unread]) -> Self {
        let key = |unread: &Unread| unread.entry.doc_key(unread.opening.scope);
        let about = unread.iter().filter(|unread| unread.entry.head.doc_kind != 0);
        Self {
            docs: about.clone().map(key).collect(),
            named: about.map(|unread| (unread.entry.head.doc_kind, unread.entry.head.doc)).collect(),
            ..Self::default()
        }
    }
}

/// Decides what becomes of entries that were stored unread. One that would have been refused stays as it is: its author's later
/// entries stand on it here.
pub fn read_again(facts: &Facts, unread: Vec<Unread>) -> ReadAgain {
    let mut planning = Planning::new(facts);
    let mut left = unread;
    loop {
        let before = left.len();
        left.retain(|unread| planning.read_again(unread));
        if left.len() == before {
            break;
        }
    }
    ReadAgain { writes: planning.finish(), waiting: left.len() as u64 }
}

impl Planning<'_> {
    /// Reads one entry again; whether it still waits for something.
    fn read_again(&mut self, Unread { log, opening, entry }: &Unread) -> bool {
        match self.judge(*log, *opening, entry) {
            Ok(state @ (EntryState::Full | EntryState::Quarantined)) => {
                self.writes.states.push((EntryName { log: *log, seq: entry.seq, hash: entry.hash }, state));
                false
            }
            // Its document has left this device.
            Ok(EntryState::Opaque | EntryState::Erased | EntryState::Forgotten) | Err(Stop::Refused(_)) => false,
            Err(Stop::Waits(..)) => true,
        }
    }
}
