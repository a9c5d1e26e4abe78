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

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::document::settle::{Resolution, resolve_key};
    use crate::document::testing::{ALICE, AMINA, BOB, first, loaded, put};

    const KEY: &str = "a/about/age";

    /// Bob and Amina have each corrected what Alice was told.
    fn two_ages() -> Document {
        let start = first(ALICE, &[(KEY, "40")]);
        let mut document = loaded(std::slice::from_ref(&start));
        let aminas = put(&mut loaded(&[start]), AMINA, KEY, "42");
        put(&mut document, BOB, KEY, "41");
        document.apply(aminas).expect("a fitting change");
        document
    }

    fn settle(document: &mut Document, actor: ActorId, choice: &Choice, seed: u64) -> Vec<Change> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let changes = document.settle(actor, KEY, choice, Timestamp(7), &mut rng).expect("a decision");
        for change in &changes {
            document.apply(change.clone()).expect("a fitting change");
        }
        changes
    }

    fn age(document: &Document) -> Option<Resolution> {
        resolve_key(document.flat(), KEY)
    }

    #[test]
    fn a_decision_holds_until_it_is_undone() {
        let mut document = two_ages();
        settle(&mut document, BOB, &Choice::One("42".into()), 1);
        assert_eq!(age(&document), Some(Resolution::Agreed("42".into())));
        let act = acts(document.flat(), "about/age")[0].id;
        let [undone] = document.undo(ALICE, act, Timestamp(8)).expect("an undoing").try_into().expect("one change");
        document.apply(undone).expect("a fitting change");
        assert!(matches!(age(&document), Some(Resolution::Several { .. })));
        assert!(document.undo(ALICE, act, Timestamp(9)).expect("nothing to do").is_empty());
    }

    #[test]
    fn deciding_anew_takes_the_place_of_what_was_decided() {
        let mut document = two_ages();
        settle(&mut document, BOB, &Choice::One("42".into()), 1);
        settle(&mut document, ALICE, &Choice::Another("43".into()), 2);
        assert_eq!(age(&document), Some(Resolution::Agreed("43".into())));
    }

    #[test]
    fn two_who_decide_differently_offline_leave_it_open() {
        let mut document = two_ages();
        let mut at_alices = document.clone();
        let alices = settle(&mut at_alices, ALICE, &Choice::One("41".into()), 1);
        settle(&mut document, BOB, &Choice::One("42".into()), 2);
        document.apply(alices[0].clone()).expect("a fitting change");
        assert!(matches!(age(&document), Some(Resolution::Several { .. })));
    }

    #[test]
    fn a_decided_answer_can_be_corrected() {
        let mut document = two_ages();
        settle(&mut document, BOB, &Choice::One("42".into()), 1);
        let puts = BTreeMap::from([(KEY.to_owned(), Scalar::from("44"))]);
        let [edit] = document.edit(AMINA, &puts, None).expect("an edit").try_into().expect("one change");
        document.apply(edit).expect("a fitting change");
        assert_eq!(age(&document), Some(Resolution::Agreed("44".into())));
    }

    #[test]
    fn only_what_stands_there_can_be_chosen() {
        let document = two_ages();
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut decide = |key, choice| document.settle(BOB, key, &choice, Timestamp(7), &mut rng);
        assert!(matches!(decide(KEY, Choice::One("40".into())), Err(EditError::NotAChoice)));
        assert!(matches!(decide("a/name", Choice::AskAgain), Err(EditError::NothingToDecide)));
    }
}
