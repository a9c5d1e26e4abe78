//! `print`: the list of doors and the guide for volunteers, as pages to print.

use doorstep_ffi::Phone;

use crate::arguments::Print;
use crate::failure::Failure;
use crate::files;
use crate::out::Out;
use crate::pick;

/// Writes what is wanted.
pub(crate) fn print(phone: &Phone, out: &Out, what: Print) -> Result<(), Failure> {
    match what {
        Print::Doors { area, to } => {
            let area = pick::optional(phone, area.as_deref(), pick::area)?;
            files::write_private(&to, &phone.door_list(area)?)?;
            let care = "It holds addresses: destroy it when all of it is in the app.";
            out.line(format!("Written to {}: print it on A4. {care}", to.display()))
        }
        Print::Guide { to } => {
            files::write(&to, phone.volunteer_guide()?)?;
            out.line(format!("Written to {}: print it on A4.", to.display()))
        }
    }
}
