//! The first page: the next door, how far the area is, what is not finished and what waits for a decision.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::answer::Answer;
use super::call_back;
use super::desk::Desk;
use super::layout::{Place, Screen, page as lay_out};
use super::turns;
use crate::{DoorRow, Outcome, PhoneError, UnfinishedRow};

/// Shows what there is to do.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let phone = desk.phone();
    let (doors, unfinished, status) = (phone.doors()?, phone.unfinished()?, phone.status()?);
    let homes = homes(&doors);
    let body = html! {
        (next_door(desk, &homes))
        (call_backs(desk, &homes))
        (my_doors(desk, &homes))
        (progress(desk, &homes))
        (not_finished(desk, &unfinished, &doors))
        @if status.two_answers > 0 {
            section { h2 { (desk.say("app-two-answers")) }
                p { (desk.tell("two-answers", &[("count", status.two_answers.into())])) }
                p { a.button.second href="/decide" { (desk.say("two-answers-decide")) } } }
        }
        section { h2 { (desk.say("app-more")) }
            ul.list {
                li { a href="/doors/take" { (desk.say("app-take-doors")) } }
                @if doors.iter().any(|door| door.place.is_some()) { li { a href="/doors/map" { (desk.say("door-map")) } } }
                li { a href="/doors/new" { (desk.say("app-add-door")) } }
                li { a href="/results" { (desk.say("app-results")) } }
                (super::help::way(desk)?)
                li { a href="/check-in" { (desk.say("check-in-title")) } }
                li { a href="/hours" { (desk.say("hours-add")) } }
                @if phone.may_set_up() { li { a href="/check" { (desk.say("check-title")) } } }
            }
        }
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-today"), Place::Today, body))))
}

/// Every home once: of doors that are linked, the first on the walk.
fn homes(doors: &[DoorRow]) -> Vec<DoorRow> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut homes = Vec::new();
    for door in doors {
        if seen.insert(&door.id) {
            seen.extend(door.same_as.iter().map(String::as_str));
            homes.push(door.clone());
        }
    }
    homes
}

/// The doors that still want a knock, in walking order: first those where nobody was, then those to try again. Whoever has taken
/// doors on sees those alone; nobody sees another's.
fn waiting(doors: &[DoorRow]) -> impl Iterator<Item = &DoorRow> {
    let has_own = doors.iter().any(|door| turns::own(door).is_some());
    let ones_turn = move |door: &DoorRow| if has_own { turns::own(door).is_some() } else { !turns::is_others(door) };
    let open = move |door: &&DoorRow| !door.do_not_contact && ones_turn(door);
    let fresh = doors.iter().filter(open).filter(|door| door.last.is_none());
    let again = doors
        .iter()
        .filter(open)
        .filter(|door| matches!(door.last, Some(Outcome::NobodyIn | Outcome::ComeBack | Outcome::CannotGetIn)));
    fresh.chain(again)
}

fn next_door(desk: &Desk, doors: &[DoorRow]) -> Markup {
    let mut waiting = waiting(doors);
    html! {
        section.next { h2 { (desk.say("app-next-door")) }
            @if let Some(door) = waiting.next() {
                p.address { (door.address) (super::not_safe::tag(desk, door)) }
                @if !door.entry_note.is_empty() { p.aside { (door.entry_note) } }
                p { a.button href=(format!("/door/{}", door.id)) { (desk.say("app-go-to-door")) } }
                @let then: Vec<&DoorRow> = waiting.take(3).collect();
                @if !then.is_empty() {
                    h3 { (desk.say("app-then")) }
                    ul.list { @for door in then { li { a href=(format!("/door/{}", door.id)) { (door.address) } } } }
                }
            } @else if doors.is_empty() {
                p { (desk.say("app-no-doors")) }
                p { a.button href="/doors/new" { (desk.say("app-add-door")) } }
            } @else {
                p { (desk.say("app-all-doors-done")) }
            }
        }
    }
}

/// Where people asked to come back today or earlier, the earliest first.
fn call_backs(desk: &Desk, doors: &[DoorRow]) -> Markup {
    let tonight = desk.phone().end_of_day_ms(0);
    let mut due: Vec<(i64, &DoorRow)> = doors.iter().filter_map(|door| Some((door.again_ms?, door))).collect();
    due.retain(|(again, door)| *again <= tonight && !door.do_not_contact && !turns::is_others(door));
    due.sort_by_key(|(again, _)| *again);
    html! {
        @if !due.is_empty() {
            section { h2 { (desk.say("app-call-backs")) }
                ul.list { @for (again, door) in due { li {
                    a href=(format!("/door/{}", door.id)) { (door.address) } " " span.aside { (call_back::said(desk, again)) }
                } } }
            }
        }
    }
}

/// The doors that this person has taken on: until when, and how far they are.
fn my_doors(desk: &Desk, doors: &[DoorRow]) -> Markup {
    let mine: Vec<&DoorRow> = doors.iter().filter(|door| turns::own(door).is_some()).collect();
    let until = mine.iter().filter_map(|door| turns::own(door)).map(|turn| turn.until_ms).min();
    html! {
        @if let Some(until) = until {
            section { h2 { (desk.tell("app-my-doors", &[("day", desk.day(until).as_str().into())])) }
                @let done = mine.iter().filter(|door| door.knocks > 0).count();
                p { (desk.tell("app-my-doors-done", &[("done", done.into()), ("all", mine.len().into())])) }
                form method="post" action="/doors/give-back" { button.button.second { (desk.say("app-give-all-back")) } }
            }
        }
    }
}

fn progress(desk: &Desk, doors: &[DoorRow]) -> Markup {
    let done = doors.iter().filter(|door| door.knocks > 0).count();
    let talked = doors.iter().filter(|door| door.last == Some(Outcome::Talked)).count();
    let values = [("done", done.into()), ("all", doors.len().into()), ("talked", talked.into())];
    html! {
        @if !doors.is_empty() {
            section { h2 #progress-title { (desk.say("app-progress")) }
                progress max=(doors.len()) value=(done) aria-labelledby="progress-title" {}
                p { (desk.tell("app-progress-doors", &values)) }
            }
        }
    }
}

fn not_finished(desk: &Desk, unfinished: &[UnfinishedRow], doors: &[DoorRow]) -> Markup {
    html! {
        @if !unfinished.is_empty() {
            section { h2 { (desk.say("app-not-finished")) }
                ul.list { @for row in unfinished {
                    @let door = row.door.as_ref().and_then(|id| doors.iter().find(|door| door.id == *id));
                    li { a href=(super::paper::place(row)) {
                        (door.map_or_else(|| desk.say("app-no-door"), |door| door.address.clone()))
                    } " " span.aside { (desk.tell("app-saved-at", &[("when", desk.moment(row.saved_ms).as_str().into())])) } }
                } }
            }
        }
    }
}
