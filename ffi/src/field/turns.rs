//! Whose turn a door is: taking doors on until a day, seeing who has them, giving them back.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{AreaRow, DoorRow, PhoneError, TurnRow};

/// How many doors of an area can be chosen one by one; of more, all that are free.
const MOST_LISTED: usize = 300;
/// What stands for all doors of the area that nobody has.
const ALL_FREE: &str = "free";

/// This person's turn at a door.
pub(super) fn own(door: &DoorRow) -> Option<&TurnRow> {
    door.turns.iter().find(|turn| turn.is_yours())
}

/// Whether the door is somebody else's and not this person's.
pub(super) fn is_others(door: &DoorRow) -> bool {
    !door.turns.is_empty() && own(door).is_none()
}

/// Whose a door is, in a few words; nothing where nobody took it on.
pub(super) fn tag(desk: &Desk, door: &DoorRow) -> Markup {
    let until = |turn: &TurnRow| desk.day(turn.until_ms);
    html! {
        @if let Some(turn) = own(door) {
            " " span.tag.own { (desk.tell("app-yours-until", &[("day", until(turn).as_str().into())])) }
        } @else if let Some(turn) = door.turns.first() {
            " " span.tag { (desk.tell("app-taken-until", &[("day", until(turn).as_str().into())])) }
        }
    }
}

/// On a door's page: whose it is, and taking it on or giving it back.
pub(super) fn section(desk: &Desk, door: &DoorRow) -> Markup {
    let others = door.turns.iter().filter(|turn| !turn.is_yours());
    html! {
        section { h2 { (desk.say("app-whose-turn")) }
            @if let Some(turn) = own(door) {
                p { (desk.tell("app-yours-until-long", &[("day", desk.day(turn.until_ms).as_str().into())])) }
            } @else if door.turns.is_empty() { p { (desk.say("app-nobodys-turn")) } }
            @for turn in others {
                p { (desk.tell("app-others-until", &[("who", desk.person(turn.by.as_ref()).as_str().into()), ("day", desk.day(turn.until_ms).as_str().into())])) }
            }
            @if own(door).is_some() && door.turns.len() > 1 { p.hint { (desk.say("app-both-took")) } }
            form.stack method="post" action=(format!("/door/{}/turn", door.id)) {
                @if own(door).is_some() {
                    button.button.second name="turn" value="back" { (desk.say("app-give-back")) }
                } @else {
                    button.button.second name="turn" value="take" { (desk.say("app-take-until-sunday")) }
                }
            }
        }
    }
}

/// Takes one door on until Sunday, or gives it back.
pub(super) fn turn(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let (phone, door) = (desk.phone(), vec![id.to_owned()]);
    if ask.fields.one("turn") == "back" {
        phone.give_back_doors(door, None)?;
        desk.app.notify(desk.say("app-given-back"));
    } else {
        let taken = phone.take_doors(door, None, phone.end_of_day_ms(phone.days_to_sunday()))?;
        desk.app.notify(desk.tell("app-doors-taken", &[("count", taken.into())]));
    }
    Ok(Answer::see(format!("/door/{id}")))
}

/// Asks which doors of an area are taken on, and until when.
pub(super) fn page(desk: &Desk, ask: &Ask, faults: &[Fault]) -> Result<Answer, PhoneError> {
    let (areas, doors) = (desk.phone().areas()?, desk.phone().doors()?);
    let asked = [ask.fields.one("area"), ask.query.one("area")].into_iter().find(|area| !area.is_empty());
    let only = if areas.len() == 1 { areas.first() } else { None };
    let area = asked.and_then(|asked| areas.iter().find(|area| area.id == asked)).or(only);
    let body = match area {
        Some(area) => of_area(desk, area, &doors, faults),
        None => html! {
            p { (desk.say("app-take-which-area")) }
            ul.list { @for area in &areas { li { a href=(format!("/doors/take?area={}", area.id)) { (area.name) } } } }
            @if areas.is_empty() { p { (desk.say("app-no-doors")) } }
        },
    };
    let title = desk.say("app-take-doors");
    let screen = Screen { back: Some("/doors".to_owned()), faults, ..Screen::new(title, Place::Doors, body) };
    let page = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(page) } else { Answer::Mend(page) })
}

fn free<'d>(doors: &'d [DoorRow], area: &'d str) -> impl Iterator<Item = &'d DoorRow> {
    let open = |door: &&DoorRow| door.turns.is_empty() && !door.do_not_contact;
    doors.iter().filter(|door| door.area.as_deref() == Some(area)).filter(open)
}

fn of_area(desk: &Desk, area: &AreaRow, doors: &[DoorRow], faults: &[Fault]) -> Markup {
    let free: Vec<&DoorRow> = free(doors, &area.id).collect();
    let untils = [("today", "app-until-today"), ("sunday", "app-until-sunday"), ("fortnight", "app-until-fortnight")];
    html! {
        h2 { (area.name) }
        @if free.is_empty() { p { (desk.say("app-no-free-doors")) } } @else {
            p { (desk.say("app-take-how")) }
            form method="post" action="/doors/take" {
                input type="hidden" name="area" value=(area.id);
                div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                    fieldset aria-describedby=[faults.first().map(|_| "doors-fault")] {
                        legend { span.asked { (desk.say("app-take-which")) } }
                        @for fault in faults { p.fault #doors-fault { (fault.text) } }
                        (choice("checkbox", "door", ALL_FREE, false, &desk.tell("app-take-all-free", &[("count", free.len().into())])))
                        @for door in free.iter().take(MOST_LISTED) { (choice("checkbox", "door", &door.id, false, &door.address)) }
                    }
                }
                div.question { fieldset {
                    legend { span.asked { (desk.say("app-take-until")) } }
                    @for (value, key) in untils { (choice("radio", "until", value, value == "sunday", &desk.say(key))) }
                } }
                button.button { (desk.say("app-take-doors")) }
            }
        }
    }
}

fn choice(kind: &str, name: &str, value: &str, chosen: bool, label: &str) -> Markup {
    let id = format!("{name}-{value}");
    html! {
        label.choice for=(id) { input id=(id) type=(kind) name=(name) value=(value) checked[chosen]; span { (label) } }
    }
}

/// Takes the chosen doors on.
pub(super) fn take(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let (phone, area) = (desk.phone(), ask.fields.one("area"));
    let mut chosen: Vec<String> = ask.fields.all("door").map(str::to_owned).collect();
    if chosen.iter().any(|door| door == ALL_FREE) {
        chosen = free(&phone.doors()?, area).map(|door| door.id.clone()).collect();
    }
    if chosen.is_empty() {
        let text = desk.say("app-take-none-chosen");
        return page(desk, ask, &[Fault { anchor: format!("door-{ALL_FREE}"), text }]);
    }
    let days = match ask.fields.one("until") {
        "today" => 0,
        "fortnight" => 14,
        _ => phone.days_to_sunday(),
    };
    let taken = phone.take_doors(chosen, None, phone.end_of_day_ms(days))?;
    desk.app.notify(desk.tell("app-doors-taken", &[("count", taken.into())]));
    Ok(Answer::see("/".to_owned()))
}

/// Gives back all that this person has.
pub(super) fn give_all_back(desk: &Desk) -> Result<Answer, PhoneError> {
    let phone = desk.phone();
    let mine: Vec<String> = phone.doors()?.into_iter().filter(|door| own(door).is_some()).map(|door| door.id).collect();
    if !mine.is_empty() {
        phone.give_back_doors(mine, None)?;
    }
    desk.app.notify(desk.say("app-given-back"));
    Ok(Answer::see("/".to_owned()))
}
