//! What interviews went through from release to release, counted by kind: how `gate` reckons without looking at answers.
//!
//! Interviews that stood in the same places in the same releases, and changed their answers between the same ones, share a life.

use std::collections::{BTreeMap, BTreeSet};

use super::standing::{Group, Standing, StoodAt};
use crate::ids::DocId;

/// One unknown of a reader: what everybody of one life gave, as long as they left it as it was.
#[derive(Debug)]
struct Stretch {
    life: usize,
    place: StoodAt,
    /// In which releases it counted.
    moments: BTreeSet<usize>,
}

/// A sum over the stretches: the factor of each.
pub(super) type Sum = Vec<i64>;

/// The lives of a project's interviews over some releases.
#[derive(Debug)]
pub(super) struct Lives {
    stretches: Vec<Stretch>,
    /// How many interviews had each life.
    people: Vec<i64>,
}

/// In each release which of its versions an interview stood with, and where each version stood.
type Course = (Vec<Option<usize>>, Vec<StoodAt>);

impl Lives {
    /// Follows interviews through these releases, in their order.
    pub(super) fn new(moments: &[&Standing]) -> Self {
        let interviews: BTreeSet<&DocId> = moments.iter().flat_map(|standing| standing.0.keys()).collect();
        let mut courses: BTreeMap<Course, i64> = BTreeMap::new();
        for interview in interviews {
            *courses.entry(course(moments, interview)).or_default() += 1;
        }
        let mut lives = Self { stretches: Vec::new(), people: Vec::new() };
        for ((stood, places), people) in courses {
            let life = lives.people.len();
            lives.people.push(people);
            for (version, place) in places.into_iter().enumerate() {
                let with = stood.iter().enumerate().filter(|(_, stood)| **stood == Some(version));
                lives.stretches.push(Stretch { life, place, moments: with.map(|(moment, _)| moment).collect() });
            }
        }
        lives
    }

    pub(super) fn len(&self) -> usize {
        self.stretches.len()
    }

    /// What a group gave to a release.
    pub(super) fn sum(&self, moment: usize, group: &Group) -> Sum {
        let within = |stretch: &Stretch| stretch.moments.contains(&moment) && group.has(&stretch.place);
        self.stretches.iter().map(|stretch| i64::from(within(stretch))).collect()
    }

    /// Each stretch by itself.
    pub(super) fn alone(&self) -> impl Iterator<Item = Sum> + '_ {
        (0..self.len()).map(|one| (0..self.len()).map(|stretch| i64::from(stretch == one)).collect())
    }

    /// How many interviews stand behind a sum.
    pub(super) fn people(&self, sum: &Sum) -> i64 {
        let lives = self.stretches.iter().zip(sum).filter(|(_, factor)| **factor != 0).map(|(stretch, _)| stretch.life);
        lives.collect::<BTreeSet<usize>>().into_iter().map(|life| self.people[life]).sum()
    }
}

fn course(moments: &[&Standing], interview: &DocId) -> Course {
    let mut versions = Vec::new();
    let mut stood = Vec::with_capacity(moments.len());
    for standing in moments {
        let Some(version) = standing.0.get(interview) else {
            stood.push(None);
            continue;
        };
        let known = versions.iter().position(|known| *known == version);
        stood.push(Some(known.unwrap_or(versions.len())));
        if known.is_none() {
            versions.push(version);
        }
    }
    (stood, versions.into_iter().map(|version| version.place.clone()).collect())
}

/// One sum less another.
pub(super) fn less(sum: &Sum, other: &Sum) -> Sum {
    sum.iter().zip(other).map(|(mine, theirs)| mine - theirs).collect()
}
