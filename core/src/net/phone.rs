//! A device on the line: calls its server and runs one session to its end.
//!
//! What is said is `sync`'s, what is stored `device`'s; the server's counterpart is in `doorstep-server`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

use super::{Backend, Call, Caller, DialError, DriveError, Driven, Target, TimeLimits, Traffic, Way};
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
    /// Over what.
    pub way: Way,
}

/// Calls the device's server and exchanges what either side lacks.
///
/// # Errors
/// When the server can't be reached, is another, or refuses; or when the connection breaks.
pub async fn sync(device: &Arc<Device>, caller: &Caller, opening: CallerOpening) -> Result<Synced, SyncError> {
    let (pin, addresses) = device.server()?;
    let call = reach(device, caller, Target::new(addresses, pin), None).await?;
    let way = call.way();
    let mut session = Session::caller(opening)?;
    let backend = Arc::clone(device) as Arc<dyn Backend>;
    let Driven { traffic, ended } = call.run(&mut session, backend, TimeLimits::default()).await;
    let report = session.report();
    match ended {
        Ok(()) => Ok(Synced { report, traffic, way }),
        Err(source) => Err(SyncError::Broken { source, report: Box::new(report) }),
    }
}

/// Calls a server by the way that works in this network: a network in which no UDP got through the last time gets TCP at once.
/// The network's name is the system's, or else made of this device's address in it.
///
/// # Errors
/// When the server can't be reached, or is another.
pub async fn reach(
    device: &Device,
    caller: &Caller,
    mut target: Target,
    network: Option<&str>,
) -> Result<Call, SyncError> {
    let network = network.map(str::to_owned).or_else(|| network_towards(&target.addresses));
    if let Some(network) = &network
        && device.is_without_udp(network)?
    {
        target.head_start = Target::SHORT_HEAD_START;
    }
    let call = caller.dial(&target, device.keypair()).await?;
    if let Some(network) = &network {
        device.note_network(network, call.way() == Way::WebSocket)?;
    }
    Ok(call)
}

/// This device's address in the network by which the server would be reached, as text.
fn network_towards(addresses: &[String]) -> Option<String> {
    own_address_towards(addresses).map(|address| address.to_string())
}

/// This device's address in the network by which these, or else the internet, would be reached. Nothing is sent.
pub(super) fn own_address_towards(addresses: &[String]) -> Option<IpAddr> {
    let known = addresses.iter().find_map(|address| address.parse::<SocketAddr>().ok());
    let towards = known.unwrap_or(SocketAddr::from((ANYWHERE, 9)));
    let any: IpAddr = if towards.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect(towards).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

/// An address that stands for any in the internet (RFC 5737).
const ANYWHERE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
