//! What a release shows: its page and its text in every language that there are words for, and the tables with their flags.
//!
//! Frozen as bytes, and named by their hash: who has the name can prove that nothing was changed.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::name_of;
use crate::ids::BlobHash;

/// How hard packing tries; the page is read much more often than it is made.
const LEVEL: i32 = 19;
/// The most bytes that are unpacked.
const MAX_UNPACKED_BYTES: usize = 16 << 20;
/// The bytes of one piece: some fit into an entry with what stands beside them.
const PART_BYTES: usize = 24_000;

/// What a release shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReleaseContent {
    /// The page, by language.
    #[n(0)]
    pub pages: BTreeMap<String, String>,
    /// The same for a terminal of 80 columns, by language.
    #[n(1)]
    pub texts: BTreeMap<String, String>,
    /// Every number with its flag, as CSV in English.
    #[n(2)]
    pub tables: String,
    /// What others may compare with theirs, as a file; none in releases that were made before it was noted in which words was asked.
    #[n(3)]
    pub comparable: Option<String>,
}

impl ReleaseContent {
    /// The name of these contents, and their packed bytes in pieces.
    pub fn pack(&self) -> (BlobHash, Vec<Vec<u8>>) {
        let bytes = minicbor::to_vec(self).expect("writing CBOR into memory does not fail");
        let packed = zstd::bulk::compress(&bytes, LEVEL).expect("packing in memory does not fail");
        (name_of(&bytes), packed.chunks(PART_BYTES).map(<[u8]>::to_vec).collect())
    }

    /// Reads packed contents; `None` when they are not what their name says.
    pub fn unpack(packed: &[u8], name: BlobHash) -> Option<Self> {
        let bytes = zstd::bulk::decompress(packed, MAX_UNPACKED_BYTES).ok()?;
        if name_of(&bytes) != name {
            return None;
        }
        minicbor::decode(&bytes).ok()
    }

    /// The page in a language, else in English.
    pub fn page(&self, language: &str) -> Option<&str> {
        self.pages.get(language).or_else(|| self.pages.get("en")).map(String::as_str)
    }

    /// The text in a language, else in English.
    pub fn text(&self, language: &str) -> Option<&str> {
        self.texts.get(language).or_else(|| self.texts.get("en")).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_read_again_and_no_others_under_their_name() {
        let text = |text: &str| BTreeMap::from([("en".to_owned(), text.to_owned())]);
        let long: String = (0..40_000_u32).map(|number| (number.wrapping_mul(2_654_435_761)).to_string()).collect();
        let content = ReleaseContent {
            pages: text(&long),
            texts: text("Result 1"),
            tables: "a,b".to_owned(),
            comparable: Some("{}".to_owned()),
        };
        let (name, parts) = content.pack();
        assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= PART_BYTES));
        assert_eq!(ReleaseContent::unpack(&parts.concat(), name), Some(content.clone()));
        assert_eq!((content.page("es"), content.text("en")), (Some(long.as_str()), Some("Result 1")));
        let (other, _) = ReleaseContent { tables: "a,c".to_owned(), ..content }.pack();
        assert_eq!(ReleaseContent::unpack(&parts.concat(), other), None);
        assert_eq!(ReleaseContent::unpack(&[7; 100], name), None);
    }
}
