//! A release: a result that is frozen, named and dated, as a document that only the server writes. Its counterpart, what
//! coordinators ask of releases, is `kinds::release_ask`.
//!
//! | key | value |
//! |---|---|
//! | `ask` | bytes16, the document that asked for it; zeros when whoever runs the server did |
//! | `refused`, `needs` | text, why nothing was released, and uint, how many interviews it takes; then nothing else stands here |
//! | `number` | uint, counted from 1 |
//! | `name` | text, as it was asked for; may be empty |
//! | `made`, `reply_until` | int, milliseconds since 1970 UTC |
//! | `interviews`, `held` | uint, how many interviews it is made from, and how many of its figures wait |
//! | `content` | bytes32, the BLAKE3 hash of what it shows |
//! | `part/000`, `part/001` ... | bytes, one zstd frame of what it shows, in pieces |
//! | `reply/<id>/who`, `reply/<id>/text` | text, a reply or a fact, named by the document that brought it |
//! | `reply/<id>/fact` | bool, whether it is a fact and no reply |
//! | `reply/<id>/at` | int, when the server took it in |

use std::collections::BTreeMap;

use super::{ids_under, moment, text};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{BlobHash, DocId};
use crate::time::Timestamp;

/// The most pieces that are read.
const MAX_PARTS: usize = 128;

/// Why nothing was released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReleased {
    /// A round is still open, or there is none and nobody said how many interviews it takes.
    StillOpen,
    /// Too few interviews count.
    TooFew {
        /// How many it takes.
        needs: u64,
    },
    /// Nothing would be new: nobody has answered since the latest release.
    NothingNew,
    /// The server does not remember an earlier release, since it was put back from a backup that is older: nothing can be held
    /// against it.
    Forgotten,
}

/// A result as it was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Which it is, counted from 1.
    pub number: u64,
    /// What it is called beside its number; may be empty.
    pub name: String,
    /// When it was made.
    pub made: Timestamp,
    /// Until when replies are added; then it is published.
    pub reply_until: Timestamp,
    /// How many interviews it is made from.
    pub interviews: u64,
    /// How many of its figures wait until more people have answered.
    pub held: u64,
    /// The hash of what it shows.
    pub content: BlobHash,
    /// The replies, by when they came.
    pub replies: Vec<Reply>,
}

/// What somebody said to a release before it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The document that brought it.
    pub id: DocId,
    /// Who says it, by service or role.
    pub who: String,
    /// What they say.
    pub text: String,
    /// Whether it is a fact to be added and no reply.
    pub is_fact: bool,
    /// When the server took it in.
    pub at: Timestamp,
}

/// What a document of this kind says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// A result.
    Released(Release),
    /// That there is none, and why.
    Refused(NotReleased),
}

impl NotReleased {
    const STILL_OPEN: &'static str = "still_open";
    const TOO_FEW: &'static str = "too_few";
    const NOTHING_NEW: &'static str = "nothing_new";
    const FORGOTTEN: &'static str = "forgotten";

    /// The name that stands for it inside a document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StillOpen => Self::STILL_OPEN,
            Self::TooFew { .. } => Self::TOO_FEW,
            Self::NothingNew => Self::NOTHING_NEW,
            Self::Forgotten => Self::FORGOTTEN,
        }
    }

    /// The values of a document that refuses what this other one asked for.
    pub fn to_values(self, ask: DocId) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([
            ("ask".to_owned(), Scalar::Bytes(ask.0.to_vec())),
            ("refused".to_owned(), Scalar::from(self.name())),
        ]);
        if let Self::TooFew { needs } = self {
            values.insert("needs".to_owned(), Scalar::Uint(needs));
        }
        values
    }
}

impl Release {
    /// The values of a release's first change, with the pieces of what it shows.
    pub fn to_values(&self, ask: DocId, parts: Vec<Vec<u8>>) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([
            ("ask".to_owned(), Scalar::Bytes(ask.0.to_vec())),
            ("number".to_owned(), Scalar::Uint(self.number)),
            ("name".to_owned(), Scalar::from(self.name.as_str())),
            ("made".to_owned(), Scalar::Int(self.made.0)),
            ("reply_until".to_owned(), Scalar::Int(self.reply_until.0)),
            ("interviews".to_owned(), Scalar::Uint(self.interviews)),
            ("held".to_owned(), Scalar::Uint(self.held)),
            ("content".to_owned(), Scalar::Bytes(self.content.0.to_vec())),
        ]);
        let parts = parts.into_iter().enumerate();
        values.extend(parts.map(|(number, part)| (format!("part/{number:03}"), Scalar::Bytes(part))));
        values
    }
}

impl Reply {
    /// The values that add a reply.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let key = |name: &str| format!("reply/{}/{name}", self.id);
        BTreeMap::from([
            (key("who"), Scalar::from(self.who.as_str())),
            (key("text"), Scalar::from(self.text.as_str())),
            (key("fact"), Scalar::Bool(self.is_fact)),
            (key("at"), Scalar::Int(self.at.0)),
        ])
    }

    fn read(flat: &Flat, id: DocId) -> Option<Self> {
        let key = |name: &str| format!("reply/{id}/{name}");
        Some(Self {
            id,
            who: text(flat, &key("who"))?,
            text: text(flat, &key("text"))?,
            is_fact: flat.latest(&key("fact")).and_then(Scalar::bool) == Some(true),
            at: moment(flat, &key("at"))?,
        })
    }
}

/// The document that asked for what this one answers.
pub fn asked_by(flat: &Flat) -> Option<DocId> {
    super::doc_id(flat.latest("ask"))
}

/// Reads what a document of this kind says; `None` when it is none or not whole.
pub fn read(flat: &Flat) -> Option<Answered> {
    let number = |key: &str| flat.latest(key).and_then(Scalar::uint);
    match text(flat, "refused").as_deref() {
        None => {}
        Some(NotReleased::TOO_FEW) => {
            let needs = number("needs").unwrap_or_default();
            return Some(Answered::Refused(NotReleased::TooFew { needs }));
        }
        Some(NotReleased::NOTHING_NEW) => return Some(Answered::Refused(NotReleased::NothingNew)),
        Some(NotReleased::FORGOTTEN) => return Some(Answered::Refused(NotReleased::Forgotten)),
        Some(_) => return Some(Answered::Refused(NotReleased::StillOpen)),
    }
    let mut replies: Vec<Reply> =
        ids_under(flat, "reply/").into_iter().filter_map(|id| Reply::read(flat, id)).collect();
    replies.sort_by_key(|reply| (reply.at, reply.id));
    Some(Answered::Released(Release {
        number: number("number")?,
        name: text(flat, "name").unwrap_or_default(),
        made: moment(flat, "made")?,
        reply_until: moment(flat, "reply_until")?,
        interviews: number("interviews")?,
        held: number("held").unwrap_or_default(),
        content: BlobHash::try_from(flat.latest("content")?.bytes()?).ok()?,
        replies,
    }))
}

/// What a release shows, still packed.
pub fn packed(flat: &Flat) -> Vec<u8> {
    let parts = flat.under("part/").take(MAX_PARTS);
    parts
        .filter_map(|(number, _)| flat.latest(&format!("part/{number}"))?.bytes().map(<[u8]>::to_vec))
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};

    fn release() -> Release {
        Release {
            number: 2,
            name: "Spring".to_owned(),
            made: Timestamp(5),
            reply_until: Timestamp(9),
            interviews: 183,
            held: 4,
            content: BlobHash([3; 32]),
            replies: Vec::new(),
        }
    }

    #[test]
    fn a_release_is_read_with_its_pieces_in_order_and_the_replies_that_came() {
        let parts: Vec<Vec<u8>> = (0..12).map(|number| vec![number; 20_000]).collect();
        let changes = Document::first(ALICE, &release().to_values(DocId([1; 16]), parts.clone())).expect("changes");
        assert!(changes.len() > 1, "one entry does not hold it");
        let mut document = loaded(&changes);
        assert_eq!(packed(document.flat()), parts.concat());
        assert_eq!(asked_by(document.flat()), Some(DocId([1; 16])));
        let reply = |id: u8, at: i64| Reply {
            id: DocId([id; 16]),
            who: "Housing".to_owned(),
            text: "The lift is ordered.".to_owned(),
            is_fact: id == 1,
            at: Timestamp(at),
        };
        for one in [reply(2, 7), reply(1, 8)] {
            let change = document.edit(ALICE, &one.to_values(), None).expect("an edit").remove(0);
            document.apply(change).expect("fits");
        }
        let expected = Release { replies: vec![reply(2, 7), reply(1, 8)], ..release() };
        assert_eq!(read(document.flat()), Some(Answered::Released(expected)));
    }

    #[test]
    fn a_refusal_says_why() {
        let without_number = [NotReleased::StillOpen, NotReleased::NothingNew, NotReleased::Forgotten];
        for why in without_number.into_iter().chain([NotReleased::TooFew { needs: 150 }]) {
            let document = loaded(&Document::first(ALICE, &why.to_values(DocId([1; 16]))).expect("changes"));
            assert_eq!(read(document.flat()), Some(Answered::Refused(why)));
        }
    }
}
