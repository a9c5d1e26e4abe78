//! `area`, `round`, `door` and `knock`: where people are asked, and what happened there.

use std::collections::BTreeMap;

use doorstep_ffi::{DoorRow, KnockRow, MaybeSameRow, NewDoor, Phone, TurnRow, doors_of_range, place_of};

use crate::arguments::{
    AreaAction, DoorAction, ImportDoors, NewDoors, OutcomeName, RoundAction, TakeDoors, WhoseDoors,
};
use crate::failure::Failure;
use crate::out::{Out, counted, short};
use crate::pick;

/// Adds or lists areas.
pub(crate) fn area(phone: &Phone, out: &Out, action: AreaAction) -> Result<(), Failure> {
    match action {
        AreaAction::Add { name } => {
            let id = phone.add_area(name.clone())?;
            out.line(format!("Added the area {name} ({}).", short(&id)))
        }
        AreaAction::List => out.either(&phone.areas()?, |areas| {
            let drawn = |area: &doorstep_ffi::AreaRow| if area.has_boundary { ", with a boundary" } else { "" };
            areas.iter().map(|area| format!("{}  {}{}", short(&area.id), area.name, drawn(area))).collect()
        }),
        #[cfg(feature = "boundaries")]
        AreaAction::Boundaries(arguments) => boundaries(phone, out, arguments),
    }
}

/// Sets the boundaries of areas.
#[cfg(feature = "boundaries")]
fn boundaries(phone: &Phone, out: &Out, arguments: crate::arguments::Boundaries) -> Result<(), Failure> {
    let crate::arguments::Boundaries { file: path, name_property, add_areas } = arguments;
    let bytes = std::fs::read(&path).map_err(|source| Failure::File { path, done: "read", source })?;
    out.either(&phone.import_boundaries(bytes, name_property, add_areas)?, |card| {
        let mut lines = Vec::new();
        if !card.new_areas.is_empty() {
            lines.push(format!("New areas: {}.", card.new_areas.join(", ")));
        }
        let same = if card.same > 0 { format!("; {} were so already", card.same) } else { String::new() };
        lines.push(format!("{} set{same}.", counted(card.set, "boundary", "boundaries")));
        if card.moved_metres > 0.0 {
            lines.push(format!("Lines were made simpler; none moved by more than {} m.", card.moved_metres));
        }
        if !card.without.is_empty() {
            lines.push(format!("Still without a boundary: {}.", card.without.join(", ")));
        }
        lines
    })
}

/// Adds, lists or ends rounds.
pub(crate) fn round(phone: &Phone, out: &Out, action: RoundAction) -> Result<(), Failure> {
    match action {
        RoundAction::Close { round } => {
            phone.close_round(pick::round(phone, &round)?)?;
            out.line("Ended. Its interviews leave volunteers' phones some days after the server's backup has them.")
        }
        RoundAction::Add { name } => {
            let id = phone.add_round(name.clone())?;
            out.line(format!("Added the round {name} ({}). Interviews belong to it from now on.", short(&id)))
        }
        RoundAction::List => out.either(&phone.rounds()?, |rounds| {
            let current = rounds.iter().rposition(|round| round.closes_ms.is_none());
            let mark = |place: usize| if Some(place) == current { " (now)" } else { "" };
            let rounds = rounds.iter().enumerate();
            rounds.map(|(place, round)| format!("{}  {}{}", short(&round.id), round.name, mark(place))).collect()
        }),
    }
}

/// Adds or lists doors.
pub(crate) fn door(phone: &Phone, out: &Out, action: DoorAction) -> Result<(), Failure> {
    match action {
        DoorAction::Add(new) => add_doors(phone, out, new),
        DoorAction::Import(file) => import(phone, out, file),
        DoorAction::Take(TakeDoors { whose, days }) => {
            let until = phone.end_of_day_ms(days.unwrap_or_else(|| phone.days_to_sunday()));
            let (doors, member) = meant(phone, &whose)?;
            let taken = phone.take_doors(doors, member, until)?;
            out.line(format!("Taken on until {}: {}.", phone.local_date(until), counted(taken, "door", "doors")))
        }
        DoorAction::GiveBack(whose) => {
            let (doors, member) = meant(phone, &whose)?;
            out.line(format!("Given back: {}.", counted(phone.give_back_doors(doors, member)?, "door", "doors")))
        }
        DoorAction::Doubles => out.either(&phone.doors_maybe_same()?, |pairs| {
            let pair = |pair: &MaybeSameRow| {
                format!(
                    "{}  {}  =?  {}  {}",
                    short(&pair.one),
                    pair.one_address,
                    short(&pair.other),
                    pair.other_address
                )
            };
            pairs.iter().map(pair).collect()
        }),
        DoorAction::Same { one, other } => {
            phone.link_doors(pick::door(phone, &one)?, pick::door(phone, &other)?, true)?;
            out.line("Linked: one home under two addresses.")
        }
        DoorAction::Different { one, other } => {
            phone.link_doors(pick::door(phone, &one)?, pick::door(phone, &other)?, false)?;
            out.line("Kept apart: two homes.")
        }
        DoorAction::List { mine, outside } => {
            let areas: BTreeMap<String, String> = phone.areas()?.into_iter().map(|area| (area.id, area.name)).collect();
            let locked = phone.locked_doors()?;
            let mut doors = phone.doors()?;
            if mine {
                doors.retain(|door| door.turns.iter().any(TurnRow::is_yours));
            }
            if outside {
                let outside = phone.doors_outside()?;
                doors.retain(|door| outside.contains(&door.id));
            }
            out.either(&doors, |doors| {
                let mut lines = listed(phone, out, doors, &areas);
                if locked > 0 {
                    let told =
                        "Some doors are locked for this phone: ask a coordinator to sync theirs, then sync again.";
                    lines.push(told.to_owned());
                }
                lines
            })
        }
    }
}

/// Records what happened at a door.
pub(crate) fn knock(
    phone: &Phone,
    out: &Out,
    door: &str,
    outcome: Option<OutcomeName>,
    again: Option<&str>,
) -> Result<(), Failure> {
    let door = pick::door(phone, door)?;
    let Some(outcome) = outcome else {
        let yours = |knock: &KnockRow| knock.by.as_ref().is_some_and(|person| person.you);
        let latest = phone.knocks(door.clone())?.into_iter().rfind(yours);
        let latest = latest.ok_or(Failure::NotFound { what: "knock of yours", list: "door list" })?;
        phone.undo_knock(door, latest.id)?;
        return out.line("Taken back: it counts for nothing now.");
    };
    match again {
        Some(again) => phone.knock_come_back(door, phone.local_ms(again.to_owned())?)?,
        None => phone.knock(door, outcome.outcome())?,
    };
    out.line(format!("Saved: {}.", out.say(outcome.outcome().words_key())))
}

fn add_doors(phone: &Phone, out: &Out, new: NewDoors) -> Result<(), Failure> {
    let addresses = match (new.range, new.file) {
        (Some(range), _) => doors_of_range(range)?,
        (None, None) => new.addresses,
        (None, Some(path)) => {
            let text = std::fs::read_to_string(&path).map_err(|source| Failure::File { path, done: "read", source })?;
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        }
    };
    let area = pick::optional(phone, new.area.as_deref(), pick::area)?;
    let next = phone.doors()?.iter().filter(|door| door.area == area).map(|door| door.order + 1).max().unwrap_or(1);
    let place = new.place.map(|place| place_of(place).ok_or(Failure::BadPlace)).transpose()?;
    let door = |(order, address)| NewDoor { address, entry_note: new.note.clone(), order, uprn: None, place };
    let added = phone.add_doors(area, (next..).zip(addresses).map(door).collect())?;
    out.line(format!("Added {}.", counted(added.len() as u64, "door", "doors")))
}

/// Adds the doors of a file of addresses.
fn import(phone: &Phone, out: &Out, arguments: ImportDoors) -> Result<(), Failure> {
    let ImportDoors { file: path, area, add_areas } = arguments;
    let bytes = std::fs::read(&path).map_err(|source| Failure::File { path, done: "read", source })?;
    let area = pick::optional(phone, area.as_deref(), pick::area)?;
    let added = phone.import_doors(bytes, area, add_areas)?;
    out.either(&added, |added| {
        let mut lines = Vec::new();
        if !added.new_areas.is_empty() {
            lines.push(format!("New areas: {}.", added.new_areas.join(", ")));
        }
        lines.push(format!("Added {}.", counted(added.added, "door", "doors")));
        if added.known > 0 {
            lines.push(format!("{} there already.", counted(added.known, "door was", "doors were")));
        }
        lines
    })
}

/// The doors that are meant, and whose turn.
fn meant(phone: &Phone, whose: &WhoseDoors) -> Result<(Vec<String>, Option<String>), Failure> {
    let member = pick::optional(phone, whose.member.as_deref(), pick::member)?;
    let doors = match &whose.area {
        None => whose.doors.iter().map(|door| pick::door(phone, door)).collect::<Result<_, _>>()?,
        Some(area) => {
            let area = pick::area(phone, area)?;
            let free = |door: &DoorRow| door.turns.iter().all(TurnRow::is_yours) && !door.do_not_contact;
            let of_area = phone.doors()?.into_iter().filter(|door| door.area.as_ref() == Some(&area));
            of_area.filter(free).map(|door| door.id).collect()
        }
    };
    Ok((doors, member))
}

fn listed(phone: &Phone, out: &Out, doors: &[DoorRow], areas: &BTreeMap<String, String>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut heading = None;
    for door in doors {
        if heading != Some(&door.area) {
            let name = door.area.as_ref().and_then(|area| areas.get(area));
            lines.push(name.map_or_else(|| "Without an area".to_owned(), Clone::clone));
            heading = Some(&door.area);
        }
        let mut line = format!("  {}  {}", short(&door.id), door.address);
        if let Some(last) = door.last {
            line.push_str(&format!(
                "  {}, last: {}",
                counted(door.knocks.into(), "knock", "knocks"),
                out.say(last.words_key())
            ));
        }
        for turn in &door.turns {
            let who = match &turn.by {
                Some(person) if person.you => "yours".to_owned(),
                Some(person) => format!("taken by {}", short(&person.id)),
                None => "taken".to_owned(),
            };
            line.push_str(&format!("  {who} until {}", phone.local_date(turn.until_ms)));
        }
        if door.do_not_contact {
            line.push_str("  !");
        }
        if !door.entry_note.is_empty() {
            line.push_str(&format!("  ({})", door.entry_note));
        }
        lines.push(line);
    }
    lines
}
