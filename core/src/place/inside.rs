//! Places from degrees, and whether one lies inside of a boundary: exactly, in whole numbers.
//!
//! What a boundary is and how it is kept is `boundary`'s.

use super::boundary::{Boundary, Point, UNITS_PER_DEGREE};

impl Point {
    /// A place by its degrees in WGS 84, to a millionth; none where they are no place on earth.
    ///
    /// ```
    /// use doorstep_core::place::Point;
    ///
    /// assert_eq!(Point::of_degrees(51.5, -0.1), Some(Point { latitude: 51_500_000, longitude: -100_000 }));
    /// assert_eq!(Point::of_degrees(95.0, 0.0), None);
    /// ```
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let units = |degrees: f64, most: f64| {
            let fits = degrees.is_finite() && degrees.abs() <= most;
            fits.then(|| (degrees * f64::from(UNITS_PER_DEGREE)).round() as i32)
        };
        Some(Self { latitude: units(latitude, 90.0)?, longitude: units(longitude, 180.0)? })
    }

    /// A place by millionths of degrees; none where they are no place on earth.
    pub fn of_units(latitude: i32, longitude: i32) -> Option<Self> {
        let within =
            |units: i32, most: i32| units.unsigned_abs() <= most.unsigned_abs() * UNITS_PER_DEGREE.unsigned_abs();
        (within(latitude, 90) && within(longitude, 180)).then_some(Self { latitude, longitude })
    }

    /// As [`of_degrees`](Self::of_degrees), from two texts; a comma may stand for the point.
    pub fn of_texts(latitude: &str, longitude: &str) -> Option<Self> {
        let degrees = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
        Self::of_degrees(degrees(latitude)?, degrees(longitude)?)
    }
}

impl Boundary {
    /// Whether a place lies inside: in one of the pieces, and in none of its holes.
    pub fn contains(&self, point: Point) -> bool {
        self.0.iter().any(|piece| piece.iter().map(|ring| crossings(ring, point)).sum::<usize>() % 2 == 1)
    }
}

/// How many sides of a closed line a ray to the east of a place crosses.
fn crossings(ring: &[Point], point: Point) -> usize {
    let after = ring.iter().cycle().skip(1);
    ring.iter().zip(after).filter(|(one, other)| crosses(**one, **other, point)).count()
}

fn crosses(one: Point, other: Point, point: Point) -> bool {
    if (one.latitude > point.latitude) == (other.latitude > point.latitude) {
        return false;
    }
    let (low, high) = if one.latitude < other.latitude { (one, other) } else { (other, one) };
    let east = |from: Point, to: Point| i64::from(to.longitude) - i64::from(from.longitude);
    let north = |from: Point, to: Point| i64::from(to.latitude) - i64::from(from.latitude);
    // The place is west of the side: products stay below 2^58.
    east(low, point) * north(low, high) < east(low, high) * north(low, point)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(longitude: i32, latitude: i32) -> Point {
        Point { longitude, latitude }
    }

    fn square(from: i32, to: i32) -> Vec<Point> {
        vec![at(from, from), at(to, from), at(to, to), at(from, to)]
    }

    #[test]
    fn a_place_is_inside_of_a_piece_and_not_of_its_hole() {
        let land = Boundary(vec![vec![square(0, 100), square(40, 60)], vec![square(200, 300)]]);
        for inside in [at(10, 10), at(39, 50), at(250, 250)] {
            assert!(land.contains(inside), "{inside:?}");
        }
        for outside in [at(50, 50), at(-1, 50), at(101, 50), at(150, 150), at(250, 301)] {
            assert!(!land.contains(outside), "{outside:?}");
        }
        assert!(!Boundary::default().contains(at(0, 0)));
    }

    #[test]
    fn a_slanting_side_is_judged_to_the_millionth() {
        let triangle = Boundary(vec![vec![vec![at(0, 0), at(1_000_000, 0), at(0, 1_000_000)]]]);
        assert!(triangle.contains(at(499_999, 500_000)));
        assert!(!triangle.contains(at(500_001, 500_000)));
        let around = 180 * UNITS_PER_DEGREE;
        let earth = Boundary(vec![vec![vec![at(-around, -around / 2), at(around, -around / 2), at(0, around / 2)]]]);
        assert!(earth.contains(at(0, 0)));
    }

    #[test]
    fn places_are_read_from_degrees_and_nothing_else() {
        assert_eq!(Point::of_texts("51,4712345", " -0.1"), Some(at(-100_000, 51_471_235)));
        for (latitude, longitude) in
            [("", "1"), ("north", "1"), ("90.1", "1"), ("1", "-180.5"), ("NaN", "1"), ("1", "inf")]
        {
            assert_eq!(Point::of_texts(latitude, longitude), None, "{latitude} {longitude}");
        }
    }
}
