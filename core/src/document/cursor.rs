//! A reader over bytes from outside: every read is bounds-checked and nothing is copied.
//!
//! LEB128 numbers must be in their shortest form; automerge's own column decoder is more lenient.

/// The bytes end early, or a number is not in its shortest form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// What is left to read of some bytes.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Malformed)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Reads a length and as many bytes.
    pub(super) fn prefixed(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.unsigned()?;
        self.take(usize::try_from(length).map_err(|_| Malformed)?)
    }

    pub(super) fn unsigned(&mut self) -> Result<u64, Malformed> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                let overlong = byte == 0 && shift > 0;
                return if overlong { Err(Malformed) } else { Ok(value) };
            }
        }
        Err(Malformed)
    }

    pub(super) fn signed(&mut self) -> Result<i64, Malformed> {
        let mut value = 0;
        let mut previous = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0;
                let overlong =
                    shift > 0 && ((byte == 0 && previous & 0x40 == 0) || (byte == 0x7f && previous & 0x40 != 0));
                if overlong || (shift == 63 && byte != 0 && byte != 0x7f) {
                    return Err(Malformed);
                }
                if negative && shift < 63 {
                    value |= -1 << (shift + 7);
                }
                return Ok(value);
            }
            previous = byte;
        }
        Err(Malformed)
    }
}

/// Appends a number as LEB128.
pub(super) fn push_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_in_more_bytes_than_it_needs_is_malformed() {
        assert_eq!(Cursor::new(&[0x81, 0x00]).unsigned(), Err(Malformed));
        assert_eq!(Cursor::new(&[0x81, 0x00]).signed(), Err(Malformed));
        assert_eq!(Cursor::new(&[0xff, 0x7f]).signed(), Err(Malformed));
        assert_eq!(Cursor::new(&[0xff]).unsigned(), Err(Malformed));
    }

    #[test]
    fn a_number_over_64_bits_is_malformed() {
        assert_eq!(Cursor::new(&[0xff; 12]).unsigned(), Err(Malformed));
        assert_eq!(Cursor::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]).unsigned(), Err(Malformed));
        assert_eq!(Cursor::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]).unsigned(), Ok(u64::MAX));
        assert_eq!(Cursor::new(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f]).signed(), Ok(i64::MIN));
    }

    proptest! {
        #[test]
        fn written_numbers_are_read_back(value: u64) {
            let mut bytes = Vec::new();
            push_unsigned(&mut bytes, value);
            let mut cursor = Cursor::new(&bytes);
            prop_assert_eq!(cursor.unsigned(), Ok(value));
            prop_assert!(cursor.is_empty());
        }
    }
}
