//! `check`: what a coordinator may want to look at, and how many of each group are wanted.

use doorstep_ffi::{CheckCard, Phone, TargetRow};

use crate::arguments::Check;
use crate::failure::Failure;
use crate::out::{Out, counted, short};

/// Lists it, or takes targets from a file.
pub(crate) fn check(phone: &Phone, out: &Out, arguments: &Check) -> Result<(), Failure> {
    if let Some(path) = &arguments.targets {
        let read = |source| Failure::File { path: path.clone(), done: "read", source };
        let targets = phone.set_targets(std::fs::read_to_string(path).map_err(read)?)?;
        return out.either(&targets, |targets| targets.iter().map(target).collect());
    }
    out.either(&phone.check()?, lines)
}

fn lines(card: &CheckCard) -> Vec<String> {
    let mut lines = vec![format!("Looked at {}.", counted(card.interviews, "interview", "interviews"))];
    lines.extend(card.odd.iter().map(|row| format!("{}  {}", short(&row.response), row.why.join(" "))));
    lines.extend(card.unusual.iter().map(|row| {
        format!("volunteer {}, {}: {}", short(&row.member), counted(row.interviews, "interview", "interviews"), row.why)
    }));
    lines.extend(card.targets.iter().map(target));
    if card.odd.is_empty() && card.unusual.is_empty() {
        lines.push("Nothing stands out.".to_owned());
    } else {
        lines.push(
            "This is a list to look at, not a verdict: `doorstep show` has an interview, `doorstep leave-out` leaves one out.".to_owned(),
        );
    }
    lines
}

fn target(row: &TargetRow) -> String {
    let missing = row.wanted.saturating_sub(row.heard);
    match missing {
        0 => format!("{}: {}  {} of {}: enough", row.question, row.choice, row.heard, row.wanted),
        more => format!("{}: {}  {} of {}: {more} more", row.question, row.choice, row.heard, row.wanted),
    }
}
