//! Raking: weights that make the people who were heard match known counts of the population, margin by margin.
//!
//! It works on cells, people who belong to the same groups everywhere, and never on single people; in whole numbers, in a fixed
//! order, so that every replica gets the same weights. What the margins mean is `weighting`'s matter; bounds on the weights, `trim`'s.

/// People who belong to the same group of every margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Their group in each margin; none where it is not known, or nothing is known of the population's.
    pub(super) groups: Vec<Option<usize>>,
    /// How many.
    pub(super) people: u64,
}

/// The weights of some cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raked {
    /// One person's weight, for each cell, in units of `ONE`.
    pub(super) weights: Vec<u64>,
    /// Whether every margin is met; otherwise they contradict each other.
    pub(super) settled: bool,
}

/// The weight of somebody who counts once.
pub(super) const ONE: u64 = 1 << FRACTION;
const FRACTION: u32 = 24;
/// Masses have more digits than weights, so that rounding in many rounds stays far below a weight's last digit.
const MASS: u32 = 36;
const FACTOR: u32 = 40;
/// The most people that are weighted: masses of as many stay within 64 bits.
pub(super) const MAX_PEOPLE: u64 = 1 << 26;
/// How often all margins are gone through.
const MAX_ROUNDS: usize = 200;
/// Margins are met when each group is off by less than a millionth of its size.
const CLOSE: u64 = 1_000_000;

/// Rakes cells to margins, each given as the population's counts by group.
///
/// Of a margin only groups count that somebody was heard from and that the population has; they are brought to their shares
/// among themselves. People in no such group keep what the other margins give them. Weights add up to the number of people.
pub(super) fn rake(cells: &[Cell], margins: &[Vec<u64>]) -> Raked {
    let people: u64 = cells.iter().map(|cell| cell.people).sum();
    if people > MAX_PEOPLE {
        return Raked { weights: vec![ONE; cells.len()], settled: false };
    }
    let mut masses: Vec<u64> = cells.iter().map(|cell| cell.people << MASS).collect();
    let mut settled = margins.is_empty();
    for _ in 0..MAX_ROUNDS {
        settled = true;
        for (place, margin) in margins.iter().enumerate() {
            settled &= adjust(&mut masses, cells, place, margin);
        }
        if settled {
            break;
        }
    }
    let weight = |(mass, cell): (&u64, &Cell)| match cell.people {
        0 => ONE,
        people => rounded(u128::from(*mass), u128::from(people) << (MASS - FRACTION)),
    };
    Raked { weights: masses.iter().zip(cells).map(weight).collect(), settled }
}

/// Brings one margin's groups to their shares; returns whether they already had them.
fn adjust(masses: &mut [u64], cells: &[Cell], place: usize, margin: &[u64]) -> bool {
    let mut sums = vec![0_u64; margin.len()];
    for (mass, cell) in masses.iter().zip(cells) {
        if let Some(sum) = cell.groups.get(place).copied().flatten().and_then(|group| sums.get_mut(group)) {
            *sum += mass;
        }
    }
    let counts = |group: usize| sums[group] > 0 && margin[group] > 0;
    let all: u128 = (0..margin.len()).filter(|group| counts(*group)).map(|group| u128::from(sums[group])).sum();
    let population: u128 =
        (0..margin.len()).filter(|group| counts(*group)).map(|group| u128::from(margin[group])).sum();
    let mut met = true;
    let mut factors = vec![1_u128 << FACTOR; margin.len()];
    for group in (0..margin.len()).filter(|group| counts(*group)) {
        let wanted = rounded(all * u128::from(margin[group]), population);
        met &= wanted.abs_diff(sums[group]) <= wanted / CLOSE;
        factors[group] = (u128::from(wanted) << FACTOR) / u128::from(sums[group]);
    }
    for (mass, cell) in masses.iter_mut().zip(cells) {
        if let Some(factor) = cell.groups.get(place).copied().flatten().and_then(|group| factors.get(group)) {
            *mass = u64::try_from((u128::from(*mass) * factor) >> FACTOR).unwrap_or(u64::MAX);
        }
    }
    met
}

/// The whole number nearest to a quotient.
pub(super) fn rounded(part: u128, whole: u128) -> u64 {
    u64::try_from((part + whole / 2) / whole.max(1)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(groups: &[usize], people: u64) -> Cell {
        Cell { groups: groups.iter().copied().map(Some).collect(), people }
    }

    fn share(cells: &[Cell], raked: &Raked, place: usize, group: usize) -> f64 {
        let of = |wanted: Option<usize>| -> f64 {
            let among =
                cells.iter().zip(&raked.weights).filter(|(cell, _)| wanted.is_none() || cell.groups[place] == wanted);
            among.map(|(cell, weight)| cell.people as f64 * *weight as f64).sum()
        };
        of(Some(group)) / of(None)
    }

    #[test]
    fn two_margins_are_met_at_once_and_weights_add_up_to_people() {
        let cells = [cell(&[0, 0], 10), cell(&[0, 1], 20), cell(&[1, 0], 50), cell(&[1, 1], 20)];
        let raked = rake(&cells, &[vec![500, 500], vec![300, 700]]);
        assert!(raked.settled);
        assert!((share(&cells, &raked, 0, 0) - 0.5).abs() < 1e-6 && (share(&cells, &raked, 1, 1) - 0.7).abs() < 1e-6);
        let sum: u64 = cells.iter().zip(&raked.weights).map(|(cell, weight)| cell.people * weight).sum();
        assert!(sum.abs_diff(100 * ONE) < 200);
    }

    #[test]
    fn a_group_that_nobody_was_heard_from_leaves_the_others_to_match_among_themselves() {
        let cells = [cell(&[0], 10), cell(&[1], 30)];
        let raked = rake(&cells, &[vec![100, 100, 800]]);
        assert!(raked.settled && (share(&cells, &raked, 0, 0) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn people_of_no_known_group_keep_their_weight() {
        let cells = [cell(&[0], 10), cell(&[1], 30), Cell { groups: vec![None], people: 5 }];
        assert_eq!(rake(&cells, &[vec![1, 1]]).weights[2], ONE);
    }

    #[test]
    fn margins_that_contradict_each_other_end_and_say_so() {
        let cells = [cell(&[0, 0], 10), cell(&[1, 1], 10)];
        let raked = rake(&cells, &[vec![90, 10], vec![10, 90]]);
        assert!(!raked.settled && raked.weights.iter().all(|weight| *weight > 0));
    }

    proptest! {
        #[test]
        fn weights_are_the_same_for_cells_in_any_order_and_are_met_where_every_cell_has_people(
            people in proptest::collection::vec(1_u64..400, 12),
            first in proptest::collection::vec(1_u64..1_000, 3),
            second in proptest::collection::vec(1_u64..1_000, 4),
            turn in 0_usize..12,
        ) {
            let cells: Vec<Cell> = people.iter().enumerate().map(|(n, people)| cell(&[n % 3, n / 3], *people)).collect();
            let margins = [first.clone(), second];
            let raked = rake(&cells, &margins);
            prop_assert!(raked.settled);
            let wanted = first[0] as f64 / first.iter().sum::<u64>() as f64;
            prop_assert!((share(&cells, &raked, 0, 0) - wanted).abs() < 1e-5);
            let mut turned = cells;
            turned.rotate_left(turn);
            let mut again = rake(&turned, &margins).weights;
            again.rotate_right(turn);
            prop_assert_eq!(again, raked.weights);
        }
    }
}
