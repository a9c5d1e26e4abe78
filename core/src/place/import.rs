//! Addresses from a CSV file, as councils and landlords hand them out. Which doors a project has already is for whoever adds them.
//!
//! | column (any of these headers) | what it is |
//! |---|---|
//! | `address`, `full_address`, `single_line_address` | the address in one cell; else it is put together from the next rows |
//! | `flat`, `sub_building_name`, `unit`; `building_name`, `building`, `house`; `building_number`, `number`, `house_number`; `street`, `thoroughfare`, `street_name`; `address_line_1`, `address_1`; `address_line_2`, `address_2` | its parts, in this order |
//! | `area`, `patch`, `estate`, `ward` | the name of its area |
//! | `note`, `entry_note`, `access`, `buzzer` | how to get in |
//! | `order`, `walk`, `sequence` | where it comes on the walk; else the order of the rows |
//! | `uprn` | its Unique Property Reference Number |
//! | `latitude`, `lat`; `longitude`, `lon`, `long`, `lng` | where it is, in degrees (WGS 84); both or neither |

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{Door, MAX_ADDRESS_CHARS, Point};

/// The most doors in a file.
pub const MAX_ROWS: usize = 100_000;
/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 32 << 20;
/// The most characters of a note on how to get in.
const MAX_NOTE_CHARS: usize = 500;
/// The highest number that is one: twelve digits.
const MAX_UPRN: u64 = 999_999_999_999;
/// After so many faults the rest of a file is not looked at.
const MAX_FAULTS: usize = 50;

const WHOLE: &[&str] = &["address", "full_address", "single_line_address"];
const PARTS: &[&[&str]] = &[
    &["flat", "sub_building_name", "unit"],
    &["building_name", "building", "house"],
    &["building_number", "number", "house_number"],
    &["street", "thoroughfare", "street_name"],
    &["address_line_1", "address_1"],
    &["address_line_2", "address_2"],
];
/// The part that its number stands before without a comma.
const STREET: usize = 3;
const NUMBER: usize = 2;

/// One door of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDoor {
    /// The line that it stands in, from 1.
    pub line: u64,
    /// The name of its area; none where the file names none.
    pub area: Option<String>,
    /// The door.
    pub door: Door,
}

/// What is wrong with a file. No text holds anything that stands in it, but for the headers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is larger than any list of addresses.
    #[error("the file is larger than {} MiB, or has more than {MAX_ROWS} rows: split it by area", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// It is no text.
    #[error("the file is not text in UTF-8: save it as “CSV UTF-8”")]
    NotText,
    /// No column holds addresses.
    #[error("no column holds addresses; the file has these: {headers}. Name one “address”")]
    NoAddress {
        /// The headers that there are.
        headers: String,
    },
    /// It has no row.
    #[error("the file has no row below its headers")]
    NoRows,
    /// A row can't be read.
    #[error("line {line} can't be read: a quote is not closed, or it has another number of columns")]
    BadRow {
        /// The line.
        line: u64,
    },
    /// A row has no address.
    #[error("line {line} has no address")]
    Empty {
        /// The line.
        line: u64,
    },
    /// An address or a note is too long.
    #[error("line {line}: an address has at most {MAX_ADDRESS_CHARS} characters, a note {MAX_NOTE_CHARS}")]
    TooLong {
        /// The line.
        line: u64,
    },
    /// A number is none.
    #[error("line {line}: “{header}” holds no whole number, or one with too many digits")]
    BadNumber {
        /// The line.
        line: u64,
        /// The column.
        header: String,
    },
    /// The degrees are no place.
    #[error(
        "line {line}: latitude and longitude are no place; write both in degrees, as 51.5012 and -0.1243, or neither"
    )]
    BadPlace {
        /// The line.
        line: u64,
    },
}

/// The headers of the two columns that say where a door is.
const LATITUDE: &[&str] = &["latitude", "lat"];
const LONGITUDE: &[&str] = &["longitude", "lon", "long", "lng"];

struct Columns {
    headers: StringRecord,
    parts: Vec<Option<usize>>,
    area: Option<usize>,
    note: Option<usize>,
    order: Option<usize>,
    uprn: Option<usize>,
    latitude: Option<usize>,
    longitude: Option<usize>,
}

/// Reads a file of addresses: all of it, or what is wrong with it.
///
/// # Errors
/// Everything that is wrong, at most the first fifty faults.
pub fn read_addresses(bytes: &[u8]) -> Result<Vec<FileDoor>, Vec<FileFault>> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(vec![FileFault::TooLarge]);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| vec![FileFault::NotText])?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().delimiter(separator(text)).trim(Trim::All).flexible(true).from_reader(text.as_bytes());
    let columns = Columns::of(reader.headers().cloned().unwrap_or_default()).map_err(|fault| vec![fault])?;
    let (mut doors, mut faults) = (Vec::new(), Vec::new());
    let mut record = StringRecord::new();
    let mut lines = Lines { text, at: 0, line: 1 };
    loop {
        let line = lines.at(reader.position().byte());
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if record.iter().all(str::is_empty) => continue,
            Ok(true) => match columns.door(&record, line, doors.len()) {
                Ok(door) => doors.push(door),
                Err(fault) => faults.push(fault),
            },
            Err(_) => faults.push(FileFault::BadRow { line }),
        }
        if doors.len() > MAX_ROWS {
            return Err(vec![FileFault::TooLarge]);
        }
        if faults.len() == MAX_FAULTS {
            return Err(faults);
        }
    }
    match (faults.is_empty(), doors.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Err(vec![FileFault::NoRows]),
        (true, false) => Ok(doors),
    }
}

/// The lines of a text, counted on the way through it: the reader itself takes the blank lines before a row for a part of it.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first row that begins at this byte or after it.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.at, self.text.len());
        let passed = &self.text.as_bytes()[self.at..];
        let blank = passed[byte - self.at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let end = byte - self.at + blank;
        self.line += passed[..end].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at += end;
        self.line
    }
}

/// The separator that the first line uses most.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

impl Columns {
    fn of(headers: StringRecord) -> Result<Self, FileFault> {
        let plain: Vec<String> = headers.iter().map(plain).collect();
        let column = |names: &[&str]| names.iter().find_map(|name| plain.iter().position(|header| header == name));
        let parts = match column(WHOLE) {
            Some(whole) => vec![Some(whole)],
            None => PARTS.iter().map(|names| column(names)).collect(),
        };
        if parts.iter().all(Option::is_none) {
            let headers = headers.iter().take(30).collect::<Vec<_>>().join(", ");
            return Err(FileFault::NoAddress { headers });
        }
        Ok(Self {
            parts,
            area: column(&["area", "patch", "estate", "ward"]),
            note: column(&["note", "entry_note", "access", "buzzer"]),
            order: column(&["order", "walk", "sequence"]),
            uprn: column(&["uprn"]),
            latitude: column(LATITUDE),
            longitude: column(LONGITUDE),
            headers,
        })
    }

    fn door(&self, record: &StringRecord, line: u64, before: usize) -> Result<FileDoor, FileFault> {
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default();
        let (address, entry_note) = (self.address(record), cell(self.note).to_owned());
        if address.is_empty() {
            return Err(FileFault::Empty { line });
        }
        if address.chars().count() > MAX_ADDRESS_CHARS || entry_note.chars().count() > MAX_NOTE_CHARS {
            return Err(FileFault::TooLong { line });
        }
        let number = |column: Option<usize>, most: u64| match cell(column) {
            "" => Ok(None),
            cell => match cell.parse() {
                Ok(number) if number <= most => Ok(Some(number)),
                Ok(_) | Err(_) => {
                    let header = column.and_then(|column| self.headers.get(column)).unwrap_or_default().to_owned();
                    Err(FileFault::BadNumber { line, header })
                }
            },
        };
        let order = number(self.order, u64::MAX)?.unwrap_or(before as u64 + 1);
        let uprn = number(self.uprn, MAX_UPRN)?;
        let area = Some(cell(self.area)).filter(|area| !area.is_empty()).map(str::to_owned);
        let place = match (cell(self.latitude), cell(self.longitude)) {
            ("", "") => None,
            (latitude, longitude) => Some(Point::of_texts(latitude, longitude).ok_or(FileFault::BadPlace { line })?),
        };
        Ok(FileDoor { line, area, door: Door { address, order, entry_note, uprn, place } })
    }

    /// The address of a row. A house number stands before its street without a comma.
    fn address(&self, record: &StringRecord) -> String {
        let mut address = String::new();
        for (place, column) in self.parts.iter().enumerate() {
            let part = column.and_then(|column| record.get(column)).unwrap_or_default();
            if part.is_empty() {
                continue;
            }
            let number = self.parts.get(NUMBER).copied().flatten().and_then(|column| record.get(column));
            let follows_number = place == STREET && number.is_some_and(|number| !number.is_empty());
            if !address.is_empty() {
                address.push_str(if follows_number { " " } else { ", " });
            }
            address.push_str(part);
        }
        address
    }
}

/// A header in lower case, with one `_` for whatever stands between its words.
fn plain(header: &str) -> String {
    let letters: String = header.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<String> {
        let doors = read_addresses(text.as_bytes()).expect("a good file");
        doors.into_iter().map(|row| row.door.address).collect()
    }

    fn faults(text: &[u8]) -> Vec<FileFault> {
        read_addresses(text).expect_err("a bad file")
    }

    #[test]
    fn a_file_with_one_address_a_row_is_read_in_walking_order() {
        let file = "\u{feff}Address;Patch;UPRN;Buzzer\r\n\"Flat 1; Lark House\";North;100023336956;1\r\n\r\n12 Elm Street;;;\r\n";
        let doors = read_addresses(file.as_bytes()).expect("a good file");
        let door = Door {
            address: "Flat 1; Lark House".to_owned(),
            order: 1,
            entry_note: "1".to_owned(),
            uprn: Some(100_023_336_956),
            place: None,
        };
        assert_eq!(doors[0], FileDoor { line: 2, area: Some("North".to_owned()), door });
        assert_eq!((doors[1].line, doors[1].door.order, doors[1].area.clone()), (4, 2, None));
    }

    #[test]
    fn an_address_in_parts_is_put_together_as_on_an_envelope() {
        let file = "Flat,Building Name,Building-Number,Street\nFlat 2,Lark House,7,Elm Street\n,,12a,Elm Street\n,The Lodge,,\n";
        assert_eq!(addresses(file), ["Flat 2, Lark House, 7 Elm Street", "12a Elm Street", "The Lodge"]);
        assert_eq!(addresses("address line 1,address line 2\n3 Mews,Off Elm Street\n"), ["3 Mews, Off Elm Street"]);
    }

    #[test]
    fn a_place_is_both_its_degrees_or_none() {
        let file = "address;Lat;Lng\n1 Elm Street;51,5;-0,1\n2 Elm Street;;\n";
        let doors = read_addresses(file.as_bytes()).expect("a good file");
        assert_eq!(doors[0].door.place, Point::of_degrees(51.5, -0.1));
        assert_eq!(doors[1].door.place, None);
        let file = "address,latitude,longitude\n1 Elm Street,51.5,\n2 Elm Street,-0.1,515\n";
        assert_eq!(faults(file.as_bytes()), [FileFault::BadPlace { line: 2 }, FileFault::BadPlace { line: 3 }]);
    }

    #[test]
    fn every_fault_is_told_with_its_line_and_nothing_of_the_address() {
        let long = "x".repeat(MAX_ADDRESS_CHARS + 1);
        let file = format!("address,uprn,order\n,1,1\n{long},2,2\n4 Elm Street,1234567890123,3\n5 Elm Street,,first\n");
        let found = faults(file.as_bytes());
        assert_eq!(found[0], FileFault::Empty { line: 2 });
        assert_eq!(found[1], FileFault::TooLong { line: 3 });
        assert_eq!(found[2], FileFault::BadNumber { line: 4, header: "uprn".to_owned() });
        assert_eq!(found[3], FileFault::BadNumber { line: 5, header: "order".to_owned() });
        assert!(found.iter().all(|fault| !fault.to_string().contains("Elm")));
    }

    #[test]
    fn files_of_another_kind_are_refused_with_what_to_do() {
        assert_eq!(faults(b"name,phone\nAnn,1\n"), [FileFault::NoAddress { headers: "name, phone".to_owned() }]);
        assert_eq!(faults(b"address\n"), [FileFault::NoRows]);
        assert_eq!(faults(b""), [FileFault::NoAddress { headers: String::new() }]);
        assert_eq!(faults(&[0xff, 0xfe, b'a', 0]), [FileFault::NotText]);
    }
}
