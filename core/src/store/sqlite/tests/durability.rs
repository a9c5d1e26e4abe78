//! What was reported as stored is there after kill -9, a full disk, a second process and damage.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::store::sqlite::testing::{FIELD, HOOKS, Project, Shelf, checked, dump, receive};
use crate::store::sqlite::writer::lock;
use crate::store::{Logs, SqliteStore, StoreError};

/// Where the child process of the kill test keeps its store.
const CHILD_STORE: &str = "DOORSTEP_TEST_CHILD_STORE";

#[test]
#[ignore = "run by the kill test, in a process of its own"]
fn child_that_stores_until_it_is_killed() {
    let Some(path) = std::env::var_os(CHILD_STORE) else { return };
    let mut project = Project::founded();
    let store = SqliteStore::open(Path::new(&path), HOOKS).unwrap();
    store.set_founding(&project.founding).unwrap();
    let mut reported = 0;
    while reported < 100_000 {
        let run = project.alice.interviews(FIELD, 1 + reported % 7);
        reported = u32::try_from(store.ingest(checked(&store, &[run])).unwrap()[0].stored.unwrap().1).unwrap();
        println!("stored {reported}");
    }
}

#[test]
fn a_killed_process_loses_nothing_that_it_reported() {
    let itself = std::env::current_exe().unwrap();
    for lines in [1, 2, 7, 30, 111] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let name = "store::sqlite::tests::durability::child_that_stores_until_it_is_killed";
        let mut child = Command::new(&itself)
            .args([name, "--exact", "--ignored", "--nocapture"])
            .env(CHILD_STORE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let reports = output.filter_map(|line| line.rsplit_once("stored ")?.1.parse::<u64>().ok());
        let reported = reports.take(lines).last().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let store = SqliteStore::open(&path, HOOKS).unwrap();
        store.check().unwrap();
        let log = store.logs(Logs::All).unwrap()[0];
        assert!(log.head_seq + 1 >= reported, "{} of {reported}", log.head_seq);
        assert_eq!(store.counts().unwrap().entries, log.head_seq);
        assert_eq!(store.counts().unwrap().responses, log.head_seq - 1);
    }
}

#[test]
fn a_full_disk_stores_nothing_and_the_store_goes_on_when_there_is_room_again() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (run, more) = (project.alice.interviews(FIELD, 5), project.alice.interviews(FIELD, 400));
    receive(&shelf.store, &[run]);
    let before = dump(&shelf.path);
    let limit = |pages: i64| {
        let writer = lock(&shelf.store.writer);
        writer.connection().pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    };
    let pages: i64 =
        lock(&shelf.store.writer).connection().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    limit(pages + 2);
    let runs = checked(&shelf.store, std::slice::from_ref(&more));
    assert!(matches!(shelf.store.ingest(runs), Err(StoreError::Full)));
    assert_eq!(dump(&shelf.path), before);
    limit(1_000_000);
    assert_eq!(receive(&shelf.store, &[more])[0].new, 400);
}

#[test]
fn a_second_opening_of_the_same_store_is_turned_away() {
    let project = Project::founded();
    let shelf = Shelf::of(&project);
    assert!(matches!(SqliteStore::open(&shelf.path, HOOKS), Err(StoreError::InUse)));
    let shelf = shelf.reopened();
    assert_eq!(shelf.store.founding(), Some(project.founding));
}

#[test]
fn damage_is_reported_at_the_start_after_a_crash_and_the_file_is_kept() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    receive(&shelf.store, &[project.alice.interviews(FIELD, 200)]);
    let (path, folder) = (shelf.path, shelf.folder);
    drop(shelf.store);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    bytes[middle..middle + 4_096].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    let mut lock = path.clone().into_os_string();
    lock.push(".lock");
    std::fs::write(lock, "open\n").unwrap();
    assert!(matches!(SqliteStore::open(&path, HOOKS), Err(StoreError::Damaged)));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    drop(folder);
}

#[test]
fn what_was_stored_is_there_after_opening_again() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (mut bob, grant) = project.granted(4);
    receive(&shelf.store, &[grant, bob.interviews(FIELD, 9)]);
    let before = dump(&shelf.path);
    let shelf = shelf.reopened();
    assert_eq!(dump(&shelf.path), before);
    let more = bob.interviews(FIELD, 2);
    assert_eq!(receive(&shelf.store, &[more])[0].new, 2);
}
