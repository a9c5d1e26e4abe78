//! Whether entries stand where they say: what of a check hangs on the order of their log, and costs little.

use super::{Entry, Header, LogKey, MAX_PAYLOAD_BYTES, Opening, PayloadKind, Refusal, Refused, Run};
use crate::ids::{EntryHash, LogId, ProjectId};

/// A run whose entries stand where they say, up to the first that does not; their signatures and contents are still to be checked.
pub struct PlacedRun {
    pub(super) log: LogId,
    pub(super) opening: Option<Opening>,
    pub(super) entries: Vec<Placed>,
    pub(super) refused: Option<Refused>,
}

impl PlacedRun {
    /// Checks what hangs on an entry's place, in the order of the log.
    pub fn new(project: ProjectId, run: Run, known: LogKey) -> Self {
        let mut placed = Self { log: run.log, opening: known.opening, entries: Vec::new(), refused: None };
        let mut prev = match (run.first_seq, run.prev.or(known.before)) {
            (1, _) => EntryHash([0; 32]),
            (_, Some(before)) => before,
            (seq, None) => {
                let refusal = if known.opening.is_some() { Refusal::Gap } else { Refusal::UnknownLog };
                placed.refused = Some(Refused { log: run.log, seq, refusal, entry: None });
                return placed;
            }
        };
        for (seq, entry) in (run.first_seq..).zip(run.entries) {
            match Placed::of(Place { project, log: run.log, seq, prev }, entry, &mut placed.opening) {
                Ok(entry) => {
                    prev = entry.hash;
                    placed.entries.push(entry);
                }
                Err((refusal, entry)) => {
                    placed.refused = Some(Refused { log: run.log, seq, refusal, entry });
                    break;
                }
            }
        }
        placed
    }

    /// What a run of this log that follows it may take as known, before either is stored.
    pub fn key_for(&self, log: LogId, first_seq: u64) -> LogKey {
        if self.log != log {
            return LogKey::default();
        }
        let before = self.entries.iter().find(|entry| entry.head.seq + 1 == first_seq);
        LogKey { opening: self.opening, before: before.map(|entry| entry.hash) }
    }
}

#[derive(Clone, Copy)]
struct Place {
    project: ProjectId,
    log: LogId,
    seq: u64,
    prev: EntryHash,
}

/// An entry that stands where its header says, in a log whose opening is known; its signature and content are unchecked.
pub(super) struct Placed {
    pub(super) header: Vec<u8>,
    pub(super) head: Header,
    pub(super) hash: EntryHash,
    pub(super) entry: Entry,
}

impl Placed {
    /// Checks an entry's place; the first one of a log opens it.
    fn of(place: Place, entry: Entry, opening: &mut Option<Opening>) -> Result<Self, (Refusal, Option<EntryHash>)> {
        if entry.content().is_some_and(|(_, payload)| payload.len() > MAX_PAYLOAD_BYTES) {
            return Err((Refusal::TooLarge, None));
        }
        let header = entry.header(place.project, place.log, place.seq, place.prev);
        let hash = Header::hash(&header);
        match check_head(place, &header, &entry, opening) {
            Ok(head) => Ok(Self { header, head, hash, entry }),
            Err(refusal) => Err((refusal, Some(hash))),
        }
    }
}

fn check_head(place: Place, header: &[u8], entry: &Entry, opening: &mut Option<Opening>) -> Result<Header, Refusal> {
    let head = Header::from_bytes(header).ok_or(Refusal::BadHeader)?;
    check_place(&head, place)?;
    if (place.seq == 1) != (head.version == 0 && head.payload_kind == PayloadKind::Opening.number()) {
        return Err(Refusal::BadOpening);
    }
    if place.seq == 1 {
        let (_, payload) = entry.content().ok_or(Refusal::BadOpening)?;
        let first = Opening::from_bytes(payload).filter(|opening| opening.log(place.project) == place.log);
        *opening = Some(first.ok_or(Refusal::BadOpening)?);
    }
    if opening.is_none() { Err(Refusal::UnknownLog) } else { Ok(head) }
}

fn check_place(head: &Header, place: Place) -> Result<(), Refusal> {
    if head.project != place.project {
        return Err(Refusal::WrongProject);
    }
    if head.log != place.log || head.seq != place.seq || head.seq == 0 {
        return Err(Refusal::BadHeader);
    }
    if head.prev != place.prev {
        return Err(Refusal::Fork);
    }
    Ok(())
}
