//! One attempt to reach a server: which address is tried when and over what, until one shows the pinned key.
//!
//! Sockets are `call`'s, the handshake over TCP `web`'s, the sentences `error`'s.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ClientConfig, ConnectionError, Endpoint, TransportErrorCode};
use tokio::task::JoinSet;
use tokio::time;

use super::wire::{Link, Way};
use super::{Call, Caller, DialError, Target, tls, web};
use crate::member::Keypair;

/// How long one address has before the next is tried beside it.
const STAGGER: Duration = Duration::from_millis(250);
/// How many addresses of one name are tried.
const MAX_ADDRESSES_OF_A_NAME: usize = 4;
/// Names are never looked at (the key decides), but TLS wants one.
const NO_NAME: &str = "doorstep.invalid";

/// An attempt under way.
pub(super) struct Dialling<'c> {
    caller: &'c Caller,
    target: &'c Target,
    quic: ClientConfig,
    tcp: Option<Arc<rustls::ClientConfig>>,
    /// What is still to be tried; the next one last.
    waiting: Vec<(Way, SocketAddr)>,
    /// Every address that was found, the first one last.
    known: Vec<SocketAddr>,
    steps: JoinSet<Result<Step, DialError>>,
    /// Whether the second way is being tried.
    both_ways: bool,
    reason: DialError,
}

enum Step {
    Resolved(Vec<SocketAddr>),
    Connected(Call),
}

impl<'c> Dialling<'c> {
    pub(super) fn new(
        caller: &'c Caller,
        target: &'c Target,
        keypair: &Keypair,
        alpn: &[u8],
    ) -> Result<Self, DialError> {
        let setup = |error: rustls::Error| DialError::Setup(error.into());
        let crypto = QuicClientConfig::try_from(tls::client(keypair, target.pin, alpn).map_err(setup)?);
        let mut quic = ClientConfig::new(Arc::new(crypto.map_err(|error| DialError::Setup(error.into()))?));
        quic.transport_config(caller.settings().for_caller());
        let tcp = tls::client_over_tcp(keypair, target.pin, alpn).map_err(setup)?;
        let reason = if target.addresses.is_empty() {
            DialError::NoAddress
        } else {
            DialError::NoAnswer { seconds: target.within.as_secs() }
        };
        let (waiting, known, steps) = (Vec::new(), Vec::new(), JoinSet::new());
        let tcp = caller.settings().fallback.then(|| Arc::new(tcp));
        let mut dialling = Self { caller, target, quic, tcp, waiting, known, steps, both_ways: false, reason };
        for address in &target.addresses {
            match address.parse() {
                Ok(address) => dialling.add(vec![address]),
                Err(_) => drop(dialling.steps.spawn(resolve(address.clone()))),
            }
        }
        Ok(dialling)
    }

    /// Tries until one connects, all have failed, or the time is over.
    pub(super) async fn run(mut self) -> Result<Call, DialError> {
        let mut stagger = time::interval(STAGGER);
        stagger.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        let (deadline, head_start) = (time::sleep(self.target.within), time::sleep(self.target.head_start));
        tokio::pin!(deadline);
        tokio::pin!(head_start);
        while self.has_more_to_try() {
            let step = tokio::select! {
                biased;
                () = &mut deadline => break,
                Some(step) = self.steps.join_next() => step,
                () = &mut head_start, if !self.both_ways && self.tcp.is_some() => {
                    self.try_both_ways();
                    continue;
                }
                _ = stagger.tick(), if !self.waiting.is_empty() => {
                    self.try_next()?;
                    continue;
                }
            };
            match step {
                Ok(Ok(Step::Connected(call))) => return Ok(call),
                Ok(Ok(Step::Resolved(addresses))) => self.add(addresses),
                Ok(Err(error)) if error.weight() > self.reason.weight() => self.reason = error,
                Ok(Err(_)) | Err(_) => {}
            }
        }
        Err(self.reason)
    }

    /// Whether anything is tried or left to try. When QUIC has failed everywhere, its head start is over.
    fn has_more_to_try(&mut self) -> bool {
        let idle = self.waiting.is_empty() && self.steps.is_empty();
        if idle && !self.both_ways && self.tcp.is_some() && !self.reason.is_final() {
            self.try_both_ways();
        }
        !(self.waiting.is_empty() && self.steps.is_empty())
    }

    /// Adds addresses, the first of them to be tried before the others.
    fn add(&mut self, addresses: Vec<SocketAddr>) {
        let ways: &[Way] = if self.both_ways { &[Way::WebSocket, Way::Quic] } else { &[Way::Quic] };
        for address in addresses {
            self.waiting.splice(0..0, ways.iter().map(|way| (*way, address)));
            self.known.insert(0, address);
        }
    }

    fn try_both_ways(&mut self) {
        self.both_ways = true;
        self.waiting.splice(0..0, self.known.iter().map(|address| (Way::WebSocket, *address)));
    }

    fn try_next(&mut self) -> Result<(), DialError> {
        match (self.waiting.pop(), &self.tcp) {
            (Some((Way::Quic, address)), _) => {
                let endpoint = self.caller.endpoint_for(address)?;
                self.steps.spawn(connect(endpoint, self.quic.clone(), address));
            }
            (Some((Way::WebSocket, address)), Some(tcp)) => {
                let (tcp, sockets) = (Arc::clone(tcp), Arc::clone(self.caller.sockets()));
                self.steps.spawn(async move {
                    let carried = sockets.connect(address).await;
                    let carrier = carried.map_err(|source| DialError::Tcp { address, source })?;
                    let link = Link::Web(Box::new(web::call(tcp, carrier, address).await?));
                    Ok(Step::Connected(Call { link, address }))
                });
            }
            (Some((Way::WebSocket, _)) | None, _) => {}
        }
        Ok(())
    }
}

async fn resolve(address: String) -> Result<Step, DialError> {
    let has_port = address.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if !has_port {
        return Err(DialError::BadAddress { address });
    }
    let Ok(found) = tokio::net::lookup_host(address.clone()).await else {
        return Err(DialError::UnknownHost { address });
    };
    Ok(Step::Resolved(found.take(MAX_ADDRESSES_OF_A_NAME).collect()))
}

async fn connect(endpoint: Endpoint, config: ClientConfig, address: SocketAddr) -> Result<Step, DialError> {
    let connecting = endpoint.connect_with(config, address, NO_NAME).map_err(|error| DialError::Setup(error.into()))?;
    match connecting.await {
        Ok(connection) => Ok(Step::Connected(Call { link: Link::Quic(connection), address })),
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
