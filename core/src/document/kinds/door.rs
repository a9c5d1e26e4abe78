//! A door as a document. Its address is personal data; the document belongs to the class sealed.
//!
//! | key | value |
//! |---|---|
//! | `address`, `note` | text |
//! | `order` | unsigned, the place on the walk |
//! | `uprn` | unsigned, absent where none is known |
//! | `latitude`, `longitude` | signed, millionths of a degree in WGS 84, absent where the place is not known |

use std::collections::BTreeMap;

use super::put;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::place::{Door, Point};

/// The values of a door's document.
pub fn to_values(door: &Door) -> BTreeMap<String, Scalar> {
    let mut values = BTreeMap::from([
        ("address".to_owned(), Scalar::Text(door.address.clone())),
        ("note".to_owned(), Scalar::Text(door.entry_note.clone())),
        ("order".to_owned(), Scalar::Uint(door.order)),
    ]);
    put(&mut values, "uprn", door.uprn.map(Scalar::Uint));
    put(&mut values, "latitude", door.place.map(|place| Scalar::Int(place.latitude.into())));
    put(&mut values, "longitude", door.place.map(|place| Scalar::Int(place.longitude.into())));
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
        place: place(flat),
    })
}

/// Where it is; none where the numbers are no place on earth.
fn place(flat: &Flat) -> Option<Point> {
    let units = |key| flat.latest(key).and_then(Scalar::int).and_then(|units| i32::try_from(units).ok());
    Point::of_units(units("latitude")?, units("longitude")?)
}
