//! A form version as bytes: the JSON that is stored, hashed and sent as a blob.
//!
//! The same sheets give the same bytes on every machine, whatever rows stood empty between them; the hash of the bytes is
//! the id of the form version. How blobs travel is decided in `blob`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::model::{Form, Item};
use crate::ids::BlobHash;

/// The media type of a form version's blob.
pub const MEDIA_TYPE: &str = "application/vnd.doorstep.form+json";

/// What the bytes are called by the first version that wrote them.
const FORMAT: u32 = 1;

/// No form version is larger; a blob of any kind may be.
pub const MOST_BYTES: usize = 16 << 20;

/// The bytes are no form version that this program can use.
#[derive(Debug, thiserror::Error)]
pub enum FormBlobError {
    /// Larger than [`MOST_BYTES`].
    #[error("a form version of {bytes} bytes is too large")]
    TooLarge {
        /// How many there are.
        bytes: usize,
    },
    /// Not JSON, or not that of a form.
    #[error("the bytes are no form version")]
    Malformed(#[source] serde_json::Error),
    /// Written by a program that is newer than this one.
    #[error("the form version has format {format}, this program knows formats up to {FORMAT}")]
    Newer {
        /// The format that the bytes name.
        format: u32,
    },
    /// A name that could not be a part of a path.
    #[error("a row of the form has a name that cannot be used")]
    BadName,
    /// Two rows of one group with the same name.
    #[error("two rows of one group have the same name")]
    NameTwice,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    form: &'a Form,
}

#[derive(Deserialize)]
struct Named {
    format: u32,
}

#[derive(Deserialize)]
struct Read {
    form: Form,
}

/// The bytes of a form version.
pub fn to_blob(form: &Form) -> Vec<u8> {
    let written = Written { format: FORMAT, form };
    serde_json::to_vec(&written).expect("a form holds only text keys, numbers and text, which JSON can write")
}

/// How many bytes a form version takes.
pub(super) fn size(form: &Form) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    let written = serde_json::to_writer(&mut count, &Written { format: FORMAT, form });
    if written.is_ok() { count.0 } else { usize::MAX }
}

/// The id of a form version: the hash of its bytes.
pub fn version_id(blob: &[u8]) -> BlobHash {
    BlobHash(*blake3::hash(blob).as_bytes())
}

/// Reads a form version. Bytes come from other people's devices: what is accepted has usable names and bounded nesting.
///
/// # Errors
///
/// Bytes that are too large, no form version, or of a newer format.
pub fn from_blob(blob: &[u8]) -> Result<Form, FormBlobError> {
    if blob.len() > MOST_BYTES {
        return Err(FormBlobError::TooLarge { bytes: blob.len() });
    }
    let Named { format } = serde_json::from_slice(blob).map_err(FormBlobError::Malformed)?;
    if format > FORMAT {
        return Err(FormBlobError::Newer { format });
    }
    let Read { form } = serde_json::from_slice(blob).map_err(FormBlobError::Malformed)?;
    check_names(&form.items)?;
    Ok(form)
}

/// The JSON reader stops at 128 levels, so recursion is bounded.
pub(super) fn check_names(items: &[Item]) -> Result<(), FormBlobError> {
    let mut seen = BTreeSet::new();
    for item in items {
        if !super::import::is_name(item.name()) {
            return Err(FormBlobError::BadName);
        }
        if !seen.insert(item.name()) {
            return Err(FormBlobError::NameTwice);
        }
        check_names(item.children())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::model::{ChoiceSource, Group, Question, QuestionKind, Repeat, Translated};

    fn form() -> Form {
        let question = |name: &str, kind| Item::Question(Box::new(Question::new(name.into(), kind)));
        let group =
            Group { name: "person".into(), items: vec![question("age", QuestionKind::Integer)], ..Group::default() };
        Form {
            id: "street".into(),
            title: "Street".into(),
            items: vec![
                question("view", QuestionKind::SelectOne(ChoiceSource::List("view".into()))),
                Item::Repeat(Box::new(Repeat { group, count: Some("3".into()) })),
            ],
            ..Form::default()
        }
    }

    fn first_question(form: &mut Form) -> &mut Question {
        let Item::Question(question) = &mut form.items[0] else { panic!("the first item is a question") };
        question
    }

    #[test]
    fn a_form_survives_its_bytes() {
        let form = form();
        assert_eq!(from_blob(&to_blob(&form)).unwrap(), form);
    }

    #[test]
    fn the_bytes_of_a_form_version_are_frozen() {
        let text = String::from_utf8(to_blob(&form())).unwrap();
        assert_eq!(
            text,
            concat!(
                r#"{"format":1,"form":{"id":"street","title":"Street","default_language":"default","languages":[],"settings":{},"#,
                r#""items":[{"question":{"name":"view","type":"select_one","from":{"list":"view"}}},"#,
                r#"{"repeat":{"name":"person","items":[{"question":{"name":"age","type":"integer"}}],"count":"3"}}]}}"#
            )
        );
    }

    #[test]
    fn rows_of_the_sheet_are_no_part_of_a_version() {
        let mut moved = form();
        first_question(&mut moved).row = 7;
        assert_eq!(version_id(&to_blob(&moved)), version_id(&to_blob(&form())));
        first_question(&mut moved).label = Translated::plain("As whom?");
        assert_ne!(version_id(&to_blob(&moved)), version_id(&to_blob(&form())));
    }

    #[test]
    fn bytes_from_elsewhere_are_refused_by_kind() {
        let mut twice = form();
        twice.items.push(twice.items[0].clone());
        assert!(matches!(from_blob(&to_blob(&twice)), Err(FormBlobError::NameTwice)));
        let mut slash = form();
        first_question(&mut slash).name = "a/b".into();
        assert!(matches!(from_blob(&to_blob(&slash)), Err(FormBlobError::BadName)));
        assert!(matches!(from_blob(br#"{"format":2,"form":{}}"#), Err(FormBlobError::Newer { format: 2 })));
        assert!(matches!(from_blob(b"{}"), Err(FormBlobError::Malformed(_))));
        let deep = format!("{}{}", r#"{"format":1,"form":"#, r#"{"items":["#.repeat(100_000));
        assert!(matches!(from_blob(deep.as_bytes()), Err(FormBlobError::Malformed(_))));
    }
}
