//! An area's boundary as plain values, and as the bytes that its document holds.
//!
//! Files of boundaries are `boundary_file`'s; drawing them is `report`'s.

/// How many units a degree has: millionths, some ten centimetres.
pub const UNITS_PER_DEGREE: i32 = 1_000_000;
/// The most points of a boundary: with them it fits into an entry several times.
pub const MAX_POINTS: usize = 4_000;
/// The most bytes of a boundary.
const MAX_BYTES: usize = 48 << 10;

/// A place on earth in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Point {
    /// East of Greenwich.
    pub longitude: i32,
    /// North of the equator.
    pub latitude: i32,
}

/// A closed line: the first point is not repeated at the end.
pub type Ring = Vec<Point>;

/// A boundary: one or more pieces of land, each an outer ring and the rings of its holes.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Boundary(pub Vec<Vec<Ring>>);

impl Boundary {
    /// Every point.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.0.iter().flatten().flatten()
    }

    /// The bytes that stand for it: counts and differences from point to point, as numbers of as many bytes as they need.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        push(&mut bytes, self.0.len() as u64);
        let (mut longitude, mut latitude) = (0_i64, 0_i64);
        for piece in &self.0 {
            push(&mut bytes, piece.len() as u64);
            for ring in piece {
                push(&mut bytes, ring.len() as u64);
                for point in ring {
                    let (east, north) = (i64::from(point.longitude), i64::from(point.latitude));
                    push(&mut bytes, zigzag(east - longitude));
                    push(&mut bytes, zigzag(north - latitude));
                    (longitude, latitude) = (east, north);
                }
            }
        }
        bytes
    }

    /// Reads it; none where the bytes are no boundary, or one with more points than there may be.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let mut rest = bytes;
        let (mut longitude, mut latitude) = (0_i64, 0_i64);
        let mut left = MAX_POINTS as u64;
        let mut pieces = Vec::new();
        for _ in 0..taken(&mut rest).filter(|pieces| *pieces <= left)? {
            let mut piece = Vec::new();
            for _ in 0..taken(&mut rest).filter(|rings| *rings <= left)? {
                let count = taken(&mut rest).filter(|points| *points <= left)?;
                left -= count;
                let mut ring = Vec::new();
                for _ in 0..count {
                    longitude = longitude.checked_add(unzigzag(taken(&mut rest)?))?;
                    latitude = latitude.checked_add(unzigzag(taken(&mut rest)?))?;
                    ring.push(point(longitude, latitude)?);
                }
                piece.push(ring);
            }
            pieces.push(piece);
        }
        rest.is_empty().then_some(Self(pieces))
    }
}

/// A point, if it is on earth.
fn point(longitude: i64, latitude: i64) -> Option<Point> {
    let most = |degrees: i64| degrees * i64::from(UNITS_PER_DEGREE);
    let on_earth = longitude.abs() <= most(180) && latitude.abs() <= most(90);
    let (longitude, latitude) = (i32::try_from(longitude).ok()?, i32::try_from(latitude).ok()?);
    on_earth.then_some(Point { longitude, latitude })
}

const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

const fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn taken(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(longitude: i32, latitude: i32) -> Point {
        Point { longitude, latitude }
    }

    #[test]
    fn a_boundary_comes_back_from_its_bytes() {
        let square = vec![at(-100_000, 51_500_000), at(-99_000, 51_500_000), at(-99_000, 51_501_000)];
        let boundary = Boundary(vec![vec![square.clone(), vec![]], vec![square]]);
        let bytes = boundary.to_bytes();
        assert!(bytes.len() < 50, "{}", bytes.len());
        assert_eq!(Boundary::from_bytes(&bytes), Some(boundary));
    }

    #[test]
    fn what_is_off_the_earth_or_endless_is_no_boundary() {
        let off = Boundary(vec![vec![vec![at(190 * UNITS_PER_DEGREE, 0)]]]);
        assert_eq!(Boundary::from_bytes(&off.to_bytes()), None);
        let endless = Boundary(vec![vec![vec![at(0, 0); MAX_POINTS + 1]]]);
        assert_eq!(Boundary::from_bytes(&endless.to_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(boundary) = Boundary::from_bytes(&bytes) {
                prop_assert!(boundary.points().count() <= MAX_POINTS);
            }
        }
    }
}
