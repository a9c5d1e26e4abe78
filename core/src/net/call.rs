//! Calling a server: tries its addresses, proves its key, and says clearly why it could not be reached.
//!
//! A finished handshake proves only that the server is the pinned one. Whether it takes this device is its answer inside the
//! session; the other side of the line is `listen`.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ClientConfig, ConnectionError, Endpoint, TransportErrorCode, VarInt};
use tokio::task::JoinSet;
use tokio::time;

use super::{ALPN, TransportSettings, tls};
use crate::ids::DeviceId;
use crate::member::Keypair;

/// Which server to call, and for how long to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where it listens, as `host:port`, most likely first.
    pub addresses: Vec<String>,
    /// The key that its handshake must show.
    pub pin: DeviceId,
    /// How long to try in all.
    pub within: Duration,
}

impl Target {
    /// How long a call is tried unless somebody says otherwise.
    pub const WITHIN: Duration = Duration::from_secs(10);

    /// A target that is tried for [`Self::WITHIN`].
    pub fn new(addresses: Vec<String>, pin: DeviceId) -> Self {
        Self { addresses, pin, within: Self::WITHIN }
    }
}

/// Why no connection came about.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// The list of addresses is empty.
    #[error("there is no address to call")]
    NoAddress,
    /// An address is not of the form `host:port`.
    #[error("{address} is not an address: it should be host:port")]
    BadAddress {
        /// The address as it was given.
        address: String,
    },
    /// A host's name was not found.
    #[error("the name in {address} was not found: check it, and that this device is online")]
    UnknownHost {
        /// The address as it was given.
        address: String,
    },
    /// Nobody answered.
    #[error("no server answered within {seconds} s: check the address, and that this device is online")]
    NoAnswer {
        /// For how long it was tried.
        seconds: u64,
    },
    /// The server has another key than the pinned one.
    #[error("the server at {address} has another key than the invite says: it is not this project's server")]
    WrongKey {
        /// Where that server is.
        address: SocketAddr,
    },
    /// The server speaks no version that this side speaks.
    #[error("the server at {address} speaks another version: update the older side")]
    Version {
        /// Where that server is.
        address: SocketAddr,
    },
    /// The server takes no more connections for now.
    #[error("the server at {address} has too much to do: try again later")]
    Busy {
        /// Where that server is.
        address: SocketAddr,
    },
    /// The server ended the connection during the handshake.
    #[error("the server at {address} hung up (code {code})")]
    Closed {
        /// Where that server is.
        address: SocketAddr,
        /// The code that it gave.
        code: u64,
    },
    /// The handshake failed for another reason.
    #[error("the connection to {address} failed")]
    Handshake {
        /// Where that server is.
        address: SocketAddr,
        /// What the transport says.
        #[source]
        source: ConnectionError,
    },
    /// The system gave no socket.
    #[error("this device could not open a network socket")]
    Socket(#[source] io::Error),
    /// The transport could not be set up with this key or address.
    #[error("the connection could not be prepared")]
    Setup(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DialError {
    /// How much the error says: of several, people see the one that says most.
    fn weight(&self) -> u8 {
        match self {
            Self::NoAddress | Self::NoAnswer { .. } => 0,
            Self::UnknownHost { .. } => 1,
            Self::Handshake { .. } | Self::Closed { .. } => 2,
            Self::Socket(_) | Self::Setup(_) => 3,
            Self::BadAddress { .. } => 4,
            Self::Busy { .. } => 5,
            Self::Version { .. } => 6,
            Self::WrongKey { .. } => 7,
        }
    }
}

/// A device's sockets, from which it calls servers. Lives as long as the program; cheap to keep.
#[derive(Debug, Default)]
pub struct Caller {
    settings: TransportSettings,
    sockets: Mutex<Sockets>,
}

#[derive(Debug, Default)]
struct Sockets {
    v4: Option<Endpoint>,
    v6: Option<Endpoint>,
}

/// A connection to a server whose key is proven, and nothing else.
#[derive(Debug)]
pub struct Call {
    pub(super) connection: quinn::Connection,
    /// Which of the addresses answered.
    pub address: SocketAddr,
}

impl Caller {
    /// A caller with these transport settings; sockets are opened at the first call.
    pub fn new(settings: TransportSettings) -> Self {
        Self { settings, sockets: Mutex::default() }
    }

    /// Calls a server. Addresses are tried one after the other, a quarter of a second apart, and the first that shows the
    /// pinned key wins.
    ///
    /// # Errors
    /// When none did in time; of several reasons the one that says most.
    pub async fn dial(&self, target: &Target, keypair: &Keypair) -> Result<Call, DialError> {
        self.dial_as(target, keypair, ALPN).await
    }

    async fn dial_as(&self, target: &Target, keypair: &Keypair, alpn: &[u8]) -> Result<Call, DialError> {
        let config = self.client_config(target.pin, keypair, alpn)?;
        let (mut waiting, mut steps) = sorted(&target.addresses);
        let mut reason = if target.addresses.is_empty() {
            DialError::NoAddress
        } else {
            DialError::NoAnswer { seconds: target.within.as_secs() }
        };
        let mut stagger = time::interval(STAGGER);
        stagger.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        let deadline = time::sleep(target.within);
        tokio::pin!(deadline);
        while !(waiting.is_empty() && steps.is_empty()) {
            let step = tokio::select! {
                () = &mut deadline => break,
                _ = stagger.tick(), if !waiting.is_empty() => {
                    if let Some(address) = waiting.pop() {
                        steps.spawn(connect(self.socket_for(address)?, config.clone(), address));
                    }
                    continue;
                }
                Some(step) = steps.join_next() => step,
            };
            match step {
                Ok(Ok(Step::Connected(call))) => return Ok(call),
                Ok(Ok(Step::Resolved(addresses))) => waiting.splice(0..0, addresses).for_each(drop),
                Ok(Err(error)) if error.weight() > reason.weight() => reason = error,
                Ok(Err(_)) | Err(_) => {}
            }
        }
        Err(reason)
    }

    /// Goes on over new sockets: to be called when the device has changed its network. Sessions in progress live on.
    ///
    /// # Errors
    /// When the system gives no socket; everything goes on over the old ones then.
    pub fn network_changed(&self) -> Result<(), DialError> {
        let sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        for (endpoint, any) in [(&sockets.v4, ANY_V4), (&sockets.v6, ANY_V6)] {
            if let Some(endpoint) = endpoint {
                let socket = UdpSocket::bind(any).map_err(DialError::Socket)?;
                endpoint.rebind(socket).map_err(DialError::Socket)?;
            }
        }
        Ok(())
    }

    /// Waits, for a second at most, until the other sides have heard that this one hung up; for programs about to end.
    pub async fn close(&self) {
        let sockets = std::mem::take(&mut *self.sockets.lock().unwrap_or_else(PoisonError::into_inner));
        for endpoint in [sockets.v4, sockets.v6].into_iter().flatten() {
            endpoint.close(VarInt::from_u32(0), &[]);
            time::timeout(Duration::from_secs(1), endpoint.wait_idle()).await.unwrap_or_default();
        }
    }

    fn client_config(&self, pin: DeviceId, keypair: &Keypair, alpn: &[u8]) -> Result<ClientConfig, DialError> {
        let tls = tls::client(keypair, pin, alpn).map_err(|error| DialError::Setup(error.into()))?;
        let crypto = QuicClientConfig::try_from(tls).map_err(|error| DialError::Setup(error.into()))?;
        let mut config = ClientConfig::new(Arc::new(crypto));
        config.transport_config(self.settings.for_caller());
        Ok(config)
    }

    fn socket_for(&self, address: SocketAddr) -> Result<Endpoint, DialError> {
        let mut sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        let (slot, any) = match address {
            SocketAddr::V4(_) => (&mut sockets.v4, ANY_V4),
            SocketAddr::V6(_) => (&mut sockets.v6, ANY_V6),
        };
        match slot {
            Some(endpoint) => Ok(endpoint.clone()),
            None => Ok(slot.insert(Endpoint::client(any).map_err(DialError::Socket)?).clone()),
        }
    }
}

const ANY_V4: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);
const ANY_V6: SocketAddr = SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), 0);
/// How long one address has before the next is tried beside it.
const STAGGER: Duration = Duration::from_millis(250);
/// How many addresses of one name are tried.
const MAX_ADDRESSES_OF_A_NAME: usize = 4;
/// Names are never looked at (the key decides), but TLS wants one.
const NO_NAME: &str = "doorstep.invalid";

enum Step {
    Resolved(Vec<SocketAddr>),
    Connected(Call),
}

/// The addresses that need no looking up, the first one last, and the search for the others.
fn sorted(addresses: &[String]) -> (Vec<SocketAddr>, JoinSet<Result<Step, DialError>>) {
    let (mut waiting, mut steps) = (Vec::new(), JoinSet::new());
    for address in addresses {
        match address.parse::<SocketAddr>() {
            Ok(address) => waiting.insert(0, address),
            Err(_) => drop(steps.spawn(resolve(address.clone()))),
        }
    }
    (waiting, steps)
}

async fn resolve(address: String) -> Result<Step, DialError> {
    let has_port = address.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if !has_port {
        return Err(DialError::BadAddress { address });
    }
    let Ok(found) = tokio::net::lookup_host(address.clone()).await else {
        return Err(DialError::UnknownHost { address });
    };
    let mut found: Vec<SocketAddr> = found.take(MAX_ADDRESSES_OF_A_NAME).collect();
    found.reverse();
    Ok(Step::Resolved(found))
}

async fn connect(endpoint: Endpoint, config: ClientConfig, address: SocketAddr) -> Result<Step, DialError> {
    let connecting = endpoint.connect_with(config, address, NO_NAME).map_err(|error| DialError::Setup(error.into()))?;
    match connecting.await {
        Ok(connection) => Ok(Step::Connected(Call { connection, address })),
        Err(error) => Err(reason_of(error, address)),
    }
}

fn reason_of(error: ConnectionError, address: SocketAddr) -> DialError {
    let code = match &error {
        ConnectionError::TransportError(error) => error.code,
        ConnectionError::ConnectionClosed(close) => close.error_code,
        ConnectionError::ApplicationClosed(close) => {
            return DialError::Closed { address, code: close.error_code.into_inner() };
        }
        ConnectionError::VersionMismatch => return DialError::Version { address },
        ConnectionError::TimedOut
        | ConnectionError::Reset
        | ConnectionError::LocallyClosed
        | ConnectionError::CidsExhausted => return DialError::Handshake { address, source: error },
    };
    if code == TransportErrorCode::crypto(UNKNOWN_CA) {
        DialError::WrongKey { address }
    } else if code == TransportErrorCode::crypto(NO_APPLICATION_PROTOCOL) {
        DialError::Version { address }
    } else if code == TransportErrorCode::CONNECTION_REFUSED {
        DialError::Busy { address }
    } else {
        DialError::Handshake { address, source: error }
    }
}

/// The TLS alert with which a caller turns another key away (RFC 8446, section 6).
const UNKNOWN_CA: u8 = 48;
/// The TLS alert of an answerer that speaks none of the caller's protocols (RFC 7301).
const NO_APPLICATION_PROTOCOL: u8 = 120;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{ArrivalError, ListenError, Listener};

    const SOON: Duration = Duration::from_secs(5);

    fn alice() -> Keypair {
        Keypair::from_seed([2; 32])
    }

    fn server_key() -> Keypair {
        Keypair::from_seed([3; 32])
    }

    fn listener() -> Listener {
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Listener::bind(loopback, &server_key(), &TransportSettings::default()).expect("a free port")
    }

    fn target(addresses: &[&str], within: Duration) -> Target {
        let addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
        Target { addresses, pin: server_key().public(), within }
    }

    /// Dials while the listener answers one caller, whose stream must begin.
    async fn meet(listener: &Listener, target: &Target) -> (Result<Call, DialError>, Result<DeviceId, ArrivalError>) {
        let (caller, alice) = (Caller::default(), alice());
        let dial = async {
            let call = caller.dial(target, &alice).await;
            if let Ok(call) = &call {
                let (mut send, _) = call.connection.open_bi().await.expect("a stream is allowed");
                send.write_all(b"hello").await.expect("the stream is open");
            }
            call
        };
        let answer = async {
            let arrival = listener.next().await.expect("the listener is open");
            arrival.answer(SOON).await.map(|answer| answer.peer)
        };
        tokio::join!(dial, answer)
    }

    #[tokio::test]
    async fn both_sides_know_each_other_by_key() {
        let listener = listener();
        let address = listener.address().to_string();
        let (call, peer) = meet(&listener, &target(&[&address], SOON)).await;
        assert_eq!(call.expect("the pin fits").address, listener.address());
        assert_eq!(peer.expect("any device may call"), alice().public());
    }

    #[tokio::test]
    async fn a_server_with_another_key_is_not_the_projects_server() {
        let listener = listener();
        let mut target = target(&[&listener.address().to_string()], SOON);
        target.pin = alice().public();
        let (call, _) = meet(&listener, &target).await;
        assert!(matches!(call, Err(DialError::WrongKey { .. })), "{call:?}");
    }

    #[tokio::test]
    async fn another_major_version_is_named_as_the_reason() {
        let listener = listener();
        let (caller, alice, target) = (Caller::default(), alice(), target(&[&listener.address().to_string()], SOON));
        let dial = caller.dial_as(&target, &alice, b"doorstep/7");
        let answer = async { listener.next().await.expect("the listener is open").answer(SOON).await.map(drop) };
        let (call, _) = tokio::join!(dial, answer);
        assert!(matches!(call, Err(DialError::Version { .. })), "{call:?}");
    }

    #[tokio::test]
    async fn a_caller_who_is_turned_away_hears_that_the_server_is_busy() {
        let listener = listener();
        let (caller, alice, target) = (Caller::default(), alice(), target(&[&listener.address().to_string()], SOON));
        let answer = async { listener.next().await.expect("the listener is open").refuse() };
        let (call, ()) = tokio::join!(caller.dial(&target, &alice), answer);
        assert!(matches!(call, Err(DialError::Busy { .. })), "{call:?}");
    }

    #[tokio::test]
    async fn a_dead_address_does_not_keep_the_next_one_from_being_tried() {
        let (listener, silent) = (listener(), silent_socket());
        let addresses = [silent.local_addr().expect("bound").to_string(), listener.address().to_string()];
        let (call, _) = meet(&listener, &target(&[&addresses[0], &addresses[1]], SOON)).await;
        assert_eq!(call.expect("the second address answers").address, listener.address());
    }

    #[tokio::test]
    async fn a_name_is_looked_up_and_each_of_its_addresses_tried() {
        let listener = listener();
        let named = format!("localhost:{}", listener.address().port());
        let (call, _) = meet(&listener, &target(&[&named], SOON)).await;
        assert_eq!(call.expect("the name leads to the server").address, listener.address());
    }

    #[tokio::test]
    async fn silence_ends_at_the_deadline() {
        let silent = silent_socket();
        let address = silent.local_addr().expect("bound").to_string();
        let call = Caller::default().dial(&target(&[&address], Duration::from_millis(50)), &alice()).await;
        assert!(matches!(call, Err(DialError::NoAnswer { .. })), "{call:?}");
    }

    #[tokio::test]
    async fn an_address_without_a_port_is_called_wrong_and_not_unreachable() {
        let call = Caller::default().dial(&target(&["127.0.0.1"], SOON), &alice()).await;
        assert!(matches!(call, Err(DialError::BadAddress { .. })), "{call:?}");
        let call = Caller::default().dial(&target(&[], SOON), &alice()).await;
        assert!(matches!(call, Err(DialError::NoAddress)), "{call:?}");
    }

    #[test]
    fn a_port_in_use_is_named_as_taken() {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let _inside = runtime.enter();
        let first = listener();
        let second = Listener::bind(first.address(), &server_key(), &TransportSettings::default());
        assert!(matches!(second, Err(ListenError::PortTaken { .. })), "{second:?}");
    }

    fn silent_socket() -> UdpSocket {
        UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port")
    }
}
