//! Covers shown numbers of a table until none of its hidden ones can be worked out by solving it.
//!
//! It reckons with a reader who knows every shown number exactly, although they are rounded for outsiders besides. Which
//! numbers are too small to show, and which sums a table has, is `hide`'s matter.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::solve::{self, Sum};

/// What a reader gets of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub(super) enum Seen {
    /// The number.
    #[n(0)]
    Shown,
    /// Nothing: it is too small or says too much, and must not be worked out.
    #[n(1)]
    Secret,
    /// Nothing, because it would give away a secret one.
    #[n(2)]
    Cover,
}

/// A number that is the sum of others.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
}

/// Numbers with the sums that they stand in. Sums that lie closest to a reader come first: covers are looked for there.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) values: Vec<i64>,
    pub(super) seen: Vec<Seen>,
    pub(super) lines: Vec<Line>,
    /// Numbers that readers have already, and that no covering takes from them.
    pub(super) known: BTreeSet<usize>,
}

impl Table {
    /// Covers numbers until no secret one is determined.
    pub(super) fn protect(&mut self) {
        loop {
            let exposed = self.exposed();
            if exposed.is_empty() {
                return;
            }
            let mut touched: Vec<bool> = vec![false; self.lines.len()];
            for cell in exposed {
                self.cover_for(cell, &mut touched);
            }
            if touched.iter().all(|line| !line) {
                return self.cover_everything();
            }
        }
    }

    /// Where only nothings are left to cover.
    fn cover_everything(&mut self) {
        for (cell, seen) in self.seen.iter_mut().enumerate() {
            if *seen == Seen::Shown && !self.known.contains(&cell) {
                *seen = Seen::Cover;
            }
        }
    }

    /// Gives those secret numbers up that readers can work out from what they have already: no covering helps them.
    pub(super) fn give_up_what_is_out(&mut self) {
        let mut covered = self.clone();
        covered.cover_everything();
        for cell in covered.exposed() {
            self.seen[cell] = Seen::Cover;
        }
    }

    /// The secret numbers that the shown ones give away.
    pub(super) fn exposed(&self) -> Vec<usize> {
        let hidden = self.seen.iter().enumerate().filter(|(_, seen)| **seen != Seen::Shown);
        let cells: Vec<usize> = hidden.map(|(cell, _)| cell).collect();
        let number: BTreeMap<usize, usize> = cells.iter().enumerate().map(|(number, cell)| (*cell, number)).collect();
        let sums: Vec<Sum> = self.lines.iter().map(|line| line.sum(&number)).filter(|sum| !sum.is_empty()).collect();
        let alone = solve::determined(cells.len(), &sums);
        let given_away = cells.iter().zip(alone).filter(|(cell, alone)| *alone && self.seen[**cell] == Seen::Secret);
        given_away.map(|(cell, _)| *cell).collect()
    }

    /// Covers a shown number in a line where this one is the only hidden one; else in any line with a lone hidden one, for
    /// a chain of those leads here. One cover a line and round is enough to look again.
    fn cover_for(&mut self, cell: usize, touched: &mut [bool]) {
        let beside: Vec<usize> = (0..self.lines.len()).filter(|&line| self.lines[line].has(cell)).collect();
        if beside.iter().any(|&line| touched[line]) {
            return;
        }
        let lonely: Vec<usize> = (0..self.lines.len()).filter(|&line| self.hidden_on(line) == 1).collect();
        let own: Vec<usize> = beside.iter().copied().filter(|line| lonely.contains(line)).collect();
        let all: Vec<usize> = (0..self.lines.len()).collect();
        let places = [own.get(..1).unwrap_or_default(), &lonely, &beside, &all];
        let cover = places.into_iter().find_map(|lines| self.best_cover(lines, &lonely));
        if let (Some(cover), Some(line)) = (cover, beside.first()) {
            touched[*line] = true;
            self.seen[cover] = Seen::Cover;
        }
    }

    fn hidden_on(&self, line: usize) -> usize {
        self.lines[line].cells().filter(|cell| self.seen[*cell] != Seen::Shown).count()
    }

    /// Of the shown numbers on these lines the one that helps most of the lonely lines; among those a part before a
    /// whole, then the smallest. Never one that is nothing: that leaves no room for another value.
    fn best_cover(&self, lines: &[usize], lonely: &[usize]) -> Option<usize> {
        let rank = |(whole, cell): (bool, usize)| {
            let helped = lonely.iter().filter(|&&line| self.lines[line].has(cell)).count();
            (Reverse(helped), whole, self.values[cell], cell)
        };
        let on = lines.iter().flat_map(|&line| {
            let line = &self.lines[line];
            line.parts.iter().map(|part| (false, *part)).chain([(true, line.whole)])
        });
        let shown = on.filter(|(_, cell)| {
            self.seen[*cell] == Seen::Shown && self.values[*cell] > 0 && !self.known.contains(cell)
        });
        shown.map(rank).min().map(|(_, _, _, cell)| cell)
    }
}

impl Line {
    fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().copied().chain([self.whole])
    }

    fn has(&self, cell: usize) -> bool {
        self.whole == cell || self.parts.contains(&cell)
    }

    /// The line's hidden numbers, by their number among the unknowns.
    fn sum(&self, unknowns: &BTreeMap<usize, usize>) -> Sum {
        let parts = self.parts.iter().filter_map(|part| Some((*unknowns.get(part)?, 1)));
        parts.chain(unknowns.get(&self.whole).map(|whole| (*whole, -1))).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    /// A table of rows and columns with their sums and the sum of all, in which 1 to 9 is secret.
    struct Grid {
        rows: usize,
        columns: usize,
        table: Table,
    }

    impl Grid {
        fn new(columns: usize, inner: &[i64]) -> Self {
            let rows = inner.len() / columns;
            let mut grid = Self { rows, columns, table: Table::default() };
            let at = |row: usize, column: usize| match (row < rows, column < columns) {
                (true, true) => inner[row * columns + column],
                (true, false) => inner[row * columns..(row + 1) * columns].iter().sum(),
                (false, true) => inner.iter().skip(column).step_by(columns).sum(),
                (false, false) => inner.iter().sum(),
            };
            for row in 0..=rows {
                for column in 0..=columns {
                    let value = at(row, column);
                    grid.table.values.push(value);
                    grid.table.seen.push(if (1..10).contains(&value) { Seen::Secret } else { Seen::Shown });
                }
            }
            for row in 0..=rows {
                let parts = (0..columns).map(|column| grid.cell(row, column)).collect();
                grid.table.lines.push(Line { whole: grid.cell(row, columns), parts });
            }
            for column in 0..=columns {
                let parts = (0..rows).map(|row| grid.cell(row, column)).collect();
                grid.table.lines.push(Line { whole: grid.cell(rows, column), parts });
            }
            grid
        }

        fn cell(&self, row: usize, column: usize) -> usize {
            row * (self.columns + 1) + column
        }

        /// Whether another table of whole numbers, none below zero, shows the same and has another number here: a way
        /// round through hidden numbers along which one can be moved. Rows, columns and the outside are places; each
        /// number is what flows from its row to its column.
        fn could_be_another(&self, cell: usize) -> bool {
            let (row, column) = (cell / (self.columns + 1), cell % (self.columns + 1));
            let place = |row: usize, column: usize| (row, self.rows + 1 + column);
            let (from, to) = place(row, column);
            [(to, from, true), (from, to, false)]
                .into_iter()
                .any(|(start, end, more)| (more || self.table.values[cell] > 0) && self.way(start, end, cell, &place))
        }

        fn way(
            &self,
            start: usize,
            end: usize,
            without: usize,
            place: &dyn Fn(usize, usize) -> (usize, usize),
        ) -> bool {
            let mut reached = vec![false; self.rows + self.columns + 2];
            let mut next = VecDeque::from([start]);
            reached[start] = true;
            while let Some(here) = next.pop_front() {
                for row in 0..=self.rows {
                    for column in 0..=self.columns {
                        let cell = self.cell(row, column);
                        if cell == without || self.table.seen[cell] == Seen::Shown {
                            continue;
                        }
                        // Sums flow the other way than their parts.
                        let turned = (row == self.rows) != (column == self.columns);
                        let (from, to) = place(row, column);
                        let (from, to) = if turned { (to, from) } else { (from, to) };
                        let there = if here == from {
                            to
                        } else if here == to && self.table.values[cell] > 0 {
                            from
                        } else {
                            continue;
                        };
                        if !std::mem::replace(&mut reached[there], true) {
                            next.push_back(there);
                        }
                    }
                }
            }
            reached[end]
        }
    }

    fn grids() -> impl Strategy<Value = (usize, Vec<i64>)> {
        let number = prop_oneof![2 => 0..10i64, 1 => Just(0i64), 3 => 10..60i64];
        (2..=6usize, 2..=6usize).prop_flat_map(move |(rows, columns)| {
            (Just(columns), proptest::collection::vec(number.clone(), rows * columns))
        })
    }

    proptest! {
        #[test]
        fn no_hidden_number_of_a_table_can_be_worked_out((columns, inner) in grids()) {
            let mut grid = Grid::new(columns, &inner);
            let secret: Vec<usize> =
                (0..grid.table.seen.len()).filter(|&cell| grid.table.seen[cell] == Seen::Secret).collect();
            grid.table.protect();
            prop_assert_eq!(grid.table.exposed(), Vec::<usize>::new());
            for cell in secret {
                prop_assert!(grid.table.seen[cell] == Seen::Secret);
                prop_assert!(grid.could_be_another(cell), "cell {cell} of {inner:?} in {columns} columns");
            }
        }
    }

    #[test]
    fn without_covers_a_lone_small_number_is_found_by_the_check() {
        let grid = Grid::new(2, &[4, 30, 20, 40]);
        assert_eq!(grid.table.exposed(), [0]);
        assert!(!grid.could_be_another(0));
    }

    #[test]
    fn a_lone_small_number_takes_a_rectangle_with_it() {
        let mut grid = Grid::new(3, &[4, 30, 20, 40, 50, 60, 70, 80, 90]);
        grid.table.protect();
        assert_eq!(grid.table.seen.iter().filter(|seen| **seen != Seen::Shown).count(), 4);
    }

    #[test]
    fn a_table_without_small_numbers_is_shown_as_it_is() {
        let mut grid = Grid::new(2, &[10, 0, 30, 40]);
        grid.table.protect();
        assert!(grid.table.seen.iter().all(|seen| *seen == Seen::Shown));
    }
}
