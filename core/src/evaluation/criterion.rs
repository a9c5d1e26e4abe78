//! One criterion's result: its scales, what is missing between how much it matters and how it goes, and the distance
//! between the two sides.
//!
//! How criteria stand against each other is `quadrant`'s matter.

use std::collections::BTreeMap;

use super::disclosure::People;
use super::figure::{Figure, Spread, top_answers};
use super::number::{Mean, Share};
use super::rules::Label;
use super::series::Offered;
use super::slice::{Slice, Who};
use crate::form::model::{Measure, Stage};
use crate::ids::DocId;

/// The answers to one question, or to several that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The question's path in its form.
    pub path: String,
    /// What people were asked.
    pub question: Label,
    /// The answers as they are shown, in order; on a scale from its lowest point. Those of a long scale may be merged.
    pub offered: Vec<Offered>,
    /// On a scale: the points as they were asked.
    pub scale: Vec<i16>,
    /// Whether people could choose several.
    pub several: bool,
    /// Whether one interview may answer it several times: it is asked for each person of a home, say.
    pub repeated: bool,
    /// The theme it belongs to.
    pub theme: Option<String>,
    /// What was answered, by whose answers, where and when. A slice that is not here has none.
    pub figures: BTreeMap<Slice, Figure>,
}

impl Counted {
    /// The figure of this slice.
    pub fn figure(&self, slice: &Slice) -> Option<&Figure> {
        self.figures.get(slice)
    }

    /// What is shown of this slice.
    pub fn spread(&self, slice: &Slice) -> Option<&Spread> {
        self.figure(slice)?.spread()
    }

    /// Whether some answers of the scale are merged, so that fewer have to be hidden.
    pub const fn merged(&self) -> bool {
        self.offered.len() < self.scale.len()
    }

    /// The offered answers with their counts in this slice, most often given first; equal ones in the form's order, and
    /// hidden ones last.
    pub fn ranked(&self, slice: &Slice) -> Vec<(&Offered, People, Option<Share>)> {
        let Some(spread) = self.spread(slice) else { return Vec::new() };
        let counts = spread.counts.iter().zip(&spread.shares);
        let mut ranked: Vec<_> =
            self.offered.iter().zip(counts).map(|(answer, (count, share))| (answer, *count, *share)).collect();
        ranked.sort_by_key(|(_, count, _)| -count.shown().unwrap_or(-1));
        ranked
    }

    /// How far the residents' side lies above the team's, where both are shown.
    pub fn between_sides(&self, area: Option<DocId>, round: Option<DocId>) -> Option<Distance> {
        let side = |who| self.spread(&Slice { who, area, round });
        let (residents, team) = (side(Who::Residents)?, side(Who::Team)?);
        Some(Distance {
            top: residents.top?.above(team.top?),
            mean: residents.mean.zip(team.mean).map(|(ours, theirs)| ours.above(theirs)),
        })
    }

    /// How many of the highest answers count as top answers: two, or one on scales of two or three.
    pub const fn top_answers(&self) -> usize {
        top_answers(self.offered.len())
    }
}

/// How far one side's answers lie above the other's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    /// Between the shares of the top answers.
    pub top: Share,
    /// Between the means, where both are shown.
    pub mean: Option<Mean>,
}

/// How much something matters beside how it goes, on one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The mean importance.
    pub importance: Mean,
    /// The mean satisfaction.
    pub satisfaction: Mean,
}

impl Gap {
    /// How far satisfaction falls short of importance: the larger, the more is missing.
    #[must_use]
    pub const fn missing(&self) -> Mean {
        self.importance.above(self.satisfaction)
    }
}

/// One criterion's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// The criterion's key, as the form's `evaluation::criterion` column writes it.
    pub key: String,
    /// What people call it.
    pub name: Label,
    /// The theme it belongs to.
    pub theme: Option<String>,
    /// The stages of working together that its questions belong to.
    pub stages: Vec<Stage>,
    /// What was asked about it, by measure. A measure asked on two scales stands here twice.
    pub scales: Vec<(Measure, Counted)>,
}

impl Criterion {
    /// The scales of one measure; usually one.
    pub fn measured(&self, measure: Measure) -> impl Iterator<Item = &Counted> {
        self.scales.iter().filter(move |(of, _)| *of == measure).map(|(_, counted)| counted)
    }

    /// Importance beside satisfaction in this slice, where both are shown on scales with the same points.
    pub fn gap(&self, slice: &Slice) -> Option<Gap> {
        let (importance, satisfaction) = self.pair()?;
        Some(Gap { importance: importance.spread(slice)?.mean?, satisfaction: satisfaction.spread(slice)?.mean? })
    }

    /// The points of the scale that importance and satisfaction share, if they do.
    pub fn shared_scale(&self) -> Option<Vec<i16>> {
        self.pair().map(|(importance, _)| importance.scale.clone())
    }

    fn pair(&self) -> Option<(&Counted, &Counted)> {
        self.measured(Measure::Importance).find_map(|importance| {
            let same = |other: &&Counted| other.scale == importance.scale;
            Some((importance, self.measured(Measure::Satisfaction).find(same)?))
        })
    }
}
