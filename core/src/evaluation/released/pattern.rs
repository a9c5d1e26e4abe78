//! Which numbers of one series a release showed, and what they say together with those of a new one.
//!
//! Only that they were shown: the numbers stand in the release itself. Whole figures that may not be shown at all are
//! `gate`'s matter.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::super::cells::{Line, Seen, Table};
use super::super::protect;
use super::super::slice::Slice;

/// A number of people in none of a line's parts.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(in crate::evaluation) struct Remainder {
    /// Which line, in their order.
    #[n(0)]
    pub(in crate::evaluation) line: u32,
    /// Which of the numbers of a figure: its size, then its answers.
    #[n(1)]
    pub(in crate::evaluation) place: u32,
    #[n(2)]
    pub(in crate::evaluation) seen: Seen,
}

/// What readers got of one series.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub(in crate::evaluation) struct Pattern {
    /// The names of the answers as they were shown.
    #[n(0)]
    pub(in crate::evaluation) answers: Vec<String>,
    /// Whether people could choose several, so that answers add up to nothing.
    #[n(1)]
    pub(in crate::evaluation) several: bool,
    /// For each slice what was seen of its size and of each answer.
    #[n(2)]
    pub(in crate::evaluation) figures: BTreeMap<Slice, Vec<Seen>>,
    #[n(3)]
    pub(in crate::evaluation) remainders: Vec<Remainder>,
}

impl Pattern {
    /// Whether a slice's figure was shown.
    pub(in crate::evaluation) fn shows(&self, slice: &Slice) -> bool {
        self.figures.get(slice).and_then(|seen| seen.first()) == Some(&Seen::Shown)
    }

    /// Adds what this pattern's readers know to a new table. Slices that are the same in both have their numbers in common.
    pub(in crate::evaluation) fn join(&self, table: &mut Table, new: &Self, same: &BTreeSet<Slice>) {
        let common =
            |slice: &Slice| same.contains(slice) && self.answers == new.answers && new.figures.contains_key(slice);
        let width = 1 + self.answers.len();
        let mut cells: BTreeMap<&Slice, Vec<usize>> = BTreeMap::new();
        for (slice, seen) in &self.figures {
            let place = new.figures.keys().position(|known| known == slice).filter(|_| common(slice));
            let of_slice = seen.iter().enumerate().map(|(number, seen)| match place {
                Some(place) => {
                    let cell = place * width + number;
                    if *seen == Seen::Shown {
                        table.seen[cell] = Seen::Shown;
                        table.known.insert(cell);
                    }
                    cell
                }
                None => add(table, *seen),
            });
            let of_slice = of_slice.collect();
            cells.insert(slice, of_slice);
        }
        if !self.several {
            table.lines.extend(cells.values().filter_map(|figure| {
                let (whole, parts) = figure.split_first()?;
                Some(Line { whole: *whole, parts: parts.to_vec() })
            }));
        }
        for (number, line) in (0..).zip(protect::lines(self.figures.keys())) {
            let Some(whole) = cells.get(&line.whole) else { continue };
            for place in 0..width {
                let parts = line.parts.iter().filter_map(|part| cells.get(part)?.get(place).copied());
                let mut parts: Vec<usize> = parts.collect();
                let remainder = self.remainders.iter().find(|one| (one.line, one.place as usize) == (number, place));
                parts.extend(remainder.map(|one| add(table, one.seen)));
                if let Some(whole) = whole.get(place) {
                    table.lines.push(Line { whole: *whole, parts });
                }
            }
        }
    }
}

/// Adds a number of an earlier release, which stays as it was shown.
fn add(table: &mut Table, seen: Seen) -> usize {
    let cell = table.seen.len();
    table.values.push(0);
    table.seen.push(seen);
    table.known.insert(cell);
    cell
}

/// What holds back figures of one series: the gate, and what readers of earlier releases have of it.
#[derive(Debug, Clone, Default)]
pub(in crate::evaluation) struct Before<'a> {
    /// Slices that the gate holds back.
    pub(in crate::evaluation) held: BTreeSet<Slice>,
    /// What readers got of the series, and which slices are the same as then.
    pub(in crate::evaluation) patterns: Vec<(&'a Pattern, &'a BTreeSet<Slice>)>,
}

impl Before<'_> {
    /// Whether a slice is held back from a series with these answers: by the gate, or because it is out with others already.
    pub(in crate::evaluation) fn holds(&self, slice: &Slice, answers: &[String]) -> bool {
        let told_otherwise = |(pattern, same): &(&Pattern, &BTreeSet<Slice>)| {
            same.contains(slice) && pattern.shows(slice) && pattern.answers != answers
        };
        self.held.contains(slice) || self.patterns.iter().any(told_otherwise)
    }

    /// The earlier patterns that say anything of a new one: those with a number in common. Also where all of it was shown: readers
    /// have it then, whatever covers it now.
    pub(in crate::evaluation) fn speaking(&self) -> impl Iterator<Item = &(&Pattern, &BTreeSet<Slice>)> {
        self.patterns.iter().filter(|(pattern, same)| pattern.figures.keys().any(|slice| same.contains(slice)))
    }
}
