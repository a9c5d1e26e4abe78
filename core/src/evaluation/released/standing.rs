//! Where an interview stood when a result was made, and a name for what it gave to it.
//!
//! Not the answers: of those a release's record keeps only that they were the same or others. Counting is `tally`'s.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::super::contribution::Contribution;
use super::super::rules::Rules;
use super::super::slice::Who;
use crate::ids::{DocId, hash};

/// The finest group that an interview belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct StoodAt {
    /// The round.
    #[n(0)]
    pub round: Option<DocId>,
    /// The area.
    #[n(1)]
    pub area: Option<DocId>,
    /// The perspective, by the name of its choice.
    #[n(2)]
    pub perspective: Option<String>,
}

/// What an interview gave to a result: the same answers have the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Given(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// One interview behind a result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Stood {
    /// Where it was counted.
    #[n(0)]
    pub place: StoodAt,
    /// What it gave.
    #[n(1)]
    pub given: Given,
}

/// Every interview behind a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing(pub BTreeMap<DocId, Stood>);

impl Standing {
    /// Notes what an interview gives; one that was taken back gives nothing.
    pub fn note(&mut self, interview: DocId, contribution: &Contribution, rules: &Rules) {
        if contribution.withdrawn {
            return;
        }
        let asked = rules.perspective().and_then(|number| rules.question(number));
        let choice = asked.zip(contribution.group.perspective);
        let perspective = choice.and_then(|(asked, choice)| asked.choices.get(usize::from(choice)));
        let (round, area) = (contribution.group.round, contribution.group.area);
        let place = StoodAt { round, area, perspective: perspective.map(|choice| choice.name.clone()) };
        let bytes = minicbor::to_vec(contribution).unwrap_or_default();
        let mut given = [0; 16];
        given.copy_from_slice(&hash("given", &[interview.as_bytes(), &bytes])[..16]);
        self.0.insert(interview, Stood { place, given: Given(given) });
    }
}

/// Which of a project's places a group takes in, in one direction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::evaluation) enum Reach<T> {
    All,
    Of(T),
    Outside,
}

/// A group of interviews that figures are made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::evaluation) struct Group {
    /// Nobody's perspective if none.
    pub(in crate::evaluation) who: Option<Who>,
    pub(in crate::evaluation) areas: Reach<Vec<DocId>>,
    pub(in crate::evaluation) round: Reach<DocId>,
}

impl Group {
    /// Whether an interview from this place is in the group.
    pub(in crate::evaluation) fn has(&self, place: &StoodAt) -> bool {
        let side = || place.perspective.as_deref().and_then(Who::side);
        let who = match &self.who {
            None => place.perspective.is_none(),
            Some(Who::Everyone) => true,
            Some(Who::Residents) => side() == Some(Who::Residents),
            Some(Who::Team) => side() == Some(Who::Team),
            Some(Who::Perspective(name)) => place.perspective.as_ref() == Some(name),
        };
        let area = match &self.areas {
            Reach::All => true,
            Reach::Of(areas) => place.area.is_some_and(|area| areas.contains(&area)),
            Reach::Outside => place.area.is_none(),
        };
        let round = match &self.round {
            Reach::All => true,
            Reach::Of(round) => place.round == Some(*round),
            Reach::Outside => place.round.is_none(),
        };
        who && area && round
    }

    /// Whether everybody in another group is in this one as well, as far as the two say.
    pub(in crate::evaluation) fn contains(&self, other: &Self) -> bool {
        let who = match (&self.who, &other.who) {
            (Some(Who::Everyone), _) => true,
            (Some(side @ (Who::Residents | Who::Team)), Some(Who::Perspective(name))) => {
                Who::side(name).as_ref() == Some(side)
            }
            (mine, theirs) => mine == theirs,
        };
        let areas = match (&self.areas, &other.areas) {
            (Reach::Of(mine), Reach::Of(theirs)) => theirs.iter().all(|area| mine.contains(area)),
            (mine, theirs) => *mine == Reach::All || mine == theirs,
        };
        who && areas && (self.round == Reach::All || self.round == other.round)
    }
}
