//! Places: length of a line, size of an area, inside or outside.
//!
//! The earth is a ball of 6,378,100 m radius, as in the other engines of the field; results are rounded to the centimetre.

use super::{Call, Function, Outcome, takes, takes_many};
use crate::form::expr::number::{parse_number, round_half_up};
use crate::form::expr::value::Value;

const EARTH_RADIUS_M: f64 = 6_378_100.0;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "distance" => takes_many(1, |call| measure(call, distance)),
        "area" | "enclosed-area" => takes(1, 1, |call| measure(call, area)),
        "geofence" => takes(2, 2, geofence),
        "intersects" => {
            takes(1, 1, |call| Ok(Value::Boolean(places(&call.text(0)?).is_some_and(|line| crosses_itself(&line)))))
        }
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    latitude: f64,
    longitude: f64,
}

fn measure(call: &Call<'_, '_>, compute: fn(&[Place]) -> f64) -> Outcome {
    let joined = call.texts_from(0)?.join(";");
    let metres = places(&joined).map_or(f64::NAN, |places| compute(&places));
    Ok(Value::Number(round_half_up(metres * 100.0) / 100.0))
}

/// Reads `lat lon alt acc; lat lon; ...`; `None` unless every place is on the globe.
fn places(text: &str) -> Option<Vec<Place>> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let places: Option<Vec<Place>> = parts.map(place).collect();
    places.filter(|places| !places.is_empty())
}

fn place(text: &str) -> Option<Place> {
    let mut numbers = text.split_whitespace().map(parse_number);
    let place = Place { latitude: numbers.next()?, longitude: numbers.next()? };
    (place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0).then_some(place)
}

/// The length of a line on the ball, by the haversine formula.
fn distance(places: &[Place]) -> f64 {
    let leg = |pair: &[Place]| {
        let (from, to) = (pair[0], pair[1]);
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let across = from.latitude.to_radians().cos() * to.latitude.to_radians().cos();
        let a = half(from.latitude, to.latitude) + across * half(from.longitude, to.longitude);
        2.0 * EARTH_RADIUS_M * a.sqrt().min(1.0).asin()
    };
    places.windows(2).map(leg).sum()
}

/// The size of an area on the ball, by the trapezium rule on the sines of latitudes (Chamberlain and Duquette, 2007).
fn area(places: &[Place]) -> f64 {
    if places.len() < 3 {
        return 0.0;
    }
    let next = places.iter().cycle().skip(1);
    let doubled: f64 = places
        .iter()
        .zip(next)
        .map(|(from, to)| {
            let width = to.longitude.to_radians() - from.longitude.to_radians();
            width * (2.0 + from.latitude.to_radians().sin() + to.latitude.to_radians().sin())
        })
        .sum();
    (doubled * EARTH_RADIUS_M * EARTH_RADIUS_M / 2.0).abs()
}

fn geofence(call: &Call<'_, '_>) -> Outcome {
    let (point, fence) = (call.text(0)?, call.text(1)?);
    let (Some(point), Some(fence)) = (place(&point), places(&fence)) else { return Ok(Value::Boolean(false)) };
    Ok(Value::Boolean(fence.first() == fence.last() && is_inside(point, &fence)))
}

/// Counts how often a ray from the point to the east crosses the fence.
fn is_inside(point: Place, fence: &[Place]) -> bool {
    let crossings = fence.windows(2).filter(|pair| {
        let (from, to) = (pair[0], pair[1]);
        if (from.latitude > point.latitude) == (to.latitude > point.latitude) {
            return false;
        }
        let share = (point.latitude - from.latitude) / (to.latitude - from.latitude);
        point.longitude < from.longitude + share * (to.longitude - from.longitude)
    });
    crossings.count() % 2 == 1
}

/// Whether any two legs that do not follow each other meet.
fn crosses_itself(line: &[Place]) -> bool {
    let legs: Vec<&[Place]> = line.windows(2).collect();
    let closed = line.len() > 2 && line.first() == line.last();
    legs.iter().enumerate().any(|(first, one)| {
        legs.iter().enumerate().skip(first + 2).any(|(second, other)| {
            let neighbours = closed && first == 0 && second == legs.len() - 1;
            !neighbours && meet(one, other)
        })
    })
}

fn meet(one: &[Place], other: &[Place]) -> bool {
    let side = |a: Place, b: Place, c: Place| {
        (b.longitude - a.longitude) * (c.latitude - a.latitude)
            - (b.latitude - a.latitude) * (c.longitude - a.longitude)
    };
    let apart =
        |line: &[Place], points: &[Place]| side(line[0], line[1], points[0]) * side(line[0], line[1], points[1]) > 0.0;
    let overlap = |pick: fn(&Place) -> f64| {
        let range = |line: &[Place]| (pick(&line[0]).min(pick(&line[1])), pick(&line[0]).max(pick(&line[1])));
        let ((a, b), (c, d)) = (range(one), range(other));
        a <= d && c <= b
    };
    !apart(one, other) && !apart(other, one) && overlap(|place| place.latitude) && overlap(|place| place.longitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_equator_is_ten_thousand_kilometres() {
        let quarter = places("0 0;0 90").unwrap();
        assert!((distance(&quarter) - 10_018_696.05).abs() < 0.01);
    }

    #[test]
    fn a_figure_of_eight_crosses_itself_and_a_square_does_not() {
        assert!(crosses_itself(&places("0 0;1 1;1 0;0 1").unwrap()));
        assert!(!crosses_itself(&places("0 0;0 1;1 1;1 0;0 0").unwrap()));
    }

    #[test]
    fn places_off_the_globe_are_no_places() {
        assert_eq!(places("5000 5000"), None);
        assert_eq!(places(""), None);
    }
}
