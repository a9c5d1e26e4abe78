//! What a question's value is, given the values that stand and the acts about them.
//!
//! Acts that were undone, and acts that did not consider a value that now stands, do not count.

use std::collections::BTreeSet;

use super::act::{Act, ActChoice, acts, path_of};
use crate::document::flat::{Flat, Held};
use crate::document::scalar::Scalar;

/// What follows from values and acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// One value: all agree, or it was decided.
    Agreed(Scalar),
    /// Different values that nobody has decided between.
    Several {
        /// The values, ascending and without repeats; at least two.
        values: Vec<Scalar>,
        /// Whether somebody asked for the question to be asked again.
        asked_again: bool,
    },
    /// Values that were all right at different times, in the order of the act; the first is the one that counts.
    BothRight(Vec<Scalar>),
}

/// Decides what stands; none where nothing does.
///
/// Equal values are one. Of several acts that all count, each must have chosen the same.
pub fn resolve(values: &[Held], acts: &[Act]) -> Option<Resolution> {
    let distinct: BTreeSet<&Scalar> = values.iter().map(|held| &held.value).collect();
    let first = distinct.first().copied()?;
    if distinct.len() == 1 {
        return Some(Resolution::Agreed(first.clone()));
    }
    let standing: Vec<&Act> = acts.iter().filter(|act| !act.undone && considers_all(act, values)).collect();
    let asked_again = standing.iter().any(|act| act.choice == ActChoice::AskAgain);
    let chosen: BTreeSet<Option<Vec<&Scalar>>> = standing.iter().map(|act| outcome(act, values)).collect();
    let several = Resolution::Several { values: distinct.into_iter().cloned().collect(), asked_again };
    let (Some(Some(chosen)), 1) = (chosen.first(), chosen.len()) else { return Some(several) };
    Some(match chosen.as_slice() {
        [] => several,
        [value] => Resolution::Agreed((*value).clone()),
        many => Resolution::BothRight(many.iter().copied().cloned().collect()),
    })
}

/// Decides what stands under a key of a document.
pub fn resolve_key(flat: &Flat, key: &str) -> Option<Resolution> {
    match flat.held(key) {
        [] => None,
        [only] => Some(Resolution::Agreed(only.value.clone())),
        several => resolve(several, &acts(flat, path_of(key))),
    }
}

/// Whether each value that stands was before the act's author, put there by one change or another.
fn considers_all(act: &Act, values: &[Held]) -> bool {
    let considered = |held: &Held| act.considered.contains(&held.change);
    let seen: BTreeSet<&Scalar> = values.iter().filter(|held| considered(held)).map(|held| &held.value).collect();
    values.iter().all(|held| seen.contains(&held.value))
}

/// The values that an act makes the right ones; none where it leaves the question open.
fn outcome<'a>(act: &'a Act, values: &'a [Held]) -> Option<Vec<&'a Scalar>> {
    let put_by = |change| values.iter().find(|held| held.change == change).map(|held| &held.value);
    match &act.choice {
        ActChoice::One(change) => Some(vec![put_by(*change)?]),
        ActChoice::Another(value) => Some(vec![value]),
        ActChoice::Both(changes) => {
            let mut chosen: Vec<&Scalar> = Vec::new();
            for change in changes {
                let value = put_by(*change)?;
                if !chosen.contains(&value) {
                    chosen.push(value);
                }
            }
            Some(chosen)
        }
        ActChoice::AskAgain => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::{ActId, ActorId, ChangeHash};
    use crate::time::Timestamp;

    fn held(change: u8, value: &str) -> Held {
        let actor = ActorId([change; 16]);
        Held { value: value.into(), change: ChangeHash([change; 32]), actor, counter: u64::from(change) }
    }

    fn act(id: u8, considered: &[u8], choice: ActChoice) -> Act {
        let considered = considered.iter().map(|change| ChangeHash([*change; 32])).collect();
        let actor = ActorId([0xa1; 16]);
        Act { id: ActId([id; 16]), considered, choice, at: Timestamp(0), actor, undone: false }
    }

    fn one(change: u8) -> ActChoice {
        ActChoice::One(ChangeHash([change; 32]))
    }

    fn several(values: &[&str]) -> Option<Resolution> {
        let values = values.iter().map(|value| (*value).into()).collect();
        Some(Resolution::Several { values, asked_again: false })
    }

    fn agreed(value: &str) -> Option<Resolution> {
        Some(Resolution::Agreed(value.into()))
    }

    #[test]
    fn equal_values_are_one() {
        assert_eq!(resolve(&[held(1, "41"), held(2, "41")], &[]), agreed("41"));
        assert_eq!(resolve(&[], &[]), None);
    }

    #[test]
    fn different_values_stand_side_by_side_until_somebody_decides() {
        let values = [held(1, "42"), held(2, "41")];
        assert_eq!(resolve(&values, &[]), several(&["41", "42"]));
        assert_eq!(resolve(&values, &[act(1, &[1, 2], one(2))]), agreed("41"));
        let another = ActChoice::Another("43".into());
        assert_eq!(resolve(&values, &[act(1, &[1, 2], another)]), agreed("43"));
    }

    #[test]
    fn a_value_that_nobody_considered_opens_the_question_again() {
        let decided = [act(1, &[1, 2], one(2))];
        assert_eq!(resolve(&[held(1, "42"), held(2, "41"), held(3, "43")], &decided), several(&["41", "42", "43"]));
        assert_eq!(resolve(&[held(1, "42"), held(2, "41"), held(3, "41")], &decided), agreed("41"));
    }

    #[test]
    fn two_different_decisions_open_the_question_again() {
        let values = [held(1, "42"), held(2, "41")];
        let mut acts = [act(1, &[1, 2], one(1)), act(2, &[1, 2], one(2))];
        assert_eq!(resolve(&values, &acts), several(&["41", "42"]));
        acts[0].undone = true;
        assert_eq!(resolve(&values, &acts), agreed("41"));
        let same = [act(1, &[1, 2], one(2)), act(2, &[1, 2], ActChoice::Another("41".into()))];
        assert_eq!(resolve(&values, &same), agreed("41"));
    }

    #[test]
    fn a_decision_for_a_value_that_is_gone_does_not_count() {
        let values = [held(1, "42"), held(2, "41")];
        assert_eq!(resolve(&values, &[act(1, &[1, 2, 9], one(9))]), several(&["41", "42"]));
    }

    #[test]
    fn both_can_be_right_and_the_first_named_comes_first() {
        let values = [held(1, "42"), held(2, "41")];
        let both = ActChoice::Both(vec![ChangeHash([1; 32]), ChangeHash([2; 32])]);
        assert_eq!(
            resolve(&values, &[act(1, &[1, 2], both)]),
            Some(Resolution::BothRight(vec!["42".into(), "41".into()]))
        );
    }

    #[test]
    fn asking_again_leaves_the_question_open_and_says_so() {
        let values = [held(1, "42"), held(2, "41")];
        let again = act(1, &[1, 2], ActChoice::AskAgain);
        let open = Resolution::Several { values: vec!["41".into(), "42".into()], asked_again: true };
        assert_eq!(resolve(&values, std::slice::from_ref(&again)), Some(open.clone()));
        assert_eq!(resolve(&values, &[again, act(2, &[1, 2], one(1))]), Some(open));
    }

    fn any_choice() -> impl Strategy<Value = ActChoice> {
        prop_oneof![
            (1u8..5).prop_map(one),
            "[ab]".prop_map(|value| ActChoice::Another(value.as_str().into())),
            proptest::collection::vec((1u8..5).prop_map(|change| ChangeHash([change; 32])), 1..3)
                .prop_map(ActChoice::Both),
            Just(ActChoice::AskAgain),
        ]
    }

    fn any_act() -> impl Strategy<Value = Act> {
        (any::<u8>(), proptest::collection::vec(1u8..5, 0..5), any_choice(), proptest::bool::weighted(0.2))
            .prop_map(|(id, considered, choice, undone)| Act { undone, ..act(id, &considered, choice) })
    }

    proptest! {
        #[test]
        fn the_order_of_values_and_acts_does_not_matter(
            (values, mixed_values, acts, mixed_acts) in (
                proptest::collection::vec((1u8..5, "[abc]").prop_map(|(change, value)| held(change, &value)), 0..5),
                proptest::collection::vec(any_act(), 0..5),
            ).prop_map(|(mut values, acts)| {
                values.sort_by_key(|held| held.change);
                values.dedup_by_key(|held| held.change);
                (values, acts)
            }).prop_flat_map(|(values, acts)| (
                Just(values.clone()), Just(values).prop_shuffle(), Just(acts.clone()), Just(acts).prop_shuffle(),
            )),
        ) {
            prop_assert_eq!(resolve(&values, &acts), resolve(&mixed_values, &mixed_acts));
        }
    }
}
