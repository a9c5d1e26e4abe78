//! Figures, printed: run with `--ignored --nocapture`. They assert nothing about time.
#![expect(clippy::disallowed_methods, reason = "measuring needs a clock; nothing that is stored depends on it")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::entry::{CheckedRun, Facts, Planned, Run, check_run, plan};
use crate::evaluation::Rules;
use crate::store::sqlite::testing::{FIELD, FORM, HOOKS, Project, Shelf, everything, receive};
use crate::store::{FeedQuery, Logs, SqliteStore, StoreHooks};

static PLANNING: AtomicU64 = AtomicU64::new(0);

fn timed_plan(facts: &Facts, runs: Vec<CheckedRun>) -> Planned {
    let start = Instant::now();
    let planned = plan(facts, runs);
    PLANNING.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap(), Ordering::SeqCst);
    planned
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = work();
    println!("  {what}: {:?}", start.elapsed());
    value
}

fn shelf_of(project: &Project) -> Shelf {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = SqliteStore::open(&path, StoreHooks { plan: timed_plan, ..HOOKS }).unwrap();
    store.set_founding(&project.founding).unwrap();
    store.caches.add_rules(FORM, Rules::new(FORM, Vec::new()));
    Shelf { store, path, folder }
}

fn interviews(project: &mut Project, shelf: &Shelf, devices: u8, each: u32) -> Vec<Run> {
    let (people, grants): (Vec<_>, Vec<_>) = (10..10 + devices).map(|seed| project.granted(seed)).unzip();
    receive(&shelf.store, &grants);
    people.into_iter().map(|mut person| person.interviews(FIELD, each)).collect()
}

fn ingest(shelf: &Shelf, runs: Vec<Run>) {
    let project = shelf.store.membership().unwrap().project();
    let checked: Vec<_> = timed("check", || {
        let check = |run: Run| check_run(project, run.clone(), shelf.store.log_key(run.log, run.first_seq).unwrap());
        runs.into_iter().map(check).collect()
    });
    let entries: u64 = checked.iter().map(|run| run.entries.len() as u64).sum();
    PLANNING.store(0, Ordering::SeqCst);
    let start = Instant::now();
    for run in checked {
        shelf.store.ingest(vec![run]).unwrap();
    }
    let (all, planning) = (start.elapsed(), Duration::from_nanos(PLANNING.load(Ordering::SeqCst)));
    let store = all - planning;
    let per_second = u128::from(entries) * 1_000_000_000 / store.as_nanos();
    let each = store / u32::try_from(entries).unwrap();
    println!("  plan: {planning:?}; facts, writes and syncs: {store:?}, {each:?} an entry, {per_second} entries/s");
}

fn read_feed(store: &SqliteStore) -> u64 {
    let (mut position, scopes) = (0, everything());
    loop {
        let page =
            store.feed(&FeedQuery { after: position, scopes: &scopes, exclude: None, max_bytes: 256 << 10 }).unwrap();
        position = page.next_position;
        if page.at_end {
            return position;
        }
    }
}

fn kilobytes(shelf: &Shelf, suffix: &str) -> u64 {
    let mut name = shelf.path.clone().into_os_string();
    name.push(suffix);
    std::fs::metadata(name).map_or(0, |file| file.len() / 1_000)
}

#[test]
#[ignore = "prints figures"]
fn figures() {
    for (devices, each) in [(50, 40), (20, 1_000)] {
        println!("{devices} devices with {each} interviews, one commit each:");
        let mut project = Project::founded();
        let shelf = shelf_of(&project);
        let runs = interviews(&mut project, &shelf, devices, each);
        ingest(&shelf, runs);
        let store = &shelf.store;
        let position = timed("feed of everything", || read_feed(store));
        let scopes = everything();
        let query = FeedQuery { after: position, scopes: &scopes, exclude: None, max_bytes: 1 };
        timed("feed when nothing is new", || store.feed(&query).unwrap());
        let mut shown = 0;
        timed("contributions", || store.contributions(|_| shown += 1).unwrap());
        let mut list = timed("list of what a stranger lacks", || {
            store.missing_from(&crate::entry::Holdings::default(), &scopes).unwrap()
        });
        timed("reading that list", || while !store.read_work(&mut list, 256 << 10).unwrap().is_empty() {});
        timed("holdings", || store.holdings(Logs::All).unwrap());
        let counts = timed("counts", || store.counts().unwrap());
        timed("quick check", || store.check().unwrap());
        println!("  {shown} of {} responses counted", counts.responses);
        println!("  write-ahead log {} kB", kilobytes(&shelf, "-wal"));
        let shelf = timed("close and open", || shelf.reopened());
        println!("  database {} kB", kilobytes(&shelf, ""));
    }
}
