//! Which sums follow from sums that are known, whatever the numbers behind them are.
//!
//! `solve` asks the same of single unknowns, all at once; here known sums are added one after the other.

use super::solve::{PRIME, normalised, subtract};

/// Everything that follows from some sums over so many unknowns.
#[derive(Debug, Clone)]
pub(super) struct Span {
    unknowns: usize,
    /// Each with the first unknown that stands in it; later ones have nothing at the first of earlier ones.
    rows: Vec<Step>,
}

/// What is left of a sum when everything known is taken out of it.
pub(super) type Rest = Vec<i128>;

impl Span {
    pub(super) const fn new(unknowns: usize) -> Self {
        Self { unknowns, rows: Vec::new() }
    }

    /// What is left of a sum, given as the factor of each unknown; nothing if the sum follows from what is known.
    pub(super) fn rest(&self, sum: &[i64]) -> Rest {
        let mut rest: Rest = sum.iter().map(|factor| i128::from(*factor).rem_euclid(PRIME)).collect();
        rest.resize(self.unknowns, 0);
        for (first, row) in &self.rows {
            if rest[*first] != 0 {
                subtract(&mut rest, row, *first);
            }
        }
        rest
    }

    /// Adds a step.
    pub(super) fn learn(&mut self, step: Step) {
        self.rows.push(step);
    }
}

/// What is left of a sum as others have to take it out of themselves: its first unknown, and the factors divided by that one's.
pub(super) type Step = (usize, Rest);

/// What becomes known with the sum that this was left of; nothing if that was known.
pub(super) fn step(rest: &Rest) -> Option<Step> {
    let first = rest.iter().position(|factor| *factor != 0)?;
    Some((first, normalised(rest, first)))
}

/// Whether nothing is left.
pub(super) fn is_known(rest: &Rest) -> bool {
    rest.iter().all(|factor| *factor == 0)
}

/// Whether nothing would be left of this with a step more.
pub(super) fn is_known_with(rest: &Rest, (first, step): &Step) -> bool {
    let times = rest[*first];
    times != 0 && rest.iter().zip(step).all(|(mine, theirs)| *mine == times * theirs % PRIME)
}

/// Takes a step out of what is left.
pub(super) fn take_out(rest: &mut Rest, (first, step): &Step) {
    if rest[*first] != 0 {
        subtract(rest, step, *first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_adds_up_from_known_sums_is_known() {
        let mut span = Span::new(3);
        for sum in [[1, 1, 0], [0, 1, 1]] {
            span.learn(step(&span.rest(&sum)).expect("new"));
        }
        assert!(is_known(&span.rest(&[1, 0, -1])));
        assert!(is_known(&span.rest(&[2, 3, 1])));
        assert!(!is_known(&span.rest(&[1, 0, 0])));
        let third = step(&span.rest(&[1, 0, 1])).expect("new");
        assert!(is_known_with(&span.rest(&[0, 0, 1]), &third));
    }

    #[test]
    fn a_known_sum_teaches_nothing() {
        let mut span = Span::new(2);
        span.learn(step(&span.rest(&[1, 2])).expect("new"));
        assert!(step(&span.rest(&[2, 4])).is_none());
    }

    #[test]
    fn a_step_taken_out_leaves_what_it_does_not_say() {
        let span = Span::new(2);
        let (mut rest, both) = (span.rest(&[1, 0]), step(&span.rest(&[1, 1])).expect("new"));
        take_out(&mut rest, &both);
        assert!(!is_known(&rest) && !is_known_with(&rest, &both));
    }
}
