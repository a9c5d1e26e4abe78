//! One figure of a result: how the answers of a slice are spread, or why that is not shown.
//!
//! It turns bare counts into what an audience may see; `disclosure` says what that is.

use std::collections::BTreeMap;

use super::cube::Count;
use super::disclosure::{Audience, Disclosure, People};
use super::number::{Mean, Share};
use super::series::Offered;
use crate::response::Missing;

/// How the answers of one slice to one series are spread, or why that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// Nobody answered.
    Nobody(Aside),
    /// Fewer people answered than may be shown.
    TooFew {
        /// From how many answers on it would be shown.
        fewest: i64,
    },
    /// Enough people answered, but showing it would give away a figure that is too small to show.
    Covering,
    /// Enough people answered.
    Shown(Spread),
}

impl Figure {
    /// The spread, if it is shown.
    pub const fn spread(&self) -> Option<&Spread> {
        match self {
            Self::Shown(spread) => Some(spread),
            Self::Nobody(_) | Self::TooFew { .. } | Self::Covering => None,
        }
    }
}

/// How answers are spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// How many answers there are.
    pub n: i64,
    /// For each offered answer, how often it was given.
    pub counts: Vec<i64>,
    /// For each offered answer, its share of all answers (of all people who answered, where several may be chosen).
    pub shares: Vec<Share>,
    /// On a scale: the share of the top two answers, or of the top one on scales of two or three.
    pub top: Option<Share>,
    /// On a scale: the mean of the points.
    pub mean: Option<Mean>,
    /// What is not among the answers.
    pub aside: Aside,
}

/// What is counted beside the answers and never among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aside {
    /// Two answers stand side by side until somebody decides.
    pub being_checked: i64,
    /// Answers that are none of those offered.
    pub unfit: i64,
    /// No answer, by why.
    pub missing: BTreeMap<Missing, People>,
}

impl Figure {
    pub(super) fn new(count: &Count, offered: &[Offered], several: bool, disclosure: &Disclosure) -> Self {
        let given = |place: usize| count.given.get(place).copied().unwrap_or_default().max(0);
        let exact: Vec<i64> = (0..offered.len()).map(given).collect();
        let on_scale = offered.iter().any(|answer| answer.points.is_some());
        let n = if several { count.answered } else { exact.iter().sum() };
        let aside = Aside::new(count, disclosure);
        if n <= 0 {
            return Self::Nobody(aside);
        }
        if disclosure.hides(n) {
            return Self::TooFew { fewest: disclosure.fewest };
        }
        let counts: Vec<i64> = exact.iter().map(|&count| disclosure.round(count)).collect();
        // Shares are made from the rounded counts, so that nothing finer can be worked out from them.
        let whole = if several { disclosure.round(n).max(1) } else { counts.iter().sum() };
        if whole == 0 {
            return Self::TooFew { fewest: disclosure.fewest };
        }
        let share = |count: i64| Share::of(count.min(whole), whole).unwrap_or_default();
        let top: i64 = counts.iter().rev().take(top_answers(offered.len())).sum();
        Self::Shown(Spread {
            n: disclosure.round(n),
            shares: counts.iter().map(|&count| share(count)).collect(),
            top: (on_scale && offered.len() > 1).then(|| share(top)),
            mean: if on_scale { mean(&exact, offered, n, disclosure) } else { None },
            counts,
            aside,
        })
    }
}

impl Aside {
    fn new(count: &Count, disclosure: &Disclosure) -> Self {
        let missing = count.missing.iter().filter(|(_, count)| **count > 0);
        Self {
            being_checked: count.being_checked.max(0),
            unfit: count.unfit.max(0),
            missing: missing.map(|(kind, count)| (*kind, disclosure.beside(*count))).collect(),
        }
    }
}

/// How many of the highest answers make up the top of a scale: two, or one where two would be most of it.
pub(super) const fn top_answers(offered: usize) -> usize {
    if offered < 4 { 1 } else { 2 }
}

/// Outsiders get the mean in tenths: in hundredths it would undo the rounding of small counts.
fn mean(counts: &[i64], offered: &[Offered], n: i64, disclosure: &Disclosure) -> Option<Mean> {
    let points = offered.iter().map(|answer| i64::from(answer.points.unwrap_or_default()));
    let mean = Mean::of(counts.iter().zip(points).map(|(count, points)| count * points).sum(), n)?;
    Some(match disclosure.audience {
        Audience::Inside => mean,
        Audience::Outside => Mean(mean.tenths() * 10),
    })
}

#[cfg(test)]
mod tests {
    use super::super::rules::Label;
    use super::*;

    fn scale(length: i16) -> Vec<Offered> {
        let at = |points: i16| Offered { name: points.to_string(), label: Label::default(), points: Some(points) };
        (1..=length).map(at).collect()
    }

    fn count(given: &[i64]) -> Count {
        Count { answered: given.iter().sum(), given: given.to_vec(), ..Count::default() }
    }

    #[test]
    fn a_scale_has_its_mean_and_the_share_of_its_top_two() {
        let figure = Figure::new(&count(&[1, 2, 3, 4, 10]), &scale(5), false, &Disclosure::INSIDE);
        let spread = figure.spread().unwrap();
        assert_eq!((spread.n, spread.top, spread.mean), (20, Some(Share(7_000)), Some(Mean(400))));
        assert_eq!(spread.shares[0], Share(500));
    }

    #[test]
    fn a_short_scale_has_only_one_answer_at_the_top() {
        let figure = Figure::new(&count(&[5, 5, 10]), &scale(3), false, &Disclosure::INSIDE);
        assert_eq!(figure.spread().unwrap().top, Some(Share(5_000)));
    }

    #[test]
    fn fewer_than_ten_are_not_shown_outside_and_ten_are() {
        let nine = Figure::new(&count(&[0, 0, 0, 0, 9]), &scale(5), false, &Disclosure::OUTSIDE);
        assert_eq!(nine, Figure::TooFew { fewest: 10 });
        let ten = Figure::new(&count(&[0, 0, 0, 0, 10]), &scale(5), false, &Disclosure::OUTSIDE);
        assert_eq!(ten.spread().unwrap().n, 10);
    }

    #[test]
    fn outsiders_get_shares_of_rounded_counts() {
        let figure = Figure::new(&count(&[1, 3, 8, 11, 20]), &scale(5), false, &Disclosure::OUTSIDE);
        let spread = figure.spread().unwrap();
        assert_eq!(spread.counts, [0, 5, 10, 10, 20]);
        assert_eq!(spread.n, 45);
        assert_eq!(spread.shares[4], Share(4_444));
        assert_eq!(spread.mean, Some(Mean(410)));
    }

    #[test]
    fn what_is_being_checked_or_missing_stands_beside_the_answers() {
        let missing = BTreeMap::from([(Missing::NoExperience, 12), (Missing::PreferNot, 2)]);
        let all = Count { being_checked: 3, missing, ..count(&[0, 0, 0, 5, 5]) };
        let figure = Figure::new(&all, &scale(5), false, &Disclosure::OUTSIDE);
        let spread = figure.spread().unwrap();
        assert_eq!((spread.n, spread.aside.being_checked), (10, 3));
        assert_eq!(spread.aside.missing[&Missing::NoExperience], People::Shown(10));
        assert_eq!(spread.aside.missing[&Missing::PreferNot], People::FewerThan(10));
    }
}
