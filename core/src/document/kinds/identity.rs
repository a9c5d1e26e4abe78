//! What stands apart from a response's answers, in the class person: who answered (what sealed questions got), and in a document of
//! its own what people said in their words, until a coordinator has taken names out. Their ids follow from the response, see `subject`.
//!
//! | key | value |
//! |---|---|
//! | `response` | bytes, the response's document |
//! | `a/<path>` | text, the answer to a question; null once it was taken away |

use std::collections::BTreeMap;

use super::doc_id;
use super::response::{answer_key, answer_value};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::DocId;
use crate::response::Answer;

/// Answers that stand apart from their response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The response.
    pub response: DocId,
    /// What the questions got, by path.
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

/// Reads a merged identity or words; `None` when it names no response.
pub fn read(flat: &Flat) -> Option<Identity> {
    let response = doc_id(flat.latest("response"))?;
    let answers = flat.under("a/").filter_map(|(path, held)| {
        let text = held.last()?.value.text()?;
        Some((path.to_owned(), Answer::Given(text.to_owned())))
    });
    Some(Identity { response, answers: answers.collect() })
}
