//! The corpus of a format: stores, a session and a file to pass on as one version wrote them, which every later version has to read.
//!
//! It is made once, by `cargo run -p doorstep-tests --bin corpus`, and then kept as it is. What single values look like is frozen in
//! the core's `protocol_vectors`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use doorstep_core::device::BundleFor;
use doorstep_core::entry::{Author, Run};
use doorstep_core::ids::Incarnation;
use doorstep_core::member::{Class, Scope};
use doorstep_core::net::{ALPN, Backend};
use doorstep_core::response::{Answer, Cell};
use doorstep_core::sync::{AnswererSettings, Reply, Request, Session};
use doorstep_server::{Desk, Limits, Machine, Status};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use crate::attacks::of_later_version;
use crate::harness::Person;
use crate::storm::{Direction, Stage};

/// How many interviews are on the phone, and how many characters each has.
const INTERVIEWS: (usize, usize) = (3, 40);
/// The file that bob's phone packed for the project's coordinators.
const PASSED_ON: &str = "passed-on.age";
/// What the corpus is packed with: it is read far more often than made.
const LEVEL: i32 = 19;

/// What was true when the corpus was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What was answered in the interviews on the phone: by interview, the answers by question.
    pub interviews: Answers,
    /// Entries on the phone that a later version wrote and this one could not read.
    pub unread: u64,
    /// Interviews on the server before the session.
    pub before: u64,
    /// Interviews on the server after it.
    pub after: u64,
}

/// Answers by interview and question.
pub type Answers = BTreeMap<String, BTreeMap<String, String>>;

/// Who said a piece of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Caller,
    Answerer,
}

/// One side of a session, with the store behind it.
struct Side<B> {
    session: Session,
    backend: B,
}

impl<B: Backend> Side<B> {
    /// Does what can be done without the other side; what it says.
    fn work(&mut self) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut said = Vec::new();
        loop {
            if let Some(request) = self.session.poll_request() {
                let reply = self.backend.answer(request);
                self.session.handle_reply(reply)?;
            } else if let Some(bytes) = self.session.poll_transmit() {
                said.extend(bytes);
            } else {
                return Ok(said);
            }
        }
    }
}

struct Phone(std::sync::Arc<doorstep_core::device::Device>);

impl Backend for Phone {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer(request)
    }
}

fn caller(bob: &Person) -> Result<Side<Phone>, Box<dyn Error>> {
    Ok(Side { session: Session::caller(bob.device.calling()?)?, backend: Phone(bob.device.clone()) })
}

fn answerer(desk: &Desk, bob: &Person) -> Result<Side<impl Backend + use<>>, Box<dyn Error>> {
    let device = bob.device.id();
    Ok(Side { session: Session::answerer(AnswererSettings::default(), device)?, backend: desk.for_device(device) })
}

fn desk(server: &Path) -> Result<Desk, Box<dyn Error>> {
    Ok(Desk::open(server, &Limits::default(), Machine::given(Person::MORNING, 5))?)
}

/// The folder of the format that this version writes.
pub fn folder_of_this_format() -> PathBuf {
    let number = String::from_utf8_lossy(ALPN.rsplit(|byte| *byte == b'/').next().unwrap_or_default()).into_owned();
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("corpus/format{number}"))
}

/// Everything that was answered in the interviews on somebody's device.
fn answers(person: &Person) -> Result<Answers, Box<dyn Error>> {
    let mut answers = Answers::new();
    for line in person.device.responses()? {
        let response = person.device.response(line.id)?;
        let given = response.answers.iter().map(|(path, cell)| (path.clone(), told(cell)));
        answers.insert(line.id.to_string(), given.collect());
    }
    Ok(answers)
}

/// The answers to a question, in words that no later version writes otherwise.
fn told(cell: &Cell) -> String {
    let text = |answer: &Answer| answer.text().unwrap_or("(none)").to_owned();
    match cell {
        Cell::One(answer) => text(answer),
        Cell::Several(answers) => answers.iter().map(text).collect::<Vec<_>>().join(" or "),
    }
}

/// What bob's phone got from one that is newer, in a life of his device that a later version had.
fn of_a_later_version(bob: &Person) -> Result<Run, Box<dyn Error>> {
    let key = bob.device.keypair().clone();
    let (project, grant) = (bob.device.membership()?.project(), bob.device.grant()?);
    let author = Author { project, key: &key, incarnation: Incarnation([9; 8]) };
    Ok(of_later_version(&author, Scope::whole(Class::Field), grant, &mut ChaCha20Rng::from_seed([9; 32])))
}

/// Makes the corpus in a folder.
///
/// # Errors
/// When any part of that fails.
pub fn make(to: &Path) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let stage = Stage::with(folder.path(), INTERVIEWS.0, INTERVIEWS.1)?;
    let (phone, server) = stage.copy(&folder.path().join("made"), Direction::Up)?;
    fs::create_dir_all(to)?;
    pack(&server.join("server.db"), to)?;
    fs::copy(server.join("started"), to.join("started"))?;
    let bob = Person::again(&phone, "bob", 1)?;
    let reply = bob.device.answer(Request::Ingest(vec![of_a_later_version(&bob)?]));
    if !matches!(&reply, Reply::Ingested(outcomes) if outcomes.iter().all(|outcome| outcome.refused.is_empty())) {
        return Err(format!("what a later version wrote was answered with {reply:?}").into());
    }
    bob.device.pack(BundleFor::Project, &mut fs::File::create(to.join(PASSED_ON))?)?;
    drop(bob);
    pack(&phone.join("bob.db"), to)?;
    pack(&folder.path().join("alice.db"), to)?;
    let before = Status::read(&server)?.responses;
    // Reading the status has started nothing, so that the mark beside the store still fits.
    let bob = Person::again(&phone, "bob", 2)?;
    let desk = desk(&server)?;
    fs::write(to.join("session"), record(&mut caller(&bob)?, &mut answerer(&desk, &bob)?)?)?;
    drop(desk);
    let facts = Facts {
        interviews: answers(&bob)?,
        unread: bob.device.status()?.opaque,
        before,
        after: Status::read(&server)?.responses,
    };
    fs::write(to.join("facts.json"), serde_json::to_string_pretty(&facts)? + "\n")?;
    Ok(())
}

/// Runs a session and writes down who said what, in turns.
fn record(near: &mut Side<impl Backend>, far: &mut Side<impl Backend>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut written = Vec::new();
    loop {
        let up = near.work()?;
        note(&mut written, Said::Caller, &up);
        if !up.is_empty() {
            far.session.handle_bytes(&up)?;
        }
        let down = far.work()?;
        note(&mut written, Said::Answerer, &down);
        if up.is_empty() && down.is_empty() {
            return Ok(written);
        }
        if !down.is_empty() {
            near.session.handle_bytes(&down)?;
        }
    }
}

fn note(written: &mut Vec<u8>, who: Said, bytes: &[u8]) {
    if !bytes.is_empty() {
        written.push(u8::from(who == Said::Answerer));
        written.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        written.extend(bytes);
    }
}

fn pack(file: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let whole = to.join(&name);
    // One file, whatever lies in a write-ahead log beside it.
    rusqlite::Connection::open(file)?.backup(rusqlite::MAIN_DB, &whole, None::<fn(rusqlite::backup::Progress)>)?;
    fs::write(to.join(name + ".zst"), zstd::encode_all(&*fs::read(&whole)?, LEVEL)?)?;
    fs::remove_file(whole)?;
    Ok(())
}

/// A corpus, unpacked for one test.
pub struct Corpus {
    /// What must be true.
    pub facts: Facts,
    folder: PathBuf,
    session: Vec<u8>,
    passed_on: Vec<u8>,
}

impl Corpus {
    /// Unpacks a corpus into an empty folder.
    ///
    /// # Errors
    /// When it is not there or not whole.
    pub fn unpack(from: &Path, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let server = folder.join("server");
        fs::create_dir_all(&server)?;
        for (name, to) in [("alice.db", folder), ("bob.db", folder), ("server.db", &server)] {
            fs::write(to.join(name), zstd::decode_all(&*fs::read(from.join(format!("{name}.zst")))?)?)?;
        }
        fs::copy(from.join("started"), server.join("started"))?;
        let facts = serde_json::from_str(&fs::read_to_string(from.join("facts.json"))?)?;
        let (session, passed_on) = (fs::read(from.join("session"))?, fs::read(from.join(PASSED_ON))?);
        Ok(Self { facts, folder: folder.to_owned(), session, passed_on })
    }

    /// The phone of that version, opened by this one.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn phone(&self) -> Result<Person, Box<dyn Error>> {
        Ok(Person::again(&self.folder, "bob", 3)?)
    }

    /// What was answered, as this version reads it on that version's phone; and how many entries it can't read.
    ///
    /// # Errors
    /// When anything of it can't be read.
    pub fn on_phone(&self) -> Result<(Answers, u64), Box<dyn Error>> {
        let bob = self.phone()?;
        Ok((answers(&bob)?, bob.device.status()?.opaque))
    }

    /// What was answered, as the coordinator has it from the file that bob's phone packed then.
    ///
    /// # Errors
    /// When the file can't be opened, or not all of it is taken.
    pub fn passed_on(&self) -> Result<Answers, Box<dyn Error>> {
        let alice = Person::again(&self.folder, "alice", 3)?;
        let taken = alice.device.unpack(&mut &self.passed_on[..])?;
        if taken.is_damaged || !taken.refused.is_empty() {
            return Err(format!("not all was taken: {taken:?}").into());
        }
        answers(&alice)
    }

    /// How many interviews this version's server finds in that version's store.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn on_server(&self) -> Result<u64, Box<dyn Error>> {
        Ok(Status::read(&self.folder.join("server"))?.responses)
    }

    /// Lets this version's server hear what that version's phone said.
    ///
    /// # Errors
    /// When it does not understand it.
    pub fn hear_as_server(&self) -> Result<(), Box<dyn Error>> {
        let bob = self.phone()?;
        let desk = desk(&self.folder.join("server"))?;
        let mut far = answerer(&desk, &bob)?;
        for (_, bytes) in self.turns().filter(|(who, _)| *who == Said::Caller) {
            far.session.handle_bytes(bytes)?;
            far.work()?;
        }
        Ok(())
    }

    /// Lets this version's phone hear what that version's server said; how many interviews it calls safe then.
    ///
    /// # Errors
    /// When it does not understand it.
    pub fn hear_as_phone(&self) -> Result<u64, Box<dyn Error>> {
        let bob = self.phone()?;
        let mut near = caller(&bob)?;
        near.work()?;
        for (_, bytes) in self.turns().filter(|(who, _)| *who == Said::Answerer) {
            near.session.handle_bytes(bytes)?;
            near.work()?;
        }
        Ok(bob.device.status()?.safety.safe)
    }

    /// Lets that version's phone and server, both opened by this one, exchange what they lack; how many interviews are safe then.
    ///
    /// # Errors
    /// When they do not understand each other.
    pub fn exchange(&self) -> Result<u64, Box<dyn Error>> {
        let bob = self.phone()?;
        let desk = desk(&self.folder.join("server"))?;
        record(&mut caller(&bob)?, &mut answerer(&desk, &bob)?)?;
        Ok(bob.device.status()?.safety.safe)
    }

    fn turns(&self) -> impl Iterator<Item = (Said, &[u8])> {
        let mut rest = self.session.as_slice();
        std::iter::from_fn(move || {
            let ([who, a, b, c, d], after) = rest.split_first_chunk()?;
            let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
            let (bytes, left) = after.split_at_checked(length)?;
            rest = left;
            Some((if *who == 0 { Said::Caller } else { Said::Answerer }, bytes))
        })
    }
}
