//! The sync server as a process of its own: started, asked how much it holds, stopped.
//!
//! What runs inside that process is `child`'s [`serve`](super::serve).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use doorstep_core::ids::DeviceId;
use serde::Deserialize;

use super::DemoError;

/// A running server. It stops when this is dropped.
#[derive(Debug)]
pub struct ServerProcess {
    child: Child,
    /// The server runs until this is closed, so it never outlives the demo.
    stdin: Option<ChildStdin>,
    hello: Hello,
}

/// What a server says when it starts.
#[derive(Debug, Deserialize)]
struct Hello {
    address: SocketAddr,
    pin: DeviceId,
    token: Option<String>,
    page: Option<SocketAddr>,
}

/// What a server holds, as far as the demo tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) struct Held {
    /// Records.
    pub(super) entries: u64,
    /// Interviews.
    pub(super) responses: u64,
}

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(20);

impl ServerProcess {
    /// Starts a server on the store in a folder, at any free ports of this machine.
    pub(super) fn start(program: &Path, store: &Path) -> Result<Self, DemoError> {
        let mut command = Command::new(program);
        command.arg("as-server").arg(store).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(failed)?;
        let stdin = child.stdin.take();
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).map_err(failed)?;
        }
        match serde_json::from_str(&line) {
            Ok(hello) => Ok(Self { child, stdin, hello }),
            Err(_) => {
                drop(stdin);
                child.wait().map_err(failed)?;
                Err(DemoError::Silent { who: "the server".to_owned() })
            }
        }
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Where phones reach it.
    pub const fn address(&self) -> SocketAddr {
        self.hello.address
    }

    /// Where it shows the result.
    pub const fn page_address(&self) -> Option<SocketAddr> {
        self.hello.page
    }

    pub(super) const fn pin(&self) -> DeviceId {
        self.hello.pin
    }

    pub(super) fn token(&self) -> String {
        self.hello.token.clone().unwrap_or_default()
    }

    /// What it holds.
    pub(super) fn held(&self) -> Result<Held, DemoError> {
        let status = self.fetch("/status")?;
        serde_json::from_str(&status).map_err(|_| DemoError::Silent { who: "the server".to_owned() })
    }

    /// The page of the released result, as a browser gets it; where too few answered for one, the list that says so.
    ///
    /// # Errors
    /// When the server shows none.
    pub fn page(&self) -> Result<String, DemoError> {
        self.fetch("/release/1").or_else(|_| self.fetch("/"))
    }

    fn fetch(&self, path: &str) -> Result<String, DemoError> {
        let silent = || DemoError::Silent { who: "the server".to_owned() };
        let address = self.hello.page.ok_or_else(silent)?;
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE).map_err(failed)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(failed)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(failed)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(silent)?;
        if head.starts_with("HTTP/1.1 200") { Ok(body.to_owned()) } else { Err(silent()) }
    }

    /// Stops it and waits until its store is closed.
    pub(super) fn stop(mut self) -> Result<(), DemoError> {
        self.stdin = None;
        let ended = self.child.wait().map_err(failed)?;
        if ended.success() { Ok(()) } else { Err(DemoError::Silent { who: "the server".to_owned() }) }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        self.stdin = None;
        // It ends by itself; there is nobody left to tell when waiting fails.
        self.child.wait().map(drop).unwrap_or_default();
    }
}

fn failed(source: std::io::Error) -> DemoError {
    DemoError::Process { who: "the server".to_owned(), source }
}
