//! What every run begins with: a project with a server, a phone full of interviews, and one that has none of them.
//!
//! Made once and copied for each run. The interviews hold words that no compression makes smaller, so that they take their time.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use doorstep_core::ids::DeviceId;
use doorstep_core::member::Role;
use doorstep_core::net::Backend;
use doorstep_core::sync::{CallerOpening, Reply, Request, Token};
use doorstep_server::{Desk, Limits, Machine};

use super::wire::SERVER;
use crate::chance::Chance;
use crate::fleet::{Cut, talk};
use crate::harness::{Person, copy_files, copy_store, set_up};

/// Who has what the other lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// The phone hands its interviews to the server.
    Up,
    /// The phone receives the interviews that the server has.
    Down,
}

/// Stores to begin from.
#[derive(Debug)]
pub struct Stage {
    folder: PathBuf,
    /// The server's key.
    pub(super) pin: DeviceId,
}

/// How many interviews there are.
pub(super) const INTERVIEWS: usize = 64;
/// How many entries they are: the log in which they stand begins with one of its own.
pub(super) const ENTRIES: u64 = INTERVIEWS as u64 + 1;
/// How long the words in each are: all of them are about 1 MiB on the wire.
const WORDS_BYTES: usize = 21_000;

struct Answers(std::sync::Arc<doorstep_core::device::Device>);

impl Backend for Answers {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer(request)
    }
}

impl Direction {
    /// Whose phone it is.
    pub(super) const fn who(self) -> &'static str {
        match self {
            Self::Up => "bob",
            Self::Down => "amina",
        }
    }
}

impl Stage {
    /// Sets up a project in a folder, with about 1 MiB to exchange.
    ///
    /// # Errors
    /// When any part of that fails.
    pub fn build(folder: &Path) -> Result<Self, Box<dyn Error>> {
        Self::with(folder, INTERVIEWS, WORDS_BYTES)
    }

    /// Sets up a project with so many interviews of so many characters each.
    ///
    /// # Errors
    /// When any part of that fails.
    pub fn with(folder: &Path, interviews: usize, characters: usize) -> Result<Self, Box<dyn Error>> {
        let server = folder.join("before");
        fs::create_dir_all(&server)?;
        let desk = Desk::open(&server, &Limits::default(), Machine::given(Person::MORNING, 1))?;
        let mut alice = Person::new(folder, "alice")?;
        let (_, (_, doors)) = set_up(&mut alice)?;
        let (pin, token) = (desk.pin(), desk.token().ok_or("a new server has a token")?);
        alice.act(|device, at| device.link_server(pin, &[SERVER.to_string()], at))?;
        exchange(&alice, alice.device.calling_to_found(Token(token))?, &desk)?;
        let mut bob = joined(folder, "bob", &mut alice, &desk)?;
        let amina = joined(folder, "amina", &mut alice, &desk)?;
        for person in [&bob, &amina] {
            exchange(person, person.device.calling()?, &desk)?;
        }
        copy_store(&amina.path, &folder.join("amina"))?;
        let mut chance = Chance::new(1);
        for number in 0..interviews {
            let words: String = (0..characters).map(|_| char::from(b'0' + chance.below(75) as u8)).collect();
            bob.interview(doors[0][number % 10], &[("view", "resident"), ("sat_clean", "low"), ("best", &words)])?;
        }
        copy_store(&bob.path, &folder.join("bob"))?;
        drop(desk);
        copy_files(&server, &folder.join("up"))?;
        let desk = Desk::open(&server, &Limits::default(), Machine::given(Person::MORNING, 2))?;
        exchange(&bob, bob.device.calling()?, &desk)?;
        drop(desk);
        copy_files(&server, &folder.join("down"))?;
        Ok(Self { folder: folder.to_owned(), pin })
    }

    /// Copies the stores for a run: the phone's and the server's folder.
    pub(crate) fn copy(&self, to: &Path, direction: Direction) -> std::io::Result<(PathBuf, PathBuf)> {
        let (phone, server) = (to.join("phone"), to.join("server0"));
        copy_files(&self.folder.join(direction.who()), &phone)?;
        let there = match direction {
            Direction::Up => "up",
            Direction::Down => "down",
        };
        copy_files(&self.folder.join(there), &server)?;
        Ok((phone, server))
    }
}

fn joined(folder: &Path, name: &str, alice: &mut Person, desk: &Desk) -> Result<Person, Box<dyn Error>> {
    let lasts = Duration::from_secs(30 * 86_400);
    let invite = alice.act(|device, at| device.invite(Role::Researcher, &[], lasts, at))?;
    exchange(alice, alice.device.calling()?, desk)?;
    let mut person = Person::new(folder, name)?;
    person.device.remember_invite(&invite)?;
    let request = person.act(|device, at| device.join_request(&invite, "storm", at))?;
    exchange(&person, person.device.calling_to_join(&request)?, desk)?;
    Ok(person)
}

/// A session without a wire.
fn exchange(person: &Person, opening: CallerOpening, desk: &Desk) -> Result<(), Box<dyn Error>> {
    let device = person.device.id();
    let (near, far) = (Answers(person.device.clone()), desk.for_device(device));
    let talked = talk(opening, device, &near, &far, Cut::Never, &mut Chance::new(0))?;
    if talked.is_whole { Ok(()) } else { Err(format!("{} could not sync", person.name).into()) }
}
