//! `release`: results that are frozen, named and dated; and what `results` shows to those who see nothing else.

use doorstep_ffi::{Phone, ReleaseList, ReleaseRow};

use crate::arguments::ReleaseAction;
use crate::failure::Failure;
use crate::files;
use crate::out::{Out, counted, moment};

/// How wide text is where the terminal does not say.
const COLUMNS: u32 = 80;

/// Asks for releases, lists, shows and saves them, and adds replies.
pub(crate) fn release(phone: &Phone, out: &Out, action: ReleaseAction) -> Result<(), Failure> {
    match action {
        ReleaseAction::Ask { name, reply_days } => {
            phone.ask_for_release(name, reply_days)?;
            out.line("Asked. The server answers when you sync; `doorstep release list` then says what became of it.")
        }
        ReleaseAction::Look => {
            let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(COLUMNS);
            out.part(&phone.release_preview(columns)?)?;
            out.line("The server also holds it against every earlier release, and holds back what would tell of a few people.")
        }
        ReleaseAction::List => out.either(&phone.releases()?, lines),
        ReleaseAction::Show { number } => show(phone, out, number),
        ReleaseAction::Reply { number, text, who, fact } => {
            phone.reply_to_release(numbered(phone, number)?.id, who, text, fact)?;
            out.line("Noted. It stands under the release when you have synced, if that is not published by then.")
        }
        ReleaseAction::Save { number, to, tables, to_compare } => {
            let id = numbered(phone, number)?.id;
            let text = match (tables, to_compare) {
                (true, _) => phone.release_tables(id)?,
                (false, true) => phone.release_comparable(id)?,
                (false, false) => phone.release_page(id)?,
            };
            files::write(&to, text)?;
            out.line(format!("Written to {}, as it was released.", to.display()))
        }
        ReleaseAction::From { interviews } => {
            phone.set_release_from(interviews)?;
            out.line(match interviews {
                0 => "A result is released when every round has ended.".to_owned(),
                _ => format!("A result is released when every round has ended, or from {interviews} interviews on."),
            })
        }
    }
}

/// Shows a release, the newest if none is named.
pub(crate) fn show(phone: &Phone, out: &Out, number: Option<u64>) -> Result<(), Failure> {
    let list = phone.releases()?;
    let Some(row) = list.releases.iter().find(|row| number.is_none_or(|number| row.number == number)) else {
        return match number {
            Some(_) => Err(unknown()),
            None => out.line("No result has been released yet."),
        };
    };
    if out.json {
        return out.either(row, |_| Vec::new());
    }
    out.part(&phone.release_text(row.id.clone())?)?;
    about(row).iter().try_for_each(|line| out.line(line))
}

fn numbered(phone: &Phone, number: u64) -> Result<ReleaseRow, Failure> {
    let found = phone.releases()?.releases.into_iter().find(|row| row.number == number);
    found.ok_or_else(unknown)
}

const fn unknown() -> Failure {
    Failure::NotFound { what: "release", list: "release list" }
}

fn lines(list: &ReleaseList) -> Vec<String> {
    let mut lines = Vec::new();
    if list.releases.is_empty() {
        lines.push("No result has been released yet.".to_owned());
    }
    for row in &list.releases {
        let name = if row.name.is_empty() { String::new() } else { format!(": {}", row.name) };
        let interviews = counted(row.interviews, "interview", "interviews");
        lines.push(format!("Result {}{name}, {interviews}, {}", row.number, moment(row.made_ms)));
        lines.extend(about(row).iter().map(|line| format!("  {line}")));
    }
    if let Some(since @ 1..) = list.since {
        lines.push(format!("Since the newest: {} more.", counted(since, "interview", "interviews")));
    }
    if let Some(from) = list.release_from {
        lines.push(format!("While a round is open, a result is released from {from} interviews on."));
    }
    lines.extend(list.asks.iter().map(|ask| {
        let what = if ask.is_reply { "a reply" } else { "a release" };
        format!("Asked for {what}, {}: {}", moment(ask.at_ms), ask.said)
    }));
    lines
}

fn about(row: &ReleaseRow) -> Vec<String> {
    let mut lines = vec![match row.published {
        true => format!("published {}", moment(row.reply_until_ms)),
        false => format!("waits for replies until {}", moment(row.reply_until_ms)),
    }];
    if row.held > 0 {
        lines.push(format!("{} until more people have answered", counted(row.held, "figure waits", "figures wait")));
    }
    lines.extend(row.replies.iter().map(|reply| {
        let what = if reply.is_fact { "adds" } else { "replies" };
        format!("{} {what}: {}", reply.who, reply.text)
    }));
    lines.push(format!("proven by {}", row.content));
    lines
}
