//! `pin`, and asking for the PIN of a phone that is locked: without showing it, and never as an argument.

use std::io::{self, IsTerminal};

use console::Term;
use doorstep_ffi::Phone;

use crate::arguments::{Command, PinAction};
use crate::failure::Failure;
use crate::out::Out;

/// The longest line that is read, in bytes.
const MAX_LINE_BYTES: u64 = 1_000;

/// Sets, changes or removes the PIN.
pub(crate) fn pin(phone: &Phone, out: &Out, action: PinAction) -> Result<(), Failure> {
    let is_set = phone.pin()?.is_set;
    match action {
        PinAction::Set => {
            let old = if is_set { Some(asked("The PIN so far: ")?) } else { None };
            let new = asked("New PIN, 6 to 12 digits: ")?;
            if asked("Once more: ")? != new {
                return Err(Failure::PinsDiffer);
            }
            phone.set_pin(new, old)?;
            out.line("The PIN is set. What is shown and changed here asks for it; `doorstep sync` and `doorstep status` do not.")
        }
        PinAction::Remove if is_set => {
            phone.remove_pin(asked("The PIN: ")?)?;
            out.line("This phone has no PIN any more.")
        }
        PinAction::Remove => out.line("This phone has no PIN."),
    }
}

/// Opens a phone that is locked, for commands that show or change something.
pub(crate) fn open(phone: &Phone) -> Result<(), Failure> {
    if phone.pin()?.is_locked {
        phone.unlock(asked("PIN: ")?)?;
    }
    Ok(())
}

/// Whether a command does without: it hands over, lets a new invite open the phone, or asks for itself.
pub(crate) fn is_free(command: &Command) -> bool {
    #[cfg(feature = "field")]
    if matches!(command, Command::Field { .. }) {
        return true;
    }
    matches!(
        command,
        Command::Sync { .. } | Command::Status | Command::Join(_) | Command::Pack(_) | Command::Pin { .. }
    )
}

/// A line from the terminal, which does not show it; or from what is piped in.
pub(crate) fn asked(prompt: &str) -> Result<String, Failure> {
    let line = if io::stdin().is_terminal() {
        let terminal = Term::stderr();
        terminal.write_str(prompt).and_then(|()| terminal.read_secure_line())
    } else {
        let mut line = String::new();
        io::BufRead::read_line(&mut io::Read::take(io::stdin().lock(), MAX_LINE_BYTES), &mut line).map(|_| line)
    };
    Ok(line.map_err(Failure::Output)?.trim().to_owned())
}
