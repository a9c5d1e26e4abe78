//! What a reader of two releases can work out, tried with a reader of its own: every interview is an unknown by itself.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::cells::Seen;
use super::super::cube::Count;
use super::super::disclosure::Disclosure;
use super::super::example;
use super::super::figure::Picture;
use super::super::hide;
use super::super::result::Evaluation;
use super::super::series::Offered;
use super::super::slice::{Slice, Who};
use super::super::span::{Span, is_known, step};
use super::super::{Contribution, Figure, Share};
use super::gate::{self, Moment};
use super::standing::{Group, Reach};
use super::*;
use crate::ids::DocId;

const FEWEST: i64 = 10;

fn id(number: u8) -> DocId {
    DocId([number; 16])
}

fn interview(number: usize) -> DocId {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    DocId(bytes)
}

/// What became of an interview between two releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stayed,
    Added,
    Changed,
    Gone,
}

/// One interview: perspective, area, round, and what became of it.
type One = (u8, u8, u8, Fate);

fn place((perspective, area, round, _): One) -> StoodAt {
    StoodAt {
        round: (round > 0).then(|| id(100 + round)),
        area: (area > 0).then(|| id(area)),
        perspective: ["resident", "carer", "staff", "manager"]
            .get(usize::from(perspective))
            .map(|&name| name.to_owned()),
    }
}

fn standings(all: &[One]) -> [Standing; 2] {
    let mut made = [Standing::default(), Standing::default()];
    for (number, one) in all.iter().enumerate() {
        let stood = |given: u8| Stood { place: place(*one), given: Given([given; 16]) };
        if one.3 != Fate::Added {
            made[0].0.insert(interview(number), stood(0));
        }
        if one.3 != Fate::Gone {
            made[1].0.insert(interview(number), stood(u8::from(one.3 == Fate::Changed)));
        }
    }
    made
}

fn group(slice: &Slice) -> Group {
    Record::default().group(slice)
}

/// The slices that outsiders may get of a project with four areas and two rounds.
fn slices() -> Vec<Slice> {
    let named = |name: &str| Who::Perspective(name.to_owned());
    let mut slices: Vec<Slice> = [Who::Residents, Who::Team].map(Slice::of).to_vec();
    slices.extend(["resident", "carer", "staff", "manager"].map(|name| Slice::of(named(name))));
    slices.extend((1..=4).map(|area| Slice { area: Some(id(area)), ..Slice::of(Who::Residents) }));
    for round in [101, 102] {
        slices.extend([Who::Residents, Who::Team].map(|who| Slice { round: Some(id(round)), ..Slice::of(who) }));
    }
    slices
}

/// The same with what belongs to none of the parts.
fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = slices().iter().map(group).collect();
    groups.push(Group { who: None, areas: Reach::All, round: Reach::All });
    groups.push(Group { who: Some(Who::Residents), areas: Reach::Outside, round: Reach::All });
    for who in [Who::Residents, Who::Team] {
        groups.push(Group { who: Some(who), areas: Reach::All, round: Reach::Outside });
    }
    groups
}

/// What a group gave to a release; every interview as it stood is an unknown of its own.
fn given(all: &[One], standing: &Standing, group: &Group) -> Vec<i64> {
    let mut sum = vec![0; 2 * all.len()];
    for (number, one) in all.iter().enumerate() {
        if let Some(stood) = standing.0.get(&interview(number))
            && group.has(&place(*one))
        {
            sum[2 * number + usize::from(stood.given.0[0])] = 1;
        }
    }
    sum
}

fn people(sum: &[i64]) -> usize {
    sum.chunks(2).filter(|both| both.iter().any(|factor| *factor != 0)).count()
}

fn learn(span: &mut Span, sum: &[i64]) {
    if let Some(step) = step(&span.rest(sum)) {
        span.learn(step);
    }
}

fn projects() -> impl Strategy<Value = Vec<One>> {
    let fate = prop_oneof![
        12 => Just(Fate::Stayed), 2 => Just(Fate::Added), 1 => Just(Fate::Changed), 1 => Just(Fate::Gone)
    ];
    let one = (prop_oneof![6 => 0..1u8, 2 => 1..2u8, 2 => 2..3u8, 1 => 3..4u8, 1 => 4..5u8], 0..5u8, 0..3u8, fate);
    let few = proptest::collection::vec(one.clone(), 0..60);
    (few, proptest::collection::vec((one, 1..25usize), 0..12)).prop_map(|(mut all, crowds)| {
        all.extend(crowds.into_iter().flat_map(|(one, many)| std::iter::repeat_n(one, many)));
        all
    })
}

/// What the first release shows: the groups that are large enough, without some that it covered.
fn shown(all: &[One], standing: &Standing, leave_out: u32) -> BTreeSet<Slice> {
    let large = |slice: &Slice| people(&given(all, standing, &group(slice))) as i64 >= FEWEST;
    let slices = slices().into_iter().enumerate();
    slices.filter(|(number, slice)| leave_out >> number & 1 == 0 && large(slice)).map(|(_, slice)| slice).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_about_a_few_people_follows_from_two_releases(all in projects(), covered in any::<u32>(), also in any::<u32>()) {
        let [before, now] = standings(&all);
        let shown_before = shown(&all, &before, covered & also);
        let wanted: BTreeMap<Slice, Group> = slices().into_iter().map(|slice| (slice.clone(), group(&slice))).collect();
        let moment = Moment { standing: &before, shown: shown_before.iter().map(group).collect() };
        let held = gate::held(&[moment], &now, &wanted, FEWEST);

        let mut reader = Span::new(2 * all.len());
        shown_before.iter().for_each(|slice| learn(&mut reader, &given(&all, &before, &group(slice))));
        let out_already = reader.clone();
        for slice in shown(&all, &now, 0).difference(&held) {
            learn(&mut reader, &given(&all, &now, &group(slice)));
        }
        let mut secrets = Vec::new();
        for group in groups() {
            let sums = [given(&all, &before, &group), given(&all, &now, &group)];
            secrets.push(sums[1].iter().zip(&sums[0]).map(|(now, before)| now - before).collect::<Vec<_>>());
            secrets.extend(sums);
        }
        secrets.extend((0..2 * all.len()).map(|one| (0..2 * all.len()).map(|other| i64::from(other == one)).collect()));
        for secret in secrets.iter().filter(|secret| (1..FEWEST).contains(&(people(secret) as i64))) {
            if !is_known(&out_already.rest(secret)) {
                prop_assert!(!is_known(&reader.rest(secret)), "{} people can be told apart", people(secret));
            }
        }
    }

    #[test]
    fn no_small_number_follows_from_the_tables_of_two_releases(
        answers in 2..=6usize,
        areas in proptest::collection::vec((proptest::collection::vec(0..25i64, 6), any::<bool>()), 2..=6),
        more in proptest::collection::vec(4..20i64, 36),
    ) {
        let first: Vec<Vec<i64>> = areas.iter().map(|(given, _)| given[..answers].to_vec()).collect();
        let second: Vec<Vec<i64>> = areas.iter().enumerate().map(|(area, (_, changes))| {
            let add = |(answer, times): (usize, &i64)| times + if *changes { more[6 * area + answer] } else { 0 };
            first[area].iter().enumerate().map(add).collect()
        }).collect();
        let changes: Vec<bool> = areas.iter().map(|(_, changes)| *changes).collect();
        let (_, before) = figures(&first, &Before::default());
        let mut same: BTreeSet<Slice> =
            (0..areas.len()).filter(|area| !changes[*area]).map(|area| in_area(Some(area))).collect();
        if changes.iter().all(|changes| !changes) {
            same.insert(in_area(None));
        }
        let (_, now) = figures(&second, &Before { held: BTreeSet::new(), patterns: vec![(&before, &same)] });

        let unknowns = 2 * areas.len() * answers;
        let mut reader = Span::new(unknowns);
        let sum_of = |moment: usize, slice: &Slice, place: usize| {
            let mut sum = vec![0; unknowns];
            for area in 0..areas.len() {
                if slice.area.is_none() || *slice == in_area(Some(area)) {
                    let version = usize::from(moment == 1 && changes[area]);
                    let answers_of = |answer: usize| place == 0 || place == answer + 1;
                    for answer in (0..answers).filter(|answer| answers_of(*answer)) {
                        sum[(2 * area + version) * answers + answer] = 1;
                    }
                }
            }
            sum
        };
        let cells = |moment: usize, pattern: &Pattern| {
            let of = |(slice, seen): (&Slice, &Vec<Seen>)| {
                let seen = seen.iter().enumerate().map(|(place, seen)| (sum_of(moment, slice, place), *seen));
                seen.collect::<Vec<_>>()
            };
            pattern.figures.iter().flat_map(of).collect::<Vec<_>>()
        };
        let all = [cells(0, &before), cells(1, &now)].concat();
        all.iter().filter(|(_, seen)| *seen == Seen::Shown).for_each(|(sum, _)| learn(&mut reader, sum));
        for (sum, _) in all.iter().filter(|(_, seen)| *seen == Seen::Secret) {
            prop_assert!(!is_known(&reader.rest(sum)), "of {first:?} and {second:?}");
        }
    }
}

#[test]
fn what_an_earlier_release_showed_is_no_cover_for_a_small_number() {
    let [first, second] = [[[1, 0, 0], [10, 0, 10], [0, 0, 9]], [[5, 4, 4], [10, 0, 10], [4, 6, 13]]];
    let [first, second] = [first, second].map(|given| given.map(Vec::from));
    let (_, before) = figures(&first, &Before::default());
    let same = BTreeSet::from([in_area(Some(1))]);
    let (_, now) = figures(&second, &Before { held: BTreeSet::new(), patterns: vec![(&before, &same)] });
    assert!(before.figures[&in_area(Some(1))].iter().all(|seen| *seen == Seen::Shown));
    // The last answer of the first area is everybody's less the other two areas', and the second area's is out.
    assert_eq!(now.figures[&in_area(Some(0))][3], Seen::Secret);
    assert!([None, Some(2)].iter().any(|area| now.figures[&in_area(*area)][3] != Seen::Shown));
}

fn in_area(area: Option<usize>) -> Slice {
    Slice { area: area.map(|area| id(u8::try_from(area).unwrap() + 1)), ..Slice::of(Who::Residents) }
}

/// The figures of residents by area.
fn figures(given: &[Vec<i64>], before: &Before<'_>) -> (BTreeMap<Slice, Figure>, Pattern) {
    let answers = given[0].len();
    let count = |given: Vec<i64>| Count { answered: given.iter().sum(), given, ..Count::default() };
    let whole = (0..answers).map(|answer| given.iter().map(|area| area[answer]).sum()).collect();
    let mut counts = BTreeMap::from([(in_area(None), count(whole))]);
    counts.extend(given.iter().enumerate().map(|(area, given)| (in_area(Some(area)), count(given.clone()))));
    let offered: Vec<Offered> = (0..answers).map(|answer| Offered::new(&answer.to_string())).collect();
    let picture = Picture { offered: &offered, scale: &offered, fold: None, several: false };
    hide::figures(&counts, &picture, &Disclosure::OUTSIDE, before)
}

/// A release of these of the estate's interviews, after earlier ones.
fn release(interviews: &[u64], earlier: &[Earlier]) -> (Evaluation, Earlier) {
    let rules = example::rules();
    let all: Vec<(DocId, Contribution)> = interviews
        .iter()
        .map(|number| (interview(usize::try_from(*number).unwrap()), example::contribution(*number)))
        .collect();
    let mut standing = Standing::default();
    all.iter().for_each(|(interview, contribution)| standing.note(*interview, contribution, &rules));
    let contributions: Vec<Contribution> = all.into_iter().map(|(_, contribution)| contribution).collect();
    let ledger = Ledger { standing: &standing, earlier };
    let (evaluation, record) = example::released(&rules, &contributions, ledger);
    (evaluation, Earlier { record, standing })
}

fn residents(evaluation: &Evaluation) -> Vec<&Figure> {
    let scales = evaluation.criteria.iter().flat_map(|criterion| &criterion.scales);
    scales.filter_map(|(_, counted)| counted.figure(&Slice::of(Who::Residents))).collect()
}

#[test]
fn three_more_interviews_hold_the_next_release_back_and_fifty_do_not() {
    let first: Vec<u64> = (0..183).collect();
    let (one, earlier) = release(&first, &[]);
    assert!(residents(&one).iter().all(|figure| figure.spread().is_some()));
    assert_eq!(one, example::evaluation(183, Disclosure::OUTSIDE));

    let (two, _) = release(&(0..186).collect::<Vec<_>>(), std::slice::from_ref(&earlier));
    assert!(residents(&two).iter().all(|figure| **figure == Figure::Held));
    assert!(two.tables.iter().all(|table| table.figure(&Slice::of(Who::Everyone)) == Some(&Figure::Held)));
    assert!(two.coverage.perspectives.heard.iter().all(|group| group.people.shown().is_none()));

    let (three, _) = release(&(0..233).collect::<Vec<_>>(), std::slice::from_ref(&earlier));
    assert!(residents(&three).iter().all(|figure| figure.spread().is_some()));
}

#[test]
fn the_same_interviews_make_the_same_release_again() {
    let all: Vec<u64> = (0..183).collect();
    let (one, earlier) = release(&all, &[]);
    let (again, same) = release(&all, &[]);
    assert_eq!((&one, &earlier), (&again, &same));
    let (two, _) = release(&all, std::slice::from_ref(&earlier));
    assert_eq!(two, one, "nothing has changed, so nothing is held back");
}

#[test]
fn a_changed_answer_of_one_person_is_held_back_as_well() {
    let all: Vec<u64> = (0..183).collect();
    let (_, mut earlier) = release(&all, &[]);
    let first = earlier.standing.0.values_mut().find(|stood| stood.place.perspective.as_deref() == Some("resident"));
    first.expect("a resident").given = Given([0; 16]);
    let (two, _) = release(&all, std::slice::from_ref(&earlier));
    assert!(residents(&two).iter().all(|figure| **figure == Figure::Held));
    let team = two.criteria[0].scales[0].1.figure(&Slice::of(Who::Team)).and_then(Figure::spread);
    assert!(team.is_some_and(|team| team.shares.iter().flatten().all(|share| *share <= Share(10_000))));
}

#[test]
fn what_is_remembered_is_read_again_as_it_was() {
    let (_, earlier) = release(&(0..183).collect::<Vec<_>>(), &[]);
    let bytes = minicbor::to_vec(&earlier.record).unwrap();
    assert_eq!(minicbor::decode::<Record>(&bytes).unwrap(), earlier.record);
    assert!(bytes.len() < 64 << 10, "{} bytes", bytes.len());
}
