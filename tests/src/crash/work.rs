//! What is written while it is recorded, and what was reported as saved at which moment: a phone's day, a server's evening.

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use doorstep_core::device::Device;
use doorstep_core::ids::{DocId, LogId};
use doorstep_core::net::Backend;
use doorstep_core::sync::{Reply, Request};
use doorstep_server::{Desk, Limits, Machine};

use super::tape::Recording;
use crate::chance::Chance;
use crate::fleet::{Cut, talk};
use crate::harness::Person;

/// Something that was reported as saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// An answer of an interview that is under way.
    Answer { draft: DocId, path: String, text: String },
    /// An interview that was finished.
    Interview(DocId),
    /// An answer that was corrected.
    Corrected { response: DocId, text: String },
    /// Entries that were acknowledged.
    Stored { log: LogId, first: u64, end: u64 },
}

/// What was claimed, and how much had been written by then.
pub(super) type Claims = Vec<(usize, Claim)>;

/// How many interviews a day has.
const INTERVIEWS: usize = 4;

/// A phone's day: answers saved one by one, interviews finished and corrected, the program ended in order and started again.
/// Whatever the phone refuses is not claimed.
pub(super) fn day(folder: &Path, recording: &Recording) -> Result<Claims, Box<dyn Error>> {
    let mut claims = Claims::new();
    for life in 1..=2 {
        // A disk that fails may keep the program from starting.
        let Ok(mut bob) = Person::again(folder, "bob", life) else { continue };
        for number in 0..INTERVIEWS {
            interview(&mut bob, recording, number, &mut claims);
        }
    }
    Ok(claims)
}

/// One interview, as far as the disk lets it come.
pub(super) fn interview(bob: &mut Person, recording: &Recording, number: usize, claims: &mut Claims) {
    let Ok(form) = bob.form() else { return };
    let begun = bob.act(|device, at| {
        let door = device.doors()?.first().map(|door| door.id);
        device.begin_draft(form, door, None, "", at)
    });
    let Ok(draft) = begun else { return };
    for place in 0..2 {
        let (path, text) = (format!("best{place}"), format!("answer {number}.{place}"));
        if bob.device.save_draft(draft, &[(&path, Some(&text))], bob.now).is_ok() {
            claims.push((recording.len(), Claim::Answer { draft, path, text }));
        }
    }
    let Ok(door) = bob.device.doors().map(|doors| doors[0].id) else { return };
    let words = format!("words {number} {}", "and so on ".repeat(200));
    let Ok(response) = bob.interview(door, &[("view", "resident"), ("sat_clean", "low"), ("best", &words)]) else {
        return;
    };
    claims.push((recording.len(), Claim::Interview(response)));
    if bob.correct(response, "best", "shorter").is_ok() {
        claims.push((recording.len(), Claim::Corrected { response, text: "shorter".to_owned() }));
    }
}

/// Answers from a server's store and notes what it acknowledges.
struct Noting {
    backend: Box<dyn Backend>,
    recording: Recording,
    claims: Mutex<Claims>,
}

/// Answers from a phone's store.
struct Phone(Arc<Device>);

impl Backend for Phone {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer(request)
    }
}

impl Backend for Noting {
    fn answer(&self, request: Request) -> Reply {
        let logs: Vec<LogId> = match &request {
            Request::Ingest(runs) => runs.iter().map(|run| run.log).collect(),
            Request::Admit(_)
            | Request::Found { .. }
            | Request::Redeem(_)
            | Request::ReadFeed(_)
            | Request::PutFounding(_)
            | Request::ReadRuns(_)
            | Request::ReadHoldings { .. }
            | Request::SaveProgress(_)
            | Request::PutChunk(_)
            | Request::ReadMissing
            | Request::WeighFiles(_)
            | Request::ReadChunks(_) => Vec::new(),
        };
        let reply = self.backend.answer(request);
        if let Reply::Ingested(outcomes) = &reply {
            let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
            for (log, outcome) in logs.into_iter().zip(outcomes) {
                if let Some((first, end)) = outcome.stored {
                    claims.push((self.recording.len(), Claim::Stored { log, first, end }));
                }
            }
        }
        reply
    }
}

/// A server's evening: a phone that goes on collecting hands its interviews over again and again, to a server that is started anew
/// every other time.
pub(super) fn evening(phone: &Path, server: &Path, recording: &Recording) -> Result<Claims, Box<dyn Error>> {
    let mut all = Claims::new();
    let mut bob = Person::again(phone, "bob", 1)?;
    let door = bob.device.doors()?.first().map(|door| door.id).ok_or("there is a door")?;
    for life in 1..=3 {
        // A disk that fails may keep the server from starting.
        let machine = Machine::given(Person::MORNING, life);
        let Ok(desk) = Desk::open(server, &Limits::default(), machine) else { continue };
        for _ in 0..2 {
            let device = bob.device.id();
            let backend = Box::new(desk.for_device(device));
            let noting = Noting { backend, recording: recording.clone(), claims: Mutex::default() };
            let near = Phone(Arc::clone(&bob.device));
            talk(bob.device.calling()?, device, &near, &noting, Cut::Never, &mut Chance::new(life))?;
            all.extend(noting.claims.into_inner().unwrap_or_default());
            bob.interview(door, &[("view", "resident"), ("sat_clean", "low")])?;
        }
    }
    Ok(all)
}
