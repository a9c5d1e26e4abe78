//! One run: a project is set up, people work while things go wrong, the faults stop, and the outcome is checked.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use doorstep_core::device::{DeviceError, MeetingCode};
use doorstep_core::ids::DocId;
use doorstep_core::member::Role;
use doorstep_core::net::Backend;
use doorstep_core::sync::{CallerOpening, Reply, Request, Token};
use doorstep_core::time::Timestamp;
use doorstep_server::Machine;

use super::checker::{Ledger, fault};
use super::line::{Cut, Talked, talk};
use super::phone::{AsGuest, AsHost, Phone};
use super::server::Server;
use crate::chance::Chance;
use crate::harness::{Person, history_of, set_up};

/// After how many rounds of syncs without faults a fleet with one server must be at rest.
const ROUNDS_TO_REST: usize = 6;
/// A year in milliseconds.
const YEAR_MS: i64 = 365 * 86_400_000;

/// The kind of fault that a run has beside cut connections, kills, reordering and clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No other.
    Plain,
    /// A server is put back from a backup.
    ServerPutBack,
    /// Phones are put back to an earlier state.
    PhonesPutBack,
}

/// How large a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many phones, the coordinator's included.
    pub phones: usize,
    /// How many servers: each phone calls one of them, and the coordinator's carries between them.
    pub servers: usize,
    /// How many things happen before the faults stop.
    pub steps: usize,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The kind of fault that it had.
    pub fault: Fault,
    /// Interviews that were held.
    pub interviews: usize,
    /// Sessions that broke.
    pub broken: usize,
    /// Programs that were killed or put back.
    pub deaths: usize,
    /// Rounds until the fleet was at rest.
    pub rounds: usize,
    /// The name of the result that all have at the end.
    pub result: String,
}

/// Why a run failed. The seed gives the same run again.
#[derive(Debug, thiserror::Error)]
pub enum Stumble {
    /// Something that must hold does not.
    #[error("seed {seed} ({fault:?}): {what}")]
    Broken {
        /// The seed.
        seed: u64,
        /// The kind of fault that it had.
        fault: Fault,
        /// What does not hold.
        what: String,
    },
    /// The run itself could not go on.
    #[error("seed {seed}: the run stopped: {source}")]
    Stopped {
        /// The seed.
        seed: u64,
        /// Why.
        source: Box<dyn Error>,
    },
}

/// Runs one seed in an empty folder.
///
/// # Errors
/// When a promise does not hold at the end, or the run can't go on.
pub fn run(folder: &Path, seed: u64, settings: Settings) -> Result<Outcome, Stumble> {
    let stopped = |source| Stumble::Stopped { seed, source };
    let mut fleet = Fleet::found(folder, seed, settings).map_err(stopped)?;
    for _ in 0..settings.steps {
        fleet.step().map_err(stopped)?;
    }
    let rounds = fleet.come_to_rest().map_err(stopped)?;
    let broken = |what| Stumble::Broken { seed, fault: fleet.fault, what };
    let limit = fleet.rounds_to_rest();
    let rounds = rounds.ok_or_else(|| broken(format!("the fleet is not at rest after {limit} rounds")))?;
    if let Some(what) = fault(&fleet.phones, &fleet.ledger).map_err(stopped)? {
        return Err(broken(what));
    }
    Ok(Outcome {
        fault: fleet.fault,
        interviews: fleet.ledger.made.len(),
        broken: fleet.broken,
        deaths: fleet.deaths,
        rounds,
        result: fleet.phones[0].person.fingerprint().map_err(|error| stopped(error.into()))?,
    })
}

struct Fleet {
    chance: Chance,
    fault: Fault,
    servers: Vec<Server>,
    /// The server that the coordinator's phone called last.
    at: usize,
    phones: Vec<Phone>,
    doors: Vec<DocId>,
    ledger: Ledger,
    broken: usize,
    deaths: usize,
}

impl Fleet {
    fn found(folder: &Path, seed: u64, settings: Settings) -> Result<Self, Box<dyn Error>> {
        let mut chance = Chance::new(seed);
        let fault = [Fault::Plain, Fault::ServerPutBack, Fault::PhonesPutBack][chance.below(3)];
        let new_server = |number: usize| {
            let seed = seed.wrapping_add((number as u64) << 32);
            Server::new(folder, &format!("server{number}"), Machine::given(Person::MORNING, seed))
        };
        let servers = (0..settings.servers.max(1)).map(new_server).collect::<Result<Vec<_>, _>>()?;
        let mut alice = Phone::new(folder, "alice")?;
        let (_, (_, doors)) = set_up(&mut alice.person)?;
        let mut fleet = Self {
            chance,
            fault,
            servers,
            at: 0,
            phones: vec![alice],
            doors: doors.concat(),
            ledger: Ledger::default(),
            broken: 0,
            deaths: 0,
        };
        for server in 0..fleet.servers.len() {
            fleet.turn_to(server)?;
            let token = fleet.servers[server].desk.token().ok_or("a new server has a token")?;
            let opening = fleet.phones[0].person.device.calling_to_found(Token(token))?;
            fleet.call(0, opening, Cut::Never)?;
        }
        for number in 1..settings.phones {
            fleet.turn_to(fleet.home_of(number))?;
            fleet.join(folder, &format!("person{number}"))?;
        }
        Ok(fleet)
    }

    /// The server that somebody calls who calls only one.
    fn home_of(&self, who: usize) -> usize {
        who % self.servers.len()
    }

    /// The server that somebody calls now.
    fn server_of(&self, who: usize) -> usize {
        if who == 0 { self.at } else { self.home_of(who) }
    }

    /// Lets the coordinator's phone call this server from now on.
    fn turn_to(&mut self, server: usize) -> Result<(), Box<dyn Error>> {
        let pin = self.servers[server].desk.pin();
        self.at = server;
        let addresses = [format!("in.simulation:{}", server + 1)];
        Ok(self.phones[0].person.act(|device, at| device.link_server(pin, &addresses, at))?)
    }

    /// Any of the servers. Where there is one, nothing is left to chance.
    fn any_server(&mut self) -> usize {
        if self.servers.len() == 1 { 0 } else { self.chance.below(self.servers.len()) }
    }

    fn join(&mut self, folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
        let lasts = Duration::from_secs(30 * 86_400);
        let invite = self.phones[0].person.act(|device, at| device.invite(Role::Researcher, &[], lasts, at))?;
        self.sync(0, Cut::Never)?;
        let mut phone = Phone::new(folder, name)?;
        phone.person.device.remember_invite(&invite)?;
        let request = phone.person.act(|device, at| device.join_request(&invite, "fleet", at))?;
        let opening = phone.person.device.calling_to_join(&request)?;
        self.phones.push(phone);
        let who = self.phones.len() - 1;
        self.call(who, opening, Cut::Never)?;
        self.sync(who, Cut::Never)?;
        Ok(())
    }

    /// Something happens.
    fn step(&mut self) -> Result<(), Box<dyn Error>> {
        let who = self.chance.below(self.phones.len());
        match self.chance.below(100) {
            0..30 => self.interview(who),
            30..42 => self.correct(who),
            42..70 => self.sync_with_luck(who),
            // What others hold of a phone that is put back would fork with what it writes next.
            70..86 if self.fault == Fault::PhonesPutBack => self.sync(who, Cut::Never).map(drop),
            70..80 => self.meet(who),
            80..86 => self.deliver_anyhow(who),
            86..92 => self.kill(who),
            92..95 => self.spoil_clock(who),
            _ => self.put_back(who),
        }
    }

    fn interview(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        let door = self.doors[self.chance.below(self.doors.len())];
        let words = format!("The {} trees", self.chance.below(1_000));
        let response = self.phones[who].interview(door, &words)?;
        self.ledger.made.insert(response);
        Ok(())
    }

    fn correct(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        let known = self.phones[who].person.device.responses()?;
        if known.is_empty() {
            return Ok(());
        }
        let response = known[self.chance.below(known.len())].id;
        let value = ["low", "mid", "high"][self.chance.below(3)];
        match self.phones[who].person.correct(response, "sat_clean", value) {
            // Two people have given different answers: somebody has to decide, and a correction does not.
            Ok(()) | Err(DeviceError::DecideFirst { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn sync_with_luck(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        if who == 0 && self.servers.len() > 1 {
            let server = self.any_server();
            self.turn_to(server)?;
        }
        let bytes = 1 + self.chance.below(30_000);
        match self.chance.below(10) {
            0..5 => self.sync(who, Cut::Never).map(drop),
            5..8 => self.sync(who, Cut::After(bytes)).map(drop),
            8 => {
                self.sync(who, Cut::Killed(bytes))?;
                self.deaths += 1;
                self.phones[who].kill()
            }
            _ => {
                self.sync(who, Cut::Killed(bytes))?;
                self.deaths += 1;
                let server = self.server_of(who);
                self.servers[server].kill()
            }
        }
    }

    fn sync(&mut self, who: usize, cut: Cut) -> Result<Talked, Box<dyn Error>> {
        let opening = self.phones[who].person.device.calling()?;
        self.call(who, opening, cut)
    }

    fn call(&mut self, who: usize, opening: CallerOpening, cut: Cut) -> Result<Talked, Box<dyn Error>> {
        let server = self.server_of(who);
        let phone = &mut self.phones[who];
        let (caller, device) = (phone.as_caller(), phone.person.device.id());
        let answerer = self.servers[server].desk.for_device(device);
        let talked = talk(opening, device, &caller, &answerer, cut, &mut self.chance)?;
        drop(caller);
        if !matches!(cut, Cut::Killed(_)) {
            phone.person.act(|device, at| device.give_way(&talked.report, at))?;
        }
        self.broken += usize::from(!talked.is_whole);
        self.ledger.note_safe(&self.phones[who])?;
        Ok(talked)
    }

    /// Two phones meet where there is no server.
    fn meet(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        let other = self.chance.below(self.phones.len());
        if other == who {
            return Ok(());
        }
        let (hosting, secret) = self.phones[other].person.act(|device, at| device.host_meeting(at))?;
        let project = self.phones[other].person.device.membership()?.project();
        let (device, addresses) = (self.phones[other].person.device.id(), vec!["in.simulation:1".to_owned()]);
        let code = MeetingCode { project, device, addresses, secret };
        let opening = match self.phones[who].person.device.calling_to_meet(&code) {
            Ok(opening) => opening,
            // The two have not heard of each other yet.
            Err(DeviceError::NotPermitted { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let guest = AsGuest(self.phones[who].person.device.clone());
        let host = AsHost(self.phones[other].person.device.clone(), hosting);
        let bytes = 1 + self.chance.below(30_000);
        let cut = if self.chance.percent(30) { Cut::After(bytes) } else { Cut::Never };
        let caller = self.phones[who].person.device.id();
        let talked = talk(opening, caller, &guest, &host, cut, &mut self.chance)?;
        drop((guest, host));
        self.phones[who].person.act(|device, at| device.give_way(&talked.report, at))?;
        Ok(())
    }

    /// Entries of one phone reach another one by one, in any order and twice.
    fn deliver_anyhow(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        let other = self.chance.below(self.phones.len());
        let mut history = history_of(&self.phones[other].person)?;
        self.chance.shuffle(&mut history);
        history.truncate(40);
        let guest = AsGuest(self.phones[who].person.device.clone());
        for run in history.iter().chain(history.iter().take(10)) {
            let reply = guest.answer(Request::Ingest(vec![run.clone()]));
            let Reply::Ingested(_) = reply else { return Err(format!("a run was answered with {reply:?}").into()) };
        }
        Ok(())
    }

    fn kill(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        self.deaths += 1;
        if !self.chance.percent(25) {
            return self.phones[who].kill();
        }
        let server = self.any_server();
        self.servers[server].kill()
    }

    /// A clock is off by up to twenty years.
    fn spoil_clock(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        let years = i64::try_from(self.chance.below(41))? - 20;
        self.phones[who].set_clock(Timestamp(Person::MORNING.0 + years * YEAR_MS));
        Ok(())
    }

    fn put_back(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        match self.fault {
            Fault::Plain => Ok(()),
            Fault::ServerPutBack => {
                let keeps = self.chance.percent(50);
                let server = self.any_server();
                if keeps {
                    return self.servers[server].back_up();
                }
                self.deaths += usize::from(self.servers[server].put_back()?);
                Ok(())
            }
            Fault::PhonesPutBack if self.chance.percent(50) => self.phones[who].keep(),
            Fault::PhonesPutBack => self.put_phone_back(who),
        }
    }

    /// Whoever puts a phone back syncs it before anything else is written on it.
    fn put_phone_back(&mut self, who: usize) -> Result<(), Box<dyn Error>> {
        let before: Vec<DocId> = self.phones[who].person.device.responses()?.iter().map(|line| line.id).collect();
        if !self.phones[who].put_back()? {
            return Ok(());
        }
        self.deaths += 1;
        let after: Vec<DocId> = self.phones[who].person.device.responses()?.iter().map(|line| line.id).collect();
        self.ledger.perhaps_gone.extend(before.into_iter().filter(|response| !after.contains(response)));
        self.sync(who, Cut::Never)?;
        Ok(())
    }

    /// What is on one server reaches the phones of another with the coordinator's next round but one.
    fn rounds_to_rest(&self) -> usize {
        ROUNDS_TO_REST + 2 * (self.servers.len() - 1)
    }

    /// Without faults everybody syncs, until nothing moves any more; the number of rounds, if that happened in time.
    fn come_to_rest(&mut self) -> Result<Option<usize>, Box<dyn Error>> {
        for round in 1..=self.rounds_to_rest() {
            let mut moved = 0;
            // The coordinator's phone calls every server, everybody else theirs.
            let calls = (0..self.servers.len()).map(|server| (0, server));
            let calls: Vec<_> = calls.chain((1..self.phones.len()).map(|who| (who, self.home_of(who)))).collect();
            for (who, server) in calls {
                if who == 0 && server != self.at {
                    self.turn_to(server)?;
                }
                let talked = self.sync(who, Cut::Never)?;
                if !talked.is_whole {
                    return Err(format!("{} could not sync although nothing was wrong", self.phones[who].name).into());
                }
                moved += talked.report.entries_sent + talked.report.entries_new;
            }
            if moved == 0 {
                return Ok(Some(round));
            }
        }
        Ok(None)
    }
}
