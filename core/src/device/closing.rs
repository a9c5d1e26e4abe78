//! Closing a round on a phone: what of rounds that are over is still only here, what is safe, and what may leave this phone and when.
//!
//! What leaves is in the server's backup, goes from this phone alone and is no erasure, see `retaining` for that. A coordinator's
//! device keeps everything unless its person says otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::view::View;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::project::Round;
use crate::document::kinds::retention::Retention;
use crate::document::kinds::subject::{Subject, files_id, identity_id, words_id};
use crate::document::{Document, Scalar};
use crate::entry::{DocKey, Holdings};
use crate::ids::{DocId, LogId};
use crate::member::{Class, DocKind, Role};
use crate::store::{KeptEntry, Logs, Whereabouts};
use crate::time::Timestamp;

/// The kinds of documents that leave, with an interview or by themselves. Quotes stay: they are everybody's.
const LEAVING: [DocKind; 5] = [DocKind::Response, DocKind::Identity, DocKind::Words, DocKind::Files, DocKind::HelpSlip];

/// How long an interview of a round that is over stays on a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stays {
    /// As far as is proven it is only here: it stays until it has been sent.
    OnlyHere,
    /// The server has it; it stays until the server's backup has it too.
    UntilBackedUp,
    /// It is in the server's backup, and may leave from then on.
    Until(Timestamp),
}

/// Something that is to leave a phone: an interview of a round that is over, or the slip of somebody who asked for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingLine {
    /// The interview or the slip.
    pub subject: Subject,
    /// Its round.
    pub round: Option<DocId>,
    /// How long it stays.
    pub stays: Stays,
}

/// What a phone still holds of rounds that are over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingList {
    /// Finished interviews, those first that stay longest.
    pub lines: Vec<ClosingLine>,
    /// Slips of people who asked for help, which were written down on this phone; they do not wait for the end of a round.
    pub slips: Vec<ClosingLine>,
    /// Interviews that were never finished: only here, until somebody finishes them or gives them up.
    pub unfinished: Vec<DocId>,
    /// How many interviews have left this phone so far.
    pub gone: u64,
    /// For how many days an interview stays after it is known to be in the server's backup.
    pub days: u32,
    /// Whether interviews leave without being told to: on every phone but a coordinator's.
    pub by_itself: bool,
}

/// What is here of interviews and slips, each with its round and where its entries stand.
type Kept = BTreeMap<Subject, (Option<DocId>, Vec<KeptEntry>)>;

impl Device {
    /// What this phone still holds of rounds that are over.
    ///
    /// # Errors
    /// When the phone is locked, or the store can't be read.
    pub fn closing(&self, now: Timestamp) -> Result<ClosingList, DeviceError> {
        self.view()?;
        self.closing_list(now)
    }

    /// Takes those interviews off this phone that may leave by now; returns how many.
    ///
    /// # Errors
    /// When the store can't be read or written.
    pub fn forget_due(&self, now: Timestamp) -> Result<u64, DeviceError> {
        self.forget_where(now, |stays| matches!(stays, Stays::Until(end) if end <= now))
    }

    /// Takes those interviews off this phone that are in the server's backup, without waiting; returns how many.
    ///
    /// # Errors
    /// As for [`forget_due`](Self::forget_due).
    pub fn forget_backed_up(&self, now: Timestamp) -> Result<u64, DeviceError> {
        self.forget_where(now, |stays| matches!(stays, Stays::Until(_)))
    }

    /// How many interviews have left this phone: what it shows is computed without them.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn gone_from_here(&self) -> Result<u64, DeviceError> {
        Ok(gone(&View::whole(&self.store))?)
    }

    /// Ends a round: interviews of it leave the phones once they are backed up, and new ones belong to the latest round that is open.
    ///
    /// # Errors
    /// When there is no such round, it has ended, or this device may not set the project up.
    pub fn close_round(&self, round: DocId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let key = self.find(DocKind::Round, round)?;
        let writing = self.lock();
        let membership = self.membership()?;
        let document = self.load(&key)?;
        if Round::read(document.flat()).closes.is_some() {
            return Err(DeviceError::RoundClosed);
        }
        let values = BTreeMap::from([("closes".to_owned(), Scalar::Int(at.now.0))]);
        let mut batch = super::write::Batch::default();
        batch.changes(&key, DocKind::Round, document.edit(self.actor(&membership, &key)?, &values, None)?);
        self.commit(batch, &writing, at).map(drop)
    }

    /// At the end of a session: notes what the server's backup has by now, and lets go what may leave. Whoever keeps everything needs
    /// neither.
    pub(super) fn close_up(&self, now: Timestamp) -> Result<(), DeviceError> {
        if !self.lets_go_by_itself()? {
            return Ok(());
        }
        let (kept, safe) = (self.kept_of_past_rounds()?, self.proven()?);
        let mut backed_up = BTreeSet::new();
        for (subject, (_, entries)) in kept.iter().chain(&self.own_slips_kept()?) {
            let entries = entries.iter().all(|entry| safe.is_backed_up(entry));
            if entries && self.files_proven(subject.doc)? == Whereabouts::InBackup {
                backed_up.insert(subject.doc);
            }
        }
        self.store.set_backed_up(&backed_up, now)?;
        self.forget_due(now).map(drop)
    }

    fn closing_list(&self, now: Timestamp) -> Result<ClosingList, DeviceError> {
        let past = self.past_rounds()?;
        let days = self.days_on_phones()?;
        let mut lines = self.lines(now)?;
        lines.sort_by_key(|line| (line.stays, line.subject));
        let (slips, lines) = lines.into_iter().partition(|line| line.subject.kind == DocKind::HelpSlip);
        let drafts = self.store.drafts()?.into_iter().filter(|draft| past.has(draft.round));
        Ok(ClosingList {
            lines,
            slips,
            unfinished: drafts.map(|draft| draft.id).collect(),
            gone: self.gone_from_here()?,
            days,
            by_itself: self.lets_go_by_itself()?,
        })
    }

    fn lines(&self, now: Timestamp) -> Result<Vec<ClosingLine>, DeviceError> {
        let (kept, safe, since) = (self.kept_of_past_rounds()?, self.proven()?, self.store.backed_up_since()?);
        let stay = Duration::from_secs(u64::from(self.days_on_phones()?) * 86_400);
        let line = |(subject, (round, entries)): (Subject, (Option<DocId>, Vec<KeptEntry>))| {
            let files = self.files_proven(subject.doc)?;
            let stays = if entries.iter().all(|entry| safe.is_backed_up(entry)) && files == Whereabouts::InBackup {
                Stays::Until(since.get(&subject.doc).copied().unwrap_or(now).after(stay))
            } else if entries.iter().all(|entry| safe.is_sent(entry)) && files > Whereabouts::OnlyHere {
                Stays::UntilBackedUp
            } else {
                Stays::OnlyHere
            };
            Ok(ClosingLine { subject, round, stays })
        };
        kept.into_iter().chain(self.own_slips_kept()?).map(line).collect()
    }

    /// Where the files of an interview provably are of which this phone has the whole: the least safe of them decides. What is not here
    /// can't be lost by leaving.
    pub(super) fn files_proven(&self, response: DocId) -> Result<Whereabouts, DeviceError> {
        let generation = self.generation()?;
        let mut least = Whereabouts::InBackup;
        for file in self.store.files_of(files_id(response))?.into_iter().filter(|file| file.whole) {
            least = least.min(self.store.file_place(generation, file.blob)?);
        }
        Ok(least)
    }

    fn forget_where(&self, now: Timestamp, leaves: impl Fn(Stays) -> bool) -> Result<u64, DeviceError> {
        let leaving = self.lines(now)?.into_iter().filter(|line| leaves(line.stays));
        let (slips, interviews): (Vec<ClosingLine>, _) =
            leaving.partition(|line| line.subject.kind == DocKind::HelpSlip);
        let kinds = LEAVING.map(DocKind::number);
        let record = |line: &ClosingLine| {
            let documents = line.subject.documents().into_iter();
            documents.filter(|(kind, _)| kinds.contains(kind)).collect::<BTreeSet<_>>()
        };
        let safe = self.proven()?.in_both();
        let records = |lines: Vec<ClosingLine>| lines.iter().map(record).collect::<Vec<_>>();
        self.store.forget(&records(slips), &safe)?;
        Ok(self.store.forget(&records(interviews), &safe)?)
    }

    /// What is here of slips that others answer; a coordinator's device keeps them, who answers them looks there.
    fn own_slips_kept(&self) -> Result<Kept, DeviceError> {
        let mut kept = Kept::new();
        if self.lets_go_by_itself()? {
            for entry in self.store.kept_entries(DocKind::HelpSlip.number())? {
                let subject = Subject { kind: DocKind::HelpSlip, doc: entry.doc.doc };
                kept.entry(subject).or_default().1.push(entry);
            }
        }
        Ok(kept)
    }

    /// What is here of interviews of rounds that are over.
    fn kept_of_past_rounds(&self) -> Result<Kept, DeviceError> {
        let past = self.past_rounds()?;
        let mut kept = Kept::new();
        // Every session ends with this: while nothing is of a round that is over, it must not look at every interview.
        if !self.store.rounds_of(Class::Field)?.into_iter().any(|round| past.has(round)) {
            return Ok(kept);
        }
        let mut derived = BTreeMap::new();
        let mut responses = self.store.kept_entries(DocKind::Response.number())?;
        responses.retain(|entry| past.has(entry.doc.scope.round));
        let forgotten = self.store.forgotten_documents(DocKind::Response.number())?;
        for key in responses.iter().map(|entry| &entry.doc).chain(&forgotten) {
            derived.insert(identity_id(key.doc), *key);
            derived.insert(words_id(key.doc), *key);
            derived.insert(files_id(key.doc), *key);
        }
        for entry in responses {
            let subject = Subject::response(entry.doc.doc);
            kept.entry(subject).or_insert((entry.doc.scope.round, Vec::new())).1.push(entry);
        }
        for kind in [DocKind::Identity, DocKind::Words, DocKind::Files] {
            for entry in self.store.kept_entries(kind.number())? {
                let Some(DocKey { scope, doc, .. }) = derived.get(&entry.doc.doc) else { continue };
                kept.entry(Subject::response(*doc)).or_insert((scope.round, Vec::new())).1.push(entry);
            }
        }
        Ok(kept)
    }

    /// The rounds that are over, as far as is known here; also to a phone that is locked.
    fn past_rounds(&self) -> Result<PastRounds, DeviceError> {
        let everything = View::whole(&self.store);
        let mut rounds = Vec::new();
        for key in everything.all(DocKind::Round)? {
            let round = Round::read(everything.load(&key)?.flat());
            rounds.push((round.opens, key.doc, round.closes));
        }
        rounds.sort_unstable_by_key(|(opens, id, _)| (*opens, *id));
        let current = rounds.iter().rev().find(|(_, _, closes)| closes.is_none()).map(|(_, id, _)| *id);
        Ok(PastRounds { current, known: rounds.into_iter().map(|(_, id, _)| id).collect() })
    }

    fn days_on_phones(&self) -> Result<u32, DeviceError> {
        let key = super::responsible::project_document(self.membership()?.project());
        let settings: Document = View::whole(&self.store).load(&key)?;
        Ok(Retention::read(settings.flat()).days_on_phones())
    }

    fn lets_go_by_itself(&self) -> Result<bool, DeviceError> {
        let membership = self.membership()?;
        let coordinates = membership.grants_of(&self.id()).any(|grant| grant.role() == Some(Role::Coordinator));
        Ok(!coordinates)
    }

    /// What the server is proven to have.
    pub(super) fn proven(&self) -> Result<Proven, DeviceError> {
        let Some(generation) = self.generation()? else { return Ok(Proven::default()) };
        let sent = self.store.acknowledged(generation, Logs::All)?;
        Ok(Proven { sent, backed_up: self.in_backup()? })
    }
}

/// How many interviews have left a store.
pub(super) fn gone(view: &View<'_>) -> Result<u64, crate::store::StoreError> {
    let documents = view.store.forgotten_documents(DocKind::Response.number())?;
    Ok(documents.iter().filter(|key| view.covers(&key.scope) && key.scope.class == Class::Field).count() as u64)
}

struct PastRounds {
    current: Option<DocId>,
    known: BTreeSet<DocId>,
}

impl PastRounds {
    /// Whether a round is over. One that is not known here may be the next, and what belongs to none is of the time before the first.
    fn has(&self, round: Option<DocId>) -> bool {
        match round {
            Some(round) => self.known.contains(&round) && self.current != Some(round),
            None => self.current.is_some(),
        }
    }
}

/// What a server is proven to have stored, and to have in its backup.
#[derive(Debug, Default)]
pub(super) struct Proven {
    sent: Holdings,
    backed_up: Holdings,
}

impl Proven {
    fn is_sent(&self, entry: &KeptEntry) -> bool {
        has(&self.sent, entry.log, entry.seq)
    }

    fn is_backed_up(&self, entry: &KeptEntry) -> bool {
        self.is_sent(entry) && has(&self.backed_up, entry.log, entry.seq)
    }

    /// Where something is of which these entries are here; none without any. The least safe of them decides.
    pub(super) fn place_of(&self, entries: &[&KeptEntry]) -> Option<Whereabouts> {
        let place = |entry: &&KeptEntry| match (self.is_sent(entry), self.is_backed_up(entry)) {
            (false, _) => Whereabouts::OnlyHere,
            (true, false) => Whereabouts::OnServer,
            (true, true) => Whereabouts::InBackup,
        };
        entries.iter().map(place).min()
    }

    pub(super) fn sent(&self) -> &Holdings {
        &self.sent
    }

    pub(super) fn in_both(&self) -> Holdings {
        let mut both = Holdings::default();
        for (log, ranges) in &self.backed_up.0 {
            let Some(sent) = self.sent.0.get(log) else { continue };
            both.0.insert(*log, ranges.minus(&ranges.minus(sent)));
        }
        both
    }
}

fn has(holdings: &Holdings, log: LogId, seq: u64) -> bool {
    holdings.0.get(&log).is_some_and(|ranges| ranges.contains(seq))
}
