//! Response, cooperation, refusal and contact rates of the doors of a round, by AAPOR's Standard Definitions.
//!
//! What one door came to is `outcome`'s matter; from which records that is read, `device`'s.

use std::collections::BTreeMap;

use super::coverage;
use super::disclosure::{Audience, Disclosure, People};
use super::number::Share;
use super::outcome::{Case, Outcome};
use crate::ids::DocId;

/// What happened at the knocks of one door in one round, as far as its visits tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Knocked {
    /// What says most about the door, apart from that somebody talked.
    pub otherwise: Option<Outcome>,
    /// Whether somebody talked at any knock.
    pub talked: bool,
}

/// How many doors of a round came to what. Each door that was knocked at counts once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doors {
    counts: BTreeMap<Outcome, i64>,
}

impl Doors {
    /// Counts doors from what their visits tell and what their interviews came to.
    ///
    /// Nobody but those with an area's key can tell which visit and which interview belong to one door, and everybody is to get
    /// the same numbers. So each interview's door is taken to be one where somebody talked: first one of which nothing more is
    /// known, then those with the least that says more. If fewer talked than were interviewed, the rest are doors of their own.
    pub fn new(visits: impl IntoIterator<Item = Knocked>, interviewed: impl IntoIterator<Item = Outcome>) -> Self {
        let (mut knocked, mut outcomes) = (BTreeMap::new(), BTreeMap::new());
        visits.into_iter().for_each(|visit| *knocked.entry(visit).or_default() += 1);
        interviewed.into_iter().for_each(|outcome| *outcomes.entry(outcome).or_default() += 1);
        Self::counted(&knocked, &outcomes)
    }

    /// As [`new`](Self::new), from how often each was told.
    pub(super) fn counted(visits: &BTreeMap<Knocked, i64>, interviewed: &BTreeMap<Outcome, i64>) -> Self {
        let mut doors = Self::default();
        let mut talked: BTreeMap<Outcome, i64> = BTreeMap::new();
        for (visit, times) in visits {
            let least = if visit.talked { Outcome::TalkedOnly } else { Outcome::Unknown };
            let outcome = visit.otherwise.map_or(least, |otherwise| otherwise.min(least));
            doors.change(outcome, *times);
            if visit.talked {
                *talked.entry(outcome).or_default() += times;
            }
        }
        for (outcome, times) in interviewed {
            let mut without = *times;
            for (of, left) in talked.iter_mut().rev().filter(|(of, _)| *of > outcome) {
                let taken = without.min(*left);
                *left -= taken;
                without -= taken;
                doors.change(*of, -taken);
            }
            doors.change(*outcome, *times);
        }
        doors
    }

    fn change(&mut self, outcome: Outcome, by: i64) {
        let count = self.counts.entry(outcome).or_default();
        *count += by;
        if *count == 0 {
            self.counts.remove(&outcome);
        }
    }

    /// How many doors came to this.
    pub fn count(&self, outcome: Outcome) -> i64 {
        self.counts.get(&outcome).copied().unwrap_or_default()
    }

    /// How many doors were knocked at.
    pub fn all(&self) -> i64 {
        self.counts.values().sum()
    }

    /// How many doors belong to one of AAPOR's groups.
    pub fn cases(&self, case: Case) -> i64 {
        self.counts.iter().filter(|(outcome, _)| outcome.case() == case).map(|(_, count)| count).sum()
    }
}

/// One of AAPOR's rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rate {
    /// Response rate 1: whole interviews among all homes and whatever may be one.
    Rr1,
    /// Response rate 2: as 1, partial interviews counted as interviews.
    Rr2,
    /// Response rate 3: as 1, of what is unknown only the share that is homes elsewhere.
    Rr3,
    /// Response rate 4: as 3, partial interviews counted as interviews.
    Rr4,
    /// Response rate 5: as 1, nothing that is unknown taken for a home.
    Rr5,
    /// Response rate 6: as 5, partial interviews counted as interviews.
    Rr6,
    /// Cooperation rate 1: whole interviews among all homes where somebody was reached.
    Coop1,
    /// Refusal rate 1: refusals among all homes and whatever may be one.
    Ref1,
    /// Contact rate 1: homes where somebody was reached among all homes and whatever may be one.
    Con1,
}

impl Rate {
    /// Every rate.
    pub const ALL: [Self; 9] =
        [Self::Rr1, Self::Rr2, Self::Rr3, Self::Rr4, Self::Rr5, Self::Rr6, Self::Coop1, Self::Ref1, Self::Con1];

    /// The name that AAPOR gives it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rr1 => "RR1",
            Self::Rr2 => "RR2",
            Self::Rr3 => "RR3",
            Self::Rr4 => "RR4",
            Self::Rr5 => "RR5",
            Self::Rr6 => "RR6",
            Self::Coop1 => "COOP1",
            Self::Ref1 => "REF1",
            Self::Con1 => "CON1",
        }
    }

    /// Its formula in AAPOR's letters, `e` being the share of homes among the doors of which it is known.
    pub const fn formula(self) -> &'static str {
        match self {
            Self::Rr1 => "I ÷ (I + P + R + NC + O + UH + UO)",
            Self::Rr2 => "(I + P) ÷ (I + P + R + NC + O + UH + UO)",
            Self::Rr3 => "I ÷ (I + P + R + NC + O + e × (UH + UO))",
            Self::Rr4 => "(I + P) ÷ (I + P + R + NC + O + e × (UH + UO))",
            Self::Rr5 => "I ÷ (I + P + R + NC + O)",
            Self::Rr6 => "(I + P) ÷ (I + P + R + NC + O)",
            Self::Coop1 => "I ÷ (I + P + R + O)",
            Self::Ref1 => "R ÷ (I + P + R + NC + O + UH + UO)",
            Self::Con1 => "(I + P + R + O) ÷ (I + P + R + NC + O + UH + UO)",
        }
    }

    /// The rate of these doors; none where there is nothing to divide by.
    pub fn of(self, doors: &Doors) -> Option<Share> {
        let [whole, partial, refusal, non_contact, other, unknown_home, unknown_other, not_eligible] =
            Case::ALL.map(|case| doors.cases(case));
        let (interviews, reached) = (whole + partial, whole + partial + refusal + other);
        let (homes, unknown) = (reached + non_contact, unknown_home + unknown_other);
        // The estimate of homes among the unknown, `e`, is a ratio: both sides are multiplied by what it is divided by.
        let known = homes + not_eligible;
        let estimated = |part: i64| Share::of(part * known, homes * known + homes * unknown);
        match self {
            Self::Rr1 => Share::of(whole, homes + unknown),
            Self::Rr2 => Share::of(interviews, homes + unknown),
            Self::Rr3 => estimated(whole),
            Self::Rr4 => estimated(interviews),
            Self::Rr5 => Share::of(whole, homes),
            Self::Rr6 => Share::of(interviews, homes),
            Self::Coop1 => Share::of(whole, reached),
            Self::Ref1 => Share::of(refusal, homes + unknown),
            Self::Con1 => Share::of(reached, homes + unknown),
        }
    }
}

/// How many took part in one round, as one audience may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    /// The round, if the project has rounds.
    pub round: Option<DocId>,
    /// How many doors were knocked at.
    pub doors: People,
    /// How many of them belong to which of AAPOR's groups; those with none are left out.
    pub cases: Vec<(Case, People)>,
    /// The rates; none where there is nothing to divide by, or where too few doors were knocked at to tell.
    pub rates: Vec<(Rate, Option<Share>)>,
}

impl Participation {
    /// What this audience may see of the doors of a round: outsiders get whole percent, and groups hidden and rounded as groups of
    /// people are.
    pub(super) fn new(round: Option<DocId>, doors: &Doors, disclosure: &Disclosure) -> Self {
        let counts = Case::ALL.map(|case| doors.cases(case));
        let people = coverage::shown(&counts, disclosure);
        let cases = Case::ALL.into_iter().zip(people).filter(|(_, people)| *people != People::Shown(0));
        let all = disclosure.beside(doors.all());
        let rate = |rate: Rate| {
            let share = rate.of(doors).filter(|_| all.shown().is_some())?;
            Some(match disclosure.audience {
                Audience::Inside => share,
                Audience::Outside => Share(100 * share.percent()),
            })
        };
        Self { round, doors: all, cases: cases.collect(), rates: Rate::ALL.map(|one| (one, rate(one))).into() }
    }

    /// One of the rates.
    pub fn rate(&self, wanted: Rate) -> Option<Share> {
        self.rates.iter().find(|(rate, _)| *rate == wanted)?.1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn visits(of: &[(i64, Option<Outcome>, bool)]) -> Vec<Knocked> {
        let several = |&(times, otherwise, talked)| (0..times).map(move |_| Knocked { otherwise, talked });
        of.iter().flat_map(several).collect()
    }

    fn rates(doors: &Doors) -> [Option<i32>; 9] {
        Rate::ALL.map(|rate| rate.of(doors).map(|share| share.0))
    }

    #[test]
    fn every_rate_follows_its_formula() {
        let at = |outcome| Some(outcome);
        let knocked = visits(&[
            (70, None, true),
            (20, at(Outcome::Refused), false),
            (15, at(Outcome::NobodyIn), false),
            (5, at(Outcome::Language), false),
            (10, at(Outcome::Inaccessible), false),
            (10, at(Outcome::Vacant), false),
        ]);
        let interviews = (0..60).map(|number| match number {
            0..50 => Outcome::Interview,
            _ => Outcome::PartOfAnInterview,
        });
        let doors = Doors::new(knocked, interviews);
        let cases = Case::ALL.map(|case| doors.cases(case));
        assert_eq!(cases, [50, 10, 20, 15, 15, 10, 0, 10]);
        // 110 of the 120 known ones hold homes, so of the ten unknown 9.17 count: 50 and 60 of 119.17.
        assert_eq!(rates(&doors), [4_167, 5_000, 4_196, 5_035, 4_545, 5_455, 5_263, 1_667, 7_917].map(Some));
    }

    #[test]
    fn where_nobody_knocked_there_is_no_rate_and_where_only_empty_homes_are_there_is_none_either() {
        assert_eq!(rates(&Doors::default()), [None; 9]);
        assert_eq!(rates(&Doors::new(visits(&[(4, Some(Outcome::Vacant), false)]), [])), [None; 9]);
    }

    #[test]
    fn a_door_that_was_knocked_at_many_times_counts_once_by_what_says_most() {
        let knocked = visits(&[(1, Some(Outcome::NobodyIn), true), (1, Some(Outcome::Refused), true)]);
        let doors = Doors::new(knocked.clone(), []);
        assert_eq!((doors.count(Outcome::TalkedOnly), doors.count(Outcome::Refused), doors.all()), (1, 1, 2));
        let doors = Doors::new(knocked, [Outcome::Interview]);
        assert_eq!((doors.count(Outcome::Interview), doors.count(Outcome::Refused), doors.all()), (1, 1, 2));
    }

    #[test]
    fn an_interview_where_nobody_noted_a_knock_is_a_door_of_its_own() {
        let doors = Doors::new(visits(&[(1, Some(Outcome::NobodyIn), false)]), [Outcome::Interview]);
        assert_eq!((doors.count(Outcome::Interview), doors.count(Outcome::NobodyIn)), (1, 1));
    }

    #[test]
    fn outsiders_get_whole_percent_and_nothing_of_a_handful_of_doors() {
        let knocked =
            visits(&[(70, None, true), (4, Some(Outcome::Vacant), false), (9, Some(Outcome::Refused), false)]);
        let doors = Doors::new(knocked, (0..30).map(|_| Outcome::Interview));
        let outside = Participation::new(None, &doors, &Disclosure::OUTSIDE);
        assert_eq!((outside.doors, outside.rate(Rate::Rr1)), (People::Shown(85), Some(Share(3_800))));
        let refused = outside.cases.iter().find(|(case, _)| *case == Case::Refusal).unwrap();
        assert_eq!(refused.1, People::FewerThan(10));
        let inside = Participation::new(None, &doors, &Disclosure::INSIDE);
        assert_eq!((inside.doors, inside.rate(Rate::Rr1)), (People::Shown(83), Some(Share(3_797))));
        let few = Participation::new(None, &Doors::new(visits(&[(9, None, true)]), []), &Disclosure::OUTSIDE);
        assert!(few.rates.iter().all(|(_, share)| share.is_none()));
    }

    proptest! {
        #[test]
        fn rates_are_shares_and_more_forgiving_ones_are_never_lower(
            knocked in proptest::collection::vec((0_usize..12, any::<bool>(), any::<bool>()), 0..60),
            interviewed in proptest::collection::vec(0_usize..4, 0..40),
        ) {
            let visits = knocked.iter().map(|&(outcome, has_other, talked)| Knocked {
                otherwise: has_other.then_some(Outcome::ALL[outcome.max(4)]),
                talked,
            });
            let interviewed: Vec<Outcome> = interviewed.into_iter().map(|place| Outcome::ALL[place]).collect();
            let doors = Doors::new(visits, interviewed.clone());
            let talked = knocked.iter().filter(|(_, _, talked)| *talked).count();
            prop_assert!(doors.all() >= i64::try_from(knocked.len().max(interviewed.len())).unwrap());
            let most = knocked.len() + interviewed.len().saturating_sub(talked);
            prop_assert!(doors.all() == i64::try_from(most).unwrap());
            if let [Some(rr1), Some(rr2), Some(rr3), Some(rr4), Some(rr5), Some(rr6), ..] = rates(&doors) {
                prop_assert!(rr1 <= rr3 && rr3 <= rr5 && rr2 <= rr4 && rr4 <= rr6 && rr1 <= rr2);
            }
            prop_assert!(rates(&doors).into_iter().flatten().all(|share| (0..=10_000).contains(&share)));
        }
    }
}
