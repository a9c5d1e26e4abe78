//! Releases of several projects beside each other: questions in equal words with their differences, and all others with the reason why
//! they are not compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{Comparable, ComparableError, ComparableGroup, ComparableQuestion};
use crate::evaluation::{Interval, Share, Worth};
use crate::form::model::Measure;
use crate::ids::WordingHash;

/// Releases beside each other. The first is what the others are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The releases, as they were given.
    pub releases: Vec<Head>,
    /// What was asked in the same words by the first and by another one.
    pub alike: Vec<Beside>,
    /// What is not compared.
    pub apart: Vec<Apart>,
}

/// A release, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The project.
    pub project: String,
    /// What the release is called.
    pub release: String,
    /// The day on which it was made.
    pub made_on: String,
    /// How many interviews it was made from.
    pub interviews: i64,
}

/// A question that was asked in the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// What people were asked, by language.
    pub asked: BTreeMap<String, String>,
    /// The criterion that it is about.
    pub criterion: Option<String>,
    /// What it says about the criterion: then a row tells the share of the top answers of the scale.
    pub measure: Option<Measure>,
    /// The languages in which the words are the same.
    pub languages: BTreeSet<String>,
    /// What was answered.
    pub rows: Vec<BesideRow>,
}

/// What a group of people answered, in each release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesideRow {
    /// Whose answers: `everyone`, `residents`, `team`.
    pub who: String,
    /// The answer, by language; none on a scale.
    pub answer: Option<BTreeMap<String, String>>,
    /// In the order of the releases; none where it is not asked in these words, or not shown.
    pub told: Vec<Option<Told>>,
}

/// A share of one release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// How many answered.
    pub answers: i64,
    /// The share.
    pub share: Share,
    /// How far the real share may lie from that.
    pub interval: Interval,
    /// How far it lies above the first release's share, and between which bounds; none for the first one itself.
    pub above_first: Option<(Share, Interval)>,
}

/// A question that is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The number of its release, from 0.
    pub release: usize,
    /// What people were asked, by language.
    pub asked: BTreeMap<String, String>,
    /// Its path, for a question without a text.
    pub path: String,
    /// Why.
    pub why: WhyApart,
}

/// Why a question is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyApart {
    /// It is asked in other words, or of other choices, or not at all.
    OtherWords,
    /// It was asked in several wordings in its own project.
    Reworded,
    /// Its words are not known.
    NotKnown,
    /// The words are the same, and what they are about is not.
    AboutOther,
    /// Several questions of one release have these words.
    Several,
}

/// Puts releases beside each other.
///
/// # Errors
/// When there are fewer than two.
pub fn compare(results: &[Comparable]) -> Result<Compared, ComparableError> {
    let [first, others @ ..] = results else { return Err(ComparableError::TooFew) };
    if others.is_empty() {
        return Err(ComparableError::TooFew);
    }
    let mut matched: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); results.len()];
    let mut reasons: BTreeMap<(usize, usize), WhyApart> = BTreeMap::new();
    let mut alike = Vec::new();
    for (place, question) in first.questions.iter().enumerate() {
        let mut same: Vec<Option<&ComparableQuestion>> = vec![Some(question)];
        for (number, other) in (1..).zip(others) {
            match find(first, question, other) {
                Ok(found) => {
                    matched[0].insert(place);
                    matched[number].insert(found);
                    same.push(other.questions.get(found));
                }
                Err((why, found)) => {
                    reasons.entry((0, place)).or_insert(why);
                    if let Some(found) = found {
                        reasons.entry((number, found)).or_insert(why);
                    }
                    same.push(None);
                }
            }
        }
        if same.iter().skip(1).any(Option::is_some) {
            alike.push(beside(question, &same));
        }
    }
    let mut apart = Vec::new();
    for (release, result) in results.iter().enumerate() {
        for (place, question) in result.questions.iter().enumerate() {
            if matched[release].contains(&place) {
                continue;
            }
            let why = reasons.get(&(release, place)).copied().unwrap_or_else(|| unmatched(question));
            apart.push(Apart { release, asked: question.asked.clone(), path: question.path.clone(), why });
        }
    }
    Ok(Compared { releases: results.iter().map(head).collect(), alike, apart })
}

fn head(result: &Comparable) -> Head {
    let Comparable { project, release, made_on, interviews, .. } = result.clone();
    Head { project, release, made_on, interviews }
}

/// Why a question without an equal one elsewhere is not compared.
fn unmatched(question: &ComparableQuestion) -> WhyApart {
    match (question.wordings.is_empty(), question.reworded) {
        (true, true) => WhyApart::Reworded,
        (true, false) => WhyApart::NotKnown,
        (false, _) => WhyApart::OtherWords,
    }
}

/// The other release's question in the same words; or why there is none, with the one that comes nearest.
fn find(
    first: &Comparable,
    question: &ComparableQuestion,
    other: &Comparable,
) -> Result<usize, (WhyApart, Option<usize>)> {
    let words: BTreeSet<WordingHash> = question.wordings.values().copied().collect();
    let has_them = |one: &ComparableQuestion| one.wordings.values().any(|wording| words.contains(wording));
    let about = |one: &ComparableQuestion| one.criterion == question.criterion && one.measure == question.measure;
    let all: Vec<(usize, &ComparableQuestion)> =
        other.questions.iter().enumerate().filter(|(_, one)| has_them(one)).collect();
    let same: Vec<usize> = all.iter().filter(|(_, one)| about(one)).map(|(place, _)| *place).collect();
    let here = first.questions.iter().filter(|one| has_them(one) && about(one)).count();
    match (all.first(), same.as_slice()) {
        (None, _) => Err((unmatched(question), None)),
        (Some((nearest, _)), []) => Err((WhyApart::AboutOther, Some(*nearest))),
        (Some(_), [only]) if here == 1 && fits(question, other.questions.get(*only)) => Ok(*only),
        (Some(_), [nearest, ..]) => Err((WhyApart::Several, Some(*nearest))),
    }
}

/// Whether the shares of two questions are of the same answers. Equal words have equal answers, unless a file is not what a release wrote.
fn fits(question: &ComparableQuestion, other: Option<&ComparableQuestion>) -> bool {
    other.is_some_and(|other| other.answers.len() == question.answers.len())
}

fn beside(question: &ComparableQuestion, same: &[Option<&ComparableQuestion>]) -> Beside {
    let others = same.iter().skip(1).flatten();
    let shared = others.flat_map(|other| {
        question.wordings.iter().filter(move |(_, wording)| other.wordings.values().any(|one| one == *wording))
    });
    let languages = shared.map(|(language, _)| language.clone()).collect();
    let mut rows = Vec::new();
    for group in &question.groups {
        for (place, _) in group.shares.iter().enumerate() {
            let of_group = |one: &Option<&ComparableQuestion>| {
                told((*one)?.groups.iter().find(|other| other.who == group.who)?, place)
            };
            let mut told: Vec<Option<Told>> = same.iter().map(of_group).collect();
            hold_against_first(&mut told);
            let answer = question.answers.get(place).cloned();
            rows.push(BesideRow { who: group.who.clone(), answer, told });
        }
    }
    Beside {
        asked: question.asked.clone(),
        criterion: question.criterion.clone(),
        measure: question.measure,
        languages,
        rows,
    }
}

fn told(group: &ComparableGroup, place: usize) -> Option<Told> {
    let share = Share((*group.shares.get(place)?)?);
    let interval = Interval::wilson(share, Worth::of(group.answers))?;
    Some(Told { answers: group.answers, share, interval, above_first: None })
}

fn hold_against_first(told: &mut [Option<Told>]) {
    let [Some(first), others @ ..] = told else { return };
    let first = (first.share, first.interval);
    for one in others.iter_mut().flatten() {
        let here = (one.share, one.interval);
        one.above_first = Some((one.share.above(first.0), Interval::difference(here, first)));
    }
}
