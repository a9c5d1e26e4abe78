//! Responses and documents as they are read back.

use crate::member::{Class, DocKind, Scope};
use crate::store::sqlite::testing::{FIELD, FORM, Project, Shelf, receive};
use crate::store::{DocumentQuery, ResponseQuery};

#[test]
fn two_corrections_of_one_answer_stand_side_by_side_until_somebody_decides() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (mut bob, grant) = project.granted(4);
    let (key, run) = project.alice.interview(FIELD, "fair");
    receive(&shelf.store, &[grant, run, project.alice.interviews(FIELD, 3)]);
    let seen = shelf.store.document(&key).unwrap();
    let corrections = [project.alice.correct(&key, &seen, "good"), bob.correct(&key, &seen, "poor")];
    receive(&shelf.store, &corrections);
    let changes = shelf.store.changes(&key).unwrap();
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[2].opening.device, bob.key.public());
    assert_eq!((changes[2].log, changes[2].seq), (bob.log(FIELD), 2));
    let page =
        shelf.store.responses(&ResponseQuery { scopes: None, only_undecided: true, after: 0, limit: 10 }).unwrap();
    assert_eq!(
        page.responses.iter().map(|response| (response.key, response.row.undecided)).collect::<Vec<_>>(),
        [(key, 1)]
    );
    assert_eq!(shelf.store.counts().unwrap().undecided, 1);
    assert_eq!(shelf.store.response(&key).unwrap().unwrap().form, FORM);
}

#[test]
fn pages_of_responses_and_documents_show_each_one_once() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    receive(&shelf.store, &[project.alice.interviews(FIELD, 10)]);
    let (mut after, mut shown) = (Some(0), Vec::new());
    while let Some(place) = after {
        let query = ResponseQuery { scopes: None, only_undecided: false, after: place, limit: 4 };
        let page = shelf.store.responses(&query).unwrap();
        shown.extend(page.responses.into_iter().map(|response| response.key));
        after = page.next;
    }
    assert_eq!(shown.len(), 10);
    let mut query = DocumentQuery { kind: DocKind::Response.number(), scopes: None, after: None, limit: 3 };
    let mut listed = Vec::new();
    loop {
        let page = shelf.store.documents(&query).unwrap();
        listed.extend(page.keys);
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    shown.sort();
    assert_eq!(listed, shown);
    assert_eq!(shelf.store.find_documents(DocKind::Response.number(), shown[0].doc).unwrap(), [shown[0]]);
}

#[test]
fn the_same_id_in_two_scopes_is_two_documents() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let elsewhere = Scope { class: Class::Field, round: None, area: Some(crate::ids::DocId([3; 16])) };
    let (key, run) = project.alice.interview(FIELD, "fair");
    receive(&shelf.store, &[run]);
    let other = crate::entry::DocKey { scope: elsewhere, ..key };
    let copied = project.alice.correct(&other, &[], "good");
    receive(&shelf.store, &[copied]);
    let found = shelf.store.find_documents(key.kind, key.doc).unwrap();
    assert_eq!(found, [key, other]);
    assert_eq!((shelf.store.changes(&key).unwrap().len(), shelf.store.changes(&other).unwrap().len()), (1, 1));
}
