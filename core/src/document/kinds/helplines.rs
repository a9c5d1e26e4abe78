//! Whom to call when somebody may be at risk: numbers of this place, a setting of the project. Nothing about anybody is in it.
//!
//! | key | value |
//! |---|---|
//! | `helplines` | text, a line for each: who answers, a tabulator, the number |

use std::collections::BTreeMap;

use super::text;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;

/// The most numbers there are: a list that is longer is read by nobody at a door.
pub const MAX_HELPLINES: usize = 12;

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Helpline {
    /// Who answers, and for what.
    pub who: String,
    /// The number, as it is dialled.
    pub number: String,
}

/// The value that stands for a list of numbers.
pub fn to_values(lines: &[Helpline]) -> BTreeMap<String, Scalar> {
    let line = |line: &Helpline| format!("{}\t{}", line.who, line.number);
    let lines = lines.iter().map(line).collect::<Vec<_>>().join("\n");
    BTreeMap::from([("helplines".to_owned(), Scalar::Text(lines))])
}

/// The numbers that a project's settings hold, in their order.
pub fn read(flat: &Flat) -> Vec<Helpline> {
    let lines = text(flat, "helplines").unwrap_or_default();
    let line = |line: &str| {
        let (who, number) = line.split_once('\t')?;
        Some(Helpline { who: who.to_owned(), number: number.to_owned() })
    };
    lines.lines().filter_map(line).take(MAX_HELPLINES).collect()
}
