//! Leaving a doubtful response out of the results, and taking it back in: acts of a coordinator, none of which is ever deleted.
//!
//! Entries behind a cut are held back by the membership and never get here; this is for what was taken before anybody doubted it.

use std::collections::BTreeMap;

use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::ActId;

/// Under this and an act's id stands why the response is left out.
const LEFT_OUT: &str = "x/";
/// Anything under this and an act's id takes that act back.
const TAKEN_IN: &str = "y/";

/// Whether a key belongs to leaving a response out, or to taking it back in.
pub fn is_review_key(key: &str) -> bool {
    key.starts_with(LEFT_OUT) || key.starts_with(TAKEN_IN)
}

/// The value by which a response is left out from now on.
pub fn leaving_out(act: ActId, reason: &str) -> (String, Scalar) {
    (format!("{LEFT_OUT}{act}"), Scalar::from(reason))
}

/// The values by which every act of leaving it out is taken back.
pub fn taking_in(flat: &Flat) -> BTreeMap<String, Scalar> {
    standing(flat).map(|act| (format!("{TAKEN_IN}{act}"), Scalar::Bool(true))).collect()
}

/// Why a response is left out, if it is: in the words of the act with the lowest id.
pub fn left_out(flat: &Flat) -> Option<String> {
    let act = standing(flat).next()?;
    Some(flat.latest(&format!("{LEFT_OUT}{act}"))?.text().unwrap_or_default().to_owned())
}

fn standing(flat: &Flat) -> impl Iterator<Item = ActId> {
    let act = |(name, _): (&str, _)| name.parse::<ActId>().ok();
    flat.under(LEFT_OUT).filter_map(act).filter(|act| flat.held(&format!("{TAKEN_IN}{act}")).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::testing::{ALICE, BOB, first, loaded};

    const ACTS: [ActId; 2] = [ActId([1; 16]), ActId([2; 16])];

    #[test]
    fn a_response_that_two_leave_out_is_back_once_both_acts_are_taken_back() {
        let start = loaded(&[first(ALICE, &[("a/age", "41")])]);
        let mut document = start.clone();
        for (who, act) in [(ALICE, ACTS[0]), (BOB, ACTS[1])] {
            let act = BTreeMap::from([leaving_out(act, "made up")]);
            let change = start.edit(who, &act, None).expect("an edit").remove(0);
            document.apply(change).expect("a fitting change");
        }
        assert_eq!(left_out(document.flat()).as_deref(), Some("made up"));
        let back = taking_in(document.flat());
        assert_eq!(back.len(), 2);
        let change = document.edit(ALICE, &back, None).expect("an edit").remove(0);
        document.apply(change).expect("a fitting change");
        assert_eq!(left_out(document.flat()), None);
        assert!(taking_in(document.flat()).is_empty());
    }
}
