//! The sockets at both ends of a simulated wire, as the core's network takes them. What happens in between is `wire`'s.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, ready};

use doorstep_core::net::{Carrier, Door, Listening, Sockets, Soon};
use quinn::udp::{RecvMeta, Transmit};
use quinn::{AsyncUdpSocket, UdpPoller};

use super::pipe::{self, PipeEnd};
use super::wire::{Port, SERVER, Wire};

/// Gives sockets on a wire.
#[derive(Debug)]
pub(super) struct OnTheWire {
    wire: Arc<Wire>,
    seed: u64,
}

impl OnTheWire {
    /// Sockets of which all chance follows from a seed.
    pub(super) fn new(wire: &Arc<Wire>, seed: u64) -> Self {
        Self { wire: Arc::clone(wire), seed }
    }
}

impl Sockets for OnTheWire {
    fn udp(&self, address: SocketAddr) -> io::Result<Arc<dyn AsyncUdpSocket>> {
        let (address, port) = self.wire.plug(address);
        Ok(Arc::new(Socket { wire: Arc::clone(&self.wire), address, port }))
    }

    fn connect(&self, _: SocketAddr) -> Soon<'_, Box<dyn Carrier>> {
        Box::pin(async { Ok(Box::new(pipe::call(&self.wire).await?) as Box<dyn Carrier>) })
    }

    fn listen(&self, address: SocketAddr, with_tcp: bool) -> io::Result<Listening> {
        let udp = self.udp(address)?;
        let tcp = with_tcp.then(|| Box::new(WireDoor(self.wire.open_door())) as Box<dyn Door>);
        Ok(Listening { udp, tcp })
    }

    fn seed(&self) -> Option<[u8; 32]> {
        let mut seed = [0x51; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        Some(seed)
    }
}

/// Where callers over TCP come in.
#[derive(Debug)]
struct WireDoor(Arc<std::sync::Mutex<super::inbox::Inbox<PipeEnd>>>);

impl Door for WireDoor {
    fn accept(&self) -> Soon<'_, (Box<dyn Carrier>, SocketAddr)> {
        Box::pin(async {
            let caller = std::future::poll_fn(|context| {
                self.0.lock().unwrap_or_else(PoisonError::into_inner).poll_take(context)
            });
            Ok((Box::new(caller.await) as Box<dyn Carrier>, SERVER))
        })
    }
}

/// One end of the wire.
#[derive(Debug)]
struct Socket {
    wire: Arc<Wire>,
    address: SocketAddr,
    port: Port,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.wire.unplug(self.address, &self.port);
    }
}

/// There is always room: what is too much gets lost on the way.
#[derive(Debug)]
struct Ready;

impl UdpPoller for Ready {
    fn poll_writable(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncUdpSocket for Socket {
    fn create_io_poller(self: Arc<Self>) -> Pin<Box<dyn UdpPoller>> {
        Box::pin(Ready)
    }

    fn try_send(&self, transmit: &Transmit<'_>) -> io::Result<()> {
        self.wire.send(self.address, transmit.destination, transmit.contents);
        Ok(())
    }

    fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffers: &mut [IoSliceMut<'_>],
        metas: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let mut inbox = self.port.lock().unwrap_or_else(PoisonError::into_inner);
        let packet = ready!(inbox.poll_take(context));
        let size = packet.bytes.len().min(buffers[0].len());
        buffers[0][..size].copy_from_slice(&packet.bytes[..size]);
        metas[0] = RecvMeta { addr: packet.from, len: size, stride: size, ..RecvMeta::default() };
        Poll::Ready(Ok(1))
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }

    fn may_fragment(&self) -> bool {
        false
    }
}
