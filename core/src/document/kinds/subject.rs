//! Which documents are about one person: ids that follow from each other, so that an order to erase reaches all of them, also
//! where nobody has them yet.
//!
//! What an order is and who may give one is `entry`'s; doors and visits are about a place and belong to nobody here.

use std::collections::BTreeSet;

use crate::ids::{DeviceId, DocId, hash};
use crate::member::DocKind;

/// How many quotes may be made of one response.
pub const MAX_QUOTES: u8 = 64;

/// What an order to erase names: one document, and with a response everything that was made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind.
    pub kind: DocKind,
    /// The document.
    pub doc: DocId,
}

impl Subject {
    /// A response, with whatever belongs to it.
    pub const fn response(doc: DocId) -> Self {
        Self { kind: DocKind::Response, doc }
    }

    /// Whether documents of this kind are ever erased. A door and what happened there stay usable for whoever lives there next.
    pub const fn is_erasable(self) -> bool {
        matches!(
            self.kind,
            DocKind::Response
                | DocKind::Identity
                | DocKind::Words
                | DocKind::Quote
                | DocKind::Files
                | DocKind::MemberName
                | DocKind::HelpSlip
        )
    }

    /// Every document that goes with it, by the number of its kind and its id.
    pub fn documents(self) -> BTreeSet<(u8, DocId)> {
        let mut documents = BTreeSet::from([(self.kind.number(), self.doc)]);
        if self.kind == DocKind::Response {
            documents.insert((DocKind::Identity.number(), identity_id(self.doc)));
            documents.insert((DocKind::Words.number(), words_id(self.doc)));
            documents.insert((DocKind::Files.number(), files_id(self.doc)));
            documents.extend((0..MAX_QUOTES).map(|place| (DocKind::Quote.number(), quote_id(self.doc, place))));
        }
        documents
    }
}

/// The response that whoever holds this withdrawal key may take back.
pub fn response_id(withdrawal: &DeviceId) -> DocId {
    derived("response", &[withdrawal.as_bytes()])
}

/// The document of who gave a response.
pub fn identity_id(response: DocId) -> DocId {
    derived("identity of", &[response.as_bytes()])
}

/// The document of a response's words that a coordinator reads first.
pub fn words_id(response: DocId) -> DocId {
    derived("words of", &[response.as_bytes()])
}

/// The document of the files that belong to a response.
pub fn files_id(response: DocId) -> DocId {
    derived("files of", &[response.as_bytes()])
}

/// One of the quotes made of a response; `place` is below [`MAX_QUOTES`].
pub fn quote_id(response: DocId, place: u8) -> DocId {
    derived("quote of", &[response.as_bytes(), &[place]])
}

pub(super) fn derived(what: &'static str, parts: &[&[u8]]) -> DocId {
    let mut id = [0; DocId::SIZE];
    id.copy_from_slice(&hash(what, parts)[..DocId::SIZE]);
    DocId(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_takes_its_identity_its_words_its_files_and_its_quotes_along_and_no_door() {
        let response = DocId([0xd0; 16]);
        let documents = Subject::response(response).documents();
        assert_eq!(documents.len(), 4 + usize::from(MAX_QUOTES));
        assert!(documents.contains(&(DocKind::Identity.number(), identity_id(response))));
        assert!(documents.contains(&(DocKind::Words.number(), words_id(response))));
        assert!(documents.contains(&(DocKind::Files.number(), files_id(response))));
        assert!(documents.contains(&(DocKind::Quote.number(), quote_id(response, 63))));
        assert!(!Subject { kind: DocKind::Visit, doc: response }.is_erasable());
    }

    #[test]
    fn an_identity_alone_leaves_the_response() {
        let identity = Subject { kind: DocKind::Identity, doc: identity_id(DocId([0xd0; 16])) };
        assert_eq!(identity.documents().len(), 1);
    }
}
