//! A quote as a document: somebody's words after a coordinator read them and took names out.
//!
//! The words in the response stay as they are; residents and managers only ever see quotes.
//!
//! | key | value |
//! |---|---|
//! | `text` | text, the words as released |
//! | `perspective`, `theme`, `question` | text, names from the questionnaire; each may be absent |
//! | `round`, `area` | bytes, document ids; each may be absent |
//! | `withdrawn` | yes once it was taken back |

use std::collections::BTreeMap;

use super::doc_id;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::DocId;

/// Somebody's words, released.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Whom they answered as, by the name of the choice.
    pub perspective: Option<String>,
    /// The theme of the question.
    pub theme: Option<String>,
    /// The path of the question.
    pub question: Option<String>,
    /// The round.
    pub round: Option<DocId>,
    /// The area.
    pub area: Option<DocId>,
}

impl Quote {
    /// The values of the document's first change.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([("text".to_owned(), Scalar::Text(self.text.clone()))]);
        for (key, text) in [("perspective", &self.perspective), ("theme", &self.theme), ("question", &self.question)] {
            if let Some(text) = text {
                values.insert(key.to_owned(), Scalar::Text(text.clone()));
            }
        }
        for (key, id) in [("round", self.round), ("area", self.area)] {
            if let Some(id) = id {
                values.insert(key.to_owned(), Scalar::Bytes(id.0.to_vec()));
            }
        }
        values
    }
}

/// Reads a merged quote; `None` when it has no words or was taken back.
pub fn read(flat: &Flat) -> Option<Quote> {
    if flat.held("withdrawn").iter().any(|held| held.value.bool() == Some(true)) {
        return None;
    }
    let text = |key| flat.latest(key).and_then(Scalar::text).map(str::to_owned);
    Some(Quote {
        text: text("text")?,
        perspective: text("perspective"),
        theme: text("theme"),
        question: text("question"),
        round: doc_id(flat.latest("round")),
        area: doc_id(flat.latest("area")),
    })
}
