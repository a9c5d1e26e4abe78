//! Making an act of deciding, or undoing one, as a change of a document.
//!
//! What follows from acts is in `resolve`.

use std::collections::{BTreeMap, BTreeSet};

use rand_core::Rng;

use super::act::{ActChoice, act_key, acts, encode, path_of, undo_key};
use crate::document::author::EditError;
use crate::document::change::Change;
use crate::document::doc::Document;
use crate::document::scalar::Scalar;
use crate::ids::{ActId, ActorId, ChangeHash};
use crate::time::Timestamp;

/// What somebody decides about the values under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This value of those that stand.
    One(Scalar),
    /// Another value than those.
    Another(Scalar),
    /// These of the values that stand were right at different times; the first is the one that counts.
    Both(Vec<Scalar>),
    /// Nobody can tell: ask again.
    AskAgain,
}

impl Document {
    /// Decides between the values that stand under a key. Acts about them that stand already are undone by the same
    /// change.
    ///
    /// # Errors
    /// Nothing or only one value stands there, or the choice is not among what does.
    pub fn settle(
        &self,
        actor: ActorId,
        key: &str,
        choice: &Choice,
        at: Timestamp,
        rng: &mut dyn Rng,
    ) -> Result<Vec<Change>, EditError> {
        let held = self.flat().held(key);
        let distinct: BTreeSet<&Scalar> = held.iter().map(|held| &held.value).collect();
        if distinct.len() < 2 {
            return Err(EditError::NothingToDecide);
        }
        let considered: BTreeSet<ChangeHash> = held.iter().map(|held| held.change).collect();
        let put_by = |value: &Scalar| {
            held.iter().find(|held| held.value == *value).map(|held| held.change).ok_or(EditError::NotAChoice)
        };
        let choice = match choice {
            Choice::One(value) => ActChoice::One(put_by(value)?),
            Choice::Another(value) => ActChoice::Another(value.clone()),
            Choice::Both(values) if values.is_empty() => return Err(EditError::NotAChoice),
            Choice::Both(values) => ActChoice::Both(values.iter().map(put_by).collect::<Result<_, _>>()?),
            Choice::AskAgain => ActChoice::AskAgain,
        };
        let path = path_of(key);
        let mut puts: BTreeMap<String, Scalar> = BTreeMap::new();
        for act in acts(self.flat(), path).into_iter().filter(|act| !act.undone) {
            puts.insert(undo_key(act.id), Scalar::Int(at.0));
        }
        puts.insert(act_key(path, ActId::random(rng)), Scalar::Bytes(encode(&considered, &choice, at)));
        self.edit(actor, &puts, None)
    }

    /// Takes an act back; nothing changes when it was taken back before.
    ///
    /// # Errors
    /// The change would be too large for the document.
    pub fn undo(&self, actor: ActorId, act: ActId, at: Timestamp) -> Result<Vec<Change>, EditError> {
        let key = undo_key(act);
        if !self.flat().held(&key).is_empty() {
            return Ok(Vec::new());
        }
        self.edit(actor, &BTreeMap::from([(key, Scalar::Int(at.0))]), None)
    }
}
