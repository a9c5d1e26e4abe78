//! Merging the answers of a long scale, so that more can be read before anything has to be hidden.
//!
//! Five points become three, four become two: what lies below the middle, the middle, what lies above it. The mean is
//! still made from the scale as it was asked.

use std::collections::BTreeMap;

use super::cube::Count;
use super::disclosure::Disclosure;
use super::rules::Label;
use super::series::Offered;

/// A scale with its answers merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fold {
    /// The merged answers, lowest first.
    pub(super) offered: Vec<Offered>,
    /// For each answer of the scale, its place among the merged ones.
    into: Vec<usize>,
}

impl Fold {
    /// The fold of a scale; a scale of three or fewer has none.
    pub(super) fn of(scale: &[Offered]) -> Option<Self> {
        if scale.len() < 4 {
            return None;
        }
        let (half, parts) = (scale.len() / 2, 2 + scale.len() % 2);
        let place = |answer: usize| match (answer < half, answer >= scale.len() - half) {
            (true, _) => 0,
            (false, true) => parts - 1,
            (false, false) => 1,
        };
        let into: Vec<usize> = (0..scale.len()).map(place).collect();
        let members = |part: usize| scale.iter().zip(&into).filter(move |(_, place)| **place == part);
        let offered = (0..parts).map(|part| merged(members(part).map(|(answer, _)| answer).collect())).collect();
        Some(Self { offered, into })
    }

    /// How often one of the merged answers was given.
    pub(super) fn times(&self, given: &[i64], merged: usize) -> i64 {
        given.iter().zip(&self.into).filter(|(_, place)| **place == merged).map(|(times, _)| times).sum()
    }
}

/// Whether some answer was given so rarely that it would have to be hidden.
pub(super) fn has_rare_answer(count: &Count, disclosure: &Disclosure) -> bool {
    count.given.iter().any(|&times| disclosure.hides(times))
}

/// Several neighbouring answers as one: named after the lowest and the highest, with the highest one's points.
fn merged(answers: Vec<&Offered>) -> Offered {
    let [first, .., last] = answers.as_slice() else {
        return answers.first().map_or_else(|| Offered::new(""), |answer| (*answer).clone());
    };
    let name = format!("{}-{}", first.name, last.name);
    let languages = answers.iter().flat_map(|answer| answer.label.0.keys());
    let label = |language: &String| {
        let texts: Vec<&str> = answers.iter().filter_map(|answer| answer.label.text(language)).collect();
        (language.clone(), texts.join(" / "))
    };
    let label: BTreeMap<String, String> = languages.map(label).collect();
    Offered { name, label: Label(label), points: last.points }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(length: i16) -> Vec<Offered> {
        let at = |points: i16| Offered {
            label: Label::plain(&format!("answer {points}")),
            points: Some(points),
            ..Offered::new(&points.to_string())
        };
        (1..=length).map(at).collect()
    }

    fn folded(given: &[i64]) -> Vec<i64> {
        let fold = Fold::of(&scale(i16::try_from(given.len()).unwrap())).unwrap();
        (0..fold.offered.len()).map(|merged| fold.times(given, merged)).collect()
    }

    #[test]
    fn five_points_become_three_and_nobody_is_lost() {
        assert_eq!(folded(&[1, 2, 4, 8, 16]), [3, 4, 24]);
        assert_eq!(folded(&[1, 2, 4, 8]), [3, 12]);
        assert_eq!(folded(&[1; 11]), [5, 1, 5]);
        assert_eq!(folded(&[1; 7]), [3, 1, 3]);
    }

    #[test]
    fn short_scales_stay_as_they_are() {
        assert_eq!(Fold::of(&scale(3)), None);
    }

    #[test]
    fn a_merged_answer_names_all_its_members() {
        let fold = Fold::of(&scale(5)).unwrap();
        assert_eq!(fold.offered[2].label.text("en"), Some("answer 4 / answer 5"));
        assert_eq!((fold.offered[2].name.as_str(), fold.offered[2].points), ("4-5", Some(5)));
        assert_eq!(fold.offered[1], scale(5)[2]);
    }
}
