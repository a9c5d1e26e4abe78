//! Excel workbooks of the older kind (.xls): a stream of BIFF8 records (MS-XLS) inside a compound file.
//!
//! Only what a form needs is read: names of sheets, texts, and the values of cells. Record lengths come from the file and
//! are believed only as far as the bytes go.

#[cfg(test)]
mod sample;
mod strings;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::compound::{self, CompoundError};
use super::sheet::{Intake, Limits, Sheet, Workbook, number_text, refusal};
use super::xlsx::date_text;
use crate::form::problems::{Fault, Place, Report};

use strings::Chunks;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;
const BIFF8: u16 = 0x0600;

/// A record: its type, and its data with the continuations that follow.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    more: Vec<&'a [u8]>,
}

/// Cuts a stream into records; ends at the first that is cut short.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.take()?;
        let mut more = Vec::new();
        while u16_at(self.rest, 0) == Some(CONTINUE) {
            let Some((_, data)) = self.take() else { break };
            more.push(data);
        }
        Some(Record { kind, data, more })
    }
}

impl<'a> Records<'a> {
    fn take(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = u16_at(self.rest, 0)?;
        let end = 4 + usize::from(u16_at(self.rest, 2)?);
        let data = self.rest.get(4..end)?;
        self.rest = &self.rest[end..];
        Some((kind, data))
    }
}

/// What the first part of the stream says about the sheets that follow.
#[derive(Default)]
struct Globals {
    /// Names, and where each begins in the stream.
    sheets: Vec<(String, usize)>,
    texts: Vec<String>,
    /// By cell format: whether numbers in it are dates.
    dates: Vec<bool>,
    since_1904: bool,
}

/// Reads all sheets.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Report> {
    let stream = compound::stream(bytes, &["Workbook", "Book"]).map_err(|error| {
        if error == CompoundError::NoStream && is_encrypted_package(bytes) {
            refusal(Place::default(), Fault::Encrypted)
        } else {
            damaged(&error.to_string())
        }
    })?;
    let globals = globals(&stream)?;
    if globals.sheets.len() > limits.sheets {
        return Err(refusal(Place::default(), Fault::TooManySheets { limit: limits.sheets.to_string() }));
    }
    let mut read = Workbook::default();
    for (name, start) in &globals.sheets {
        let intake = Intake::new(limits, name, &read);
        let wanted = if read.wants(name) { stream.get(*start..).unwrap_or_default() } else { &[] };
        read.sheets.push(sheet(wanted, intake, &globals)?);
    }
    Ok(read)
}

fn globals(stream: &[u8]) -> Result<Globals, Report> {
    const FILE_PASS: u16 = 0x002f;
    const DATE_MODE: u16 = 0x0022;
    const FORMAT: u16 = 0x041e;
    const CELL_FORMAT: u16 = 0x00e0;
    const SHEET: u16 = 0x0085;
    const TEXTS: u16 = 0x00fc;
    let mut globals = Globals::default();
    let mut date_formats: std::collections::BTreeMap<u16, bool> = std::collections::BTreeMap::new();
    for (index, record) in (Records { rest: stream }).enumerate() {
        if index == 0 && (record.kind != BOF || u16_at(record.data, 0) != Some(BIFF8)) {
            return Err(damaged("it was written by a program older than Excel 97"));
        }
        match record.kind {
            FILE_PASS => return Err(refusal(Place::default(), Fault::Encrypted)),
            DATE_MODE => globals.since_1904 = u16_at(record.data, 0) == Some(1),
            FORMAT => {
                let number = u16_at(record.data, 0).unwrap_or_default();
                let text = strings::long(record.data.get(2..).unwrap_or_default()).unwrap_or_default();
                date_formats.insert(number, is_date_format(&text));
            }
            CELL_FORMAT => {
                let number = u16_at(record.data, 2).unwrap_or_default();
                let built_in = matches!(number, 14..=22 | 27..=36 | 45..=47 | 50..=58);
                globals.dates.push(date_formats.get(&number).copied().unwrap_or(built_in));
            }
            SHEET => {
                let start = u32_at(record.data, 0).and_then(|start| usize::try_from(start).ok());
                let name = strings::short(record.data.get(6..).unwrap_or_default());
                if let (Some(start), Some(name)) = (start, name) {
                    globals.sheets.push((name, start));
                }
            }
            TEXTS => globals.texts = strings::table(Chunks::new(record.data, &record.more)),
            EOF => break,
            _ => {}
        }
    }
    Ok(globals)
}

/// Reads one sheet's cells; parts inside it, such as charts, are left out.
fn sheet(stream: &[u8], mut intake: Intake<'_>, globals: &Globals) -> Result<Sheet, Report> {
    const STRING: u16 = 0x0207;
    let mut depth = 0_u32;
    let mut formula_at = None;
    for record in (Records { rest: stream }) {
        match record.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth > 1 => {}
            STRING => {
                if let (Some((row, column)), Some(text)) = (formula_at.take(), strings::long(record.data)) {
                    intake.put(row, column, &text)?;
                }
            }
            kind => {
                let Some(at) = position(record.data) else { continue };
                formula_at = Some(at);
                for (offset, text) in (0..).zip(values(kind, &record, globals)) {
                    if let Some(text) = text {
                        intake.put(at.0, at.1 + offset, &text)?;
                    }
                }
            }
        }
    }
    Ok(intake.finish())
}

/// The values of the cells that a record holds, from its first column on.
fn values(kind: u16, record: &Record<'_>, globals: &Globals) -> Vec<Option<String>> {
    let data = record.data;
    let format = u16_at(data, 4).unwrap_or_default();
    let number = |number: Option<f64>, format: u16| number.map(|number| globals.number(number, format));
    match kind {
        0x00fd => vec![u32_at(data, 6).and_then(|index| globals.texts.get(usize::try_from(index).ok()?).cloned())],
        0x0203 => vec![number(f64_at(data, 6), format)],
        0x0204 => vec![data.get(6..).and_then(strings::long)],
        0x0205 => vec![truth(data.get(6), data.get(7))],
        0x0006 => vec![formula_value(data, |value| globals.number(value, format))],
        0x027e => vec![number(u32_at(data, 6).map(packed), format)],
        0x00bd => {
            let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
            cells.map(|cell| number(u32_at(cell, 2).map(packed), u16_at(cell, 0).unwrap_or_default())).collect()
        }
        _ => Vec::new(),
    }
}

impl Globals {
    fn number(&self, number: f64, format: u16) -> String {
        if self.dates.get(usize::from(format)).copied().unwrap_or_default() {
            date_text(&ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.since_1904))
        } else {
            number_text(number)
        }
    }
}

/// The stored result of a formula; a text follows in a record of its own.
fn formula_value(data: &[u8], number: impl Fn(f64) -> String) -> Option<String> {
    let is_number = u16_at(data, 12)? != 0xffff;
    match (is_number, data.get(6)?) {
        (true, _) => f64_at(data, 6).map(number),
        (false, 1) => truth(data.get(8), Some(&0)),
        (false, _) => None,
    }
}

fn truth(value: Option<&u8>, is_error: Option<&u8>) -> Option<String> {
    match (value?, is_error?) {
        (0, 0) => Some("FALSE".to_owned()),
        (_, 0) => Some("TRUE".to_owned()),
        _ => None,
    }
}

/// A number in 30 bits: a whole number or the upper part of a float, perhaps times 100.
fn packed(bits: u32) -> f64 {
    let number =
        if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from(bits.cast_signed() >> 2) };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// Whether a number format shows days or times, outside quoted text, colours and escapes.
fn is_date_format(format: &str) -> bool {
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => return true,
            _ => {}
        }
    }
    false
}

fn position(data: &[u8]) -> Option<(u32, usize)> {
    Some((u32::from(u16_at(data, 0)?) + 1, usize::from(u16_at(data, 2)?)))
}

/// A newer workbook with a password is a compound file, too.
fn is_encrypted_package(bytes: &[u8]) -> bool {
    compound::stream(bytes, &["EncryptedPackage"]).is_ok()
}

fn damaged(why: &str) -> Report {
    refusal(Place::default(), Fault::Damaged { why: why.to_owned() })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map(f64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_unpacked() {
        assert_eq!(packed((7 << 2) | 2), 7.0);
        assert_eq!(packed((250 << 2) | 3), 2.5);
        assert_eq!(packed(((-3_i32) << 2).cast_unsigned() | 2), -3.0);
        assert_eq!(packed((1.5_f64.to_bits() >> 32) as u32), 1.5);
    }

    #[test]
    fn formats_of_days_are_told_from_formats_of_numbers() {
        assert!(is_date_format("yyyy\\-mm\\-dd") && is_date_format("[$-409]d/m/yy"));
        assert!(!is_date_format("0.00") && !is_date_format("\"days\" 0") && !is_date_format("General"));
    }

    #[test]
    fn cells_of_every_kind_are_read() {
        let book = read(&sample::workbook(), &Limits::default()).unwrap();
        let sheet = book.named("survey").unwrap();
        let rows: Vec<Vec<&str>> =
            sheet.rows.iter().map(|row| row.cells.iter().map(|(_, text)| text.as_str()).collect()).collect();
        assert_eq!(rows, [vec!["type", "name", "label"], vec!["text", "grö", "2.5"], vec!["7", "TRUE", "ok"]]);
    }

    proptest::proptest! {
        #[test]
        fn no_change_of_the_bytes_makes_the_reader_panic(at in 0..2_600_usize, byte: u8, more: u8) {
            let mut bytes = sample::workbook();
            let at = at % bytes.len();
            bytes[at] = byte;
            let next = (at + 1) % bytes.len();
            bytes[next] = more;
            let _ = read(&bytes, &Limits::default());
        }
    }

    #[test]
    fn a_stream_cut_short_ends_quietly() {
        let stream = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06];
        assert_eq!(Records { rest: &stream }.count(), 0);
    }
}
