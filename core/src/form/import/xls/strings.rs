//! Texts in BIFF8 records: one or two bytes a character, cut across records at any place.

/// Bytes that go on over several records.
pub(super) struct Chunks<'a> {
    chunks: Vec<&'a [u8]>,
    current: &'a [u8],
    next: usize,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(data: &'a [u8], more: &[&'a [u8]]) -> Self {
        Self { chunks: more.to_vec(), current: data, next: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.current.is_empty() {
            self.advance()?;
        }
        let (first, rest) = self.current.split_first()?;
        self.current = rest;
        Some(*first)
    }

    fn advance(&mut self) -> Option<()> {
        self.current = self.chunks.get(self.next).copied()?;
        self.next += 1;
        Some(())
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.current.is_empty() {
                self.advance()?;
            }
            let step = count.min(self.current.len());
            self.current = &self.current[step..];
            count -= step;
        }
        Some(())
    }

    /// Characters; where they go on in the next record, a byte says anew how wide they are.
    fn characters(&mut self, count: usize, mut wide: bool) -> Option<String> {
        let mut units = Vec::with_capacity(count.min(self.current.len()));
        while units.len() < count {
            if self.current.is_empty() {
                self.advance()?;
                wide = self.byte()? & 1 == 1;
            }
            units.push(if wide { self.u16()? } else { u16::from(self.byte()?) });
        }
        Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    }
}

/// The table of all texts of a workbook, as far as it can be read. Its counts in front are not believed.
pub(super) fn table(mut chunks: Chunks<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    if chunks.skip(8).is_some() {
        while let Some((text, whole)) = table_entry(&mut chunks) {
            texts.push(text);
            if !whole {
                break;
            }
        }
    }
    texts
}

/// One text, and whether what follows it (formats, readings) could be passed over.
fn table_entry(chunks: &mut Chunks<'_>) -> Option<(String, bool)> {
    const WIDE: u8 = 1;
    const PHONETIC: u8 = 4;
    const RICH: u8 = 8;
    let length = usize::from(chunks.u16()?);
    let flags = chunks.byte()?;
    let runs = if flags & RICH == 0 { 0 } else { usize::from(chunks.u16()?) };
    let phonetic = if flags & PHONETIC == 0 { 0 } else { usize::try_from(chunks.u32()?).ok()? };
    let text = chunks.characters(length, flags & WIDE != 0)?;
    let passed = chunks.skip(4 * runs).and_then(|()| chunks.skip(phonetic));
    Some((text, passed.is_some()))
}

/// A text with its length in two bytes.
pub(super) fn long(data: &[u8]) -> Option<String> {
    let (length, rest) = data.split_first_chunk::<2>()?;
    plain(usize::from(u16::from_le_bytes(*length)), rest)
}

/// A text with its length in one byte.
pub(super) fn short(data: &[u8]) -> Option<String> {
    let (length, rest) = data.split_first()?;
    plain(usize::from(*length), rest)
}

fn plain(length: usize, rest: &[u8]) -> Option<String> {
    let (flags, rest) = rest.split_first()?;
    Chunks::new(rest, &[]).characters(length, flags & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_record_in_another_width() {
        let first = [0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, b'S', b'\xe4'];
        let second = [1, b't', 0, b'z', 0];
        assert_eq!(table(Chunks::new(&first, &[&second])), ["S\u{e4}tz"]);
    }

    #[test]
    fn formats_and_readings_are_passed_over() {
        let data = [0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 12, 1, 0, 2, 0, 0, 0, b'a', 9, 9, 9, 9, 8, 8, 1, 0, 0, b'b'];
        assert_eq!(table(Chunks::new(&data, &[])), ["a", "b"]);
    }

    #[test]
    fn a_text_that_claims_more_than_there_is_is_left_out() {
        assert_eq!(long(&[0xff, 0xff, 0, b'a']), None);
        assert_eq!(short(&[1, 0, b'a']), Some("a".to_owned()));
    }
}
