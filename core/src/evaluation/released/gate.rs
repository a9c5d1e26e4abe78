//! The gate: which groups' figures a new release may show, so that setting it against earlier ones tells nothing of a few people.
//!
//! It reckons with a reader who has every release and knows every shown number exactly, and it looks at who stood behind the
//! numbers, never at answers: what can't be told apart by people can't be told apart answer by answer. Single answers within
//! a figure are `pattern`'s matter.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::slice::{Slice, Who};
use super::super::span::{Rest, Span, is_known, is_known_with, step, take_out};
use super::lives::{Lives, Sum, less};
use super::standing::{Group, Reach, Standing};

/// One release: who stood behind it, and which groups' figures it showed.
#[derive(Debug, Clone)]
pub(in crate::evaluation) struct Moment<'a> {
    pub(in crate::evaluation) standing: &'a Standing,
    pub(in crate::evaluation) shown: BTreeSet<Group>,
}

/// The slices whose figures have to wait until more people have answered.
///
/// Large groups are let through first. Groups of fewer than `fewest` are left to those who hide small numbers anyway.
pub(in crate::evaluation) fn held(
    earlier: &[Moment<'_>],
    now: &Standing,
    wanted: &BTreeMap<Slice, Group>,
    fewest: i64,
) -> BTreeSet<Slice> {
    if earlier.is_empty() {
        return BTreeSet::new();
    }
    let mut reader = Reader::new(earlier, now, wanted.values(), fewest);
    let mut in_order: Vec<(Reverse<i64>, &Slice, &Group)> = Vec::new();
    for (slice, group) in wanted {
        let people = reader.lives.people(&reader.now(group));
        if people == 0 || people >= fewest {
            in_order.push((Reverse(people), slice, group));
        }
    }
    in_order.sort();
    in_order
        .into_iter()
        .filter(|(_, _, group)| !reader.lets_through(group))
        .map(|(_, slice, _)| slice.clone())
        .collect()
}

/// Which of these slices consist of the same interviews with the same answers as in an earlier release.
pub(in crate::evaluation) fn unchanged(
    earlier: &Standing,
    now: &Standing,
    groups: &BTreeMap<Slice, Group>,
) -> BTreeSet<Slice> {
    let lives = Lives::new(&[earlier, now]);
    let same = |group: &Group| lives.sum(0, group) == lives.sum(1, group);
    groups.iter().filter(|(_, group)| same(group)).map(|(slice, _)| slice.clone()).collect()
}

/// How many interviews of a group were added, changed or taken out since an earlier release.
pub(in crate::evaluation) fn touched(earlier: &Standing, now: &Standing, group: &Group) -> i64 {
    let lives = Lives::new(&[earlier, now]);
    lives.people(&less(&lives.sum(1, group), &lives.sum(0, group)))
}

/// Somebody who has every release.
struct Reader {
    lives: Lives,
    fewest: i64,
    /// For each release what the shown groups gave to it; the new one is the last.
    shown: Vec<BTreeMap<Group, Sum>>,
    span: Span,
    /// What the earlier releases tell without the new one.
    out: Span,
    /// What must not be worked out, as far as it can't be yet.
    secrets: Vec<Rest>,
}

impl Reader {
    fn new<'g>(earlier: &[Moment<'_>], now: &Standing, wanted: impl Iterator<Item = &'g Group>, fewest: i64) -> Self {
        let standings: Vec<&Standing> = earlier.iter().map(|moment| moment.standing).chain([now]).collect();
        let lives = Lives::new(&standings);
        let mut groups: BTreeSet<Group> = wanted.cloned().collect();
        groups.extend(earlier.iter().flat_map(|moment| moment.shown.iter().cloned()));
        let groups = finer(groups);
        let (span, out) = (Span::new(lives.len()), Span::new(lives.len()));
        let mut reader = Self { lives, fewest, shown: Vec::new(), span, out, secrets: Vec::new() };
        for (moment, one) in earlier.iter().enumerate() {
            let sums = one.shown.iter().map(|group| (group.clone(), reader.lives.sum(moment, group)));
            reader.shown.push(sums.collect());
            for sum in reader.shown[moment].values() {
                step(&reader.span.rest(sum)).into_iter().for_each(|step| reader.span.learn(step));
            }
        }
        reader.shown.push(BTreeMap::new());
        reader.out = reader.span.clone();
        reader.secrets = reader.secrets_among(&groups);
        reader
    }

    /// What small groups gave to any release, and what a few people changed between two, unless it is out already.
    fn secrets_among(&self, groups: &BTreeSet<Group>) -> Vec<Rest> {
        let mut sums: BTreeSet<Sum> = self.lives.alone().collect();
        let moments = self.shown.len();
        for group in groups {
            let given: Vec<Sum> = (0..moments).map(|moment| self.lives.sum(moment, group)).collect();
            for (later, sum) in given.iter().enumerate() {
                sums.insert(sum.clone());
                sums.extend(given[..later].iter().map(|before| less(sum, before)));
            }
        }
        let small = sums.into_iter().filter(|sum| self.is_too_few(sum));
        small.map(|sum| self.span.rest(&sum)).filter(|rest| !is_known(rest)).collect()
    }

    fn is_too_few(&self, sum: &Sum) -> bool {
        let people = self.lives.people(sum);
        people > 0 && people < self.fewest
    }

    fn is_news_of_a_few(&self, sum: &Sum) -> bool {
        self.is_too_few(sum) && !is_known(&self.out.rest(sum))
    }

    fn now(&self, group: &Group) -> Sum {
        self.lives.sum(self.shown.len() - 1, group)
    }

    /// Whether a group's figures give nothing away; the reader knows them from then on.
    fn lets_through(&mut self, group: &Group) -> bool {
        let sum = self.now(group);
        if let Some(step) = step(&self.span.rest(&sum)) {
            let told = self.secrets.iter().any(|secret| is_known_with(secret, &step));
            if told || self.is_told_beside(group, &sum) {
                return false;
            }
            self.secrets.iter_mut().for_each(|secret| take_out(secret, &step));
            self.span.learn(step);
        }
        if let Some(shown) = self.shown.last_mut() {
            shown.insert(group.clone(), sum);
        }
        true
    }

    /// Whether, with this group, some whole less its shown parts, or one group's difference less another's, is a few people.
    fn is_told_beside(&self, group: &Group, sum: &Sum) -> bool {
        let mut now = self.shown.last().cloned().unwrap_or_default();
        now.insert(group.clone(), sum.clone());
        let earlier = &self.shown[..self.shown.len() - 1];
        earlier.iter().any(|before| {
            let changes: BTreeMap<&Group, Sum> =
                now.iter().filter_map(|(group, sum)| Some((group, less(sum, before.get(group)?)))).collect();
            self.tells_a_few_apart(group, &changes)
                || self.leaves_a_few(&changes, &changes)
                || self.leaves_a_few(&now.iter().map(|(group, sum)| (group, sum.clone())).collect(), &borrowed(before))
                || self.leaves_a_few(&borrowed(before), &borrowed(&now))
        })
    }

    fn tells_a_few_apart(&self, group: &Group, changes: &BTreeMap<&Group, Sum>) -> bool {
        let Some(own) = changes.get(group) else { return false };
        changes.values().any(|other| self.is_news_of_a_few(&less(own, other)))
    }

    /// Whether a whole less those parts of one kind that are shown is a few people.
    fn leaves_a_few(&self, wholes: &BTreeMap<&Group, Sum>, parts: &BTreeMap<&Group, Sum>) -> bool {
        wholes.iter().any(|(whole, sum)| {
            [Kind::Who, Kind::Areas, Kind::Round].into_iter().any(|kind| {
                let mut rest = sum.clone();
                let mut some = false;
                for (_, part) in parts.iter().filter(|(part, _)| kind.divides(whole, part)) {
                    (rest, some) = (less(&rest, part), true);
                }
                some && self.is_news_of_a_few(&rest)
            })
        })
    }
}

fn borrowed(sums: &BTreeMap<Group, Sum>) -> BTreeMap<&Group, Sum> {
    sums.iter().map(|(group, sum)| (group, sum.clone())).collect()
}

/// In which direction parts divide a whole.
#[derive(Clone, Copy)]
enum Kind {
    Who,
    Areas,
    Round,
}

impl Kind {
    /// Whether one of two groups is one of those parts of the other that do not overlap each other.
    fn divides(self, whole: &Group, part: &Group) -> bool {
        if whole == part || !whole.contains(part) {
            return false;
        }
        let (who, areas, round) = (whole.who == part.who, whole.areas == part.areas, whole.round == part.round);
        match self {
            Self::Who => {
                let next = match (&whole.who, &part.who) {
                    (Some(Who::Everyone), Some(Who::Perspective(name))) => Who::side(name).is_none(),
                    _ => true,
                };
                areas && round && next
            }
            Self::Areas => who && round,
            Self::Round => who && areas,
        }
    }
}

/// These groups with the finer ones that they are made of, and those that belong to none of their parts.
fn finer(groups: BTreeSet<Group>) -> BTreeSet<Group> {
    let mut all = groups.clone();
    for group in &groups {
        if let Reach::Of(areas) = &group.areas {
            all.extend(areas.iter().map(|area| Group { areas: Reach::Of(vec![*area]), ..group.clone() }));
            all.insert(Group { areas: Reach::Outside, ..group.clone() });
            all.insert(Group { areas: Reach::All, ..group.clone() });
        }
        if matches!(group.round, Reach::Of(_)) {
            all.insert(Group { round: Reach::Outside, ..group.clone() });
            all.insert(Group { round: Reach::All, ..group.clone() });
        }
        all.insert(Group { who: None, ..group.clone() });
        all.insert(Group { who: Some(Who::Everyone), ..group.clone() });
    }
    all
}
