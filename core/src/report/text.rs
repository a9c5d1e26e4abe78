//! The result as plain text for a terminal of a given width.
//!
//! The same order and the same sentences as the page; bars are drawn in block characters.
use super::Report;
use crate::words::Words;
/// Writes.
pub fn text(_r: &Report<'_>, _w: &Words, _width: usize) -> String {
    String::new()
}
