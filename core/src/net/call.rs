//! Calling a server: whom to call, from which sockets, and the connection that comes of it. One attempt is `dial`'s.
//!
//! A finished handshake proves only that the server is the pinned one. Whether it takes this device is its answer inside the
//! session; the other side of the line is `listen`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use quinn::{Endpoint, VarInt};
use tokio::time;

use super::dial::Dialling;
use super::sockets::SystemSockets;
use super::wire::{Link, Way};
use super::{ALPN, DialError, Sockets, TransportSettings, endpoint};
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
    /// How long only QUIC is tried; less where no UDP got through the last time.
    pub head_start: Duration,
}

impl Target {
    /// How long a call is tried unless somebody says otherwise.
    pub const WITHIN: Duration = Duration::from_secs(10);

    /// How long only QUIC is tried, unless it is known not to get through.
    pub const HEAD_START: Duration = Duration::from_secs(3);

    /// How long only QUIC is tried where it did not get through the last time: its one round trip still wins over the three of
    /// TCP wherever it does.
    pub const SHORT_HEAD_START: Duration = Duration::from_millis(250);

    /// A target that is tried for [`Self::WITHIN`].
    pub fn new(addresses: Vec<String>, pin: DeviceId) -> Self {
        Self { addresses, pin, within: Self::WITHIN, head_start: Self::HEAD_START }
    }
}

/// A device's sockets, from which it calls servers. Lives as long as the program; cheap to keep.
#[derive(Debug)]
pub struct Caller {
    settings: TransportSettings,
    sockets: Arc<dyn Sockets>,
    open: Mutex<Open>,
}

/// The endpoints that were needed so far.
#[derive(Debug, Default)]
struct Open {
    v4: Option<Endpoint>,
    v6: Option<Endpoint>,
}

/// A connection to a server whose key is proven, and nothing else.
#[derive(Debug)]
pub struct Call {
    pub(super) link: Link,
    /// Which of the addresses answered.
    pub address: SocketAddr,
}

impl Call {
    /// Over what the session will go.
    pub fn way(&self) -> Way {
        self.link.way()
    }
}

impl Default for Caller {
    fn default() -> Self {
        Self::new(TransportSettings::default())
    }
}

impl Caller {
    /// A caller with these transport settings; sockets are opened at the first call.
    pub fn new(settings: TransportSettings) -> Self {
        Self::over(Arc::new(SystemSockets), settings)
    }

    /// A caller over sockets that the program brings.
    pub fn over(sockets: Arc<dyn Sockets>, settings: TransportSettings) -> Self {
        Self { settings, sockets, open: Mutex::default() }
    }

    /// Calls a server. Addresses are tried one after the other, a quarter of a second apart, and the first that shows the
    /// pinned key wins. Where QUIC gets no answer within its head start, TCP is tried beside it.
    ///
    /// # Errors
    /// When none did in time; of several reasons the one that says most.
    pub async fn dial(&self, target: &Target, keypair: &Keypair) -> Result<Call, DialError> {
        self.dial_as(target, keypair, ALPN).await
    }

    pub(super) async fn dial_as(&self, target: &Target, keypair: &Keypair, alpn: &[u8]) -> Result<Call, DialError> {
        Dialling::new(self, target, keypair, alpn)?.run().await
    }

    /// Goes on over new sockets: to be called when the device has changed its network. Sessions in progress live on.
    ///
    /// # Errors
    /// When the system gives no socket; everything goes on over the old ones then.
    pub fn network_changed(&self) -> Result<(), DialError> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for (endpoint, any) in [(&open.v4, ANY_V4), (&open.v6, ANY_V6)] {
            if let Some(endpoint) = endpoint {
                let socket = self.sockets.udp(any).map_err(DialError::Socket)?;
                endpoint.rebind_abstract(socket).map_err(DialError::Socket)?;
            }
        }
        Ok(())
    }

    /// Waits, for a second at most, until the other sides have heard that this one hung up; for programs about to end.
    pub async fn close(&self) {
        let open = std::mem::take(&mut *self.open.lock().unwrap_or_else(PoisonError::into_inner));
        for endpoint in [open.v4, open.v6].into_iter().flatten() {
            endpoint.close(VarInt::from_u32(0), &[]);
            time::timeout(Duration::from_secs(1), endpoint.wait_idle()).await.unwrap_or_default();
        }
    }

    pub(super) fn settings(&self) -> &TransportSettings {
        &self.settings
    }

    pub(super) fn sockets(&self) -> &Arc<dyn Sockets> {
        &self.sockets
    }

    pub(super) fn endpoint_for(&self, address: SocketAddr) -> Result<Endpoint, DialError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let (slot, any) = match address {
            SocketAddr::V4(_) => (&mut open.v4, ANY_V4),
            SocketAddr::V6(_) => (&mut open.v6, ANY_V6),
        };
        match slot {
            Some(endpoint) => Ok(endpoint.clone()),
            None => {
                let socket = self.sockets.udp(any).map_err(DialError::Socket)?;
                let endpoint = endpoint::calling(socket, self.sockets.seed()).map_err(DialError::Socket)?;
                Ok(slot.insert(endpoint).clone())
            }
        }
    }
}

const ANY_V4: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);
const ANY_V6: SocketAddr = SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), 0);

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

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
        Target { within, ..Target::new(addresses, server_key().public()) }
    }

    /// Dials while the listener answers one caller, whose stream must begin.
    async fn meet(listener: &Listener, target: &Target) -> (Result<Call, DialError>, Result<DeviceId, ArrivalError>) {
        let (caller, alice) = (Caller::default(), alice());
        let dial = async {
            let call = caller.dial(target, &alice).await;
            if let Ok(call) = &call {
                let Link::Quic(connection) = &call.link else { panic!("QUIC gets through") };
                let (mut send, _) = connection.open_bi().await.expect("a stream is allowed");
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
