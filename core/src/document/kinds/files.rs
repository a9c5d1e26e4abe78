//! The document of the files that belong to an interview: for each of them what it is and the key that opens it. It is made of sealed
//! values; how the locked bytes of each are cut into chunks stands beside them in manifests. Its id follows from the response, see `subject`.
//!
//! | key | value |
//! |---|---|
//! | `response` | bytes, the response's document |
//! | `f/<hash of the locked bytes>` | bytes, a CBOR map: `0` the question's path, `1` media type, `2` length in bytes, `3` key bytes32 |

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::doc_id;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{BlobHash, DocId};

/// What a file is, and how it is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct FileCard {
    /// Its name: the hash of its locked bytes.
    pub blob: BlobHash,
    /// The path of the question that it answers.
    pub path: String,
    /// Its media type.
    pub media: String,
    /// How many bytes its content has.
    pub length: u64,
    /// The key of its content.
    pub key: [u8; 32],
}

impl std::fmt::Debug for FileCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileCard({:?}, {} bytes)", self.blob, self.length)
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct CardBytes {
    #[n(0)]
    path: String,
    #[n(1)]
    media: String,
    #[n(2)]
    length: u64,
    #[cbor(n(3), with = "minicbor::bytes")]
    key: [u8; 32],
}

/// The values of the document for some files of a response.
pub fn to_values(response: DocId, cards: &[FileCard]) -> BTreeMap<String, Scalar> {
    let value = |card: &FileCard| {
        let FileCard { path, media, length, key, .. } = card.clone();
        let bytes = minicbor::to_vec(CardBytes { path, media, length, key });
        Scalar::Bytes(bytes.expect("writing CBOR into memory does not fail"))
    };
    let mut values: BTreeMap<String, Scalar> =
        cards.iter().map(|card| (format!("f/{}", card.blob), value(card))).collect();
    values.insert("response".to_owned(), Scalar::Bytes(response.0.to_vec()));
    values
}

/// Reads the cards of a merged document, by the names of their files, and the response that they belong to; `None` when it names none.
/// What can't be read is passed over.
pub fn read(flat: &Flat) -> Option<(DocId, BTreeMap<BlobHash, FileCard>)> {
    let response = doc_id(flat.latest("response"))?;
    let card = |(name, held): (&str, &[crate::document::Held])| {
        let blob: BlobHash = name.parse().ok()?;
        let bytes = held.last()?.value.bytes()?;
        let CardBytes { path, media, length, key } = minicbor::decode(bytes).ok()?;
        Some((blob, FileCard { blob, path, media, length, key }))
    };
    Some((response, flat.under("f/").filter_map(card).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Held;
    use crate::ids::{ActorId, ChangeHash};

    fn merged(values: BTreeMap<String, Scalar>) -> Flat {
        let held = |value| Held { value, change: ChangeHash([1; 32]), actor: ActorId([2; 16]), counter: 1 };
        Flat::from_values(values.into_iter().map(|(key, value)| (key, vec![held(value)])).collect())
    }

    #[test]
    fn cards_read_as_they_were_written_and_damaged_ones_are_passed_over() {
        let (path, media) = ("photo".to_owned(), "image/jpeg".to_owned());
        let card = FileCard { blob: BlobHash([3; 32]), path, media, length: 5, key: [4; 32] };
        let response = DocId([5; 16]);
        let mut values = to_values(response, std::slice::from_ref(&card));
        values.insert("f/short".to_owned(), Scalar::Bytes(vec![0]));
        values.insert(format!("f/{}", BlobHash([6; 32])), Scalar::Bytes(vec![0xa0]));
        assert_eq!(read(&merged(values)), Some((response, [(card.blob, card)].into())));
        assert_eq!(read(&Flat::default()), None);
    }

    #[test]
    fn a_key_does_not_show_in_logs() {
        let card =
            FileCard { blob: BlobHash([3; 32]), path: "photo".into(), media: "x".into(), length: 5, key: [0x77; 32] };
        assert!(!format!("{card:?}").contains("119") && !format!("{card:?}").contains("photo"));
    }
}
