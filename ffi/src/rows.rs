//! Long lists in parts: a screen full of rows at a time, for phones whose screens show no more.
//!
//! What a row is stands with `doors` and `responses`.

use crate::{DoorRow, Phone, PhoneError, ResponseRow};

/// The most rows that come at once.
const MAX_ROWS: u32 = 500;

/// Some doors of many.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DoorsPart {
    /// The rows from where it was asked for, in walking order within each area.
    pub rows: Vec<DoorRow>,
    /// How many there are in all.
    pub all: u64,
}

/// Some finished interviews of many.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ResponsesPart {
    /// The rows from where it was asked for.
    pub rows: Vec<ResponseRow>,
    /// How many there are in all.
    pub all: u64,
}

#[uniffi::export]
impl Phone {
    /// So many doors from a place in their order on, as `doors` has it. What changes meanwhile may move rows to another part.
    ///
    /// # Errors
    /// More than 500 rows are wanted at once, or none, or the store can't be read.
    pub fn doors_from(&self, from: u64, most: u32) -> Result<DoorsPart, PhoneError> {
        let (rows, all) = part(from, most, || self.doors())?;
        Ok(DoorsPart { rows, all })
    }

    /// So many finished interviews from a place in their order on, as `responses` has it.
    ///
    /// # Errors
    /// More than 500 rows are wanted at once, or none, or the store can't be read.
    pub fn responses_from(&self, from: u64, most: u32) -> Result<ResponsesPart, PhoneError> {
        let (rows, all) = part(from, most, || self.responses())?;
        Ok(ResponsesPart { rows, all })
    }
}

fn part<T>(
    from: u64,
    most: u32,
    whole: impl FnOnce() -> Result<Vec<T>, PhoneError>,
) -> Result<(Vec<T>, u64), PhoneError> {
    if !(1..=MAX_ROWS).contains(&most) {
        let reason = format!("1 to {MAX_ROWS} rows come at once");
        return Err(PhoneError::Input { code: "bad-rows".to_owned(), reason });
    }
    let whole = whole()?;
    let all = whole.len() as u64;
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    Ok((whole.into_iter().skip(from).take(most as usize).collect(), all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_end() {
        let of =
            |from, most| part(from, most, || Ok((0..7).collect::<Vec<u8>>())).map_err(|error| error.code().to_owned());
        assert_eq!(of(0, 3), Ok((vec![0, 1, 2], 7)));
        assert_eq!(of(6, 3), Ok((vec![6], 7)));
        assert_eq!(of(u64::MAX, 500), Ok((vec![], 7)));
        assert_eq!([of(0, 0), of(0, 501)], [(); 2].map(|()| Err("bad-rows".to_owned())));
    }
}
