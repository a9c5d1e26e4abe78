//! The map of an area's doors: its outline, and a sign for each door by what happened there; no tiles, and no script needed.
//!
//! The same doors stand beside it as a list, which is what a screen reader and a keyboard go by. How signs are drawn is `map_signs`'.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use super::map_signs::{self, Sign};
use super::{doors, turns};
use crate::{AreaRow, DoorRow, PhoneError, PlacePoint};

/// The longer side of the drawing, in its units.
const SIDE: f64 = 1_000.0;
/// Doors that are nearer to each other than this get one sign together.
const NEAR: f64 = 84.0;
/// The least that a map shows, in millionths of a degree of latitude: some 30 metres.
const LEAST: i32 = 270;

/// Shows it.
pub(super) fn page(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let (areas, doors) = (desk.phone().areas()?, desk.phone().doors()?);
    let asked = ask.query.one("area");
    let chosen = areas.iter().find(|area| area.id == asked).or_else(|| first_area(&areas, &doors));
    let body = match chosen {
        Some(area) => of_area(desk, area, &areas, &doors, ask.query.one("box"))?,
        None => html! { p { (desk.say("app-no-doors")) } },
    };
    let screen = Screen { back: Some("/doors".to_owned()), ..Screen::new(desk.say("door-map"), Place::Doors, body) };
    Ok(Answer::Scripted(lay_out(desk, &screen)))
}

/// The area in which it is this person's turn, else the first that has doors.
fn first_area<'a>(areas: &'a [AreaRow], doors: &[DoorRow]) -> Option<&'a AreaRow> {
    let own = doors.iter().find(|door| turns::own(door).is_some()).or_else(|| doors.first());
    own.and_then(|door| areas.iter().find(|area| door.area.as_ref() == Some(&area.id))).or_else(|| areas.first())
}

fn of_area(
    desk: &Desk,
    area: &AreaRow,
    areas: &[AreaRow],
    doors: &[DoorRow],
    boxed: &str,
) -> Result<Markup, PhoneError> {
    let here: Vec<&DoorRow> = doors.iter().filter(|door| door.area.as_ref() == Some(&area.id)).collect();
    let outlines = desk.phone().outlines()?;
    let rings = outlines.into_iter().find(|outline| outline.area == area.id).map(|outline| outline.rings);
    let rings = rings.unwrap_or_default();
    let boxed = Frame::read(boxed);
    let placed = here.iter().filter_map(|door| door.place);
    let frame = boxed.or_else(|| Frame::around(rings.iter().flatten().copied().chain(placed)));
    let (within, without): (Vec<&DoorRow>, Vec<&DoorRow>) = here.iter().copied().partition(|door| door.place.is_some());
    let within: Vec<&DoorRow> =
        within.into_iter().filter(|door| frame.zip(door.place).is_some_and(|(frame, at)| frame.has(at))).collect();
    Ok(html! {
        (other_areas(desk, area, areas))
        h2 { (area.name) }
        @if let Some(frame) = frame {
            (drawing(&area.id, &frame, &rings, &within))
            div.steps {
                @if boxed.is_some() {
                    a.button.second href=(format!("/doors/map?area={}", area.id)) { (desk.say("door-map-whole")) }
                }
                button #here.button.second type="button" hidden { (desk.say("door-map-here")) }
            }
            p #here-said.hint role="status" data-off=(desk.say("door-map-here-off")) data-no=(desk.say("door-map-here-no")) {}
            (map_signs::legend(desk))
            (listed(desk, &desk.say("door-map-on"), &within, true))
        } @else { p { (desk.say("door-map-none")) } }
        (listed(desk, &desk.say("door-map-without"), &without, true))
        (outside(desk, &here)?)
        script src="/map.js" defer {}
    })
}

fn other_areas(desk: &Desk, area: &AreaRow, areas: &[AreaRow]) -> Markup {
    html! {
        @if areas.len() > 1 {
            nav aria-label=(desk.say("door-map-areas")) { ul.list.inline { @for other in areas {
                li { a href=(format!("/doors/map?area={}", other.id)) aria-current=[(other.id == area.id).then_some("page")] { (other.name) } }
            } } }
        }
    }
}

/// A list of doors. A door stands once among those that signs of the map lead to, and may stand in another list as well.
fn listed(desk: &Desk, title: &str, doors: &[&DoorRow], is_led_to: bool) -> Markup {
    html! {
        @if !doors.is_empty() {
            section { h3 { (title) }
                ul.list { @for door in doors { li id=[is_led_to.then(|| format!("door-{}", door.id))] {
                    a href=(format!("/door/{}", door.id)) { (door.address) } " " (doors::state(desk, door)) (turns::tag(desk, door))
                } } }
            }
        }
    }
}

/// The doors whose place and area do not go together.
fn outside(desk: &Desk, here: &[&DoorRow]) -> Result<Markup, PhoneError> {
    let outside = desk.phone().doors_outside()?;
    let doors: Vec<&DoorRow> = here.iter().copied().filter(|door| outside.contains(&door.id)).collect();
    Ok(listed(desk, &desk.say("door-map-outside"), &doors, false))
}

/// What a map shows, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
}

impl Frame {
    /// What encloses these places, with some room around.
    fn around(places: impl Iterator<Item = PlacePoint>) -> Option<Self> {
        let mut frame: Option<Self> = None;
        for PlacePoint { latitude_millionths: north, longitude_millionths: east } in places {
            let point = Self { west: east, south: north, east, north };
            frame = Some(frame.map_or(point, |frame| Self {
                west: frame.west.min(east),
                south: frame.south.min(north),
                east: frame.east.max(east),
                north: frame.north.max(north),
            }));
        }
        frame.map(Self::with_room)
    }

    /// At least some 30 metres each way, and a tenth of the longer side more all around, so that no sign is cut off.
    fn with_room(self) -> Self {
        let span = |low: i32, high: i32| i64::from(high) - i64::from(low);
        let around = span(self.west, self.east).max(span(self.south, self.north)).max(i64::from(LEAST)) / 10;
        let room = |low: i32, high: i32| {
            let more = around.max((i64::from(LEAST) - span(low, high)) / 2);
            let clamp = |at: i64| i32::try_from(at.clamp(-180_000_000, 180_000_000)).unwrap_or_default();
            (clamp(i64::from(low) - more), clamp(i64::from(high) + more))
        };
        let ((west, east), (south, north)) = (room(self.west, self.east), room(self.south, self.north));
        Self { west, south, east, north }
    }

    /// Reads what a link names: west, south, east and north, with `_` between.
    fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split('_').map(str::parse::<i32>);
        let mut next = || numbers.next()?.ok();
        let frame = Self { west: next()?, south: next()?, east: next()?, north: next()? };
        let on_earth = frame.west >= -180_000_000
            && frame.east <= 180_000_000
            && frame.south >= -90_000_000
            && frame.north <= 90_000_000;
        (on_earth && frame.west < frame.east && frame.south < frame.north).then_some(frame)
    }

    fn name(&self) -> String {
        format!("{}_{}_{}_{}", self.west, self.south, self.east, self.north)
    }

    fn has(&self, at: PlacePoint) -> bool {
        (self.west..=self.east).contains(&at.longitude_millionths)
            && (self.south..=self.north).contains(&at.latitude_millionths)
    }

    /// Width and height of the drawing: a degree of longitude is shorter the further from the equator.
    fn size(&self) -> (f64, f64) {
        let middle = f64::midpoint(f64::from(self.south), f64::from(self.north)) / 1e6;
        let wide = (f64::from(self.east) - f64::from(self.west)) * middle.to_radians().cos().max(0.01);
        let high = f64::from(self.north) - f64::from(self.south);
        (SIDE, (SIDE * high / wide).clamp(SIDE / 3.0, SIDE * 1.4))
    }

    fn at(&self, place: PlacePoint) -> (f64, f64) {
        let (width, height) = self.size();
        let share = |at: i32, from: i32, to: i32| (f64::from(at) - f64::from(from)) / (f64::from(to) - f64::from(from));
        (
            width * share(place.longitude_millionths, self.west, self.east),
            height * (1.0 - share(place.latitude_millionths, self.south, self.north)),
        )
    }
}

/// Doors that get one sign together.
struct Together<'d> {
    doors: Vec<&'d DoorRow>,
    places: Vec<PlacePoint>,
}

/// The doors by the squares of the drawing in which they lie.
fn together<'d>(frame: &Frame, doors: &[&'d DoorRow]) -> Vec<Together<'d>> {
    let mut squares: BTreeMap<(i64, i64), Together<'d>> = BTreeMap::new();
    for door in doors {
        let Some(place) = door.place else { continue };
        let (x, y) = frame.at(place);
        let square = squares.entry(((y / NEAR) as i64, (x / NEAR) as i64));
        let square = square.or_insert_with(|| Together { doors: Vec::new(), places: Vec::new() });
        square.doors.push(door);
        square.places.push(place);
    }
    squares.into_values().collect()
}

fn drawing(area: &str, frame: &Frame, rings: &[Vec<PlacePoint>], doors: &[&DoorRow]) -> Markup {
    let (width, height) = frame.size();
    html! {
        svg.doors viewBox=(format!("0 0 {width:.0} {height:.0}")) aria-hidden="true" focusable="false" dir="ltr"
            data-west=(frame.west) data-south=(frame.south) data-east=(frame.east) data-north=(frame.north)
            data-width=(format!("{width:.0}")) data-height=(format!("{height:.0}")) {
            path.land fill-rule="evenodd" d=(outline(frame, rings)) {}
            @for together in together(frame, doors) { (sign(area, frame, &together)) }
        }
    }
}

fn outline(frame: &Frame, rings: &[Vec<PlacePoint>]) -> String {
    let mut path = String::new();
    for ring in rings {
        for (number, place) in ring.iter().enumerate() {
            let (x, y) = frame.at(*place);
            path.push_str(&format!("{}{x:.0} {y:.0}", if number == 0 { 'M' } else { 'L' }));
        }
        path.push('Z');
    }
    path
}

/// One sign; of several doors it leads nearer, or to the list where they are at one place.
fn sign(area: &str, frame: &Frame, together: &Together<'_>) -> Markup {
    let count = together.places.len() as f64;
    let (mut x, mut y) = (0.0, 0.0);
    for place in &together.places {
        let at = frame.at(*place);
        (x, y) = (x + at.0 / count, y + at.1 / count);
    }
    let nearer = Frame::around(together.places.iter().copied());
    let href = match (together.doors.as_slice(), nearer) {
        ([door], _) => format!("/door/{}", door.id),
        (_, Some(nearer)) if nearer.is_smaller(frame) => format!("/doors/map?area={area}&box={}", nearer.name()),
        (doors, _) => format!("#door-{}", doors.first().map_or("", |door| door.id.as_str())),
    };
    map_signs::sign(&Sign::of(&together.doors), (x, y), &href)
}

impl Frame {
    /// Whether it shows so much less that it is worth a look.
    fn is_smaller(&self, other: &Self) -> bool {
        let side = |frame: &Self| {
            let (wide, high) =
                (i64::from(frame.east) - i64::from(frame.west), i64::from(frame.north) - i64::from(frame.south));
            wide.max(high)
        };
        side(self) * 5 < side(other) * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(latitude_millionths: i32, longitude_millionths: i32) -> PlacePoint {
        PlacePoint { latitude_millionths, longitude_millionths }
    }

    #[test]
    fn a_frame_shows_every_place_with_north_above() {
        let places = [place(51_500_000, -100_000), place(51_502_000, -98_000)];
        let frame = Frame::around(places.into_iter()).unwrap();
        assert!(places.iter().all(|at| frame.has(*at)));
        let (south, north) = (frame.at(places[0]), frame.at(places[1]));
        assert!(south.0 < north.0 && south.1 > north.1, "{south:?} {north:?}");
        assert_eq!(Frame::read(&frame.name()), Some(frame));
        assert_eq!(Frame::around(std::iter::empty()), None);
    }

    #[test]
    fn a_single_place_still_makes_a_map_and_a_bad_link_none() {
        let frame = Frame::around(std::iter::once(place(51_500_000, -100_000))).unwrap();
        let (width, height) = frame.size();
        assert!(frame.north - frame.south >= LEAST && width > 0.0 && height > 0.0);
        for bad in ["", "1_2_3", "1_2_1_4", "5_2_1_4", "a_b_c_d", "-190000000_0_1_1", "0_0_1_99999999999"] {
            assert_eq!(Frame::read(bad), None, "{bad}");
        }
    }
}
