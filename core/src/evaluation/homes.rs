//! Several interviews at one door in one round: which of them counts where a project counts one for each home.
//!
//! The same on every replica, whatever came first: nobody's clock decides. What happened at doors is `at_doors`' matter, the rates made
//! of it `rates`'; a coordinator who knows better leaves an interview out, and the next one counts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::contribution::{Contribution, Slot};
use crate::ids::DocId;
use crate::member::Scope;

/// Where interviews meet: the scope, and with it the round, and the opaque reference of the door.
pub type AtDoor = (Scope, DocId);

/// The doors at which more than one interview stands, and what of them is kept out of the counts.
#[derive(Debug, Default)]
pub struct Homes {
    one_counts: bool,
    doors: BTreeMap<AtDoor, Home>,
    changed: BTreeSet<AtDoor>,
}

#[derive(Debug, Default)]
struct Home {
    interviews: Vec<(DocId, Contribution)>,
    kept_out: Vec<Contribution>,
}

/// What counts otherwise than before.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// To be counted again.
    pub back: Vec<Contribution>,
    /// To be taken out of the counts.
    pub out: Vec<Contribution>,
}

impl Homes {
    /// Takes over what stands at a door now, in place of what stood there.
    pub fn stand(&mut self, at: AtDoor, interviews: Vec<(DocId, Contribution)>) {
        let several = interviews.len() > 1;
        if several || self.doors.contains_key(&at) {
            self.doors.entry(at).or_default().interviews = interviews;
            self.changed.insert(at);
        }
    }

    /// What was kept out at a door: whoever changes one of its interviews counts that again before.
    pub fn reopen(&mut self, at: &AtDoor) -> Vec<Contribution> {
        let Some(home) = self.doors.get_mut(at) else { return Vec::new() };
        self.changed.insert(*at);
        std::mem::take(&mut home.kept_out)
    }

    /// Settles what counts at every door that has changed; at all of them when the rule has.
    pub fn settle(&mut self, one_counts: bool) -> Moved {
        let mut changed = std::mem::take(&mut self.changed);
        if self.one_counts != one_counts {
            changed.extend(self.doors.keys());
            self.one_counts = one_counts;
        }
        let mut moved = Moved::default();
        for at in changed {
            let Some(home) = self.doors.get_mut(&at) else { continue };
            moved.back.append(&mut home.kept_out);
            let counts = the_one(&home.interviews).filter(|_| one_counts);
            let others =
                home.interviews.iter().filter(|(doc, one)| counts.is_some_and(|it| it != *doc) && !one.withdrawn);
            home.kept_out = others.map(|(_, one)| one.clone()).collect();
            moved.out.extend(home.kept_out.iter().cloned());
            if home.interviews.len() < 2 {
                self.doors.remove(&at);
            }
        }
        moved
    }

    /// How many interviews are kept out of the counts.
    pub fn kept_out(&self) -> usize {
        self.doors.values().map(|home| home.kept_out.len()).sum()
    }
}

/// Of the interviews at one door the one that counts: of those that stand the one that came to most, then the one with the most
/// answers, then the least name.
pub fn the_one(interviews: &[(DocId, Contribution)]) -> Option<DocId> {
    let answers = |one: &Contribution| one.marks.iter().filter(|mark| mark.slot == Slot::Answered).count();
    let standing = interviews.iter().filter(|(_, one)| !one.withdrawn);
    standing.min_by_key(|(doc, one)| (one.outcome(), Reverse(answers(one)), *doc)).map(|(doc, _)| *doc)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::example;
    use super::super::tally::Tally;
    use super::*;
    use crate::member::Class;

    const FIELD: Scope = Scope::whole(Class::Field);

    fn interview(number: u8, answers: &[(&str, &str)]) -> (DocId, Contribution) {
        let response = example::response(number.into(), answers);
        (DocId([number; 16]), Contribution::new(&example::rules(), &response))
    }

    fn withdrawn(number: u8) -> (DocId, Contribution) {
        let mut response = example::response(number.into(), &[]);
        response.withdrawn = true;
        (DocId([number; 16]), Contribution::new(&example::rules(), &response))
    }

    const ALL: [(&str, &str); 3] = [("view", "carer"), ("imp_clean", "lot"), ("sat_clean", "happy")];

    #[test]
    fn the_interview_that_says_most_counts_and_of_equals_the_least_name() {
        let (poor, rich, twin) = (interview(1, &ALL[..1]), interview(5, &ALL), interview(3, &ALL));
        assert_eq!(the_one(&[poor.clone(), rich.clone()]), Some(rich.0));
        assert_eq!(the_one(&[rich, twin.clone(), poor]), Some(twin.0));
        assert_eq!(the_one(&[]), None);
    }

    #[test]
    fn answers_taken_back_neither_count_nor_keep_another_interview_out() {
        let (gone, stands) = (withdrawn(1), interview(2, &ALL));
        assert_eq!(the_one(&[gone.clone(), stands.clone()]), Some(stands.0));
        let mut homes = Homes::default();
        homes.stand((FIELD, DocId([9; 16])), vec![gone, stands]);
        assert_eq!(homes.settle(true), Moved::default());
    }

    #[test]
    fn where_everybody_counts_nothing_is_kept_out_and_a_new_rule_holds_for_what_is_there() {
        let mut homes = Homes::default();
        let (one, other) = (interview(1, &ALL), interview(2, &ALL));
        homes.stand((FIELD, DocId([9; 16])), vec![one, other.clone()]);
        assert_eq!(homes.settle(false), Moved::default());
        assert_eq!(homes.settle(true), Moved { back: Vec::new(), out: vec![other.1.clone()] });
        assert_eq!(homes.kept_out(), 1);
        assert_eq!(homes.settle(false), Moved { back: vec![other.1], out: Vec::new() });
    }

    /// What a survey counts when each of its doors is looked at alone.
    fn anew(standing: &BTreeMap<(u8, u8), u64>, one_counts: bool) -> Tally {
        let mut tally = Tally::default();
        for door in 0..4 {
            let at_door: Vec<_> =
                standing.range((door, 0)..(door + 1, 0)).map(|(key, seed)| contribution(*key, *seed)).collect();
            let one = the_one(&at_door).filter(|_| one_counts);
            let counted = at_door.iter().filter(|(doc, it)| it.withdrawn || one.is_none_or(|one| one == *doc));
            counted.for_each(|(_, it)| tally.add(it));
        }
        tally
    }

    fn contribution((door, number): (u8, u8), seed: u64) -> (DocId, Contribution) {
        let mut response = example::interview(seed);
        response.withdrawn = seed.is_multiple_of(7);
        (DocId([16 * door + number; 16]), Contribution::new(&example::rules(), &response))
    }

    proptest! {
        #[test]
        fn counts_that_follow_every_change_are_those_made_anew(
            changes in proptest::collection::vec((0..4_u8, 0..3_u8, proptest::option::of(0..400_u64), any::<bool>()), 1..60),
        ) {
            let (mut homes, mut tally, mut standing) = (Homes::default(), Tally::default(), BTreeMap::new());
            for (door, number, seed, rule) in changes {
                let at = (FIELD, DocId([door; 16]));
                homes.reopen(&at).iter().for_each(|one| tally.add(one));
                let key = (door, number);
                if let Some(before) = standing.remove(&key) {
                    tally.remove(&contribution(key, before).1);
                }
                if let Some(seed) = seed {
                    tally.add(&contribution(key, seed).1);
                    standing.insert(key, seed);
                }
                let now = standing.range((door, 0)..(door + 1, 0)).map(|(key, seed)| contribution(*key, *seed));
                homes.stand(at, now.collect());
                let moved = homes.settle(rule);
                moved.back.iter().for_each(|one| tally.add(one));
                moved.out.iter().for_each(|one| tally.remove(one));
                prop_assert_eq!(&tally, &anew(&standing, rule));
            }
        }
    }
}
