//! The soak: many phones come back from days without a network, and then go on at a steady pace while the server is killed again
//! and again. Real processes and real sockets on loopback; what is looked at is loss, memory, files and descriptors.
//!
//! Faults by seed are `fleet`'s and `storm`'s; how fast a server is, the bench's.

mod server;

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep_core::ids::DocId;
use doorstep_core::member::Role;
use doorstep_core::place::Door;
use doorstep_core::sync::Token;
use doorstep_server::Status;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use self::server::Server;
pub use self::server::Usage;
use crate::harness::{Person, set_up};

/// How large a soak is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Phones.
    pub phones: usize,
    /// Interviews that each of them brings back.
    pub interviews: usize,
    /// Interviews that follow, over all phones.
    pub then: usize,
    /// How many of these in a second; as many as go when it is not said.
    pub per_second: Option<u32>,
    /// After how many of these the server is killed.
    pub kill_every: usize,
    /// How many phones speak at once.
    pub at_once: usize,
}

/// What a soak came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How long it took until all phones had handed over what they brought.
    pub back: Duration,
    /// How long 99 of 100 phones took for that.
    pub back_p99: Duration,
    /// Interviews that were held in all.
    pub interviews: u64,
    /// Interviews that some phone calls safe and the server has not, or that never became safe.
    pub lost: u64,
    /// Syncs that failed because the server was away.
    pub failed: u64,
    /// Syncs that broke off while the server was there, and were taken up again.
    pub broken_off: u64,
    /// What the server used at most in each of its lives.
    pub lives: Vec<Usage>,
}

type Failure = Box<dyn Error + Send + Sync>;
type Phone = Arc<Mutex<Held>>;

/// A phone in somebody's hands.
struct Held {
    person: Person,
    /// The doors of its area.
    doors: Vec<DocId>,
    /// Interviews that were held on it.
    made: u64,
}

/// How many phones work in one area: each takes what the others of its own have brought.
const PHONES_OF_AN_AREA: usize = 10;
/// How often a phone calls again before the soak has failed.
const MOST_CALLS: u64 = 10;

/// How long invites last here: the phones live at the scenario's time, the server at the machine's.
const INVITES_LAST: Duration = Duration::from_secs(100 * 365 * 86_400);

/// Runs a soak in an empty folder, with this server program.
///
/// # Errors
/// When a part of it can't go on; a loss is no error but stands in the report.
pub async fn soak(program: &Path, folder: &Path, settings: Settings, say: impl Fn(&str)) -> Result<Report, Failure> {
    let mut server = Server::start(program, &folder.join("server"))?;
    let phones = town(folder, &server, settings.phones).await?;
    say(&format!("{} phones hold {} interviews each", settings.phones, settings.interviews));
    for phone in &phones {
        let mut held = phone.lock().await;
        for _ in 0..settings.interviews {
            held.interview()?;
        }
    }
    say("all come back at once");
    let began = Instant::now();
    let (mut took, mut broken_off) = all_sync(&phones, settings.at_once, &mut server).await?;
    let back = began.elapsed();
    took.sort_unstable();
    let back_p99 = took[(took.len() * 99).div_ceil(100).max(1) - 1];
    say(&format!("handed over in {back:.1?}; the work goes on and the server is killed"));
    let failed = go_on(&phones, settings, &mut server).await?;
    // Whoever could not sync while it was away does so now.
    broken_off += all_sync(&phones, settings.at_once, &mut server).await?.1;
    let (mut interviews, mut only_here) = (0, 0);
    for phone in &phones {
        let held = phone.lock().await;
        interviews += held.made;
        only_here += held.person.device.status()?.safety.only_here();
    }
    let lives = server.end()?;
    let there = Status::read(&folder.join("server"))?.responses;
    let lost = only_here.max(interviews.saturating_sub(there));
    Ok(Report { back, back_p99, interviews, lost, failed, broken_off, lives })
}

impl Held {
    fn interview(&mut self) -> Result<(), Failure> {
        let door = self.doors[self.made as usize % self.doors.len()];
        let words = format!("the {} interview of {}", self.made, self.person.name);
        self.person.interview(door, &[("view", "resident"), ("sat_clean", "low"), ("best", &words)])?;
        self.made += 1;
        Ok(())
    }
}

/// A project with so many phones in it, each in an area.
async fn town(folder: &Path, server: &Server, phones: usize) -> Result<Vec<Phone>, Failure> {
    let mut alice = Person::new(folder, "alice")?;
    set_up(&mut alice).map_err(|error| error.to_string())?;
    let mut areas = Vec::new();
    for number in 0..phones.div_ceil(PHONES_OF_AN_AREA) {
        let area = alice.act(|device, at| device.add_area(&format!("Patch {number}"), at))?;
        let flat = |order| Door { address: format!("Flat {order}, Patch {number}"), order, ..Door::default() };
        let flats: Vec<Door> = (1..=10).map(flat).collect();
        areas.push((area, alice.act(|device, at| device.add_doors(Some(area), &flats, at))?));
    }
    alice.act(|device, at| device.link_server(server.pin(), &[server.address().to_string()], at))?;
    let token = server.token().ok_or("a new server has a token")?;
    alice.call(alice.device.calling_to_found(Token(token))?).await?;
    let mut invites = Vec::new();
    for number in 0..phones {
        let (area, doors) = &areas[number / PHONES_OF_AN_AREA];
        let invite = alice.act(|device, at| device.invite(Role::Researcher, &[*area], INVITES_LAST, at))?;
        invites.push((invite, doors.clone()));
    }
    alice.sync().await?;
    let mut joined = Vec::new();
    for (number, (invite, doors)) in invites.into_iter().enumerate() {
        let mut person = Person::new(folder, &format!("person{number}"))?;
        person.join(&invite.to_text()).await?;
        joined.push(Arc::new(Mutex::new(Held { person, doors, made: 0 })));
    }
    Ok(joined)
}

/// Lets all phones sync until each has; how long each took, and how many calls broke off before that.
async fn all_sync(phones: &[Phone], at_once: usize, server: &mut Server) -> Result<(Vec<Duration>, u64), Failure> {
    let (mut took, mut broken_off, mut speaking) = (Vec::new(), 0, JoinSet::new());
    let mut ended = |(time, broken): (Duration, u64)| {
        took.push(time);
        broken_off += broken;
    };
    for phone in phones {
        if speaking.len() >= at_once
            && let Some(synced) = speaking.join_next().await
        {
            ended(synced??);
            server.look()?;
        }
        let phone = Arc::clone(phone);
        speaking.spawn(async move {
            let began = Instant::now();
            let held = phone.lock().await;
            let mut broken = 0;
            while let Err(error) = held.person.sync().await {
                broken += 1;
                if broken == MOST_CALLS {
                    return Err(error.to_string());
                }
            }
            Ok((began.elapsed(), broken))
        });
    }
    while let Some(synced) = speaking.join_next().await {
        ended(synced??);
    }
    server.look()?;
    Ok((took, broken_off))
}

/// One interview after the other, each handed over at once, while the server is killed again and again; how many syncs failed.
async fn go_on(phones: &[Phone], settings: Settings, server: &mut Server) -> Result<u64, Failure> {
    let (mut failed, mut speaking) = (0, JoinSet::<Result<bool, String>>::new());
    let mut pace = settings.per_second.map(|per_second| interval(Duration::from_secs(1) / per_second.max(1)));
    if let Some(pace) = &mut pace {
        pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    }
    for number in 1..=settings.then {
        if let Some(pace) = &mut pace {
            pace.tick().await;
        }
        while speaking.len() >= settings.at_once
            && let Some(ended) = speaking.join_next().await
        {
            failed += u64::from(!ended??);
        }
        let phone = Arc::clone(&phones[number % phones.len()]);
        speaking.spawn(async move {
            let mut held = phone.lock().await;
            held.interview().map_err(|error| error.to_string())?;
            Ok::<_, String>(held.person.sync().await.is_ok())
        });
        if number % settings.kill_every == 0 {
            server.kill()?;
        }
    }
    while let Some(ended) = speaking.join_next().await {
        failed += u64::from(!ended??);
    }
    Ok(failed)
}
