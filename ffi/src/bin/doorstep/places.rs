//! `area`, `round`, `door` and `knock`: where people are asked, and what happened there.

use std::collections::BTreeMap;

use doorstep_ffi::{DoorRow, NewDoor, Phone, doors_of_range};

use crate::arguments::{DoorAction, ImportDoors, NameAction, NewDoors, OutcomeName, RoundAction};
use crate::failure::Failure;
use crate::out::{Out, counted, short};
use crate::pick;

/// Adds or lists areas.
pub(crate) fn area(phone: &Phone, out: &Out, action: NameAction) -> Result<(), Failure> {
    match action {
        NameAction::Add { name } => {
            let id = phone.add_area(name.clone())?;
            out.line(format!("Added the area {name} ({}).", short(&id)))
        }
        NameAction::List => out.either(&phone.areas()?, |areas| {
            areas.iter().map(|area| format!("{}  {}", short(&area.id), area.name)).collect()
        }),
    }
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
        DoorAction::List => {
            let areas: BTreeMap<String, String> = phone.areas()?.into_iter().map(|area| (area.id, area.name)).collect();
            let locked = phone.locked_doors()?;
            out.either(&phone.doors()?, |doors| {
                let mut lines = listed(out, doors, &areas);
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
pub(crate) fn knock(phone: &Phone, out: &Out, door: &str, outcome: OutcomeName) -> Result<(), Failure> {
    phone.knock(pick::door(phone, door)?, outcome.outcome())?;
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
    let door = |(order, address)| NewDoor { address, entry_note: new.note.clone(), order, uprn: None };
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

fn listed(out: &Out, doors: &[DoorRow], areas: &BTreeMap<String, String>) -> Vec<String> {
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
