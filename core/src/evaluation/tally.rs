//! Counts of many contributions, which a contribution can be added to and taken out of again without a trace.
//!
//! All counts are whole numbers, so the order of adding never shows. What the counts mean is `result`'s matter; a result that
//! follows them, `live`'s.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::contribution::{Contribution, Mark};
use crate::ids::{BlobHash, DocId};

/// The counts of one group of responses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    interviews: i64,
    withdrawn: i64,
    /// Ascending, none with a count of nothing: a short list in one piece is searched much faster than a tree.
    marks: Vec<(Mark, i64)>,
}

impl Counts {
    /// How many responses stand.
    pub const fn interviews(&self) -> i64 {
        self.interviews
    }

    /// How many responses were taken back.
    pub const fn withdrawn(&self) -> i64 {
        self.withdrawn
    }

    /// Every mark and how often it was made, in the questions' order.
    pub fn marks(&self) -> impl Iterator<Item = (Mark, i64)> + '_ {
        self.marks.iter().copied()
    }

    fn change(&mut self, contribution: &Contribution, by: i64) {
        if contribution.withdrawn {
            self.withdrawn += by;
        } else {
            self.interviews += by;
        }
        for mark in &contribution.marks {
            change(&mut self.marks, *mark, by);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.interviews += other.interviews;
        self.withdrawn += other.withdrawn;
        for (mark, count) in &other.marks {
            change(&mut self.marks, *mark, *count);
        }
    }

    fn is_empty(&self) -> bool {
        self.interviews == 0 && self.withdrawn == 0 && self.marks.is_empty()
    }
}

/// Where somebody answered, and as whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The form version.
    pub form: BlobHash,
    /// The round, if the project has rounds.
    pub round: Option<DocId>,
    /// The area.
    pub area: Option<DocId>,
    /// The perspective, as a choice of the form's perspective question; none if not said or being checked.
    pub perspective: Option<u16>,
}

/// Which groups of the population somebody belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Traits {
    /// The form version.
    pub form: BlobHash,
    /// The perspective, as a choice of the form's perspective question; none if not said or being checked.
    pub perspective: Option<u16>,
    /// The choice of each of the form's margin questions, in the rules' order.
    pub margins: Vec<Option<u16>>,
}

/// The counts of a project, once by place and once by the groups of the population.
///
/// Nothing is counted by both together: the places times the groups would soon be as many as the interviews. Adding and
/// removing are exact inverses in any order, and counts that return to zero leave nothing behind: two tallies of the same
/// contributions are equal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    places: BTreeMap<Place, Counts>,
    traits: BTreeMap<Traits, Counts>,
}

impl Tally {
    /// Counts a contribution.
    pub fn add(&mut self, contribution: &Contribution) {
        self.change(contribution, 1);
    }

    /// Counts a contribution so many times.
    pub fn add_times(&mut self, contribution: &Contribution, times: i64) {
        self.change(contribution, times);
    }

    /// Takes a contribution out that was counted before.
    pub fn remove(&mut self, contribution: &Contribution) {
        self.change(contribution, -1);
    }

    /// Adds everything that another tally has counted.
    pub fn merge(&mut self, other: &Self) {
        for (place, counts) in &other.places {
            update(&mut self.places, *place, |mine| mine.merge(counts));
        }
        for (traits, counts) in &other.traits {
            update(&mut self.traits, traits.clone(), |mine| mine.merge(counts));
        }
    }

    /// Every place and its counts, in the places' order.
    pub fn places(&self) -> impl Iterator<Item = (&Place, &Counts)> {
        self.places.iter()
    }

    /// Every combination of groups that anybody belongs to and its counts, in their order.
    pub fn traits(&self) -> impl Iterator<Item = (&Traits, &Counts)> {
        self.traits.iter()
    }

    fn change(&mut self, contribution: &Contribution, by: i64) {
        update(&mut self.places, contribution.group.place(), |counts| counts.change(contribution, by));
        update(&mut self.traits, contribution.group.traits(), |counts| counts.change(contribution, by));
    }
}

/// Changes the counts under a key; counts of nothing are not kept.
fn update<K: Ord>(counts: &mut BTreeMap<K, Counts>, key: K, apply: impl FnOnce(&mut Counts)) {
    match counts.entry(key) {
        Entry::Occupied(mut known) => {
            apply(known.get_mut());
            if known.get().is_empty() {
                known.remove();
            }
        }
        Entry::Vacant(free) => {
            let mut new = Counts::default();
            apply(&mut new);
            if !new.is_empty() {
                free.insert(new);
            }
        }
    }
}

impl<'a> FromIterator<&'a Contribution> for Tally {
    fn from_iter<I: IntoIterator<Item = &'a Contribution>>(contributions: I) -> Self {
        let mut tally = Self::default();
        for contribution in contributions {
            tally.add(contribution);
        }
        tally
    }
}

fn change(marks: &mut Vec<(Mark, i64)>, mark: Mark, by: i64) {
    match marks.binary_search_by_key(&mark, |(mark, _)| *mark) {
        Err(place) => {
            if by != 0 {
                marks.insert(place, (mark, by));
            }
        }
        Ok(place) => {
            marks[place].1 += by;
            if marks[place].1 == 0 {
                marks.remove(place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::example;
    use super::*;
    use crate::response::{Answer, Cell};

    fn contributions() -> impl Strategy<Value = Vec<Contribution>> {
        proptest::collection::vec(0..400u16, 0..30)
            .prop_map(|seeds| seeds.into_iter().map(|seed| example::contribution(seed.into())).collect())
    }

    proptest! {
        #[test]
        fn any_order_gives_the_same_tally(many in contributions(), shuffle in any::<u64>()) {
            let mut shuffled = many.clone();
            shuffled.sort_by_key(|one| crate::ids::hash("test order", &[
                &shuffle.to_be_bytes(),
                &minicbor::to_vec(one).unwrap(),
            ]));
            prop_assert_eq!(Tally::from_iter(&many), Tally::from_iter(&shuffled));
        }

        #[test]
        fn taking_out_equals_never_having_counted(kept in contributions(), gone in contributions()) {
            let mut tally = Tally::default();
            for one in &gone {
                tally.add(one);
            }
            for one in &kept {
                tally.add(one);
            }
            for one in gone.iter().rev() {
                tally.remove(one);
            }
            prop_assert_eq!(tally, Tally::from_iter(&kept));
        }

        #[test]
        fn a_tally_that_follows_every_change_equals_one_made_anew(
            changes in proptest::collection::vec((0..12_u64, 0..5_u8, 0..400_u64), 0..80),
        ) {
            let rules = example::rules();
            let (mut followed, mut standing) = (Tally::default(), BTreeMap::new());
            for (response, what, seed) in changes {
                let before: Option<crate::response::Response> = standing.get(&response).cloned();
                let mut after = before.clone().unwrap_or_else(|| example::interview(seed));
                let corrected = example::interview(seed).answers;
                match what {
                    // A first finish, or a correction of every answer.
                    0 | 1 => after.answers = corrected,
                    2 => after.withdrawn = !after.withdrawn,
                    // Two answers stand under one question until somebody decides.
                    3 => {
                        let both = ["happy", "unhappy"].map(|text| Answer::Given(text.to_owned()));
                        after.answers.insert("sat_clean".to_owned(), Cell::Several(both.to_vec()));
                    }
                    _ => {
                        after.answers.insert("sat_clean".to_owned(), Cell::One(Answer::Given("happy".to_owned())));
                    }
                }
                if let Some(before) = &before {
                    followed.remove(&Contribution::new(&rules, before));
                }
                followed.add(&Contribution::new(&rules, &after));
                standing.insert(response, after);
            }
            let anew: Vec<Contribution> = standing.values().map(|one| Contribution::new(&rules, one)).collect();
            prop_assert_eq!(followed, Tally::from_iter(&anew));
        }

        #[test]
        fn merging_equals_counting_everything_in_one(left in contributions(), right in contributions()) {
            let mut merged = Tally::from_iter(&left);
            merged.merge(&Tally::from_iter(&right));
            prop_assert_eq!(merged, Tally::from_iter(left.iter().chain(&right)));
        }

        #[test]
        fn a_correction_arriving_before_what_it_corrects_evens_out(one in contributions()) {
            let mut tally = Tally::default();
            one.iter().for_each(|contribution| tally.remove(contribution));
            one.iter().for_each(|contribution| tally.add(contribution));
            prop_assert_eq!(tally, Tally::default());
        }
    }

    #[test]
    fn answers_taken_back_are_counted_apart() {
        let mut response = example::response(1, &[("imp_clean", "lot")]);
        response.withdrawn = true;
        let tally = Tally::from_iter([&Contribution::new(&example::rules(), &response)]);
        let (_, counts) = tally.places().next().unwrap();
        assert_eq!((counts.interviews(), counts.withdrawn(), counts.marks().count()), (0, 1, 0));
    }
}
