//! Tests on a survey of the usual size, 180 interviews in six areas, as outsiders read it.
//!
//! That what is hidden can't be worked out is tested in `cells`; here, that enough is left to read and that it is true.

use super::contribution::Contribution;
use super::criterion::Counted;
use super::disclosure::{Disclosure, People};
use super::example;
use super::result::Evaluation;
use super::slice::{Slice, Who};
use crate::response::{Answer, Cell, Response};

/// 62 % residents, 15 % service users, 8 % carers, 12 % staff, 3 % managers.
const PEOPLE: [(&str, u64); 5] =
    [("resident", 112), ("service_user", 27), ("carer", 14), ("staff", 22), ("manager", 5)];

/// How many of the 180 live in each area.
const AREAS: [u64; 6] = [42, 40, 37, 31, 16, 14];

fn interviews() -> Vec<Response> {
    let views = PEOPLE.iter().flat_map(|(view, many)| (0..*many).map(move |_| *view));
    // Spread over the areas by a step that shares no factor with 180.
    let areas: Vec<u8> = (1u8..).zip(AREAS).flat_map(|(area, many)| (0..many).map(move |_| area)).collect();
    let made = (0u64..).zip(views).map(|(number, view)| {
        let mut response = example::interview(number);
        response.answers.insert("view".to_owned(), Cell::One(Answer::Given(view.to_owned())));
        response.area = Some(example::area(areas[usize::try_from(number * 7 % 180).unwrap()]));
        response
    });
    made.collect()
}

fn outside(interviews: &[Response]) -> Evaluation {
    let rules = example::rules();
    let contributions: Vec<_> = interviews.iter().map(|response| Contribution::new(&rules, response)).collect();
    example::result(&rules, &contributions, Disclosure::OUTSIDE)
}

fn view(response: &Response) -> &str {
    match response.answers.get("view") {
        Some(Cell::One(Answer::Given(view))) => view,
        _ => "",
    }
}

/// How many of these people gave one of the answers that a shown one stands for.
fn really(people: &[&Response], counted: &Counted, answer: usize) -> i64 {
    let rules = example::rules();
    let question = rules.question(rules.number(&counted.path).unwrap()).unwrap();
    let name = &counted.offered[answer].name;
    let (low, high) = name.split_once('-').unwrap_or((name, name));
    let points = low.parse::<i16>().unwrap()..=high.parse().unwrap();
    let fits = |response: &&&Response| match response.answers.get(&counted.path) {
        Some(Cell::One(Answer::Given(given))) => {
            let choice = question.choices.iter().find(|choice| choice.name == *given);
            choice.and_then(|choice| choice.points).is_some_and(|given| points.contains(&given))
        }
        _ => false,
    };
    i64::try_from(people.iter().filter(fits).count()).unwrap()
}

#[test]
fn every_perspective_reads_something_true() {
    let interviews = interviews();
    let result = outside(&interviews);
    let mut counted = result.criteria.iter().flat_map(|criterion| &criterion.scales).map(|(_, counted)| counted);
    for (perspective, _) in PEOPLE {
        let own = Slice::of(Who::Perspective(perspective.to_owned()));
        let side = Slice::of(Who::side(perspective).unwrap());
        let told = counted.clone().any(|counted| {
            let spread = counted.spread(&own).or_else(|| counted.spread(&side));
            spread
                .is_some_and(|spread| spread.counts.iter().any(|count| count.shown().is_some_and(|count| count >= 10)))
        });
        assert!(told, "{perspective}");
    }
    assert!(counted.all(|counted| is_true(counted, &interviews)));
}

/// Whether each number that is shown for the whole project is the real one, rounded to five.
fn is_true(counted: &Counted, interviews: &[Response]) -> bool {
    let figures = counted.figures.iter().filter(|(slice, _)| slice.area.is_none() && slice.round.is_none());
    let mut spreads = figures.filter_map(|(slice, figure)| Some((&slice.who, figure.spread()?)));
    spreads.all(|(who, spread)| {
        let among = |response: &&Response| match who {
            Who::Perspective(name) => view(response) == name,
            side @ (Who::Everyone | Who::Residents | Who::Team) => Who::side(view(response)).as_ref() == Some(side),
        };
        let people: Vec<&Response> = interviews.iter().filter(among).collect();
        spread.counts.iter().enumerate().all(|(answer, count)| {
            let exact = really(&people, counted, answer);
            match count {
                People::Shown(count) => (count - exact).abs() <= 2 && !(1..10).contains(&exact),
                People::FewerThan(fewest) => exact < *fewest,
                People::Covering => true,
            }
        })
    })
}

#[test]
fn residents_read_every_criterion_and_the_top_answers_of_most() {
    let result = outside(&interviews());
    let residents = Slice::of(Who::Residents);
    let scales = || result.criteria.iter().flat_map(|criterion| &criterion.scales).map(|(_, counted)| counted);
    let tops = scales().filter_map(|counted| counted.spread(&residents)?.top).count();
    assert!(scales().all(|counted| counted.spread(&residents).is_some()));
    assert!(4 * tops >= 3 * scales().count(), "{tops}");
}

#[test]
fn scales_are_merged_and_small_areas_joined_before_anything_is_hidden() {
    let result = outside(&interviews());
    assert!(result.criteria.iter().flat_map(|one| &one.scales).any(|(_, counted)| counted.merged()));
    assert_eq!(result.joined.len(), 1);
    assert_eq!(result.joined[0].areas, [example::area(5), example::area(6)]);
    let heard = &result.coverage.areas.heard;
    assert!(heard.iter().all(|group| group.people.shown().is_some()), "{heard:?}");
    let clean = result.criterion("clean").unwrap().scales[0].1.clone();
    let areas = clean.figures.iter().filter(|(slice, figure)| slice.area.is_some() && figure.spread().is_some());
    assert!(areas.count() >= 3);
}

#[test]
fn managers_are_heard_within_the_team_and_their_number_is_not_told() {
    let result = outside(&interviews());
    let keys: Vec<&str> = result.coverage.perspectives.heard.iter().map(|group| group.key.as_str()).collect();
    assert_eq!(keys, ["carer", "service_user", "team", "resident"]);
    let managers = Slice::of(Who::Perspective("manager".to_owned()));
    let staff = Slice::of(Who::Perspective("staff".to_owned()));
    for (_, counted) in result.criteria.iter().flat_map(|criterion| &criterion.scales) {
        assert_eq!((counted.spread(&managers), counted.spread(&staff)), (None, None));
    }
}
