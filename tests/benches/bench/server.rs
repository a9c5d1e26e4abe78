//! The server as a process of its own, so that its processor time and memory are nobody else's.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use doorstep_core::ids::DeviceId;
use serde::Deserialize;

use crate::error::BenchError;
use crate::usage::Process;

/// A running `doorstep-server host`.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) hosted: Hosted,
}

/// What the server says of itself when it starts.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Hosted {
    pub(crate) address: String,
    pub(crate) pin: DeviceId,
    #[serde(default)]
    pub(crate) token: String,
}

impl Server {
    /// Starts the program on a store, on any free port of this machine, and waits until it listens.
    pub(crate) fn start(program: &Path, store: &Path) -> Result<Self, BenchError> {
        let mut command = Command::new(program);
        command.args(["host", "--json", "--no-page", "--listen", "127.0.0.1:0", "--store"]).arg(store);
        Self::started(command, program)
    }

    /// Starts this program again as a server, by the name of that part.
    pub(crate) fn start_part(part: &str, store: &Path) -> Result<Self, BenchError> {
        let program = std::env::current_exe()?;
        let mut command = Command::new(&program);
        command.arg(part).arg(store);
        Self::started(command, &program)
    }

    fn started(mut command: Command, program: &Path) -> Result<Self, BenchError> {
        let mut child = command
            .env("DOORSTEP_LOG", std::env::var_os("DOORSTEP_LOG").unwrap_or_else(|| "warn".into()))
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| BenchError::NoServer { path: program.to_owned(), source })?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        if line.is_empty() {
            return Err(BenchError::ServerEnded);
        }
        Ok(Self { child, hosted: serde_json::from_str(&line)? })
    }

    /// Its process, to be asked what it used.
    pub(crate) fn process(&self) -> Process {
        Process::numbered(self.child.id())
    }

    /// Asks it to end and waits until its store is closed.
    pub(crate) fn stop(mut self) -> Result<(), BenchError> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}
