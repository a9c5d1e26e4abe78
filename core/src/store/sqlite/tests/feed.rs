//! The feed: whole, in order, filtered by scope, and never skipping a commit.

use proptest::prelude::*;

use crate::entry::{Holdings, Run};
use crate::ids::DocId;
use crate::member::{Class, Scope, ScopePattern, Scopes, Target};
use crate::store::sqlite::testing::{FIELD, Person, Project, Shelf, checked, everything, receive};
use crate::store::{FeedPage, FeedQuery, Logs, SqliteStore};

const NORTH: DocId = DocId([0xaa; 16]);
const IN_NORTH: Scope = Scope { class: Class::Field, round: None, area: Some(NORTH) };

fn page(store: &SqliteStore, after: u64, scopes: &Scopes, max_bytes: usize) -> FeedPage {
    store.feed(&FeedQuery { after, scopes, exclude: None, max_bytes }).unwrap()
}

fn all_pages(store: &SqliteStore, scopes: &Scopes, max_bytes: usize) -> Vec<Run> {
    let (mut position, mut runs) = (0, Vec::new());
    loop {
        let page = page(store, position, scopes, max_bytes);
        runs.extend(page.runs);
        position = page.next_position;
        if page.at_end {
            return runs;
        }
    }
}

/// Alice, and two researchers with two logs each; returns the store and the researchers.
fn neighbourhood() -> (Shelf, Vec<Person>) {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let mut people = Vec::new();
    for seed in [4, 5] {
        let (mut person, grant) = project.granted(seed);
        let runs = [grant, person.interviews(FIELD, 7), person.interviews(IN_NORTH, 5), person.interviews(FIELD, 3)];
        receive(&shelf.store, &runs);
        people.push(person);
    }
    (shelf, people)
}

#[test]
fn a_reader_receives_all_that_its_scopes_cover_and_nothing_else() {
    let (shelf, people) = neighbourhood();
    let north = ScopePattern { class: Class::Field.number(), round: None, area: Some(Target::Only(NORTH)) };
    let scopes: Scopes = [north].into_iter().collect();
    let runs = all_pages(&shelf.store, &scopes, 1 << 20);
    let logs: Vec<_> = runs.iter().map(|run| run.log).collect();
    assert_eq!(logs, [people[0].log(IN_NORTH), people[1].log(IN_NORTH)]);
    assert_eq!(runs.iter().map(|run| run.entries.len()).collect::<Vec<_>>(), [6, 6]);
}

#[test]
fn a_reader_does_not_receive_its_own_logs() {
    let (shelf, people) = neighbourhood();
    let bob = &people[0];
    let scopes = everything();
    let exclude = Some((bob.key.public(), bob.incarnation));
    let page = shelf.store.feed(&FeedQuery { after: 0, scopes: &scopes, exclude, max_bytes: 1 << 20 }).unwrap();
    assert!(page.runs.iter().all(|run| run.log != bob.log(FIELD) && run.log != bob.log(IN_NORTH)));
    assert_eq!(page.next_position, shelf.store.head_position().unwrap());
}

/// Alice and nine researchers, of whom one works in the north.
fn large_neighbourhood() -> Shelf {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    for seed in 30..39 {
        let (mut person, grant) = project.granted(seed);
        let scope = if seed == 33 { IN_NORTH } else { FIELD };
        let runs = [grant, person.interviews(scope, 3), person.interviews(FIELD, 2), person.interviews(scope, 4)];
        receive(&shelf.store, &runs);
    }
    shelf
}

#[test]
fn a_reader_of_a_small_area_comes_to_the_end_of_a_large_feed() {
    let shelf = large_neighbourhood();
    let north = ScopePattern { class: Class::Field.number(), round: None, area: Some(Target::Only(NORTH)) };
    let scopes: Scopes = [north].into_iter().collect();
    let head = shelf.store.head_position().unwrap();
    let whole = all_pages(&shelf.store, &everything(), usize::MAX);
    let north_log = shelf.store.logs(Logs::In(&scopes)).unwrap()[0].log;
    let expected: Vec<_> = whole.into_iter().filter(|run| run.log == north_log).flat_map(|run| run.entries).collect();
    for max_bytes in [1, 700, usize::MAX] {
        let (mut position, mut entries) = (0, Vec::new());
        loop {
            let page = page(&shelf.store, position, &scopes, max_bytes);
            assert!(page.next_position > position);
            entries.extend(page.runs.into_iter().flat_map(|run| run.entries));
            position = page.next_position;
            if page.at_end {
                break;
            }
        }
        assert_eq!(position, head);
        assert_eq!(entries, expected);
    }
    let nothing_new = page(&shelf.store, head, &scopes, 1);
    assert_eq!(nothing_new, FeedPage { runs: vec![], next_position: head, at_end: true });
}

#[test]
fn nothing_new_is_an_empty_last_page() {
    let (shelf, _) = neighbourhood();
    let head = shelf.store.head_position().unwrap();
    assert_eq!(
        page(&shelf.store, head, &everything(), 1),
        FeedPage { runs: vec![], next_position: head, at_end: true }
    );
}

#[test]
fn another_store_takes_the_feed_without_anything_having_to_wait() {
    let (shelf, _) = neighbourhood();
    let copy = Shelf::of(&Project::founded());
    for run in all_pages(&shelf.store, &everything(), 2_000) {
        let outcomes = receive(&copy.store, &[run]);
        assert_eq!(outcomes[0].refused, []);
    }
    assert_eq!(copy.store.holdings(Logs::All).unwrap(), shelf.store.holdings(Logs::All).unwrap());
    assert_eq!(all_pages(&copy.store, &everything(), 1 << 20), all_pages(&shelf.store, &everything(), 1 << 20));
}

#[test]
fn what_is_missing_from_somebody_is_exactly_what_they_do_not_hold() {
    let (shelf, people) = neighbourhood();
    let mut holdings = shelf.store.holdings(Logs::OfDevice(people[0].key.public())).unwrap();
    holdings.0.remove(&people[0].log(IN_NORTH));
    holdings.0.insert(people[0].log(FIELD), [(1, 3), (6, 8)].into_iter().collect());
    let mut list = shelf.store.missing_from(&holdings, &everything()).unwrap();
    let expected = list.entries();
    let mut got = Holdings::default();
    while !list.is_empty() {
        for run in shelf.store.read_work(&mut list, 900).unwrap() {
            got.insert(run.log, run.first_seq, run.end_seq());
        }
    }
    assert_eq!(got.0.values().map(crate::entry::Ranges::count).sum::<u64>(), expected);
    for (log, ranges) in &shelf.store.holdings(Logs::All).unwrap().0 {
        let held = holdings.0.get(log).cloned().unwrap_or_default();
        assert_eq!(got.0.get(log).cloned().unwrap_or_default(), ranges.minus(&held));
    }
}

#[test]
fn a_run_read_again_is_the_run_that_was_stored() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let run = project.alice.interviews(FIELD, 6);
    receive(&shelf.store, std::slice::from_ref(&run));
    assert_eq!(shelf.store.read_run(run.log, 1, u64::MAX, 1 << 20).unwrap(), run);
    let part = shelf.store.read_run(run.log, 3, 5, 1 << 20).unwrap();
    assert_eq!((part.first_seq, &part.entries[..]), (3, &run.entries[2..4]));
    let before = shelf.store.log_key(run.log, 3).unwrap().before;
    assert!(part.prev.is_some() && part.prev == before);
    assert_eq!(shelf.store.read_run(run.log, 1, 7, 1).unwrap().entries.len(), 1);
    assert!(shelf.store.read_run(run.log, 8, 9, 1).unwrap().entries.is_empty());
}

#[test]
fn a_reader_beside_many_writers_never_misses_a_commit() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (people, grants): (Vec<_>, Vec<_>) = (20..24).map(|seed| project.granted(seed)).unzip();
    receive(&shelf.store, &grants);
    let (store, scopes) = (&shelf.store, everything());
    let mut seen = std::thread::scope(|scope| {
        let writers: Vec<_> = people
            .into_iter()
            .map(|mut person| {
                scope.spawn(move || {
                    for number in 0..25 {
                        let (_, run) = person.interview(FIELD, &number.to_string());
                        store.ingest(checked(store, &[run])).unwrap();
                    }
                })
            })
            .collect();
        let (mut position, mut seen) = (0, Holdings::default());
        loop {
            let finished = writers.iter().all(|writer| writer.is_finished());
            let page = page(store, position, &scopes, 4_000);
            assert!(page.next_position >= position);
            for run in page.runs {
                seen.insert(run.log, run.first_seq, run.end_seq());
            }
            position = page.next_position;
            if finished && page.at_end {
                return seen;
            }
        }
    });
    let all = store.holdings(Logs::All).unwrap();
    assert_eq!(std::mem::take(&mut seen), all);
    assert_eq!(store.counts().unwrap().responses, 100);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn pages_of_any_size_give_the_same_entries(max_bytes in 1_usize..20_000) {
        let (shelf, _) = neighbourhood();
        let flat = |runs: Vec<Run>| -> Vec<_> {
            let places = |run: Run| (run.first_seq..).zip(run.entries).map(move |(seq, entry)| (run.log, seq, entry));
            runs.into_iter().flat_map(places).collect()
        };
        prop_assert_eq!(
            flat(all_pages(&shelf.store, &everything(), max_bytes)),
            flat(all_pages(&shelf.store, &everything(), usize::MAX))
        );
    }
}
