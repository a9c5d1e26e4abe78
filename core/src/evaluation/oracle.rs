//! Weights and bounds against R's package `survey` and Python's `statsmodels`, on invented people.
//!
//! What they gave is in `tests/oracle`, with the programs that make it anew; `tests/run oracle` does so where they are installed.

use std::collections::BTreeMap;
use std::path::Path;

use super::interval::{Interval, Worth};
use super::number::Share;
use super::rake::{Cell, ONE, rake};
use super::trim::trim;
use super::weighting::kish;

const QUESTIONS: [&str; 3] = ["age", "home", "block"];

/// A question and a choice.
type Group = (String, String);

/// The lines of a file, by the names of its columns.
fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/oracle").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
    let heading = lines.next().unwrap();
    lines.map(|line| heading.iter().cloned().zip(line).collect()).collect()
}

/// The groups of each question, and how many of the population are in each.
fn margins() -> (BTreeMap<Group, usize>, Vec<Vec<u64>>) {
    let (mut places, mut counts) = (BTreeMap::new(), vec![Vec::new(); QUESTIONS.len()]);
    for row in rows("margins.csv") {
        let question = QUESTIONS.iter().position(|question| *question == row["question"]).unwrap();
        places.insert((row["question"].clone(), row["choice"].clone()), counts[question].len());
        counts[question].push(row["count"].parse().unwrap());
    }
    (places, counts)
}

#[test]
fn weights_are_those_of_rs_survey_package_after_raking_and_after_trimming() {
    let (places, counts) = margins();
    let groups = |row: &BTreeMap<String, String>| -> Vec<Option<usize>> {
        QUESTIONS.iter().map(|question| Some(places[&((*question).to_owned(), row[*question].clone())])).collect()
    };
    let mut people: BTreeMap<Vec<Option<usize>>, [u64; 2]> = BTreeMap::new();
    for row in rows("people.csv") {
        let [all, yes] = people.entry(groups(&row)).or_default();
        *all += 1;
        *yes += u64::from(row["top"] == "yes");
    }
    let cells: Vec<Cell> =
        people.iter().map(|(groups, [all, _])| Cell { groups: groups.clone(), people: *all }).collect();
    let raked = rake(&cells, &counts);
    assert!(raked.settled);
    let weighted: Vec<(u64, u64)> =
        raked.weights.iter().zip(&cells).map(|(weight, cell)| (*weight, cell.people)).collect();
    let trimmed = trim(&weighted);
    let expected = rows("weights.csv");
    assert_eq!(expected.len(), cells.len());
    for row in expected {
        let cell = cells.iter().position(|cell| cell.groups == groups(&row)).unwrap();
        for (ours, theirs) in [(raked.weights[cell], &row["raked"]), (trimmed[cell], &row["trimmed"])] {
            let (ours, theirs) = (ours as f64 / ONE as f64, theirs.parse::<f64>().unwrap());
            assert!((ours / theirs - 1.0).abs() < 1e-4, "{ours} and {theirs} of {row:?}");
        }
    }
    the_figures_agree(&people.values().copied().zip(trimmed).collect::<Vec<_>>());
}

/// Kish's number, the weighted share and its bounds.
fn the_figures_agree(weighted: &[([u64; 2], u64)]) {
    let worth = kish(weighted.iter().map(|([all, _], weight)| (*weight, *all)));
    let sum = |place: usize| -> i64 { weighted.iter().map(|(people, weight)| (people[place] * weight) as i64).sum() };
    let share = Share::of(sum(1), sum(0)).unwrap();
    let bounds = Interval::wilson(share, worth).unwrap();
    let expected: BTreeMap<String, f64> =
        rows("figures.csv").into_iter().map(|row| (row["figure"].clone(), row["value"].parse().unwrap())).collect();
    assert!((worth.0 as f64 / 100.0 - expected["worth"]).abs() < 0.05, "{worth:?}");
    for (ours, name) in [(share, "share"), (bounds.low, "low"), (bounds.high, "high")] {
        assert!((f64::from(ours.0) / 1e4 - expected[name]).abs() < 1.5e-4, "{name}: {ours:?}");
    }
}

#[test]
fn bounds_are_those_of_statsmodels() {
    for row in rows("intervals.csv") {
        let number = |name: &str| row[name].parse::<i64>().unwrap();
        let expected = |name: &str| row[name].parse::<f64>().unwrap();
        let of = |part: i64, whole: i64| {
            let share = Share::of(part, whole).unwrap();
            (share, Interval::wilson(share, Worth::of(whole)).unwrap())
        };
        let one = of(number("part"), number("whole"));
        let apart = Interval::difference(one, of(number("other_part"), number("other_whole")));
        let ours = [("low", one.1.low), ("high", one.1.high), ("apart_low", apart.low), ("apart_high", apart.high)];
        for (name, bound) in ours {
            assert!((f64::from(bound.0) / 1e4 - expected(name)).abs() < 2e-4, "{name}: {bound:?} in {row:?}");
        }
    }
}

#[test]
fn worth_is_by_the_people_it_stands_on() {
    assert_eq!(kish([(ONE, 40), (ONE, 60)].into_iter()), Worth::of(100));
    assert_eq!(kish([(ONE, 1), (3 * ONE, 1)].into_iter()), Worth(160));
}
