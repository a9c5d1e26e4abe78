//! Interviews that stand at one door in one round, or at two addresses of one home: which of them counts, for whoever looks at them.
//!
//! The rule is the project's (`counting`); by it `evaluation::Homes` keeps the others out of the counts, and only those at the very same door:
//! which addresses are one home only those can tell who may read them. Leaving one out by hand is `held_back`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::{Device, DeviceError};
use crate::document::kinds::project::Counting;
use crate::evaluation::{AtDoor, Contribution, the_one};
use crate::ids::DocId;
use crate::store::StoredResponse;

/// Several interviews at one door in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtOneDoor {
    /// The door, where this device can tell, else the reference that they share; of one home's doors the least.
    pub door: DocId,
    /// The round.
    pub round: Option<DocId>,
    /// The interviews, by name.
    pub interviews: Vec<OneOfSeveral>,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneOfSeveral {
    /// The response.
    pub response: DocId,
    /// Whether it counts in the results.
    pub counts: Counts,
}

/// Whether an interview counts in the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// It does.
    Yes,
    /// Another one at its door counts, by the project's rule.
    Another,
    /// A coordinator left it out, or its questionnaire is not here.
    LeftOut,
    /// The answers were taken back.
    TakenBack,
}

impl Device {
    /// Where more than one interview stands at a door in a round, or at the doors of one home.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn at_one_door(&self) -> Result<Vec<AtOneDoor>, DeviceError> {
        let view = self.view()?;
        let one_counts = super::counting::counting(&view)? == Counting::OnePerHome;
        let mut at_doors: BTreeMap<AtDoor, Vec<StoredResponse>> = BTreeMap::new();
        for stored in view.responses(false)? {
            if let Some(door) = stored.row.door {
                at_doors.entry((stored.key.scope, door)).or_default().push(stored);
            }
        }
        let scopes: BTreeSet<_> = at_doors.keys().map(|(scope, _)| *scope).collect();
        let (behind, homes) = (self.doors_behind(scopes.into_iter())?, self.homes(&view)?);
        let mut found: BTreeMap<_, Vec<OneOfSeveral>> = BTreeMap::new();
        for ((scope, reference), stored) in &at_doors {
            let door = behind.get(&(*scope, *reference)).map_or(*reference, |door| homes.doors_of(*door)[0]);
            found.entry((scope.round, scope.area, door)).or_default().extend(judged(stored, one_counts));
        }
        let several = found.into_iter().filter(|(_, interviews)| interviews.len() > 1);
        let line = |((round, _, door), mut interviews): ((_, _, _), Vec<OneOfSeveral>)| {
            interviews.sort_by_key(|one| one.response);
            AtOneDoor { door, round, interviews }
        };
        Ok(several.map(line).collect())
    }
}

/// Which of those at one door count.
fn judged(stored: &[StoredResponse], one_counts: bool) -> Vec<OneOfSeveral> {
    let read = |stored: &StoredResponse| minicbor::decode::<Contribution>(stored.row.contribution.as_deref()?).ok();
    let compared = if one_counts && stored.len() > 1 { stored } else { &[] };
    let standing: Vec<_> = compared.iter().filter_map(|one| Some((one.key.doc, read(one)?))).collect();
    let one = the_one(&standing);
    let counts = |stored: &StoredResponse| match (stored.row.withdrawn, &stored.row.contribution) {
        (true, _) => Counts::TakenBack,
        (false, None) => Counts::LeftOut,
        (false, Some(_)) if one.is_none_or(|one| one == stored.key.doc) => Counts::Yes,
        (false, Some(_)) => Counts::Another,
    };
    stored.iter().map(|one| OneOfSeveral { response: one.key.doc, counts: counts(one) }).collect()
}
