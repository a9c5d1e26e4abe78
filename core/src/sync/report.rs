//! What a session did, in numbers that are safe to show and log: no answer and no name is in here.

use super::body::RefusedThere;
use super::files::FileSaid;
use super::stream::Volume;
use crate::entry::Refused;
use crate::ids::Generation;
use crate::time::Timestamp;

/// The most refusals that are listed one by one.
const MAX_LISTED: usize = 1_000;

/// What a session did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionReport {
    /// What this side said.
    pub sent: Volume,
    /// What the other side said.
    pub received: Volume,
    /// Entries that this side sent.
    pub entries_sent: u64,
    /// Entries that the other side sent.
    pub entries_received: u64,
    /// Entries that came and were new here.
    pub entries_new: u64,
    /// Entries that the other side says it has committed.
    pub entries_acknowledged: u64,
    /// Entries that came and were refused or wait here.
    pub refused_here: Vec<Refused>,
    /// Entries that the other side refused or that wait there.
    pub refused_there: Vec<RefusedThere>,
    /// Chunks that this side sent.
    pub chunks_sent: u64,
    /// Chunks that the other side sent.
    pub chunks_received: u64,
    /// Files that were offered and of which the other side says that it has the whole.
    pub files_kept: u64,
    /// Files that were offered and not taken.
    pub files_refused: Vec<FileSaid>,
    /// How often the caller waited for the answerer.
    pub round_trips: u32,
    /// What a caller knew when it called; nothing of an answerer's own session.
    pub caller: Option<CallerWords>,
    /// Up to which position of the answerer's feed a caller has everything that it may read, if that went on.
    pub reached: Option<u64>,
    /// What the answerer said about itself.
    pub answerer: Option<AnswererWords>,
    /// Whether the caller was asked to say what it holds: it had no position of this database, or its rights changed.
    pub reconciled: bool,
    /// Whether this side offered again what it had remembered as stored there.
    pub offered_again: bool,
    /// Whether the other side holds more of this side's logs, or other entries in them, than this side does: the store was
    /// rolled back or cloned, and the device has to start a new incarnation before it writes again.
    pub rolled_back: bool,
}

/// What a caller knows when it calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerWords {
    /// Entries of its own logs in this life of its store.
    pub own: u64,
    /// How many of them it remembers to be stored there.
    pub acknowledged: u64,
    /// Other entries that it hands over.
    pub others: u64,
    /// Up to where it has received the answerer's feed; absent where it has nothing of it.
    pub position: Option<u64>,
}

/// What an answerer says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswererWords {
    /// The life of its database.
    pub generation: Generation,
    /// The membership's epoch as it knows it.
    pub epoch: u64,
    /// Its clock.
    pub time: Timestamp,
}

impl SessionReport {
    pub(super) fn list_refused_here(&mut self, refused: &[Refused]) {
        let room = MAX_LISTED.saturating_sub(self.refused_here.len());
        self.refused_here.extend(refused.iter().take(room));
    }

    pub(super) fn list_file_refused(&mut self, said: FileSaid) {
        if self.files_refused.len() < MAX_LISTED {
            self.files_refused.push(said);
        }
    }

    pub(super) fn list_refused_there(&mut self, refused: &[RefusedThere]) {
        let room = MAX_LISTED.saturating_sub(self.refused_there.len());
        self.refused_there.extend(refused.iter().take(room));
    }
}
