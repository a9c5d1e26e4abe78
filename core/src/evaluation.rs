//! The evaluation: from merged responses to a result that one audience may see, in plain values and whole numbers.
//!
//! [`Rules`] say what a form version means for counting; each response yields a [`Contribution`]; a [`Tally`] adds
//! contributions up and takes them out again; an [`Evaluation`] is what the tally says, with too small groups hidden; a
//! [`Live`] one follows the tally.
//! It knows nothing of documents, storage or the network, and puts nothing into words: that is `report`.
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::sync::Arc;
//!
//! use doorstep_core::evaluation::{
//!     Choice, Collected, Contribution, Disclosure, Evaluation, Kind, Label, Population, Question, Rules, Tally,
//! };
//! use doorstep_core::ids::{BlobHash, DocId};
//! use doorstep_core::response::{Answer, Cell, Response};
//!
//! let choice = |name: &str| Choice { name: name.into(), label: Label::plain(name), points: None, missing: None };
//! let lights = Question { kind: Kind::One, choices: vec![choice("yes"), choice("no")], ..Question::open("lights") };
//! let form = BlobHash([1; 32]);
//! let rules = Rules::new(form, vec![lights]);
//!
//! let response = |number: u8| Response {
//!     id: DocId([number; 16]),
//!     form,
//!     round: None,
//!     area: None,
//!     door: None,
//!     withdrawn: false,
//!     answers: BTreeMap::from([("lights".into(), Cell::One(Answer::Given("yes".into())))]),
//! };
//! let mut tally = Tally::default();
//! for number in 0..5 {
//!     tally.add(&Contribution::new(&rules, &response(number)));
//! }
//!
//! let (forms, none) = (BTreeMap::from([(form, Arc::new(rules))]), BTreeMap::new());
//! let (knocks, doors, agreed, population) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), Population::default());
//! let collected = Collected {
//!     tally: &tally,
//!     forms: &forms,
//!     areas: &none,
//!     rounds: &none,
//!     in_order: &[],
//!     knocks: &knocks,
//!     doors: &doors,
//!     population: &population,
//!     agreed: &agreed,
//!     keys: None,
//!     kept_out: 0,
//! };
//! let result = Evaluation::new(&collected, Disclosure::INSIDE);
//! assert_eq!(result.interviews, 5);
//! assert_eq!(result.tables.len(), 1);
//! ```

mod adjusted;
mod agreed;
mod apart;
mod at_doors;
mod breakdown;
mod cells;
mod comparing;
mod consent;
mod contribution;
mod coverage;
mod criterion;
mod cube;
mod disclosure;
#[cfg(test)]
pub(crate) mod example;
mod figure;
mod fold;
mod from_form;
mod hide;
mod homes;
mod hours;
mod interval;
mod live;
mod maker;
mod noise;
mod number;
#[cfg(test)]
mod oracle;
mod outcome;
mod population;
mod protect;
mod quadrant;
mod quality;
mod rake;
mod rates;
mod released;
mod result;
mod rules;
mod series;
mod slice;
mod solve;
mod span;
mod strata;
mod tally;
mod thresholds;
mod together;
mod trim;
#[cfg(test)]
mod usual;
mod weighting;

pub use adjusted::Adjusted;
pub use agreed::Agreed;
pub use at_doors::{AtDoors, Visited};
pub use breakdown::{Asked, Breakdown, ByQuestion, OfGroup};
pub use comparing::{
    Apart, Beside, BesideRow, Comparable, ComparableError, ComparableGroup, ComparableQuestion, Compared, Head,
    MOST_COMPARABLE_BYTES, Told, WhyApart, Worded, compare,
};
pub use consent::Consents;
pub use contribution::{Contribution, Group, Mark, Slot};
pub use coverage::{Coverage, Groups, Heard};
pub use criterion::{Counted, Criterion, Distance, Gap};
pub use disclosure::{Audience, Disclosure, People};
pub use figure::{Aside, Figure, Spread};
pub use homes::{AtDoor, Homes, Moved, the_one};
pub use hours::{GivenAs, Hours, HoursPart, HoursTold, Work};
pub use interval::{Interval, Worth};
pub use live::Live;
pub use noise::cell_key;
pub use number::{Mean, Share};
pub use outcome::{Case, Outcome};
pub use population::{MAX_GROUPS, MAX_MARGINS, Population, PopulationError};
pub use quadrant::{Corner, Placed, Quadrant};
pub use quality::{Habit, Looked, Oddity, Quality, Unusual};
pub use rates::{Doors, Knocked, Participation, Rate};
pub use released::{Earlier, Given, Ledger, Record, Standing, Stood, StoodAt};
pub use result::{Collected, Evaluation};
pub use rules::{Choice, Kind, Label, Question, Rules};
pub use series::Offered;
pub use slice::{Slice, Who};
pub use tally::{Counts, Place, Tally, Traits};
pub use thresholds::{ThresholdError, Thresholds};
pub use together::Joined;
pub use weighting::{Adjustment, Remark};

pub use crate::form::model::{Consent, Measure, Stage};
