//! The parts of the road, each by itself: what one response costs where.
//!
//! The whole road, with disk and network, is measured by the program `bench` in the folder beside this file.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use doorstep_core::document::kinds::response::Interview;
use doorstep_core::document::{Change, Document};
use doorstep_core::entry::{
    Author, DocKey, Facts, LogEnd, LogKey, PayloadKind, Run, Unsigned, actor_of, check_run, plan,
};
use doorstep_core::evaluation::{Collected, Contribution, Disclosure, Evaluation, Population, Rules, Tally};
use doorstep_core::export::{Catalogue, Layout, Record, RecordsAs, begin};
use doorstep_core::form::import::{Limits, import, import_workbook};
use doorstep_core::form::interview::{Attachments, Opening, PreparedForm};
use doorstep_core::form::model::Form;
use doorstep_core::ids::{BlobHash, DocId, Incarnation, KeyId, LogId};
use doorstep_core::member::{Class, DocKind, FoundingAct, Keypair, Membership, Scope};
use doorstep_core::response::{Cell, Response};
use doorstep_core::seal::SealedValue;
use doorstep_core::time::Timestamp;
use doorstep_core::words::{Language, Words};
use doorstep_tests::forms;
use doorstep_tests::generate::{Generator, PER_DEVICE, answers, workbook};
use jiff::tz::TimeZone;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const FORM: BlobHash = BlobHash([7; 32]);
const NOW: Timestamp = Timestamp(1_794_207_600_000);

/// One phone's log of responses, and what a receiver knows before it comes.
struct Log {
    facts: Facts,
    run: Run,
}

impl Log {
    /// Interviews.
    fn of(count: u64) -> Self {
        Self::with(count, Class::Field, |log, doc, number, _| {
            Unsigned::change(DocKind::Response, doc, first_change(log, doc, number).into_body())
        })
    }

    /// Addresses that are locked: of these nothing is read but signature, chain and rights.
    fn of_locked(count: u64) -> Self {
        Self::with(count, Class::Sealed, |_, doc, _, rng| {
            let mut ciphertext = vec![0; 144];
            rng.fill_bytes(&mut ciphertext);
            let sealed = SealedValue { key: KeyId([1; 16]), encapsulated: [2; 32], ciphertext };
            Unsigned { kind: PayloadKind::Sealed, doc_kind: Some(DocKind::Door), doc, payload: sealed.to_bytes() }
        })
    }

    fn with(count: u64, class: Class, mut entry: impl FnMut(LogId, DocId, u64, &mut ChaCha20Rng) -> Unsigned) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (key, recovery) = (Keypair::random(&mut rng), Keypair::random(&mut rng));
        let founding = FoundingAct::new("Larkfield", &recovery, key.public(), NOW, &mut rng).expect("a short name");
        let grant = founding.grant().id;
        let membership = Membership::founded(founding);
        let author = Author { project: membership.project(), key: &key, incarnation: Incarnation([1; 8]) };
        let opening = author.opening(Scope::whole(class), grant);
        let mut run = author.open(&opening, NOW, &mut rng);
        let header = run.entries[0].header(author.project, run.log, 1, doorstep_core::ids::EntryHash([0; 32]));
        let end = LogEnd { log: run.log, seq: 1, hash: doorstep_core::entry::Header::hash(&header) };
        let unsigned = (0..count).map(|number| {
            let mut doc = DocId([0; 16]);
            rng.fill_bytes(&mut doc.0);
            entry(run.log, doc, number, &mut rng)
        });
        let unsigned = unsigned.collect();
        run.entries.extend(author.append(&end, unsigned, NOW, &mut rng).entries);
        let rules = BTreeMap::from([(FORM, Arc::new(rules()))]);
        let (logs, docs, held) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let erased = BTreeSet::new();
        let facts = Facts { membership: Arc::new(membership), logs, docs, held, rules, erased };
        Self { facts, run }
    }
}

fn first_change(log: LogId, doc: DocId, number: u64) -> Change {
    let answers = answers(Generator::new(1).response(number));
    let values =
        Interview { form: FORM, round: None, area: None, door: None, answers, computed: BTreeMap::new() }.to_values();
    let mut changes = Document::first(actor_of(log, doc), &values).expect("a response fits into a document");
    assert_eq!(changes.len(), 1, "a response is one entry");
    changes.remove(0)
}

fn form() -> Form {
    import_workbook(&workbook(), "survey", &Limits::default()).expect("the form is sound").form
}

fn rules() -> Rules {
    Rules::from_form(FORM, &form())
}

fn response(number: u64) -> Response {
    let answers = answers(Generator::new(1).response(number));
    let answers = answers.into_iter().map(|(path, answer)| (path, Cell::One(answer))).collect();
    let id = DocId([0; 16]);
    Response { id, form: FORM, round: None, area: None, door: None, withdrawn: false, answers }
}

fn ingest(c: &mut Criterion) {
    let mut group = c.benchmark_group("a response, in a log of 40");
    group.throughput(Throughput::Elements(PER_DEVICE));
    let Log { facts, run } = Log::of(PER_DEVICE);
    let project = facts.membership.project();
    group.bench_function("check_run", |b| {
        b.iter_batched(|| run.clone(), |run| check_run(project, run, LogKey::default()), BatchSize::SmallInput);
    });
    let checked = check_run(project, run.clone(), LogKey::default());
    assert_eq!(checked.entries.len() as u64, PER_DEVICE + 1);
    assert_eq!(plan(&facts, vec![checked.clone()]).outcomes[0].new, PER_DEVICE + 1);
    group.bench_function("plan", |b| {
        b.iter_batched(|| vec![checked.clone()], |runs| plan(&facts, runs), BatchSize::SmallInput);
    });
    group.finish();
}

/// What every entry costs whatever is in it: signature, chain and rights. It should stay under 60 us for each.
fn rights(c: &mut Criterion) {
    let mut group = c.benchmark_group("signature, chain and rights, in a log of 40");
    group.throughput(Throughput::Elements(PER_DEVICE));
    let Log { facts, run } = Log::of_locked(PER_DEVICE);
    let project = facts.membership.project();
    group.bench_function("check_run and plan", |b| {
        let judged = |run| plan(&facts, vec![check_run(project, run, LogKey::default())]);
        assert_eq!(judged(run.clone()).outcomes[0].new, PER_DEVICE + 1);
        b.iter_batched(|| run.clone(), judged, BatchSize::SmallInput);
    });
    group.finish();
}

fn documents(c: &mut Criterion) {
    let (log, doc) = (LogId([1; 32]), DocId([2; 16]));
    let actor = actor_of(log, doc);
    let body = first_change(log, doc, 1).into_body();
    c.bench_function("Document::first", |b| {
        let answers = answers(Generator::new(1).response(1));
        let values = Interview { form: FORM, round: None, area: None, door: None, answers, computed: BTreeMap::new() }
            .to_values();
        b.iter(|| Document::first(actor, &values));
    });
    c.bench_function("Change::read", |b| {
        b.iter_batched(|| body.clone(), |body| Change::read(body, actor), BatchSize::SmallInput);
    });
    let change = first_change(log, doc, 1);
    c.bench_function("Document::load of one change", |b| {
        b.iter_batched(|| change.clone(), |change| Document::load([change]), BatchSize::SmallInput);
    });
    let key = DocKey { scope: Scope::whole(Class::Field), kind: DocKind::Response.number(), doc };
    let document = Document::load([change]).expect("a first change");
    let rules = Arc::new(rules());
    c.bench_function("response_row", |b| {
        b.iter(|| doorstep_core::entry::response_row(&key, &document, |_| Some(Arc::clone(&rules))));
    });
}

fn evaluation(c: &mut Criterion) {
    let rules = rules();
    let one = response(1);
    c.bench_function("Contribution::new", |b| b.iter(|| Contribution::new(&rules, &one)));
    let contributions: Vec<Contribution> = (0..20_000).map(|n| Contribution::new(&rules, &response(n))).collect();
    let mut group = c.benchmark_group("20,000 responses");
    group.sample_size(10);
    group.bench_function("Tally", |b| b.iter(|| contributions.iter().collect::<Tally>()));
    let tally: Tally = contributions.iter().collect();
    let (forms, none) = (BTreeMap::from([(FORM, Arc::new(rules))]), BTreeMap::new());
    let (knocks, doors, agreed, population) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), Population::default());
    let collected = Collected {
        tally: &tally,
        forms: &forms,
        areas: &none,
        rounds: &none,
        in_order: &[],
        knocks: &knocks,
        doors: &doors,
        population: &population,
        agreed: &agreed,
        keys: None,
        kept_out: 0,
    };
    group.bench_function("Evaluation::new", |b| b.iter(|| Evaluation::new(&collected, Disclosure::INSIDE)));
    group.finish();
}

fn questionnaires(c: &mut Criterion) {
    let bytes = forms::workbook("neighbourhood_coassessment").expect("the form ships with the tests");
    c.bench_function("import of the shipped .xlsx", |b| b.iter(|| import(&bytes, &Limits::default())));
    let prepared = PreparedForm::new(Arc::new(form()), Attachments::default()).expect("the form's logic is sound");
    let mut interview = doorstep_core::form::interview::Interview::start(prepared, Opening::new(NOW, TimeZone::UTC, 1));
    let given = Generator::new(1).response(1);
    for (path, text) in given.iter().filter(|(path, _)| !path.contains('[')) {
        // Questions that answer themselves refuse; they are none of this measure's business.
        interview.answer(path, text).map(drop).unwrap_or_default();
    }
    let mut turn = false;
    c.bench_function("one answer of an interview", |b| {
        b.iter(|| {
            turn = !turn;
            black_box(interview.answer("clean", if turn { "happy" } else { "mixed" }))
        });
    });
}

/// What an answer costs follows what depends on it, not how long the form is.
fn growing_questionnaires(c: &mut Criterion) {
    let mut group = c.benchmark_group("one answer of a generated form");
    for rows in [10_usize, 100, 1_000, 10_000] {
        let form = Arc::new(doorstep_tests::generate::form(rows, rows * 34 / 100));
        let prepared = PreparedForm::new(form, Attachments::default()).expect("the form's logic is sound");
        let opening = Opening::new(NOW, TimeZone::UTC, 1);
        let mut interview = doorstep_core::form::interview::Interview::start(prepared, opening);
        let mut turn = false;
        group.bench_function(format!("{rows} rows"), |b| {
            b.iter(|| {
                turn = !turn;
                black_box(interview.answer("g0/q1", if turn { "3" } else { "4" }))
            });
        });
    }
    group.finish();
}

/// What a file of records costs, read from nowhere: with everything kept that the kind of file takes.
fn exports(c: &mut Criterion) {
    let record = |number: u64| {
        let Response { form, round, area, answers, .. } = response(number);
        Record {
            id: DocId(u128::from(number).to_be_bytes()),
            form,
            round,
            area,
            finished: NOW,
            by: None,
            from_paper: false,
            language: None,
            consents: Vec::new(),
            cells: answers,
            edits: 0,
            sides: BTreeMap::new(),
            changes: Vec::new(),
            decisions: Vec::new(),
            person: BTreeMap::new(),
        }
    };
    let records: Vec<Record> = (0..5_000).map(record).collect();
    let answers: usize = records.iter().map(|record| record.cells.len()).sum();
    let catalogue = Arc::new(Catalogue { forms: vec![(FORM, form())], ..Catalogue::default() });
    let words = Words::new(&Language::english());
    let mut group = c.benchmark_group("export");
    group.sample_size(10).throughput(Throughput::Elements(answers as u64));
    let kinds = [
        ("csv", RecordsAs::Csv),
        ("xlsx", RecordsAs::Book),
        ("parquet", RecordsAs::Parquet),
        ("jsonl", RecordsAs::Lines),
    ];
    for (name, kind) in kinds {
        group.bench_function(name, |b| {
            b.iter(|| {
                let file = tempfile::tempfile().expect("a temporary file");
                let layout = Layout::default();
                let mut out = begin(kind, &catalogue, &layout, &words, file).expect("a new file can be written");
                for record in &records {
                    out.add(record).expect("the file can be written");
                }
                out.finish().expect("the file can be written");
            });
        });
    }
    group.finish();
}

criterion_group!(parts, ingest, rights, documents, evaluation, questionnaires, growing_questionnaires, exports);
criterion_main!(parts);
