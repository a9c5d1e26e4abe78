//! A town for the tests of the command line: a server process, people with a store each, and what they type.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use doorstep_tests::forms;
use doorstep_tests::harness::Relay;
use doorstep_tests::tally;
use serde_json::Value;
use tempfile::TempDir;

/// The folder of the workspace's built programs: two above the test.
pub(super) fn programs() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_owned()
}

fn program(name: &str) -> PathBuf {
    let program = programs().join(name);
    assert!(program.exists(), "{name} is not built: run `cargo build --workspace` first");
    program
}

/// A server, and a folder for everybody's files.
pub(super) struct Town {
    // Before the folder, so that the server's log can still be read when it ends.
    server: RefCell<Option<Running>>,
    folder: TempDir,
    relay: Option<Relay>,
}

struct Running {
    process: Child,
    announced: Value,
    log: PathBuf,
}

impl Running {
    fn start(folder: &Path, listen: &str, page: &[&str]) -> Self {
        let path = folder.join("server.log");
        let log = std::fs::File::options().append(true).create(true).open(&path).unwrap();
        let mut process = Command::new(program("doorstep-server"))
            .args(["host", "--json", "--listen", listen, "--store"])
            .arg(folder.join("server"))
            .args(page)
            .stdout(Stdio::piped())
            .env("DOORSTEP_LOG", "debug")
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, announced: serde_json::from_str(&line).expect("the server announces itself"), log: path }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let panics = std::fs::read_to_string(&self.log).unwrap().matches("panicked at").count();
        tally::note("panics", panics, 1);
        if !std::thread::panicking() {
            assert_eq!(panics, 0, "something panicked in the server");
        }
    }
}

impl Town {
    /// A town whose server runs and holds no project.
    pub(super) fn new() -> Self {
        Self::with(&["--no-page"])
    }

    fn with(page: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = RefCell::new(Some(Running::start(folder.path(), "127.0.0.1:0", page)));
        Self { folder, server, relay: None }
    }

    /// A town between whose people and server somebody listens, and whose server shows its page.
    pub(super) fn watched(relay: impl FnOnce(SocketAddr) -> Relay) -> Self {
        let town = Self::with(&["--page", "127.0.0.1:0"]);
        let address = town.said("address").parse().unwrap();
        Self { relay: Some(relay(address)), ..town }
    }

    /// Everything that was seen on the way.
    pub(super) fn seen(&self) -> Vec<u8> {
        self.relay.as_ref().map(Relay::seen).unwrap_or_default()
    }

    /// A town without a server: people work on files.
    pub(super) fn quiet() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), server: RefCell::new(None), relay: None }
    }

    /// Somebody who has no store.
    pub(super) fn author(&self) -> Person<'_> {
        Person { town: self, store: String::new() }
    }

    /// A town with a coordinator, an area with two doors, and this questionnaire on the server.
    pub(super) fn surveying(form: &str) -> Self {
        let town = Self::new();
        let carol = town.carol();
        carol.founds();
        carol.does(&["area", "add", "Lark House"]);
        carol.does(&["door", "add", "12 Larch Road", "14 Larch Road", "--area", "Lark House"]);
        carol.does(&["form", "add", &town.form(form)]);
        carol.does(&["sync"]);
        town
    }

    /// The coordinator.
    pub(super) fn carol(&self) -> Person<'_> {
        self.person("carol")
    }

    /// Somebody with a store of their own.
    pub(super) fn person(&self, name: &str) -> Person<'_> {
        Person { town: self, store: self.path(&format!("{name}.db")) }
    }

    /// A researcher who has joined.
    pub(super) fn researcher(&self, name: &str) -> Person<'_> {
        let person = self.person(name);
        person.does(&["join", &self.carol().invites()]);
        person
    }

    /// A path in the town's folder.
    pub(super) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// A file with this text, by its path.
    pub(super) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// The workbook of a questionnaire that ships with the tests, by its path.
    pub(super) fn form(&self, name: &str) -> String {
        self.file(&format!("{name}.xlsx"), forms::workbook(name).unwrap())
    }

    /// What the server says of itself.
    pub(super) fn said(&self, key: &str) -> String {
        if let (Some(relay), "address") = (&self.relay, key) {
            return relay.address().to_string();
        }
        let server = self.server.borrow();
        server.as_ref().expect("the server runs").announced[key].as_str().unwrap().to_owned()
    }

    /// Runs another command of the server's program on the server's directory, and returns its end and what it printed.
    pub(super) fn server_tool(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(program("doorstep-server"));
        let Output { status, stdout, stderr } =
            command.args(arguments).args(["--store", &self.path("server")]).output().unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }

    /// Kills the server without warning.
    pub(super) fn kill_server(&self) {
        self.server.take();
    }

    /// Starts the server again where it was.
    pub(super) fn restart_server(&self, address: &str) {
        self.server.replace(Some(Running::start(self.folder.path(), address, &["--no-page"])));
    }
}

/// Somebody at a terminal.
#[derive(Clone)]
pub(super) struct Person<'t> {
    town: &'t Town,
    /// The path of their store; empty if they name none.
    pub(super) store: String,
}

impl Person<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("doorstep"));
        if !self.store.is_empty() {
            command.args(["--store", &self.store]);
        }
        command.args(arguments);
        command
            .env("TZ", "Europe/London")
            .env_remove("DOORSTEP_STORE")
            .env_remove("DOORSTEP_LOG")
            .env_remove("COLUMNS");
        command
    }

    /// Types a command, and then these lines.
    #[track_caller]
    pub(super) fn types(&self, arguments: &[&str], lines: &str) -> Output {
        let mut command = self.command(arguments);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        // A program that ends early does not read the rest.
        drop(process.stdin.take().unwrap().write_all(lines.as_bytes()));
        process.wait_with_output().unwrap()
    }

    /// Does something that works, and returns what was printed.
    #[track_caller]
    pub(super) fn does(&self, arguments: &[&str]) -> String {
        self.does_with(arguments, "")
    }

    /// Does something that works, typing these lines.
    #[track_caller]
    pub(super) fn does_with(&self, arguments: &[&str], lines: &str) -> String {
        let Output { status, stdout, stderr } = self.types(arguments, lines);
        let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        assert!(status.success(), "{arguments:?} failed: {err}{out}");
        out
    }

    /// Does something that fails with one clear sentence, and returns it with what stands below it.
    #[track_caller]
    pub(super) fn fails(&self, arguments: &[&str]) -> String {
        self.fails_with(arguments, "")
    }

    /// Does something that fails, typing these lines.
    #[track_caller]
    pub(super) fn fails_with(&self, arguments: &[&str], lines: &str) -> String {
        let Output { status, stderr, .. } = self.types(arguments, lines);
        let err = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(1), "{arguments:?}: {err}");
        let (first, rest) = err.split_once('\n').unwrap();
        assert!(first.starts_with("doorstep: ") && first.len() > 20, "{err}");
        assert!(rest.lines().all(|line| line.starts_with("  ")), "{err}");
        assert!(!err.contains("panicked"), "{err}");
        err
    }

    /// What a command prints as JSON.
    #[track_caller]
    pub(super) fn reads(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.does(&[&["--json"], arguments].concat())).unwrap()
    }

    /// Founds the project on the town's server.
    #[track_caller]
    pub(super) fn founds(&self) -> String {
        self.founds_with(&[])
    }

    /// Founds the project on the town's server, with these further arguments.
    #[track_caller]
    pub(super) fn founds_with(&self, more: &[&str]) -> String {
        let (address, pin, token) = (self.town.said("address"), self.town.said("pin"), self.town.said("token"));
        let founding = ["found", "Larkfield", "--server", &address, "--pin", &pin, "--token", &token];
        let founded = self.does(&[&founding[..], more].concat());
        let notice = self.town.file("privacy.txt", "We keep what you say for two years.");
        let who = ["--controller", "Larkfield Council", "--contact", "data@larkfield.example"];
        self.does(&[&["responsible"], &who[..], &["--basis", "public-task", "--notice", &notice]].concat());
        founded
    }

    /// Invites a researcher, and returns the invite's text.
    #[track_caller]
    pub(super) fn invites(&self) -> String {
        self.reads(&["invite", "--role", "researcher"])["text"].as_str().unwrap().to_owned()
    }

    /// Runs an interview from a file of these answers, and returns its id.
    #[track_caller]
    pub(super) fn interviews(&self, form: &str, answers: &Value) -> String {
        let file = self.town.file("answers.json", answers.to_string());
        let done = self.reads(&["interview", form, "--door", "12 Larch", "--answers", &file]);
        done["interview"].as_str().unwrap().to_owned()
    }

    /// Begins a command that goes on until it is told to end.
    pub(super) fn begins(&self, arguments: &[&str]) -> Conversation {
        let mut command = self.command(arguments);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        Conversation { process, input, output }
    }
}

/// A command that goes on, and what is typed and read.
pub(super) struct Conversation {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Conversation {
    /// Reads until a line with this text has come, and returns it.
    #[track_caller]
    pub(super) fn reads_until(&mut self, text: &str) -> String {
        let mut line = String::new();
        while self.output.read_line(&mut line).unwrap() > 0 {
            if line.contains(text) {
                return line;
            }
            line.clear();
        }
        panic!("it ended before it said: {text}");
    }

    /// Types a line.
    pub(super) fn types(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
    }

    /// Kills it without warning.
    pub(super) fn die(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
