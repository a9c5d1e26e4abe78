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
