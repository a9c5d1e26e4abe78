//! What a member says of themselves: name and how to reach them. Of class person: coordinators can open it, and an order erases it.
//!
//! Whose it is follows from who signed it and stands nowhere in the document; membership acts hold ids alone.
//!
//! | key | value |
//! |---|---|
//! | `name`, `reach` | text; an empty name takes both back |
//! | `at` | moment, when it was written, as the phone's clock claimed: the latest counts |

use std::collections::BTreeMap;

use crate::document::scalar::Scalar;
use crate::time::Timestamp;

/// What a member says of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MemberName {
    /// What they are called.
    pub name: String,
    /// How to reach them.
    pub reach: String,
}

impl MemberName {
    /// The values of the document.
    pub fn to_values(&self, at: Timestamp) -> BTreeMap<String, Scalar> {
        BTreeMap::from([
            ("name".to_owned(), Scalar::Text(self.name.clone())),
            ("reach".to_owned(), Scalar::Text(self.reach.clone())),
            ("at".to_owned(), Scalar::Moment(at.0)),
        ])
    }

    /// Reads one writing of it, and when it was written; none without a name's value.
    pub fn read(values: &BTreeMap<String, Scalar>) -> Option<(Timestamp, Self)> {
        let text = |key| values.get(key).and_then(Scalar::text).map(str::to_owned);
        let at = if let Some(Scalar::Moment(at)) = values.get("at") { Timestamp(*at) } else { Timestamp(0) };
        Some((at, Self { name: text("name")?, reach: text("reach").unwrap_or_default() }))
    }
}
