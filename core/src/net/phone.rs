//! A device on the line: calls its server and runs one session to its end.
//!
//! What is said is `sync`'s, what is stored `device`'s; the server's counterpart is in `doorstep-server`.

use std::sync::Arc;

use super::{Backend, Caller, DialError, DriveError, Driven, Target, TimeLimits, Traffic};
use crate::device::{Device, DeviceError};
use crate::sync::{CallerOpening, Reply, Request, Session, SessionError, SessionReport};

impl Backend for Device {
    fn answer(&self, request: Request) -> Reply {
        Self::answer(self, request)
    }
}

/// Why a sync did not come to its end. What was acknowledged before is safe; the rest goes the next time.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The device can't say what it has.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// No connection came about.
    #[error(transparent)]
    Dial(#[from] DialError),
    /// The session could not begin.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The session broke off.
    #[error("{source}")]
    Broken {
        /// Why.
        source: DriveError,
        /// What it had achieved by then.
        report: Box<SessionReport>,
    },
}

/// What a sync did.
#[derive(Debug, Clone)]
pub struct Synced {
    /// What the session achieved.
    pub report: SessionReport,
    /// What went over the wire.
    pub traffic: Traffic,
}

/// Calls the device's server and exchanges what either side lacks.
///
/// # Errors
/// When the server can't be reached, is another, or refuses; or when the connection breaks.
pub async fn sync(device: &Arc<Device>, caller: &Caller, opening: CallerOpening) -> Result<Synced, SyncError> {
    let (pin, addresses) = device.server()?;
    let call = caller.dial(&Target::new(addresses, pin), device.keypair()).await?;
    let mut session = Session::caller(opening)?;
    let backend = Arc::clone(device) as Arc<dyn Backend>;
    let Driven { traffic, ended } = call.run(&mut session, backend, TimeLimits::default()).await;
    let report = session.report();
    match ended {
        Ok(()) => Ok(Synced { report, traffic }),
        Err(source) => Err(SyncError::Broken { source, report: Box::new(report) }),
    }
}
