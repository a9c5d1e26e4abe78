//! How many people of each group are wanted, as a part of a project's settings.
//!
//! | key | value |
//! |---|---|
//! | `target/<question>/<choice>` | unsigned number of interviews in a round; absent or 0: none are asked for |
//!
//! How many live here is another setting, `margin/…`, see `project`.

use std::collections::BTreeMap;

use super::current;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;

const PREFIX: &str = "target/";

/// The values that record these in place of what stands in the settings.
pub fn to_values(flat: &Flat, wanted: BTreeMap<String, u64>) -> BTreeMap<String, Scalar> {
    let gone = read(flat).into_keys().map(|name| (name, 0));
    let numbers: BTreeMap<String, u64> = gone.chain(wanted).collect();
    numbers.into_iter().map(|(name, count)| (format!("{PREFIX}{name}"), Scalar::Uint(count))).collect()
}

/// What a merged project document says, by `question/choice`.
pub fn read(flat: &Flat) -> BTreeMap<String, u64> {
    let number = |name: &str| current(flat, &format!("{PREFIX}{name}"))?.uint();
    flat.under(PREFIX).filter_map(|(name, _)| Some((name.to_owned(), number(name)?))).filter(|(_, n)| *n > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};

    #[test]
    fn targets_are_read_back_and_one_that_is_gone_is_asked_for_no_more() {
        let first = BTreeMap::from([("age/young".to_owned(), 20), ("age/old".to_owned(), 30)]);
        let values = to_values(&Flat::default(), first.clone());
        let document = loaded(&Document::first(ALICE, &values).expect("changes"));
        assert_eq!(read(document.flat()), first);
        let later = to_values(document.flat(), BTreeMap::from([("age/old".to_owned(), 40)]));
        assert_eq!(later["target/age/young"], Scalar::Uint(0));
    }
}
