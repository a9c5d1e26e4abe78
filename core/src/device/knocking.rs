//! What happened at the doors, as the evaluation wants it: how many knocks, and what each door of a round came to.
//!
//! Which door it was nobody learns here: visits and interviews are counted, never joined. Doors as a person sees them are
//! `doors`' matter.

use std::collections::BTreeMap;

use super::{DeviceError, View};
use crate::document::kinds::visit::{Knock, Visit};
use crate::evaluation::{Contribution, Doors, Knocked, Outcome};
use crate::ids::DocId;
use crate::member::{DocKind, Scope};
use crate::store::StoredContribution;

/// What each door with interviews came to, by the scope and the opaque reference that its interviews name.
#[derive(Debug, Default)]
pub(super) struct Interviewed(BTreeMap<(Scope, DocId), Outcome>);

impl Interviewed {
    /// Notes an interview. Of several at one door the one that says most counts.
    pub(super) fn note(&mut self, stored: &StoredContribution<'_>, contribution: &Contribution) {
        let Some(door) = stored.door else { return };
        let outcome = contribution.outcome();
        let known = self.0.entry((stored.scope, door)).or_insert(outcome);
        *known = (*known).min(outcome);
    }
}

/// What happened at the doors.
#[derive(Debug, Default)]
pub(super) struct AtTheDoors {
    /// By the outcome's name: how many knocks.
    pub(super) knocks: BTreeMap<String, u64>,
    /// What the doors came to, round by round.
    pub(super) doors: BTreeMap<Option<DocId>, Doors>,
}

impl AtTheDoors {
    pub(super) fn of(view: &View<'_>, interviewed: &Interviewed) -> Result<Self, DeviceError> {
        let mut knocks: BTreeMap<String, u64> = BTreeMap::new();
        let mut visits: BTreeMap<Option<DocId>, (Vec<Knocked>, Vec<Outcome>)> = BTreeMap::new();
        for key in view.all(DocKind::Visit)? {
            let attempts = Visit::read(view.load(&key)?.flat()).attempts;
            if attempts.is_empty() {
                continue;
            }
            for outcome in attempts.iter().filter_map(|attempt| attempt.outcome) {
                *knocks.entry(outcome.name().to_owned()).or_default() += 1;
            }
            let talked = attempts.iter().any(|attempt| attempt.outcome == Some(Knock::Talked));
            let otherwise = attempts.iter().filter(|attempt| attempt.outcome != Some(Knock::Talked));
            let otherwise = otherwise.map(|attempt| attempt.outcome.map_or(Outcome::Unknown, outcome_of)).min();
            visits.entry(key.scope.round).or_default().0.push(Knocked { otherwise, talked });
        }
        for ((scope, _), outcome) in &interviewed.0 {
            visits.entry(scope.round).or_default().1.push(*outcome);
        }
        let doors = visits.into_iter().map(|(round, (visits, interviews))| (round, Doors::new(visits, interviews)));
        Ok(Self { knocks, doors: doors.collect() })
    }
}

/// What one of the eight buttons says of a door.
const fn outcome_of(knock: Knock) -> Outcome {
    match knock {
        Knock::Talked => Outcome::TalkedOnly,
        Knock::NobodyIn => Outcome::NobodyIn,
        Knock::ComeBack => Outcome::ComeBack,
        Knock::NoThanks | Knock::NeverAgain => Outcome::Refused,
        Knock::CannotGetIn => Outcome::Inaccessible,
        Knock::AnotherLanguage => Outcome::Language,
        Knock::NobodyLivesHere => Outcome::Vacant,
    }
}
