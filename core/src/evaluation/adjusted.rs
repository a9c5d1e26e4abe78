//! What one question would look like if all who live here had been heard in their numbers.
//!
//! The weights are `weighting`'s, whose answers they go to is `strata`'s; it stands beside the plain figure and never instead of it.

use super::cube::Count;
use super::disclosure::{Audience, Disclosure};
use super::figure::{Figure, Picture, top_answers};
use super::interval::{Interval, Worth};
use super::number::Share;
use super::weighting::worth;

/// One figure, adjusted to match who lives here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjusted {
    /// How many equally weighted answers it stands on.
    pub worth: Worth,
    /// For each offered answer, its share of all answers, or of all people who answered where several may be chosen. Outsiders get none.
    pub shares: Vec<Share>,
    /// On a scale: the share of the top answers.
    pub top: Option<Share>,
    /// How far the real share of the top answers may lie from that.
    pub interval: Option<Interval>,
}

/// The weighted counts of one series, each person counting as much as they weigh.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighted {
    given: Vec<i64>,
    answered: i64,
    sum: u128,
    squares: u128,
}

impl Weighted {
    /// From the weighted counts of a series, and the weights of those who answered with how many they are.
    pub(super) fn new(answered: i64, given: Vec<i64>, weights: impl Iterator<Item = (u64, u64)>) -> Self {
        let (mut sum, mut squares) = (0, 0);
        for (weight, people) in weights {
            let mass = u128::from(weight) * u128::from(people);
            sum += mass;
            squares += u128::from(weight) * mass;
        }
        Self { given, answered, sum, squares }
    }
}

impl Adjusted {
    /// What this audience may see: nothing where the plain figure is hidden, or is worth fewer answers than may be shown.
    pub(super) fn new(
        weighted: &Weighted,
        picture: &Picture<'_>,
        plain: Option<&Figure>,
        disclosure: &Disclosure,
    ) -> Option<Self> {
        let spread = plain?.spread()?;
        let worth = worth(weighted.sum, weighted.squares);
        if worth.people() < disclosure.fewest.max(1) {
            return None;
        }
        let count = Count { given: weighted.given.clone(), answered: weighted.answered, ..Count::default() };
        let size = picture.size(&count);
        let times: Vec<i64> = (0..picture.offered.len()).map(|answer| picture.times(&count, answer)).collect();
        let top: i64 = times.iter().rev().take(top_answers(times.len())).sum();
        let top = spread.top.and_then(|_| Share::of(top, size));
        let (worth, top, shares) = match disclosure.audience {
            Audience::Inside => (worth, top, times.iter().filter_map(|times| Share::of(*times, size)).collect()),
            // Whole percent, and nothing answer by answer: weights tell groups apart that the plain figure puts together.
            Audience::Outside => {
                let worth = Worth::of(disclosure.round(worth.people()));
                (worth, top.map(|share| Share(100 * share.percent())), Vec::new())
            }
        };
        Some(Self { worth, shares, top, interval: top.and_then(|top| Interval::wilson(top, worth)) })
    }
}
