//! What the field app costs on a phone: its start with many doors and interviews in the store, a page after an answer that is on the disk,
//! memory, and how heavy its pages are.
//!
//! `cargo bench -p doorstep-tests --bench app`; `-- DOORS INTERVIEWS` for other numbers. The app runs in a process of its own; what
//! questionnaires cost without pages is `forms`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep_ffi::{
    Basis, FieldApp, FieldError, InterviewStart, NewDoor, Phone, PhoneError, PhoneSettings, ResponsibleCard,
};
use doorstep_tests::forms;

/// The doors and interviews that the store holds.
const STORE: [usize; 2] = [10_000, 5_000];
/// The most doors that are added at once.
const DOORS_AT_ONCE: usize = 2_000;
/// How many answers are given.
const ANSWERS: usize = 400;
/// How often the app is started; the middle time counts.
const STARTS: usize = 5;

/// Why nothing can be measured.
#[derive(Debug, thiserror::Error)]
enum BenchError {
    #[error("the phone refuses: {0}")]
    Phone(#[from] PhoneError),
    #[error("the app can't be shown: {0}")]
    Field(#[from] FieldError),
    #[error("a file, program or connection can't be used: {0}")]
    Io(#[from] io::Error),
    #[error("the app answered something else: {0}")]
    Answer(String),
}

fn main() -> Result<(), BenchError> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [part, store] = arguments.as_slice()
        && part == "serve"
    {
        return serve(store);
    }
    let asked: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let [doors, interviews] = asked.try_into().unwrap_or(STORE);
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("alice.db");
    let version = fill(&store, doors, interviews)?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let (app, took) = App::start(&store)?;
        starts.push(took);
        drop(app);
    }
    starts.sort();
    let (app, _) = App::start(&store)?;
    let (weight, pages) = (app.weight()?, app.answers(&version)?);
    let mut out = io::stdout();
    writeln!(out, "| {doors} doors, {interviews} interviews | |\n|---|---|")?;
    writeln!(out, "| start to the first page, middle of {STARTS} | {} ms |", starts[STARTS / 2].as_millis())?;
    let at = |share: usize| pages[(pages.len() * share / 100).min(pages.len() - 1)].as_micros() as f64 / 1_000.0;
    writeln!(out, "| answer saved and next page, p50 / p99 of {} | {:.1} / {:.1} ms |", pages.len(), at(50), at(99))?;
    writeln!(out, "| peak memory | {} |", app.peak_memory()?)?;
    writeln!(out, "| style and script together | {weight} bytes |")?;
    Ok(())
}

fn open(store: &str) -> Result<Arc<Phone>, PhoneError> {
    let zone = Some("Europe/London".to_owned());
    Phone::open(PhoneSettings { store_path: store.to_owned(), zone, language: None, system: None, install_id: None })
}

fn serve(store: &str) -> Result<(), BenchError> {
    let app = FieldApp::bind(open(store)?, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Duration::from_secs(600))?;
    writeln!(io::stdout(), "{}", app.url())?;
    Ok(app.serve()?)
}

/// Makes a project with so many doors and finished interviews, and returns its questionnaire's version.
fn fill(store: &Path, doors: usize, interviews: usize) -> Result<String, BenchError> {
    let phone = open(&store.to_string_lossy())?;
    phone.found("Larkfield".to_owned())?;
    phone.set_responsible(ResponsibleCard {
        controllers: vec!["Larkfield Council".to_owned()],
        contact: "data@larkfield.example".to_owned(),
        basis: Some(Basis::PublicTask),
        notice: "We keep what you say for two years.".to_owned(),
    })?;
    let area = phone.add_area("Lark House".to_owned())?;
    let door = |number: usize| NewDoor {
        address: format!("{number} Larch Road"),
        entry_note: String::new(),
        order: number as u64,
        uprn: None,
        place: None,
    };
    let numbers: Vec<usize> = (1..=doors).collect();
    let mut ids = Vec::new();
    for some in numbers.chunks(DOORS_AT_ONCE) {
        ids.extend(phone.add_doors(Some(area.clone()), some.iter().copied().map(door).collect())?);
    }
    let form = phone.add_form(forms::workbook("street_lights")?, "street_lights".to_owned())?.version;
    for number in 0..interviews {
        let door = ids.get(number % ids.len().max(1)).cloned();
        let start = InterviewStart { form: form.clone(), door, area: None, from_paper: false, asked_on: None };
        let interview = phone.begin(start)?;
        for (path, text) in [("street", "Larch Road"), ("lamps", "4"), ("dark", "0"), ("feeling", "fine")] {
            interview.answer(path.to_owned(), text.to_owned())?;
        }
        interview.finish()?;
    }
    Ok(form)
}

/// The app in a process of its own, and the key that its pages ask for.
struct App {
    process: Child,
    address: String,
    cookie: String,
}

impl Drop for App {
    fn drop(&mut self) {
        // One that has ended by itself was measured before.
        self.process.kill().unwrap_or_default();
        self.process.wait().map(drop).unwrap_or_default();
    }
}

impl App {
    /// Starts it, and says how long it took until the first page was there.
    fn start(store: &Path) -> Result<(Self, Duration), BenchError> {
        let began = Instant::now();
        let mut command = Command::new(std::env::current_exe()?);
        let mut process = command.args(["serve".as_ref(), store.as_os_str()]).stdout(Stdio::piped()).spawn()?;
        let mut url = String::new();
        let said = process.stdout.take().ok_or_else(|| BenchError::Answer("no output".to_owned()))?;
        BufReader::new(said).read_line(&mut url)?;
        let rest = url.trim().strip_prefix("http://").and_then(|url| url.split_once('/'));
        let (address, enter) = rest.ok_or_else(|| BenchError::Answer(url.clone()))?;
        let mut app = Self { process, address: address.to_owned(), cookie: String::new() };
        let let_in = app.asks("GET", &format!("/{enter}"), "")?;
        let_in.header("set-cookie").split(';').next().unwrap_or_default().clone_into(&mut app.cookie);
        let first = app.asks("GET", "/", "")?;
        if first.body.contains("<main") { Ok((app, began.elapsed())) } else { Err(BenchError::Answer(first.head)) }
    }

    fn asks(&self, method: &str, place: &str, form: &str) -> Result<Said, BenchError> {
        let mut stream = TcpStream::connect(&self.address)?;
        let (host, cookie, length) = (&self.address, &self.cookie, form.len());
        write!(
            stream,
            "{method} {place} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        )?;
        let mut said = String::new();
        stream.read_to_string(&mut said)?;
        let (head, body) = said.split_once("\r\n\r\n").ok_or_else(|| BenchError::Answer(said.clone()))?;
        Ok(Said { head: head.to_owned(), body: body.to_owned() })
    }

    /// The bytes of style and script.
    fn weight(&self) -> Result<usize, BenchError> {
        Ok(self.asks("GET", "/style.css", "")?.body.len()
            + self.asks("GET", "/map.js", "")?.body.len()
            + self.asks("GET", "/pad.js", "")?.body.len())
    }

    /// Gives one answer after the other, each saved and followed by the next page; the times, the shortest first.
    fn answers(&self, version: &str) -> Result<Vec<Duration>, BenchError> {
        let doors = self.asks("GET", "/doors", "")?.body;
        let door = doors.split("href=\"/door/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let begun = self.asks("POST", &format!("/door/{door}/begin"), &format!("form={version}"))?;
        let interview = begun.header("location");
        let mut times = Vec::with_capacity(ANSWERS);
        for number in 0..ANSWERS {
            let form = format!("at=street&shown=street&a%3Astreet=Larch+Road+{number}&go=next");
            let began = Instant::now();
            let saved = self.asks("POST", &interview, &form)?;
            let next = self.asks("GET", &saved.header("location"), "")?;
            times.push(began.elapsed());
            if !next.body.contains("a:lamps") {
                return Err(BenchError::Answer(next.head));
            }
        }
        times.sort();
        Ok(times)
    }

    /// The most memory that the process ever held, as the system says it.
    fn peak_memory(&self) -> Result<String, BenchError> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        Ok(peak.trim().to_owned())
    }
}

/// What the app answered.
struct Said {
    head: String,
    body: String,
}

impl Said {
    fn header(&self, name: &str) -> String {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
            .next()
            .unwrap_or_default()
    }
}
