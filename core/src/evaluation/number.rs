//! The numbers a result is made of: whole hundredths, so that every replica gets the same ones.
//!
//! No floating point: a sum of floats depends on the order of adding.

/// A share of a whole or a difference of shares, in basis points: 6,100 is 61 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share(pub i32);

impl Share {
    /// `part` of `whole`, to the nearest basis point; nothing of nothing is no share.
    pub fn of(part: i64, whole: i64) -> Option<Self> {
        ratio(part, whole, 10_000).map(Self)
    }

    /// In whole percent (or percentage points), halves away from zero.
    pub const fn percent(self) -> i32 {
        let half = if self.0 < 0 { -50 } else { 50 };
        (self.0 + half) / 100
    }

    /// How far this share lies above another one.
    #[must_use]
    pub const fn above(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// A mean of points or a difference of means, in hundredths of a point: 345 is 3.45.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mean(pub i32);

impl Mean {
    /// The mean of `n` answers whose points add up to `sum`.
    pub fn of(sum: i64, n: i64) -> Option<Self> {
        ratio(sum, n, 100).map(Self)
    }

    /// How far this mean lies above another one.
    #[must_use]
    pub const fn above(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    /// The middle of several means: of two in the middle, the point half-way, rounded down.
    pub fn median(mut of: Vec<Self>) -> Option<Self> {
        of.sort_unstable();
        let upper = of.get(of.len() / 2)?;
        if of.len() % 2 == 1 {
            return Some(*upper);
        }
        let lower = of.get(of.len() / 2 - 1)?;
        Some(Self((lower.0 + upper.0).div_euclid(2)))
    }

    /// To the nearest multiple of so many hundredths, halves away from zero.
    #[must_use]
    pub const fn rounded_to(self, step: i32) -> Self {
        let half = if self.0 < 0 { -step / 2 } else { step / 2 };
        Self((self.0 + half) / step * step)
    }

    /// In tenths of a point, halves away from zero.
    pub const fn tenths(self) -> i32 {
        let half = if self.0 < 0 { -5 } else { 5 };
        (self.0 + half) / 10
    }
}

/// `part / whole * scale`, to the nearest whole number, halves up; none if there is no whole or it does not fit.
fn ratio(part: i64, whole: i64, scale: i64) -> Option<i32> {
    if whole <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let doubled = 2 * part * i128::from(scale) + whole;
    doubled.div_euclid(2 * whole).try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_means_round_to_the_nearest() {
        assert_eq!(Share::of(2, 3), Some(Share(6_667)));
        assert_eq!(Share::of(1, 3), Some(Share(3_333)));
        assert_eq!(Mean::of(-1, 8), Some(Mean(-12)));
        assert_eq!(Share::of(0, 0), None);
        assert_eq!(Share::of(i64::MAX, 1), None);
    }

    #[test]
    fn percent_and_tenths_round_halves_away_from_zero() {
        assert_eq!([Share(6_150), Share(-6_150), Share(6_149)].map(Share::percent), [62, -62, 61]);
        assert_eq!([Mean(345), Mean(-345), Mean(344)].map(Mean::tenths), [35, -35, 34]);
    }

    #[test]
    fn the_median_is_the_middle_or_half_way_between_two() {
        assert_eq!(Mean::median(vec![Mean(500), Mean(100), Mean(300)]), Some(Mean(300)));
        assert_eq!(Mean::median(vec![Mean(300), Mean(101)]), Some(Mean(200)));
        assert_eq!(Mean::median(Vec::new()), None);
    }
}
