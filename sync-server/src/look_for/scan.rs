//! Reads bytes piece by piece and notes where something begins: the text that is looked for, and what zstd packed.

use std::io::{self, Read, Seek, SeekFrom};

use regex::bytes::Regex;

use super::forms::Forms;

/// How much is read at once.
const PIECE_BYTES: usize = 1 << 20;
/// What a packed part begins with, as a pattern.
const ZSTD_MAGIC: &str = r"(?-u:\x28\xb5\x2f\xfd)";
/// How much of a packed part is unpacked.
const UNPACKED_BYTES: u64 = 1 << 30;
/// The largest window that unpacking takes memory for, as a power of two: zstd's own bound for streams.
const WINDOW_LOG_MAX: u32 = 27;

/// One reading, from the first byte to the last.
pub(super) struct Scan<'f> {
    forms: &'f Forms,
    magic: Regex,
    /// The first bytes.
    pub(super) head: Vec<u8>,
    /// Where the text begins.
    pub(super) found: Vec<u64>,
    /// Where packed parts begin.
    pub(super) packed: Vec<u64>,
}

impl<'f> Scan<'f> {
    pub(super) fn of(forms: &'f Forms) -> Self {
        let magic = Regex::new(ZSTD_MAGIC).expect("the pattern is a literal");
        Self { forms, magic, head: Vec::new(), found: Vec::new(), packed: Vec::new() }
    }

    /// Reads to the end and returns how many bytes there were.
    pub(super) fn read(&mut self, source: &mut dyn Read) -> io::Result<u64> {
        // What begins at the end of a piece ends in the next.
        let overlap = self.forms.longest().max(ZSTD_MAGIC.len());
        let (mut window, mut before) = (Vec::new(), 0_u64);
        loop {
            let came = source.take(PIECE_BYTES as u64).read_to_end(&mut window)?;
            if self.head.is_empty() {
                self.head = window[..window.len().min(64)].to_vec();
            }
            let is_last = came == 0;
            let certain = if is_last { window.len() } else { window.len().saturating_sub(overlap) };
            let begins_here = |at: &usize| *at < certain;
            let absolute = |at: usize| before + at as u64;
            self.found.extend(self.forms.places(&window).into_iter().filter(begins_here).map(absolute));
            let packed = self.magic.find_iter(&window).map(|found| found.start());
            self.packed.extend(packed.filter(begins_here).map(absolute));
            window.drain(..certain);
            before += certain as u64;
            if is_last {
                return Ok(before);
            }
        }
    }
}

/// Whether the text is in the packed part of a file that begins there.
pub(super) fn is_in_packed(forms: &Forms, mut file: impl Read + Seek, at: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(at))?;
    Ok(is_in_unpacked(forms, &mut file))
}

/// Whether the text is in any packed part of these bytes.
pub(super) fn is_in_packed_parts(forms: &Forms, bytes: &[u8]) -> bool {
    let magic = Regex::new(ZSTD_MAGIC).expect("the pattern is a literal");
    magic.find_iter(bytes).any(|found| is_in_unpacked(forms, &mut &bytes[found.start()..]))
}

/// A part that turns out not to be packed, or ends early, holds what was unpacked by then.
fn is_in_unpacked(forms: &Forms, packed: &mut dyn Read) -> bool {
    let Ok(mut decoder) = zstd::stream::read::Decoder::new(packed) else { return false };
    if decoder.window_log_max(WINDOW_LOG_MAX).is_err() {
        return false;
    }
    let mut scan = Scan::of(forms);
    let mut unpacked = UntilBroken(decoder.take(UNPACKED_BYTES));
    scan.read(&mut unpacked).is_ok() && !scan.found.is_empty()
}

/// Takes a reading error for the end.
struct UntilBroken<R>(R);

impl<R: Read> Read for UntilBroken<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(self.0.read(buffer).unwrap_or(0))
    }
}
