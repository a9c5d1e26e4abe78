//! One phone's process is killed in the middle of its sync and started again.
//!
//! Nothing warns it: the operating system ends it at once, as a battery does. What it runs is `child`'s.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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
}

/// How long the server may take to store what has been sent.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is asked.
const PAUSE: Duration = Duration::from_millis(5);

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
        if in_the_middle { arrived(server, before) } else { Err(silent(phone)) }
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
    Ok(Interrupted { process, arrived, known_safe: (safety.safe, safety.responses), again })
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

/// How many records came since `before`, as soon as there are some.
fn arrived(server: &ServerProcess, before: u64) -> Result<u64, DemoError> {
    let began = Instant::now();
    loop {
        let arrived = server.held()?.entries.saturating_sub(before);
        if arrived > 0 || began.elapsed() > PATIENCE {
            return Ok(arrived);
        }
        std::thread::sleep(PAUSE);
    }
}

fn failed(phone: &Phone, source: std::io::Error) -> DemoError {
    DemoError::Process { who: format!("{}'s phone", phone.name), source }
}

fn silent(phone: &Phone) -> DemoError {
    DemoError::Silent { who: format!("{}'s phone", phone.name) }
}
