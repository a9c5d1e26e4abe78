//! Who was heard and who was not: how many interviews came from each perspective, area and group.
//!
//! Plain counts; comparing them with the population and weighting by it build on this.

use std::collections::BTreeMap;

use super::cube::Cube;
use super::disclosure::{Disclosure, People};
use super::rules::Label;
use super::series::Series;
use super::slice::{Slice, Who};
use crate::ids::DocId;

/// One group and how many of it were heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The group's own name: a choice's name, or an area's id.
    pub key: String,
    /// What people call it.
    pub label: Label,
    /// How many interviews came from it.
    pub people: People,
}

/// The groups of one kind, fewest heard first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    /// What makes the groups; empty for perspectives and areas.
    pub question: Label,
    /// The groups, fewest heard first; among equals in the form's order.
    pub heard: Vec<Heard>,
    /// How many interviews belong to none of them: not asked, not said, or being checked.
    pub unsaid: People,
}

/// Who was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// By perspective; every one that the form offers, heard or not.
    pub perspectives: Groups,
    /// By area; every one that the project has, heard or not.
    pub areas: Groups,
    /// By each question whose groups are compared with the population.
    pub margins: Vec<Groups>,
    /// What happened at the doors, by the outcome's name: how many knocks.
    pub knocks: BTreeMap<String, u64>,
}

impl Groups {
    fn new(question: Label, groups: Vec<(String, Label, i64)>, all: i64, disclosure: &Disclosure) -> Self {
        let unsaid = (all - groups.iter().map(|(_, _, count)| count).sum::<i64>()).max(0);
        let heard = |(key, label, count)| Heard { key, label, people: disclosure.beside(count) };
        let mut heard: Vec<Heard> = groups.into_iter().map(heard).collect();
        heard.sort_by_key(|group| order(group.people));
        Self { question, heard, unsaid: disclosure.beside(unsaid) }
    }
}

/// Hidden numbers stand between none and the first shown one, in no order of their own.
const fn order(people: People) -> i64 {
    match people {
        People::Shown(count) => count,
        People::FewerThan(_) => 1,
    }
}

pub(super) fn perspectives(cube: &Cube, offered: &[(String, Label)], disclosure: &Disclosure) -> Groups {
    let count = |name: &String| cube.interviews(&Slice::of(Who::Perspective(name.clone())));
    let groups = offered.iter().map(|(name, label)| (name.clone(), label.clone(), count(name))).collect();
    Groups::new(Label::default(), groups, cube.interviews(&Slice::of(Who::Everyone)), disclosure)
}

pub(super) fn areas(cube: &Cube, names: &BTreeMap<DocId, String>, disclosure: &Disclosure) -> Groups {
    let count = |area| cube.interviews(&Slice { area: Some(area), ..Slice::of(Who::Everyone) });
    let groups = names.iter().map(|(area, name)| (area.to_string(), Label::plain(name), count(*area))).collect();
    Groups::new(Label::default(), groups, cube.interviews(&Slice::of(Who::Everyone)), disclosure)
}

/// The groups of one margin question, from its exact counts.
pub(super) fn margin(series: &Series, exact: &[i64], all: i64, disclosure: &Disclosure) -> Groups {
    let count = |place: usize| exact.get(place).copied().unwrap_or_default();
    let offered = series.offered.iter().enumerate();
    let groups = offered.map(|(place, answer)| (answer.name.clone(), answer.label.clone(), count(place))).collect();
    Groups::new(series.label.clone(), groups, all, disclosure)
}
