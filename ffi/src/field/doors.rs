//! All doors, by area, and adding one.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use super::{same_door, turns};
use crate::{AreaRow, DoorRow, NewDoor, PhoneError, place_of};

/// Lists the doors in walking order, by area.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let (areas, doors) = (desk.phone().areas()?, desk.phone().doors()?);
    let body = html! {
        div.steps {
            a.button.second href="/doors/take" { (desk.say("app-take-doors")) }
            a.button.second href="/doors/new" { (desk.say("app-add-door")) }
            @if doors.iter().any(|door| door.place.is_some()) { a.button.second href="/doors/map" { (desk.say("door-map")) } }
        }
        (same_door::hint(desk)?)
        @if doors.is_empty() { p { (desk.say("app-no-doors")) } }
        @for area in &areas {
            (walk(desk, &area.name, doors.iter().filter(|door| door.area.as_ref() == Some(&area.id))))
        }
        (walk(desk, &desk.say("app-no-area"), doors.iter().filter(|door| !areas.iter().any(|area| door.area.as_ref() == Some(&area.id)))))
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-doors"), Place::Doors, body))))
}

fn walk<'d>(desk: &Desk, name: &str, doors: impl Iterator<Item = &'d DoorRow>) -> Markup {
    let mut doors = doors.peekable();
    html! {
        @if doors.peek().is_some() {
            section { h2 { (name) }
                ul.list { @for door in doors { li {
                    a href=(format!("/door/{}", door.id)) { (door.address) } " " (state(desk, door)) (turns::tag(desk, door))
                } } }
            }
        }
    }
}

/// How a door stands, in a few words.
pub(super) fn state(desk: &Desk, door: &DoorRow) -> Markup {
    html! {
        @if door.do_not_contact { span.tag.stop { (desk.say("outcome-never-call-again")) } }
        @else if let Some(last) = door.last { span.tag { (desk.say(last.words_key())) } }
        @else { span.tag.fresh { (desk.say("app-not-knocked")) } }
    }
}

/// Asks for a new door.
pub(super) fn new(desk: &Desk, ask: &Ask, faults: &[Fault]) -> Result<Answer, PhoneError> {
    let areas = desk.phone().areas()?;
    let unfit = faults.iter().any(|fault| fault.anchor == "address");
    let body = html! {
        form method="post" action="/doors/new" {
            div class=(if unfit { "question wrong" } else { "question" }) {
                label.asked for="address" { (desk.say("app-address")) }
                p.hint #address-hint { (desk.say("app-address-hint")) }
                @for fault in faults.iter().filter(|fault| fault.anchor == "address") { p.fault { (fault.text) } }
                input #address name="address" type="text" value=(ask.fields.one("address")) autocomplete="off" aria-describedby="address-hint"
                    aria-invalid=[unfit.then_some("true")];
            }
            div.question {
                label.asked for="note" { (desk.say("app-entry-note")) }
                p.hint #note-hint { (desk.say("app-entry-note-hint")) }
                input #note name="note" type="text" value=(ask.fields.one("note")) autocomplete="off" aria-describedby="note-hint";
            }
            (place_field(desk, ask, faults))
            @if areas.len() > 1 { (area_choice(desk, &areas, ask.fields.one("area"))) }
            @else if let Some(area) = areas.first() { input type="hidden" name="area" value=(area.id); }
            button.button { (desk.say("app-add-door")) }
        }
    };
    let title = desk.say("app-add-door");
    let screen = Screen { back: Some("/doors".to_owned()), faults, ..Screen::new(title, Place::Doors, body) };
    let page = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Scripted(page) } else { Answer::Mend(page) })
}

/// Where the door is: optional, and filled in by the script where the browser knows.
fn place_field(desk: &Desk, ask: &Ask, faults: &[Fault]) -> Markup {
    let wrong = faults.iter().any(|fault| fault.anchor == "place");
    html! {
        div class=(if wrong { "question wrong" } else { "question" }) {
            label.asked for="place" { (desk.say("door-map-place")) }
            p.hint #place-hint { (desk.say("door-map-place-hint")) }
            @for fault in faults.iter().filter(|fault| fault.anchor == "place") { p.fault { (fault.text) } }
            input #place name="place" type="text" value=(ask.fields.one("place")) autocomplete="off" aria-describedby="place-hint"
                aria-invalid=[wrong.then_some("true")];
            button #here.plain type="button" hidden { (desk.say("door-map-stand")) }
            p #here-said.hint role="status" data-off="" data-no=(desk.say("door-map-here-no")) {}
            script src="/map.js" defer {}
        }
    }
}

fn area_choice(desk: &Desk, areas: &[AreaRow], chosen: &str) -> Markup {
    html! {
        div.question { fieldset { legend { span.asked { (desk.say("app-area")) } }
            @for (index, area) in areas.iter().enumerate() {
                @let id = format!("area-{index}");
                @let first = chosen.is_empty() && index == 0;
                label.choice for=(id) {
                    input id=(id) type="radio" name="area" value=(area.id) checked[first || chosen == area.id];
                    span { (area.name) }
                }
            }
        } }
    }
}

/// Adds a door and goes to it.
pub(super) fn add(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let typed = ask.fields.one("place").trim().to_owned();
    let place = place_of(typed.clone());
    if place.is_none() && !typed.is_empty() {
        return new(desk, ask, &[Fault { anchor: "place".to_owned(), text: desk.say("door-map-bad-place") }]);
    }
    let door = NewDoor {
        address: ask.fields.one("address").to_owned(),
        entry_note: ask.fields.one("note").to_owned(),
        order: 0,
        uprn: None,
        place,
    };
    let area = Some(ask.fields.one("area").to_owned()).filter(|area| !area.is_empty());
    match desk.phone().add_doors(area, vec![door]) {
        Ok(ids) => {
            desk.app.notify(desk.say("app-door-added"));
            Ok(Answer::see(ids.first().map_or_else(|| "/doors".to_owned(), |id| format!("/door/{id}"))))
        }
        Err(error @ PhoneError::Input { .. }) => {
            new(desk, ask, &[Fault { anchor: "address".to_owned(), text: desk.why(&error) }])
        }
        Err(error) => Err(error),
    }
}
