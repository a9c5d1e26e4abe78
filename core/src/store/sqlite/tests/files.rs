//! Files of interviews: theirs alone, numbered as they become whole, and gone from the file with what they belong to.

use std::collections::BTreeSet;

use crate::blob::{ContentKey, LOCKED_MEDIA, Locked};
use crate::document::kinds::subject::{Subject, files_id};
use crate::entry::{Manifest, PayloadKind, Ranges, Run, Unsigned};
use crate::ids::{BlobHash, DocId, Generation};
use crate::member::{Class, DocKind, Scope};
use crate::store::sqlite::testing::{FORM, NOW, Person, Project, Shelf, receive};
use crate::store::{DraftFile, DraftHead, FORM_MEDIA, OfferedFile, StoreError, Whereabouts};

const RESPONSE: DocId = DocId([0xd0; 16]);
const PEOPLE: Scope = Scope::whole(Class::Person);
const SERVER: Generation = Generation([5; 16]);

/// Bytes that look locked, of two pieces and a half.
fn locked(seed: u8) -> Vec<u8> {
    let mut bytes = vec![0; 150_000];
    blake3::Hasher::new().update(&[seed]).finalize_xof().fill(&mut bytes);
    bytes
}

fn described(person: &mut Person, response: DocId, bytes: &[u8]) -> (Run, BlobHash) {
    let manifest = Manifest::of(bytes, LOCKED_MEDIA);
    let payload = minicbor::to_vec(&manifest).unwrap();
    let (kind, doc_kind, doc) = (PayloadKind::Manifest, Some(DocKind::Files), files_id(response));
    (person.write(PEOPLE, vec![Unsigned { kind, doc_kind, doc, payload }]), manifest.blob)
}

fn put(shelf: &Shelf, bytes: &[u8], pieces: std::ops::Range<usize>) {
    let blob = crate::entry::blob_hash(bytes);
    for (index, piece) in bytes.chunks(65_536).enumerate().filter(|(index, _)| pieces.contains(index)) {
        shelf.store.put_chunk(blob, index as u64, piece).unwrap();
    }
}

fn holds(shelf: &Shelf, bytes: &[u8]) -> bool {
    let marker = &bytes[100_000..100_040];
    std::fs::read_dir(shelf.folder.path()).unwrap().any(|file| {
        let file = std::fs::read(file.unwrap().path()).unwrap();
        file.windows(marker.len()).any(|part| part == marker)
    })
}

#[test]
fn a_file_belongs_to_its_interview_and_says_how_much_of_it_is_here() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let bytes = locked(1);
    let (run, blob) = described(&mut project.alice, RESPONSE, &bytes);
    receive(&shelf.store, &[run]);
    put(&shelf, &bytes, 1..2);
    let [file] = shelf.store.files_of(files_id(RESPONSE)).unwrap()[..] else { panic!("one file") };
    assert_eq!((file.blob, file.length, file.pieces, file.of, file.whole), (blob, 150_000, 1, 3, false));
    assert_eq!(shelf.store.scopes_of_file(blob).unwrap(), [PEOPLE]);
    assert_eq!(shelf.store.missing_chunks(false).unwrap(), [], "only questionnaires are asked for");
    let lacking = OfferedFile::Lacks(Ranges::of(0, 3).minus(&Ranges::of(1, 2)));
    assert_eq!(shelf.store.offered_files(&[blob, BlobHash([9; 32])]).unwrap(), [(blob, lacking)]);
    put(&shelf, &bytes, 0..3);
    assert_eq!(shelf.store.offered_files(&[blob]).unwrap(), [(blob, OfferedFile::Whole(1))]);
    assert_eq!(shelf.store.blob(blob).unwrap(), Some(bytes));
    assert!(shelf.store.files_of(files_id(DocId([1; 16]))).unwrap().is_empty());
}

#[test]
fn what_a_server_said_of_files_belongs_to_a_life_of_its_database() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let files = [locked(1), locked(2)];
    let mut blobs = Vec::new();
    for bytes in &files {
        let (run, blob) = described(&mut project.alice, RESPONSE, bytes);
        receive(&shelf.store, &[run]);
        put(&shelf, bytes, 0..3);
        blobs.push(blob);
    }
    let to_offer = |generation| shelf.store.files_to_offer(generation, |_| true, 1 << 20).unwrap();
    assert_eq!(to_offer(None), blobs);
    assert_eq!(shelf.store.files_to_offer(None, |_| true, 200_000).unwrap(), blobs[..1]);
    let said = [(blobs[0], Whereabouts::OnServer), (blobs[1], Whereabouts::InBackup)];
    shelf.store.put_file_receipts(SERVER, &said).unwrap();
    assert_eq!(to_offer(Some(SERVER)), blobs[..1]);
    assert_eq!(to_offer(Some(Generation([6; 16]))), blobs);
    assert!(shelf.store.files_to_offer(None, |scope| scope.class == Class::Field, 1 << 20).unwrap().is_empty());
    assert_eq!(shelf.store.file_place(Some(SERVER), blobs[1]).unwrap(), Whereabouts::InBackup);
    assert_eq!(shelf.store.count_files(Some(SERVER)).unwrap(), (2, 0, 0));
    assert_eq!(shelf.store.count_files(Some(Generation([6; 16]))).unwrap(), (2, 0, 2));
    shelf.store.lose_file_backups().unwrap();
    assert_eq!(shelf.store.file_place(Some(SERVER), blobs[1]).unwrap(), Whereabouts::OnServer);
    assert_eq!(shelf.store.files_held(Some(project.alice.key.public())).unwrap().bytes, 300_000);
    assert_eq!(shelf.store.files_held(Some(crate::ids::DeviceId([1; 32]))).unwrap().files, 0);
}

#[test]
fn an_erased_interview_takes_its_files_out_of_the_database_and_their_numbers_are_not_given_again() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let (bytes, other) = (locked(1), locked(2));
    let (run, blob) = described(&mut project.alice, RESPONSE, &bytes);
    receive(&shelf.store, &[run]);
    put(&shelf, &bytes, 0..3);
    assert!(holds(&shelf, &bytes));
    shelf.store.erase_again(&[Subject::response(RESPONSE)]).unwrap();
    assert!(!holds(&shelf, &bytes));
    assert!(shelf.store.files_of(files_id(RESPONSE)).unwrap().is_empty());
    assert!(matches!(shelf.store.put_chunk(blob, 0, &bytes[..65_536]), Err(StoreError::UnknownBlob)));
    let (again, _) = described(&mut project.alice, RESPONSE, &bytes);
    receive(&shelf.store, &[again]);
    assert!(shelf.store.files_of(files_id(RESPONSE)).unwrap().is_empty(), "it does not come back");
    let (run, blob) = described(&mut project.alice, DocId([1; 16]), &other);
    receive(&shelf.store, &[run]);
    put(&shelf, &other, 0..3);
    assert_eq!(shelf.store.offered_files(&[blob]).unwrap(), [(blob, OfferedFile::Whole(2))]);
}

#[test]
fn nobody_has_a_questionnaire_thrown_away_by_calling_it_a_file() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let bytes = [b"form ", &locked(1)[..]].concat();
    let manifest = Manifest::of(&bytes, FORM_MEDIA);
    let payload = minicbor::to_vec(&manifest).unwrap();
    let (kind, doc_kind, doc) = (PayloadKind::Manifest, Some(DocKind::FormVersion), manifest.doc());
    let form = project.alice.write(Scope::whole(Class::Project), vec![Unsigned { kind, doc_kind, doc, payload }]);
    let (run, _) = described(&mut project.alice, RESPONSE, &bytes);
    receive(&shelf.store, &[form, run]);
    put(&shelf, &bytes, 0..3);
    shelf.store.erase_again(&[Subject::response(RESPONSE)]).unwrap();
    assert_eq!(shelf.store.blob(manifest.blob).unwrap(), Some(bytes));
    assert!(shelf.store.is_form_blob(manifest.blob).unwrap());
}

#[test]
fn what_left_this_store_alone_takes_its_files_along_and_does_not_ask_for_them_again() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let bytes = locked(1);
    let (run, _) = described(&mut project.alice, RESPONSE, &bytes);
    receive(&shelf.store, &[run]);
    put(&shelf, &bytes, 0..3);
    let record: BTreeSet<_> = [(DocKind::Files.number(), files_id(RESPONSE))].into();
    let safe = shelf.store.holdings(crate::store::Logs::All).unwrap();
    assert_eq!(shelf.store.forget(&[record], &safe).unwrap(), 1);
    assert!(!holds(&shelf, &bytes));
    assert!(shelf.store.missing_chunks(true).unwrap().is_empty());
}

#[test]
fn a_drafts_file_goes_with_the_answer_that_names_it() {
    let project = Project::founded();
    let shelf = Shelf::of(&project);
    let (id, meta) = (RESPONSE, String::new());
    let head = DraftHead { id, form: FORM, door: None, area: None, round: None, started: NOW, updated: NOW, meta };
    shelf.store.put_draft(&head).unwrap();
    let file = |name: &str, seed| {
        let locked = Locked { key: ContentKey::from_bytes([seed; 32]), length: 5, bytes: locked(seed) };
        DraftFile { name: name.to_owned(), media: "image/png".to_owned(), locked }
    };
    shelf.store.put_draft_file(id, "photo", &file("a.png", 1), NOW).unwrap();
    let shelf = shelf.reopened();
    assert_eq!(shelf.store.draft_file(id, "a.png").unwrap(), Some(file("a.png", 1)));
    assert_eq!(shelf.store.draft(id).unwrap().unwrap().answers["photo"], "a.png");
    shelf.store.put_draft_file(id, "photo", &file("b.png", 2), NOW).unwrap();
    assert_eq!(shelf.store.draft_files(id).unwrap(), [("b.png".to_owned(), 150_000)]);
    shelf.store.put_draft_answers(id, &[("photo", None)], NOW).unwrap();
    assert!(shelf.store.draft_files(id).unwrap().is_empty());
    shelf.store.put_draft_file(id, "photo", &file("c.png", 3), NOW).unwrap();
    shelf.store.delete_draft(id).unwrap();
    assert!(shelf.store.draft_file(id, "c.png").unwrap().is_none());
}
