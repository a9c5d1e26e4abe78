//! `check-in`: until when this person wants to be done, and that they are fine. It stays in this store.
//!
//! Whom to call is `helplines`.

use doorstep_ffi::Phone;

use crate::arguments::CheckIn;
use crate::failure::Failure;
use crate::out::Out;

/// Takes note of it, or says what was noted.
pub(crate) fn check_in(phone: &Phone, out: &Out, arguments: CheckIn) -> Result<(), Failure> {
    if arguments.fine {
        phone.end_check_in()?;
        return out.line(out.say("check-in-ended"));
    }
    if let Some(until) = arguments.until {
        phone.begin_check_in(until)?;
    }
    out.either(&phone.check_in()?, |said| match said {
        Some(said) => {
            let key = if said.is_over { "check-in-over" } else { "check-in-until-said" };
            vec![out.say_with(key, "until", &said.until), out.say("check-in-what")]
        }
        None => vec![out.say("check-in-none")],
    })
}
