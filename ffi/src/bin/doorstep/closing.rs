//! `closing`: what this phone still holds of rounds that are over, and letting go of what is in the server's backup.

use doorstep_ffi::{ClosingCard, ClosingRow, Phone, Staying};

use crate::arguments::Closing;
use crate::failure::Failure;
use crate::out::{Out, counted, moment, short};

/// Lists it, or lets go what may go.
pub(crate) fn closing(phone: &Phone, out: &Out, arguments: &Closing) -> Result<(), Failure> {
    if arguments.now {
        let gone = counted(phone.let_go_backed_up()?, "interview", "interviews");
        return out.line(format!("Left this phone: {gone}. The server and its backup have them."));
    }
    out.either(&phone.closing()?, lines)
}

fn lines(card: &ClosingCard) -> Vec<String> {
    let mut lines: Vec<String> = card.interviews.iter().map(line).collect();
    lines.extend(card.slips.iter().map(|row| format!("{}, a slip of somebody who asked for help", line(row))));
    lines.extend(card.unfinished.iter().map(|draft| {
        format!("{}  not finished: only here; doorstep interview --resume {}", short(draft), short(draft))
    }));
    if lines.is_empty() {
        lines.push("Nothing of a round that is over is on this phone.".to_owned());
    } else if card.by_itself {
        lines.push(format!("An interview leaves {} after it is known to be in the server's backup.", days(card.days)));
    } else {
        lines.push(
            "A coordinator's phone keeps everything; `doorstep closing --now` lets go what is backed up.".to_owned(),
        );
    }
    if card.gone > 0 {
        let gone = counted(card.gone, "interview has", "interviews have");
        lines.push(format!("{gone} left this phone: results here are computed without them."));
    }
    lines
}

fn line(row: &ClosingRow) -> String {
    let what = match row.staying {
        Staying::OnlyHere => "only here: `doorstep sync` hands it over".to_owned(),
        Staying::UntilBackedUp => "safe on the server, not yet known to be in its backup".to_owned(),
        Staying::Leaves => {
            format!("in the server's backup, may leave from {}", moment(row.leaves_ms.unwrap_or_default()))
        }
    };
    format!("{}  {what}", short(&row.response))
}

fn days(days: u32) -> String {
    counted(days.into(), "day", "days")
}
