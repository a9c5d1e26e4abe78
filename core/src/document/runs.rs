//! The run-length coding of automerge's columns, read run by run and never value by value.
//!
//! A run of eight million values costs the same here as a run of one; `prescan` decides whether it may be expanded.

use super::cursor::{Cursor, Malformed};

/// One run of a column.
#[derive(Debug, Clone)]
pub(super) enum Run<T> {
    /// The same value so many times.
    Repeat(u64, T),
    /// So many different values; they follow in the cursor.
    Literal(u64),
    /// No value, so many times.
    Null(u64),
}

impl<T> Run<T> {
    /// How many rows the run covers.
    pub(super) const fn rows(&self) -> u64 {
        match self {
            Self::Repeat(rows, _) | Self::Literal(rows) | Self::Null(rows) => *rows,
        }
    }
}

/// Reads the head of the next run; the values of a literal run are left to the caller.
pub(super) fn next_run<'a, T>(
    cursor: &mut Cursor<'a>,
    read: impl FnOnce(&mut Cursor<'a>) -> Result<T, Malformed>,
) -> Result<Run<T>, Malformed> {
    match cursor.signed()? {
        0 => match cursor.unsigned()? {
            0 => Err(Malformed),
            rows => Ok(Run::Null(rows)),
        },
        rows if rows > 0 => Ok(Run::Repeat(rows.unsigned_abs(), read(cursor)?)),
        rows => Ok(Run::Literal(rows.unsigned_abs())),
    }
}

/// Visits a column of numbers run by run: `visit` gets each value with the number of rows that it stands for.
///
/// Fails when a row has no value, or when the rows are not exactly `rows`; a literal run can't be longer than its bytes.
pub(super) fn each_number<'a, T>(
    column: &'a [u8],
    rows: u64,
    read: impl Fn(&mut Cursor<'a>) -> Result<T, Malformed>,
    mut visit: impl FnMut(u64, T) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let mut cursor = Cursor::new(column);
    let mut left = rows;
    while !cursor.is_empty() {
        let run = next_run(&mut cursor, &read)?;
        left = left.checked_sub(run.rows()).ok_or(Malformed)?;
        match run {
            Run::Repeat(rows, value) => visit(rows, value)?,
            Run::Literal(rows) => {
                for _ in 0..rows {
                    visit(1, read(&mut cursor)?)?;
                }
            }
            Run::Null(_) => return Err(Malformed),
        }
    }
    if left == 0 { Ok(()) } else { Err(Malformed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_millions_is_one_step() {
        let column = [0x80, 0x92, 0xf4, 0x01, 0x07];
        let mut seen = Vec::new();
        let all = each_number(&column, 4_000_000, Cursor::unsigned, |rows, value| {
            seen.push((rows, value));
            Ok(())
        });
        assert_eq!(all, Ok(()));
        assert_eq!(seen, [(4_000_000, 7)]);
    }

    #[test]
    fn rows_too_many_or_too_few_are_malformed() {
        let column = [0x7e, 0x01, 0x02];
        let count = |rows| each_number(&column, rows, Cursor::unsigned, |_, _| Ok(()));
        assert_eq!((count(1), count(2), count(3)), (Err(Malformed), Ok(()), Err(Malformed)));
    }
}
