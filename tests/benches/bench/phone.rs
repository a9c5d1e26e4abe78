//! A phone: a device, its own socket, and syncing with the server over real QUIC.

use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use doorstep_core::device::{Device, Moment};
use doorstep_core::member::Invite;
use doorstep_core::net::{Backend, Caller, DriveError, Target, TimeLimits, Traffic};
use doorstep_core::sync::{CallerOpening, Reply, Request, Session, SessionReport, Token};
use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::error::BenchError;
use crate::server::Hosted;

/// One phone.
#[derive(Debug, Clone)]
pub(crate) struct Phone {
    pub(crate) device: Arc<Device>,
}

/// How one session went.
#[derive(Debug)]
pub(crate) struct Synced {
    pub(crate) report: SessionReport,
    pub(crate) traffic: Traffic,
    /// Milliseconds from the first packet to a proven connection.
    pub(crate) handshake_ms: f64,
    /// Milliseconds from then to the end of the session, with everything kept on both sides.
    pub(crate) session_ms: f64,
}

/// The machine's clock and randomness.
pub(crate) struct Machine(ChaCha20Rng);

impl Machine {
    pub(crate) fn new() -> Result<Self, BenchError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self(ChaCha20Rng::from_seed(seed)))
    }

    pub(crate) fn moment(&mut self) -> Moment<'_> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment { now: Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)), rng: &mut self.0 }
    }
}

/// A device as what a session asks.
struct Asked(Arc<Device>);

impl Backend for Asked {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer(request)
    }
}

impl Phone {
    /// Opens the phone whose store is at this path.
    pub(crate) fn open(path: &Path, machine: &mut Machine) -> Result<Self, BenchError> {
        Ok(Self { device: Arc::new(Device::open(path, &mut machine.moment())?) })
    }

    /// Brings the project that this phone founded to a server.
    pub(crate) async fn bring(&self, hosted: &Hosted) -> Result<Synced, BenchError> {
        self.talk(self.device.calling_to_found(Token(hosted.token.clone()))?, hosted).await
    }

    /// Joins by an invite, and takes what there is.
    pub(crate) async fn join(
        &self,
        invite: &Invite,
        hosted: &Hosted,
        machine: &mut Machine,
    ) -> Result<Synced, BenchError> {
        let request = self.device.join_request(invite, "bench", &mut machine.moment())?;
        self.device.remember_invite(invite)?;
        self.talk(self.device.calling_to_join(&request)?, hosted).await
    }

    /// Syncs as a member.
    pub(crate) async fn sync(&self, hosted: &Hosted) -> Result<Synced, BenchError> {
        self.talk(self.device.calling()?, hosted).await
    }

    async fn talk(&self, opening: CallerOpening, hosted: &Hosted) -> Result<Synced, BenchError> {
        let (synced, ended) = self.talk_within(opening, hosted, TimeLimits::default()).await?;
        ended?;
        Ok(synced)
    }

    /// Talks to a server within limits, and says how that went and how it ended.
    pub(crate) async fn talk_within(
        &self,
        opening: CallerOpening,
        hosted: &Hosted,
        limits: TimeLimits,
    ) -> Result<(Synced, Result<(), DriveError>), BenchError> {
        let caller = Caller::default();
        let target = Target::new(vec![hosted.address.clone()], hosted.pin);
        let began = Instant::now();
        let call = caller.dial(&target, self.device.keypair()).await?;
        let connected = Instant::now();
        let mut session = Session::caller(opening)?;
        let driven = call.run(&mut session, Arc::new(Asked(Arc::clone(&self.device))), limits).await;
        let ended = Instant::now();
        let synced = Synced {
            report: session.report(),
            traffic: driven.traffic,
            handshake_ms: (connected - began).as_secs_f64() * 1e3,
            session_ms: (ended - connected).as_secs_f64() * 1e3,
        };
        Ok((synced, driven.ended))
    }
}

impl Synced {
    /// Bytes of the stream in both directions.
    pub(crate) fn stream_bytes(&self) -> u64 {
        self.traffic.stream_sent + self.traffic.stream_received
    }

    /// Bytes of all packets in both directions.
    pub(crate) fn udp_bytes(&self) -> u64 {
        self.traffic.udp_sent + self.traffic.udp_received
    }
}
