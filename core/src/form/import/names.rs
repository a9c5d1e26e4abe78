//! What may be a name, and how `${name}` references are found in a text.

use crate::form::expr::{is_name_part, is_name_start};

/// Names are parts of paths and of file names.
const LONGEST_NAME: usize = 255;

/// Whether a text can name a question, a choice column or a form: an XML name without colon, in at most 255 bytes.
pub(crate) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    text.len() <= LONGEST_NAME && chars.next().is_some_and(is_name_start) && chars.all(is_name_part)
}

/// One `${…}` in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference<'a> {
    /// `${name}`
    To(&'a str),
    /// `${last-saved#name}`
    LastSaved(&'a str),
    /// Something between the brackets that is no name, or no bracket at the end.
    Broken,
}

impl<'a> Reference<'a> {
    /// The name in it.
    pub(super) const fn name(self) -> Option<&'a str> {
        match self {
            Self::To(name) | Self::LastSaved(name) => Some(name),
            Self::Broken => None,
        }
    }
}

/// All references in a text, from the left.
pub(super) fn references(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let inside = &rest[start + 2..];
        let Some(end) = inside.find('}') else {
            found.push(Reference::Broken);
            break;
        };
        found.push(reference(inside[..end].trim()));
        rest = &inside[end + 1..];
    }
    found
}

fn reference(inside: &str) -> Reference<'_> {
    let (last_saved, name) = match inside.strip_prefix("last-saved#") {
        Some(name) => (true, name),
        None => (false, inside),
    };
    if !is_name(name) {
        Reference::Broken
    } else if last_saved {
        Reference::LastSaved(name)
    } else {
        Reference::To(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_with_a_letter_and_hold_no_blank() {
        assert!(is_name("sat_clean") && is_name("_x") && is_name("größe-1.b"));
        assert!(!is_name("1a") && !is_name("a b") && !is_name("") && !is_name("a:b") && !is_name("-a"));
    }

    #[test]
    fn references_are_found_with_and_without_blanks() {
        let found = references("${a} + ${ b } - ${last-saved#c} ${d e} ${f");
        assert_eq!(
            found,
            [Reference::To("a"), Reference::To("b"), Reference::LastSaved("c"), Reference::Broken, Reference::Broken]
        );
    }
}
