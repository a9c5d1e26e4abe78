//! What a coordinator asks of releases, as a document: to make one, or to add a reply to one. The server answers in
//! `kinds::release`; nothing here changes what was released.
//!
//! | key | value |
//! |---|---|
//! | `ask` | text, `release` or `reply` |
//! | `at` | int, when it was asked, by the asker's clock |
//! | `name` | text, what the release is to be called beside its number; may be empty |
//! | `reply_days` | uint, how many days there are for replies |
//! | `release` | bytes16, the release that a reply is to |
//! | `who`, `text` | text, who replies, by service or role, and what |
//! | `fact` | bool, whether it is a fact and no reply |

use std::collections::BTreeMap;

use super::{doc_id, moment, text};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::DocId;
use crate::time::Timestamp;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A release.
    Release {
        /// What it is to be called beside its number; may be empty.
        name: String,
        /// How many days there are for replies.
        reply_days: u64,
    },
    /// That a reply is added.
    Reply {
        /// To which release.
        release: DocId,
        /// Who says it, by service or role.
        who: String,
        /// What they say.
        text: String,
        /// Whether it is a fact and no reply.
        is_fact: bool,
    },
}

/// A document that asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseAsk {
    /// When, by the asker's clock.
    pub at: Timestamp,
    /// What.
    pub wanted: Wanted,
}

impl ReleaseAsk {
    /// The values of the document's first change.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([("at".to_owned(), Scalar::Int(self.at.0))]);
        let mut put = |key: &str, value: Scalar| drop(values.insert(key.to_owned(), value));
        match &self.wanted {
            Wanted::Release { name, reply_days } => {
                put("ask", Scalar::from("release"));
                put("name", Scalar::from(name.as_str()));
                put("reply_days", Scalar::Uint(*reply_days));
            }
            Wanted::Reply { release, who, text, is_fact } => {
                put("ask", Scalar::from("reply"));
                put("release", Scalar::Bytes(release.0.to_vec()));
                put("who", Scalar::from(who.as_str()));
                put("text", Scalar::from(text.as_str()));
                put("fact", Scalar::Bool(*is_fact));
            }
        }
        values
    }

    /// Reads it; `None` when it does not say what is asked for.
    pub fn read(flat: &Flat) -> Option<Self> {
        let wanted = match text(flat, "ask")?.as_str() {
            "release" => Wanted::Release {
                name: text(flat, "name").unwrap_or_default(),
                reply_days: flat.latest("reply_days").and_then(Scalar::uint)?,
            },
            "reply" => Wanted::Reply {
                release: doc_id(flat.latest("release"))?,
                who: text(flat, "who")?,
                text: text(flat, "text")?,
                is_fact: flat.latest("fact").and_then(Scalar::bool) == Some(true),
            },
            _ => return None,
        };
        Some(Self { at: moment(flat, "at")?, wanted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};

    #[test]
    fn what_is_asked_for_is_read_again() {
        let reply = |is_fact| Wanted::Reply {
            release: DocId([2; 16]),
            who: "Housing".to_owned(),
            text: "Done.".to_owned(),
            is_fact,
        };
        for wanted in [Wanted::Release { name: "Spring".to_owned(), reply_days: 14 }, reply(true), reply(false)] {
            let ask = ReleaseAsk { at: Timestamp(7), wanted };
            let document = loaded(&Document::first(ALICE, &ask.to_values()).expect("changes"));
            assert_eq!(ReleaseAsk::read(document.flat()), Some(ask));
        }
    }
}
