//! What a text may look like in bytes: its cases, its accents, UTF-8 and UTF-16. CBOR and JSON hold a text as its UTF-8.

use std::collections::BTreeSet;

use regex::bytes::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;

/// The byte strings that are looked for.
#[derive(Debug)]
pub(super) struct Forms {
    any: Regex,
    longest: usize,
}

impl Forms {
    /// Every form of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut forms = BTreeSet::new();
        for text in [text.to_owned(), text.to_lowercase(), text.to_uppercase()] {
            for text in [text.nfc().collect::<String>(), text.nfd().collect()] {
                forms.insert(text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
                forms.insert(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
                forms.insert(text.into_bytes());
            }
        }
        let longest = forms.iter().map(Vec::len).max().unwrap_or(0);
        let literal = |form: &Vec<u8>| form.iter().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
        let pattern = forms.iter().map(literal).collect::<Vec<_>>().join("|");
        let any = RegexBuilder::new(&format!("(?-u:{pattern})")).size_limit(SIZE_LIMIT_BYTES).build();
        Self { any: any.expect("byte strings of a command line make a pattern within the limit"), longest }
    }

    /// Where the forms begin in these bytes.
    pub(super) fn places(&self, bytes: &[u8]) -> Vec<usize> {
        self.any.find_iter(bytes).map(|found| found.start()).collect()
    }

    /// Whether any of them is in these bytes.
    pub(super) fn are_in(&self, bytes: &[u8]) -> bool {
        self.any.is_match(bytes)
    }

    /// How many bytes the longest has.
    pub(super) const fn longest(&self) -> usize {
        self.longest
    }
}

/// A command line has at most two megabytes; each byte makes some dozen of a compiled pattern.
const SIZE_LIMIT_BYTES: usize = 1 << 30;
