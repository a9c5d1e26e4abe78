//! Compound files (MS-CFB), as far as needed to take one stream out: a file of sectors, chained by a table.
//!
//! Every chain is bounded by the number of sectors that the file really has, so no table can make it grow or go round.

/// What is wrong with a compound file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum CompoundError {
    #[error("the header is not that of a compound file")]
    Header,
    #[error("a chain of sectors leaves the file or goes round")]
    Chain,
    #[error("there is no workbook in it")]
    NoStream,
}

/// Sector numbers from here on are marks, not sectors.
const LAST_SECTOR: u32 = 0xffff_fffa;
const DIRECTORY_ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// The bytes of the first stream that has one of the names.
pub(super) fn stream(bytes: &[u8], names: &[&str]) -> Result<Vec<u8>, CompoundError> {
    let file = Compound::open(bytes)?;
    let directory = file.chain(u32_at(bytes, 48)?)?;
    let entries: Vec<Entry> = directory.chunks_exact(DIRECTORY_ENTRY).filter_map(entry).collect();
    let root = entries.first().ok_or(CompoundError::NoStream)?;
    let wanted = |name: &&str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    let found = names.iter().find_map(wanted).ok_or(CompoundError::NoStream)?;
    let smallest = usize::try_from(u32_at(bytes, 56)?).map_err(|_| CompoundError::Header)?;
    let mut stream = if found.size < smallest {
        file.mini_chain(found.start, &file.chain(root.start)?, &file.chain(u32_at(bytes, 60)?)?)?
    } else {
        file.chain(found.start)?
    };
    stream.truncate(found.size);
    Ok(stream)
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, CompoundError> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return Err(CompoundError::Header),
        };
        let mut file = Self { bytes, sector, table: Vec::new() };
        let most = bytes.len() / sector;
        let mut places: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index).ok()).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..most {
            if next >= LAST_SECTOR {
                break;
            }
            let mut more: Vec<u32> = numbers(file.sector(next)?).collect();
            next = more.pop().unwrap_or(u32::MAX);
            places.extend(more);
        }
        for place in places.into_iter().filter(|place| *place < LAST_SECTOR).take(most) {
            let numbers: Vec<u32> = numbers(file.sector(place)?).collect();
            file.table.extend(numbers);
        }
        Ok(file)
    }

    fn sector(&self, number: u32) -> Result<&'a [u8], CompoundError> {
        let start = usize::try_from(number).ok().and_then(|number| number.checked_add(1)?.checked_mul(self.sector));
        let start = start.filter(|start| *start < self.bytes.len()).ok_or(CompoundError::Chain)?;
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        Ok(&self.bytes[start..end])
    }

    /// All sectors from this one on. An end mark at once gives nothing.
    fn chain(&self, start: u32) -> Result<Vec<u8>, CompoundError> {
        let mut out = Vec::new();
        let mut next = start;
        let most = self.bytes.len() / self.sector;
        for _ in 0..=most {
            if next >= LAST_SECTOR {
                return Ok(out);
            }
            out.extend_from_slice(self.sector(next)?);
            next = follow(&self.table, next)?;
        }
        Err(CompoundError::Chain)
    }

    /// A short stream: its sectors are pieces of the root's stream, chained by a table of their own.
    fn mini_chain(&self, start: u32, pieces: &[u8], table: &[u8]) -> Result<Vec<u8>, CompoundError> {
        let table: Vec<u32> = numbers(table).collect();
        let mut out = Vec::new();
        let mut next = start;
        for _ in 0..=pieces.len() / MINI_SECTOR {
            if next >= LAST_SECTOR {
                return Ok(out);
            }
            let start = usize::try_from(next).ok().and_then(|next| next.checked_mul(MINI_SECTOR));
            let piece = start.and_then(|start| pieces.get(start..)).filter(|piece| !piece.is_empty());
            let piece = piece.ok_or(CompoundError::Chain)?;
            out.extend_from_slice(&piece[..MINI_SECTOR.min(piece.len())]);
            next = follow(&table, next)?;
        }
        Err(CompoundError::Chain)
    }
}

fn follow(table: &[u32], sector: u32) -> Result<u32, CompoundError> {
    let next = usize::try_from(sector).ok().and_then(|sector| table.get(sector));
    next.copied().ok_or(CompoundError::Chain)
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64).ok()?);
    let units =
        bytes.get(..length.checked_sub(2)?.min(62))?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some(Entry { name, start: u32_at(bytes, 116).ok()?, size: usize::try_from(u32_at(bytes, 120).ok()?).ok()? })
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, CompoundError> {
    let pair = bytes.get(at..at + 2).ok_or(CompoundError::Header)?;
    Ok(u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, CompoundError> {
    bytes.get(at..at + 4).and_then(|four| numbers(four).next()).ok_or(CompoundError::Header)
}
