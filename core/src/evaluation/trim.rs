//! Bounds on weights: nobody counts more than three times the middle weight, or less than three tenths of it.
//!
//! Where the weights come from is `rake`'s matter.

use super::rake::{ONE, rounded};

/// How often what was cut off is spread anew. Each time only a part of it is cut off again.
const MAX_ROUNDS: usize = 60;

/// One person's weight, and how many people have it.
pub(super) type Weighted = (u64, u64);

/// Brings weights within 0.3 and 3 times the median person's. What is cut off, or added, is spread evenly over all others, again and
/// again until nobody is out of bounds, as `trimWeights(strict = TRUE)` of R's package `survey` does.
pub(super) fn trim(cells: &[Weighted]) -> Vec<u64> {
    let mut weights: Vec<i128> = cells.iter().map(|(weight, _)| i128::from(*weight)).collect();
    let median = median(cells);
    let (low, high) = (i128::from(median) * 3 / 10, i128::from(median) * 3);
    let within = low..=high;
    for _ in 0..MAX_ROUNDS {
        let (mut cut_off, mut others) = (0_i128, 0_i128);
        for (weight, (_, people)) in weights.iter_mut().zip(cells) {
            let people = i128::from(*people);
            if within.contains(weight) {
                others += people;
                continue;
            }
            let bound = (*weight).clamp(low, high);
            cut_off += (*weight - bound) * people;
            // Marked by its sign until what was cut off is spread.
            *weight = -1 - bound;
        }
        let even = if others == 0 { 0 } else { cut_off / others };
        for weight in &mut weights {
            *weight = if *weight < 0 { -1 - *weight } else { *weight + even };
        }
        if weights.iter().all(|weight| within.contains(weight)) {
            break;
        }
    }
    weights.into_iter().map(|weight| u64::try_from(weight.clamp(low, high)).unwrap_or(ONE)).collect()
}

/// The median person's weight; of two in the middle, the one half-way.
fn median(cells: &[Weighted]) -> u64 {
    let mut sorted: Vec<Weighted> = cells.iter().copied().filter(|(_, people)| *people > 0).collect();
    sorted.sort_unstable();
    let all: u64 = sorted.iter().map(|(_, people)| people).sum();
    let at = |place: u64| {
        let mut before = 0;
        let found = sorted.iter().find(|(_, people)| {
            before += people;
            place < before
        });
        found.map_or(ONE, |(weight, _)| *weight)
    };
    if all == 0 {
        return ONE;
    }
    rounded(u128::from(at((all - 1) / 2)) + u128::from(at(all / 2)), 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn weights_within_bounds_stay_and_others_are_brought_there() {
        let even = [(ONE, 50), (2 * ONE, 10), (ONE / 2, 10)];
        assert_eq!(trim(&even), even.map(|(weight, _)| weight));
        let trimmed = trim(&[(ONE, 90), (10 * ONE, 2)]);
        assert_eq!(trimmed[1], 3 * ONE);
        // Fourteen weights were cut off and spread over ninety people.
        assert_eq!(trimmed[0], ONE + 14 * ONE / 90);
    }

    proptest! {
        #[test]
        fn nobody_is_out_of_bounds_and_no_weight_gets_lost(
            cells in proptest::collection::vec((1..40 * ONE, 1..500_u64), 1..40)
        ) {
            let median = i128::from(median(&cells));
            let trimmed = trim(&cells);
            prop_assert!(trimmed.iter().all(|w| (median * 3 / 10..=median * 3).contains(&i128::from(*w))));
        }
    }
}
