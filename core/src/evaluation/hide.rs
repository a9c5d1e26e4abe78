//! What of one series outsiders may see: whole figures first, then single answers within them.
//!
//! It says which numbers must stay secret and which sums the published tables have; `protect` and `cells` cover what
//! would give the secret ones away, `figure` puts the rest into numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Line, Seen, Table};
use super::cube::Count;
use super::disclosure::Disclosure;
use super::figure::{Figure, Picture};
use super::protect::{self, Sizes, SliceLine};
use super::released::{Before, Pattern, Remainder};
use super::slice::Slice;

/// Counts whose answers are nearly all the same, in groups smaller than this many times the fewest shown, are hidden.
const SMALL_GROUP: i64 = 5;
/// A part is nearly all of a whole from nine tenths of it on.
const NEARLY_ALL: (i64, i64) = (9, 10);

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
    let dominated = dominated(&mut sizes);
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
            (Seen::Secret, _) if dominated.contains(slice) => Figure::Dominated,
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

/// Makes wholes secret that are nearly all one secret part: read as a whole they tell what that part said, and whoever is of
/// the few others knows it to the number. Returns which.
fn dominated(sizes: &mut Sizes) -> BTreeSet<Slice> {
    let lines = protect::lines(sizes.keys());
    let mut dominated = BTreeSet::new();
    loop {
        let tells = |line: &&SliceLine| {
            let Some((whole, Seen::Shown)) = sizes.get(&line.whole).copied() else { return false };
            let of = line.parts.iter().filter_map(|part| sizes.get(part));
            of.into_iter().any(|(n, seen)| *seen == Seen::Secret && NEARLY_ALL.1 * n >= NEARLY_ALL.0 * whole)
        };
        let Some(found) = lines.iter().find(tells) else { return dominated };
        sizes.entry(found.whole.clone()).and_modify(|(_, seen)| *seen = Seen::Secret);
        dominated.insert(found.whole.clone());
    }
}

/// Whether a figure tells what each of its people said: all, or all but one, gave one answer; in a small group, nearly
/// all.
pub(super) fn says_the_same(picture: &Picture<'_>, count: &Count, n: i64, disclosure: &Disclosure) -> bool {
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
                // Of several answers that people could give, one that all or nearly all gave tells on each of them.
                let rare = disclosure.hides(times) || (picture.several && times > 0 && n - times < disclosure.fewest);
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
    use proptest::prelude::*;

    use super::super::disclosure::People;
    use super::super::series::Offered;
    use super::super::slice::Who;
    use super::*;
    use crate::ids::DocId;

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
    fn a_team_that_is_nearly_all_one_hidden_group_is_not_shown() {
        let everyone_of_staff_agrees =
            [("team", &[0, 2, 28][..]), ("staff", &[0, 0, 27][..]), ("manager", &[0, 2, 1][..])];
        assert_eq!(shown(&everyone_of_staff_agrees), [None, None, None]);
        let nine_and_one = [("team", &[2, 3, 5][..]), ("staff", &[2, 3, 4][..]), ("manager", &[0, 0, 1][..])];
        assert_eq!(shown(&nine_and_one), [None, None, None]);
        let many_managers = [("team", &[12, 14, 27][..]), ("staff", &[0, 0, 27][..]), ("manager", &[12, 14, 0][..])];
        assert!(shown(&many_managers)[0].is_some());
    }

    #[test]
    fn what_everybody_chose_among_several_is_not_shown() {
        let count = |given: &[i64], answered| Count { answered, given: given.to_vec(), ..Count::default() };
        let counts: BTreeMap<Slice, Count> = [(Slice::of(Who::Residents), count(&[40, 22, 15], 40))].into();
        let offered = offered(3);
        let picture = Picture { offered: &offered, scale: &offered, fold: None, several: true };
        let figures = figures(&counts, &picture, &Disclosure::OUTSIDE, &Before::default()).0;
        let spread = figures[&Slice::of(Who::Residents)].spread().unwrap();
        assert_eq!(spread.counts, [People::Covering, People::Shown(20), People::Shown(15)]);
    }

    /// What residents and the team of three areas said: each a count of three answers for each of four perspectives.
    fn survey() -> impl Strategy<Value = Vec<Vec<[i64; 3]>>> {
        let times = prop_oneof![3 => Just(0_i64), 3 => 1..10_i64, 3 => 10..40_i64];
        proptest::collection::vec(proptest::collection::vec([times.clone(), times.clone(), times], 4), 3)
    }

    /// Every slice of such a survey that outsiders could be given.
    fn slices_of(survey: &[Vec<[i64; 3]>]) -> BTreeMap<Slice, Count> {
        let views = ["resident", "carer", "staff", "manager"].map(|name| Who::Perspective(name.to_owned()));
        let mut counts: BTreeMap<Slice, Count> = BTreeMap::new();
        for (area, by_view) in (1_u8..).zip(survey) {
            for (view, given) in views.iter().zip(by_view) {
                let Who::Perspective(name) = view else { continue };
                let whos = [Some(view.clone()), Who::side(name)];
                for who in whos.into_iter().flatten() {
                    for area in [None, Some(DocId([area; 16]))] {
                        let count = counts.entry(Slice { area, ..Slice::of(who.clone()) }).or_default();
                        count.given.resize(3, 0);
                        count.answered += given.iter().sum::<i64>();
                        count.given.iter_mut().zip(given).for_each(|(mine, more)| *mine += more);
                    }
                }
            }
        }
        counts
    }

    proptest! {
        #[test]
        fn nothing_secret_can_be_worked_out_and_nothing_shown_is_nearly_all_one_secret_group(survey in survey()) {
            let counts = slices_of(&survey);
            let offered = offered(3);
            let picture = Picture { offered: &offered, scale: &offered, fold: None, several: false };
            let disclosure = Disclosure::OUTSIDE;
            let figures = figures(&counts, &picture, &disclosure, &Before::default()).0;
            let size = |slice: &Slice| picture.size(&counts[slice]);
            for (slice, figure) in &figures {
                if let Some(spread) = figure.spread() {
                    prop_assert!(size(slice) >= 10 && !says_the_same(&picture, &counts[slice], size(slice), &disclosure));
                    let secret = |count: &People| matches!(count, People::FewerThan(_));
                    let hidden = spread.counts.iter().filter(|count| count.shown().is_none()).count();
                    prop_assert!(hidden != 1 || !spread.counts.iter().any(secret), "{spread:?}");
                }
            }
            for line in protect::lines(figures.keys()) {
                let Some(whole) = figures.get(&line.whole).filter(|figure| figure.spread().is_some()) else { continue };
                for part in line.parts.iter().filter(|part| size(part) > 0) {
                    let secret = matches!(figures[part], Figure::TooFew { .. } | Figure::Alike | Figure::Dominated);
                    prop_assert!(!secret || 10 * size(part) < 9 * size(&line.whole), "{part:?} in {whole:?}");
                }
            }
            // What a reader knows for certain from all that is shown, by solving every sum of it.
            let mut sizes: Sizes = counts.iter().map(|(slice, count)| {
                let n = picture.size(count);
                let secret = disclosure.hides(n) || says_the_same(&picture, count, n, &disclosure);
                (slice.clone(), (n, if secret { Seen::Secret } else { Seen::Shown }))
            }).collect();
            dominated(&mut sizes);
            protect::protect(&mut sizes, disclosure.fewest);
            let mut published = Published::new(&counts, &sizes, &picture, &disclosure);
            published.table.protect();
            prop_assert_eq!(published.table.exposed(), Vec::<usize>::new());
        }
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
