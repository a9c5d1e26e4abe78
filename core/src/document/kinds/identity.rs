//! Who answered, as a document apart from the answers: what sealed questions got. It belongs to the class person; its id
//! follows from the response, see `subject`.
//!
//! | key | value |
//! |---|---|
//! | `response` | bytes, the response's document |
//! | `a/<path>` | text, the answer to a sealed question |

use std::collections::BTreeMap;

use super::doc_id;
use super::response::{answer_key, answer_value};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::DocId;
use crate::response::Answer;

/// The answers to a response's sealed questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The response.
    pub response: DocId,
    /// What the sealed questions got, by path.
    pub answers: BTreeMap<String, Answer>,
}

impl Identity {
    /// The values of the document.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values: BTreeMap<String, Scalar> =
            self.answers.iter().map(|(path, answer)| (answer_key(path), answer_value(answer))).collect();
        values.insert("response".to_owned(), Scalar::Bytes(self.response.0.to_vec()));
        values
    }
}

/// Reads a merged identity; `None` when it names no response.
pub fn read(flat: &Flat) -> Option<Identity> {
    let response = doc_id(flat.latest("response"))?;
    let answers = flat.under("a/").filter_map(|(path, held)| {
        let text = held.last()?.value.text()?;
        Some((path.to_owned(), Answer::Given(text.to_owned())))
    });
    Some(Identity { response, answers: answers.collect() })
}
