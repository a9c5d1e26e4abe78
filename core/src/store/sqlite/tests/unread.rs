//! What an earlier version left unread is read once the program can.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rusqlite::types::Value;
use tempfile::TempDir;

use crate::blob::LOCKED_MEDIA;
use crate::document::kinds::response::read;
use crate::document::{Change, Flat};
use crate::entry::{CheckedRun, Content, DocKey, Facts, Manifest, PayloadKind, Planned, READS, Run, Unsigned, plan};
use crate::member::{DocKind, Keypair};
use crate::response::{Answer, Cell};
use crate::store::sqlite::testing::{FIELD, HOOKS, Project, Shelf, dump, receive};
use crate::store::sqlite::{MetaKey, SqliteStore, StoreHooks};

/// The seed of bob, whose phone is newer than the others.
const BOB: u8 = 4;

/// The planner of a version that can read nothing of what bob writes about documents.
fn plan_as_before(facts: &Facts, mut runs: Vec<CheckedRun>) -> Planned {
    let bob = Keypair::from_seed([BOB; 32]).public();
    for run in runs.iter_mut().filter(|run| run.opening.is_some_and(|opening| opening.device == bob)) {
        for entry in run.entries.iter_mut().filter(|entry| entry.head.doc_kind != 0) {
            entry.content = Content::Opaque;
        }
    }
    plan(facts, runs)
}

const AS_BEFORE: StoreHooks = StoreHooks { plan: plan_as_before, rules_of: HOOKS.rules_of };

/// A store of the version before, in a folder of its own.
struct Before {
    store: SqliteStore,
    path: PathBuf,
    folder: TempDir,
}

impl Before {
    fn of(project: &Project) -> Self {
        let Shelf { store, path, folder } = Shelf::of(project);
        store.set_meta(MetaKey::Reads, &(READS - 1).to_le_bytes()).unwrap();
        drop(store);
        Self { store: SqliteStore::open(&path, AS_BEFORE).unwrap(), path, folder }.set_back()
    }

    /// As if the version before had opened it last.
    fn set_back(self) -> Self {
        self.store.set_meta(MetaKey::Reads, &(READS - 1).to_le_bytes()).unwrap();
        self
    }

    /// Opens it with this version.
    fn updated(self) -> Shelf {
        let Self { store, path, folder } = self;
        drop(store);
        Shelf { store: SqliteStore::open(&path, HOOKS).unwrap(), path, folder }
    }
}

/// A description of a file in the field.
fn described() -> Unsigned {
    let manifest = Manifest::of(b"a picture", LOCKED_MEDIA);
    let (kind, doc_kind) = (PayloadKind::Manifest, Some(DocKind::Response));
    Unsigned { kind, doc_kind, doc: manifest.doc(), payload: minicbor::to_vec(&manifest).unwrap() }
}

fn answer_of(shelf: &Shelf, key: &DocKey) -> Cell {
    let stored = shelf.store.document(key).unwrap();
    let changes = stored.iter().map(|stored| Change::read(stored.body.clone(), stored.actor).unwrap());
    let response = read(key.doc, &Flat::of_changes(changes).unwrap()).unwrap();
    response.answers["sat_clean"].clone()
}

fn rows(shelf: &Shelf) -> BTreeMap<String, Vec<Vec<Value>>> {
    let mut tables = dump(&shelf.path);
    tables.remove("meta");
    tables
}

/// Bob's interviews and what goes with them, in the order in which they arrive, and alice's correction of the first.
fn story(project: &mut Project) -> Vec<Run> {
    let (mut bob, granted) = project.granted(BOB);
    let (first, interview) = bob.interview(FIELD, "low");
    let more = bob.interviews(FIELD, 3);
    let with_file = bob.write(FIELD, vec![described()]);
    let straight = Shelf::of(project);
    receive(&straight.store, &[granted.clone(), interview.clone()]);
    let correction = project.alice.correct(&first, &straight.store.document(&first).unwrap(), "high");
    vec![granted, interview, more, with_file, correction]
}

#[test]
fn what_an_earlier_version_left_unread_counts_once_this_one_opens_the_store() {
    let mut project = Project::founded();
    let story = story(&mut project);
    let straight = Shelf::of(&project);
    receive(&straight.store, &story);

    let before = Before::of(&project);
    receive(&before.store, &story);
    let counts = before.store.counts().unwrap();
    assert_eq!((counts.responses, counts.opaque, counts.held), (0, 5, 1));

    let updated = before.updated();
    assert_eq!(rows(&updated), rows(&straight));
    let counts = updated.store.counts().unwrap();
    assert_eq!((counts.responses, counts.opaque, counts.held), (4, 0, 0));
    let updated = updated.reopened();
    assert_eq!(rows(&updated), rows(&straight));
}

#[test]
fn an_unread_change_that_came_before_what_it_builds_on_is_read_when_that_comes() {
    let mut project = Project::founded();
    let (mut bob, granted) = project.granted(BOB);
    let (key, interview) = project.alice.interview(FIELD, "low");
    let straight = Shelf::of(&project);
    receive(&straight.store, &[granted.clone(), interview.clone()]);
    let correction = bob.correct(&key, &straight.store.document(&key).unwrap(), "high");

    let before = Before::of(&project);
    receive(&before.store, &[granted, correction.clone()]);
    let updated = before.updated();
    assert_eq!(updated.store.counts().unwrap().opaque, 1, "it waits");
    receive(&updated.store, &[interview]);
    assert_eq!(updated.store.counts().unwrap().opaque, 0);

    // In the feed it stands before what it builds on: whoever loads the document copes with that.
    let updated = updated.reopened();
    receive(&straight.store, &[correction]);
    let again = project.alice.correct(&key, &straight.store.document(&key).unwrap(), "mid");
    let outcomes = receive(&updated.store, &[again]);
    assert!(outcomes.iter().all(|outcome| outcome.refused.is_empty()), "{outcomes:?}");
    assert_eq!(answer_of(&updated, &key), Cell::One(Answer::Given("mid".to_owned())));
}
