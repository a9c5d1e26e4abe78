//! Blobs: resumable, compared with their hashes, and used for the evaluation once they are whole.

use crate::entry::{Manifest, PayloadKind, Ranges, Run, Unsigned, blob_hash};
use crate::member::{Class, DocKind, Scope};
use crate::store::sqlite::testing::{FIELD, FORM, Person, Project, Shelf, checked, receive};
use crate::store::{FORM_MEDIA, Ingest, StoreError};

fn manifest_run(person: &mut Person, manifest: &Manifest) -> Run {
    let unsigned = Unsigned {
        kind: PayloadKind::Manifest,
        doc_kind: Some(DocKind::FormVersion),
        doc: manifest.doc(),
        payload: minicbor::to_vec(manifest).unwrap(),
    };
    person.write(Scope::whole(Class::Project), vec![unsigned])
}

fn form() -> Vec<u8> {
    let mut bytes = b"form ".to_vec();
    bytes.extend((0..150_000_u32).map(|number| number.to_le_bytes()[0]));
    bytes
}

#[test]
fn a_blob_grows_chunk_by_chunk_and_is_whole_at_the_last() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (bytes, manifest) = (form(), Manifest::of(&form(), FORM_MEDIA));
    receive(&shelf.store, &[manifest_run(&mut project.alice, &manifest)]);
    let chunks: Vec<&[u8]> = bytes.chunks(65_536).collect();
    assert_eq!(shelf.store.missing_chunks(true).unwrap(), [(manifest.blob, Ranges::of(0, 3))]);
    assert!(!shelf.store.put_chunk(manifest.blob, 2, chunks[2]).unwrap().whole);
    let shelf = shelf.reopened();
    assert_eq!(shelf.store.missing_chunks(true).unwrap(), [(manifest.blob, Ranges::of(0, 2))]);
    assert_eq!(shelf.store.put_chunk(manifest.blob, 0, chunks[0]).unwrap().chunks, 2);
    assert_eq!(shelf.store.put_chunk(manifest.blob, 0, chunks[0]).unwrap().chunks, 2);
    assert_eq!(shelf.store.blob(manifest.blob).unwrap(), None);
    assert!(shelf.store.rules(manifest.blob).is_none());
    assert!(shelf.store.put_chunk(manifest.blob, 1, chunks[1]).unwrap().whole);
    assert_eq!(shelf.store.blob(manifest.blob).unwrap().unwrap(), bytes);
    assert!(shelf.store.rules(manifest.blob).is_some());
    let shelf = shelf.reopened();
    assert!(shelf.store.rules(manifest.blob).is_some());
    assert_eq!(shelf.store.manifest(manifest.blob).unwrap(), Some(manifest.clone()));
    assert_eq!(shelf.store.blobs(FORM_MEDIA).unwrap(), [manifest.blob]);
    assert_eq!(shelf.store.chunk(manifest.blob, 1).unwrap().unwrap(), chunks[1]);
}

#[test]
fn bytes_that_are_not_the_chunk_are_not_kept() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let manifest = Manifest::of(&form(), FORM_MEDIA);
    assert!(matches!(shelf.store.put_chunk(manifest.blob, 0, b"x"), Err(StoreError::UnknownBlob)));
    receive(&shelf.store, &[manifest_run(&mut project.alice, &manifest)]);
    assert!(matches!(shelf.store.put_chunk(manifest.blob, 0, b"x"), Err(StoreError::WrongChunk { index: 0 })));
    let wrong_place = shelf.store.put_chunk(manifest.blob, 9, &form()[..65_536]);
    assert!(matches!(wrong_place, Err(StoreError::WrongChunk { index: 9 })));
    assert_eq!(shelf.store.missing_chunks(true).unwrap().len(), 1);
}

#[test]
fn a_manifest_whose_chunks_do_not_make_up_the_blob_does_not_stand_in_the_way_of_the_right_one() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let right = Manifest::of(&form(), FORM_MEDIA);
    let wrong = Manifest { chunks: vec![blob_hash(b"a"), blob_hash(b"b"), blob_hash(b"c")], ..right.clone() };
    receive(&shelf.store, &[manifest_run(&mut project.alice, &wrong)]);
    for (index, chunk) in (0..).zip([b"a", b"b", b"c"]) {
        assert!(!shelf.store.put_chunk(right.blob, index, chunk).unwrap().whole);
    }
    assert_eq!(shelf.store.missing_chunks(true).unwrap(), []);
    receive(&shelf.store, &[manifest_run(&mut project.alice, &right)]);
    for (index, chunk) in (0..).zip(form().chunks(65_536)) {
        shelf.store.put_chunk(right.blob, index, chunk).unwrap();
    }
    assert_eq!(shelf.store.blob(right.blob).unwrap().unwrap(), form());
}

#[test]
fn an_author_never_has_a_manifest_without_its_blob() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let manifest = Manifest::of(&form(), FORM_MEDIA);
    let runs = checked(&shelf.store, &[manifest_run(&mut project.alice, &manifest)]);
    let other = shelf.store.ingest_all(Ingest { blobs: vec![form()], ..Ingest::default() });
    assert!(matches!(other, Err(StoreError::UnknownBlob)));
    shelf.store.ingest_all(Ingest { runs, blobs: vec![form()], ..Ingest::default() }).unwrap();
    assert_eq!(shelf.store.blob(manifest.blob).unwrap().unwrap(), form());
    assert!(shelf.store.rules(manifest.blob).is_some());
}

#[test]
fn responses_that_came_before_their_form_are_counted_when_it_is_here() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (key, run) = project.alice.interview(FIELD, "good");
    receive(&shelf.store, &[run, project.alice.interviews(FIELD, 2)]);
    let waiting = shelf.store.responses_without_contribution(FORM, 0, 10).unwrap();
    assert_eq!(waiting.len(), 3);
    let correction = project.alice.correct(&key, &waiting[0].changes, "poor");
    receive(&shelf.store, &[correction]);
    let counted: Vec<_> = waiting.into_iter().map(|response| (response, vec![7])).collect();
    assert_eq!(shelf.store.set_contributions(&counted).unwrap(), 2, "the corrected one has changed in the meantime");
    let left = shelf.store.responses_without_contribution(FORM, 0, 10).unwrap();
    assert_eq!(left.iter().map(|response| response.key).collect::<Vec<_>>(), [key]);
    assert_eq!(left[0].changes.len(), 2);
    assert!(shelf.store.responses_without_contribution(FORM, left[0].place(), 10).unwrap().is_empty());
}
