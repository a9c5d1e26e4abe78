//! Boundaries from a GeoJSON file, as councils and statistics offices hand them out. Which areas a project has is for whoever sets them.
//!
//! Coordinates are WGS 84, longitude first, as RFC 7946 has it. Lines are made simpler by at most [`TOLERANCE_METRES`] where a boundary
//! has more points than an entry can hold well, then by more, and it is said by how much.

use std::collections::BTreeMap;

use geo::{Area as _, BooleanOps, BoundingRect, GeodesicArea, Intersects, Simplify, Validation};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use geojson::{Feature, FeatureCollection, GeoJson, Geometry, GeometryValue};

use super::boundary::{Boundary, MAX_POINTS, Point, Ring, UNITS_PER_DEGREE};

/// The largest file that is read, in bytes.
pub const MAX_BOUNDARY_FILE_BYTES: usize = 32 << 20;
/// By how much a line may move when it is made simpler.
pub const TOLERANCE_METRES: f64 = 1.0;
/// The most points that a boundary is left with after that; one with more is made simpler still.
const WANTED_POINTS: usize = 1_000;
/// The most areas in a file.
const MAX_FEATURES: usize = 2_000;
/// After so many faults the rest of a file is not looked at.
const MAX_FAULTS: usize = 50;
/// A degree of latitude in metres.
const METRES_PER_DEGREE: f64 = 111_320.0;
/// Neighbours drawn from different maps overlap in slivers: this share of the smaller one is none.
const SLIVER: f64 = 0.01;

/// A boundary of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileBoundary {
    /// The area's name, as the file has it.
    pub name: String,
    /// The boundary.
    pub boundary: Boundary,
    /// By how much a line may have moved, in metres; 0 where it is as the file has it, to ten centimetres.
    pub moved_metres: f64,
}

/// What is wrong with a file of boundaries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BoundaryFault {
    /// It is larger than any file of boundaries.
    #[error("the file is larger than {} MiB or has more than {MAX_FEATURES} areas: make the lines simpler, or take fewer", MAX_BOUNDARY_FILE_BYTES >> 20)]
    TooLarge,
    /// It is no GeoJSON.
    #[error("the file is no GeoJSON with areas in it: save the layer as GeoJSON, with the coordinates in WGS 84")]
    NotGeoJson,
    /// An area has no name.
    #[error(
        "area {number} of the file has no text under “{property}”; it has these: {properties}. Say which one holds the name"
    )]
    NoName {
        /// Which, from 1.
        number: usize,
        /// The property that was to hold the name.
        property: String,
        /// Those that it has.
        properties: String,
    },
    /// Two areas have one name.
    #[error("“{name}” stands in the file twice: join its pieces to one area, or give one another name")]
    Twice {
        /// The name.
        name: String,
    },
    /// It is a point or a line.
    #[error("“{name}” is no polygon: only areas have a boundary")]
    NotAnArea {
        /// The name.
        name: String,
    },
    /// A ring does not come back to where it began.
    #[error("the line around “{name}” is open: its last point has to be its first one")]
    OpenRing {
        /// The name.
        name: String,
    },
    /// Coordinates are none of WGS 84.
    #[error("“{name}” has coordinates that are no degrees: save the layer in WGS 84 (EPSG:4326)")]
    NotWgs84 {
        /// The name.
        name: String,
    },
    /// A line crosses itself.
    #[error("the line around “{name}” crosses itself or leaves no land inside: mend it in a map program")]
    CrossesItself {
        /// The name.
        name: String,
    },
    /// Two areas share land.
    #[error(
        "“{one}” and “{other}” overlap by {square_metres} square metres, more than a sliver: move the line between them"
    )]
    Overlap {
        /// One.
        one: String,
        /// The other.
        other: String,
        /// By how much.
        square_metres: u64,
    },
    /// It has more detail than an entry holds.
    #[error(
        "“{name}” has more detail than can be kept, even with its lines made simpler by 50 m: draw it in fewer points"
    )]
    TooDetailed {
        /// The name.
        name: String,
    },
}

/// An area as the file has it.
struct Drawn {
    name: String,
    land: MultiPolygon,
}

/// Reads a file of boundaries, whose areas are named by a property: all of it, or what is wrong with it.
///
/// # Errors
/// Everything that is wrong, at most the first fifty faults.
pub fn read_boundaries(bytes: &[u8], property: &str) -> Result<Vec<FileBoundary>, Vec<BoundaryFault>> {
    if bytes.len() > MAX_BOUNDARY_FILE_BYTES {
        return Err(vec![BoundaryFault::TooLarge]);
    }
    let features = features(bytes).ok_or_else(|| vec![BoundaryFault::NotGeoJson])?;
    if features.len() > MAX_FEATURES {
        return Err(vec![BoundaryFault::TooLarge]);
    }
    let mut faults = Vec::new();
    let mut drawn: BTreeMap<String, Drawn> = BTreeMap::new();
    for (number, feature) in (1..).zip(features) {
        match named(number, &feature, property).and_then(|name| area(name, feature.geometry)) {
            Ok(area) if drawn.contains_key(&area.name) => faults.push(BoundaryFault::Twice { name: area.name }),
            Ok(area) => drop(drawn.insert(area.name.clone(), area)),
            Err(fault) => faults.push(fault),
        }
    }
    let drawn: Vec<Drawn> = drawn.into_values().collect();
    if faults.is_empty() {
        faults = overlaps(&drawn);
    }
    let mut boundaries = Vec::new();
    for area in &drawn {
        match kept(area) {
            Some(boundary) => boundaries.push(boundary),
            None => faults.push(BoundaryFault::TooDetailed { name: area.name.clone() }),
        }
    }
    faults.truncate(MAX_FAULTS);
    if faults.is_empty() { Ok(boundaries) } else { Err(faults) }
}

fn features(bytes: &[u8]) -> Option<Vec<Feature>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let features = match text.trim_start_matches('\u{feff}').parse::<GeoJson>().ok()? {
        GeoJson::FeatureCollection(FeatureCollection { features, .. }) => features,
        GeoJson::Feature(feature) => vec![feature],
        GeoJson::Geometry(_) => return None,
    };
    Some(features).filter(|features| !features.is_empty())
}

fn named(number: usize, feature: &Feature, property: &str) -> Result<String, BoundaryFault> {
    let name = feature.property(property).and_then(|name| name.as_str()).map(str::trim).unwrap_or_default();
    if !name.is_empty() {
        return Ok(name.to_owned());
    }
    let properties = feature.properties.iter().flat_map(|properties| properties.keys().take(20).cloned());
    let properties = properties.collect::<Vec<_>>().join(", ");
    Err(BoundaryFault::NoName { number, property: property.to_owned(), properties })
}

fn area(name: String, geometry: Option<Geometry>) -> Result<Drawn, BoundaryFault> {
    let pieces = match geometry.map(|geometry| geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
        _ => return Err(BoundaryFault::NotAnArea { name }),
    };
    let mut polygons = Vec::new();
    for piece in pieces {
        let mut rings = Vec::new();
        for ring in piece {
            let coords: Option<Vec<Coord>> = ring.iter().map(|position| coord(position.as_slice())).collect();
            let Some(coords) = coords else { return Err(BoundaryFault::NotWgs84 { name }) };
            if coords.len() < 4 || coords.first() != coords.last() {
                return Err(BoundaryFault::OpenRing { name });
            }
            rings.push(LineString::new(coords));
        }
        let mut rings = rings.into_iter();
        let Some(outer) = rings.next() else { return Err(BoundaryFault::NotAnArea { name }) };
        polygons.push(Polygon::new(outer, rings.collect()));
    }
    let land = MultiPolygon::new(polygons);
    if land.0.is_empty() {
        return Err(BoundaryFault::NotAnArea { name });
    }
    if !land.is_valid() {
        return Err(BoundaryFault::CrossesItself { name });
    }
    Ok(Drawn { name, land })
}

/// A position of WGS 84, if it is one.
fn coord(position: &[f64]) -> Option<Coord> {
    let [x, y, ..] = *position else { return None };
    let on_earth = x.is_finite() && y.is_finite() && x.abs() <= 180.0 && y.abs() <= 90.0;
    on_earth.then_some(Coord { x, y })
}

/// The pairs that share more land than a sliver.
fn overlaps(drawn: &[Drawn]) -> Vec<BoundaryFault> {
    let mut faults = Vec::new();
    for (place, one) in drawn.iter().enumerate() {
        for other in &drawn[place + 1..] {
            let apart = match (one.land.bounding_rect(), other.land.bounding_rect()) {
                (Some(ours), Some(theirs)) => !ours.intersects(&theirs),
                (None, _) | (_, None) => true,
            };
            if apart || faults.len() >= MAX_FAULTS {
                continue;
            }
            let shared = one.land.intersection(&other.land);
            let smaller = one.land.unsigned_area().min(other.land.unsigned_area());
            if shared.unsigned_area() > SLIVER * smaller {
                let square_metres = shared.geodesic_area_unsigned().round();
                let (one, other) = (one.name.clone(), other.name.clone());
                // A float that is no whole number of its kind is cut to the nearest one.
                faults.push(BoundaryFault::Overlap { one, other, square_metres: square_metres as u64 });
            }
        }
    }
    faults
}

/// The boundary with no more points than can be kept.
fn kept(area: &Drawn) -> Option<FileBoundary> {
    let whole = boundary(&area.land);
    let is_small = |boundary: &Boundary, most: usize| boundary.points().count() <= most;
    if is_small(&whole, WANTED_POINTS) {
        return Some(FileBoundary { name: area.name.clone(), boundary: whole, moved_metres: 0.0 });
    }
    for (metres, most) in [(TOLERANCE_METRES, MAX_POINTS), (5.0, MAX_POINTS), (20.0, MAX_POINTS), (50.0, MAX_POINTS)] {
        let simple = area.land.simplify(metres / METRES_PER_DEGREE);
        let boundary = boundary(&simple);
        if simple.is_valid() && is_small(&boundary, most) {
            return Some(FileBoundary { name: area.name.clone(), boundary, moved_metres: metres });
        }
    }
    is_small(&whole, MAX_POINTS).then(|| FileBoundary { name: area.name.clone(), boundary: whole, moved_metres: 0.0 })
}

fn boundary(land: &MultiPolygon) -> Boundary {
    let piece = |polygon: &Polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(ring).filter(|ring| ring.len() >= 3).collect::<Vec<Ring>>()
    };
    Boundary(land.iter().map(piece).filter(|piece| !piece.is_empty()).collect())
}

/// A ring in whole units, without its repeated last point and without points that fall together.
fn ring(line: &LineString) -> Ring {
    let unit = |degrees: f64| (degrees * f64::from(UNITS_PER_DEGREE)).round() as i32;
    let mut points: Ring =
        line.coords().map(|coord| Point { longitude: unit(coord.x), latitude: unit(coord.y) }).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn file(areas: &[(&str, Value)]) -> Vec<u8> {
        let feature = |(name, rings): &(&str, Value)| {
            json!({ "type": "Feature", "properties": { "ward": name },
                "geometry": { "type": "Polygon", "coordinates": rings } })
        };
        let features: Vec<Value> = areas.iter().map(feature).collect();
        json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes()
    }

    fn square(west: f64, south: f64, side: f64) -> Value {
        let (east, north) = (west + side, south + side);
        json!([[[west, south], [east, south], [east, north], [west, north], [west, south]]])
    }

    fn fault(areas: &[(&str, Value)]) -> BoundaryFault {
        read_boundaries(&file(areas), "ward").unwrap_err().remove(0)
    }

    #[test]
    fn neighbours_that_touch_are_read_to_the_millionth_of_a_degree() {
        let areas = [("Elm", square(-0.1, 51.5, 0.01)), ("Lark", square(-0.09, 51.5, 0.01))];
        let read = read_boundaries(&file(&areas), "ward").unwrap();
        let names: Vec<&str> = read.iter().map(|area| area.name.as_str()).collect();
        assert_eq!(names, ["Elm", "Lark"]);
        assert_eq!(read[0].boundary.0[0][0].len(), 4);
        assert_eq!(read[0].boundary.0[0][0][0], Point { longitude: -100_000, latitude: 51_500_000 });
        assert_eq!(read[0].moved_metres, 0.0);
    }

    #[test]
    fn what_overlaps_by_more_than_a_sliver_is_named_with_how_much() {
        let sliver = [("Elm", square(-0.1, 51.5, 0.01)), ("Lark", square(-0.090_05, 51.5, 0.01))];
        assert!(read_boundaries(&file(&sliver), "ward").is_ok());
        let much = [("Elm", square(-0.1, 51.5, 0.01)), ("Lark", square(-0.095, 51.5, 0.01))];
        let BoundaryFault::Overlap { one, other, square_metres } = fault(&much) else { panic!("they overlap") };
        assert_eq!((one.as_str(), other.as_str()), ("Elm", "Lark"));
        assert!((350_000..400_000).contains(&square_metres), "half of 0.69 by 1.11 km: {square_metres}");
    }

    #[test]
    fn open_crossing_and_foreign_lines_are_refused_by_name() {
        let bow = json!([[[0.0, 0.0], [0.01, 0.01], [0.01, 0.0], [0.0, 0.01], [0.0, 0.0]]]);
        assert_eq!(fault(&[("Elm", bow)]), BoundaryFault::CrossesItself { name: "Elm".into() });
        let open = json!([[[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.0, 0.01]]]);
        assert_eq!(fault(&[("Elm", open)]), BoundaryFault::OpenRing { name: "Elm".into() });
        assert_eq!(
            fault(&[("Elm", square(530_000.0, 180_000.0, 10.0))]),
            BoundaryFault::NotWgs84 { name: "Elm".into() }
        );
        let twice = [("Elm", square(0.0, 0.0, 0.01)), ("Elm", square(1.0, 0.0, 0.01))];
        assert_eq!(fault(&twice), BoundaryFault::Twice { name: "Elm".into() });
        let faults = read_boundaries(&file(&[("Elm", square(0.0, 0.0, 0.01))]), "name").unwrap_err();
        assert!(faults[0].to_string().contains("it has these: ward"), "{}", faults[0]);
        assert_eq!(read_boundaries(b"ward,shape", "ward").unwrap_err(), [BoundaryFault::NotGeoJson]);
    }

    #[test]
    fn a_line_of_many_points_is_made_simpler_and_says_by_how_much() {
        let corner = |step: i32| {
            let turn = f64::from(step % 20_000) / 20_000.0 * std::f64::consts::TAU;
            json!([0.1 + 0.01 * turn.cos(), 51.5 + 0.01 * turn.sin()])
        };
        let round: Vec<Value> = (0..=20_000).map(corner).collect();
        let read = read_boundaries(&file(&[("Elm", json!([round]))]), "ward").unwrap();
        assert_eq!(read[0].moved_metres, TOLERANCE_METRES);
        assert!((30..WANTED_POINTS).contains(&read[0].boundary.points().count()));
    }
}
