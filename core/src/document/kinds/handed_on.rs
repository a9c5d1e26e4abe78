//! A file that was handed on to others, as a document: what it was and what for, so that they can be told when something in it is
//! erased. Who did it and when stands in its entry.
//!
//! | key | value |
//! |---|---|
//! | `what` | text, the kind of file: `results`, `charts`, `sheet`, `export csv` and so on |
//! | `purpose` | text, for whom and what for, in the words of whoever handed it on; may be empty |

use std::collections::BTreeMap;

use crate::document::flat::Flat;
use crate::document::scalar::Scalar;

/// A file that was handed on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandedOn {
    /// The kind of file.
    pub what: String,
    /// For whom and what for.
    pub purpose: String,
}

impl HandedOn {
    /// The values of the document's first change.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let values = [("what", &self.what), ("purpose", &self.purpose)];
        values.map(|(key, text)| (key.to_owned(), Scalar::Text(text.clone()))).into()
    }

    /// Reads it; `None` when it does not say what was handed on.
    pub fn read(flat: &Flat) -> Option<Self> {
        let text = |key| flat.latest(key).and_then(Scalar::text).map(str::to_owned);
        Some(Self { what: text("what")?, purpose: text("purpose").unwrap_or_default() })
    }
}
