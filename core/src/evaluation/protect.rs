//! Keeps the number of answers behind a hidden figure from being worked out as a whole less its shown parts.
//!
//! It looks along one line at a time: perspectives within a side, sides within everybody, areas, rounds, and asks that
//! what is hidden on it is enough people together. The answers themselves are `cells`' matter.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::Seen;
use super::slice::{Slice, Who};

/// How many answers each figure of a series has, and what a reader gets of it.
pub(super) type Sizes = BTreeMap<Slice, (i64, Seen)>;

/// Covers shown figures until no line gives away a hidden one made of fewer than `fewest` answers.
pub(super) fn protect(sizes: &mut Sizes, fewest: i64) {
    let lines = lines(sizes.keys());
    loop {
        let before = covered(sizes);
        for line in &lines {
            settle(sizes, line, fewest);
        }
        if covered(sizes) == before {
            return;
        }
    }
}

/// A whole and the parts that add up to it, or to it but for people in no part.
#[derive(Debug)]
pub(super) struct SliceLine {
    pub(super) whole: Slice,
    pub(super) parts: BTreeSet<Slice>,
}

/// Every line that these slices make. The whole of a line need not be among them.
pub(super) fn lines<'a>(slices: impl Iterator<Item = &'a Slice>) -> Vec<SliceLine> {
    let mut lines: BTreeMap<(u8, Slice), BTreeSet<Slice>> = BTreeMap::new();
    for slice in slices {
        let mut part_of = |kind, whole| lines.entry((kind, whole)).or_default().insert(slice.clone());
        if slice.area.is_some() {
            part_of(0, Slice { area: None, ..slice.clone() });
        }
        if slice.round.is_some() {
            part_of(1, Slice { round: None, ..slice.clone() });
        }
        let whole = match &slice.who {
            Who::Everyone => continue,
            Who::Residents | Who::Team => Who::Everyone,
            Who::Perspective(name) => Who::side(name).unwrap_or(Who::Everyone),
        };
        part_of(2, Slice { who: whole, ..slice.clone() });
    }
    lines.into_iter().map(|((_, whole), parts)| SliceLine { whole, parts }).collect()
}

/// If what is hidden on a line is too small, covers its smallest shown part; where there is none, the whole.
fn settle(sizes: &mut Sizes, line: &SliceLine, fewest: i64) {
    let Some((whole, seen)) = sizes.get(&line.whole).copied() else { return };
    let whole_is_hidden = seen != Seen::Shown;
    let parts = || line.parts.iter().filter_map(|part| sizes.get(part).map(|(n, seen)| (part, *n, *seen)));
    let all: i64 = parts().map(|(_, n, _)| n).sum();
    let shown: i64 = parts().filter(|(_, _, seen)| *seen == Seen::Shown).map(|(_, n, _)| n).sum();
    let outside_parts = (whole - all).max(0);
    let hidden = outside_parts + all - shown;
    let derivable = if whole_is_hidden { hidden == 0 } else { hidden > 0 && hidden < fewest };
    if !derivable {
        return;
    }
    let smallest = parts().filter(|(_, n, seen)| *seen == Seen::Shown && *n > 0).min_by_key(|(part, n, _)| (*n, *part));
    // The whole of everybody is missed least: both sides stay readable.
    let cover = match (&line.whole.who, smallest) {
        (Who::Everyone, _) if !whole_is_hidden => line.whole.clone(),
        (_, Some((part, _, _))) => part.clone(),
        (_, None) if !whole_is_hidden => line.whole.clone(),
        (_, None) => return,
    };
    if let Some((_, seen)) = sizes.get_mut(&cover) {
        *seen = Seen::Cover;
    }
}

fn covered(sizes: &Sizes) -> usize {
    sizes.values().filter(|(_, seen)| *seen == Seen::Cover).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DocId;

    fn size(n: i64) -> (i64, Seen) {
        (n, if n < 10 { Seen::Secret } else { Seen::Shown })
    }

    fn slice(who: &str) -> Slice {
        Slice::of(match who {
            "everyone" => Who::Everyone,
            "residents" => Who::Residents,
            "team" => Who::Team,
            name => Who::Perspective(name.to_owned()),
        })
    }

    fn protected(given: &[(&str, i64)]) -> Vec<String> {
        let mut sizes: Sizes = given.iter().map(|(who, n)| (slice(who), size(*n))).collect();
        protect(&mut sizes, 10);
        given.iter().filter(|(who, _)| sizes[&slice(who)].1 == Seen::Cover).map(|(who, _)| (*who).to_owned()).collect()
    }

    #[test]
    fn a_few_managers_cannot_be_worked_out_from_team_less_staff() {
        let given =
            [("everyone", 180), ("residents", 153), ("resident", 153), ("team", 27), ("staff", 22), ("manager", 5)];
        assert_eq!(protected(&given), ["staff"]);
    }

    #[test]
    fn a_small_side_hides_the_whole_rather_than_the_other_side() {
        assert_eq!(
            protected(&[("everyone", 157), ("residents", 150), ("resident", 150), ("team", 7), ("staff", 7)]),
            ["everyone"]
        );
    }

    #[test]
    fn hidden_parts_that_are_enough_together_cover_nothing() {
        let given =
            [("everyone", 114), ("residents", 100), ("resident", 100), ("team", 14), ("staff", 7), ("manager", 7)];
        assert!(protected(&given).is_empty());
    }

    #[test]
    fn a_small_area_takes_the_smallest_shown_one_with_it() {
        let place =
            |byte: Option<u8>, n| (Slice { area: byte.map(|byte| DocId([byte; 16])), ..slice("residents") }, size(n));
        let mut sizes: Sizes =
            [place(None, 100), place(Some(1), 4), place(Some(2), 40), place(Some(3), 56)].into_iter().collect();
        protect(&mut sizes, 10);
        let covered: Vec<_> = sizes.iter().filter(|(_, (_, seen))| *seen == Seen::Cover).collect();
        assert_eq!(covered.len(), 1);
        assert_eq!(covered[0].0.area, Some(DocId([2; 16])));
    }
}
