//! Networks that let no UDP through, and networks in which something else answers: sessions over TCP.
//!
//! A narrow network is played by an address of its own on loopback: its UDP port takes packets and says nothing, and its TCP
//! port leads to the server or to whatever stands in its place.

use std::net::UdpSocket;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::net::{DialError, Way};

/// What a filter shows in place of the server's key: an X.509 certificate of its own (ECDSA, for "filter.example").
const FILTER_CERTIFICATE: &[u8] = include_bytes!("filter.crt.der");
const FILTER_KEY: &[u8] = include_bytes!("filter.key.der");

/// A network whose UDP port is silent.
struct Narrow {
    _silent: UdpSocket,
    tcp: TcpListener,
    address: SocketAddr,
}

impl Narrow {
    async fn new() -> Self {
        loop {
            let silent = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, 2), 0)).expect("loopback has many addresses");
            let address = silent.local_addr().expect("bound");
            if let Ok(tcp) = TcpListener::bind(address).await {
                return Self { _silent: silent, tcp, address };
            }
        }
    }

    /// Carries one connection to the server.
    async fn carry_to(&self, server: SocketAddr) {
        let (mut near, _) = self.tcp.accept().await.expect("somebody calls");
        let mut far = TcpStream::connect(server).await.expect("the server listens");
        tokio::io::copy_bidirectional(&mut near, &mut far).await.map(drop).unwrap_or_default();
    }

    fn target(&self, head_start: Duration) -> Target {
        Target { head_start, ..Target::new(vec![self.address.to_string()], server_key().public()) }
    }
}

const AT_ONCE: Duration = Duration::from_millis(10);

/// One session from the caller's side, by TCP.
async fn call_by_tcp(target: &Target, shelf: &Arc<Shelf>) -> (SessionReport, Driven) {
    let call = Caller::default().dial(target, &alice()).await.expect("TCP gets through");
    assert_eq!(call.way(), Way::WebSocket);
    let mut session = Session::caller(opening(shelf)).expect("compression works");
    let backend: Arc<Shelf> = Arc::clone(shelf);
    let driven = call.run(&mut session, backend, PATIENT).await;
    (session.report(), driven)
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_udp_gets_through_everything_goes_over_tcp() {
    let feed = (0..500).map(|number| entry(number + 10_000)).collect();
    let (phone, listener) = (Arc::new(Shelf::holding(500)), listen(anywhere()));
    let server = Arc::new(Shelf { feed, ..Shelf::default() });
    let narrow = Narrow::new().await;
    let target = narrow.target(AT_ONCE);
    let (called, answered, ()) = tokio::join!(
        call_by_tcp(&target, &phone),
        answer(&listener, &server, PATIENT),
        narrow.carry_to(listener.address())
    );
    called.1.ended.expect("the caller's session ends well");
    answered.2.ended.expect("the server's session ends well");
    assert_eq!((called.0.entries_acknowledged, called.0.entries_received), (500, 500));
    assert_eq!(answered.0, alice().public());
    assert_eq!(*server.entries.lock().unwrap(), *phone.entries.lock().unwrap());
    assert_eq!(called.1.traffic.stream_sent, answered.2.traffic.stream_received);
    assert_eq!(called.1.traffic.udp_sent, 0);
}

#[tokio::test]
async fn quic_wins_wherever_it_gets_through() {
    let listener = listen(anywhere());
    let server = Arc::new(Shelf::default());
    let target = Target {
        head_start: Target::SHORT_HEAD_START,
        ..Target::new(vec![listener.address().to_string()], server_key().public())
    };
    let calling = async {
        let call = Caller::default().dial(&target, &alice()).await.expect("the server listens");
        let way = call.way();
        let phone = Arc::new(Shelf::holding(1));
        let mut session = Session::caller(opening(&phone)).expect("compression works");
        (way, call.run(&mut session, phone, PATIENT).await.ended)
    };
    let ((way, ended), _) = tokio::join!(calling, answer(&listener, &server, PATIENT));
    ended.expect("the session ends well");
    assert_eq!(way, Way::Quic);
}

#[tokio::test]
async fn a_stranger_hears_over_tcp_why_he_is_turned_away() {
    let (phone, listener) = (Arc::new(Shelf::holding(1)), listen(anywhere()));
    let server = Arc::new(Shelf { strangers: true, ..Shelf::default() });
    let narrow = Narrow::new().await;
    let target = narrow.target(AT_ONCE);
    let (called, answered, ()) = tokio::join!(
        call_by_tcp(&target, &phone),
        answer(&listener, &server, PATIENT),
        narrow.carry_to(listener.address())
    );
    let Err(DriveError::Session(SessionError::TurnedAway { refusal })) = called.1.ended else {
        panic!("{:?}", called.1.ended);
    };
    assert_eq!(refusal, Refusal::UnknownDevice);
    assert!(matches!(answered.2.ended, Err(DriveError::Session(_))));
}

#[tokio::test]
async fn when_the_server_stops_a_session_over_tcp_ends_and_keeps_what_came() {
    let (phone, listener) = (Arc::new(Shelf::holding(3_000)), listen(anywhere()));
    let stop = Arc::new(tokio::sync::Notify::new());
    let stopper = Arc::clone(&stop);
    let server = Arc::new(Shelf { trip: Some((300, Box::new(move || stopper.notify_one()))), ..Shelf::default() });
    let narrow = Narrow::new().await;
    let (target, address) = (narrow.target(AT_ONCE), listener.address());
    let stopping = async {
        stop.notified().await;
        listener.close(0);
    };
    let (called, answered, (), ()) = tokio::join!(
        call_by_tcp(&target, &phone),
        answer(&listener, &server, PATIENT),
        narrow.carry_to(address),
        stopping
    );
    assert!(matches!(called.1.ended, Err(DriveError::Closed { .. } | DriveError::Lost)), "{:?}", called.1.ended);
    assert!(matches!(answered.2.ended, Err(DriveError::Lost)), "{:?}", answered.2.ended);
    assert!((300..3_000).contains(&server.count()));
    assert!(called.0.entries_acknowledged <= server.count());
}

#[tokio::test]
async fn a_filter_that_opens_encrypted_connections_is_named_as_such() {
    let narrow = Narrow::new().await;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(FILTER_KEY).expect("a key");
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(FILTER_CERTIFICATE)], key)
        .expect("the key fits the certificate");
    let filter = async {
        let (stream, _) = narrow.tcp.accept().await.expect("somebody calls");
        TlsAcceptor::from(Arc::new(tls)).accept(stream).await.map(drop)
    };
    let target = Target { within: Duration::from_millis(500), ..narrow.target(AT_ONCE) };
    let (caller, alice) = (Caller::default(), alice());
    let (call, _) = tokio::join!(caller.dial(&target, &alice), filter);
    assert!(matches!(call, Err(DialError::Intercepted { .. })), "{call:?}");
    let said = call.map(drop).expect_err("nothing of ours answers").to_string();
    assert!(said.contains(&format!("UDP port {}", narrow.address.port())), "{said}");
}

#[tokio::test]
async fn a_sign_in_page_in_plain_text_is_named_as_such() {
    let narrow = Narrow::new().await;
    let page = async {
        let (mut stream, _) = narrow.tcp.accept().await.expect("somebody calls");
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 302 Found\r\nLocation: http://sign.in/\r\n\r\n")
            .await
    };
    let target = Target { within: Duration::from_millis(500), ..narrow.target(AT_ONCE) };
    let (caller, alice) = (Caller::default(), alice());
    let (call, _) = tokio::join!(caller.dial(&target, &alice), page);
    assert!(matches!(call, Err(DialError::Intercepted { .. })), "{call:?}");
}

#[tokio::test]
async fn a_doorstep_server_with_another_key_is_another_server_over_tcp_too() {
    let (narrow, listener) = (Narrow::new().await, listen(anywhere()));
    let target = Target { pin: alice().public(), within: Duration::from_millis(500), ..narrow.target(AT_ONCE) };
    let (caller, alice) = (Caller::default(), alice());
    let arrival = async { listener.next().await.expect("the listener is open").answer(PATIENT.linger).await.map(drop) };
    let (call, _, ()) = tokio::join!(caller.dial(&target, &alice), arrival, narrow.carry_to(listener.address()));
    assert!(matches!(call, Err(DialError::WrongKey { .. })), "{call:?}");
}

#[tokio::test]
async fn bytes_that_are_no_tls_cost_the_server_nothing() {
    let listener = listen(anywhere());
    let hostile = async {
        let mut stream = TcpStream::connect(listener.address()).await.expect("the server listens");
        tokio::io::AsyncWriteExt::write_all(&mut stream, &[0xff; 10_000]).await.unwrap_or_default();
        stream
    };
    let arrival = async { listener.next().await.expect("the listener is open").answer(PATIENT.linger).await };
    let (_stream, arrived) = tokio::join!(hostile, arrival);
    assert!(matches!(arrived, Err(crate::net::ArrivalError::Tcp(_))), "{arrived:?}");
}
