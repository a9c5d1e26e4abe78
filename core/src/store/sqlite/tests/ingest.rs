//! Ingest: all or nothing, the same twice, waiting and waking, and one commit for many callers.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::entry::{CheckedRun, Facts, Header, MAX_HELD, Planned, Refusal, Run, plan};
use crate::ids::{DocId, EntryHash, Generation};
use crate::member::Scope;
use crate::store::sqlite::testing::{FIELD, HOOKS, Project, Shelf, checked, dump, everything, receive};
use crate::store::sqlite::writer::lock;
use crate::store::{FeedQuery, Ingest, Logs, SqliteStore, StoreError, StoreHooks};

fn split(run: &Run, at: usize) -> (Run, Run) {
    let (first, second) = run.entries.split_at(at);
    let seq = run.first_seq + at as u64;
    let founding = Project::founded().founding;
    let mut prev = run.prev.unwrap_or(EntryHash([0; 32]));
    for (seq, entry) in (run.first_seq..).zip(first) {
        prev = Header::hash(&entry.header(founding.project(), run.log, seq, prev));
    }
    (
        Run { entries: first.to_vec(), ..run.clone() },
        Run { log: run.log, first_seq: seq, prev: Some(prev), entries: second.to_vec() },
    )
}

#[test]
fn what_was_stored_once_changes_nothing_the_second_time() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (mut bob, grant) = project.granted(4);
    let runs = [grant, bob.interviews(FIELD, 5)];
    receive(&shelf.store, &runs);
    let before = dump(&shelf.path);
    let again = receive(&shelf.store, &runs);
    assert_eq!(dump(&shelf.path), before);
    assert_eq!((again[1].stored, again[1].new), (Some((1, 7)), 0));
}

#[test]
fn refused_runs_leave_every_table_as_it_was() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (mut bob, grant) = project.granted(4);
    let run = bob.interviews(FIELD, 3);
    receive(&shelf.store, &[grant, run.clone()]);
    let before = dump(&shelf.path);
    let (mut mallory, _) = project.granted(6);
    mallory.grant = bob.grant;
    let outcomes = receive(&shelf.store, &[mallory.interviews(FIELD, 2)]);
    assert_eq!(outcomes[0].refused[0].refusal, Refusal::OutsideGrant);
    let (_, mut forked) = split(&run, 2);
    forked.entries.remove(0);
    forked.prev = Some(EntryHash([0; 32]));
    let outcomes = receive(&shelf.store, &[forked]);
    assert!(outcomes[0].stored.is_none());
    assert_eq!(dump(&shelf.path), before);
}

#[test]
fn entries_that_come_in_the_wrong_order_end_in_the_same_feed() {
    let mut project = Project::founded();
    let (mut bob, grant) = project.granted(4);
    let (first, rest) = split(&bob.interviews(FIELD, 6), 2);
    let (second, third) = split(&rest, 2);
    let straight = Shelf::of(&project);
    receive(&straight.store, &[grant.clone(), first.clone(), second.clone(), third.clone()]);
    let crooked = Shelf::of(&project);
    let outcomes = receive(&crooked.store, &[grant, first]);
    assert_eq!(outcomes[1].new, 2);
    let waiting = receive(&crooked.store, &[third, second]);
    assert_eq!(waiting[0].refused[0].refusal, Refusal::Gap);
    assert_eq!(crooked.store.counts().unwrap().held, 0);
    let feed = |store: &SqliteStore| {
        let scopes = everything();
        store.feed(&FeedQuery { after: 0, scopes: &scopes, exclude: None, max_bytes: 1 << 20 }).unwrap()
    };
    assert_eq!(feed(&straight.store), feed(&crooked.store));
}

#[test]
fn an_interview_that_comes_before_its_grant_waits_for_it() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (mut bob, grant) = project.granted(4);
    let run = bob.interviews(FIELD, 3);
    let early = receive(&shelf.store, std::slice::from_ref(&run));
    assert_eq!(early[0].refused[0].refusal, Refusal::UnknownGrant);
    assert_eq!(shelf.store.counts().unwrap().held, 4);
    receive(&shelf.store, &[grant]);
    let counts = shelf.store.counts().unwrap();
    assert_eq!((counts.held, counts.responses), (0, 3));
}

#[test]
fn one_device_can_not_make_more_wait_than_its_share() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (mut bob, _) = project.granted(4);
    let mut over = 0;
    for area in 1..4 {
        let run = bob.interviews(Scope { area: Some(DocId([area; 16])), ..FIELD }, 120);
        for outcome in receive(&shelf.store, &[run.clone(), run]) {
            over += outcome.refused.iter().filter(|refused| refused.refusal == Refusal::OverBudget).count();
        }
    }
    assert_eq!(shelf.store.counts().unwrap().held, MAX_HELD);
    assert_eq!(over, 2, "what finds no place is turned away each time, and nothing after it is looked at");
}

#[test]
fn many_callers_share_one_commit() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let people: Vec<_> = (10..18).map(|seed| project.granted(seed)).collect();
    let (people, grants): (Vec<_>, Vec<Run>) = people.into_iter().unzip();
    receive(&shelf.store, &grants);
    let runs: Vec<_> = people.into_iter().map(|mut person| person.interviews(FIELD, 10)).collect();
    let store = &shelf.store;
    let before = lock(&store.writer).commits();
    let stored = std::thread::scope(|scope| {
        let writer = lock(&store.writer);
        let callers: Vec<_> = runs
            .iter()
            .map(|run| scope.spawn(move || store.ingest(checked(store, std::slice::from_ref(run)))))
            .collect();
        while lock(&store.queue).len() < runs.len() {
            std::thread::yield_now();
        }
        drop(writer);
        callers.into_iter().map(|caller| caller.join().unwrap().unwrap()[0].new).sum::<u64>()
    });
    assert_eq!(stored, 8 * 11);
    assert_eq!(lock(&store.writer).commits() - before, 1);
}

#[test]
fn a_store_without_a_project_takes_nothing() {
    let project = Project::founded();
    let shelf = Shelf::of(&project);
    let mut other = Project::founded();
    let runs = checked(&shelf.store, &[other.alice.interviews(FIELD, 1)]);
    let folder = tempfile::tempdir().unwrap();
    let empty = SqliteStore::open(&folder.path().join("empty.db"), HOOKS).unwrap();
    assert!(matches!(empty.ingest(runs), Err(StoreError::NotFounded)));
}

#[test]
fn a_planner_that_panics_stores_nothing_and_the_next_caller_is_served() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    fn sometimes(facts: &Facts, runs: Vec<CheckedRun>) -> Planned {
        assert!(CALLS.fetch_add(1, Ordering::SeqCst) > 0, "the first call fails on purpose");
        plan(facts, runs)
    }
    let mut project = Project::founded();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = SqliteStore::open(&path, StoreHooks { plan: sometimes, ..HOOKS }).unwrap();
    store.set_founding(&project.founding).unwrap();
    let runs = [project.alice.interviews(FIELD, 2)];
    let before = dump(&path);
    let failed = std::thread::scope(|scope| scope.spawn(|| receive(&store, &runs)).join());
    assert!(failed.is_err());
    assert_eq!(dump(&path), before);
    assert_eq!(receive(&store, &runs)[0].new, 3);
}

#[test]
fn runs_that_a_server_sent_count_as_safe_there_with_the_same_commit() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let run = project.alice.interviews(FIELD, 4);
    let generation = Generation([3; 16]);
    let runs = checked(&shelf.store, std::slice::from_ref(&run));
    shelf.store.ingest_all(Ingest { runs, from: Some(generation), ..Ingest::default() }).unwrap();
    let acknowledged = shelf.store.acknowledged(generation, Logs::All).unwrap();
    assert_eq!(acknowledged, shelf.store.holdings(Logs::All).unwrap());
    assert_eq!(shelf.store.safety(Some(generation), Logs::All).unwrap().only_here(), 0);
}
