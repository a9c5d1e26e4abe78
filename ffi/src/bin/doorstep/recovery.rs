//! `recovery-sheet`, and what is said when one is handed over or used.

use std::path::Path;

use doorstep_ffi::{OpenInviteRow, Phone};

use crate::arguments::RecoverySheet;
use crate::failure::Failure;
use crate::out::{Out, moment};
use crate::{files, sync};

/// Says whether there is an unused sheet, or makes a new one.
pub(crate) fn recovery_sheet(phone: &Phone, out: &Out, arguments: &RecoverySheet) -> Result<(), Failure> {
    if !arguments.new {
        let sheets: Vec<_> = phone.open_invites()?.into_iter().filter(|open| open.is_recovery_sheet).collect();
        return out.either(&sheets, |sheets| sentences(sheets));
    }
    let card = phone.new_recovery_sheet()?;
    hand_over(phone, out, &card.text, arguments.html.as_deref())?;
    let told = sync::with_progress(phone, |observer| phone.sync(Some(observer)));
    told.map_err(Failure::InviteUnsent)?;
    out.line("Earlier sheets are worth nothing now.")
}

fn sentences(sheets: &[OpenInviteRow]) -> Vec<String> {
    let mut lines: Vec<String> =
        sheets.iter().map(|sheet| format!("A recovery sheet of {} is unused.", moment(sheet.made_ms))).collect();
    lines.push(match lines.as_slice() {
        [] => "There is no unused recovery sheet: `doorstep recovery-sheet --new` makes one.".to_owned(),
        _ => "Lost it, or somebody saw it? `doorstep recovery-sheet --new` makes another.".to_owned(),
    });
    lines
}

/// Shows a sheet, for the only time, and writes the page to print if one is wanted.
pub(crate) fn hand_over(phone: &Phone, out: &Out, sheet: &str, page: Option<&Path>) -> Result<(), Failure> {
    if let Some(path) = page {
        files::write_private(path, &phone.recovery_page(sheet.to_owned())?)?;
    }
    out.line(
        "\nRecovery sheet: print this, keep it away from computers, and show it to nobody. Should every coordinator's",
    )?;
    out.line("device be lost, `doorstep join` with it makes a new coordinator, once. It is shown this one time.")?;
    out.line(format!("\n  {sheet}\n"))?;
    match page {
        Some(path) => out.line(format!("As a page to print: {}. Delete it afterwards.", path.display())),
        None => Ok(()),
    }
}

/// What is to be done once a sheet was used.
pub(crate) fn next_steps(out: &Out) -> Result<(), Failure> {
    out.line("The recovery sheet is used up, and you are a coordinator. What to do now:")?;
    out.line(
        "  doorstep members                   who is there; then for each lost device `doorstep revoke --phone PHONE`",
    )?;
    out.line("  doorstep recovery-sheet --new      a new sheet to print")?;
    out.line("  doorstep sync                      tells the server, and fetches what had been locked")
}
