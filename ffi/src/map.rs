//! Where doors and areas are, for a map of the doors: places, outlines, and the doors that lie outside of their area.
//!
//! Setting outlines is `boundaries`'; drawing the map of the field app is `field::map`'s.

use doorstep_core::place::Point;

use crate::{Phone, PhoneError};

/// A place on earth in WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, uniffi::Record)]
pub struct PlacePoint {
    /// North of the equator, in millionths of a degree.
    pub latitude_millionths: i32,
    /// East of Greenwich, in millionths of a degree.
    pub longitude_millionths: i32,
}

/// The outline of an area.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct AreaOutline {
    /// The area.
    pub area: String,
    /// Its closed lines, of pieces and of holes alike: what an odd number of them encloses is inside.
    pub rings: Vec<Vec<PlacePoint>>,
}

/// A place by its degrees, as people copy it from a map: "51.5012, -0.1243". None where the text is no place.
#[uniffi::export]
pub fn place_of(text: String) -> Option<PlacePoint> {
    let (latitude, longitude) = text.split_once([';', ' ']).or_else(|| text.split_once(','))?;
    Point::of_texts(latitude.trim_end_matches([',', ';']), longitude).map(PlacePoint::of)
}

#[uniffi::export]
impl Phone {
    /// The outlines of the areas, of those that have one.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn outlines(&self) -> Result<Vec<AreaOutline>, PhoneError> {
        let boundaries = self.device().boundaries()?.into_iter();
        let ring = |ring: Vec<Point>| ring.into_iter().map(PlacePoint::of).collect();
        let outline = boundaries.map(|(area, boundary)| AreaOutline {
            area: area.to_string(),
            rings: boundary.0.into_iter().flatten().map(ring).collect(),
        });
        Ok(outline.collect())
    }

    /// The doors whose place lies outside of their area's outline: either the place or the area is wrong.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn doors_outside(&self) -> Result<Vec<String>, PhoneError> {
        let (doors, boundaries) = (self.device().doors()?, self.device().boundaries()?);
        let outside = doors.into_iter().filter(|line| {
            let boundary = line.area.and_then(|area| boundaries.get(&area));
            line.door.place.zip(boundary).is_some_and(|(place, boundary)| !boundary.contains(place))
        });
        Ok(outside.map(|line| line.id.to_string()).collect())
    }
}

impl PlacePoint {
    pub(crate) const fn of(point: Point) -> Self {
        Self { latitude_millionths: point.latitude, longitude_millionths: point.longitude }
    }

    /// The point that it is, if it is one on earth.
    pub(crate) fn point(self) -> Option<Point> {
        let degrees = |millionths: i32| f64::from(millionths) / 1e6;
        Point::of_degrees(degrees(self.latitude_millionths), degrees(self.longitude_millionths))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_people_copy_it() {
        let place = Some(PlacePoint { latitude_millionths: 51_501_200, longitude_millionths: -124_300 });
        for text in ["51.5012, -0.1243", "51.5012,-0.1243", "51,5012; -0,1243", "51.5012 -0.1243"] {
            assert_eq!(place_of(text.to_owned()), place, "{text}");
        }
        for text in ["", "51.5", "12 Larch Road", "91, 0"] {
            assert_eq!(place_of(text.to_owned()), None, "{text}");
        }
    }
}
