//! What happened at the doors, as the evaluation wants it: how many knocks, and what each door of a round came to.
//!
//! Which door it was nobody learns here: visits and interviews are counted, never joined. Doors as a person sees them are
//! `doors`' matter.

use std::collections::BTreeMap;

use super::{DeviceError, View};
use crate::document::kinds::visit::{Attempt, Knock, Visit};
use crate::evaluation::{Knocked, Outcome, Visited};
use crate::store::Followed;

/// Counts the visits anew that have changed since they were counted.
pub(super) fn count_visits(view: &View<'_>, followed: &mut Followed) -> Result<(), DeviceError> {
    while let Some(key) = followed.changed_visits.first().copied() {
        let attempts = Visit::read(view.load(&key)?.flat()).attempts;
        followed.at_doors.visit((key.scope, key.doc), visited(&attempts));
        followed.changed_visits.remove(&key);
    }
    Ok(())
}

/// What the knocks at one door tell; nothing where nobody knocked.
fn visited(attempts: &[Attempt]) -> Option<Visited> {
    if attempts.is_empty() {
        return None;
    }
    let mut knocks = BTreeMap::new();
    for outcome in attempts.iter().filter_map(|attempt| attempt.outcome) {
        *knocks.entry(outcome.name().to_owned()).or_default() += 1;
    }
    let talked = attempts.iter().any(|attempt| attempt.outcome == Some(Knock::Talked));
    let otherwise = attempts.iter().filter(|attempt| attempt.outcome != Some(Knock::Talked));
    let otherwise = otherwise.map(|attempt| attempt.outcome.map_or(Outcome::Unknown, outcome_of)).min();
    Some(Visited { knocked: Knocked { otherwise, talked }, knocks })
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
