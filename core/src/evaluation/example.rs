//! An invented estate for tests: its questionnaire and as many interviews as a test asks for.
//!
//! The questionnaire is a short cousin of the shipped one; the interviews follow from their number alone.

mod interview;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::contribution::Contribution;
use super::disclosure::Disclosure;
use super::noise::cell_key;
use super::outcome::Outcome;
use super::population::Population;
use super::rates::{Doors, Knocked};
use super::released::{Ledger, Record};
use super::result::{Collected, Evaluation};
use super::rules::{Choice, Kind, Label, Question, Rules};
use super::tally::Tally;
use crate::form::model::{Measure, Stage};
use crate::ids::{BlobHash, DocId};
use crate::response::{Answer, Cell, Missing, Response};

pub(crate) use interview::interview;

pub(crate) const FORM: BlobHash = BlobHash([0xf0; 32]);

const CRITERIA: [(&str, &str, &str); 6] = [
    ("clean", "Clean streets, stairs and shared spaces", "Espacios comunes limpios"),
    ("repairs", "Things that break get mended", "Lo que se rompe se arregla"),
    ("safe", "Feeling safe, day and night", "Sentirse a salvo, de día y de noche"),
    ("places", "Places to go and things to do", "Lugares adonde ir y cosas que hacer"),
    ("support", "Help for people who cannot manage alone", "Ayuda para quien no puede solo"),
    ("contact", "A straight answer from services", "Una respuesta clara de los servicios"),
];

fn label(en: &str, es: &str) -> Label {
    let by_language = [(String::new(), en), ("en".to_owned(), en), ("es".to_owned(), es)];
    Label(by_language.map(|(language, text)| (language, text.to_owned())).into())
}

fn choice(name: &str, en: &str, es: &str) -> Choice {
    Choice { name: name.to_owned(), label: label(en, es), points: None, missing: None }
}

fn scale<const N: usize>(answers: [(&str, &str, &str); N]) -> Vec<Choice> {
    let points = 1i16..;
    let step = |(points, (name, en, es))| Choice { points: Some(points), ..choice(name, en, es) };
    points.zip(answers).map(step).collect()
}

fn missing(name: &str, en: &str, es: &str, kind: Missing) -> Choice {
    Choice { missing: Some(kind), ..choice(name, en, es) }
}

fn asked(path: &str, en: &str, kind: Kind, choices: Vec<Choice>) -> Question {
    Question { label: label(en, &format!("({en})")), kind, choices, ..Question::open(path) }
}

fn matter() -> Vec<Choice> {
    let mut choices = scale([
        ("not", "Not at all", "Nada"),
        ("little", "A little", "Un poco"),
        ("quite", "Quite a bit", "Bastante"),
        ("lot", "A lot", "Mucho"),
        ("most", "Could hardly matter more", "No podría importar más"),
    ]);
    choices.push(missing("unsure", "Not sure", "No sé", Missing::DontKnow));
    choices
}

fn happy() -> Vec<Choice> {
    let mut choices = scale([
        ("very_unhappy", "Very unhappy", "Muy descontento"),
        ("unhappy", "Unhappy", "Descontento"),
        ("mixed", "Mixed", "Regular"),
        ("happy", "Happy", "Contento"),
        ("very_happy", "Very happy", "Muy contento"),
    ]);
    choices.push(missing("none", "No experience of it", "Sin experiencia", Missing::NoExperience));
    choices
}

fn truth(reversed: bool) -> Vec<Choice> {
    let mut choices = scale([
        ("not_true", "Not true", "No es cierto"),
        ("bit_true", "A bit true", "Algo cierto"),
        ("mostly_true", "Mostly true", "Bastante cierto"),
        ("very_true", "Very true", "Muy cierto"),
    ]);
    if reversed {
        for choice in &mut choices {
            choice.points = choice.points.map(|points| 5 - points);
        }
    }
    choices.push(missing("unsure", "Not sure", "No sé", Missing::DontKnow));
    choices
}

/// The questionnaire's rules.
pub(crate) fn rules() -> Rules {
    let views = [
        choice("resident", "I live here", "Vivo aquí"),
        choice("service_user", "I rely on a service here", "Dependo de un servicio"),
        choice("carer", "I look after somebody", "Cuido a alguien"),
        choice("staff", "I work in a service here", "Trabajo en un servicio"),
        choice("manager", "I am in charge of a service here", "Dirijo un servicio"),
    ];
    let view = asked("view", "Which one are you answering as today?", Kind::One, views.to_vec());
    let mut questions =
        vec![Question { perspective: true, ..view }, asked("best", "What is good here?", Kind::Open, Vec::new())];
    for (key, en, _) in CRITERIA {
        let about = |measure, path: &str, text: String, choices| Question {
            criterion: Some(key.to_owned()),
            measure: Some(measure),
            theme: Some("place".to_owned()),
            stages: vec![Stage::CoAssess],
            ..asked(path, &text, Kind::One, choices)
        };
        let (imp, sat) = (format!("imp_{key}"), format!("sat_{key}"));
        questions.push(about(Measure::Importance, &imp, format!("How much does it matter: {en}?"), matter()));
        questions.push(about(Measure::Satisfaction, &sat, format!("How happy are you with it: {en}?"), happy()));
    }
    questions.push(priority());
    questions.extend(statements());
    questions.extend(about_people());
    Rules::new(FORM, questions)
}

fn priority() -> Question {
    let crit = CRITERIA.map(|(key, en, es)| choice(key, en, es)).to_vec();
    Question {
        measure: Some(Measure::Priority),
        ..asked("top3", "Which should be put right first?", Kind::Several, crit)
    }
}

fn statements() -> [Question; 3] {
    let statements = [
        ("feedback", "told", "When people here speak up, they hear what happened next.", false),
        ("respect", "equal", "People who run services and people who use them treat each other as equals.", false),
        ("load", "left_to_us", "Too much is left to the same few neighbours.", true),
    ];
    statements.map(|(criterion, path, text, reversed)| Question {
        criterion: Some(criterion.to_owned()),
        measure: Some(Measure::Agreement),
        theme: Some("together".to_owned()),
        ..asked(path, text, Kind::One, truth(reversed))
    })
}

fn about_people() -> [Question; 4] {
    let used = [
        choice("library", "Library", "Biblioteca"),
        choice("parks", "Parks", "Parques"),
        choice("youth", "Youth clubs", "Clubes juveniles"),
        choice("none", "None", "Ninguno"),
    ];
    let ages = [
        choice("young", "16-24", "16-24"),
        choice("middle", "25-64", "25-64"),
        choice("old", "65 or over", "65 o más"),
        missing("no", "Rather not say", "Prefiero no decirlo", Missing::PreferNot),
    ];
    let homes = [
        choice("rented", "Rented from council or housing association", "Alquiler social"),
        choice("private", "Rented privately", "Alquiler privado"),
        choice("owned", "Owned", "En propiedad"),
    ];
    let doers = [
        choice("people", "People here", "La gente de aquí"),
        choice("services", "Services", "Los servicios"),
        choice("both", "Both together", "Ambos"),
        missing("unsure", "Not sure", "No sé", Missing::DontKnow),
    ];
    [
        asked("doer", "Your first choice: who could put it right?", Kind::One, doers.to_vec()),
        Question {
            repeated: true,
            ..asked(
                "person/used",
                "Which of these has this person used in the past year?",
                Kind::Several,
                used.to_vec(),
            )
        },
        Question { margin: true, ..asked("age", "Your age", Kind::One, ages.to_vec()) },
        Question { margin: true, ..asked("home", "Your home is...", Kind::One, homes.to_vec()) },
    ]
}

/// One response with these answers, in area and round `1`.
pub(crate) fn response(number: u64, answers: &[(&str, &str)]) -> Response {
    let given = |(path, text): &(&str, &str)| ((*path).to_owned(), Cell::One(Answer::Given((*text).to_owned())));
    Response {
        id: document(number),
        form: FORM,
        round: Some(round(1)),
        area: Some(area(1)),
        door: None,
        withdrawn: false,
        answers: answers.iter().map(given).collect(),
    }
}

pub(crate) fn document(number: u64) -> DocId {
    let mut id = [0xd0; 16];
    id[8..].copy_from_slice(&number.to_be_bytes());
    DocId(id)
}

pub(crate) fn area(number: u8) -> DocId {
    DocId([0xa0 + number; 16])
}

pub(crate) fn round(number: u8) -> DocId {
    DocId([0xc0 + number; 16])
}

pub(crate) fn areas() -> BTreeMap<DocId, String> {
    let names = ["Lime Court", "Mill Row", "Canal Side", "The Crescent", "Upper Green", "Foundry Yard"];
    (1u8..).zip(names).map(|(number, name)| (area(number), name.to_owned())).collect()
}

/// What the interview with this number adds to the counts.
pub(crate) fn contribution(number: u64) -> Contribution {
    Contribution::new(&rules(), &interview(number))
}

/// The result of the first so many interviews.
pub(crate) fn evaluation(interviews: u64, disclosure: Disclosure) -> Evaluation {
    let rules = rules();
    let contributions: Vec<Contribution> =
        (0..interviews).map(|number| Contribution::new(&rules, &interview(number))).collect();
    result(&rules, &contributions, disclosure)
}

/// The result of these contributions.
pub(crate) fn result(rules: &Rules, contributions: &[Contribution], disclosure: Disclosure) -> Evaluation {
    with_collected(rules, contributions, |collected| Evaluation::new(collected, disclosure))
}

/// The release of these contributions, held against earlier ones.
pub(crate) fn released(rules: &Rules, contributions: &[Contribution], ledger: Ledger<'_>) -> (Evaluation, Record) {
    with_collected(rules, contributions, |collected| Evaluation::released(collected, Disclosure::OUTSIDE, ledger))
}

/// The result that outsiders see of the first so many interviews, blurred by cell keys.
pub(crate) fn blurred(interviews: u64) -> Evaluation {
    let rules = rules();
    let (mut keys, mut contributions) = (Tally::default(), Vec::new());
    for number in 0..interviews {
        let one = contribution(number);
        keys.add_times(&one, cell_key(document(number)));
        contributions.push(one);
    }
    let blurred = |collected: &Collected<'_>| {
        Evaluation::new(&Collected { keys: Some(&keys), ..*collected }, Disclosure::OUTSIDE)
    };
    with_collected(&rules, &contributions, blurred)
}

fn with_collected<T>(rules: &Rules, contributions: &[Contribution], make: impl FnOnce(&Collected<'_>) -> T) -> T {
    let knocks = [("talked", 183), ("nobody_in", 96), ("come_back", 22), ("no_thanks", 41), ("cannot_get_in", 12)];
    make(&Collected {
        tally: &Tally::from_iter(contributions),
        forms: &BTreeMap::from([(rules.form(), Arc::new(rules.clone()))]),
        areas: &areas(),
        rounds: &BTreeMap::from([(round(1), "Spring survey".to_owned())]),
        knocks: &knocks.map(|(outcome, count)| (outcome.to_owned(), count)).into(),
        in_order: &[round(1)],
        population: &Population::default(),
        agreed: &BTreeMap::new(),
        keys: None,
        kept_out: 0,
        doors: &BTreeMap::from([(Some(round(1)), doors(contributions))]),
    })
}

/// 96 doors where nobody was in, 41 that said no, 12 that nobody could get to, and those of the interviews.
fn doors(contributions: &[Contribution]) -> Doors {
    let outcomes = [(96, Outcome::NobodyIn), (41, Outcome::Refused), (12, Outcome::Inaccessible)];
    let visits = outcomes.into_iter().flat_map(|(times, outcome)| (0..times).map(move |_| outcome));
    let visits = visits.map(|outcome| Knocked { otherwise: Some(outcome), talked: false });
    Doors::new(visits, contributions.iter().map(Contribution::outcome))
}
