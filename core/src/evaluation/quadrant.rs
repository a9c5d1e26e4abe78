//! How the criteria stand against each other: importance across, satisfaction up, lines drawn at the medians.
//!
//! It says what is relatively more and less, not what is good: half of all criteria always lie below a median.

use super::criterion::Criterion;
use super::number::Mean;
use super::slice::Slice;

/// The corner of the quadrant that a criterion lies in. On a line counts as above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Corner {
    /// Matters more, goes worse.
    Mend,
    /// Matters more, goes better.
    Keep,
    /// Matters less, goes worse.
    Watch,
    /// Matters less, goes better.
    Fine,
}

impl Corner {
    /// Every corner, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Mend, Self::Keep, Self::Watch, Self::Fine];
}

/// One criterion's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The criterion's key.
    pub criterion: String,
    /// How much it matters.
    pub importance: Mean,
    /// How it goes.
    pub satisfaction: Mean,
    /// The corner it lies in.
    pub corner: Corner,
}

/// The quadrant of one slice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quadrant {
    /// The points of the scale.
    pub scale: Vec<i16>,
    /// Where the line between less and more important lies.
    pub importance: Mean,
    /// Where the line between worse and better lies.
    pub satisfaction: Mean,
    /// The criteria, in the result's order.
    pub placed: Vec<Placed>,
    /// Criteria asked on another scale than most; they can't be drawn here.
    pub on_another_scale: Vec<String>,
}

impl Quadrant {
    /// Draws at least three criteria on one scale; fewer have no middle worth a line. Of several scales it takes the
    /// one with the most criteria, the shorter one if equal.
    pub fn new(criteria: &[Criterion], slice: &Slice) -> Option<Self> {
        let mut drawable: Vec<_> = criteria
            .iter()
            .filter_map(|criterion| Some((criterion, criterion.shared_scale()?, criterion.gap(slice)?)))
            .collect();
        let times = |scale: &Vec<i16>| drawable.iter().filter(|(_, other, _)| other == scale).count();
        let scale = drawable.iter().map(|(_, scale, _)| scale).min_by_key(|scale| {
            let most_first = usize::MAX - times(scale);
            (most_first, scale.len(), (*scale).clone())
        });
        let scale = scale?.clone();
        let elsewhere = drawable.extract_if(.., |(_, other, _)| *other != scale);
        let on_another_scale = elsewhere.map(|(criterion, _, _)| criterion.key.clone()).collect();
        if drawable.len() < 3 {
            return None;
        }
        let importance = Mean::median(drawable.iter().map(|(_, _, gap)| gap.importance).collect())?;
        let satisfaction = Mean::median(drawable.iter().map(|(_, _, gap)| gap.satisfaction).collect())?;
        let placed = drawable.into_iter().map(|(criterion, _, gap)| Placed {
            criterion: criterion.key.clone(),
            importance: gap.importance,
            satisfaction: gap.satisfaction,
            corner: corner(gap.importance >= importance, gap.satisfaction >= satisfaction),
        });
        Some(Self { placed: placed.collect(), scale, importance, satisfaction, on_another_scale })
    }
}

const fn corner(matters_more: bool, goes_better: bool) -> Corner {
    match (matters_more, goes_better) {
        (true, false) => Corner::Mend,
        (true, true) => Corner::Keep,
        (false, false) => Corner::Watch,
        (false, true) => Corner::Fine,
    }
}
