//! One criterion's result: its scales, what is missing between how much it matters and how it goes, and the distance
//! between the two sides.
//!
//! How criteria stand against each other is `quadrant`'s matter.

use std::collections::BTreeMap;

use super::adjusted::Adjusted;
use super::agreed::Agreed;
use super::disclosure::People;
use super::figure::{Figure, Spread, top_answers};
use super::interval::Interval;
use super::number::{Mean, Share};
use super::rules::Label;
use super::series::Offered;
use super::slice::{Slice, Who};
use crate::form::model::{Measure, Stage};
use crate::ids::DocId;

/// The answers to one question, or to several that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The number of the questions that are counted together here, in the order of this result.
    pub(super) series: usize,
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
    /// The figure of those whose view comes first, as it would be if all who live here had been heard in their numbers.
    pub adjusted: Option<Adjusted>,
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
        Distance::between(side(Who::Residents)?, side(Who::Team)?)
    }

    /// How far these people's answers in one round lie above those in another, where both are shown.
    pub fn between_rounds(&self, who: &Who, later: DocId, earlier: DocId) -> Option<Distance> {
        let of = |round| self.spread(&Slice { who: who.clone(), area: None, round: Some(round) });
        Distance::between(of(later)?, of(earlier)?)
    }

    /// The two latest rounds in which these people's top answers are shown: the later one, then the one before.
    pub fn last_two(&self, who: &Who, in_order: &[DocId]) -> Option<(DocId, DocId)> {
        let told = |round: &&DocId| {
            let slice = Slice { who: who.clone(), area: None, round: Some(**round) };
            self.spread(&slice).is_some_and(|spread| spread.top.is_some())
        };
        let mut rounds = in_order.iter().rev().filter(told);
        Some((*rounds.next()?, *rounds.next()?))
    }

    /// How many of the highest answers count as top answers: two, or one on scales of two or three.
    pub const fn top_answers(&self) -> usize {
        top_answers(self.offered.len())
    }
}

/// How far some answers lie above others: one side's above the other's, or a round's above the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    /// Between the shares of the top answers.
    pub top: Share,
    /// How far the real difference may lie from that, by Newcombe's method.
    pub interval: Interval,
    /// Between the means, where both are shown.
    pub mean: Option<Mean>,
}

impl Distance {
    fn between(one: &Spread, other: &Spread) -> Option<Self> {
        Some(Self {
            top: one.top?.above(other.top?),
            interval: Interval::difference((one.top?, one.interval?), (other.top?, other.interval?)),
            mean: one.mean.zip(other.mean).map(|(ours, theirs)| ours.above(theirs)),
        })
    }

    /// Whether it is more than chance may make.
    pub const fn is_clear(&self) -> bool {
        !self.interval.holds_nothing()
    }
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
    /// What was agreed on it before; none where nobody wrote that down.
    pub agreed: Option<Agreed>,
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
