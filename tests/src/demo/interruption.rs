//! One phone's process is killed in the middle of its sync and started again.
//!
//! Nothing warns it: the operating system ends it at once, as a battery does. What it runs is `child`'s.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::child::IN_THE_MIDDLE;
use super::exchange::Exchange;
use super::phone::Phone;
use super::server::ServerProcess;
use super::{DemoError, Options};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interrupted {
    /// The number of the process that was killed.
    pub(super) process: u32,
    /// Records that had reached the server's disk by then.
    pub(super) arrived: u64,
    /// Interviews that the phone then knew to be safe, and how many it has.
    pub(super) known_safe: (u64, u64),
    /// The sync after the new start.
    pub(super) again: Exchange,
    /// Records that the server lacked and took then.
    pub(super) taken: u64,
}

/// Kills the phone's process in the middle of a sync, looks at what is safe, and starts it again.
pub(super) fn interrupt(
    phone: &mut Phone,
    server: &ServerProcess,
    options: &Options,
) -> Result<Interrupted, DemoError> {
    let before = server.held()?.entries;
    phone.close();
    let mut killed = start(phone, options, true)?;
    let process = killed.id();
    let halted = first_line(&mut killed, phone).and_then(|said| {
        let in_the_middle = said.trim() == IN_THE_MIDDLE;
        if in_the_middle { Ok(server.held()?.entries.saturating_sub(before)) } else { Err(silent(phone)) }
    });
    let ended = killed.kill().and_then(|()| killed.wait());
    let arrived = halted?;
    ended.map_err(|source| failed(phone, source))?;
    phone.open()?;
    let safety = phone.look("say where its interviews are", |device| device.status())?.safety;
    phone.close();
    let mut again = start(phone, options, false)?;
    let said = first_line(&mut again, phone);
    let ended = again.wait();
    let again = serde_json::from_str(&said?).map_err(|_| silent(phone))?;
    ended.map_err(|source| failed(phone, source))?;
    phone.open()?;
    let taken = server.held()?.entries.saturating_sub(before + arrived);
    Ok(Interrupted { process, arrived, known_safe: (safety.safe, safety.responses), again, taken })
}

fn start(phone: &Phone, options: &Options, halt: bool) -> Result<Child, DemoError> {
    let mut command = Command::new(&options.program);
    command.arg("as-phone").arg(phone.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    if halt {
        command.arg("--halt");
    }
    command.spawn().map_err(|source| failed(phone, source))
}

fn first_line(child: &mut Child, phone: &Phone) -> Result<String, DemoError> {
    let mut line = String::new();
    let stdout = child.stdout.take().ok_or_else(|| silent(phone))?;
    BufReader::new(stdout).read_line(&mut line).map_err(|source| failed(phone, source))?;
    Ok(line)
}

fn failed(phone: &Phone, source: std::io::Error) -> DemoError {
    DemoError::Process { who: format!("{}'s phone", phone.name), source }
}

fn silent(phone: &Phone) -> DemoError {
    DemoError::Silent { who: format!("{}'s phone", phone.name) }
}
