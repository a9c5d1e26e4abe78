//! What comes in from an app: ids as text, and texts that must not be endless.

use std::str::FromStr;

use crate::PhoneError;

/// The longest path of a question, in bytes.
const MAX_PATH_BYTES: usize = 2_048;

/// Reads an id from its hexadecimal text.
pub(crate) fn id<T: FromStr>(what: &str, text: &str) -> Result<T, PhoneError> {
    text.trim()
        .parse()
        .map_err(|_| PhoneError::Input { code: "bad-id".to_owned(), reason: format!("this is not the id of {what}") })
}

/// Reads an id that may be absent.
pub(crate) fn optional_id<T: FromStr>(what: &str, text: Option<&str>) -> Result<Option<T>, PhoneError> {
    text.map(|text| id(what, text)).transpose()
}

/// A text no longer than this many bytes.
pub(crate) fn capped<'t>(what: &str, text: &'t str, most_bytes: usize) -> Result<&'t str, PhoneError> {
    if text.len() <= most_bytes {
        return Ok(text);
    }
    Err(PhoneError::Input { code: "too-long".to_owned(), reason: format!("{what} is longer than {most_bytes} bytes") })
}

/// The path of a question.
pub(crate) fn path(text: &str) -> Result<&str, PhoneError> {
    capped("the question's path", text.trim(), MAX_PATH_BYTES)
}

#[cfg(test)]
mod tests {
    use doorstep_core::ids::DocId;

    use super::*;

    #[test]
    fn a_text_that_is_no_id_is_refused_without_repeating_it() {
        let refused = id::<DocId>("a door", "Larch Road 12").unwrap_err();
        assert_eq!(refused.code(), "bad-id");
        assert!(!refused.to_string().contains("Larch"));
    }

    #[test]
    fn an_endless_text_is_refused() {
        assert!(path(&"a".repeat(MAX_PATH_BYTES)).is_ok());
        assert_eq!(path(&"a".repeat(MAX_PATH_BYTES + 1)).unwrap_err().code(), "too-long");
    }
}
