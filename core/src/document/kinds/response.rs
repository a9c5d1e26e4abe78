//! A response as a document: one interview's answers, their corrections, and what was decided about them.
//!
//! The merged answers alone, without keys, are `crate::response`; what happened to them is in `review`.
//!
//! | key | value |
//! |---|---|
//! | `form` | bytes, the form version's blob |
//! | `round`, `area`, `door` | bytes, document ids; each may be absent |
//! | `withdrawn` | yes once the respondent took the answers back |
//! | `a/<path>` | text, an answer; or an unsigned number, the kind of missing answer |
//! | `s/<path>/<act>`, `u/<act>` | deciding between answers, see `settle` |

use std::collections::BTreeMap;

use super::{any_yes, doc_id};
use crate::document::flat::{Flat, Held};
use crate::document::scalar::Scalar;
use crate::document::settle::{Resolution, acts, resolve};
use crate::ids::{BlobHash, DocId};
use crate::response::{Answer, Cell, Missing, Response};

mod review;

pub use review::{Candidate, Correction, Decision, TwoAnswers, corrections, decisions, two_answers};

/// A finished interview, before it is a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interview {
    /// The form version it was collected with.
    pub form: BlobHash,
    /// The round it belongs to, if the project has rounds.
    pub round: Option<DocId>,
    /// The area it belongs to.
    pub area: Option<DocId>,
    /// The opaque reference of the door, if there was one.
    pub door: Option<DocId>,
    /// What every question got, by path.
    pub answers: BTreeMap<String, Answer>,
}

impl Interview {
    /// The values of the document's first change.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values: BTreeMap<String, Scalar> =
            self.answers.iter().map(|(path, answer)| (answer_key(path), answer_value(answer))).collect();
        values.insert("form".to_owned(), Scalar::Bytes(self.form.0.to_vec()));
        for (key, id) in [("round", self.round), ("area", self.area), ("door", self.door)] {
            if let Some(id) = id {
                values.insert(key.to_owned(), Scalar::Bytes(id.0.to_vec()));
            }
        }
        values
    }
}

/// The key of a question's answer.
pub fn answer_key(path: &str) -> String {
    format!("a/{path}")
}

/// The value that stands for an answer.
pub fn answer_value(answer: &Answer) -> Scalar {
    match answer {
        Answer::Given(text) => Scalar::Text(text.clone()),
        Answer::Missing(missing) => Scalar::Uint(missing.number()),
    }
}

/// The value that says whether the respondent took the answers back.
pub fn withdrawal(withdrawn: bool) -> (String, Scalar) {
    ("withdrawn".to_owned(), Scalar::Bool(withdrawn))
}

/// The document is not a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// It does not say which form version it was collected with.
    #[error("the response does not name its form version")]
    NoForm,
}

/// Reads a merged response.
///
/// A question with several values that nobody decided between is `Cell::Several`. Where several were right at
/// different times, the one that was named first counts. An answer of a kind that this version does not know is left
/// out, see `unreadable`.
///
/// # Errors
/// The document does not name a form version.
pub fn read(id: DocId, flat: &Flat) -> Result<Response, ResponseError> {
    let form = flat.latest("form").and_then(Scalar::bytes).and_then(|bytes| BlobHash::try_from(bytes).ok());
    let answers = flat.under("a/").filter_map(|(path, held)| Some((path.to_owned(), read_cell(flat, path, held)?)));
    Ok(Response {
        id,
        form: form.ok_or(ResponseError::NoForm)?,
        round: doc_id(flat.latest("round")),
        area: doc_id(flat.latest("area")),
        door: doc_id(flat.latest("door")),
        withdrawn: any_yes(flat, "withdrawn"),
        answers: answers.collect(),
    })
}

fn read_cell(flat: &Flat, path: &str, held: &[Held]) -> Option<Cell> {
    match decided(flat, path, held)? {
        Resolution::Agreed(value) => Some(Cell::One(read_answer(&value)?)),
        Resolution::BothRight(values) => Some(Cell::One(read_answer(values.first()?)?)),
        Resolution::Several { values, .. } => {
            let mut answers = values.iter().map(read_answer).collect::<Option<Vec<_>>>()?;
            answers.sort();
            Some(Cell::Several(answers))
        }
    }
}

fn decided(flat: &Flat, path: &str, held: &[Held]) -> Option<Resolution> {
    match held {
        [only] => Some(Resolution::Agreed(only.value.clone())),
        several => resolve(several, &acts(flat, path)),
    }
}

fn read_answer(value: &Scalar) -> Option<Answer> {
    match value {
        Scalar::Text(text) => Some(Answer::Given(text.clone())),
        Scalar::Uint(number) => Missing::from_number(*number).map(Answer::Missing),
        Scalar::Null | Scalar::Bool(_) | Scalar::Int(_) | Scalar::Bytes(_) | Scalar::Float(_) | Scalar::Moment(_) => {
            None
        }
    }
}

/// The questions with an answer of a kind that this version does not know, ascending.
pub fn unreadable(flat: &Flat) -> Vec<String> {
    let unread = |held: &&Held| read_answer(&held.value).is_none();
    flat.under("a/")
        .filter(|(_, held)| held.iter().any(|held| unread(&held)))
        .map(|(path, _)| path.to_owned())
        .collect()
}
