//! A small project for the store's tests: alice founds it, others are granted rights, and everybody writes signed entries.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use rusqlite::types::Value;
use tempfile::TempDir;

use super::{SqliteStore, StoreHooks};
use crate::document::kinds::response::{Interview, answer_key, answer_value};
use crate::document::{Change, Document};
use crate::entry::{
    Author, CheckedRun, DocKey, Header, LogEnd, Outcome, Run, StoredChange, Unsigned, actor_of, check_run, plan,
};
use crate::evaluation::Rules;
use crate::ids::{BlobHash, DocId, EntryHash, GrantId, Incarnation, LogId, MemberId, ProjectId};
use crate::member::{Act, Class, Deed, DocKind, FoundingAct, Keypair, Role, Scope, ScopePattern, Scopes};
use crate::response::Answer;
use crate::time::Timestamp;

pub(super) const NOW: Timestamp = Timestamp(1_700_000_000_000);
pub(super) const FIELD: Scope = Scope::whole(Class::Field);
pub(super) const FORM: BlobHash = BlobHash([1; 32]);

/// The real planner; anything that begins with `form` is a form version.
pub(super) const HOOKS: StoreHooks =
    StoreHooks { plan, rules_of: |form, bytes| bytes.starts_with(b"form").then(|| Rules::new(form, Vec::new())) };

/// Somebody with a device, who writes in several logs.
pub(super) struct Person {
    pub(super) key: Keypair,
    pub(super) incarnation: Incarnation,
    pub(super) grant: GrantId,
    project: ProjectId,
    ends: BTreeMap<LogId, LogEnd>,
    rng: ChaCha20Rng,
}

impl Person {
    fn author(&self) -> Author<'_> {
        Author { project: self.project, key: &self.key, incarnation: self.incarnation }
    }

    pub(super) fn log(&self, scope: Scope) -> LogId {
        self.author().opening(scope, self.grant).log(self.project)
    }

    /// Appends to the log in a scope; the first run of a log begins with its opening.
    pub(super) fn write(&mut self, scope: Scope, unsigned: Vec<Unsigned>) -> Run {
        let opening = self.author().opening(scope, self.grant);
        let log = opening.log(self.project);
        let mut rng = self.rng.clone();
        let (mut run, end) = match self.ends.get(&log) {
            Some(end) => (Run { log, first_seq: end.seq + 1, prev: Some(end.hash), entries: Vec::new() }, *end),
            None => {
                let run = self.author().open(&opening, NOW, &mut rng);
                let header = run.entries[0].header(self.project, log, 1, EntryHash([0; 32]));
                (run, LogEnd { log, seq: 1, hash: Header::hash(&header) })
            }
        };
        let appended = self.author().append(&end, unsigned, NOW, &mut rng);
        let mut hash = end.hash;
        for (seq, entry) in (appended.first_seq..).zip(&appended.entries) {
            hash = Header::hash(&entry.header(self.project, log, seq, hash));
        }
        self.rng = rng;
        self.ends.insert(log, LogEnd { log, seq: appended.end_seq() - 1, hash });
        run.entries.extend(appended.entries);
        run
    }

    /// An interview, as one entry.
    pub(super) fn interview(&mut self, scope: Scope, answer: &str) -> (DocKey, Run) {
        let mut doc = DocId([0; 16]);
        self.rng.fill_bytes(&mut doc.0);
        let answers = BTreeMap::from([("sat_clean".to_owned(), Answer::Given(answer.to_owned()))]);
        let interview = Interview {
            form: FORM,
            round: None,
            area: None,
            door: Some(DocId([9; 16])),
            answers,
            computed: BTreeMap::new(),
        };
        let changes = Document::first(actor_of(self.log(scope), doc), &interview.to_values()).unwrap();
        let run = self.write(scope, changed(doc, changes));
        (DocKey { scope, kind: DocKind::Response.number(), doc }, run)
    }

    /// Interviews by the dozen, in one run.
    pub(super) fn interviews(&mut self, scope: Scope, count: u32) -> Run {
        let mut run: Option<Run> = None;
        for number in 0..count {
            let (_, next) = self.interview(scope, &number.to_string());
            match &mut run {
                Some(run) => run.entries.extend(next.entries),
                None => run = Some(next),
            }
        }
        run.expect("at least one interview was asked for")
    }

    /// A correction of the answer, by somebody who has seen these changes.
    pub(super) fn correct(&mut self, key: &DocKey, seen: &[StoredChange], answer: &str) -> Run {
        let changes = seen.iter().map(|stored| Change::read(stored.body.clone(), stored.actor).unwrap());
        let document = Document::load(changes).unwrap();
        let puts = BTreeMap::from([(answer_key("sat_clean"), answer_value(&Answer::Given(answer.to_owned())))]);
        let edits = document.edit(actor_of(self.log(key.scope), key.doc), &puts, Some("misheard")).unwrap();
        self.write(key.scope, changed(key.doc, edits))
    }
}

fn changed(doc: DocId, changes: Vec<Change>) -> Vec<Unsigned> {
    changes.into_iter().map(|change| Unsigned::change(DocKind::Response, doc, change.into_body())).collect()
}

/// A project that alice has founded.
pub(super) struct Project {
    pub(super) founding: FoundingAct,
    pub(super) alice: Person,
}

impl Project {
    pub(super) fn founded() -> Self {
        let (key, mut rng) = (Keypair::from_seed([2; 32]), ChaCha20Rng::from_seed([2; 32]));
        let recovery = Keypair::from_seed([1; 32]);
        let founding = FoundingAct::new("Larkfield", &recovery, key.public(), NOW, &mut rng).unwrap();
        let (project, grant) = (founding.project(), founding.grant().id);
        let alice = Person { key, incarnation: Incarnation([7; 8]), grant, project, ends: BTreeMap::new(), rng };
        Self { founding, alice }
    }

    /// Lets alice grant somebody's device the role of researcher for everything in the field.
    pub(super) fn granted(&mut self, seed: u8) -> (Person, Run) {
        let key = Keypair::from_seed([seed; 32]);
        let deed = Deed::Grant {
            member: MemberId([seed; 16]),
            device: key.public(),
            role: Role::Researcher.number(),
            patterns: vec![ScopePattern::all_of(Class::Field)],
            custody: 1,
        };
        let act = Act { heads: Vec::new(), deed };
        let run = self.alice.write(Scope::whole(Class::Membership), vec![Unsigned::act(act.to_bytes())]);
        let project = self.founding.project();
        let header_of_last = self.alice.ends[&run.log].hash;
        let grant = GrantId(header_of_last.0);
        let (ends, rng) = (BTreeMap::new(), ChaCha20Rng::from_seed([seed; 32]));
        (Person { key, incarnation: Incarnation([seed; 8]), grant, project, ends, rng }, run)
    }
}

/// A store in a folder of its own.
pub(super) struct Shelf {
    pub(super) store: SqliteStore,
    pub(super) path: PathBuf,
    pub(super) folder: TempDir,
}

impl Shelf {
    /// A store that holds nothing yet but the project.
    pub(super) fn of(project: &Project) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let store = SqliteStore::open(&path, HOOKS).unwrap();
        store.set_founding(&project.founding).unwrap();
        Self { store, path, folder }
    }

    /// Closes the store and opens it again.
    pub(super) fn reopened(self) -> Self {
        let Self { store, path, folder } = self;
        drop(store);
        Self { store: SqliteStore::open(&path, HOOKS).unwrap(), path, folder }
    }
}

/// Runs as a receiver checks them.
pub(super) fn checked(store: &SqliteStore, runs: &[Run]) -> Vec<CheckedRun> {
    let project = store.membership().unwrap().project();
    let check = |run: &Run| check_run(project, run.clone(), store.log_key(run.log, run.first_seq).unwrap());
    runs.iter().map(check).collect()
}

/// Checks and ingests runs, one call for each, as if they came one after the other.
pub(super) fn receive(store: &SqliteStore, runs: &[Run]) -> Vec<Outcome> {
    runs.iter().flat_map(|run| store.ingest(checked(store, std::slice::from_ref(run))).unwrap()).collect()
}

pub(super) fn everything() -> Scopes {
    Scopes::everything()
}

/// Every row of every table.
pub(super) fn dump(path: &Path) -> BTreeMap<String, Vec<Vec<Value>>> {
    let connection = super::schema::open_reader(path, None).unwrap();
    let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut dump = BTreeMap::new();
    for name in names {
        let mut statement = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
        dump.insert(name, rows.map(Result::unwrap).collect());
    }
    dump
}
