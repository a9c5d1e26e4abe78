//! Which unknowns of a system of sums have only one value, whatever the known numbers are.
//!
//! Plain linear algebra over whole numbers; what the unknowns stand for is `cells`' matter.

/// One sum: unknowns by number, each with its factor. The known side does not matter here.
pub(super) type Sum = Vec<(usize, i64)>;

/// The field that is reckoned in. A prime far above any factor, so that nothing is rounded and nothing overflows.
pub(super) const PRIME: i128 = (1 << 61) - 1;

/// For each of so many unknowns, whether the sums leave it only one value.
///
/// An unknown is determined when, after elimination, it stands in its row alone.
pub(super) fn determined(unknowns: usize, sums: &[Sum]) -> Vec<bool> {
    let mut rows: Vec<Vec<i128>> = sums.iter().map(|sum| dense(unknowns, sum)).collect();
    let mut done = 0;
    for column in 0..unknowns {
        let Some(found) = (done..rows.len()).find(|&row| rows[row][column] != 0) else { continue };
        rows.swap(done, found);
        let pivot = normalised(&rows[done], column);
        for (number, row) in rows.iter_mut().enumerate() {
            if number != done && row[column] != 0 {
                subtract(row, &pivot, column);
            }
        }
        rows[done] = pivot;
        done += 1;
    }
    let mut alone = vec![false; unknowns];
    for row in rows.iter().take(done) {
        let mut standing = row.iter().enumerate().filter(|(_, factor)| **factor != 0);
        if let (Some((column, _)), None) = (standing.next(), standing.next()) {
            alone[column] = true;
        }
    }
    alone
}

fn dense(unknowns: usize, sum: &Sum) -> Vec<i128> {
    let mut row = vec![0; unknowns];
    for (unknown, factor) in sum {
        row[*unknown] = (row[*unknown] + i128::from(*factor)).rem_euclid(PRIME);
    }
    row
}

/// The row divided by its factor in this column.
pub(super) fn normalised(row: &[i128], column: usize) -> Vec<i128> {
    let inverse = power(row[column], PRIME - 2);
    row.iter().map(|factor| factor * inverse % PRIME).collect()
}

pub(super) fn subtract(row: &mut [i128], pivot: &[i128], column: usize) {
    let times = row[column];
    for (factor, other) in row.iter_mut().zip(pivot).skip(column) {
        if *other != 0 {
            *factor = (*factor - times * other).rem_euclid(PRIME);
        }
    }
}

fn power(base: i128, mut exponent: i128) -> i128 {
    let (mut base, mut result) = (base, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unknown_in_a_sum_is_determined_and_two_are_not() {
        assert_eq!(determined(3, &[vec![(0, 1)], vec![(1, 1), (2, 1)]]), [true, false, false]);
    }

    #[test]
    fn sums_that_work_only_together_determine_too() {
        // a + b, b + c and a + c give all three away; two of the sums do not.
        let sums = [vec![(0, 1), (1, 1)], vec![(1, 1), (2, 1)], vec![(0, 1), (2, 1)]];
        assert_eq!(determined(3, &sums), [true; 3]);
        assert_eq!(determined(3, &sums[..2]), [false; 3]);
    }

    #[test]
    fn the_same_sum_twice_says_no_more_than_once() {
        let sum = vec![(0, 1), (1, 1)];
        assert_eq!(determined(2, &[sum.clone(), sum]), [false; 2]);
    }
}
