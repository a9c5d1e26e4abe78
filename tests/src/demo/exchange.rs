//! One sync of one phone with the server over QUIC, and what it amounted to.
//!
//! In a process of its own it runs through `child`; what many of them look like is told in `rounds`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep_core::device::{Device, DeviceError};
use doorstep_core::entry::Refusal;
use doorstep_core::net::{Backend, Caller, DriveError, Driven, Target, TimeLimits};
use doorstep_core::sync::{CallerOpening, Reply, Request, Session};
use serde::{Deserialize, Serialize};

use super::DemoError;

/// What a sync amounted to. No answer is in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Exchange {
    /// Records sent.
    pub(super) sent: u64,
    /// Records that the server says it has written to its disk.
    pub(super) acknowledged: u64,
    /// Records that came and were new here.
    pub(super) new: u64,
    /// Bytes of the stream to the server.
    pub(super) sent_bytes: u64,
    /// Bytes of the stream from the server.
    pub(super) received_bytes: u64,
    /// How often the phone waited for the server.
    pub(super) round_trips: u32,
    /// How long it took, in milliseconds.
    pub(super) took_ms: u64,
}

/// A device that answers the requests of a session.
pub(super) struct Answering(pub(super) Arc<Device>);

impl Backend for Answering {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer(request)
    }
}

/// Syncs a device, entering as `opening` says.
pub(super) async fn exchange(
    who: &str,
    device: &Arc<Device>,
    backend: Arc<dyn Backend>,
    opening: impl FnOnce(&Device) -> Result<CallerOpening, DeviceError>,
) -> Result<Exchange, DemoError> {
    let began = Instant::now();
    let failed = |source| DemoError::Device { who: who.to_owned(), what: "prepare to sync", source };
    let (server, addresses) = device.server().map_err(failed)?;
    let opening = opening(device).map_err(failed)?;
    let mut session = Session::caller(opening).map_err(|source| DemoError::Session { who: who.to_owned(), source })?;
    let caller = Caller::default();
    let call = caller.dial(&Target::new(addresses, server), device.keypair()).await;
    let call = call.map_err(|source| DemoError::Dial { who: who.to_owned(), source })?;
    let driven = call.run(&mut session, backend, TimeLimits::default()).await;
    let took = began.elapsed();
    caller.close().await;
    finished(who, &session, driven, took)
}

fn finished(who: &str, session: &Session, driven: Driven, took: Duration) -> Result<Exchange, DemoError> {
    let report = session.report();
    driven.ended.map_err(|source: DriveError| DemoError::Drive { who: who.to_owned(), source })?;
    if let Some(refused) = report.refused_there.first() {
        let count = report.refused_there.len();
        let refusal =
            Refusal::from_code(refused.code).map_or_else(|| format!("code {}", refused.code), |why| why.to_string());
        return Err(DemoError::Refused { who: who.to_owned(), count, refusal });
    }
    if let Some(refused) = report.refused_here.first() {
        let count = report.refused_here.len();
        return Err(DemoError::Refused { who: who.to_owned(), count, refusal: refused.refusal.to_string() });
    }
    Ok(Exchange {
        sent: report.entries_sent,
        acknowledged: report.entries_acknowledged,
        new: report.entries_new,
        sent_bytes: driven.traffic.stream_sent,
        received_bytes: driven.traffic.stream_received,
        round_trips: report.round_trips,
        took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    })
}
