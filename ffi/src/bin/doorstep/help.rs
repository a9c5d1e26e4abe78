//! `help-slips`: what people asked for help with at their doors, who answers until when, and what became of it.
//!
//! Whom to call when somebody may be at risk is `helplines`.

use doorstep_ffi::{
    HelpEnding, HelpKindRow, HelpSlipRow, HelpState, NewHelpSlip, OwnSlipRow, Phone, PhoneError, Whereabouts,
};

use crate::arguments::{HelpAction, HelpAsk, HelpEnded, HelpSlips};
use crate::failure::Failure;
use crate::out::{Out, short};
use crate::pick;

/// Does what is meant; lists what this person may see without it.
pub(crate) fn help_slips(phone: &Phone, out: &Out, arguments: HelpSlips) -> Result<(), Failure> {
    match arguments.action {
        None => match phone.help_slips() {
            Err(PhoneError::NotPermitted { .. }) => own(phone, out),
            slips => out.either(&slips?, |slips| list(phone, slips)),
        },
        Some(HelpAction::Kinds { kinds, none }) => write_kinds(phone, out, &kinds, none),
        Some(HelpAction::Ask(arguments)) => ask(phone, out, arguments),
        Some(HelpAction::Own) => own(phone, out),
        Some(HelpAction::Ended(arguments)) => ended(phone, out, arguments),
        Some(HelpAction::TakeBack { slip }) => {
            phone.take_back_help_slip(pick::own_slip(phone, &slip)?)?;
            out.line(out.say("help-taken-back"))
        }
        Some(HelpAction::Erase { slip }) => {
            phone.erase_help_slip(pick::help_slip(phone, &slip)?)?;
            out.line("Erased here. Sync, and it goes from the server and every phone.")
        }
    }
}

fn write_kinds(phone: &Phone, out: &Out, kinds: &[String], none: bool) -> Result<(), Failure> {
    if none || !kinds.is_empty() {
        phone.set_help_kinds(kinds.iter().map(|line| HelpKindRow::read(line)).collect())?;
        return out.line(out.say("help-kinds-kept"));
    }
    out.either(&phone.help_kinds()?, |kinds| match kinds.as_slice() {
        [] => vec![out.say("help-no-kinds")],
        kinds => kinds.iter().map(HelpKindRow::line).collect(),
    })
}

fn ask(phone: &Phone, out: &Out, arguments: HelpAsk) -> Result<(), Failure> {
    let HelpAsk { door, kind, words, reach, said_yes, after } = arguments;
    let (door, interview) = (pick::door(phone, &door)?, pick::optional(phone, after.as_deref(), pick::response)?);
    let slip = phone.ask_for_help(NewHelpSlip { door, kind, words, reach, said_yes, interview })?;
    let number = short(&slip).to_uppercase();
    out.either(&serde_json::json!({ "slip": slip }), |_| {
        vec![format!("Written down as {number}. Coordinators see it after the next sync; this phone can't open it.")]
    })
}

fn own(phone: &Phone, out: &Out) -> Result<(), Failure> {
    let line = |row: &OwnSlipRow| {
        let place = out.say(match row.saved {
            Whereabouts::OnlyHere => "saved-here",
            Whereabouts::OnServer => "saved-server",
            Whereabouts::InBackup => "saved-backup",
        });
        let (asked, by) = (phone.local_date(row.asked_ms), phone.local_date(row.answer_by_ms));
        format!("{}  of {asked}, an answer promised by {by}; {place}", short(&row.id).to_uppercase())
    };
    out.either(&phone.own_help_slips()?, |rows| match rows.as_slice() {
        [] => vec!["Nothing was written down on this phone.".to_owned()],
        rows => rows.iter().map(line).collect(),
    })
}

fn list(phone: &Phone, slips: &[HelpSlipRow]) -> Vec<String> {
    if slips.is_empty() {
        return vec!["Nobody asked for help.".to_owned()];
    }
    let doors = phone.doors().unwrap_or_default();
    slips.iter().flat_map(|slip| of_slip(phone, slip, doors.iter().find(|door| door.id == slip.door))).collect()
}

fn of_slip(phone: &Phone, slip: &HelpSlipRow, door: Option<&doorstep_ffi::DoorRow>) -> Vec<String> {
    let state = match slip.state {
        HelpState::Overdue => "overdue",
        HelpState::Open => "open",
        HelpState::Answered => "answered",
    };
    let (number, by) = (short(&slip.id).to_uppercase(), phone.local_date(slip.answer_by_ms));
    let mut lines = vec![format!("{number}  {state}: {}, {} answers by {by}", slip.kind, slip.to)];
    let door = door.map_or("a door that is not on this phone", |door| door.address.as_str());
    lines.push(format!("    {door}: {} ({})", slip.words, slip.reach));
    lines.extend(slip.ends.iter().map(|end| {
        let told = end.told_on.as_ref().map_or("not told yet".to_owned(), |day| format!("told on {day}"));
        format!("    {} {}: {}; {told}", phone.local_date(end.at_ms), end.how.name(), end.what)
    }));
    lines
}

fn ended(phone: &Phone, out: &Out, arguments: HelpEnded) -> Result<(), Failure> {
    let HelpEnded { slip, how, what, told } = arguments;
    let ending = HelpEnding { how: how.how(), what, told_on: told };
    phone.end_help_slip(pick::help_slip(phone, &slip)?, ending)?;
    out.line(out.say("help-end-kept"))
}
