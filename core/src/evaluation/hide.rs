//! What of one series outsiders may see: whole figures first, then single answers within them.
//!
//! It says which numbers must stay secret and which sums the published tables have; `protect` and `cells` cover what
//! would give the secret ones away, `figure` puts the rest into numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Line, Seen, Table};
use super::cube::Count;
use super::disclosure::Disclosure;
use super::figure::{Figure, Picture};
use super::protect::{self, Sizes};
use super::released::{Before, Pattern, Remainder};
use super::slice::Slice;

/// Counts whose answers are nearly all the same, in groups smaller than this many times the fewest shown, are hidden.
const SMALL_GROUP: i64 = 5;

/// The figures of one series that outsiders may see, and which numbers they show; what comes `before` are earlier releases.
pub(super) fn figures(
    counts: &BTreeMap<Slice, Count>,
    picture: &Picture<'_>,
    disclosure: &Disclosure,
    before: &Before<'_>,
) -> (BTreeMap<Slice, Figure>, Pattern) {
    let secret =
        |count: &Count, n| disclosure.hides(n) || (!picture.several && says_the_same(picture, count, n, disclosure));
    let size = |(slice, count): (&Slice, &Count)| {
        let n = picture.size(count);
        (slice.clone(), (n, if secret(count, n) { Seen::Secret } else { Seen::Shown }))
    };
    let mut sizes: Sizes = counts.iter().map(size).collect();
    protect::protect(&mut sizes, disclosure.fewest);
    let answers: Vec<String> = picture.offered.iter().map(|answer| answer.name.clone()).collect();
    let held = hold(&mut sizes, &answers, before, disclosure.fewest);
    let mut published = Published::new(counts, &sizes, picture, disclosure);
    let pattern = published.protect((answers, picture.several), counts, before);
    let figure = |(slice, count): (&Slice, &Count)| {
        let (n, size) = sizes[slice];
        let figure = match (size, pattern.figures[slice].split_first()) {
            _ if held.contains(slice) => Figure::Held,
            _ if n == 0 => Figure::Nobody(picture.aside(count, disclosure)),
            (Seen::Shown, Some((Seen::Shown, answers))) => picture.figure(count, answers, disclosure),
            (Seen::Secret, _) if disclosure.hides(n) => Figure::TooFew { fewest: disclosure.fewest },
            (Seen::Secret, _) => Figure::Alike,
            (Seen::Shown | Seen::Cover, _) => Figure::Covering,
        };
        (slice.clone(), figure)
    };
    let figures = counts.iter().map(figure).collect();
    (figures, pattern)
}

/// Covers what would be shown and has to wait, and what that leaves open; says which figures wait.
fn hold(sizes: &mut Sizes, answers: &[String], before: &Before<'_>, fewest: i64) -> BTreeSet<Slice> {
    let waits = |slice: &Slice, seen: Seen| seen == Seen::Shown && before.holds(slice, answers);
    let held: BTreeSet<Slice> =
        sizes.iter().filter(|(slice, (_, seen))| waits(slice, *seen)).map(|(slice, _)| slice.clone()).collect();
    for (slice, (_, seen)) in sizes.iter_mut() {
        if held.contains(slice) {
            *seen = Seen::Cover;
        }
    }
    if !held.is_empty() {
        protect::protect(sizes, fewest);
    }
    held
}

/// Whether a figure tells what each of its people said: all, or all but one, gave one answer; in a small group, nearly
/// all.
fn says_the_same(picture: &Picture<'_>, count: &Count, n: i64, disclosure: &Disclosure) -> bool {
    let most = (0..picture.offered.len()).map(|answer| picture.times(count, answer)).max().unwrap_or_default();
    let others = n - most;
    n > 0 && (others <= 1 || (others * 20 < n && n < SMALL_GROUP * disclosure.fewest))
}

/// All numbers of a series as one table: for each slice its size and then its answers.
struct Published {
    table: Table,
    width: usize,
    /// Numbers of people in no part of a line, by line and place, and which cell each is.
    remainders: Vec<(u32, u32, usize)>,
}

impl Published {
    fn new(counts: &BTreeMap<Slice, Count>, sizes: &Sizes, picture: &Picture<'_>, disclosure: &Disclosure) -> Self {
        let width = 1 + picture.offered.len();
        let mut published = Self { table: Table::default(), width, remainders: Vec::new() };
        for (slice, count) in counts {
            let (n, size) = sizes[slice];
            published.table.values.push(n);
            published.table.seen.push(size);
            for answer in 0..picture.offered.len() {
                let times = picture.times(count, answer);
                let rare = disclosure.hides(times) || (picture.several && disclosure.hides(n - times));
                let seen = match size {
                    Seen::Shown if rare => Seen::Secret,
                    // That nobody said something in a whole says so of its parts, too, and points at nobody.
                    Seen::Secret if times == 0 => Seen::Cover,
                    size @ (Seen::Shown | Seen::Secret | Seen::Cover) => size,
                };
                published.table.values.push(times);
                published.table.seen.push(seen);
            }
        }
        if !picture.several {
            published.sums_of_answers(counts.len());
        }
        published.sums_of_slices(counts, disclosure);
        published
    }

    fn cell(&self, slice: usize, place: usize) -> usize {
        slice * self.width + place
    }

    /// Covers what would give something away, also to readers of earlier releases; says what is shown.
    fn protect(
        &mut self,
        (answers, several): (Vec<String>, bool),
        counts: &BTreeMap<Slice, Count>,
        before: &Before<'_>,
    ) -> Pattern {
        let mut pattern = Pattern { answers, several, ..self.pattern(counts) };
        let own = self.table.seen.clone();
        for (earlier, same) in before.speaking() {
            earlier.join(&mut self.table, &pattern, same);
        }
        if !self.table.known.is_empty() {
            self.table.give_up_what_is_out();
        }
        self.table.protect();
        for (cell, own) in own.iter().enumerate().filter(|(_, own)| **own != Seen::Shown) {
            self.table.seen[cell] = *own;
        }
        let Pattern { figures, remainders, .. } = self.pattern(counts);
        (pattern.figures, pattern.remainders) = (figures, remainders);
        pattern
    }

    /// What is seen as it stands.
    fn pattern(&self, counts: &BTreeMap<Slice, Count>) -> Pattern {
        let of = |slice: usize| self.table.seen[self.cell(slice, 0)..self.cell(slice + 1, 0)].to_vec();
        let remainder = |(line, place, cell): &(u32, u32, usize)| Remainder {
            line: *line,
            place: *place,
            seen: self.table.seen[*cell],
        };
        Pattern {
            figures: counts.keys().enumerate().map(|(number, slice)| (slice.clone(), of(number))).collect(),
            remainders: self.remainders.iter().map(remainder).collect(),
            ..Pattern::default()
        }
    }

    /// The answers of a figure add up to its size.
    fn sums_of_answers(&mut self, slices: usize) {
        for slice in 0..slices {
            let parts = (1..self.width).map(|place| self.cell(slice, place)).collect();
            self.table.lines.push(Line { whole: self.cell(slice, 0), parts });
        }
    }

    /// Each number of a whole is the sum of the same number in its parts, and of people in no part.
    fn sums_of_slices(&mut self, counts: &BTreeMap<Slice, Count>, disclosure: &Disclosure) {
        let number: BTreeMap<&Slice, usize> =
            counts.keys().enumerate().map(|(number, slice)| (slice, number)).collect();
        for (line_number, line) in (0..).zip(protect::lines(counts.keys())) {
            let Some(whole) = number.get(&line.whole) else { continue };
            let parts: Vec<usize> = line.parts.iter().filter_map(|part| number.get(part).copied()).collect();
            for place in 0..self.width {
                let whole = self.cell(*whole, place);
                let mut cells: Vec<usize> = parts.iter().map(|part| self.cell(*part, place)).collect();
                let rest = self.table.values[whole] - cells.iter().map(|cell| self.table.values[*cell]).sum::<i64>();
                if rest != 0 {
                    self.remainders.push((
                        line_number,
                        u32::try_from(place).unwrap_or(u32::MAX),
                        self.table.values.len(),
                    ));
                    cells.push(self.table.values.len());
                    self.table.values.push(rest);
                    self.table.seen.push(if disclosure.hides(rest) { Seen::Secret } else { Seen::Cover });
                }
                self.table.lines.push(Line { whole, parts: cells });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::disclosure::People;
    use super::super::series::Offered;
    use super::super::slice::Who;
    use super::*;

    fn offered(answers: usize) -> Vec<Offered> {
        (0..answers).map(|answer| Offered::new(&answer.to_string())).collect()
    }

    fn shown(given: &[(&str, &[i64])]) -> Vec<Option<Vec<Option<i64>>>> {
        let who = |name: &str| match name {
            "team" => Who::Team,
            name => Who::Perspective(name.to_owned()),
        };
        let count = |given: &[i64]| Count { answered: given.iter().sum(), given: given.to_vec(), ..Count::default() };
        let counts = given.iter().map(|(name, given)| (Slice::of(who(name)), count(given))).collect();
        let offered = offered(given[0].1.len());
        let picture = Picture { offered: &offered, scale: &offered, fold: None, several: false };
        let (figures, _) = figures(&counts, &picture, &Disclosure::OUTSIDE, &Before::default());
        let number = |people: &People| match people {
            People::Shown(count) => Some(*count),
            People::FewerThan(_) | People::Covering => None,
        };
        let of = |name: &str| {
            let spread = figures[&Slice::of(who(name))].spread()?;
            Some(spread.counts.iter().map(number).collect())
        };
        given.iter().map(|(name, _)| of(name)).collect()
    }

    #[test]
    fn rare_answers_are_hidden_in_a_figure_that_is_shown() {
        assert_eq!(shown(&[("team", &[3, 8, 16])]), [Some(vec![None, None, Some(15)])]);
    }

    #[test]
    fn a_lone_rare_answer_takes_the_next_smallest_with_it() {
        assert_eq!(shown(&[("team", &[4, 30, 20])]), [Some(vec![None, Some(30), None])]);
    }

    #[test]
    fn what_nearly_everybody_of_a_small_group_said_is_not_shown() {
        assert_eq!(shown(&[("team", &[0, 0, 12])]), [None]);
        assert_eq!(shown(&[("team", &[0, 1, 30])]), [None]);
        assert_eq!(shown(&[("team", &[0, 200, 300])]), [Some(vec![Some(0), Some(200), Some(300)])]);
    }

    #[test]
    fn a_rare_answer_of_staff_cannot_be_worked_out_from_the_team_less_managers() {
        let [team, staff, manager] = [[20, 34, 22], [4, 14, 12], [16, 20, 10]];
        let shown = shown(&[("team", &team), ("staff", &staff), ("manager", &manager)]);
        let known =
            |figure: usize, answer: usize| shown[figure].as_ref().is_some_and(|counts| counts[answer].is_some());
        assert!(!known(1, 0));
        assert!(!(known(0, 0) && known(2, 0)), "{shown:?}");
    }
}
