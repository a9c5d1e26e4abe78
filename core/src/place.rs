//! Doors and areas as plain values: what a volunteer walks by, and how an address is compared with another.
//!
//! How they are kept as documents is in `document::kinds`; what happened at a door is `document::kinds::visit`.

mod alike;
mod boundary;
#[cfg(feature = "boundaries")]
mod boundary_file;
mod import;
mod inside;
mod range;
mod walk;

use unicode_normalization::UnicodeNormalization;

pub use alike::maybe_same;
pub use boundary::{Boundary, MAX_POINTS, Point, Ring, UNITS_PER_DEGREE};
#[cfg(feature = "boundaries")]
pub use boundary_file::{BoundaryFault, FileBoundary, MAX_BOUNDARY_FILE_BYTES, TOLERANCE_METRES, read_boundaries};
pub use import::{FileDoor, FileFault, MAX_FILE_BYTES, MAX_ROWS, read_addresses};
pub use range::{MAX_RANGE, RangeError, addresses_of_range};
pub use walk::WalkKey;

/// The longest address line, in characters.
pub const MAX_ADDRESS_CHARS: usize = 200;

/// A home, as a volunteer finds it. Personal data: it belongs in documents of class sealed and nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Door {
    /// The address as it is written on an envelope, without town and country.
    pub address: String,
    /// Where it comes on the walk: doors are listed by this, then by address.
    pub order: u64,
    /// How to get in: a buzzer, a gate, a code. Nothing about people.
    pub entry_note: String,
    /// Its Unique Property Reference Number, where an address file gave one: of Great Britain, at most 12 digits.
    pub uprn: Option<u64>,
    /// Where it is on a map, where that is known.
    #[serde(default)]
    pub place: Option<Point>,
}

/// An address in the form by which two spellings of one door are found to be the same: lower case, one space between
/// words, without punctuation, accents in composed form.
///
/// ```
/// use doorstep_core::place::normalised;
///
/// assert_eq!(normalised("Flat 12a,  LARK House"), normalised("flat 12A, Lark house."));
/// ```
pub fn normalised(address: &str) -> String {
    let letters: String =
        address.nfkc().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}
