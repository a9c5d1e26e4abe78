//! `invite`, `invites` and `quote`: letting people in, and letting their words out.

use doorstep_ffi::{InviteWish, OpenInviteRow, Phone};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde_json::json;

use crate::arguments::{Invite, Quote};
use crate::failure::Failure;
use crate::out::{Out, moment, short};
use crate::{pick, sync};

/// Makes an invite, tells the server of it, and prints it.
pub(crate) fn invite(phone: &Phone, out: &Out, arguments: &Invite) -> Result<(), Failure> {
    let areas = arguments.area.iter().map(|area| pick::area(phone, area)).collect::<Result<_, _>>()?;
    let card = phone.invite(InviteWish {
        role: arguments.role.role(),
        areas,
        lasts_hours: arguments.lasts,
        printed: arguments.printed,
    })?;
    let told = sync::with_progress(phone, |observer| phone.sync(Some(observer)));
    if out.json {
        out.either(&card, |_| Vec::new())?;
    } else {
        let code = QrCode::new(&card.text)?;
        out.line(code.render::<Dense1x2>().build())?;
        out.line(format!("\n{}\n", card.text))?;
        let until = moment(card.expires_ms);
        out.line(match arguments.printed {
            false => format!("It works for one phone, until {until}. It is as good as a key: hand it over in person."),
            true => format!(
                "It works for one phone, until {until}. Who uses it waits until you have compared a code with them."
            ),
        })?;
    }
    told.map(drop).map_err(Failure::InviteUnsent)
}

/// Lists the invites that somebody could still use, or takes one back.
pub(crate) fn invites(phone: &Phone, out: &Out, take_back: Option<&str>) -> Result<(), Failure> {
    let open = phone.open_invites()?;
    let Some(meant) = take_back else {
        return out.either(&open, |open| match open.as_slice() {
            [] => vec!["No invite is open.".to_owned()],
            open => open.iter().map(open_line).collect(),
        });
    };
    phone.take_invite_back(pick::invite(&open, meant)?)?;
    out.line("Taken back. It holds everywhere after your next sync.")
}

fn open_line(row: &OpenInviteRow) -> String {
    let role = format!("{:?}", row.role).to_lowercase();
    let what = match (row.is_recovery_sheet, row.printed) {
        (true, _) => "recovery sheet".to_owned(),
        (false, true) => format!("{role}, printed"),
        (false, false) => role,
    };
    let by = row.by.as_deref().map_or_else(|| "at the founding".to_owned(), |by| format!("by {}", short(by)));
    let until = row.expires_ms.map_or_else(String::new, |until| format!(", until {}", moment(until)));
    format!("{} {what}, made {} {by}{until}", short(&row.invite), moment(row.made_ms))
}

/// Lists what was said and what is released, or releases words.
pub(crate) fn quote(phone: &Phone, out: &Out, arguments: Quote) -> Result<(), Failure> {
    if let Quote { response: Some(response), path: Some(path), words: Some(words) } = arguments {
        phone.release_words(pick::response(phone, &response)?, path, words)?;
        return out.line("Released. Everybody who sees the results can read these words.");
    }
    let (said, released) = (phone.words_to_read()?, phone.quotes()?);
    out.either(&json!({ "said": said, "released": released }), |_| {
        let mut lines = vec!["Said, for coordinators to read first:".to_owned()];
        lines.extend(said.iter().map(|said| format!("  {} {}: {}", short(&said.response), said.path, said.words)));
        lines.push("Released:".to_owned());
        lines.extend(released.iter().map(|quote| format!("  {}", quote.words)));
        lines
    })
}
