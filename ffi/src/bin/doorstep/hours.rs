//! `hours`: what people gave, added up, and what you wrote down yourself.

use doorstep_ffi::{HoursCard, HoursWish, Phone};

use crate::arguments::HoursArguments;
use crate::failure::Failure;
use crate::out::{Out, short};
use crate::pick;

/// Shows hours, or writes some down.
pub(crate) fn hours(phone: &Phone, out: &Out, arguments: &HoursArguments) -> Result<(), Failure> {
    let card = match (&arguments.take_back, arguments.minutes) {
        (Some(meant), _) => phone.take_hours_back(pick::hours(phone, meant)?)?,
        (None, Some(minutes)) => {
            let today = || jiff::Zoned::now().date().to_string();
            let day = arguments.day.clone().unwrap_or_else(today);
            let wish = HoursWish { day, minutes, work: arguments.work.kind(), gave_as: arguments.gave_as.who() };
            match &arguments.correct {
                Some(meant) => phone.correct_hours(pick::hours(phone, meant)?, wish)?,
                None => phone.note_hours(wish)?,
            }
        }
        (None, None) => phone.hours()?,
    };
    out.either(&card, |card| lines(card, out))
}

fn lines(card: &HoursCard, out: &Out) -> Vec<String> {
    let mut lines = card.said.clone();
    if lines.is_empty() {
        lines.push(out.say("hours-none"));
    }
    if !card.mine.is_empty() {
        lines.push(format!("{}:", out.say("hours-mine")));
    }
    lines.extend(card.mine.iter().map(|row| {
        let minutes = out.say_with("hours-minutes", "minutes", &row.minutes.to_string());
        format!("  {}  {}  {minutes}", short(&row.id), row.day)
    }));
    lines
}
