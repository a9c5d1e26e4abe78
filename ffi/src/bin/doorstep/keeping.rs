//! `retention` and `exports`: for how long things are kept, what is due, and who has copies.

use doorstep_ffi::{DuePart, DueRow, HandedOnRow, Phone, RetentionCard};

use crate::arguments::Retention;
use crate::failure::Failure;
use crate::out::{Out, counted, moment, short};

/// Sets how long things are kept, erases what is due, or lists it.
pub(crate) fn retention(phone: &Phone, out: &Out, arguments: &Retention) -> Result<(), Failure> {
    if arguments.erase {
        let erased = counted(phone.erase_due()?, "record", "records");
        return out.line(format!("Erased here: {erased}. Sync, and they go from the server and every phone."));
    }
    let before = phone.retention()?;
    let wanted = RetentionCard {
        answers_days: arguments.answers.or(before.answers_days),
        contact_days: arguments.contact.or(before.contact_days),
        words_days: arguments.words.or(before.words_days),
        phone_days: arguments.phones.or(before.phone_days),
        help_days: arguments.help_slips.or(before.help_days),
    };
    if wanted != before {
        phone.set_retention(wanted)?;
    }
    let kept = phone.retention()?;
    let due = phone.due_to_erase()?;
    out.either(&due, |due| {
        let days = |days: Option<u32>| days.map_or("no end set".to_owned(), |days| format!("{days} days"));
        let mut lines = vec![format!(
            "Kept: everything about an interview {}; names and contacts {}; words as they were said {}; slips of who asked for help {}; on volunteers' phones {} after a round and its backup.",
            days(kept.answers_days),
            days(kept.contact_days),
            days(kept.words_days),
            days(kept.help_days),
            kept.phone_days.map_or("14 days".to_owned(), |days| format!("{days} days")),
        )];
        lines.extend(due.iter().map(due_line));
        lines.push(match due.len() {
            0 => "Nothing is due.".to_owned(),
            _ => "These are due; `doorstep retention --erase` erases them everywhere.".to_owned(),
        });
        lines
    })
}

fn due_line(row: &DueRow) -> String {
    let what = match row.part {
        DuePart::Everything => "everything",
        DuePart::Contact => "name and contact",
        DuePart::Words => "words as they were said",
        DuePart::HelpSlip => "slip of somebody who asked for help",
    };
    format!("{}  {what}, from {}", short(&row.response), moment(row.since_ms))
}

/// Lists what was handed on.
pub(crate) fn exports(phone: &Phone, out: &Out) -> Result<(), Failure> {
    out.either(&phone.handed_on()?, |rows| match rows.as_slice() {
        [] => vec!["Nothing was handed on.".to_owned()],
        rows => rows.iter().map(export_line).collect(),
    })
}

fn export_line(row: &HandedOnRow) -> String {
    let purpose = if row.purpose.is_empty() { "purpose not said" } else { &row.purpose };
    let tell = match row.erased_since {
        0 => String::new(),
        since => format!("; {} erased since: tell whoever has it", counted(since, "record was", "records were")),
    };
    format!("{}  {}, {purpose}, {}{tell}", short(&row.id), row.what, moment(row.at_ms))
}
