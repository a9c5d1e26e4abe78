//! Answering calls: a socket, and connections of which the caller's key is proven and nothing else.
//!
//! How many connections to take, and whom to turn away, is the host's business; the calling side is `call`.

use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use quinn::crypto::rustls::QuicServerConfig;
use quinn::{AsyncUdpSocket, ConnectionError, Endpoint, Incoming, ServerConfig, VarInt};
use rustls::pki_types::CertificateDer;
use tokio::sync::watch;
use tokio::time;
use tokio_rustls::TlsAcceptor;

use super::sockets::SystemSockets;
use super::wire::{Way, Wire};
use super::{Carrier, Door, Listening, Sockets, TransportSettings, endpoint, tls, web};
use crate::ids::DeviceId;
use crate::member::Keypair;

/// Why no socket could be opened to answer on.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program uses the port.
    #[error("{address} is taken: another program listens there")]
    PortTaken {
        /// The address.
        address: SocketAddr,
    },
    /// The system does not allow this program to listen there.
    #[error("this program may not listen on {address}: take a port above 1023, or give it the right")]
    NotAllowed {
        /// The address.
        address: SocketAddr,
    },
    /// The system gave no socket.
    #[error("{address} can't be listened on")]
    Socket {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The transport could not be set up with this key.
    #[error("the server's key can't be used")]
    Setup(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl ListenError {
    fn of(address: SocketAddr, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::AddrInUse {
            Self::PortTaken { address }
        } else if source.kind() == io::ErrorKind::PermissionDenied {
            Self::NotAllowed { address }
        } else {
            Self::Socket { address, source }
        }
    }
}

/// Why a caller did not get as far as a session.
#[derive(Debug, thiserror::Error)]
pub enum ArrivalError {
    /// The handshake or the first stream took too long.
    #[error("the caller did not begin in time")]
    TimedOut,
    /// The handshake failed, or the caller went away.
    #[error("the handshake failed")]
    Handshake(#[source] ConnectionError),
    /// The handshake over TCP failed, or the caller went away.
    #[error("the handshake over TCP failed")]
    Tcp(#[source] io::Error),
    /// The caller showed no Ed25519 key.
    #[error("the caller showed no usable key")]
    NoKey,
}

/// The sockets on which calls are answered: UDP, and TCP on the same port unless the settings say otherwise.
#[derive(Debug)]
pub struct Listener {
    endpoint: Endpoint,
    address: SocketAddr,
    socket: Weak<dyn AsyncUdpSocket>,
    tcp: Option<TcpSide>,
}

/// Answers where no UDP gets through.
#[derive(Debug)]
struct TcpSide {
    door: Box<dyn Door>,
    tls: Arc<rustls::ServerConfig>,
    /// Tells open connections that the listener ends them.
    ending: watch::Sender<bool>,
}

/// Somebody calls; nothing was spent on them yet.
#[derive(Debug)]
pub struct Arrival(Kind);

enum Kind {
    Quic(Box<Incoming>),
    Tcp { stream: Box<dyn Carrier>, address: SocketAddr, acceptor: TlsAcceptor, ending: watch::Receiver<bool> },
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Self::Quic(_)) { "Quic(..)" } else { "Tcp(..)" })
    }
}

/// A caller whose key is proven and whose session begins.
#[derive(Debug)]
pub struct Answer {
    pub(super) wire: Wire,
    /// Whose device calls, as its key says.
    pub peer: DeviceId,
    /// Over what.
    pub way: Way,
}

impl Listener {
    /// Opens the sockets; port 0 takes any that is free for both.
    ///
    /// # Errors
    /// When the port is taken or not allowed, or the key can't be used.
    pub fn bind(address: SocketAddr, keypair: &Keypair, settings: &TransportSettings) -> Result<Self, ListenError> {
        Self::over(&SystemSockets, address, keypair, settings)
    }

    /// The same over sockets that the program brings.
    ///
    /// # Errors
    /// When the port is taken or not allowed, or the key can't be used.
    pub fn over(
        sockets: &dyn Sockets,
        address: SocketAddr,
        keypair: &Keypair,
        settings: &TransportSettings,
    ) -> Result<Self, ListenError> {
        let tls = tls::server(keypair).map_err(|error| ListenError::Setup(error.into()))?;
        let config = config(tls.clone(), settings)?;
        let refused = |source: io::Error| ListenError::of(address, source);
        let Listening { udp, tcp } = sockets.listen(address, settings.fallback).map_err(refused)?;
        let (address, held) = (udp.local_addr().map_err(refused)?, Arc::downgrade(&udp));
        let endpoint = endpoint::answering(udp, config, keypair, sockets.seed()).map_err(refused)?;
        let tcp = tcp.map(|door| TcpSide { door, tls: Arc::new(tls), ending: watch::Sender::new(false) });
        Ok(Self { endpoint, address, socket: held, tcp })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections are open over QUIC.
    pub fn open_connections(&self) -> usize {
        self.endpoint.open_connections()
    }

    /// The next caller; `None` once the listener is closed.
    pub async fn next(&self) -> Option<Arrival> {
        tokio::select! {
            incoming = self.endpoint.accept() => incoming.map(|incoming| Arrival(Kind::Quic(Box::new(incoming)))),
            arrival = next_over_tcp(self.tcp.as_ref()) => Some(arrival),
        }
    }

    /// Ends every connection with a code, and takes no more.
    pub fn close(&self, code: u16) {
        self.endpoint.close(VarInt::from_u32(code.into()), &[]);
        if let Some(tcp) = &self.tcp {
            tcp.ending.send_replace(true);
        }
    }

    /// Waits, for a second at most, until the callers have heard of the end and the port is free for another listener.
    pub async fn released(self) {
        let Self { endpoint, socket, .. } = self;
        let release = async {
            endpoint.wait_idle().await;
            drop(endpoint);
            // Quinn's own task lets the socket go at its next turn.
            while socket.strong_count() > 0 {
                tokio::task::yield_now().await;
            }
        };
        time::timeout(Duration::from_secs(1), release).await.unwrap_or_default();
    }
}

async fn next_over_tcp(tcp: Option<&TcpSide>) -> Arrival {
    let Some(tcp) = tcp else { return pending().await };
    loop {
        match tcp.door.accept().await {
            Ok((stream, address)) => {
                let (acceptor, ending) = (TlsAcceptor::from(Arc::clone(&tcp.tls)), tcp.ending.subscribe());
                return Arrival(Kind::Tcp { stream, address, acceptor, ending });
            }
            // Without a free file descriptor the same caller is refused again and again.
            Err(_) => time::sleep(PAUSE_AFTER_REFUSAL).await,
        }
    }
}

impl Arrival {
    /// Where the caller says it is.
    pub fn address(&self) -> SocketAddr {
        match &self.0 {
            Kind::Quic(incoming) => incoming.remote_address(),
            Kind::Tcp { address, .. } => *address,
        }
    }

    /// Whether the caller has shown that it receives at its address.
    pub fn is_address_proven(&self) -> bool {
        match &self.0 {
            Kind::Quic(incoming) => incoming.remote_address_validated(),
            Kind::Tcp { .. } => true,
        }
    }

    /// Lets the caller prove its address first; costs it one round trip, and this side nothing to remember. Who has proven it
    /// is turned away.
    pub fn ask_for_proof(self) {
        if let Kind::Quic(incoming) = self.0
            && let Err(error) = incoming.retry()
        {
            error.into_incoming().ignore();
        }
    }

    /// Turns the caller away.
    pub fn refuse(self) {
        if let Kind::Quic(incoming) = self.0 {
            incoming.refuse();
        }
    }

    /// Ends the handshake and waits for the caller's stream.
    ///
    /// # Errors
    /// When that takes longer than `within`, the handshake fails, or the caller's key is of another kind.
    pub async fn answer(self, within: Duration) -> Result<Answer, ArrivalError> {
        time::timeout(within, self.begin()).await.unwrap_or(Err(ArrivalError::TimedOut))
    }

    async fn begin(self) -> Result<Answer, ArrivalError> {
        let incoming = match self.0 {
            Kind::Quic(incoming) => incoming,
            Kind::Tcp { stream, acceptor, ending, .. } => {
                let (web, peer) = web::answer(acceptor, stream).await.map_err(ArrivalError::Tcp)?;
                let peer = peer.ok_or(ArrivalError::NoKey)?;
                return Ok(Answer { wire: Wire::of_web(web, Some(ending)), peer, way: Way::WebSocket });
            }
        };
        let connection = (*incoming).await.map_err(ArrivalError::Handshake)?;
        let keys = connection.peer_identity().and_then(|keys| keys.downcast::<Vec<CertificateDer<'static>>>().ok());
        let peer = keys.and_then(|keys| keys.first().and_then(tls::device_of)).ok_or(ArrivalError::NoKey)?;
        let (send, recv) = connection.accept_bi().await.map_err(ArrivalError::Handshake)?;
        Ok(Answer { wire: Wire::of_quic(connection, send, recv), peer, way: Way::Quic })
    }
}

fn config(tls: rustls::ServerConfig, settings: &TransportSettings) -> Result<ServerConfig, ListenError> {
    let crypto = QuicServerConfig::try_from(tls).map_err(|error| ListenError::Setup(error.into()))?;
    let mut config = ServerConfig::with_crypto(Arc::new(crypto));
    config
        .transport_config(settings.for_answerer())
        .max_incoming(MAX_INCOMING)
        .incoming_buffer_size(INCOMING_BYTES)
        .incoming_buffer_size_total(INCOMING_BYTES_IN_ALL);
    Ok(config)
}

/// Callers that wait for an answer at once; quinn's default of 65,536 is for larger machines.
const MAX_INCOMING: usize = 512;
/// What one of them may send ahead of its handshake.
const INCOMING_BYTES: u64 = 64 << 10;
/// What all of them together may.
const INCOMING_BYTES_IN_ALL: u64 = 8 << 20;
/// How long no call is taken over TCP after the system has failed at one.
const PAUSE_AFTER_REFUSAL: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_that_have_proven_nothing_wait_in_a_short_row() {
        let tls = tls::server(&Keypair::from_seed([3; 32])).expect("a key is enough");
        let config = config(tls, &TransportSettings::default()).expect("the settings fit");
        let said = format!("{config:?}");
        for part in ["max_incoming: 512", "incoming_buffer_size: 65536", "incoming_buffer_size_total: 8388608"] {
            assert!(said.contains(part), "{part} is missing: {said}");
        }
    }
}
