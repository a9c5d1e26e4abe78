//! How far the real share may lie from the one that was heard: Wilson's interval, and Newcombe's for a difference.
//!
//! In whole numbers, so that every replica gets the same bounds. Which shares are shown at all is `figure`'s matter.

use super::number::Share;

/// The two bounds between which the real share lies for nineteen surveys out of twenty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The lower bound.
    pub low: Share,
    /// The upper bound.
    pub high: Share,
}

/// The point of the normal distribution that leaves two and a half percent above it, in millionths.
const Z: i128 = 1_959_964;
const MILLION: i128 = 1_000_000;
/// The whole, in basis points.
const WHOLE: i128 = 10_000;

/// How many people's answers a share stands on, in hundredths: those of weighted answers are worth fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Worth(pub i64);

impl Worth {
    /// So many people, each worth one.
    pub const fn of(people: i64) -> Self {
        Self(people.saturating_mul(100))
    }

    /// In whole people, rounded down.
    pub const fn people(self) -> i64 {
        self.0 / 100
    }
}

impl Interval {
    /// Wilson's score interval, at 95 %, of a share of this many people's answers; none where nobody answered.
    ///
    /// Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference. With weights, `worth` is Kish's
    /// effective number.
    pub fn wilson(share: Share, worth: Worth) -> Option<Self> {
        if worth.0 <= 0 {
            return None;
        }
        let share = i128::from(share.0).clamp(0, WHOLE);
        // All in millionths: n, z², and the root of z² + 4np(1 − p).
        let n = i128::from(worth.0) * (MILLION / 100);
        let z2 = Z * Z / MILLION;
        let spread = 4 * n * share * (WHOLE - share) / (WHOLE * WHOLE);
        let root = root((z2 + spread) * MILLION);
        let middle = 2 * n * share / WHOLE + z2;
        let half = Z * root / MILLION;
        let bound = |sum: i128| {
            let doubled = 2 * WHOLE * sum + 2 * (n + z2);
            let share = doubled.div_euclid(4 * (n + z2)).clamp(0, WHOLE);
            Share(i32::try_from(share).unwrap_or_default())
        };
        Some(Self { low: bound(middle - half), high: bound(middle + half) })
    }

    /// Newcombe's hybrid score interval, at 95 %, for how far `one` lies above `other`.
    ///
    /// Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions, method 10.
    pub fn difference((one, of_one): (Share, Self), (other, of_other): (Share, Self)) -> Self {
        let gap = i128::from(one.0 - other.0);
        let squared = |from: Share, to: Share| {
            let apart = i128::from(from.0 - to.0);
            apart * apart
        };
        let below = root(squared(one, of_one.low) + squared(of_other.high, other));
        let above = root(squared(of_one.high, one) + squared(other, of_other.low));
        let bound = |share: i128| Share(i32::try_from(share).unwrap_or_default());
        Self { low: bound(gap - below), high: bound(gap + above) }
    }

    /// Whether nothing, as a difference, lies within the bounds: then no difference is clear.
    pub const fn holds_nothing(&self) -> bool {
        self.low.0 <= 0 && self.high.0 >= 0
    }
}

/// The whole number nearest to the square root.
fn root(square: i128) -> i128 {
    let floor = square.max(0).isqrt();
    if square - floor * floor > floor { floor + 1 } else { floor }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wilson(part: i64, whole: i64) -> [i32; 2] {
        let interval = Interval::wilson(Share::of(part, whole).unwrap(), Worth::of(whole)).unwrap();
        [interval.low.0, interval.high.0]
    }

    #[test]
    fn the_bounds_of_a_share_are_wilsons() {
        // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
        assert_eq!(wilson(81, 263), [2_553, 3_662]);
        assert_eq!(wilson(15, 148), [624, 1_605]);
        assert_eq!(wilson(0, 20), [0, 1_611]);
        assert_eq!(wilson(29, 29), [8_830, 10_000]);
    }

    #[test]
    fn the_bounds_of_a_difference_are_newcombes() {
        // Newcombe (1998), Interval estimation for the difference, table II, method 10: 56/70 − 48/80 and 9/10 − 3/10.
        let side = |part, whole| {
            let share = Share::of(part, whole).unwrap();
            (share, Interval::wilson(share, Worth::of(whole)).unwrap())
        };
        let apart = Interval::difference(side(56, 70), side(48, 80));
        assert_eq!((apart.low.0, apart.high.0), (524, 3_339));
        let apart = Interval::difference(side(9, 10), side(3, 10));
        assert_eq!((apart.low.0, apart.high.0), (1_705, 8_090));
        assert!(Interval::difference(side(5, 10), side(4, 10)).holds_nothing());
    }

    #[test]
    fn nobody_has_no_interval() {
        assert_eq!(Interval::wilson(Share(0), Worth(0)), None);
    }

    proptest! {
        #[test]
        fn a_share_lies_within_its_bounds_and_more_people_draw_them_closer(share in 0..=10_000_i32, people in 1..100_000_i64) {
            let share = Share(share);
            let few = Interval::wilson(share, Worth::of(people)).unwrap();
            let many = Interval::wilson(share, Worth::of(4 * people)).unwrap();
            prop_assert!(few.low <= share && share <= few.high && few.low >= Share(0) && few.high <= Share(10_000));
            prop_assert!(many.high.0 - many.low.0 <= few.high.0 - few.low.0);
            let apart = Interval::difference((share, few), (share, many));
            prop_assert!(apart.holds_nothing());
        }
    }
}
