//! `found`, `link` and `join`: how this store comes to a project.

use doorstep_ffi::{Phone, ServerAddress, SyncReport};

use crate::arguments::{Found, Server};
use crate::failure::Failure;
use crate::out::Out;
use crate::sync;

/// Founds a project, and links it to a server if one is named.
pub(crate) fn found(phone: &Phone, out: &Out, arguments: Found) -> Result<(), Failure> {
    let Found { name, server, pin, token } = arguments;
    let founded = phone.found(name.clone())?;
    out.line(format!("The project {name} is founded, and you are its coordinator."))?;
    out.line(
        "\nRecovery sheet: print this, keep it away from computers, and show it to nobody. Whoever has it can recover",
    )?;
    out.line(format!("the project.\n\n  {}\n", founded.recovery_sheet))?;
    if let (Some(server), Some(pin), Some(token)) = (server, pin, token) {
        return link(phone, out, Server { server, pin, token });
    }
    out.line("It has no server yet: `doorstep link` gives it one.")
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
pub(crate) fn join(phone: &Phone, out: &Out, invite: &str) -> Result<(), Failure> {
    let report = sync::with_progress(phone, |observer| phone.join(invite.to_owned(), Some(observer)))?;
    tell(out, &format!("You are in the project {}.", phone.project()?.name), &report)
}

fn tell(out: &Out, sentence: &str, report: &SyncReport) -> Result<(), Failure> {
    if !out.json {
        out.line(sentence)?;
    }
    sync::tell(out, report)
}
