//! The codebook: what people's words are sorted by. One document for a project, to which everybody who sorts may add.
//!
//! | key | value |
//! |---|---|
//! | `code/<id>/name` | text, what it is called |
//! | `code/<id>/means` | text, what belongs to it |
//!
//! A code's id follows from its name, so that two people who add one of the same name add the same.

use std::collections::BTreeMap;

use super::{ids_under, subject, text};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{DocId, ProjectId};

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Code {
    /// What it is called.
    pub name: String,
    /// What belongs to it; may be empty.
    pub means: String,
}

/// The codebook's document.
pub fn document(project: ProjectId) -> DocId {
    subject::derived("codebook document", &[&project.0])
}

/// The id of a code with this name; how it is set in letters does not matter.
pub fn code_id(name: &str) -> DocId {
    let words: Vec<&str> = name.split_whitespace().collect();
    subject::derived("code", &[words.join(" ").to_lowercase().as_bytes()])
}

impl Code {
    /// The values that record it.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let id = code_id(&self.name);
        BTreeMap::from([
            (format!("code/{id}/name"), Scalar::from(self.name.as_str())),
            (format!("code/{id}/means"), Scalar::from(self.means.as_str())),
        ])
    }
}

/// The codes of a merged codebook. Where two people wrote different things of one and nobody decided, the one that was written last holds.
pub fn read(flat: &Flat) -> BTreeMap<DocId, Code> {
    let said = |id: &DocId, key: &str| text(flat, &format!("code/{id}/{key}"));
    let code = |id: DocId| {
        let means = said(&id, "means").unwrap_or_default();
        Some((id, Code { name: said(&id, "name").filter(|name| !name.is_empty())?, means }))
    };
    ids_under(flat, "code/").into_iter().filter_map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, BOB, loaded};

    #[test]
    fn a_code_that_two_people_add_under_one_name_is_one() {
        let code = |name: &str, means: &str| Code { name: name.to_owned(), means: means.to_owned() };
        let first = Document::first(ALICE, &code("Dark corners", "No light").to_values()).unwrap();
        let mut document = loaded(&first);
        let mut values = code("dark  corners", "Bushes").to_values();
        values.extend(code("Noise", "").to_values());
        document.apply(document.clone().edit(BOB, &values, None).unwrap().remove(0)).unwrap();
        let names: Vec<String> = read(document.flat()).into_values().map(|code| code.name).collect();
        assert_eq!(names.len(), 2);
        assert!(names.contains(&"Noise".to_owned()));
    }
}
