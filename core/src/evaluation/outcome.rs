//! What a door came to: the final outcome of an address, in the United Kingdom's three-digit codes and in AAPOR's groups.
//!
//! What happened at single knocks are the eight buttons of a visit's document; how many doors came to what, and the rates
//! that are made of it, is `rates`' matter.

use super::contribution::{Contribution, Slot};
use crate::response::Missing;

/// The final outcome of one address in one round.
///
/// The codes are those of the standard outcome frame of social surveys in the United Kingdom, as the UK Data Service's
/// Family Resources Survey documents it. They stand here from what says most about a door to what says least: of everything
/// that happened at a door, the first of these counts. That follows AAPOR's Standard Definitions: an interview outranks
/// everything, a refusal any lesser contact, a contact that nobody was in. The order of knocks does not matter, so that no
/// phone's clock decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// 110: an interview with at least four fifths of what was asked answered.
    Interview,
    /// 210: an interview with at least half of what was asked answered.
    PartOfAnInterview,
    /// 561: an interview that does not count, for the answers were taken back or nobody agreed that they count.
    TakenBack,
    /// 440: an interview that ended before half of what was asked was answered.
    BrokenOff,
    /// 430: they said no, or never again.
    Refused,
    /// 540: they speak another language.
    Language,
    /// 560: somebody talked, and there is no interview.
    TalkedOnly,
    /// 320: they asked to come back, and nobody has.
    ComeBack,
    /// 730: nobody lives there.
    Vacant,
    /// 310: nobody was in.
    NobodyIn,
    /// 620: nobody could get to the door.
    Inaccessible,
    /// 670: something that this version has no word for.
    Unknown,
}

/// AAPOR's groups of final outcomes, by the letters of its formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// I: complete interviews.
    Interview,
    /// P: partial interviews.
    Partial,
    /// R: refusals and break-offs.
    Refusal,
    /// NC: a home where nobody who could answer was reached.
    NonContact,
    /// O: a home where somebody was reached, and something else than a refusal stood in the way.
    Other,
    /// UH: not known whether it is a home with somebody in it.
    UnknownHome,
    /// UO: anything else that is not known.
    UnknownOther,
    /// NE: nobody to ask.
    NotEligible,
}

impl Outcome {
    /// Every outcome, from what says most about a door to what says least.
    pub const ALL: [Self; 12] = [
        Self::Interview,
        Self::PartOfAnInterview,
        Self::TakenBack,
        Self::BrokenOff,
        Self::Refused,
        Self::Language,
        Self::TalkedOnly,
        Self::ComeBack,
        Self::Vacant,
        Self::NobodyIn,
        Self::Inaccessible,
        Self::Unknown,
    ];

    /// The three-digit code.
    pub const fn code(self) -> u16 {
        match self {
            Self::Interview => 110,
            Self::PartOfAnInterview => 210,
            Self::TakenBack => 561,
            Self::BrokenOff => 440,
            Self::Refused => 430,
            Self::Language => 540,
            Self::TalkedOnly => 560,
            Self::ComeBack => 320,
            Self::Vacant => 730,
            Self::NobodyIn => 310,
            Self::Inaccessible => 620,
            Self::Unknown => 670,
        }
    }

    /// AAPOR's group of this outcome.
    pub const fn case(self) -> Case {
        match self {
            Self::Interview => Case::Interview,
            Self::PartOfAnInterview => Case::Partial,
            Self::BrokenOff | Self::Refused => Case::Refusal,
            Self::TakenBack | Self::Language | Self::TalkedOnly => Case::Other,
            Self::ComeBack | Self::NobodyIn => Case::NonContact,
            Self::Vacant => Case::NotEligible,
            Self::Inaccessible => Case::UnknownHome,
            Self::Unknown => Case::UnknownOther,
        }
    }
}

impl Case {
    /// Every group, in the order of AAPOR's formulas.
    pub const ALL: [Self; 8] = [
        Self::Interview,
        Self::Partial,
        Self::Refusal,
        Self::NonContact,
        Self::Other,
        Self::UnknownHome,
        Self::UnknownOther,
        Self::NotEligible,
    ];

    /// The letters that stand for it in AAPOR's formulas.
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Interview => "I",
            Self::Partial => "P",
            Self::Refusal => "R",
            Self::NonContact => "NC",
            Self::Other => "O",
            Self::UnknownHome => "UH",
            Self::UnknownOther => "UO",
            Self::NotEligible => "NE",
        }
    }
}

impl Contribution {
    /// What an interview that gives this makes of its door, by how many of the questions with choices that were asked have an answer.
    ///
    /// Four fifths and a half are the bounds that AAPOR's Standard Definitions give as usual. "Don't know" and "no experience"
    /// are answers here; what was left empty or not wanted to be said is none.
    pub fn outcome(&self) -> Outcome {
        if self.withdrawn {
            return Outcome::TakenBack;
        }
        let (mut asked, mut answered) = (0_usize, 0_usize);
        for mark in &self.marks {
            let (counts, has_answer) = match mark.slot {
                Slot::Answered | Slot::BeingChecked | Slot::Unfit => (true, true),
                Slot::Missing(Missing::DontKnow | Missing::NoExperience) => (true, true),
                Slot::Missing(Missing::Blank | Missing::PreferNot) => (true, false),
                Slot::Choice(_) | Slot::Missing(Missing::NotAsked | Missing::Withdrawn | Missing::Locked) => {
                    (false, false)
                }
            };
            asked += usize::from(counts);
            answered += usize::from(has_answer);
        }
        if 5 * answered >= 4 * asked {
            Outcome::Interview
        } else if 2 * answered >= asked {
            Outcome::PartOfAnInterview
        } else {
            Outcome::BrokenOff
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::contribution::Mark;
    use super::super::example;
    use super::*;

    fn interview(answered: u16, left_empty: u16) -> Contribution {
        let mut contribution = example::contribution(1);
        let mark = |question, slot| Mark { question, slot };
        let given = (0..answered).flat_map(|number| [mark(number, Slot::Answered), mark(number, Slot::Choice(0))]);
        let empty = (answered..answered + left_empty).map(|number| mark(number, Slot::Missing(Missing::Blank)));
        let skipped = mark(99, Slot::Missing(Missing::NotAsked));
        contribution.marks = given.chain(empty).chain([skipped]).collect();
        contribution
    }

    #[test]
    fn an_interview_is_whole_from_four_fifths_and_broken_off_below_a_half() {
        let outcomes = [(8, 2), (7, 3), (5, 5), (4, 6), (0, 3)].map(|(given, empty)| interview(given, empty).outcome());
        let [whole, part] = [Outcome::Interview, Outcome::PartOfAnInterview];
        assert_eq!(outcomes, [whole, part, part, Outcome::BrokenOff, Outcome::BrokenOff]);
    }

    #[test]
    fn an_interview_without_questions_of_choices_is_whole_and_one_taken_back_is_none() {
        assert_eq!(interview(0, 0).outcome(), Outcome::Interview);
        assert_eq!(Contribution { withdrawn: true, ..interview(9, 0) }.outcome(), Outcome::TakenBack);
    }

    #[test]
    fn codes_stay_within_their_groups_of_the_frame() {
        for outcome in Outcome::ALL {
            let by_first_digit = match outcome.case() {
                Case::Interview => 1,
                Case::Partial => 2,
                Case::NonContact => 3,
                Case::Refusal => 4,
                Case::Other => 5,
                Case::UnknownHome | Case::UnknownOther => 6,
                Case::NotEligible => 7,
            };
            assert_eq!(outcome.code() / 100, by_first_digit, "{outcome:?}");
        }
    }
}
