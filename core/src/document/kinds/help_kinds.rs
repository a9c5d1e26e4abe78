//! With what people can be helped, and who answers: a setting of the project, so that nothing is promised that nobody keeps.
//!
//! | key | value |
//! |---|---|
//! | `help_kinds` | text, a line for each: the kind, a tabulator, which service or whose task it is, a tabulator, days to an answer |
//!
//! What somebody asked for is `help_slip`'s.

use std::collections::BTreeMap;

use super::text;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;

/// The most kinds there are: a longer list is not read out at a door.
pub const MAX_HELP_KINDS: usize = 12;
/// The most days after which somebody is promised an answer.
pub const MAX_HELP_DAYS: u32 = 60;

/// Something that people can be helped with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HelpKind {
    /// What it is, such as repairs at home.
    pub name: String,
    /// To which service or role it is passed on; they answer for it.
    pub to: String,
    /// Within how many days they answer.
    pub days: u32,
}

/// The value that stands for a list of kinds.
pub fn to_values(kinds: &[HelpKind]) -> BTreeMap<String, Scalar> {
    let line = |kind: &HelpKind| format!("{}\t{}\t{}", kind.name, kind.to, kind.days);
    let lines = kinds.iter().map(line).collect::<Vec<_>>().join("\n");
    BTreeMap::from([("help_kinds".to_owned(), Scalar::Text(lines))])
}

/// The kinds that a project's settings hold, in their order.
pub fn read(flat: &Flat) -> Vec<HelpKind> {
    let lines = text(flat, "help_kinds").unwrap_or_default();
    let kind = |line: &str| {
        let (name, rest) = line.split_once('\t')?;
        let (to, days) = rest.split_once('\t')?;
        let days = days.parse().ok().filter(|days| (1..=MAX_HELP_DAYS).contains(days))?;
        Some(HelpKind { name: name.to_owned(), to: to.to_owned(), days })
    };
    lines.lines().filter_map(kind).take(MAX_HELP_KINDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};

    fn kind(name: &str, days: u32) -> HelpKind {
        HelpKind { name: name.to_owned(), to: "Housing team".to_owned(), days }
    }

    #[test]
    fn kinds_are_read_back_in_their_order_and_broken_lines_are_left_out() {
        let kinds = [kind("Repairs", 7), kind("Forms and letters", 14)];
        let document = loaded(&Document::first(ALICE, &to_values(&kinds)).expect("changes"));
        assert_eq!(read(document.flat()), kinds);
        let broken = Scalar::from("Repairs\tHousing team\nFood\tFood bank\t900\nA chat\tNeighbours\t3");
        let values = BTreeMap::from([("help_kinds".to_owned(), broken)]);
        let document = loaded(&Document::first(ALICE, &values).expect("changes"));
        assert_eq!(read(document.flat()), [HelpKind { to: "Neighbours".to_owned(), ..kind("A chat", 3) }]);
    }
}
