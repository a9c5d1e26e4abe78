//! Where sockets come from: the system's, or such as a program brings itself.
//!
//! A phone brings its own where the system's would not do (a socket bound to one network, a kernel without ECN); a simulation
//! brings a wire of its own. What goes over the sockets is not decided here.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::pin::Pin;
use std::sync::Arc;

use quinn::{AsyncUdpSocket, Runtime, TokioRuntime};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

/// What a connection over TCP is made of: bytes to and fro.
pub trait Carrier: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Carrier for T {}

/// Something that a socket will give once it is there.
pub type Soon<'s, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 's>>;

/// Gives sockets for calls and for listening. Its methods are called from within a tokio runtime.
pub trait Sockets: fmt::Debug + Send + Sync + 'static {
    /// A UDP socket at an address; port 0 takes any.
    ///
    /// # Errors
    /// When the system gives none.
    fn udp(&self, address: SocketAddr) -> io::Result<Arc<dyn AsyncUdpSocket>>;

    /// A connection over TCP.
    fn connect(&self, address: SocketAddr) -> Soon<'_, Box<dyn Carrier>>;

    /// Sockets to be called at, and TCP on the same port where that is asked for.
    ///
    /// # Errors
    /// When the address is taken or not allowed.
    fn listen(&self, address: SocketAddr, with_tcp: bool) -> io::Result<Listening>;

    /// From what QUIC's own chance follows; `None` for the system's. Keys never do.
    fn seed(&self) -> Option<[u8; 32]> {
        None
    }
}

/// Sockets to be called at.
pub struct Listening {
    /// For QUIC.
    pub udp: Arc<dyn AsyncUdpSocket>,
    /// For the second way.
    pub tcp: Option<Box<dyn Door>>,
}

/// Where callers over TCP come in.
pub trait Door: fmt::Debug + Send + Sync + 'static {
    /// The next caller, and where it says it is.
    fn accept(&self) -> Soon<'_, (Box<dyn Carrier>, SocketAddr)>;
}

/// The system's own sockets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SystemSockets;

impl Sockets for SystemSockets {
    fn udp(&self, address: SocketAddr) -> io::Result<Arc<dyn AsyncUdpSocket>> {
        TokioRuntime.wrap_udp_socket(UdpSocket::bind(address)?)
    }

    fn connect(&self, address: SocketAddr) -> Soon<'_, Box<dyn Carrier>> {
        Box::pin(async move { carrier(TcpStream::connect(address).await?) })
    }

    fn listen(&self, address: SocketAddr, with_tcp: bool) -> io::Result<Listening> {
        let (udp, tcp) = pair(address, with_tcp)?;
        let udp = TokioRuntime.wrap_udp_socket(udp)?;
        let door = |listener| Ok::<Box<dyn Door>, io::Error>(Box::new(SystemDoor(TcpListener::from_std(listener)?)));
        Ok(Listening { udp, tcp: tcp.map(door).transpose()? })
    }
}

#[derive(Debug)]
struct SystemDoor(TcpListener);

impl Door for SystemDoor {
    fn accept(&self) -> Soon<'_, (Box<dyn Carrier>, SocketAddr)> {
        Box::pin(async move {
            let (stream, address) = self.0.accept().await?;
            Ok((carrier(stream)?, address))
        })
    }
}

fn carrier(stream: TcpStream) -> io::Result<Box<dyn Carrier>> {
    stream.set_nodelay(true)?;
    Ok(Box::new(stream))
}

/// A UDP socket, and a TCP socket on the same port.
fn pair(address: SocketAddr, with_tcp: bool) -> io::Result<(UdpSocket, Option<std::net::TcpListener>)> {
    let mut attempts = if address.port() == 0 { ATTEMPTS_AT_A_PAIR } else { 1 };
    loop {
        let udp = UdpSocket::bind(address)?;
        if !with_tcp {
            return Ok((udp, None));
        }
        match std::net::TcpListener::bind(udp.local_addr()?) {
            Ok(tcp) => {
                tcp.set_nonblocking(true)?;
                return Ok((udp, Some(tcp)));
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && attempts > 1 => attempts -= 1,
            Err(error) => return Err(error),
        }
    }
}

/// How many ports are tried for one that is free for UDP and TCP.
const ATTEMPTS_AT_A_PAIR: u32 = 32;
