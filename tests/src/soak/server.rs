//! The server program in a process of its own: started, killed, started again on the same port, and what it uses meanwhile.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::net::{SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use doorstep_core::ids::DeviceId;
use serde::Deserialize;

/// The most that a server used in one of its lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Memory that is resident, in kB.
    pub memory_kb: u64,
    /// The write-ahead log, in kB.
    pub log_kb: u64,
    /// Open files and sockets.
    pub descriptors: u64,
}

/// What a server prints at its start.
#[derive(Debug, Deserialize)]
struct Announced {
    address: SocketAddr,
    pin: DeviceId,
    token: Option<String>,
}

/// A server.
pub(super) struct Server {
    program: PathBuf,
    store: PathBuf,
    process: Child,
    announced: Announced,
    now: Usage,
    lives: Vec<Usage>,
}

impl Server {
    pub(super) fn start(program: &Path, store: &Path) -> io::Result<Self> {
        let address = quiet_port()?;
        let (process, announced) = launch(program, store, &address.to_string())?;
        let (program, store) = (program.to_owned(), store.to_owned());
        Ok(Self { program, store, process, announced, now: Usage::default(), lives: Vec::new() })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.announced.address
    }

    pub(super) fn pin(&self) -> DeviceId {
        self.announced.pin
    }

    pub(super) fn token(&self) -> Option<String> {
        self.announced.token.clone()
    }

    /// Looks at what it uses.
    pub(super) fn look(&mut self) -> io::Result<()> {
        let process = PathBuf::from(format!("/proc/{}", self.process.id()));
        let status = fs::read_to_string(process.join("status"))?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next());
        let memory_kb = resident.and_then(|kb| kb.parse().ok()).unwrap_or(0);
        let log_kb = fs::metadata(self.store.join("server.db-wal")).map_or(0, |log| log.len() / 1_000);
        let descriptors = fs::read_dir(process.join("fd"))?.count() as u64;
        self.now = Usage {
            memory_kb: self.now.memory_kb.max(memory_kb),
            log_kb: self.now.log_kb.max(log_kb),
            descriptors: self.now.descriptors.max(descriptors),
        };
        Ok(())
    }

    /// Kills it without warning and starts it again.
    pub(super) fn kill(&mut self) -> io::Result<()> {
        self.look()?;
        self.process.kill()?;
        self.process.wait()?;
        self.lives.push(std::mem::take(&mut self.now));
        let address = self.announced.address.to_string();
        let (process, announced) = launch(&self.program, &self.store, &address)?;
        (self.process, self.announced) = (process, announced);
        Ok(())
    }

    /// Ends it for good; what it used in each of its lives.
    pub(super) fn end(mut self) -> io::Result<Vec<Usage>> {
        self.look()?;
        self.process.kill()?;
        self.process.wait()?;
        self.lives.push(self.now);
        Ok(std::mem::take(&mut self.lives))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A free port below those that systems hand out by themselves (from 32,768 on Linux, 49,152 elsewhere): nobody gets it while the
/// server is away for a moment.
fn quiet_port() -> io::Result<SocketAddr> {
    let first = 20_000 + (std::process::id() % 10_000) as u16;
    let mut ports = (first..first + 100).map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
    ports.find(|address| UdpSocket::bind(address).is_ok()).ok_or_else(|| io::ErrorKind::AddrInUse.into())
}

fn launch(program: &Path, store: &Path, listen: &str) -> io::Result<(Child, Announced)> {
    let mut process = Command::new(program)
        .args(["host", "--no-page", "--json", "--listen", listen, "--store"])
        .arg(store)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut line = String::new();
    let words = process.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    BufReader::new(words).read_line(&mut line)?;
    match serde_json::from_str(&line) {
        Ok(announced) => Ok((process, announced)),
        Err(error) => {
            drop(process.kill());
            drop(process.wait());
            Err(io::Error::other(error))
        }
    }
}
