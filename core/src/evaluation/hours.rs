//! Who carried the hours: what members gave, added up by kind of work and by who they are, so that nobody is singled out.
//!
//! What a member wrote down is `document::kinds::hours`'s.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::MemberId;

/// What hours were given for. Numbers are for ever; new ones come at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// Going from door to door and asking.
    Knocking,
    /// Working out what people said.
    Analysing,
    /// Meetings and workshops.
    Meeting,
    /// Translating and interpreting.
    Translating,
    /// Planning, printing, looking after others.
    Organising,
    /// Anything else.
    Other,
}

/// As what somebody gave hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GivenAs {
    /// Unpaid, from wherever.
    Volunteer,
    /// As somebody who lives here.
    Resident,
    /// As a part of paid work.
    Staff,
}

impl Work {
    /// Every kind of work, by number.
    pub const ALL: [Self; 6] =
        [Self::Knocking, Self::Analysing, Self::Meeting, Self::Translating, Self::Organising, Self::Other];

    /// Its word in commands and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Knocking => "knocking",
            Self::Analysing => "analysing",
            Self::Meeting => "meeting",
            Self::Translating => "translating",
            Self::Organising => "organising",
            Self::Other => "other",
        }
    }

    /// Its number in documents.
    pub const fn number(self) -> u64 {
        match self {
            Self::Knocking => 1,
            Self::Analysing => 2,
            Self::Meeting => 3,
            Self::Translating => 4,
            Self::Organising => 5,
            Self::Other => 6,
        }
    }

    /// The kind of work with this number; another one where this version has no word for it.
    pub fn of(number: u64) -> Self {
        Self::ALL.into_iter().find(|work| work.number() == number).unwrap_or(Self::Other)
    }
}

impl GivenAs {
    /// Everybody, by number.
    pub const ALL: [Self; 3] = [Self::Volunteer, Self::Resident, Self::Staff];

    /// Its word in commands and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Volunteer => "volunteer",
            Self::Resident => "resident",
            Self::Staff => "staff",
        }
    }

    /// Its number in documents.
    pub const fn number(self) -> u64 {
        match self {
            Self::Volunteer => 1,
            Self::Resident => 2,
            Self::Staff => 3,
        }
    }

    /// The one with this number; a volunteer where this version has no word for it.
    pub fn of(number: u64) -> Self {
        Self::ALL.into_iter().find(|given_as| given_as.number() == number).unwrap_or(Self::Volunteer)
    }
}

/// Time that somebody gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// How long, in minutes.
    pub minutes: u64,
    /// For what.
    pub work: Work,
    /// As what.
    pub given_as: GivenAs,
}

/// Who carried the hours, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HoursTold {
    /// How many people gave any; none where that is fewer than may be told.
    pub people: Option<u64>,
    /// How long in all, in minutes.
    pub minutes: u64,
    /// By kind of work, the most first; kinds that few people gave stand together at the end under none.
    pub by_work: Vec<HoursPart<Work>>,
    /// By who they are, likewise.
    pub by_who: Vec<HoursPart<GivenAs>>,
}

/// A part of the hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursPart<K> {
    /// Which; none for those that stand together.
    pub of: Option<K>,
    /// How long, in minutes.
    pub minutes: u64,
    /// How many people gave them; one may stand in several parts.
    pub people: u64,
}

/// What a part is made of.
type Gathered = (u64, BTreeSet<MemberId>);

impl HoursTold {
    /// Adds up what members gave. No part is made of fewer people than this, and nothing is parted where all together are fewer.
    pub fn of(given: &BTreeMap<MemberId, Vec<Hours>>, fewest: u64) -> Self {
        let mut minutes = 0_u64;
        let mut people = BTreeSet::new();
        let mut by_work: BTreeMap<Work, Gathered> = BTreeMap::new();
        let mut by_who: BTreeMap<GivenAs, Gathered> = BTreeMap::new();
        for (member, hours) in given {
            for one in hours.iter().filter(|one| one.minutes > 0) {
                minutes = minutes.saturating_add(one.minutes);
                people.insert(*member);
                gather(by_work.entry(one.work).or_default(), *member, one.minutes);
                gather(by_who.entry(one.given_as).or_default(), *member, one.minutes);
            }
        }
        let people = people.len() as u64;
        if people < fewest {
            return Self { minutes, ..Self::default() };
        }
        Self { people: Some(people), minutes, by_work: parts(by_work, fewest), by_who: parts(by_who, fewest) }
    }

    /// Whether nobody gave any.
    pub const fn is_empty(&self) -> bool {
        self.minutes == 0
    }

    /// In whole hours, halves up.
    pub const fn hours(minutes: u64) -> u64 {
        minutes.saturating_add(30) / 60
    }
}

fn gather(part: &mut Gathered, member: MemberId, minutes: u64) {
    part.0 = part.0.saturating_add(minutes);
    part.1.insert(member);
}

/// The parts, with small ones put together: as many of the next larger ones go along as it takes for these to be enough people.
fn parts<K: Ord + Copy>(all: BTreeMap<K, Gathered>, fewest: u64) -> Vec<HoursPart<K>> {
    let count = |people: &BTreeSet<MemberId>| people.len() as u64;
    let mut in_order: Vec<(K, Gathered)> = all.into_iter().collect();
    in_order.sort_by_key(|(of, (minutes, people))| (count(people), *minutes, *of));
    let (mut together, mut names) = (Gathered::default(), 0);
    let mut kept = Vec::new();
    for (of, (minutes, people)) in in_order {
        let too_few = names > 0 && count(&together.1) < fewest;
        if count(&people) < fewest || too_few {
            together.0 = together.0.saturating_add(minutes);
            together.1.extend(people);
            names += 1;
        } else {
            kept.push(HoursPart { of: Some(of), minutes, people: count(&people) });
        }
    }
    if kept.is_empty() {
        return Vec::new();
    }
    kept.sort_by_key(|part| (std::cmp::Reverse(part.minutes), part.of));
    kept.extend((names > 0).then(|| HoursPart { of: None, minutes: together.0, people: count(&together.1) }));
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn given(all: &[(u8, u64, Work)]) -> BTreeMap<MemberId, Vec<Hours>> {
        let mut given: BTreeMap<MemberId, Vec<Hours>> = BTreeMap::new();
        for (member, minutes, work) in all {
            let hours = Hours { minutes: *minutes, work: *work, given_as: GivenAs::Volunteer };
            given.entry(MemberId([*member; 16])).or_default().push(hours);
        }
        given
    }

    #[test]
    fn hours_add_up_by_work_and_people_count_once() {
        let all: Vec<_> = (0..6).flat_map(|who| [(who, 60, Work::Knocking), (who, 30, Work::Meeting)]).collect();
        let told = HoursTold::of(&given(&all), 5);
        assert_eq!((told.people, told.minutes, HoursTold::hours(told.minutes)), (Some(6), 540, 9));
        let parts: Vec<_> = told.by_work.iter().map(|part| (part.of, part.minutes, part.people)).collect();
        assert_eq!(parts, [(Some(Work::Knocking), 360, 6), (Some(Work::Meeting), 180, 6)]);
        assert_eq!(told.by_who[0].of, Some(GivenAs::Volunteer));
    }

    #[test]
    fn what_one_person_did_stands_together_with_what_enough_others_did() {
        let mut all: Vec<_> = (0..9).map(|who| (who, 60, Work::Knocking)).collect();
        all.extend((0..6).map(|who| (who, 60, Work::Meeting)));
        all.push((20, 600, Work::Translating));
        let told = HoursTold::of(&given(&all), 5);
        let parts: Vec<_> = told.by_work.iter().map(|part| (part.of, part.minutes, part.people)).collect();
        assert_eq!(parts, [(Some(Work::Knocking), 540, 9), (None, 960, 7)]);
    }

    #[test]
    fn of_a_few_people_only_the_hours_in_all_are_told() {
        let told = HoursTold::of(&given(&[(1, 90, Work::Knocking), (2, 60, Work::Meeting)]), 5);
        assert_eq!(told, HoursTold { minutes: 150, ..HoursTold::default() });
        assert!(HoursTold::of(&given(&[(1, 0, Work::Other)]), 5).is_empty());
    }

    proptest! {
        #[test]
        fn no_part_and_no_rest_is_fewer_people_than_may_be_told(
            all in proptest::collection::vec((0_u8..20, 0_u64..600, 0_u64..7), 0..60),
        ) {
            let all: Vec<_> = all.into_iter().map(|(who, minutes, work)| (who, minutes, Work::of(work))).collect();
            let told = HoursTold::of(&given(&all), 5);
            prop_assert!(told.by_work.iter().all(|part| part.people >= 5));
            let sum: u64 = told.by_work.iter().map(|part| part.minutes).sum();
            prop_assert!(told.by_work.is_empty() || sum == told.minutes);
        }
    }
}
