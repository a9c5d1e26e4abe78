//! Two phones on one network or hotspot: one waits, the other calls, QUIC directly between them.
//!
//! What is said is `sync`'s, who may hear what `device::meeting`'s; reaching servers is `phone`'s.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::phone::own_address_towards;
use super::{
    Backend, Call, Caller, DialError, Driven, ListenError, Listener, SyncError, Synced, Target, TimeLimits,
    TransportSettings,
};
use crate::device::{Device, DeviceError, Hosting, MeetingCode, Moment};
use crate::sync::{AnswererSettings, Reply, Request, Session};

/// How long the handshake of somebody who calls may take.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);

/// Why two phones did not come together.
#[derive(Debug, thiserror::Error)]
pub enum MeetError {
    /// The device can't take part.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// No socket could be opened to wait on.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The other phone could not be reached.
    #[error(
        "the other phone can't be reached: both must be in one network or hotspot, and it must still show the code"
    )]
    Dial(#[source] DialError),
    /// Nobody called in time.
    #[error("nobody has scanned the code within {seconds} s")]
    NobodyCame {
        /// For how long it was waited.
        seconds: u64,
    },
    /// The session ended early.
    #[error(transparent)]
    Sync(#[from] SyncError),
}

/// A phone that waits for another one.
#[derive(Debug)]
pub struct Waiting {
    device: Arc<Device>,
    hosting: Arc<Hosting>,
    listener: Listener,
    /// What to show.
    pub code: MeetingCode,
}

/// The answers of the phone that was called.
struct Host(Arc<Device>, Arc<Hosting>);

/// The answers of the phone that calls.
struct Guest(Arc<Device>);

impl Backend for Host {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer_as_host(&self.1, request)
    }
}

impl Backend for Guest {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer_as_guest(request)
    }
}

impl Waiting {
    /// Opens a socket on every network that this device is in, and makes a code to show.
    ///
    /// # Errors
    /// When the device is no member, or no socket can be opened.
    pub fn open(device: &Arc<Device>, at: &mut Moment<'_>) -> Result<Self, MeetError> {
        let (hosting, secret) = device.host_meeting(at)?;
        let settings = TransportSettings { fallback: false, ..TransportSettings::default() };
        let any = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
        let listener = Listener::bind(any, device.keypair(), &settings)?;
        let port = listener.address().port();
        let own = own_address_towards(&[]).unwrap_or(Ipv4Addr::LOCALHOST.into());
        let mut addresses = vec![SocketAddr::from((own, port)).to_string()];
        if !own.is_loopback() {
            // For another store on the same machine.
            addresses.push(SocketAddr::from((Ipv4Addr::LOCALHOST, port)).to_string());
        }
        let project = device.membership()?.project();
        let code = MeetingCode { project, device: device.id(), addresses, secret };
        Ok(Self { device: Arc::clone(device), hosting: Arc::new(hosting), listener, code })
    }

    /// Waits for the phone that scans the code, and exchanges what either lacks. Who calls without the code is turned away.
    ///
    /// # Errors
    /// When nobody comes in time, or the session breaks.
    pub async fn meet(self, within: Duration) -> Result<Synced, MeetError> {
        let seconds = within.as_secs();
        let met = tokio::time::timeout(within, self.first_guest()).await;
        let ended = met.unwrap_or(Err(MeetError::NobodyCame { seconds }));
        self.listener.close(0);
        self.listener.released().await;
        ended
    }

    async fn first_guest(&self) -> Result<Synced, MeetError> {
        loop {
            let Some(arrival) = self.listener.next().await else { return Err(MeetError::NobodyCame { seconds: 0 }) };
            // Somebody else's call, or one that came to nothing: the code is still good.
            let Ok(answer) = arrival.answer(HANDSHAKE_WITHIN).await else { continue };
            let way = answer.way;
            let mut session = Session::answerer(AnswererSettings::default(), answer.peer).map_err(SyncError::from)?;
            let backend = Arc::new(Host(Arc::clone(&self.device), Arc::clone(&self.hosting)));
            let Driven { traffic, ended } = answer.run(&mut session, backend, TimeLimits::default()).await;
            let report = session.report();
            match ended {
                Ok(()) => return Ok(Synced { report, traffic, way }),
                // Nobody was admitted yet.
                Err(_) if report.answerer.is_none() => {}
                Err(source) => return Err(SyncError::Broken { source, report: Box::new(report) }.into()),
            }
        }
    }
}

/// Calls the phone that shows this code, and exchanges what either lacks.
///
/// # Errors
/// When it is no member's phone of this project, can't be reached, or the connection breaks.
pub async fn meet(device: &Arc<Device>, caller: &Caller, code: &MeetingCode) -> Result<Synced, MeetError> {
    let opening = device.calling_to_meet(code)?;
    let target = Target::new(code.addresses.clone(), code.device);
    let call: Call = caller.dial(&target, device.keypair()).await.map_err(MeetError::Dial)?;
    let way = call.way();
    let mut session = Session::caller(opening).map_err(SyncError::from)?;
    let backend = Arc::new(Guest(Arc::clone(device)));
    let Driven { traffic, ended } = call.run(&mut session, backend, TimeLimits::default()).await;
    let report = session.report();
    match ended {
        Ok(()) => Ok(Synced { report, traffic, way }),
        Err(source) => Err(SyncError::Broken { source, report: Box::new(report) }.into()),
    }
}
