//! Receipts and cursors: what a server said it has, per life of its database.

use crate::entry::Holdings;
use crate::ids::{DeviceId, Generation, LogId, ScopesHash};
use crate::store::sqlite::testing::{FIELD, Project, Shelf, receive};
use crate::store::{Cursor, Logs, Safety, Whereabouts};

const BEFORE: Generation = Generation([1; 16]);
const RESTORED: Generation = Generation([2; 16]);

#[test]
fn a_restored_server_has_acknowledged_nothing_yet() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let run = project.alice.interviews(FIELD, 4);
    receive(&shelf.store, std::slice::from_ref(&run));
    let mut stored = Holdings::default();
    stored.insert(run.log, 1, 4);
    shelf.store.put_acknowledged(BEFORE, &stored).unwrap();
    let left = |generation| shelf.store.unacknowledged(generation, Logs::OfDevice(project.alice.key.public())).unwrap();
    assert_eq!((left(BEFORE).entries(), left(RESTORED).entries()), (2, 5));
    assert_eq!(shelf.store.whereabouts(BEFORE, run.log, 3).unwrap(), Whereabouts::OnServer);
    assert_eq!(shelf.store.whereabouts(BEFORE, run.log, 4).unwrap(), Whereabouts::OnlyHere);
    assert_eq!(shelf.store.whereabouts(RESTORED, run.log, 3).unwrap(), Whereabouts::OnlyHere);
    assert_eq!(shelf.store.whereabouts(BEFORE, run.log, 6).unwrap(), Whereabouts::Nowhere);
    assert_eq!(shelf.store.safety(Some(BEFORE), Logs::All).unwrap(), Safety { responses: 4, safe: 2 });
    assert_eq!(shelf.store.safety(Some(RESTORED), Logs::All).unwrap().only_here(), 4);
    assert_eq!(shelf.store.safety(None, Logs::All).unwrap().safe, 0);
}

#[test]
fn acknowledgements_that_touch_become_one_and_unknown_logs_are_left_out() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let run = project.alice.interviews(FIELD, 9);
    receive(&shelf.store, std::slice::from_ref(&run));
    for (first, end) in [(1, 3), (7, 9), (3, 7), (2, 8)] {
        let mut stored = Holdings::default();
        stored.insert(run.log, first, end);
        stored.insert(LogId([0xff; 32]), 1, 2);
        shelf.store.put_acknowledged(BEFORE, &stored).unwrap();
    }
    let mut expected = Holdings::default();
    expected.insert(run.log, 1, 9);
    assert_eq!(shelf.store.acknowledged(BEFORE, Logs::All).unwrap(), expected);
    let mut list = shelf.store.unacknowledged(BEFORE, Logs::All).unwrap();
    let runs = shelf.store.read_work(&mut list, 1 << 20).unwrap();
    assert_eq!((runs.len(), runs[0].first_seq, runs[0].end_seq()), (1, 9, 11));
    assert!(list.is_empty());
}

#[test]
fn a_cursor_is_kept_per_server() {
    let shelf = Shelf::of(&Project::founded());
    let (server, phone) = (DeviceId([3; 32]), DeviceId([4; 32]));
    let cursor = Cursor { generation: BEFORE, position: 40, scopes: ScopesHash([5; 16]) };
    shelf.store.put_cursor(server, &cursor).unwrap();
    shelf.store.put_cursor(server, &Cursor { position: 41, ..cursor }).unwrap();
    let shelf = shelf.reopened();
    assert_eq!(shelf.store.cursor(server).unwrap(), Some(Cursor { position: 41, ..cursor }));
    assert_eq!(shelf.store.cursor(phone).unwrap(), None);
}

#[test]
fn a_response_is_safe_when_its_correction_is_too() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (key, run) = project.alice.interview(FIELD, "fair");
    receive(&shelf.store, std::slice::from_ref(&run));
    let whereabouts = || shelf.store.document_whereabouts(BEFORE, &key).unwrap();
    assert_eq!(whereabouts(), Whereabouts::OnlyHere);
    let mut stored = Holdings::default();
    stored.insert(run.log, 1, 3);
    shelf.store.put_acknowledged(BEFORE, &stored).unwrap();
    assert_eq!(whereabouts(), Whereabouts::OnServer);
    let seen = shelf.store.document(&key).unwrap();
    receive(&shelf.store, &[project.alice.correct(&key, &seen, "good")]);
    assert_eq!(whereabouts(), Whereabouts::OnlyHere);
    let unknown = crate::entry::DocKey { doc: crate::ids::DocId([0; 16]), ..key };
    assert_eq!(shelf.store.document_whereabouts(BEFORE, &unknown).unwrap(), Whereabouts::Nowhere);
}
