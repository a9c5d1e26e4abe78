//! One run: a phone and its server exchange about 1 MiB while something goes wrong, until they are done or it takes too long.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::net::{Caller, Target, TimeLimits, TransportSettings, Way, reach};
use doorstep_core::sync::Session;
use doorstep_server::Status;
use tokio::time::sleep;

use super::fault::Fault;
use super::server::{OnTheSpot, Server};
use super::socket::OnTheWire;
use super::stage::{Direction, ENTRIES, INTERVIEWS, Stage};
use super::wire::{Counts, SERVER, Wire};
use crate::chance::Chance;
use crate::harness::Person;

/// After how many connections a run is given up.
const CONNECTIONS: usize = 8;
/// How many UDP bytes have gone when the middle has come.
const MIDDLE_BYTES: u64 = 500_000;
/// What the network is called in which the phone is.
const NETWORK: &str = "the street";

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// How long it took, in the time of the run.
    pub took: Duration,
    /// How many connections were begun.
    pub connections: usize,
    /// Over what the last one went.
    pub way: Way,
    /// Entries that were sent again because the connection broke before they were acknowledged, in hundredths of all.
    pub resent_percent: u64,
    /// What went over the wire.
    pub counts: Counts,
}

/// Why a run failed. The fault and the seed give the same run again.
#[derive(Debug, thiserror::Error)]
pub enum StormError {
    /// Something that must hold does not.
    #[error("{} {direction:?}, seed {seed}: {what}", fault.name())]
    Broken {
        /// What went wrong on the wire.
        fault: Fault,
        /// Which way the interviews went.
        direction: Direction,
        /// The seed.
        seed: u64,
        /// What does not hold.
        what: String,
    },
    /// The run itself could not go on.
    #[error("{}, seed {seed}: the run stopped: {source}", fault.name())]
    Stopped {
        /// What went wrong on the wire.
        fault: Fault,
        /// The seed.
        seed: u64,
        /// Why.
        source: Box<dyn Error>,
    },
}

/// Runs one seed of one fault in an empty folder. Even seeds hand interviews over, odd ones fetch them.
///
/// # Errors
/// When an interview is lost, the two do not come to an end, or the run can't go on.
pub fn run(stage: &Stage, folder: &Path, fault: Fault, seed: u64) -> Result<Outcome, StormError> {
    let direction = if seed.is_multiple_of(2) { Direction::Up } else { Direction::Down };
    let stopped = |source: Box<dyn Error>| StormError::Stopped { fault, seed, source };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.map_err(|error| stopped(error.into()))?;
    let play = Play { fault, direction, seed };
    match runtime.block_on(play.play(stage, folder)).map_err(stopped)? {
        Ok(outcome) => Ok(outcome),
        Err(what) => Err(StormError::Broken { fault, direction, seed, what }),
    }
}

struct Play {
    fault: Fault,
    direction: Direction,
    seed: u64,
}

/// What has happened so far in a run.
#[derive(Default)]
struct Course {
    connections: usize,
    sent: u64,
    /// Entries of these that the other side had already confirmed.
    sent_needlessly: u64,
    way: Way,
    is_done: bool,
}

impl Play {
    /// Runs it; the inner result says what does not hold.
    async fn play(&self, stage: &Stage, folder: &Path) -> Result<Result<Outcome, String>, Box<dyn Error>> {
        let (phone, place) = stage.copy(folder, self.direction)?;
        let person = Person::again(&phone, self.direction.who(), 1)?;
        let delay = Duration::from_millis(40 + Chance::new(self.seed ^ 2).below(21) as u64);
        let wire = Wire::new(self.fault.weather(delay), self.seed);
        let mut server = Server::start(&wire, place, self.seed)?;
        let caller = Caller::over(Arc::new(OnTheWire::new(&wire, self.seed)), TransportSettings::default());
        let wanted = self.left(&person)?;
        let mut course = Course::default();
        let took = tokio::select! {
            biased;
            ended = self.exchange(stage, &person, &caller, &mut course) => ended.map(|()| wire.age())?,
            failed = self.go_wrong(&wire, &caller, &mut server) => return Err(failed),
        };
        let left = self.left(&person)?;
        let there = Status::read(&server.stop().await)?.responses;
        if !course.is_done {
            return Ok(Err(format!("{left} of {wanted} interviews are left after {} connections", course.connections)));
        }
        if left > 0 || there < INTERVIEWS as u64 {
            return Ok(Err(format!("{left} interviews are left, and the server has {there}")));
        }
        let Course { connections, sent, sent_needlessly, way, .. } = course;
        if sent_needlessly > 0 {
            return Ok(Err(format!("{sent_needlessly} entries were sent again although they were acknowledged")));
        }
        let resent_percent = sent.saturating_sub(ENTRIES) * 100 / ENTRIES;
        Ok(Ok(Outcome { took, connections, way, resent_percent, counts: wire.counts() }))
    }

    /// Connects and exchanges until there is nothing left to do, as a phone does that is asked to go on.
    async fn exchange(
        &self,
        stage: &Stage,
        person: &Person,
        caller: &Caller,
        course: &mut Course,
    ) -> Result<(), Box<dyn Error>> {
        while !course.is_done && course.connections < CONNECTIONS {
            course.connections += 1;
            let target = Target::new(vec![SERVER.to_string()], stage.pin);
            let Ok(call) = reach(&person.device, caller, target, Some(NETWORK)).await else { continue };
            course.way = call.way();
            let needed = self.left(person)?;
            let mut session = Session::caller(person.device.calling()?)?;
            let backend = Arc::new(OnTheSpot(person.device.clone()));
            let driven = call.run(&mut session, backend, TimeLimits::default()).await;
            let report = session.report();
            let sent = match self.direction {
                Direction::Up => report.entries_sent,
                Direction::Down => report.entries_received,
            };
            course.sent += sent;
            // One more than there are interviews: the first entry of their log. A phone that receives keeps its place in the feed
            // page by page, and may get the beginning of a page twice.
            let again = if self.direction == Direction::Up { 0 } else { ENTRIES / 20 };
            course.sent_needlessly += sent.saturating_sub(needed + 1 + again);
            course.is_done = driven.ended.is_ok();
        }
        Ok(())
    }

    /// Does what goes wrong after the beginning. Ends only when it can't.
    async fn go_wrong(&self, wire: &Wire, caller: &Caller, server: &mut Server) -> Box<dyn Error> {
        if self.fault == Fault::RebindEarly {
            sleep(Duration::from_millis(100 + Chance::new(self.seed ^ 3).below(900) as u64)).await;
        } else {
            wire.has_carried(MIDDLE_BYTES).await;
        }
        let done: Result<(), Box<dyn Error>> = match self.fault {
            Fault::Rebind | Fault::RebindEarly => {
                wire.rebind();
                Ok(())
            }
            Fault::Blackout => {
                wire.change(|weather| weather.is_black = true);
                sleep(Duration::from_secs(20)).await;
                wire.change(|weather| weather.is_black = false);
                wire.rebind();
                Ok(())
            }
            Fault::NoUdpMidway => {
                wire.change(|weather| weather.is_without_udp = true);
                Ok(())
            }
            Fault::NewNetwork => {
                wire.unplug_phone();
                sleep(Duration::from_millis(300)).await;
                caller.network_changed().map_err(Into::into)
            }
            Fault::ServerKilled => server.kill_for(Duration::from_secs(2)).await,
            Fault::Clean
            | Fault::Loss5
            | Fault::Loss30
            | Fault::LossUp
            | Fault::LossDown
            | Fault::NoUdp
            | Fault::SmallPackets
            | Fault::Bloat => Ok(()),
        };
        match done {
            Ok(()) => std::future::pending().await,
            Err(error) => error,
        }
    }

    /// How many interviews the phone has still to hand over, or to receive.
    fn left(&self, person: &Person) -> Result<u64, Box<dyn Error>> {
        let status = person.device.status()?;
        Ok(match self.direction {
            Direction::Up => status.safety.only_here(),
            Direction::Down => INTERVIEWS as u64 - status.safety.responses,
        })
    }
}
