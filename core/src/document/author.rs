//! Making changes: automerge writes them, and the same checks that a receiver makes run before anybody sees them.
//!
//! Reading is in `doc` and `flat`. Automerge is only ever given changes that a `Document` has taken in.

use std::collections::{BTreeMap, HashMap};

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Automerge, ROOT, ScalarValue, hydrate};

use super::change::{Change, strip};
use super::doc::{Document, FitError};
use super::limits::{MAX_BODY_BYTES, MAX_OPERATIONS};
use super::prescan::ScanError;
use super::scalar::Scalar;
use super::settle;
use crate::ids::ActorId;

/// Why an edit was not made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The key has several values, and nobody has decided between them.
    #[error("there are several values to decide between first")]
    DecideFirst {
        /// The key.
        key: String,
    },
    /// One value alone, with the reason, is larger than an entry may be.
    #[error("a value of {bytes} bytes is larger than an entry may be")]
    TooLarge {
        /// The size of the value with its key, in bytes.
        bytes: usize,
    },
    /// There are no values to decide between.
    #[error("there is nothing to decide")]
    NothingToDecide,
    /// The choice names a value that does not stand there.
    #[error("the choice is not one of the values to decide between")]
    NotAChoice,
    /// A key has no characters.
    #[error("a key is empty")]
    EmptyKey,
    /// Automerge did not write the change.
    #[error("automerge did not write the change")]
    Automerge(#[source] automerge::AutomergeError),
    /// Automerge wrote something that no receiver would take.
    #[error("the change is not one that a receiver would read")]
    Unreadable(#[source] ScanError),
    /// The change would not fit on the document.
    #[error("the change does not fit on the document")]
    Unfit(#[source] FitError),
}

/// Bytes of one operation besides key, value and what it replaces; generous.
const OPERATION_BYTES: usize = 16;
/// Bytes of naming one replaced operation; generous.
const PREDECESSOR_BYTES: usize = 16;
/// Bytes kept free for the rest but the message; 256 dependencies take 8 kB and 256 actors 4.
const HEAD_BYTES: usize = 16_384;

impl Document {
    /// Makes the first change of a new document; more than one where the values are more than an entry may hold.
    ///
    /// The same actor and values always give the same bytes.
    ///
    /// # Errors
    /// One value alone is too large, or a key is empty.
    pub fn first(actor: ActorId, values: &BTreeMap<String, Scalar>) -> Result<Vec<Change>, EditError> {
        let puts = values.iter().map(|(key, value)| (key.as_str(), value)).collect();
        Self::default().write(actor, puts, None)
    }

    /// Makes the change that puts these values; none when all of them stand there already.
    ///
    /// # Errors
    /// A key has several values that nobody has decided between, or the change would be too large for the document.
    pub fn edit(
        &self,
        actor: ActorId,
        puts: &BTreeMap<String, Scalar>,
        message: Option<&str>,
    ) -> Result<Vec<Change>, EditError> {
        let mut changed = Vec::new();
        for (key, value) in puts {
            let held = self.flat().held(key);
            if !held.is_empty() && held.iter().all(|held| held.value == *value) {
                continue;
            }
            if settle::is_open(self.flat(), key) {
                return Err(EditError::DecideFirst { key: key.clone() });
            }
            changed.push((key.as_str(), value));
        }
        self.write(actor, changed, message)
    }

    /// Writes puts with ascending keys, in as many changes as the limits of an entry ask for.
    pub(super) fn write(
        &self,
        actor: ActorId,
        puts: Vec<(&str, &Scalar)>,
        message: Option<&str>,
    ) -> Result<Vec<Change>, EditError> {
        let mut after = self.clone();
        let mut merged = None;
        let mut changes = Vec::new();
        for part in self.parts(puts, message.map_or(0, str::len))? {
            let merged = match &mut merged {
                Some(merged) => merged,
                None => merged.insert(self.to_automerge(actor)?),
            };
            let written = put_all(merged, &part, message).map_err(EditError::Automerge)?;
            let Some(last) = written.and_then(|_| merged.get_last_local_change()) else { continue };
            let body = strip(last.raw_bytes()).map_err(|_| EditError::Unreadable(ScanError::Malformed))?;
            let change = Change::read(body, actor).map_err(EditError::Unreadable)?;
            after.apply(change.clone()).map_err(EditError::Unfit)?;
            changes.push(change);
        }
        Ok(changes)
    }

    fn parts<'a>(
        &self,
        puts: Vec<(&'a str, &'a Scalar)>,
        message_bytes: usize,
    ) -> Result<Vec<Vec<(&'a str, &'a Scalar)>>, EditError> {
        let room = (MAX_BODY_BYTES - HEAD_BYTES).saturating_sub(message_bytes);
        let mut parts: Vec<Vec<_>> = Vec::new();
        let mut used = 0;
        for (key, value) in puts {
            if key.is_empty() {
                return Err(EditError::EmptyKey);
            }
            let bytes =
                key.len() + value.stored_bytes() + OPERATION_BYTES + PREDECESSOR_BYTES * self.flat().held(key).len();
            if bytes > room {
                return Err(EditError::TooLarge { bytes });
            }
            match parts.last_mut() {
                Some(part) if part.len() < MAX_OPERATIONS && used + bytes <= room => {
                    part.push((key, value));
                    used += bytes;
                }
                _ => {
                    parts.push(vec![(key, value)]);
                    used = bytes;
                }
            }
        }
        Ok(parts)
    }

    /// The document as automerge holds it, with `actor` as the one who writes next.
    pub(super) fn to_automerge(&self, actor: ActorId) -> Result<Automerge, EditError> {
        let mut merged = Automerge::new().with_actor(automerge::ActorId::from(actor.0));
        let chunks = self.changes().map(|change| {
            automerge::Change::from_bytes(change.to_chunk()).map_err(|_| EditError::Unreadable(ScanError::Malformed))
        });
        let changes = chunks.collect::<Result<Vec<_>, _>>()?;
        merged.apply_changes(changes).map_err(EditError::Automerge)?;
        Ok(merged)
    }
}

/// Writes one change; none when every value stands there already.
fn put_all(
    merged: &mut Automerge,
    puts: &[(&str, &Scalar)],
    message: Option<&str>,
) -> Result<Option<automerge::ChangeHash>, automerge::AutomergeError> {
    let empty = merged.is_empty();
    let mut transaction = merged.transaction();
    if empty {
        let map: HashMap<String, hydrate::Value> =
            puts.iter().map(|(key, value)| ((*key).to_owned(), hydrate::Value::Scalar((*value).into()))).collect();
        transaction.init_root_from_hydrate(&map.into())?;
    } else {
        for (key, value) in puts {
            transaction.put(ROOT, *key, ScalarValue::from(*value))?;
        }
    }
    let options = CommitOptions::default().with_time(0);
    let (written, _) = transaction.commit_with(match message {
        Some(message) => options.with_message(message),
        None => options,
    });
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ALICE, AMINA, BOB, first, loaded, put, values};
    use super::*;

    #[test]
    fn the_same_values_give_the_same_bytes() {
        assert_eq!(first(ALICE, &[("a/x", "1"), ("a/y", "2")]), first(ALICE, &[("a/y", "2"), ("a/x", "1")]));
    }

    #[test]
    fn saving_what_stands_there_already_changes_nothing() {
        let document = loaded(&[first(ALICE, &[("a/age", "41")])]);
        let edit = document.edit(BOB, &values(&[("a/age", "41")]), Some("heard again"));
        assert!(edit.expect("an edit").is_empty());
    }

    #[test]
    fn a_correction_carries_its_reason_and_only_what_changed() {
        let document = loaded(&[first(ALICE, &[("a/age", "41"), ("a/name", "Zoe")])]);
        let edit = document.edit(BOB, &values(&[("a/age", "42"), ("a/name", "Zoe")]), Some("misheard"));
        let [edit] = edit.expect("an edit").try_into().expect("one change");
        assert_eq!(edit.message(), Some("misheard"));
        assert_eq!(edit.touched_keys().collect::<Vec<_>>(), ["a/age"]);
    }

    #[test]
    fn several_values_are_decided_before_they_are_edited() {
        let start = first(ALICE, &[("a/age", "41")]);
        let mut document = loaded(std::slice::from_ref(&start));
        let aminas = put(&mut loaded(&[start]), AMINA, "a/age", "43");
        put(&mut document, BOB, "a/age", "42");
        document.apply(aminas).expect("a fitting change");
        let edit = document.edit(BOB, &values(&[("a/age", "44")]), None);
        assert!(matches!(edit, Err(EditError::DecideFirst { key }) if key == "a/age"));
        assert!(document.edit(BOB, &values(&[("a/name", "Zoe")]), None).is_ok());
    }

    #[test]
    fn equal_concurrent_values_are_edited_like_one() {
        let start = first(ALICE, &[("a/age", "41")]);
        let mut document = loaded(std::slice::from_ref(&start));
        let aminas = put(&mut loaded(&[start]), AMINA, "a/age", "42");
        put(&mut document, BOB, "a/age", "42");
        document.apply(aminas).expect("a fitting change");
        let [edit] = document.edit(BOB, &values(&[("a/age", "44")]), None).expect("an edit").try_into().expect("one");
        document.apply(edit).expect("a fitting change");
        assert_eq!(document.flat().held("a/age").len(), 1);
    }

    #[test]
    fn what_is_more_than_an_entry_holds_is_split() {
        let many: BTreeMap<String, Scalar> = (0..4_500).map(|n| (format!("a/q{n:04}"), Scalar::Uint(n))).collect();
        let changes = Document::first(ALICE, &many).expect("changes");
        assert_eq!(changes.iter().map(|change| change.operations().len()).sum::<usize>(), 4_500);
        assert!(changes.iter().all(|change| change.operations().len() <= MAX_OPERATIONS));
        let flat = loaded(&changes).into_flat();
        assert_eq!(flat.latest("a/q4499"), Some(&Scalar::Uint(4_499)));

        let long: BTreeMap<String, Scalar> = (0..9).map(|n| (format!("a/q{n}"), "x".repeat(20_000).into())).collect();
        let changes = Document::first(ALICE, &long).expect("changes");
        assert!(changes.len() > 1 && changes.iter().all(|change| change.body().len() <= MAX_BODY_BYTES));
    }

    #[test]
    fn one_value_larger_than_an_entry_is_refused() {
        let huge = values(&[("a/story", "x".repeat(70_000))]);
        assert!(matches!(Document::first(ALICE, &huge), Err(EditError::TooLarge { .. })));
    }
}
