//! Steady ingest: what every phone collected, read into memory before, is handed over as fast as the server takes it.
//!
//! The phones' own disks take no part, so that it is the server that is measured; how much this program itself uses is told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use doorstep_core::entry::{Holdings, Outcome, Run};
use doorstep_core::member::Keypair;
use doorstep_core::net::{Backend, Caller, Target, TimeLimits};
use doorstep_core::sync::{CallerOpening, Reply, Request, RunQuery, Session};
use tokio::task::JoinSet;

use crate::error::BenchError;
use crate::phone::{Machine, Phone};
use crate::project::{AT_ONCE, Project};
use crate::server::{Hosted, Server};
use crate::usage::Process;
use crate::workloads::{Figures, Places};

/// What one phone hands over.
struct Load {
    key: Keypair,
    opening: CallerOpening,
    runs: Vec<Run>,
}

/// A phone's store in memory: gives its runs once, and forgets what it hears.
struct Memory(Mutex<Vec<Run>>);

impl Backend for Memory {
    fn answer(&self, request: Request) -> Reply {
        match request {
            Request::ReadRuns(_) => {
                Reply::Runs(std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)))
            }
            Request::Ingest(runs) => Reply::Ingested(runs.iter().map(taken).collect()),
            Request::ReadHoldings { .. } => Reply::Holdings(Holdings::default()),
            Request::ReadChunks(_) => Reply::Chunks(Vec::new()),
            Request::ReadMissing => Reply::Missing(BTreeMap::new()),
            Request::SaveProgress(_)
            | Request::PutFounding(_)
            | Request::PutChunk(_)
            | Request::WeighFiles(_)
            | Request::Admit(_)
            | Request::Found { .. }
            | Request::Redeem(_)
            | Request::ReadFeed(_) => Reply::Done,
        }
    }
}

fn taken(run: &Run) -> Outcome {
    Outcome { stored: Some((run.first_seq, run.end_seq())), new: run.entries.len() as u64, refused: Vec::new() }
}

/// Hands everything over, eight phones at a time without a pause.
pub(crate) async fn steady(project: &Project, places: &Places) -> Result<Figures, BenchError> {
    let mut machine = Machine::new()?;
    let loads: Result<Vec<Load>, BenchError> =
        (0..project.phones()).map(|number| Load::of(&Phone::open(&project.phone(number), &mut machine)?)).collect();
    let loads = Arc::new(Mutex::new(loads?));
    let server = Server::start(&places.server, &project.server())?;
    let (ours, theirs) = (Process::this(), server.process());
    let (before, began) = ((ours.cpu_s()?, theirs.cpu_s()?), Instant::now());
    let mut busy = JoinSet::new();
    for _ in 0..AT_ONCE {
        busy.spawn(hand_over_all(Arc::clone(&loads), server.hosted.clone()));
    }
    let (mut acknowledged, mut waits_ms) = (0, Vec::new());
    while let Some(done) = busy.join_next().await {
        let (entries, waited_ms) = done??;
        acknowledged += entries;
        waits_ms.extend(waited_ms);
    }
    let wall = began.elapsed().as_secs_f64();
    waits_ms.sort_by(f64::total_cmp);
    let figures = Figures::from([
        ("entries_a_second", acknowledged as f64 / wall),
        ("entries", acknowledged as f64),
        ("p50_ack_ms", waits_ms.get(waits_ms.len() / 2).copied().unwrap_or_default()),
        ("p99_ack_ms", waits_ms.get(waits_ms.len() * 99 / 100).copied().unwrap_or_default()),
        ("server_cpu_s", theirs.cpu_s()? - before.1),
        ("generator_cpu_s", ours.cpu_s()? - before.0),
        ("server_peak_mb", theirs.peak_mb()?),
    ]);
    server.stop()?;
    if acknowledged < project.size {
        return Err(BenchError::NotSafe { acknowledged, expected: project.size });
    }
    Ok(figures)
}

/// Takes one phone's load after the other; says how many entries were acknowledged, and how long each phone waited for that.
async fn hand_over_all(loads: Arc<Mutex<Vec<Load>>>, hosted: Hosted) -> Result<(u64, Vec<f64>), BenchError> {
    let (caller, target) = (Caller::default(), Target::new(vec![hosted.address], hosted.pin));
    let (mut acknowledged, mut waits_ms) = (0, Vec::new());
    loop {
        let next = loads.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(Load { key, opening, runs }) = next else { return Ok((acknowledged, waits_ms)) };
        let call = caller.dial(&target, &key).await?;
        let began = Instant::now();
        let mut session = Session::caller(opening)?;
        call.run(&mut session, Arc::new(Memory(runs.into())), TimeLimits::default()).await.ended?;
        waits_ms.push(began.elapsed().as_secs_f64() * 1e3);
        acknowledged += session.report().entries_acknowledged;
    }
}

impl Load {
    fn of(phone: &Phone) -> Result<Self, BenchError> {
        let opening = phone.device.calling()?;
        let mut wanted = Holdings::default();
        for (log, own) in &opening.own.0 {
            let left = opening.acknowledged.0.get(log).map_or_else(|| own.clone(), |known| own.minus(known));
            left.iter().for_each(|(first, end)| wanted.insert(*log, first, end));
        }
        let asked = Request::ReadRuns(RunQuery { wanted, max_bytes: usize::MAX });
        let Reply::Runs(runs) = phone.device.answer(asked) else { return Err(BenchError::ServerEnded) };
        Ok(Self { key: phone.device.keypair().clone(), opening, runs })
    }
}
