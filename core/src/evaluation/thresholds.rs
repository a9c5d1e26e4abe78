//! From how many answers on figures are shown: a project may ask for more than the least, never for less.
//!
//! What is done with a figure below is `disclosure`'s and `hide`'s matter; where a project keeps them, `device`'s.

use std::collections::BTreeMap;

use super::disclosure::{Audience, Disclosure};

/// From how many answers on a figure is shown, for each audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    inside: u64,
    outside: u64,
}

/// A number that no threshold can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "figures are shown from {least} answers on at the earliest and {most} at the latest; {asked} is outside of that"
)]
pub struct ThresholdError {
    /// What was asked for.
    pub asked: u64,
    /// The least.
    pub least: u64,
    /// The most.
    pub most: u64,
}

impl Thresholds {
    /// What holds where nobody asked for more: five inside the project, ten outside.
    pub const LEAST: Self = Self { inside: 5, outside: 10 };

    /// With more than this nothing of a usual survey could be shown.
    pub const MOST: u64 = 100;

    /// Thresholds as somebody asks for them.
    ///
    /// # Errors
    /// One of them is below the least or above the most.
    pub fn new(inside: u64, outside: u64) -> Result<Self, ThresholdError> {
        for (asked, least) in [(inside, Self::LEAST.inside), (outside, Self::LEAST.outside)] {
            if !(least..=Self::MOST).contains(&asked) {
                return Err(ThresholdError { asked, least, most: Self::MOST });
            }
        }
        Ok(Self { inside, outside })
    }

    /// Thresholds as a project's settings have them. Whatever stands there, no figure is shown that would be hidden without it.
    pub fn of_settings(settings: &BTreeMap<String, u64>) -> Self {
        let of = |name: &str, least: u64| settings.get(name).copied().unwrap_or(least).clamp(least, Self::MOST);
        Self { inside: of(INSIDE, Self::LEAST.inside), outside: of(OUTSIDE, Self::LEAST.outside) }
    }

    /// As they stand in a project's settings.
    pub fn to_settings(self) -> BTreeMap<String, u64> {
        BTreeMap::from([(INSIDE.to_owned(), self.inside), (OUTSIDE.to_owned(), self.outside)])
    }

    /// For researchers and coordinators.
    pub const fn inside(self) -> u64 {
        self.inside
    }

    /// For everybody else.
    pub const fn outside(self) -> u64 {
        self.outside
    }
}

impl Disclosure {
    /// The same with a project's thresholds; they only ever hide more.
    #[must_use]
    pub fn with(self, thresholds: Thresholds) -> Self {
        let asked = match self.audience {
            Audience::Inside => thresholds.inside,
            Audience::Outside => thresholds.outside,
        };
        Self { fewest: self.fewest.max(i64::try_from(asked).unwrap_or(i64::MAX)), ..self }
    }
}

const INSIDE: &str = "fewest_inside";
const OUTSIDE: &str = "fewest_outside";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_may_ask_for_more_and_never_for_less() {
        assert!(Thresholds::new(5, 10).is_ok() && Thresholds::new(8, 25).is_ok());
        assert_eq!(Thresholds::new(4, 10), Err(ThresholdError { asked: 4, least: 5, most: 100 }));
        assert_eq!(Thresholds::new(5, 9), Err(ThresholdError { asked: 9, least: 10, most: 100 }));
        assert!(Thresholds::new(5, 101).is_err());
    }

    #[test]
    fn settings_that_were_tampered_with_show_nothing_that_is_hidden_without_them() {
        let settings = |inside, outside| {
            Thresholds::of_settings(&BTreeMap::from([(INSIDE.to_owned(), inside), (OUTSIDE.to_owned(), outside)]))
        };
        assert_eq!(settings(0, 1), Thresholds::LEAST);
        assert_eq!(settings(7, u64::MAX), Thresholds { inside: 7, outside: 100 });
        assert_eq!(Thresholds::of_settings(&settings(7, 30).to_settings()), settings(7, 30));
        assert_eq!(Disclosure::OUTSIDE.with(settings(0, 0)), Disclosure::OUTSIDE);
        assert_eq!(Disclosure::OUTSIDE.with(settings(5, 20)).fewest, 20);
        assert_eq!(Disclosure::INSIDE.with(settings(7, 20)).fewest, 7);
    }
}
