//! What happened at the doors, kept so that a change at one of them costs as much as that one and not as much as all.
//!
//! What a round's doors come to from these counts is `rates`' matter; from which records they are read, `device`'s.

use std::collections::BTreeMap;

use super::outcome::Outcome;
use super::rates::{Doors, Knocked};
use crate::ids::DocId;
use crate::member::Scope;

/// What happened at the knocks of one door in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// What the knocks tell of the door.
    pub knocked: Knocked,
    /// By the outcome's name: how many knocks.
    pub knocks: BTreeMap<String, i64>,
}

/// What happened at all doors, by the scope and the id of what tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtDoors {
    /// What the interviews at one door came to, by the opaque reference that they name.
    homes: BTreeMap<(Scope, DocId), BTreeMap<Outcome, i64>>,
    visits: BTreeMap<(Scope, DocId), Visited>,
    interviewed: BTreeMap<Option<DocId>, BTreeMap<Outcome, i64>>,
    knocked: BTreeMap<Option<DocId>, BTreeMap<Knocked, i64>>,
    knocks: BTreeMap<String, i64>,
}

impl AtDoors {
    /// Counts one interview at a door more, or less. Of several at one door the one that says most counts.
    pub fn interview(&mut self, at: (Scope, DocId), outcome: Outcome, by: i64) {
        let home = self.homes.entry(at).or_default();
        let before = home.keys().next().copied();
        change(home, outcome, by);
        let after = home.keys().next().copied();
        if home.is_empty() {
            self.homes.remove(&at);
        }
        let round = self.interviewed.entry(at.0.round).or_default();
        [(before, -1), (after, 1)].into_iter().filter_map(|(of, by)| Some((of?, by))).for_each(|(of, by)| {
            change(round, of, by);
        });
        if round.is_empty() {
            self.interviewed.remove(&at.0.round);
        }
    }

    /// Takes over what a visit tells now; nothing if nobody knocked, or it is gone.
    pub fn visit(&mut self, at: (Scope, DocId), now: Option<Visited>) {
        let before = match &now {
            Some(visited) => self.visits.insert(at, visited.clone()),
            None => self.visits.remove(&at),
        };
        let round = self.knocked.entry(at.0.round).or_default();
        for (visited, by) in [(before, -1), (now, 1)] {
            let Some(visited) = visited else { continue };
            change(round, visited.knocked, by);
            for (outcome, times) in visited.knocks {
                change(&mut self.knocks, outcome, by * times);
            }
        }
        if round.is_empty() {
            self.knocked.remove(&at.0.round);
        }
    }

    /// By the outcome's name: how many knocks.
    pub fn knocks(&self) -> BTreeMap<String, u64> {
        self.knocks.iter().map(|(outcome, times)| (outcome.clone(), times.unsigned_abs())).collect()
    }

    /// What the doors came to that were knocked at, round by round.
    pub fn doors(&self) -> BTreeMap<Option<DocId>, Doors> {
        let (no_knocks, no_interviews) = (BTreeMap::new(), BTreeMap::new());
        let rounds: Vec<&Option<DocId>> = self.knocked.keys().chain(self.interviewed.keys()).collect();
        let doors = |round: &Option<DocId>| {
            let knocked = self.knocked.get(round).unwrap_or(&no_knocks);
            Doors::counted(knocked, self.interviewed.get(round).unwrap_or(&no_interviews))
        };
        rounds.into_iter().map(|round| (*round, doors(round))).collect()
    }
}

fn change<K: Ord>(counts: &mut BTreeMap<K, i64>, key: K, by: i64) {
    use std::collections::btree_map::Entry;

    match counts.entry(key) {
        Entry::Occupied(mut known) => {
            *known.get_mut() += by;
            if *known.get() == 0 {
                known.remove();
            }
        }
        Entry::Vacant(free) => {
            if by != 0 {
                free.insert(by);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::member::Class;

    const FIELD: Scope = Scope::whole(Class::Field);

    fn door(number: u8) -> (Scope, DocId) {
        (FIELD, DocId([number; 16]))
    }

    fn visited(otherwise: Option<Outcome>, talked: bool) -> Visited {
        Visited { knocked: Knocked { otherwise, talked }, knocks: [("talked".to_owned(), 1)].into() }
    }

    proptest! {
        #[test]
        fn counts_that_follow_every_change_equal_those_made_anew(
            interviews in proptest::collection::vec((0..6_u8, 0..4_usize, any::<bool>()), 0..40),
            visits in proptest::collection::vec((0..6_u8, proptest::option::of((0..12_usize, any::<bool>()))), 0..40),
        ) {
            let (mut followed, mut anew) = (AtDoors::default(), AtDoors::default());
            let mut standing = Vec::new();
            for (at, outcome, stays) in interviews {
                let outcome = Outcome::ALL[outcome];
                followed.interview(door(at), outcome, 1);
                if stays {
                    standing.push((at, outcome));
                } else {
                    followed.interview(door(at), outcome, -1);
                }
            }
            standing.iter().rev().for_each(|(at, outcome)| anew.interview(door(*at), *outcome, 1));
            let mut last = BTreeMap::new();
            for (at, told) in visits {
                let told = told.map(|(outcome, talked)| visited(Some(Outcome::ALL[outcome]), talked));
                followed.visit(door(at), told.clone());
                last.insert(at, told);
            }
            last.into_iter().for_each(|(at, told)| anew.visit(door(at), told));
            prop_assert_eq!(followed.doors(), anew.doors());
            prop_assert_eq!(followed, anew);
        }
    }

    #[test]
    fn of_two_interviews_at_one_door_the_whole_one_counts_and_the_other_takes_its_place_when_it_goes() {
        let mut at_doors = AtDoors::default();
        at_doors.interview(door(1), Outcome::PartOfAnInterview, 1);
        at_doors.interview(door(1), Outcome::Interview, 1);
        let count = |at_doors: &AtDoors, outcome| at_doors.doors()[&None].count(outcome);
        assert_eq!((count(&at_doors, Outcome::Interview), count(&at_doors, Outcome::PartOfAnInterview)), (1, 0));
        at_doors.interview(door(1), Outcome::Interview, -1);
        assert_eq!((count(&at_doors, Outcome::Interview), count(&at_doors, Outcome::PartOfAnInterview)), (0, 1));
    }
}
