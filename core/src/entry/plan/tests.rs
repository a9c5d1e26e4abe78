//! Planning over a store that is a few maps: what is taken must not depend on the order in which it came.

mod cuts;
mod erasing;
mod rights;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::{plan, restate};
use crate::document::kinds::response::{Interview, answer_key, answer_value};
use crate::document::{Change, Document};
use crate::entry::{
    Author, DocFacts, DocKey, DocWrite, EntryState, Facts, LogEnd, LogFacts, LogKey, PlacedChange, PlacedEntry,
    Projection, Refusal, ResponseRow, Run, Shift, StoredChange, Unsigned, Wanted, actor_of, check_run,
};
use crate::ids::{BlobHash, DocId, EntryHash, Incarnation, LogId, MemberId};
use crate::member::{
    Act, Class, Deed, DocKind, EntryName, FoundingAct, Keypair, Membership, Role, Scope, ScopePattern,
};
use crate::response::Answer;
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_700_000_000_000);
const FIELD: Scope = Scope { class: Class::Field, round: None, area: None };

/// A replica whose store is a few maps.
#[derive(Clone)]
struct Replica {
    membership: Arc<Membership>,
    logs: BTreeMap<LogId, LogFacts>,
    docs: BTreeMap<DocKey, BTreeMap<EntryHash, PlacedChange>>,
    others: BTreeMap<EntryHash, PlacedEntry>,
    order: BTreeMap<DocKey, Vec<EntryHash>>,
    rows: BTreeMap<DocKey, ResponseRow>,
    held: Vec<Run>,
    erased: BTreeSet<(u8, DocId)>,
}

impl Replica {
    fn new(founding: &FoundingAct) -> Self {
        Self {
            membership: Arc::new(Membership::founded(founding.clone())),
            logs: BTreeMap::new(),
            docs: BTreeMap::new(),
            others: BTreeMap::new(),
            order: BTreeMap::new(),
            rows: BTreeMap::new(),
            held: Vec::new(),
            erased: BTreeSet::new(),
        }
    }

    fn receive(&mut self, run: &Run) -> Vec<Refusal> {
        let refused = self.ingest(run);
        loop {
            let waiting = std::mem::take(&mut self.held);
            let before = waiting.len();
            waiting.iter().for_each(|run| drop(self.ingest(run)));
            if self.held.len() == before {
                return refused;
            }
        }
    }

    fn ingest(&mut self, run: &Run) -> Vec<Refusal> {
        let known = self.logs.get(&run.log);
        let before = known.and_then(|log| log.known.get(&(run.first_seq.checked_sub(1)?)).copied());
        let key = LogKey { opening: known.map(|log| log.opening), before };
        let checked = vec![check_run(self.membership.project(), run.clone(), key)];
        let wanted = Wanted::of(&checked);
        let docs = wanted.docs.iter().filter_map(|key| {
            let changes = self.order.get(key)?.iter().map(|hash| self.docs[key][hash].clone()).collect();
            Some((*key, DocFacts { changes, forgotten: false }))
        });
        let facts = Facts {
            membership: Arc::clone(&self.membership),
            logs: self.logs.clone(),
            docs: docs.collect(),
            held: BTreeMap::new(),
            rules: BTreeMap::new(),
            erased: self.erased.clone(),
        };
        let planned = plan(&facts, checked);
        let writes = planned.writes;
        for log in &writes.logs {
            let facts =
                LogFacts { opening: log.opening, head_seq: 0, head_hash: EntryHash([0; 32]), known: BTreeMap::new() };
            self.logs.insert(log.log, facts);
        }
        for entry in writes.entries {
            let log = self.logs.get_mut(&entry.log).unwrap();
            (log.head_seq, log.head_hash) = (entry.seq, entry.hash);
            log.known.insert(entry.seq, entry.hash);
            let name = EntryName { log: entry.log, seq: entry.seq, hash: entry.hash };
            let counts = entry.state == EntryState::Full;
            let placed = PlacedEntry { name, grant: self.logs[&entry.log].opening.grant, counts };
            if entry.state == EntryState::Erased {
                continue;
            }
            let (Some(doc), crate::entry::Body::Full { payload, .. }) = (entry.doc, entry.body) else {
                self.others.insert(entry.hash, placed);
                continue;
            };
            let change = StoredChange { actor: actor_of(entry.log, doc.doc), body: payload };
            self.docs.entry(doc).or_default().insert(entry.hash, PlacedChange { change, entry: placed });
            self.order.entry(doc).or_default().push(entry.hash);
        }
        self.erase(writes.erased);
        self.project(writes.docs);
        self.held.extend(writes.holds.into_iter().map(|hold| hold.run));
        if let Some(membership) = writes.membership {
            self.membership = Arc::new(membership);
        }
        if writes.shift != Shift::default() {
            self.weigh_anew(&writes.shift);
        }
        planned.outcomes.into_iter().flat_map(|outcome| outcome.refused).map(|refused| refused.refusal).collect()
    }

    fn erase(&mut self, erased: BTreeSet<(u8, DocId)>) {
        self.erased.extend(erased);
        let stays = |key: &DocKey| !self.erased.contains(&(key.kind, key.doc));
        self.docs.retain(|key, _| stays(key));
        self.order.retain(|key, _| stays(key));
        self.rows.retain(|key, _| stays(key));
    }

    fn project(&mut self, docs: Vec<DocWrite>) {
        for doc in docs {
            match doc.projection {
                Projection::Response(row) => drop(self.rows.insert(doc.key, row)),
                Projection::Gone => drop(self.rows.remove(&doc.key)),
                Projection::None => {}
            }
        }
    }

    /// Weighs anew what a changed membership concerns, and nothing else.
    fn weigh_anew(&mut self, shift: &Shift) {
        let concerns = |entry: &PlacedEntry| shift.grants.contains(&entry.grant) || shift.entries.contains(&entry.name);
        let touched = self.docs.iter().filter(|(_, changes)| changes.values().any(|placed| concerns(&placed.entry)));
        let facts_of = |key: &DocKey| DocFacts {
            changes: self.order[key].iter().map(|hash| self.docs[key][hash].clone()).collect(),
            forgotten: false,
        };
        let docs = touched.map(|(key, _)| (*key, facts_of(key))).collect();
        let (logs, held, rules) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let erased = BTreeSet::new();
        let facts = Facts { membership: Arc::clone(&self.membership), logs, docs, held, rules, erased };
        let others: Vec<PlacedEntry> = self.others.values().filter(|entry| concerns(entry)).copied().collect();
        let writes = restate(&facts, &others);
        for (name, state) in writes.states {
            let of_docs = self.docs.values_mut().flat_map(BTreeMap::values_mut).map(|placed| &mut placed.entry);
            for entry in of_docs.chain(self.others.values_mut()).filter(|entry| entry.name == name) {
                entry.counts = state == EntryState::Full;
            }
        }
        self.project(writes.docs);
    }

    /// What must be the same on every replica.
    fn state(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let heads: BTreeMap<LogId, (u64, EntryHash)> =
            self.logs.iter().map(|(id, log)| (*id, (log.head_seq, log.head_hash))).collect();
        let grants: Vec<_> = self.membership.grants().cloned().collect();
        let others: Vec<_> = self.others.values().copied().collect();
        (heads, self.docs.clone(), others, self.rows.clone(), grants, self.membership.heads())
    }
}

/// A device that writes one log after the other.
struct Writer {
    key: Keypair,
    ends: BTreeMap<LogId, LogEnd>,
    rng: ChaCha20Rng,
}

impl Writer {
    fn new(seed: u8) -> Self {
        Self { key: Keypair::from_seed([seed; 32]), ends: BTreeMap::new(), rng: ChaCha20Rng::from_seed([seed; 32]) }
    }

    fn write(
        &mut self,
        membership: &Membership,
        scope: Scope,
        grant: crate::ids::GrantId,
        unsigned: Vec<Unsigned>,
    ) -> Vec<Run> {
        let author = Author { project: membership.project(), key: &self.key, incarnation: Incarnation([7; 8]) };
        let opening = author.opening(scope, grant);
        let log = opening.log(author.project);
        let mut runs = Vec::new();
        let end = self.ends.get(&log).copied().unwrap_or_else(|| {
            runs.push(author.open(&opening, NOW, &mut self.rng));
            let header = runs[0].entries[0].header(author.project, log, 1, EntryHash([0; 32]));
            LogEnd { log, seq: 1, hash: crate::entry::Header::hash(&header) }
        });
        let run = author.append(&end, unsigned, NOW, &mut self.rng);
        let mut hash = end.hash;
        for (seq, entry) in (run.first_seq..).zip(&run.entries) {
            hash = crate::entry::Header::hash(&entry.header(author.project, log, seq, hash));
        }
        self.ends.insert(log, LogEnd { log, seq: run.end_seq() - 1, hash });
        runs.push(run);
        runs
    }
}

fn response(door: u8) -> Interview {
    let answers = BTreeMap::from([("sat_clean".to_owned(), Answer::Given(format!("{door}")))]);
    Interview {
        form: BlobHash([1; 32]),
        round: None,
        area: None,
        door: Some(DocId([door; 16])),
        answers,
        computed: BTreeMap::new(),
    }
}

/// Alice founds and grants bob and amina; both edit the same responses from the same state. Every run, one entry each.
fn history() -> (FoundingAct, Vec<Run>) {
    let mut alice = Writer::new(2);
    let recovery = Keypair::from_seed([1; 32]);
    let founding = FoundingAct::new("Larkfield", &recovery, alice.key.public(), NOW, &mut alice.rng).unwrap();
    let founder = founding.grant().id;
    let mut replica = Replica::new(&founding);
    let mut runs = Vec::new();
    let mut others = [Writer::new(4), Writer::new(5)];
    for (number, other) in others.iter().enumerate() {
        let act = Act {
            heads: replica.membership.heads(),
            deed: Deed::Grant {
                member: MemberId([u8::try_from(number).unwrap(); 16]),
                device: other.key.public(),
                role: Role::Researcher.number(),
                patterns: vec![ScopePattern::all_of(Class::Field)],
                custody: 1,
            },
        };
        let membership = Arc::clone(&replica.membership);
        let written =
            alice.write(&membership, Scope::whole(Class::Membership), founder, vec![Unsigned::act(act.to_bytes())]);
        written.iter().for_each(|run| assert_eq!(replica.receive(run), []));
        runs.extend(written);
    }
    let project = founding.project();
    let mut shared = Vec::new();
    for (door, writer) in [(0_u8, 0), (1, 1), (2, 0)] {
        let membership = Arc::clone(&replica.membership);
        let grant = membership.grants_of(&others[writer].key.public()).next().unwrap().id;
        let doc = DocId([0x40 + door; 16]);
        let author = Author { project, key: &others[writer].key, incarnation: Incarnation([7; 8]) };
        let actor = actor_of(author.opening(FIELD, grant).log(project), doc);
        let bodies = Document::first(actor, &response(door).to_values()).unwrap();
        let unsigned = bodies.into_iter().map(|change| Unsigned::change(DocKind::Response, doc, change.into_body()));
        let written = others[writer].write(&membership, FIELD, grant, unsigned.collect());
        written.iter().for_each(|run| assert_eq!(replica.receive(run), []));
        runs.extend(written);
        shared.push(doc);
    }
    let base = replica;
    for (number, writer) in others.iter_mut().enumerate() {
        let grant = base.membership.grants_of(&writer.key.public()).next().unwrap().id;
        for doc in &shared {
            let key = DocKey { scope: FIELD, kind: DocKind::Response.number(), doc: *doc };
            let changes = base.order[&key].iter().map(|hash| base.docs[&key][hash].change.clone());
            let changes = changes.map(|stored| Change::read(stored.body, stored.actor).unwrap());
            let document = Document::load(changes).unwrap();
            let log = Author { project, key: &writer.key, incarnation: Incarnation([7; 8]) }
                .opening(FIELD, grant)
                .log(project);
            let answer = answer_value(&Answer::Given(format!("corrected by {number}")));
            let puts = BTreeMap::from([(answer_key("sat_clean"), answer)]);
            let edits = document.edit(actor_of(log, *doc), &puts, Some("misheard")).unwrap();
            let unsigned =
                edits.into_iter().map(|change| Unsigned::change(DocKind::Response, *doc, change.into_body()));
            let membership = Arc::clone(&base.membership);
            runs.extend(writer.write(&membership, FIELD, grant, unsigned.collect()));
        }
    }
    (founding, runs)
}

fn delivered(founding: &FoundingAct, runs: &[Run]) -> Replica {
    let mut replica = Replica::new(founding);
    for run in runs {
        replica.receive(run);
    }
    replica
}

#[test]
fn concurrent_corrections_leave_each_response_with_two_answers() {
    let (founding, runs) = history();
    let replica = delivered(&founding, &runs);
    assert_eq!(replica.rows.len(), 3);
    assert!(replica.rows.values().all(|row| row.undecided == 1), "{:?}", replica.rows);
}

#[test]
fn the_same_entries_twice_change_nothing() {
    let (founding, runs) = history();
    let mut replica = delivered(&founding, &runs);
    let before = replica.state();
    for run in &runs {
        assert_eq!(replica.receive(run), []);
    }
    assert!(before == replica.state());
}

#[test]
fn another_entry_at_a_stored_place_is_a_fork_and_changes_nothing() {
    let (founding, runs) = history();
    let mut replica = delivered(&founding, &runs);
    let before = replica.state();
    let mut alice = Writer::new(2);
    let grant = founding.grant().id;
    let membership = Arc::clone(&replica.membership);
    let acts = vec![Unsigned::act(Act { heads: vec![], deed: Deed::Unknown(9) }.to_bytes())];
    let forked = alice.write(&membership, Scope::whole(Class::Membership), grant, acts);
    let refusals: Vec<_> = forked.iter().flat_map(|run| replica.receive(run)).collect();
    assert!(refusals.contains(&Refusal::Fork), "{refusals:?}");
    assert!(before == replica.state());
}

#[test]
fn a_log_outside_its_grant_is_refused() {
    let (founding, runs) = history();
    let mut replica = delivered(&founding, &runs);
    let before = replica.state();
    let mut bob = Writer::new(4);
    let membership = Arc::clone(&replica.membership);
    let grant = membership.grants_of(&bob.key.public()).next().unwrap().id;
    let opened = bob.write(&membership, Scope::whole(Class::Deliberation), grant, vec![]);
    assert_eq!(replica.receive(&opened[0]), [Refusal::OutsideGrant]);
    assert!(before == replica.state());
}

#[test]
fn a_volunteer_cannot_invite() {
    let (founding, runs) = history();
    let mut replica = delivered(&founding, &runs);
    let before = replica.state();
    let mut amina = Writer::new(5);
    let membership = Arc::clone(&replica.membership);
    let grant = membership.grants_of(&amina.key.public()).next().unwrap().id;
    let opened = amina.write(&membership, Scope::whole(Class::Membership), grant, vec![]);
    assert_eq!(replica.receive(&opened[0]), [Refusal::OutsideGrant]);
    assert!(before == replica.state());
}

#[test]
fn a_changed_payload_or_signature_is_refused_by_its_code() {
    let (founding, runs) = history();
    let replica = delivered(&founding, &runs[..runs.len() - 1]);
    let last = runs.last().unwrap();
    for (flip_signature, expected) in [(true, Refusal::BadSignature), (false, Refusal::BadSignature)] {
        let mut run = last.clone();
        let crate::entry::Entry::Known { signature, body: crate::entry::Body::Full { payload, .. }, .. } =
            &mut run.entries[0]
        else {
            panic!("an entry of this version")
        };
        if flip_signature {
            signature.0[5] ^= 1
        } else {
            payload[40] ^= 1
        }
        let mut receiver = replica.clone();
        assert_eq!(receiver.receive(&run), [expected]);
        assert!(receiver.state() == replica.state());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_and_duplication_of_delivery_gives_the_same_state(
        shuffled in Just(history().1).prop_shuffle(),
        again in proptest::collection::vec(0..64_usize, 0..16),
    ) {
        let (founding, runs) = history();
        let expected = delivered(&founding, &runs);
        let mut replica = Replica::new(&founding);
        for (place, run) in shuffled.iter().enumerate() {
            replica.receive(run);
            if again.contains(&place) {
                replica.receive(run);
            }
        }
        // A run whose log is not known is turned away, not held: its sender offers it again, as a session does.
        for _ in 0..shuffled.len() {
            shuffled.iter().for_each(|run| drop(replica.receive(run)));
        }
        prop_assert!(replica.held.is_empty());
        prop_assert!(expected.state() == replica.state());
    }
}
