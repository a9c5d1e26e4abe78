//! `margins`: who lives here, taken from a file, and what results are adjusted by.

use doorstep_ffi::{MarginsCard, Phone};

use crate::arguments::Margins;
use crate::failure::Failure;
use crate::out::Out;

/// Shows, sets or removes it.
pub(crate) fn margins(phone: &Phone, out: &Out, arguments: &Margins) -> Result<(), Failure> {
    if arguments.none {
        phone.clear_margins()?;
        return out.line("Results are no longer adjusted.");
    }
    let card = match &arguments.file {
        Some(path) => {
            let read = |source| Failure::File { path: path.clone(), done: "read", source };
            phone.set_margins(std::fs::read_to_string(path).map_err(read)?)?
        }
        None => phone.margins()?,
    };
    out.either(&card, lines)
}

fn lines(card: &MarginsCard) -> Vec<String> {
    if card.groups.is_empty() {
        return vec![
            "Nothing is known of who lives here; `doorstep margins FILE.csv` takes it from a file.".to_owned(),
        ];
    }
    let group = |row: &doorstep_ffi::MarginRow| {
        format!(
            "{}: {}  {} ({}.{} %)",
            row.question,
            row.choice,
            row.count,
            row.basis_points / 100,
            row.basis_points % 100 / 10
        )
    };
    let mut lines: Vec<String> = card.groups.iter().map(group).collect();
    let Some(adjustment) = &card.adjustment else { return lines };
    lines.push(match adjustment.worth_hundredths {
        0 => "Results are not adjusted yet.".to_owned(),
        worth => format!(
            "Results are adjusted by {}: {} interviews are worth {} equally weighted ones.",
            adjustment.matched.join(", "),
            adjustment.interviews,
            worth / 100
        ),
    });
    lines.extend(adjustment.remarks.iter().map(|remark| remark.text.clone()));
    lines
}
