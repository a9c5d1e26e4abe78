//! `quarantine` and `leave-out`: what does not count, and a coordinator's word on it.

use doorstep_ffi::{HeldBackRow, Phone};

use crate::arguments::{LeaveOut, QuarantineAction};
use crate::failure::Failure;
use crate::out::{Out, counted, moment, short};
use crate::pick;

/// Lists, shows or releases what is held back.
pub(crate) fn quarantine(phone: &Phone, out: &Out, action: QuarantineAction) -> Result<(), Failure> {
    match action {
        QuarantineAction::List => out.either(&phone.held_back()?, |rows| match rows.as_slice() {
            [] => vec!["Nothing is held back.".to_owned()],
            rows => rows.iter().map(line).collect(),
        }),
        QuarantineAction::Show { record } => {
            let answers = phone.held_back_answers(pick::held_back(phone, &record)?)?;
            out.either(&answers, |answers| {
                answers.iter().map(|row| format!("  {}: {}", row.label, row.words.join(" / "))).collect()
            })
        }
        QuarantineAction::Release { record } => {
            let entries = phone.release_held_back(pick::held_back(phone, &record)?)?;
            out.line(format!("Released: {}. It counts everywhere after a sync.", counted(entries, "entry", "entries")))
        }
    }
}

fn line(row: &HeldBackRow) -> String {
    let what = if row.is_interview { "interview" } else { "other record" };
    let by = row.by.as_ref().map_or_else(|| "somebody".to_owned(), |by| short(&by.id).to_owned());
    let entries = counted(row.entries, "entry", "entries");
    format!("{} {what} by {by} on phone {}, {entries}, {}", short(&row.id), short(&row.device), moment(row.at_ms))
}

/// Leaves an interview out of the results, or takes it back in.
pub(crate) fn leave_out(phone: &Phone, out: &Out, arguments: LeaveOut) -> Result<(), Failure> {
    let response = pick::response(phone, &arguments.response)?;
    match arguments.reason {
        Some(reason) => {
            phone.leave_out(response, reason)?;
            out.line("Left out of the results. `doorstep leave-out --undo` takes it back in.")
        }
        None => {
            phone.take_back_in(response)?;
            out.line("It counts again.")
        }
    }
}
