//! `helplines`: whom to call when somebody may be at risk.
//!
//! What to do first is on the field app's page; numbers are the project's setting.

use doorstep_ffi::{HelplineRow, Phone};

use crate::arguments::Helplines;
use crate::failure::Failure;
use crate::out::Out;

/// Shows the numbers, or writes them down.
pub(crate) fn helplines(phone: &Phone, out: &Out, arguments: Helplines) -> Result<(), Failure> {
    if arguments.none || !arguments.lines.is_empty() {
        let row = |line: &String| {
            let (who, number) = line.rsplit_once(':').unwrap_or((line, ""));
            HelplineRow { who: who.trim().to_owned(), number: number.trim().to_owned() }
        };
        phone.set_helplines(arguments.lines.iter().map(row).collect())?;
        return out.line(out.say("risk-kept"));
    }
    out.either(&phone.helplines()?, |lines| {
        if lines.is_empty() {
            return vec![out.say("risk-no-numbers")];
        }
        lines.iter().map(|line| format!("{}: {}", line.who, line.number)).collect()
    })
}
