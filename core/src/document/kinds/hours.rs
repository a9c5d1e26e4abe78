//! Hours that a member gave: one document for each member, in the deliberation, without a name. Only what that member signed counts.
//!
//! | key | value |
//! |---|---|
//! | `h/<id>/minutes` | uint, how long; 0 once it was taken back |
//! | `h/<id>/work` | uint, for what, see [`Work`] |
//! | `h/<id>/as` | uint, as what, see [`GivenAs`] |
//! | `h/<id>/day` | text, `2026-03-14` |

use std::collections::BTreeMap;

use super::{current, ids_under, subject, text};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::evaluation::{GivenAs, Hours, Work};
use crate::ids::{DocId, MemberId, ProjectId};

/// Time that somebody gave on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursOf {
    /// The day, as `2026-03-14`.
    pub day: String,
    /// How long, for what and as what.
    pub hours: Hours,
}

/// The document of a member's hours.
pub fn document(project: ProjectId, member: MemberId) -> DocId {
    subject::derived("hours document", &[&project.0, &member.0])
}

impl HoursOf {
    /// The values that record it under an id.
    pub fn to_values(&self, id: DocId) -> BTreeMap<String, Scalar> {
        let Hours { minutes, work, given_as } = self.hours;
        BTreeMap::from([
            (format!("h/{id}/minutes"), Scalar::Uint(minutes)),
            (format!("h/{id}/work"), Scalar::Uint(work.number())),
            (format!("h/{id}/as"), Scalar::Uint(given_as.number())),
            (format!("h/{id}/day"), Scalar::from(self.day.as_str())),
        ])
    }
}

/// What a merged document holds, by id; without what was taken back.
pub fn read(flat: &Flat) -> BTreeMap<DocId, HoursOf> {
    let number = |id: &DocId, key: &str| current(flat, &format!("h/{id}/{key}"))?.uint();
    let one = |id: DocId| {
        let minutes = number(&id, "minutes").filter(|minutes| (1..=MOST_MINUTES).contains(minutes))?;
        let work = Work::of(number(&id, "work").unwrap_or_default());
        let given_as = GivenAs::of(number(&id, "as").unwrap_or_default());
        let day = text(flat, &format!("h/{id}/day")).unwrap_or_default();
        Some((id, HoursOf { day, hours: Hours { minutes, work, given_as } }))
    };
    ids_under(flat, "h/").into_iter().filter_map(one).collect()
}

/// The most minutes that a day has.
pub const MOST_MINUTES: u64 = 24 * 60;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};

    fn hours(minutes: u64) -> HoursOf {
        let hours = Hours { minutes, work: Work::Knocking, given_as: GivenAs::Resident };
        HoursOf { day: "2026-03-14".to_owned(), hours }
    }

    #[test]
    fn hours_are_read_again_until_they_are_taken_back() {
        let (one, other) = (DocId([1; 16]), DocId([2; 16]));
        let mut values = hours(90).to_values(one);
        values.extend(hours(0).to_values(other));
        let document = loaded(&Document::first(ALICE, &values).unwrap());
        assert_eq!(read(document.flat()), BTreeMap::from([(one, hours(90))]));
    }

    #[test]
    fn more_minutes_than_a_day_has_count_nothing() {
        let document = loaded(&Document::first(ALICE, &hours(1_441).to_values(DocId([1; 16]))).unwrap());
        assert!(read(document.flat()).is_empty());
    }
}
