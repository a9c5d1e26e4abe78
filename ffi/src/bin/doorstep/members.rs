//! `members`, `confirm`, `revoke`, `change-role` and `phone`: who takes part, and with which rights.

use doorstep_ffi::{MemberRow, MemberState, Phone, PhoneContents};

use crate::arguments::{ChangeRole, MyName, Revoke};
use crate::failure::Failure;
use crate::out::{Out, counted, moment, short};
use crate::pick;

/// Lists everybody's phones.
pub(crate) fn list(phone: &Phone, out: &Out) -> Result<(), Failure> {
    out.either(&phone.members()?, |members| members.iter().flat_map(lines).collect())
}

fn lines(row: &MemberRow) -> Vec<String> {
    let (member, device) = (short(&row.member), short(&row.device));
    let you = if row.you { " (you)" } else { "" };
    let reach = row.reach.as_ref().map(|reach| format!(", {reach}")).unwrap_or_default();
    let name = row.name.as_ref().map(|name| format!(" {name}{reach}")).unwrap_or_default();
    let areas = match row.areas.len() {
        0 => String::new(),
        _ => format!(", areas {}", row.areas.iter().map(|area| short(area)).collect::<Vec<_>>().join(" ")),
    };
    let state = match row.state {
        MemberState::Active => "",
        MemberState::Waiting => ", WAITS: compare the code",
        MemberState::Revoked => ", rights taken back",
    };
    let role = format!("{:?}", row.role).to_lowercase();
    let by = match (&row.by, row.recovered) {
        (_, true) => "by a recovery sheet".to_owned(),
        (Some(by), false) => format!("let in by {}", short(by)),
        (None, false) => "founded".to_owned(),
    };
    let system = row.system.as_deref().map_or_else(String::new, |system| format!(", {system}"));
    let last = row.last_entry_ms.map_or_else(|| "nothing yet".to_owned(), moment);
    let mut lines = vec![
        format!("{member} {role}{name}{areas}{you}{state}"),
        format!("    phone {device}, joined {}, {by}{system}; last work here {last}", moment(row.joined_ms)),
    ];
    lines.extend(row.code.as_ref().map(|code| {
        format!("    they must read out {code}; then `doorstep confirm {device} CODE`, else `doorstep revoke --phone {device}`")
    }));
    lines
}

/// Says, shows or takes back what this person is called.
pub(crate) fn my_name(phone: &Phone, out: &Out, arguments: MyName) -> Result<(), Failure> {
    let MyName { name, reach, none } = arguments;
    if none {
        phone.set_my_name(None)?;
        return out.line("Taken back. It is erased everywhere once a coordinator has synced.");
    }
    if let Some(name) = name {
        phone.set_my_name(Some(doorstep_ffi::MyName { name, reach: reach.unwrap_or_default() }))?;
        return out.line("Kept, and locked: only coordinators can open it.");
    }
    out.either(&phone.my_name()?, |said| {
        vec![said.as_ref().map_or_else(
            || "You have said no name.".to_owned(),
            |said| [said.name.as_str(), said.reach.as_str()].join("  ").trim_end().to_owned(),
        )]
    })
}

/// Lets a phone in that waits.
pub(crate) fn confirm(phone: &Phone, out: &Out, meant: &str, code: String) -> Result<(), Failure> {
    phone.confirm_member(pick::phone(phone, meant)?, code)?;
    out.line("Let in. Their phone works after your next sync and theirs.")
}

/// Takes rights back.
pub(crate) fn revoke(phone: &Phone, out: &Out, arguments: &Revoke) -> Result<(), Failure> {
    match arguments {
        Revoke { phone: Some(lost), .. } => phone.revoke_phone(pick::phone(phone, lost)?)?,
        Revoke { member: Some(member), .. } => phone.revoke_member(pick::member(phone, member)?)?,
        // The command line asks for one of the two.
        Revoke { phone: None, member: None } => return Ok(()),
    }
    out.line("Rights taken back. It holds everywhere after your next sync; what they sent until now is kept.")
}

/// Gives another role or other areas.
pub(crate) fn change_role(phone: &Phone, out: &Out, arguments: &ChangeRole) -> Result<(), Failure> {
    let areas = arguments.area.iter().map(|area| pick::area(phone, area)).collect::<Result<_, _>>()?;
    phone.change_role(pick::member(phone, &arguments.member)?, arguments.role.role(), areas)?;
    out.line("Changed. It holds everywhere after your next sync.")
}

/// Says what was on a phone.
pub(crate) fn what_was_on(phone: &Phone, out: &Out, meant: &str) -> Result<(), Failure> {
    let contents = phone.what_was_on(pick::phone(phone, meant)?)?;
    out.either(&contents, contents_lines)
}

fn contents_lines(contents: &PhoneContents) -> Vec<String> {
    let device = short(&contents.device);
    let mut lines = vec![format!("Phone {device}, as far as is known here:")];
    lines.push(format!(
        "  {} it finished {} here; what it had not handed over nobody can know.",
        counted(contents.own_interviews, "interview", "interviews"),
        if contents.own_interviews == 1 { "is" } else { "are" },
    ));
    lines.push(format!("  In use last: {}.", contents.last_entry_ms.map_or_else(|| "not known".to_owned(), moment)));
    lines.push(format!(
        "  It could show {}, {} and {}.",
        counted(contents.interviews, "interview", "interviews"),
        counted(contents.doors, "address", "addresses"),
        counted(contents.identities, "name or contact", "names and contacts"),
    ));
    lines.push(match contents.state {
        MemberState::Revoked => {
            "  Its rights are taken back: it locks at its next contact, or 30 days after its last.".to_owned()
        }
        MemberState::Active | MemberState::Waiting => {
            format!("  It still has its rights: `doorstep revoke --phone {device}` takes them back.")
        }
    });
    lines
}
