//! Cell-key noise, where a project asks for it: outsiders' figures are blurred by a little that follows from whose answers they are.
//!
//! The method of the United Kingdom's Census 2021: each record has a fixed key; the keys of the records behind a number, added up, say by
//! how much it is changed. The same people give the same change in every table and on every replica, so that asking again averages
//! nothing out. It comes on top of hiding and rounding and decides nothing about them; that is `hide`'s.

use std::collections::BTreeMap;

use super::cells::Seen;
use super::cube::{Count, Cube};
use super::disclosure::Disclosure;
use super::figure::{Figure, Picture};
use super::released::Pattern;
use super::slice::Slice;
use crate::ids::{DocId, hash};

/// The key of an interview, below 256: the first byte of BLAKE3 over its name. Names are random and known inside the project alone.
pub fn cell_key(interview: DocId) -> i64 {
    i64::from(hash("cell key", &[interview.as_bytes()])[0])
}

/// What a number is changed by, from the sum of its keys. Of 256 sums 136 leave it, 48 each take or add one, 12 each take or add two:
/// nothing on average, and never more than two.
const fn change(keys: i64) -> i64 {
    match keys.rem_euclid(256) {
        0..12 => -2,
        12..60 => -1,
        60..196 => 0,
        196..244 => 1,
        _ => 2,
    }
}

/// Blurs the shown figures of one series. `keys` counts every answer as often as its interview's key says.
pub(super) fn blur(
    figures: &mut BTreeMap<Slice, Figure>,
    pattern: &Pattern,
    (counts, keys, series): (&BTreeMap<Slice, Count>, &Cube, usize),
    picture: &Picture<'_>,
    disclosure: &Disclosure,
) {
    for (slice, figure) in figures.iter_mut().filter(|(_, figure)| figure.spread().is_some()) {
        let (Some(count), Some(keys)) = (counts.get(slice), keys.count(slice, series)) else { continue };
        let Some((_, answers)) = pattern.figures.get(slice).and_then(|seen: &Vec<Seen>| seen.split_first()) else {
            continue;
        };
        *figure = picture.figure(&blurred(count, keys), answers, disclosure);
    }
}

/// A count as it is shown. What nobody said stays what nobody said.
fn blurred(count: &Count, keys: &Count) -> Count {
    let moved = |times: i64, keys: i64| if times == 0 { 0 } else { (times + change(keys)).max(0) };
    let keys_of = |answer: usize| keys.given.get(answer).copied().unwrap_or_default();
    let given: Vec<i64> =
        count.given.iter().enumerate().map(|(answer, times)| moved(*times, keys_of(answer))).collect();
    let most = given.iter().copied().max().unwrap_or_default();
    Count { answered: moved(count.answered, keys.answered).max(most), given, ..count.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_number_is_changed_by_two_at_most_and_by_nothing_on_average() {
        let all: Vec<i64> = (0..256).map(change).collect();
        assert_eq!(all.iter().sum::<i64>(), 0);
        assert!(all.iter().all(|change| change.abs() <= 2));
        assert_eq!(all.iter().filter(|change| **change == 0).count(), 136);
        assert_eq!(change(256 + 3), change(3));
    }

    #[test]
    fn the_same_people_give_the_same_change_and_nobody_stays_nobody() {
        let count = Count { answered: 40, given: vec![12, 0, 28], ..Count::default() };
        let keys = Count { answered: 3, given: vec![3, 0, 250], ..Count::default() };
        let seen = blurred(&count, &keys);
        assert_eq!((seen.given.as_slice(), seen.answered), (&[10, 0, 30][..], 38));
        assert_eq!(blurred(&count, &keys), seen);
    }

    #[test]
    fn blurred_figures_are_those_shown_without_and_no_more_than_one_step_away() {
        let (plain, blurred) = (example::evaluation(400, Disclosure::OUTSIDE), example::blurred(400));
        assert!(blurred.blurred && !plain.blurred && blurred == example::blurred(400));
        let mut moved = 0;
        let figures = |of: &crate::evaluation::Evaluation| -> Vec<(Slice, Figure)> {
            let scales = of.criteria.iter().flat_map(|criterion| criterion.scales.iter().map(|(_, counted)| counted));
            let all = scales.chain(&of.priorities).chain(&of.tables);
            all.flat_map(|counted| counted.figures.clone()).collect()
        };
        let (plain, blurred) = (figures(&plain), figures(&blurred));
        assert_eq!(plain.len(), blurred.len());
        for ((slice, plain), (same, blurred)) in plain.iter().zip(&blurred) {
            assert_eq!((slice, std::mem::discriminant(plain)), (same, std::mem::discriminant(blurred)));
            let (Some(plain), Some(blurred)) = (plain.spread(), blurred.spread()) else { continue };
            for (plain, blurred) in plain.counts.iter().zip(&blurred.counts) {
                let (Some(plain), Some(blurred)) = (plain.shown(), blurred.shown()) else { continue };
                assert!((plain - blurred).abs() <= 5, "{plain} became {blurred}");
                moved += usize::from(plain != blurred);
            }
        }
        assert!(moved > 0, "some number is told otherwise");
    }

    #[test]
    fn the_key_of_an_interview_never_changes() {
        assert_eq!(
            [1, 2, 3].map(|byte| cell_key(DocId([byte; 16]))),
            [1, 2, 3].map(|byte| cell_key(DocId([byte; 16])))
        );
        let keys: std::collections::BTreeSet<i64> = (0..=255).map(|byte| cell_key(DocId([byte; 16]))).collect();
        assert!(keys.len() > 100 && keys.iter().all(|key| (0..256).contains(key)));
    }
}
