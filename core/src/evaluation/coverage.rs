//! Who was heard and who was not: how many interviews came from each perspective, area and group.
//!
//! Plain counts; comparing them with the population and weighting by it build on this.

use std::collections::BTreeMap;

use super::cube::Cube;
use super::disclosure::{Disclosure, People};
use super::number::Share;
use super::rates::Participation;
use super::rules::Label;
use super::series::Series;
use super::slice::{Slice, Who};
use crate::ids::DocId;

/// One group and how many of it were heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The group's own name: a choice's name, an area's id, or `residents` and `team` for a whole side.
    pub key: String,
    /// What people call it.
    pub label: Label,
    /// How many interviews came from it.
    pub people: People,
    /// Which share of those who live here belongs to it, where that is known.
    pub lives: Option<Share>,
}

/// The groups of one kind, fewest heard first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    /// What makes the groups; empty for perspectives and areas.
    pub question: Label,
    /// That question's path; empty for perspectives and areas.
    pub path: String,
    /// The groups, fewest heard first; among equals in the form's order.
    pub heard: Vec<Heard>,
    /// How many interviews belong to none of them: not asked, not said, or being checked.
    pub unsaid: People,
}

/// Who was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// By perspective; every one that the form offers, heard or not, or whole sides where one alone would be too few.
    pub perspectives: Groups,
    /// By area; every one that the project has, heard or not.
    pub areas: Groups,
    /// By each question whose groups are compared with the population.
    pub margins: Vec<Groups>,
    /// What happened at the doors, by the outcome's name: how many knocks.
    pub knocks: BTreeMap<String, u64>,
    /// How many took part, round by round, where anybody knocked.
    pub participation: Vec<Participation>,
}

impl Coverage {
    /// Shows no group's number: set against an earlier release they would tell of a few people.
    pub(super) fn hold(&mut self) {
        for groups in [&mut self.perspectives, &mut self.areas].into_iter().chain(&mut self.margins) {
            groups.heard.iter_mut().for_each(|heard| heard.people = People::Covering);
            groups.unsaid = People::Covering;
        }
    }
}

/// One group before it is shown: its own name, what people call it, and how many interviews came from it.
type Counted = (String, Label, i64);

impl Groups {
    fn new(question: Label, groups: Vec<Counted>, all: i64, disclosure: &Disclosure) -> Self {
        let unsaid = (all - groups.iter().map(|(_, _, count)| count).sum::<i64>()).max(0);
        let mut counts: Vec<i64> = groups.iter().map(|(_, _, count)| *count).collect();
        counts.push(unsaid);
        let mut people = shown(&counts, disclosure);
        let unsaid = people.pop().unwrap_or(People::Covering);
        let heard = |((key, label, _), people)| Heard { key, label, people, lives: None };
        let mut heard: Vec<Heard> = groups.into_iter().zip(people).map(heard).collect();
        heard.sort_by_key(|group| order(group.people));
        Self { question, path: String::new(), heard, unsaid }
    }
}

/// Groups that make up a known whole. Where what is hidden is too little together, the smallest shown group covers it.
pub(super) fn shown(counts: &[i64], disclosure: &Disclosure) -> Vec<People> {
    let mut people: Vec<People> = counts.iter().map(|count| disclosure.beside(*count)).collect();
    let hidden = counts.iter().zip(&people).filter(|(_, people)| people.shown().is_none());
    let hidden: Vec<i64> = hidden.map(|(count, _)| *count).collect();
    if !hidden.is_empty() && (hidden.len() == 1 || hidden.iter().sum::<i64>() < disclosure.fewest) {
        let smallest = (0..counts.len()).filter(|&group| people[group].shown().is_some() && counts[group] > 0);
        if let Some(cover) = smallest.min_by_key(|&group| (counts[group], group)) {
            people[cover] = People::Covering;
        }
    }
    people
}

/// Hidden numbers stand between none and the first shown one, in no order of their own.
const fn order(people: People) -> i64 {
    match people {
        People::Shown(count) => count,
        People::FewerThan(_) | People::Covering => 1,
    }
}

/// The perspectives; those of one side as one group where one of them alone is too small for this audience.
pub(super) fn perspectives(cube: &Cube, offered: &[(String, Label)], disclosure: &Disclosure) -> Groups {
    let count = |name: &String| cube.interviews(&Slice::of(Who::Perspective(name.clone())));
    let too_small = |side: &Who| {
        let of_side = offered.iter().filter(|(name, _)| Who::side(name).as_ref() == Some(side));
        of_side.clone().count() > 1
            && of_side.into_iter().any(|(name, _)| disclosure.beside(count(name)).shown().is_none())
    };
    let mut groups: Vec<Counted> = Vec::new();
    for (name, label) in offered {
        let group = match Who::side(name).filter(too_small).and_then(|side| side.key()) {
            Some(side) => (side.to_owned(), Label::default(), count(name)),
            None => (name.clone(), label.clone(), count(name)),
        };
        match groups.iter_mut().find(|(key, _, _)| *key == group.0) {
            Some((_, _, sum)) => *sum += group.2,
            None => groups.push(group),
        }
    }
    Groups::new(Label::default(), groups, cube.interviews(&Slice::of(Who::Everyone)), disclosure)
}

/// The areas; joined ones are one group.
pub(super) fn areas(cube: &Cube, names: &BTreeMap<DocId, String>, disclosure: &Disclosure) -> Groups {
    let count = |area| cube.interviews(&Slice { area: Some(area), ..Slice::of(Who::Everyone) });
    let groups = names.iter().map(|(area, name)| (area.to_string(), Label::plain(name), count(*area))).collect();
    Groups::new(Label::default(), groups, cube.interviews(&Slice::of(Who::Everyone)), disclosure)
}

/// The groups of one margin question, from its exact counts.
pub(super) fn margin(
    series: &Series,
    exact: &[i64],
    all: i64,
    lives: Option<&BTreeMap<String, u64>>,
    disclosure: &Disclosure,
) -> Groups {
    let count = |place: usize| exact.get(place).copied().unwrap_or_default();
    let offered = series.offered.iter().enumerate();
    let groups = offered.map(|(place, answer)| (answer.name.clone(), answer.label.clone(), count(place))).collect();
    let mut groups = Groups::new(series.label.clone(), groups, all, disclosure);
    groups.path.clone_from(&series.path);
    if let Some(lives) = lives {
        let everybody = lives.values().sum::<u64>();
        for group in &mut groups.heard {
            let people = i64::try_from(lives.get(&group.key).copied().unwrap_or_default()).ok();
            group.lives = people.zip(i64::try_from(everybody).ok()).and_then(|(part, whole)| Share::of(part, whole));
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_group_cannot_be_worked_out_from_all_less_the_others() {
        let seen = shown(&[175, 50, 5], &Disclosure::OUTSIDE);
        assert_eq!(seen, [People::Shown(175), People::Covering, People::FewerThan(10)]);
        let seen = shown(&[175, 6, 5], &Disclosure::OUTSIDE);
        assert_eq!(seen, [People::Shown(175), People::FewerThan(10), People::FewerThan(10)]);
        assert_eq!(shown(&[3, 4], &Disclosure::INSIDE), [3, 4].map(People::Shown));
    }
}
