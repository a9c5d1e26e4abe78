//! Which entries of which logs somebody holds: interval sets, never single high-water marks.

use std::collections::BTreeMap;

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::ids::{HoldingsDigest, LogId, hash};

/// The most ranges of one set that are read from outside.
const MAX_RANGES: u64 = 4_096;

/// A set of places in a log (or of chunks in a blob), as ranges that do not touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges(BTreeMap<u64, u64>);

impl Ranges {
    /// The places from `first` up to, not including, `end`.
    pub fn of(first: u64, end: u64) -> Self {
        let mut ranges = Self::default();
        ranges.insert(first, end);
        ranges
    }

    /// Adds the places from `first` up to, not including, `end`.
    pub fn insert(&mut self, first: u64, end: u64) {
        if first >= end {
            return;
        }
        let (mut low, mut high) = (first, end);
        if let Some((&start, &stop)) = self.0.range(..=first).next_back()
            && stop >= first
        {
            low = start;
            high = high.max(stop);
        }
        while let Some((&start, &stop)) = self.0.range(low..=high).next() {
            self.0.remove(&start);
            high = high.max(stop);
        }
        self.0.insert(low, high);
    }

    /// Adds every place of another set.
    pub fn extend(&mut self, other: &Self) {
        other.iter().for_each(|(first, end)| self.insert(first, end));
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut rest = Self::default();
        for (first, end) in self.iter() {
            let mut at = first;
            let before = other.0.range(..=first).next_back().map(|(start, stop)| (*start, *stop));
            let within = other.0.range(first.saturating_add(1)..end).map(|(start, stop)| (*start, *stop));
            for (start, stop) in before.into_iter().chain(within) {
                rest.insert(at, start.min(end));
                at = at.max(stop);
            }
            rest.insert(at, end);
        }
        rest
    }

    /// Whether a place is in the set.
    pub fn contains(&self, place: u64) -> bool {
        self.0.range(..=place).next_back().is_some_and(|(_, end)| *end > place)
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many places are in the set.
    pub fn count(&self) -> u64 {
        self.iter().map(|(first, end)| end - first).sum()
    }

    /// The ranges as (first, end), ascending; `end` is not included.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.0.iter().map(|(first, end)| (*first, *end))
    }
}

impl FromIterator<(u64, u64)> for Ranges {
    fn from_iter<I: IntoIterator<Item = (u64, u64)>>(ranges: I) -> Self {
        let mut set = Self::default();
        ranges.into_iter().for_each(|(first, end)| set.insert(first, end));
        set
    }
}

impl<C> Encode<C> for Ranges {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.array(2 * self.0.len() as u64)?;
        for (first, end) in self.iter() {
            e.u64(first)?.u64(end - first)?;
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Ranges {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        let parts = d.array()?.filter(|parts| parts % 2 == 0 && *parts <= 2 * MAX_RANGES);
        let parts = parts.ok_or_else(|| DecodeError::message("ranges are [first, length, ...]"))?;
        let mut ranges = Self::default();
        let mut least = 0;
        for _ in 0..parts / 2 {
            let (first, length) = (d.u64()?, d.u64()?);
            let end = first.checked_add(length).filter(|end| *end > first && first >= least);
            let end = end.ok_or_else(|| DecodeError::message("ranges ascend, and none is empty"))?;
            ranges.0.insert(first, end);
            least = end.saturating_add(1);
        }
        Ok(ranges)
    }
}

/// What somebody holds of each log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings(pub BTreeMap<LogId, Ranges>);

impl Holdings {
    /// Adds a range of a log. An empty one leaves no trace of the log: holdings that say the same are equal.
    pub fn insert(&mut self, log: LogId, first: u64, end: u64) {
        if first >= end {
            return;
        }
        self.0.entry(log).or_default().insert(first, end);
    }

    /// The short name under which two sides compare what they hold.
    pub fn digest(&self) -> HoldingsDigest {
        let bytes = minicbor::to_vec(self).expect("writing CBOR into memory does not fail");
        let full = hash("holdings", &[&bytes]);
        let mut short = [0; 16];
        short.copy_from_slice(&full[..16]);
        HoldingsDigest(short)
    }
}

impl<C> Encode<C> for Holdings {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Result<(), EncodeError<W::Error>> {
        let held = self.0.iter().filter(|(_, ranges)| !ranges.is_empty());
        e.array(held.clone().count() as u64)?;
        for (log, ranges) in held {
            e.array(2)?;
            log.encode(e, ctx)?;
            ranges.encode(e, ctx)?;
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Holdings {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        let logs = d.array()?.ok_or_else(|| DecodeError::message("holdings have a definite length"))?;
        let mut holdings = Self::default();
        for _ in 0..logs {
            if d.array()? != Some(2) {
                return Err(DecodeError::message("a holding is [log, ranges]"));
            }
            let log = LogId::decode(d, ctx)?;
            holdings.0.insert(log, Ranges::decode(d, ctx)?);
        }
        Ok(holdings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_become_one() {
        let ranges: Ranges = [(1, 3), (5, 7), (3, 5)].into_iter().collect();
        assert_eq!(ranges, Ranges::of(1, 7));
    }

    #[test]
    fn what_is_left_after_taking_away_is_what_a_set_of_numbers_would_leave() {
        use std::collections::BTreeSet;
        for pattern in 0..1_u32 << 10 {
            let mine: Ranges = (0..10).filter(|i| pattern >> i & 1 == 1).map(|i| (i, i + 1)).collect();
            for (first, end) in [(0, 4), (3, 8), (9, 10), (2, 2)] {
                let theirs: Ranges = [(first, end), (12, 14)].into_iter().collect();
                let expected: BTreeSet<u64> = (0..20).filter(|i| mine.contains(*i) && !theirs.contains(*i)).collect();
                let left = mine.minus(&theirs);
                assert_eq!((0..20).filter(|i| left.contains(*i)).collect::<BTreeSet<_>>(), expected);
                assert_eq!(left.count(), expected.len() as u64);
            }
        }
    }

    #[test]
    fn ranges_that_overlap_or_run_backwards_are_not_read() {
        for parts in [vec![1_u64, 3, 2, 1], vec![5, 1, 1, 1], vec![1, 0], vec![u64::MAX, 2], vec![1]] {
            let bytes = minicbor::to_vec(&parts).unwrap();
            assert!(minicbor::decode::<Ranges>(&bytes).is_err(), "{parts:?}");
        }
    }
}
