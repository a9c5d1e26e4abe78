//! A door as a document. Its address is personal data; the document belongs to the class sealed.
//!
//! | key | value |
//! |---|---|
//! | `address`, `note` | text |
//! | `order` | unsigned, the place on the walk |
//! | `uprn` | unsigned, absent where none is known |

use std::collections::BTreeMap;

use super::put;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::place::Door;

/// The values of a door's document.
pub fn to_values(door: &Door) -> BTreeMap<String, Scalar> {
    let mut values = BTreeMap::from([
        ("address".to_owned(), Scalar::Text(door.address.clone())),
        ("note".to_owned(), Scalar::Text(door.entry_note.clone())),
        ("order".to_owned(), Scalar::Uint(door.order)),
    ]);
    put(&mut values, "uprn", door.uprn.map(Scalar::Uint));
    values
}

/// Reads a merged door; `None` when it has no address.
pub fn read(flat: &Flat) -> Option<Door> {
    let text = |key| flat.latest(key).and_then(Scalar::text).map(str::to_owned);
    Some(Door {
        address: text("address")?,
        order: flat.latest("order").and_then(Scalar::uint).unwrap_or_default(),
        entry_note: text("note").unwrap_or_default(),
        uprn: flat.latest("uprn").and_then(Scalar::uint),
    })
}
