//! Where an imported response comes from: the file, its id there, and when the other server received it.
//!
//! Responses that were collected here have none of these keys.
//!
//! | key | value |
//! |---|---|
//! | `origin/file` | text, the file's name without folders |
//! | `origin/instance` | text, the response's `instanceID` without `uuid:` in front |
//! | `origin/submitted` | a whole number, milliseconds since 1970 UTC; may be absent |

use std::collections::BTreeMap;

use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{DocId, hash};
use crate::time::Timestamp;

/// Where an imported response comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file's name without folders.
    pub file: String,
    /// The response's `instanceID`, without `uuid:` in front.
    pub instance: String,
    /// When the other server received it.
    pub submitted: Option<Timestamp>,
}

impl Origin {
    /// The values that mark a response as imported.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([
            ("origin/file".to_owned(), Scalar::from(self.file.as_str())),
            ("origin/instance".to_owned(), Scalar::from(self.instance.as_str())),
        ]);
        values.extend(self.submitted.map(|at| ("origin/submitted".to_owned(), Scalar::Int(at.0))));
        values
    }

    /// What a response says of its origin; `None` if it was collected here.
    pub fn read(flat: &Flat) -> Option<Self> {
        let text = |key| flat.latest(key).and_then(Scalar::text).map(str::to_owned);
        Some(Self {
            file: text("origin/file").unwrap_or_default(),
            instance: text("origin/instance")?,
            submitted: flat.latest("origin/submitted").and_then(Scalar::int).map(Timestamp),
        })
    }

    /// The document of a response with this `instanceID`: the same wherever and however often it is imported.
    pub fn document(instance: &str) -> DocId {
        let digest = hash("imported response", &[instance.as_bytes()]);
        let mut id = [0; DocId::SIZE];
        id.copy_from_slice(&digest[..DocId::SIZE]);
        DocId(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::ALICE;

    #[test]
    fn an_origin_is_read_as_it_was_written() {
        for submitted in [None, Some(Timestamp(-5))] {
            let origin = Origin { file: "lights.csv".into(), instance: "0f3a".into(), submitted };
            let first = Document::first(ALICE, &origin.to_values()).unwrap();
            assert_eq!(Origin::read(&Flat::of_first_change(&first[0])), Some(origin));
        }
    }

    #[test]
    fn the_document_of_an_imported_response_is_frozen() {
        assert_eq!(Origin::document("0f3a").to_string(), "728d710d4c1049b0010df92ad4d9e258");
        assert_ne!(Origin::document("0f3a"), Origin::document("0f3b"));
    }
}
