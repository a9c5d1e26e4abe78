//! What of groups outsiders may see beside a whole that they know from elsewhere.
//!
//! The whole is the result's own figure: its shown numbers are known and cover nothing, its hidden ones stay secret. What a figure hides
//! by itself is as in `hide`; the sums are `cells`' matter.

use super::cells::{Line, Seen, Table};
use super::cube::Count;
use super::disclosure::{Disclosure, People};
use super::figure::{Figure, Picture, Spread};
use super::hide::says_the_same;

/// The figures of groups that make up a whole, but for people in no group.
pub(super) fn figures(
    whole: &Count,
    everybody: &Figure,
    groups: &[Count],
    picture: &Picture<'_>,
    disclosure: &Disclosure,
) -> Vec<Figure> {
    let Some(spread) = everybody.spread() else {
        // Where everybody's figure is hidden, groups of it would give it away.
        return groups.iter().map(|count| unseen(count, picture, disclosure)).collect();
    };
    let sizes = sizes(whole, groups, picture, disclosure);
    let mut table = table(whole, spread, groups, &sizes, picture, disclosure);
    table.protect();
    let width = 1 + picture.offered.len();
    let exposed = !table.exposed().is_empty();
    let figure = |(group, count): (usize, &Count)| {
        let seen = &table.seen[(group + 1) * width..(group + 2) * width];
        match seen.split_first() {
            Some((Seen::Shown, answers)) if !exposed && picture.size(count) > 0 => {
                picture.figure(count, answers, disclosure)
            }
            _ if sizes[group] == Seen::Secret && !disclosure.hides(picture.size(count)) => Figure::Alike,
            _ => unseen(count, picture, disclosure),
        }
    };
    groups.iter().enumerate().map(figure).collect()
}

fn unseen(count: &Count, picture: &Picture<'_>, disclosure: &Disclosure) -> Figure {
    match picture.size(count) {
        0 => Figure::Nobody(picture.aside(&Count::default(), disclosure)),
        n if disclosure.hides(n) => Figure::TooFew { fewest: disclosure.fewest },
        _ => Figure::Covering,
    }
}

/// What may be seen of each group as a whole. If what is hidden together with people in no group is too little, the smallest group
/// that is shown covers it.
fn sizes(whole: &Count, groups: &[Count], picture: &Picture<'_>, disclosure: &Disclosure) -> Vec<Seen> {
    let n = |count: &Count| picture.size(count);
    let secret = |count: &Count| {
        disclosure.hides(n(count)) || (!picture.several && says_the_same(picture, count, n(count), disclosure))
    };
    let mut seen: Vec<Seen> =
        groups.iter().map(|count| if secret(count) { Seen::Secret } else { Seen::Shown }).collect();
    loop {
        let shown = |seen: &[Seen]| -> i64 {
            groups.iter().zip(seen).filter(|(_, seen)| **seen == Seen::Shown).map(|(count, _)| n(count)).sum()
        };
        let hidden = n(whole) - shown(&seen);
        let smallest = (0..groups.len()).filter(|&group| seen[group] == Seen::Shown && n(&groups[group]) > 0);
        match smallest.min_by_key(|&group| (n(&groups[group]), group)) {
            Some(cover) if hidden > 0 && hidden < disclosure.fewest => seen[cover] = Seen::Cover,
            Some(_) | None => return seen,
        }
    }
}

/// The whole, the groups, and people in no group as one table with all its sums.
fn table(
    whole: &Count,
    spread: &Spread,
    groups: &[Count],
    sizes: &[Seen],
    picture: &Picture<'_>,
    disclosure: &Disclosure,
) -> Table {
    let width = 1 + picture.offered.len();
    let mut table = Table::default();
    let row = |count: &Count| -> Vec<i64> {
        [picture.size(count)].into_iter().chain((0..width - 1).map(|answer| picture.times(count, answer))).collect()
    };
    table.values = row(whole);
    let answers = spread.counts.iter().map(|people| match people {
        People::Shown(_) => Seen::Shown,
        People::FewerThan(_) => Seen::Secret,
        People::Covering => Seen::Cover,
    });
    table.seen = [Seen::Shown].into_iter().chain(answers).collect();
    table.known = (0..width).collect();
    for (count, size) in groups.iter().zip(sizes) {
        let values = row(count);
        table.seen.push(*size);
        table.seen.extend(values[1..].iter().map(|times| {
            let rare =
                disclosure.hides(*times) || (picture.several && *times > 0 && values[0] - times < disclosure.fewest);
            match size {
                Seen::Shown if rare => Seen::Secret,
                Seen::Secret if *times == 0 => Seen::Cover,
                size @ (Seen::Shown | Seen::Secret | Seen::Cover) => *size,
            }
        }));
        table.values.extend(values);
    }
    let rest: Vec<i64> = (0..width)
        .map(|place| table.values[place] - (1..=groups.len()).map(|row| table.values[row * width + place]).sum::<i64>())
        .collect();
    let mut rows = groups.len() + 1;
    if rest.iter().any(|times| *times != 0) {
        table.seen.extend(rest.iter().map(|times| if disclosure.hides(*times) { Seen::Secret } else { Seen::Cover }));
        table.values.extend(rest);
        rows += 1;
    }
    if !picture.several {
        for row in 0..rows {
            let parts = (1..width).map(|place| row * width + place).collect();
            table.lines.push(Line { whole: row * width, parts });
        }
    }
    for place in 0..width {
        table.lines.push(Line { whole: place, parts: (1..rows).map(|row| row * width + place).collect() });
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::hide;
    use super::super::released::Before;
    use super::super::series::Offered;
    use super::super::slice::{Slice, Who};
    use super::*;

    fn count(given: &[i64]) -> Count {
        Count { answered: given.iter().sum(), given: given.to_vec(), ..Count::default() }
    }

    fn sum(groups: &[Vec<i64>]) -> Count {
        count(&(0..3).map(|answer| groups.iter().map(|given| given[answer]).sum()).collect::<Vec<i64>>())
    }

    /// Everybody's figure as the result has it, and the groups' beside it. The last of the counts is of people in no group.
    fn shown(all: &[Vec<i64>]) -> (Figure, Vec<Figure>) {
        let offered: Vec<Offered> = (0..3).map(|answer| Offered::new(&answer.to_string())).collect();
        let picture = Picture { offered: &offered, scale: &offered, fold: None, several: false };
        let whole = sum(all);
        let first = Slice::of(Who::Residents);
        let of_result =
            hide::figures(&[(first.clone(), whole.clone())].into(), &picture, &Disclosure::OUTSIDE, &Before::default())
                .0;
        let groups: Vec<Count> = all[..all.len() - 1].iter().map(|given| count(given)).collect();
        let figures = figures(&whole, &of_result[&first], &groups, &picture, &Disclosure::OUTSIDE);
        (of_result[&first].clone(), figures)
    }

    #[test]
    fn large_groups_are_shown_beside_everybody() {
        let (everybody, groups) = shown(&[vec![20, 30, 40], vec![30, 20, 15], vec![0, 0, 0]]);
        assert!(everybody.spread().is_some());
        assert_eq!(groups.iter().filter_map(Figure::spread).map(|spread| spread.n).collect::<Vec<_>>(), [90, 65]);
    }

    #[test]
    fn a_small_group_takes_the_next_smallest_with_it_so_that_it_cannot_be_worked_out() {
        let (_, groups) = shown(&[vec![40, 50, 60], vec![15, 15, 20], vec![2, 2, 1], vec![0, 0, 0]]);
        assert!(groups[0].spread().is_some());
        assert_eq!(groups[1..], [Figure::Covering, Figure::TooFew { fewest: 10 }]);
    }

    #[test]
    fn a_group_all_of_whom_said_the_same_is_not_shown() {
        let (_, groups) = shown(&[vec![40, 50, 60], vec![0, 0, 30], vec![20, 25, 30], vec![0, 0, 0]]);
        assert_eq!(groups[1], Figure::Alike);
    }

    proptest! {
        #[test]
        fn no_group_and_no_answer_of_it_follows_from_everybody_less_the_others(
            all in proptest::collection::vec(
                proptest::collection::vec(prop_oneof![2 => Just(0_i64), 2 => 1..10_i64, 3 => 10..40_i64], 3), 2..7,
            ),
        ) {
            let (everybody, figures) = shown(&all);
            let Some(whole) = everybody.spread() else {
                prop_assert!(figures.iter().all(|figure| figure.spread().is_none()));
                return Ok(());
            };
            for (figure, given) in figures.iter().zip(&all) {
                prop_assert!(figure.spread().is_none() || given.iter().sum::<i64>() >= 10);
            }
            // Along each answer: a lone hidden number is everybody's less the shown ones; it may only be one that is not secret.
            for answer in 0..3 {
                if whole.counts[answer].shown().is_none() {
                    continue;
                }
                let rest = all[all.len() - 1].iter().any(|times| *times != 0);
                let seen = |figure: &Figure| figure.spread().is_some_and(|spread| spread.counts[answer].shown().is_some());
                let nobody = |figure: &Figure| matches!(figure, Figure::Nobody(_));
                let hidden: Vec<usize> = (0..figures.len()).filter(|&group| !seen(&figures[group]) && !nobody(&figures[group])).collect();
                if let ([group], false) = (hidden.as_slice(), rest) {
                    prop_assert!(!(1..10).contains(&all[*group][answer]), "group {group}, answer {answer} of {all:?}");
                }
            }
        }
    }
}
