//! What a result costs at a size that no street reaches: 100,000 interviews of 30 questions, with and without the adjustment.
//!
//! Twelve criteria asked as importance and satisfaction, five perspectives, twenty areas, four margins. The other parts are `parts`'.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use doorstep_core::evaluation::{
    Agreed, Choice, Collected, Contribution, Disclosure, Doors, Evaluation, Kind, Label, Live, Measure, Population,
    Question, Rules, Tally,
};
use doorstep_core::ids::{BlobHash, DocId};
use doorstep_core::report::{Access, Report, page};
use doorstep_core::response::{Answer, Cell, Response};
use doorstep_core::words::{Language, Words};

const FORM: BlobHash = BlobHash([7; 32]);
/// How many interviews: a usual survey, a large one, and the largest that anything is measured at.
const SIZES: [u64; 3] = [2_000, 20_000, 100_000];
const VIEWS: [&str; 5] = ["resident", "service_user", "carer", "staff", "manager"];
/// The margins and how many groups each has.
const MARGINS: [(&str, u64); 4] = [("age", 6), ("home", 4), ("work", 4), ("years", 5)];
const CRITERIA: u64 = 12;
const AREAS: u64 = 20;

fn choices(names: impl Iterator<Item = (String, Option<i16>)>) -> Vec<Choice> {
    names.map(|(name, points)| Choice { label: Label::plain(&name), name, points, missing: None }).collect()
}

fn scale() -> Vec<Choice> {
    choices((1..=5).map(|points| (format!("p{points}"), Some(points))))
}

fn rules() -> Rules {
    let views = choices(VIEWS.iter().map(|view| ((*view).to_owned(), None)));
    let mut questions = vec![Question { kind: Kind::One, choices: views, perspective: true, ..Question::open("view") }];
    for number in 0..CRITERIA {
        for (measure, prefix) in [(Measure::Importance, "imp"), (Measure::Satisfaction, "sat")] {
            questions.push(Question {
                kind: Kind::One,
                choices: scale(),
                criterion: Some(format!("c{number}")),
                measure: Some(measure),
                ..Question::open(&format!("{prefix}{number}"))
            });
        }
    }
    for (name, groups) in MARGINS {
        let choices = choices((0..groups).map(|group| (format!("g{group}"), None)));
        questions.push(Question { kind: Kind::One, choices, margin: true, ..Question::open(name) });
    }
    questions.push(Question { kind: Kind::One, choices: scale(), ..Question::open("mood") });
    Rules::new(FORM, questions)
}

/// A number below `most` that follows from two others, as if thrown.
fn thrown(number: u64, place: u64, most: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ place.wrapping_mul(0xd1b5_4a32_d192_ed03);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 29)) % most
}

fn id(kind: u8, number: u64) -> DocId {
    let mut id = [kind; 16];
    id[8..].copy_from_slice(&number.to_be_bytes());
    DocId(id)
}

fn response(number: u64) -> Response {
    let mut answers = BTreeMap::new();
    let mut give = |path: String, text: String| answers.insert(path, Cell::One(Answer::Given(text)));
    let view = [0, 0, 0, 0, 0, 0, 1, 2, 3, 4][usize::try_from(thrown(number, 1, 10)).expect("below ten")];
    give("view".to_owned(), VIEWS[view].to_owned());
    for criterion in 0..CRITERIA {
        give(format!("imp{criterion}"), format!("p{}", 1 + thrown(number, 10 + criterion, 5)));
        give(format!("sat{criterion}"), format!("p{}", 1 + thrown(number, 40 + criterion, 5)));
    }
    for (place, (name, groups)) in (70..).zip(MARGINS) {
        give(name.to_owned(), format!("g{}", thrown(number, place, groups)));
    }
    give("mood".to_owned(), format!("p{}", 1 + thrown(number, 90, 5)));
    let area = Some(id(0xa0, thrown(number, 2, AREAS)));
    let round = Some(id(0xc0, 1));
    Response { id: id(0xd0, number), form: FORM, round, area, door: None, withdrawn: false, answers }
}

fn population() -> Population {
    let groups = |groups: u64| (0..groups).map(|group| (format!("g{group}"), 100 + 40 * group)).collect();
    Population(MARGINS.iter().map(|(name, many)| ((*name).to_owned(), groups(*many))).collect())
}

/// Everything of a survey but its counts.
struct Survey {
    forms: BTreeMap<BlobHash, Arc<Rules>>,
    areas: BTreeMap<DocId, String>,
    rounds: BTreeMap<DocId, String>,
    knocks: BTreeMap<String, u64>,
    doors: BTreeMap<Option<DocId>, Doors>,
    agreed: BTreeMap<String, Agreed>,
    unweighted: Population,
    population: Population,
}

impl Survey {
    fn new() -> Self {
        Self {
            forms: BTreeMap::from([(FORM, Arc::new(rules()))]),
            areas: (0..AREAS).map(|area| (id(0xa0, area), format!("Area {area}"))).collect(),
            rounds: BTreeMap::from([(id(0xc0, 1), "Spring".to_owned())]),
            knocks: BTreeMap::new(),
            doors: BTreeMap::new(),
            agreed: BTreeMap::new(),
            unweighted: Population::default(),
            population: population(),
        }
    }

    fn collected<'a>(&'a self, tally: &'a Tally, adjusted: bool) -> Collected<'a> {
        Collected {
            tally,
            forms: &self.forms,
            areas: &self.areas,
            rounds: &self.rounds,
            in_order: &[],
            knocks: &self.knocks,
            doors: &self.doors,
            population: if adjusted { &self.population } else { &self.unweighted },
            agreed: &self.agreed,
            keys: None,
            kept_out: 0,
        }
    }
}

fn read(bytes: &[u8]) -> Contribution {
    minicbor::decode(bytes).expect("just written")
}

fn stored(survey: &Survey, interviews: u64) -> Vec<Vec<u8>> {
    let rules = &survey.forms[&FORM];
    let made = (0..interviews).map(|number| Contribution::new(rules, &response(number)));
    made.map(|contribution| minicbor::to_vec(contribution).expect("writing into memory")).collect()
}

/// One more interview, and the insiders' result with its weights as it is then.
fn one_more(c: &mut Criterion) {
    let survey = Survey::new();
    let mut group = c.benchmark_group("one more interview");
    for interviews in SIZES {
        let stored = stored(&survey, interviews);
        let mut tally: Tally = stored.iter().map(|bytes| read(bytes)).collect::<Vec<_>>().iter().collect();
        let (mut live, one) = (Live::default(), read(&stored[7]));
        live.evaluation(&survey.collected(&tally, true), Disclosure::INSIDE);
        group.bench_function(format!("among {interviews}: result and weights, inside"), |b| {
            b.iter(|| {
                tally.add(&one);
                live.add(&one);
                live.evaluation(&survey.collected(&tally, true), Disclosure::INSIDE)
            });
        });
        group.bench_function(format!("among {interviews}: the same, outside"), |b| {
            b.iter(|| {
                tally.add(&one);
                live.add(&one);
                live.evaluation(&survey.collected(&tally, true), Disclosure::OUTSIDE)
            });
        });
    }
    group.finish();
}

fn evaluating(c: &mut Criterion) {
    let (survey, words) = (Survey::new(), Words::new(&Language::english()));
    let stored = stored(&survey, SIZES[2]);
    let tally: Tally = stored.iter().map(|bytes| read(bytes)).collect::<Vec<_>>().iter().collect();
    let (plain, adjusted) = (survey.collected(&tally, false), survey.collected(&tally, true));
    let mut group = c.benchmark_group("100,000 interviews");
    group.sample_size(10);
    group.bench_function("read and count", |b| {
        b.iter(|| {
            let mut tally = Tally::default();
            stored.iter().for_each(|bytes| tally.add(&read(bytes)));
            tally
        });
    });
    group.bench_function("one more", |b| {
        let (one, mut tally) = (read(&stored[7]), tally.clone());
        b.iter(|| {
            tally.remove(&one);
            tally.add(black_box(&one));
        });
    });
    for (who, disclosure) in [("inside", Disclosure::INSIDE), ("outside", Disclosure::OUTSIDE)] {
        group.bench_function(format!("evaluate, {who}"), |b| b.iter(|| Evaluation::new(&plain, disclosure)));
        group
            .bench_function(format!("evaluate adjusted, {who}"), |b| b.iter(|| Evaluation::new(&adjusted, disclosure)));
    }
    let evaluation = Evaluation::new(&adjusted, Disclosure::OUTSIDE);
    let report = Report {
        project: "Larkfield",
        evaluation: &evaluation,
        quotes: &[],
        when: None,
        gone: 0,
        access: Access::Members,
        boundaries: &BTreeMap::new(),
        release: None,
        hours: None,
    };
    assert!(page(&report, &words).len() < 400_000, "the page is larger than it may be");
    group.bench_function("page", |b| b.iter_batched(|| (), |()| page(&report, &words), BatchSize::SmallInput));
    group.finish();
}

criterion_group!(benches, one_more, evaluating);
criterion_main!(benches);
