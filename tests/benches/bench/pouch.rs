//! PouchDB on the same interviews, in the same run: how long it takes where Doorstep was just measured.
//!
//! It is installed from npm when it is asked for, runs on this machine's own address and ends by itself after a time. Its stores are
//! not synced to the disk before they count as done, and nothing in it is signed, sealed or filtered by rights; that is in its favour.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use doorstep_tests::generate::{Generator, PER_DEVICE};
use serde::Deserialize;
use serde_json::json;

use crate::error::BenchError;
use crate::project::AT_ONCE;
use crate::usage::Process;
use crate::workloads::Figures;

/// The versions that the figures in the table's notes were measured with.
const PACKAGES: [&str; 2] = ["pouchdb@9.0.0", "express-pouchdb@4.2.0"];
/// How long one of its programs runs at most, in seconds.
const MOST_SECONDS: u32 = 300;

/// PouchDB, installed in a folder.
#[derive(Debug)]
pub(crate) struct Pouch {
    folder: PathBuf,
}

/// A program of it that answers a line with a line.
struct Program {
    child: Child,
    said: BufReader<ChildStdout>,
    told: ChildStdin,
}

/// What its server says when it listens.
#[derive(Deserialize)]
struct Listening {
    port: u16,
}

/// What a phone of it says of one errand.
#[derive(Deserialize)]
struct Done {
    seconds: f64,
    ok: bool,
    held: u64,
}

impl Pouch {
    /// Installs it, unless the folder has it from before.
    pub(crate) fn install(folder: &Path) -> Result<Self, BenchError> {
        let pouch = Self { folder: folder.join("pouch") };
        if !pouch.folder.join("installed").exists() {
            fs::create_dir_all(&pouch.folder)?;
            fs::write(pouch.folder.join("package.json"), r#"{"private": true}"#)?;
            // Scripts of packages are not run: the stores they would build come built.
            let npm = Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"])
                .args(PACKAGES)
                .current_dir(&pouch.folder)
                .stdout(Stdio::null())
                .status()?;
            if !npm.success() {
                return Err(BenchError::NoPeer(npm));
            }
            fs::write(pouch.folder.join("installed"), "")?;
        }
        fs::write(pouch.folder.join("server.cjs"), include_str!("pouch/server.cjs"))?;
        fs::write(pouch.folder.join("client.cjs"), include_str!("pouch/client.cjs"))?;
        Ok(pouch)
    }

    /// Every phone of it hands over what it collected, eight at a time.
    pub(crate) fn hand_over(&self, size: u64) -> Result<Figures, BenchError> {
        let docs = self.documents(size)?;
        let stores = self.fresh("w1")?;
        let phones = size.div_ceil(PER_DEVICE);
        let store = |phone: u64| stores.join(format!("phone-{phone}"));
        let mut preparing = self.client()?;
        for phone in 0..phones {
            let (from, to) = (phone * PER_DEVICE, size.min((phone + 1) * PER_DEVICE));
            preparing.ask(&json!({ "store": store(phone), "docs": docs, "from": from, "to": to }))?;
        }
        preparing.end()?;
        let (server, url) = self.server(&stores.join("server"))?;
        let clients: Result<Vec<Program>, _> = (0..AT_ONCE).map(|_| self.client()).collect();
        let began = Instant::now();
        let threads: Vec<_> = (0..)
            .zip(clients?)
            .map(|(first, client)| {
                let errands: Vec<PathBuf> = (first..phones).step_by(AT_ONCE).map(store).collect();
                let url = url.clone();
                std::thread::spawn(move || hand_all_over(client, &errands, &url))
            })
            .collect();
        for thread in threads {
            thread.join().map_err(|_| BenchError::PeerFailed)??;
        }
        let wall = began.elapsed().as_secs_f64();
        let cpu = Process::numbered(server.child.id()).cpu_s()?;
        self.expect_held(&url, &stores, size)?;
        server.end()?;
        Ok(Figures::from([("pouch_wall_s", wall), ("pouch_server_cpu_s", cpu)]))
    }

    /// A fresh device of it takes everything; the server is the one that was handed everything last.
    pub(crate) fn pull(&self, size: u64) -> Result<Figures, BenchError> {
        let (server, url) = self.server(&self.folder.join("w1").join("server"))?;
        let before = Process::numbered(server.child.id()).cpu_s()?;
        let mut client = self.client()?;
        let done = client.ask(&json!({ "store": self.fresh("w2")?.join("fresh"), "url": url, "way": "down" }))?;
        let cpu = Process::numbered(server.child.id()).cpu_s()? - before;
        client.end()?;
        server.end()?;
        if done.held != size {
            return Err(BenchError::Incomplete { counted: done.held, expected: size });
        }
        Ok(Figures::from([("pouch_wall_s", done.seconds), ("pouch_server_cpu_s", cpu)]))
    }

    fn expect_held(&self, url: &str, stores: &Path, size: u64) -> Result<(), BenchError> {
        let mut client = self.client()?;
        let done = client.ask(&json!({ "store": stores.join("counting"), "url": url, "way": "down" }))?;
        client.end()?;
        if done.held == size { Ok(()) } else { Err(BenchError::Incomplete { counted: done.held, expected: size }) }
    }

    /// The interviews as its documents, one a line.
    fn documents(&self, size: u64) -> Result<PathBuf, BenchError> {
        let path = self.folder.join(format!("documents-{size}"));
        let mut file = BufWriter::new(fs::File::create(&path)?);
        let generator = Generator::new(crate::project::SEED);
        for number in 0..size {
            let mut document = serde_json::to_value(generator.response(number))?;
            document["_id"] =
                format!("{:032x}", u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)).into();
            writeln!(file, "{document}")?;
        }
        file.flush()?;
        Ok(path)
    }

    fn fresh(&self, name: &str) -> Result<PathBuf, BenchError> {
        let path = self.folder.join(name);
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        fs::create_dir_all(&path)?;
        Ok(path)
    }

    fn server(&self, store: &Path) -> Result<(Program, String), BenchError> {
        let mut server = self.program("server.cjs", Some(store))?;
        let Listening { port } = server.hear()?;
        Ok((server, format!("http://127.0.0.1:{port}")))
    }

    fn client(&self) -> Result<Program, BenchError> {
        self.program("client.cjs", None)
    }

    fn program(&self, script: &str, store: Option<&Path>) -> Result<Program, BenchError> {
        let mut child = Command::new("node")
            .arg(script)
            .args(store)
            .arg(MOST_SECONDS.to_string())
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(said), Some(told)) = (child.stdout.take(), child.stdin.take()) else {
            return Err(BenchError::PeerFailed);
        };
        Ok(Program { child, said: BufReader::new(said), told })
    }
}

fn hand_all_over(mut client: Program, stores: &[PathBuf], url: &str) -> Result<(), BenchError> {
    for store in stores {
        if !client.ask(&json!({ "store": store, "url": url, "way": "up" }))?.ok {
            return Err(BenchError::PeerFailed);
        }
    }
    client.end()
}

impl Program {
    fn ask(&mut self, request: &serde_json::Value) -> Result<Done, BenchError> {
        writeln!(self.told, "{request}")?;
        self.hear()
    }

    fn hear<T: for<'a> Deserialize<'a>>(&mut self) -> Result<T, BenchError> {
        let mut line = String::new();
        // Its libraries may say other things before.
        while !line.starts_with('{') {
            line.clear();
            if self.said.read_line(&mut line)? == 0 {
                return Err(BenchError::PeerFailed);
            }
        }
        Ok(serde_json::from_str(&line)?)
    }

    fn end(mut self) -> Result<(), BenchError> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}
