//! How small a group may be before its answers could point at somebody, for each audience.
//!
//! Bare thresholds and rounding. What is merged before anything is hidden is `fold`'s, `together`'s and `coverage`'s
//! matter; what else has to be covered then, `hide`'s.

/// Who a result is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Researchers and coordinators of the project.
    Inside,
    /// Everybody else.
    Outside,
}

/// What is too few to show, and how counts are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disclosure {
    /// Who it is for.
    pub audience: Audience,
    /// Figures with fewer answers than this are hidden.
    pub fewest: i64,
    /// Counts are rounded to the nearest multiple of this; 1 leaves them as they are.
    pub round_to: i64,
}

impl Disclosure {
    /// Inside the project: five answers, counts as they are.
    pub const INSIDE: Self = Self { audience: Audience::Inside, fewest: 5, round_to: 1 };

    /// Outside: the "10-5 rule" of the UK's Office for National Statistics: hide below ten, round to five.
    pub const OUTSIDE: Self = Self { audience: Audience::Outside, fewest: 10, round_to: 5 };

    /// From how many interviews on an area stands alone: twice the fewest, for not everybody answers every question.
    pub(super) const fn fewest_in_an_area(&self) -> i64 {
        2 * self.fewest
    }

    /// Whether a figure made of this many answers is hidden. Nobody having answered hides nobody.
    pub const fn hides(&self, answers: i64) -> bool {
        answers > 0 && answers < self.fewest
    }

    /// A count as this audience may see it: rounded to the nearest step, halves up.
    pub const fn round(&self, count: i64) -> i64 {
        if self.round_to <= 1 {
            return count;
        }
        (count + self.round_to / 2).div_euclid(self.round_to) * self.round_to
    }

    /// A number that stands beside a figure or says who took part. Insiders look after every interview, so they see
    /// it as it is.
    pub const fn beside(&self, count: i64) -> People {
        match self.audience {
            Audience::Inside => People::Shown(count),
            Audience::Outside => self.people(count),
        }
    }

    /// A number of people as this audience may see it.
    pub const fn people(&self, count: i64) -> People {
        if self.hides(count) { People::FewerThan(self.fewest) } else { People::Shown(self.round(count)) }
    }
}

/// A number of people, or that it is too small to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum People {
    /// More than none and fewer than this.
    FewerThan(i64),
    /// Not shown, because together with others it would give away a number that is too small to show.
    Covering,
    /// This many, rounded as the audience asks.
    Shown(i64),
}

impl People {
    /// The number, if it is shown.
    pub const fn shown(self) -> Option<i64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::FewerThan(_) | Self::Covering => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outsiders_see_counts_in_fives_and_nothing_below_ten() {
        let counts = [0, 1, 9, 10, 12, 13, 183];
        let seen = counts.map(|count| Disclosure::OUTSIDE.people(count));
        let [none, one, nine, rest @ ..] = seen;
        assert_eq!(none, People::Shown(0));
        assert_eq!((one, nine), (People::FewerThan(10), People::FewerThan(10)));
        assert_eq!(rest, [10, 10, 15, 185].map(People::Shown));
    }

    #[test]
    fn insiders_see_counts_as_they_are_from_five_on() {
        assert_eq!(Disclosure::INSIDE.people(4), People::FewerThan(5));
        assert_eq!(Disclosure::INSIDE.people(7), People::Shown(7));
    }
}
