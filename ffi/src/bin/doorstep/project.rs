//! `found`, `link`, `join` and `responsible`: how this store comes to a project, and who answers for that.

use std::fs;

use doorstep_ffi::{Phone, PhoneStanding, ResponsibleCard, ServerAddress, SyncReport, invite_at, read_invite};
use serde_json::json;

use crate::arguments::{BasisName, Found, Join, Responsible, Server};
use crate::failure::Failure;
use crate::out::Out;
use crate::{pin, recovery, sync};

/// Founds a project, and links it to a server if one is named.
pub(crate) fn found(phone: &Phone, out: &Out, arguments: Found) -> Result<(), Failure> {
    let Found { name, server, pin, token, sheet: page, responsible } = arguments;
    let card = card_of(responsible)?;
    let founded = phone.found(name.clone())?;
    out.line(format!("The project {name} is founded, and you are its coordinator."))?;
    let sheet = match (&server, &pin) {
        (Some(address), Some(key)) => invite_at(founded.recovery_sheet, address.clone(), key.clone())?,
        _ => founded.recovery_sheet,
    };
    recovery::hand_over(phone, out, &sheet, page.as_deref())?;
    if let Some(card) = card {
        phone.set_responsible(card)?;
    } else {
        out.line("Before anybody is asked anything, say who answers for it: `doorstep responsible --help`.")?;
    }
    out.line("Invite a second coordinator soon: with one alone a lost laptop takes the recovery sheet to mend.")?;
    if let (Some(server), Some(pin), Some(token)) = (server, pin, token) {
        return link(phone, out, Server { server, pin, token });
    }
    out.line("It has no server yet: `doorstep link` gives it one.")
}

/// Records who answers for the project and what people are told; without anything to record, shows it.
pub(crate) fn responsible(phone: &Phone, out: &Out, arguments: Responsible) -> Result<(), Failure> {
    if let Some(card) = card_of(arguments)? {
        phone.set_responsible(card)?;
        return out.line("Saved. People can be asked once everybody has synced.");
    }
    let (card, missing) = (phone.responsible()?, phone.project()?.missing);
    out.either(&json!({ "responsible": card, "missing": missing }), |_| {
        let basis = card.basis.map_or_else(|| "not recorded".to_owned(), |basis| format!("{basis:?}"));
        let mut lines = vec![
            format!("Responsible: {}", card.controllers.join(", ")),
            format!("Contact: {}", card.contact),
            format!("Lawful basis: {basis}"),
            format!("Privacy notice:\n{}", card.notice),
        ];
        if !missing.is_empty() {
            lines.push(format!("Missing before anybody is asked anything: {}.", missing.join(", ")));
        }
        lines
    })
}

fn card_of(arguments: Responsible) -> Result<Option<ResponsibleCard>, Failure> {
    let Responsible { controller: controllers, contact, basis, notice: Some(path) } = arguments else {
        return Ok(None);
    };
    let read = fs::read_to_string(&path);
    let notice = read.map_err(|source| Failure::File { path, done: "read", source })?;
    let (contact, basis) = (contact.unwrap_or_default(), basis.map(BasisName::basis));
    Ok(Some(ResponsibleCard { controllers, contact, basis, notice }))
}

/// Links the project to a server and hands everything over.
pub(crate) fn link(phone: &Phone, out: &Out, server: Server) -> Result<(), Failure> {
    let Server { server: address, pin: key, token } = server;
    let server = ServerAddress { address, key, token };
    let report = sync::with_progress(phone, |observer| phone.link_server(server, Some(observer)));
    let report = report.map_err(Failure::NotLinked)?;
    tell(out, "The server holds the project.", &report)
}

/// Joins a project.
pub(crate) fn join(phone: &Phone, out: &Out, arguments: Join) -> Result<(), Failure> {
    let Join { invite, server, pin } = arguments;
    let invite = if invite == "-" { pin::asked("The text of the invite or the recovery sheet: ")? } else { invite };
    let invite = match (server, pin) {
        (Some(address), Some(key)) => invite_at(invite, address, key)?,
        _ => invite,
    };
    let recovered = read_invite(invite.clone())?.is_recovery_sheet;
    let report = sync::with_progress(phone, |observer| phone.join(invite.clone(), Some(observer)))?;
    if report.status.standing == PhoneStanding::Waiting {
        return out.either(&report, |report| {
            vec![report.status.standing_sentence.clone(), "Then `doorstep sync` fetches the project.".to_owned()]
        });
    }
    tell(out, &format!("You are in the project {}.", phone.project()?.name), &report)?;
    if recovered && !out.json {
        recovery::next_steps(out)?;
    }
    Ok(())
}

fn tell(out: &Out, sentence: &str, report: &SyncReport) -> Result<(), Failure> {
    if !out.json {
        out.line(sentence)?;
    }
    sync::tell(out, report)
}
