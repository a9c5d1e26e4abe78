//! Deciding between values that stand side by side: acts, their undoing, and what follows from them.
//!
//! What follows is a pure function of the values and the set of acts: neither order nor clocks play a part. An act is
//! the value under `s/<path>/<act id>`; it is undone by any value under `u/<act id>`. The path of a key is the key
//! itself, without the `a/` of answers. Keys that begin with `c/` hold what a program worked out: of several the latest
//! counts, and there is nothing to decide.

mod act;
mod decide;
mod resolve;

pub use act::{Act, ActChoice, acts, is_act_key, path_of};
pub use decide::Choice;
pub use resolve::{Resolution, resolve, resolve_key};

use super::flat::Flat;

/// Whether a key has different values that nobody has decided between.
pub fn is_open(flat: &Flat, key: &str) -> bool {
    !key.starts_with("c/") && matches!(resolve_key(flat, key), Some(Resolution::Several { .. }))
}
