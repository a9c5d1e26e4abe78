//! `practice`: a project of invented doors and people beside this store, to try everything in but sending.
//!
//! What is invented, and that nothing of it leaves, is the library's.

use doorstep_ffi::{Phone, PracticeDoor};
use serde_json::json;

use crate::arguments::Practice;
use crate::failure::Failure;
use crate::out::Out;

/// Opens the practice project and says who lives there, or throws it away.
pub(crate) fn practice(phone: &Phone, out: &Out, arguments: &Practice) -> Result<(), Failure> {
    if arguments.throw_away {
        phone.throw_practice_away()?;
        return out.line(out.say("practice-thrown-away"));
    }
    let practice = phone.practise()?;
    let (store, doors) = (practice.store_path(), practice.practice_doors()?);
    out.either(&json!({ "store": store, "doors": doors }), |_| {
        let mut lines = vec![out.say("practice-what"), String::new()];
        lines.extend(doors.iter().map(line));
        lines.extend([String::new(), format!("doorstep --store '{store}' field")]);
        lines
    })
}

fn line(door: &PracticeDoor) -> String {
    format!("{}: {}", door.address, door.situation)
}
