//! The server at the end of the wire: its listener and its store, which a run may kill and start again.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::member::Keypair;
use doorstep_core::net::{Arrival, Backend, Listener, TimeLimits, TransportSettings};
use doorstep_core::store::{MetaKey, SqliteStore};
use doorstep_core::sync::{AnswererSettings, Reply, Request, Session};
use doorstep_server::{Desk, Limits, Machine};
use tokio::task::{JoinHandle, JoinSet};

use super::socket::OnTheWire;
use super::wire::{SERVER, Wire};
use crate::harness::{Person, copy_files};

/// A running server.
pub(super) struct Server {
    wire: Arc<Wire>,
    seed: u64,
    keypair: Keypair,
    place: PathBuf,
    life: u32,
    answering: JoinHandle<()>,
}

/// Answers from a store on the spot: a thread of its own would end at a moment of its own.
pub(super) struct OnTheSpot(pub(super) Arc<dyn Backend>);

impl Backend for OnTheSpot {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer(request)
    }

    fn may_block(&self) -> bool {
        false
    }
}

impl Server {
    pub(super) fn start(wire: &Arc<Wire>, place: PathBuf, seed: u64) -> Result<Self, Box<dyn Error>> {
        let keypair = keypair_in(&place)?;
        let answering = answer(wire, &place, &keypair, seed)?;
        Ok(Self { wire: Arc::clone(wire), seed, keypair, place, life: 0, answering })
    }

    /// Ends it as a loss of power does, and starts it on what lies on its disk after a while.
    pub(super) async fn kill_for(&mut self, away: Duration) -> Result<(), Box<dyn Error>> {
        self.wire.unplug_server();
        self.life += 1;
        let next = self.place.with_file_name(format!("server{}", self.life));
        copy_files(&self.place, &next)?;
        self.answering.abort();
        tokio::time::sleep(away).await;
        self.answering = answer(&self.wire, &next, &self.keypair, self.seed)?;
        self.place = next;
        Ok(())
    }

    /// Ends it, and says where its store lies.
    pub(super) async fn stop(self) -> PathBuf {
        self.answering.abort();
        drop(self.answering.await);
        self.place
    }
}

fn keypair_in(place: &Path) -> Result<Keypair, Box<dyn Error>> {
    let store = SqliteStore::open(&place.join("server.db"), doorstep_core::device::HOOKS)?;
    let seed = store.meta(MetaKey::DeviceSeed)?.ok_or("a server has a key")?;
    Ok(Keypair::from_seed(seed.try_into().map_err(|_| "a key has 32 bytes")?))
}

fn answer(wire: &Arc<Wire>, place: &Path, keypair: &Keypair, seed: u64) -> Result<JoinHandle<()>, Box<dyn Error>> {
    let desk = Desk::open(place, &Limits::default(), Machine::given(Person::MORNING, seed))?;
    let desk = Arc::new(desk);
    let sockets = OnTheWire::new(wire, seed ^ 1);
    let listener = Listener::over(&sockets, SERVER, keypair, &TransportSettings::default())?;
    Ok(tokio::spawn(async move {
        // Aborting this task ends them all.
        let mut sessions = JoinSet::new();
        loop {
            tokio::select! {
                biased;
                Some(_) = sessions.join_next() => {}
                Some(arrival) = listener.next() => drop(sessions.spawn(serve(arrival, Arc::clone(&desk)))),
            }
        }
    }))
}

async fn serve(arrival: Arrival, desk: Arc<Desk>) {
    let Ok(answer) = arrival.answer(HANDSHAKE_WITHIN).await else { return };
    let Ok(mut session) = Session::answerer(AnswererSettings::default(), answer.peer) else { return };
    let backend = Arc::new(OnTheSpot(Arc::new(desk.for_device(answer.peer))));
    // How it went, the phone knows.
    let _ = answer.run(&mut session, backend, TimeLimits::default()).await;
}

/// As the server program has it.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
