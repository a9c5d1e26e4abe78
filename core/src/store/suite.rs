//! What every storage engine is held to, whatever it is built on; the tests of each engine call [`run`].
//!
//! It works below signatures: entries here are plain values, and nothing checks them. Ingest with real entries is each
//! store's own test.

use std::collections::{BTreeMap, BTreeSet};

use super::{Engine, StoreError};
use crate::entry::{
    Body, DocKey, DocWrite, EntryState, Facts, Header, HoldWrite, LogWrite, MAX_HELD, NewEntry, Opening, PayloadKind,
    PlacedChange, Projection, ResponseRow, Run, Shift, Touched, WaitsFor, Wanted, Writes, actor_of,
};
use crate::ids::{BlobHash, DeviceId, DocId, EntryHash, GrantId, Incarnation, LogId, ProjectId, Salt, Signature};
use crate::member::{Class, DocKind, Scope};
use crate::time::Timestamp;

/// A store whose engine is being tested; it holds a founded project and nothing else.
pub trait Subject {
    /// Lets `work` use the engine in one transaction, which is committed if it succeeds and dropped if it fails.
    ///
    /// # Errors
    /// What `work` returned, or the commit failed.
    fn transaction(&self, work: &mut Work<'_>) -> Result<(), StoreError>;

    /// Every stored entry in feed order.
    ///
    /// # Errors
    /// The store can't be read.
    fn feed(&self) -> Result<Vec<Run>, StoreError>;
}

/// What is done in one transaction.
pub type Work<'w> = dyn FnMut(&mut dyn Engine) -> Result<(), StoreError> + 'w;

/// Runs every check of the suite, each on a fresh subject.
///
/// # Panics
/// When a check fails.
pub fn run(make: &mut dyn FnMut() -> Box<dyn Subject>) {
    for check in CHECKS {
        check(&*make());
    }
}

const CHECKS: &[fn(&dyn Subject)] = &[
    nothing_is_known_of_a_log_that_is_not_stored,
    what_was_applied_is_loaded_again,
    a_dropped_transaction_leaves_nothing,
    later_entries_follow_in_the_feed,
    an_erased_entry_keeps_its_place_without_its_payload,
    what_an_order_erases_is_gone_from_every_scope_and_known,
    changes_that_are_held_back_are_known_as_such,
    an_entry_may_take_effect_later,
    what_a_grants_entries_touch_is_found,
    the_same_id_in_two_scopes_is_two_documents,
    what_waited_is_taken_once_in_the_order_of_its_log,
    one_device_makes_only_its_share_wait,
    an_entry_for_a_log_that_is_not_stored_is_refused,
];

const NORTH: Scope = Scope { class: Class::Field, round: None, area: Some(DocId([0xaa; 16])) };
const SOUTH: Scope = Scope { class: Class::Field, round: None, area: Some(DocId([0xbb; 16])) };
const PROJECT: ProjectId = ProjectId([1; 32]);
const DOC: DocId = DocId([0xd0; 16]);

/// The writes of one device in one scope, made up step by step.
struct Log {
    id: LogId,
    opening: Opening,
    seq: u64,
    hash: EntryHash,
    writes: Writes,
}

impl Log {
    fn opened(device: u8, scope: Scope) -> Self {
        let (device, incarnation) = (DeviceId([device; 32]), Incarnation([7; 8]));
        let opening = Opening { device, incarnation, scope, grant: GrantId([2; 32]) };
        let id = opening.log(PROJECT);
        let mut log = Self { id, opening, seq: 0, hash: EntryHash([0; 32]), writes: Writes::default() };
        log.writes.logs.push(LogWrite { log: id, opening });
        log.push(PayloadKind::Opening, None, EntryState::Full, &opening.to_bytes());
        log
    }

    fn key(&self) -> DocKey {
        DocKey { scope: self.opening.scope, kind: DocKind::Response.number(), doc: DOC }
    }

    fn push(&mut self, kind: PayloadKind, doc: Option<DocKey>, state: EntryState, payload: &[u8]) {
        let header = self.header(kind, doc, payload);
        self.hash = Header::hash(&header);
        self.seq += 1;
        self.writes.heads.insert(self.id, (self.seq, self.hash));
        self.writes.entries.push(NewEntry {
            log: self.id,
            seq: self.seq,
            hash: self.hash,
            header,
            signature: Signature([5; 64]),
            body: Body::Full { salt: Salt([6; 16]), payload: payload.to_vec() },
            payload_kind: kind.number(),
            doc,
            state,
        });
    }

    fn header(&self, kind: PayloadKind, doc: Option<DocKey>, payload: &[u8]) -> Vec<u8> {
        let head = Header {
            version: 0,
            min_reader: 0,
            payload_kind: kind.number(),
            doc_kind: doc.map_or(0, |key| key.kind),
            project: PROJECT,
            log: self.id,
            seq: self.seq + 1,
            prev: self.hash,
            doc: doc.map_or(DocId([0; 16]), |key| key.doc),
            payload_hash: Header::payload_hash(&Salt([6; 16]), payload),
            payload_len: u32::try_from(payload.len()).expect("payloads here have a few bytes"),
            time: Timestamp(3),
        };
        head.to_bytes().to_vec()
    }

    fn change(&mut self, state: EntryState, payload: &[u8]) {
        let key = self.key();
        self.push(PayloadKind::Change, Some(key), state, payload);
        let row = ResponseRow {
            form: BlobHash([4; 32]),
            door: None,
            withdrawn: false,
            undecided: 0,
            contribution: None,
            card: None,
        };
        self.writes.docs.push(DocWrite { key, projection: Projection::Response(row) });
    }

    fn applied_to(&mut self, subject: &dyn Subject) {
        let writes = std::mem::take(&mut self.writes);
        let entries = writes.entries.len() as u64;
        in_transaction(subject, |engine| {
            assert_eq!(engine.apply(&writes)?.entries, entries);
            Ok(())
        });
    }
}

fn in_transaction(subject: &dyn Subject, mut work: impl FnMut(&mut dyn Engine) -> Result<(), StoreError>) {
    subject.transaction(&mut work).expect("the transaction succeeds");
}

fn facts(subject: &dyn Subject, wanted: &Wanted) -> Facts {
    let mut loaded = None;
    in_transaction(subject, |engine| {
        loaded = Some(engine.load_facts(wanted)?);
        Ok(())
    });
    loaded.expect("the facts were loaded")
}

fn wanted(log: &Log, places: (u64, u64)) -> Wanted {
    Wanted {
        logs: BTreeMap::from([(log.id, vec![places])]),
        docs: [log.key()].into(),
        named: [(log.key().kind, DOC)].into(),
        devices: [log.opening.device].into(),
    }
}

fn bodies(changes: &[PlacedChange]) -> Vec<&[u8]> {
    changes.iter().map(|placed| placed.change.body.as_slice()).collect()
}

fn nothing_is_known_of_a_log_that_is_not_stored(subject: &dyn Subject) {
    let log = Log::opened(1, NORTH);
    let facts = facts(subject, &wanted(&log, (1, 9)));
    assert!(facts.logs.is_empty() && facts.docs.is_empty());
    in_transaction(subject, |engine| {
        assert_eq!(engine.log_key(&log.id, 1)?.opening, None);
        Ok(())
    });
}

fn what_was_applied_is_loaded_again(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    let first = log.hash;
    log.change(EntryState::Full, b"one");
    log.change(EntryState::Full, b"two");
    log.applied_to(subject);
    let facts = facts(subject, &wanted(&log, (1, 2)));
    let known = &facts.logs[&log.id];
    assert_eq!((known.opening, known.head_seq, known.head_hash), (log.opening, 3, log.hash));
    assert_eq!(known.known, BTreeMap::from([(1, first)]), "only the hashes that were asked for");
    assert_eq!(bodies(&facts.docs[&log.key()].changes), [b"one", b"two"]);
    assert_eq!(facts.docs[&log.key()].changes[0].change.actor, actor_of(log.id, DOC));
    in_transaction(subject, |engine| {
        let key = engine.log_key(&log.id, 2)?;
        assert_eq!((key.opening, key.before), (Some(log.opening), Some(first)));
        assert_eq!(engine.log_key(&log.id, 9)?.before, None);
        Ok(())
    });
}

fn a_dropped_transaction_leaves_nothing(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    log.change(EntryState::Full, b"one");
    let failed = subject.transaction(&mut |engine| {
        engine.apply(&log.writes)?;
        Err(StoreError::Interrupted)
    });
    assert!(matches!(failed, Err(StoreError::Interrupted)));
    nothing_is_known_of_a_log_that_is_not_stored(subject);
    assert_eq!(subject.feed().expect("the feed is read"), []);
    log.applied_to(subject);
    assert_eq!(facts(subject, &wanted(&log, (1, 3))).logs[&log.id].known.len(), 2);
}

fn later_entries_follow_in_the_feed(subject: &dyn Subject) {
    let (mut north, mut south) = (Log::opened(1, NORTH), Log::opened(2, SOUTH));
    south.applied_to(subject);
    north.change(EntryState::Full, b"one");
    north.applied_to(subject);
    south.change(EntryState::Full, b"two");
    south.applied_to(subject);
    let feed = subject.feed().expect("the feed is read");
    let places: Vec<_> = feed.iter().map(|run| (run.log, run.first_seq, run.end_seq())).collect();
    assert_eq!(places, [(south.id, 1, 2), (north.id, 1, 3), (south.id, 2, 3)]);
}

fn an_erased_entry_keeps_its_place_without_its_payload(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    log.change(EntryState::Erased, b"gone");
    let entry = log.writes.entries.last_mut().expect("an entry was pushed");
    let head = Header::from_bytes(&entry.header).expect("the header was made here");
    entry.body = Body::Erased { hash: head.payload_hash, length: head.payload_len };
    log.applied_to(subject);
    let feed = subject.feed().expect("the feed is read");
    let erased = &feed[0].entries[1];
    assert_eq!(erased.content(), None);
    let first = Header::hash(&feed[0].entries[0].header(PROJECT, log.id, 1, EntryHash([0; 32])));
    assert_eq!(erased.header(PROJECT, log.id, 2, first), head.to_bytes());
}

fn what_an_order_erases_is_gone_from_every_scope_and_known(subject: &dyn Subject) {
    let (mut north, mut south) = (Log::opened(1, NORTH), Log::opened(2, SOUTH));
    for log in [&mut north, &mut south] {
        log.change(EntryState::Full, b"one");
        log.applied_to(subject);
    }
    assert!(facts(subject, &wanted(&north, (1, 1))).erased.is_empty());
    let named = (north.key().kind, DOC);
    let writes = Writes { erased: [named].into(), ..Writes::default() };
    in_transaction(subject, |engine| engine.apply(&writes).map(drop));
    for log in [&north, &south] {
        let facts = facts(subject, &wanted(log, (1, 1)));
        assert_eq!(facts.erased, [named].into());
        assert!(facts.docs[&log.key()].changes.is_empty());
    }
    let feed = subject.feed().expect("the feed is read");
    assert!(feed.iter().all(|run| run.entries[0].content().is_some() && run.entries[1].content().is_none()));
}

fn changes_that_are_held_back_are_known_as_such(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    log.change(EntryState::Full, b"one");
    log.change(EntryState::Quarantined, b"two");
    log.change(EntryState::Opaque, b"three");
    let key = log.key();
    log.push(PayloadKind::Manifest, Some(key), EntryState::Full, b"four");
    log.change(EntryState::Full, b"five");
    log.applied_to(subject);
    let facts = facts(subject, &wanted(&log, (1, 1)));
    let changes = &facts.docs[&log.key()].changes;
    assert_eq!(bodies(changes), [&b"one"[..], b"two", b"five"]);
    assert_eq!(changes.iter().map(|placed| placed.entry.counts).collect::<Vec<_>>(), [true, false, true]);
    assert!(changes.iter().all(|placed| placed.entry.grant == log.opening.grant && placed.entry.name.log == log.id));
}

fn an_entry_may_take_effect_later(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    log.change(EntryState::Quarantined, b"one");
    log.applied_to(subject);
    let wanted = wanted(&log, (1, 1));
    let entry = facts(subject, &wanted).docs[&log.key()].changes[0].entry;
    let states = vec![(entry.name, EntryState::Full)];
    let writes = Writes { states, ..Writes::default() };
    in_transaction(subject, |engine| engine.apply(&writes).map(drop));
    assert!(facts(subject, &wanted).docs[&log.key()].changes[0].entry.counts);
}

fn what_a_grants_entries_touch_is_found(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    log.change(EntryState::Full, b"one");
    log.applied_to(subject);
    let one = facts(subject, &wanted(&log, (1, 1))).docs[&log.key()].changes[0].entry.name;
    let docs = BTreeSet::from([log.key()]);
    in_transaction(subject, |engine| {
        let by_grant = Shift { grants: [log.opening.grant].into(), entries: BTreeSet::new() };
        let touched = engine.touched(&by_grant)?;
        assert_eq!(touched.docs, docs);
        assert_eq!(touched.others.iter().map(|other| other.name.seq).collect::<Vec<_>>(), [1], "the opening");
        let by_entry = Shift { grants: BTreeSet::new(), entries: [one].into() };
        assert_eq!(engine.touched(&by_entry)?, Touched { docs: docs.clone(), others: Vec::new() });
        let by_stranger = Shift { grants: [GrantId([9; 32])].into(), entries: BTreeSet::new() };
        assert_eq!(engine.touched(&by_stranger)?, Touched::default());
        Ok(())
    });
}

fn the_same_id_in_two_scopes_is_two_documents(subject: &dyn Subject) {
    let (mut north, mut south) = (Log::opened(1, NORTH), Log::opened(1, SOUTH));
    north.change(EntryState::Full, b"one");
    south.change(EntryState::Full, b"two");
    north.applied_to(subject);
    south.applied_to(subject);
    assert_eq!(bodies(&facts(subject, &wanted(&north, (1, 1))).docs[&north.key()].changes), [b"one"]);
    assert_eq!(bodies(&facts(subject, &wanted(&south, (1, 1))).docs[&south.key()].changes), [b"two"]);
}

fn hold(log: &Log, first_seq: u64, waits_for: WaitsFor) -> HoldWrite {
    let NewEntry { header, signature, body, .. } = log.writes.entries[0].clone();
    let entry = crate::entry::Entry::from_parts(&header, signature, body).expect("the header was made here");
    let run = Run { log: log.id, first_seq, prev: Some(EntryHash([8; 32])), entries: vec![entry] };
    HoldWrite { device: log.opening.device, waits_for, run }
}

fn what_waited_is_taken_once_in_the_order_of_its_log(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    let (behind, other) = (WaitsFor::Log(log.id), WaitsFor::Grant(GrantId([2; 32])));
    let holds =
        [(3, behind), (5, behind), (2, behind), (2, other), (9, other)].map(|(seq, name)| hold(&log, seq, name));
    let writes = Writes { holds: holds.to_vec(), ..Writes::default() };
    in_transaction(subject, |engine| {
        assert_eq!(engine.apply(&writes)?.held, 4, "one place waits once");
        assert_eq!(engine.take_held(&[behind])?, [], "the log is not stored yet");
        Ok(())
    });
    log.applied_to(subject);
    in_transaction(subject, |engine| {
        assert_eq!(engine.take_held(&[WaitsFor::Act(EntryHash([2; 32]))])?, []);
        let taken = engine.take_held(&[behind])?;
        assert_eq!(taken.iter().map(|run| run.first_seq).collect::<Vec<_>>(), [2, 3], "5 lies behind another gap");
        assert_eq!(taken[0], writes.holds[2].run);
        assert_eq!(engine.take_held(&[behind])?, []);
        assert_eq!(engine.take_held(&[other])?.len(), 1);
        Ok(())
    });
}

fn one_device_makes_only_its_share_wait(subject: &dyn Subject) {
    let (mut log, other) = (Log::opened(1, NORTH), Log::opened(2, NORTH));
    let name = WaitsFor::Log(log.id);
    let mut holds: Vec<_> = (2..MAX_HELD + 12).map(|seq| hold(&log, seq, name)).collect();
    holds.push(hold(&other, 2, name));
    let writes = Writes { holds, ..Writes::default() };
    in_transaction(subject, |engine| {
        assert_eq!(engine.apply(&writes)?.held, MAX_HELD + 1);
        Ok(())
    });
    log.applied_to(subject);
    assert_eq!(facts(subject, &wanted(&log, (1, 1))).held[&log.opening.device].len() as u64, MAX_HELD);
}

fn an_entry_for_a_log_that_is_not_stored_is_refused(subject: &dyn Subject) {
    let mut log = Log::opened(1, NORTH);
    log.writes.logs.clear();
    let refused = subject.transaction(&mut |engine| engine.apply(&log.writes).map(drop));
    assert!(matches!(refused, Err(StoreError::Inconsistent)));
    assert_eq!(subject.feed().expect("the feed is read"), []);
}
