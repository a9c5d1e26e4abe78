//! Drafts: durable per answer, and gone only with the commit that finishes them.

use crate::ids::DocId;
use crate::store::sqlite::testing::{FIELD, FORM, NOW, Project, Shelf, checked};
use crate::store::{DraftHead, Ingest, MetaKey, StoreError};
use crate::time::Timestamp;

const DRAFT: DocId = DocId([0xd0; 16]);

fn head() -> DraftHead {
    let (form, door, area) = (FORM, Some(DocId([9; 16])), None);
    DraftHead { id: DRAFT, form, door, area, round: None, started: NOW, updated: NOW, meta: "{}".into() }
}

#[test]
fn an_answer_is_there_after_opening_again() {
    let shelf = Shelf::of(&Project::founded());
    shelf.store.put_draft(&head()).unwrap();
    let later = Timestamp(NOW.0 + 1);
    shelf.store.put_draft_answers(DRAFT, &[("sat_clean", Some("good")), ("age", Some("30"))], NOW).unwrap();
    shelf.store.put_draft_answers(DRAFT, &[("age", None), ("sat_clean", Some("poor"))], later).unwrap();
    let shelf = shelf.reopened();
    let draft = shelf.store.draft(DRAFT).unwrap().unwrap();
    assert_eq!(draft.head, DraftHead { updated: later, ..head() });
    assert_eq!(draft.answers.into_iter().collect::<Vec<_>>(), [("sat_clean".to_owned(), "poor".to_owned())]);
    assert_eq!(shelf.store.drafts().unwrap().len(), 1);
}

#[test]
fn an_answer_without_a_draft_is_refused() {
    let shelf = Shelf::of(&Project::founded());
    let refused = shelf.store.put_draft_answers(DRAFT, &[("age", Some("30"))], NOW);
    assert!(matches!(refused, Err(StoreError::UnknownDraft)));
}

#[test]
fn finishing_deletes_the_draft_with_the_commit_and_only_if_nothing_was_refused() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    shelf.store.put_draft(&head()).unwrap();
    shelf.store.put_draft_answers(DRAFT, &[("age", Some("30"))], NOW).unwrap();
    let first = project.alice.interviews(FIELD, 1);
    let second = project.alice.interviews(FIELD, 1);
    let early = checked(&shelf.store, &[second]);
    shelf.store.ingest_all(Ingest { runs: early, finishes: Some(DRAFT), ..Ingest::default() }).unwrap();
    assert!(shelf.store.draft(DRAFT).unwrap().is_some());
    let runs = checked(&shelf.store, &[first]);
    shelf.store.ingest_all(Ingest { runs, finishes: Some(DRAFT), ..Ingest::default() }).unwrap();
    assert_eq!(shelf.store.draft(DRAFT).unwrap(), None);
    assert_eq!(shelf.store.drafts().unwrap(), []);
}

#[test]
fn small_values_are_kept_and_removed() {
    let shelf = Shelf::of(&Project::founded());
    assert_eq!(shelf.store.meta(MetaKey::InstallId).unwrap(), None);
    shelf.store.set_metas(&[(MetaKey::InstallId, b"one"), (MetaKey::Contact, b"two")]).unwrap();
    shelf.store.set_meta(MetaKey::InstallId, b"three").unwrap();
    let shelf = shelf.reopened();
    assert_eq!(shelf.store.meta(MetaKey::InstallId).unwrap().unwrap(), b"three");
    shelf.store.remove_meta(MetaKey::InstallId).unwrap();
    assert_eq!(shelf.store.meta(MetaKey::InstallId).unwrap(), None);
    assert_eq!(shelf.store.meta(MetaKey::Contact).unwrap().unwrap(), b"two");
}
