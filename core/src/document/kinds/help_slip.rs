//! That somebody asked for help, said yes to its being passed on, and what became of it. Of class person: coordinators alone can open
//! it, an order erases it, and no result, count or export of answers ever looks at it.
//!
//! Every value of the document says one thing and none takes another's place; who said it is whoever signed it.
//!
//! | key | value |
//! |---|---|
//! | `kind`, `to` | text: with what, and to which service or role it is passed on, as both were read out |
//! | `words`, `reach` | text: what it is about, and how to reach the person |
//! | `door` | bytes, the door's id |
//! | `interview` | bytes, the interview after which they asked; absent where there was none |
//! | `at`, `answer_by` | moment: when they said yes to its being passed on, and until when they were promised an answer |
//! | `end` | unsigned, how it ended, see [`HelpEnd`] |
//! | `what` | text: what was done, or why nothing could be |
//! | `told` | text, the day on which the person was told, as `2026-03-14`; absent if they were not |
//! | `ended_at` | moment, when that was written down |
//! | `taken_back` | moment, when the person said that it is not to be passed on after all |
//!
//! The list of kinds is `help_kinds`'.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::doc_id;
use crate::document::scalar::Scalar;
use crate::ids::DocId;
use crate::time::Timestamp;

/// Somebody's asking for help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpSlip {
    /// With what, in the project's words.
    pub kind: String,
    /// The service or role that it is passed on to, and that answers for it.
    pub to: String,
    /// What it is about.
    pub words: String,
    /// How to reach the person.
    pub reach: String,
    /// Where they live.
    pub door: DocId,
    /// After which interview they asked, if after one.
    pub interview: Option<DocId>,
    /// When they said yes to its being passed on, as the phone's clock claimed.
    pub at: Timestamp,
    /// Until when they were promised an answer.
    pub answer_by: Timestamp,
}

/// How it ended. Numbers are for ever; new ones come at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HelpEnd {
    /// It was done.
    Done,
    /// It could not be done.
    CouldNot,
    /// Somebody else took it on.
    PassedOn,
}

impl HelpEnd {
    /// Every end, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Done, Self::CouldNot, Self::PassedOn];

    /// The end's number in documents.
    pub const fn number(self) -> u64 {
        match self {
            Self::Done => 1,
            Self::CouldNot => 2,
            Self::PassedOn => 3,
        }
    }

    fn from_number(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.number() == number)
    }
}

/// What became of it, as somebody wrote it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// How it ended; none where a later version knows more.
    pub how: Option<HelpEnd>,
    /// What was done, or why nothing could be.
    pub what: String,
    /// The day on which the person was told.
    pub told: Option<Date>,
    /// When it was written down, as the device's clock claimed.
    pub at: Timestamp,
}

/// One value of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Somebody asked.
    Asked(HelpSlip),
    /// It ended.
    Ended(Ended),
    /// They want it no longer.
    TakenBack,
}

impl Said {
    /// The values that record it.
    pub fn to_values(&self, at: Timestamp) -> BTreeMap<String, Scalar> {
        let values: Vec<(&str, Scalar)> = match self {
            Self::Asked(slip) => asked_values(slip),
            Self::Ended(ended) => ended_values(ended),
            Self::TakenBack => vec![("taken_back", Scalar::Moment(at.0))],
        };
        values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    /// Reads one value; none if it says nothing that this version knows.
    pub fn read(values: &BTreeMap<String, Scalar>) -> Option<Self> {
        if values.contains_key("taken_back") {
            return Some(Self::TakenBack);
        }
        let text = |key| values.get(key).and_then(Scalar::text).unwrap_or_default().to_owned();
        let moment = |key| if let Some(Scalar::Moment(at)) = values.get(key) { Timestamp(*at) } else { Timestamp(0) };
        if let Some(how) = values.get("end").and_then(Scalar::uint) {
            let told = values.get("told").and_then(Scalar::text).and_then(|day| day.parse().ok());
            let how = HelpEnd::from_number(how);
            return Some(Self::Ended(Ended { how, what: text("what"), told, at: moment("ended_at") }));
        }
        Some(Self::Asked(HelpSlip {
            kind: values.get("kind").and_then(Scalar::text)?.to_owned(),
            to: text("to"),
            words: text("words"),
            reach: text("reach"),
            door: doc_id(values.get("door"))?,
            interview: doc_id(values.get("interview")),
            at: moment("at"),
            answer_by: moment("answer_by"),
        }))
    }
}

fn asked_values(slip: &HelpSlip) -> Vec<(&'static str, Scalar)> {
    let mut values = vec![
        ("kind", Scalar::from(slip.kind.as_str())),
        ("to", Scalar::from(slip.to.as_str())),
        ("words", Scalar::from(slip.words.as_str())),
        ("reach", Scalar::from(slip.reach.as_str())),
        ("door", Scalar::Bytes(slip.door.0.to_vec())),
        ("at", Scalar::Moment(slip.at.0)),
        ("answer_by", Scalar::Moment(slip.answer_by.0)),
    ];
    values.extend(slip.interview.map(|interview| ("interview", Scalar::Bytes(interview.0.to_vec()))));
    values
}

fn ended_values(ended: &Ended) -> Vec<(&'static str, Scalar)> {
    let mut values = vec![
        ("end", Scalar::Uint(ended.how.map_or(0, HelpEnd::number))),
        ("what", Scalar::from(ended.what.as_str())),
        ("ended_at", Scalar::Moment(ended.at.0)),
    ];
    values.extend(ended.told.map(|day| ("told", Scalar::Text(day.to_string()))));
    values
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn slip() -> HelpSlip {
        HelpSlip {
            kind: "Repairs".to_owned(),
            to: "Housing team".to_owned(),
            words: "The lift".to_owned(),
            reach: "020 7946 0000".to_owned(),
            door: DocId([0xd0; 16]),
            interview: Some(DocId([0xa0; 16])),
            at: Timestamp(1_700_000_000_000),
            answer_by: Timestamp(1_700_600_000_000),
        }
    }

    #[test]
    fn whatever_is_said_of_a_slip_reads_back() {
        let ended = |how, told| Ended { how, what: "Lift mended".to_owned(), told, at: Timestamp(1_700_100_000_000) };
        for said in [
            Said::Asked(slip()),
            Said::Asked(HelpSlip { interview: None, ..slip() }),
            Said::Ended(ended(Some(HelpEnd::Done), Some(date(2026, 3, 14)))),
            Said::Ended(ended(Some(HelpEnd::CouldNot), None)),
            Said::TakenBack,
        ] {
            assert_eq!(Said::read(&said.to_values(Timestamp(1_700_000_000_000))), Some(said));
        }
    }

    #[test]
    fn an_end_of_a_later_version_is_an_end_and_a_value_without_kind_says_nothing() {
        let mut values = Said::Ended(Ended { how: None, what: String::new(), told: None, at: Timestamp(1) });
        let Some(Said::Ended(read)) = Said::read(&values.to_values(Timestamp(1))) else { panic!("it is an end") };
        assert_eq!(read.how, None);
        values = Said::Asked(slip());
        let mut without = values.to_values(Timestamp(1));
        without.remove("kind");
        assert_eq!(Said::read(&without), None);
    }
}
