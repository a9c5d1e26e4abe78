//! What one question would look like if all who live here had been heard in their numbers.
//!
//! The weights are `weighting`'s; it stands beside the plain figure and never instead of it.

use std::collections::BTreeMap;

use super::contribution::Slot;
use super::cube::Count;
use super::disclosure::{Audience, Disclosure};
use super::figure::{Figure, Picture, top_answers};
use super::interval::{Interval, Worth};
use super::number::Share;
use super::series::Catalogue;
use super::tally::Tally;
use super::weighting::{Weighting, worth};

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

/// The weighted counts of every series, by its number.
pub(super) fn weighted(tally: &Tally, catalogue: &Catalogue, weighting: &Weighting) -> BTreeMap<usize, Weighted> {
    let mut series: BTreeMap<usize, Weighted> = BTreeMap::new();
    for (group, counts) in tally.groups() {
        let (Some(weight), Some(routes)) = (weighting.of(group), catalogue.routes.get(&group.form)) else { continue };
        for (mark, times) in counts.marks() {
            let Some(route) = routes.get(usize::from(mark.question)) else { continue };
            let mass = i64::try_from(weight).unwrap_or(i64::MAX).saturating_mul(times);
            match mark.slot {
                Slot::Answered => {
                    let weighted = series.entry(route.series).or_default();
                    weighted.answered += mass;
                    let (weight, people) = (u128::from(weight), u128::from(times.unsigned_abs()));
                    weighted.sum += weight * people;
                    weighted.squares += weight * weight * people;
                }
                Slot::Choice(choice) => {
                    let Some(offered) = route.choices.get(usize::from(choice)).copied().flatten() else { continue };
                    let given = &mut series.entry(route.series).or_default().given;
                    let offered = usize::from(offered);
                    if given.len() <= offered {
                        given.resize(offered + 1, 0);
                    }
                    given[offered] += mass;
                }
                Slot::BeingChecked | Slot::Unfit | Slot::Missing(_) => {}
            }
        }
    }
    series
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
