//! Showing areas together where one alone has too few interviews.
//!
//! Areas are joined once for the whole result, the smallest first, so that every table of it has the same ones.

use std::collections::BTreeMap;

use crate::ids::DocId;

/// Areas that are shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The one under whose id the figures stand: the first of them.
    pub under: DocId,
    /// All of them, by id.
    pub areas: Vec<DocId>,
}

/// Joins areas until each has at least `fewest` of these interviews. An area without any is left alone: that nobody was
/// heard there is worth saying. Where even all of them together are too few, they stay together.
pub(super) fn join(interviews: &BTreeMap<DocId, i64>, fewest: i64) -> Vec<Joined> {
    let mut heaps: Vec<(i64, Vec<DocId>)> =
        interviews.iter().filter(|(_, count)| **count > 0).map(|(area, count)| (*count, vec![*area])).collect();
    while heaps.len() > 1 {
        heaps.sort();
        if heaps.first().is_none_or(|(smallest, _)| *smallest >= fewest) {
            break;
        }
        let (count, areas) = heaps.remove(0);
        if let Some((next, others)) = heaps.first_mut() {
            *next += count;
            others.extend(areas);
            others.sort_unstable();
        }
    }
    let joined = heaps.into_iter().filter(|(_, areas)| areas.len() > 1);
    let mut joined: Vec<Joined> =
        joined.filter_map(|(_, areas)| Some(Joined { under: *areas.first()?, areas })).collect();
    joined.sort_by_key(|one| one.under);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(counts: &[i64]) -> Vec<Vec<u8>> {
        let id = |number: u8| DocId([number; 16]);
        let joined = join(&(0u8..).zip(counts).map(|(number, count)| (id(number), *count)).collect(), 20);
        joined.into_iter().map(|one| one.areas.into_iter().map(|area| area.0[0]).collect()).collect()
    }

    #[test]
    fn the_smallest_areas_are_joined_and_large_ones_stand_alone() {
        assert_eq!(joined(&[30, 5, 40, 8]), [[0, 1, 3]]);
        assert_eq!(joined(&[30, 12, 40, 9]), [[1, 3]]);
        assert_eq!(joined(&[30, 25, 40]), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn an_area_where_nobody_was_heard_stays_visible() {
        assert_eq!(joined(&[0, 12, 30, 9]), [[1, 3]]);
    }

    #[test]
    fn all_areas_of_a_small_survey_are_one() {
        assert_eq!(joined(&[3, 4, 5]), [[0, 1, 2]]);
        assert_eq!(joined(&[3]), Vec::<Vec<u8>>::new());
    }
}
