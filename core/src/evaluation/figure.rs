//! One figure of a result: how the answers of a slice are spread, or why that is not shown.
//!
//! It turns bare counts into what an audience may see; `disclosure` says what that is.

use std::collections::BTreeMap;

use super::cells::Seen;
use super::cube::Count;
use super::disclosure::{Audience, Disclosure, People};
use super::fold::Fold;
use super::interval::{Interval, Worth};
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
    /// Enough people answered, but set against an earlier release it would tell what a few of them said.
    Held,
    /// Enough people answered, but all or nearly all the same: it would tell what each of them said.
    Alike,
    /// Enough people answered.
    Shown(Spread),
}

impl Figure {
    /// The spread, if it is shown.
    pub const fn spread(&self) -> Option<&Spread> {
        match self {
            Self::Shown(spread) => Some(spread),
            Self::Nobody(_) | Self::TooFew { .. } | Self::Covering | Self::Held | Self::Alike => None,
        }
    }
}

/// How answers are spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// How many answers there are.
    pub n: i64,
    /// For each offered answer, how often it was given.
    pub counts: Vec<People>,
    /// For each offered answer that is shown, its share of all answers (of all people who answered, where several may be
    /// chosen).
    pub shares: Vec<Option<Share>>,
    /// On a scale: the share of the top two answers, or of the top one on scales of two or three.
    pub top: Option<Share>,
    /// How far the real share of the top answers may lie from that.
    pub interval: Option<Interval>,
    /// On a scale of which no answer is hidden: the mean of the points; outside only of enough answers.
    pub mean: Option<Mean>,
    /// What is not among the answers.
    pub aside: Aside,
}

/// What is counted beside the answers and never among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Two answers stand side by side until somebody decides.
    pub being_checked: People,
    /// Answers that are none of those offered.
    pub unfit: People,
    /// No answer, by why.
    pub missing: BTreeMap<Missing, People>,
}

/// How a series is shown: its answers, merged where a fold says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Picture<'a> {
    /// The answers as they are shown.
    pub(super) offered: &'a [Offered],
    /// The answers as they were asked.
    pub(super) scale: &'a [Offered],
    /// How the one becomes the other, if answers are merged.
    pub(super) fold: Option<&'a Fold>,
    /// Whether people could choose several.
    pub(super) several: bool,
}

impl Picture<'_> {
    /// How many answers a figure is made of.
    pub(super) fn size(&self, count: &Count) -> i64 {
        if self.several { count.answered } else { (0..self.scale.len()).map(|answer| asked(count, answer)).sum() }
    }

    /// How often a shown answer was given.
    pub(super) fn times(&self, count: &Count, answer: usize) -> i64 {
        self.fold.map_or_else(|| asked(count, answer), |fold| fold.times(&count.given, answer)).max(0)
    }

    pub(super) fn aside(&self, count: &Count, disclosure: &Disclosure) -> Aside {
        Aside::new(count, disclosure)
    }

    /// The whole figure, hidden if too few answered.
    pub(super) fn whole(&self, count: &Count, disclosure: &Disclosure) -> Figure {
        match self.size(count) {
            ..=0 => Figure::Nobody(Aside::new(count, disclosure)),
            n if disclosure.hides(n) => Figure::TooFew { fewest: disclosure.fewest },
            _ => self.figure(count, &vec![Seen::Shown; self.offered.len()], disclosure),
        }
    }

    /// The figure with these of its answers shown.
    pub(super) fn figure(&self, count: &Count, seen: &[Seen], disclosure: &Disclosure) -> Figure {
        let n = self.size(count);
        let people = |(answer, seen): (usize, &Seen)| match (seen, self.times(count, answer)) {
            (Seen::Shown, times) => People::Shown(disclosure.round(times)),
            (Seen::Secret, times) if disclosure.hides(times) => People::FewerThan(disclosure.fewest),
            (Seen::Secret | Seen::Cover, _) => People::Covering,
        };
        let counts: Vec<People> = seen.iter().enumerate().map(people).collect();
        let complete = seen.iter().all(|seen| *seen == Seen::Shown);
        // Shares are made from the rounded counts, so that nothing finer can be worked out from them.
        let whole = if self.several || !complete {
            disclosure.round(n).max(1)
        } else {
            counts.iter().filter_map(|people| people.shown()).sum()
        };
        if whole == 0 {
            return Figure::TooFew { fewest: disclosure.fewest };
        }
        let share = |people: &People| Share::of(people.shown()?.min(whole), whole);
        let on_scale = !self.scale.is_empty() && self.scale.iter().all(|answer| answer.points.is_some());
        let top = counts.iter().rev().take(top_answers(counts.len())).map(|people| people.shown()).sum::<Option<i64>>();
        let top = top.filter(|_| on_scale && counts.len() > 1).and_then(|top| Share::of(top.min(whole), whole));
        Figure::Shown(Spread {
            n: disclosure.round(n),
            interval: top.and_then(|top| Interval::wilson(top, Worth::of(disclosure.round(n)))),
            shares: counts.iter().map(share).collect(),
            top,
            mean: if on_scale && complete { self.mean(count, n, disclosure) } else { None },
            counts,
            aside: Aside::new(count, disclosure),
        })
    }

    /// Outsiders get the mean only as finely as leaves open what `fewest` of the points behind it were: anything finer
    /// would undo merging and rounding. It is made from the scale as it was asked.
    fn mean(&self, count: &Count, n: i64, disclosure: &Disclosure) -> Option<Mean> {
        let points =
            |(answer, offered): (usize, &Offered)| i64::from(offered.points.unwrap_or_default()) * asked(count, answer);
        let mean = Mean::of(self.scale.iter().enumerate().map(points).sum(), n)?;
        match disclosure.audience {
            Audience::Inside => Some(mean),
            Audience::Outside => {
                let step = [10, 20, 50].into_iter().find(|step| n * step >= disclosure.fewest * 100)?;
                Some(mean.rounded_to(step.try_into().ok()?))
            }
        }
    }
}

fn asked(count: &Count, answer: usize) -> i64 {
    count.given.get(answer).copied().unwrap_or_default().max(0)
}

impl Aside {
    fn new(count: &Count, disclosure: &Disclosure) -> Self {
        let missing = count.missing.iter().filter(|(_, count)| **count > 0);
        Self {
            being_checked: disclosure.beside(count.being_checked.max(0)),
            unfit: disclosure.beside(count.unfit.max(0)),
            missing: missing.map(|(kind, count)| (*kind, disclosure.beside(*count))).collect(),
        }
    }
}

/// How many of the highest answers make up the top of a scale: two, or one where two would be most of it.
pub(super) const fn top_answers(offered: usize) -> usize {
    if offered < 4 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(length: i16) -> Vec<Offered> {
        let at = |points: i16| Offered { points: Some(points), ..Offered::new(&points.to_string()) };
        (1..=length).map(at).collect()
    }

    fn count(given: &[i64]) -> Count {
        Count { answered: given.iter().sum(), given: given.to_vec(), ..Count::default() }
    }

    fn figure(count: &Count, length: i16, disclosure: Disclosure) -> Figure {
        let scale = scale(length);
        Picture { offered: &scale, scale: &scale, fold: None, several: false }.whole(count, &disclosure)
    }

    #[test]
    fn a_scale_has_its_mean_and_the_share_of_its_top_two() {
        let figure = figure(&count(&[1, 2, 3, 4, 10]), 5, Disclosure::INSIDE);
        let spread = figure.spread().unwrap();
        assert_eq!((spread.n, spread.top, spread.mean), (20, Some(Share(7_000)), Some(Mean(400))));
        assert_eq!(spread.shares[0], Some(Share(500)));
    }

    #[test]
    fn a_short_scale_has_only_one_answer_at_the_top() {
        let figure = figure(&count(&[5, 5, 10]), 3, Disclosure::INSIDE);
        assert_eq!(figure.spread().unwrap().top, Some(Share(5_000)));
    }

    #[test]
    fn fewer_than_ten_are_not_shown_outside_and_ten_are() {
        let nine = figure(&count(&[0, 0, 0, 0, 9]), 5, Disclosure::OUTSIDE);
        assert_eq!(nine, Figure::TooFew { fewest: 10 });
        let ten = figure(&count(&[0, 0, 0, 0, 10]), 5, Disclosure::OUTSIDE);
        assert_eq!(ten.spread().unwrap().n, 10);
    }

    #[test]
    fn outsiders_get_shares_of_rounded_counts() {
        let figure = figure(&count(&[1, 3, 8, 11, 20]), 5, Disclosure::OUTSIDE);
        let spread = figure.spread().unwrap();
        assert_eq!(spread.counts, [0, 5, 10, 10, 20].map(People::Shown));
        assert_eq!(spread.n, 45);
        assert_eq!(spread.shares[4], Some(Share(4_444)));
        assert_eq!(spread.mean, Some(Mean(400)));
    }

    #[test]
    fn outsiders_get_a_mean_as_finely_as_many_answered() {
        let mean = |times: i64| {
            let given = [10, 10, 13, 20, 17].map(|count| count * times / 10);
            figure(&count(&given), 5, Disclosure::OUTSIDE).spread().unwrap().mean
        };
        assert_eq!([2, 7, 10, 20].map(mean), [None, Some(Mean(350)), Some(Mean(340)), Some(Mean(330))]);
    }

    #[test]
    fn a_hidden_answer_takes_its_share_and_the_mean_with_it() {
        let scale = scale(3);
        let picture = Picture { offered: &scale, scale: &scale, fold: None, several: false };
        let seen = [Seen::Secret, Seen::Cover, Seen::Shown];
        let figure = picture.figure(&count(&[3, 12, 15]), &seen, &Disclosure::OUTSIDE);
        let spread = figure.spread().unwrap();
        assert_eq!(spread.counts, [People::FewerThan(10), People::Covering, People::Shown(15)]);
        assert_eq!((spread.top, spread.mean), (Some(Share(5_000)), None));
    }

    #[test]
    fn what_is_being_checked_or_missing_stands_beside_the_answers() {
        let missing = BTreeMap::from([(Missing::NoExperience, 12), (Missing::PreferNot, 2)]);
        let all = Count { being_checked: 3, missing, ..count(&[0, 0, 0, 5, 5]) };
        let figure = figure(&all, 5, Disclosure::OUTSIDE);
        let spread = figure.spread().unwrap();
        assert_eq!((spread.n, spread.aside.being_checked), (10, People::FewerThan(10)));
        assert_eq!(spread.aside.missing[&Missing::NoExperience], People::Shown(10));
        assert_eq!(spread.aside.missing[&Missing::PreferNot], People::FewerThan(10));
    }
}
