//! A relay in front of a server that passes every UDP packet on and keeps a copy: what somebody on the network sees.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// A relay that records; it ends when it is dropped.
pub struct Relay {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Vec<u8>>,
    ended: AtomicBool,
}

/// How often a waiting thread looks whether the relay has ended.
const LOOKS_EVERY: Duration = Duration::from_millis(100);
/// The largest UDP packet.
const PACKET_BYTES: usize = 65_536;

impl Relay {
    /// Begins to relay to a server on this machine.
    ///
    /// # Errors
    /// When no socket can be opened.
    pub fn to(server: SocketAddr) -> io::Result<Self> {
        let front = Arc::new(socket()?);
        let (address, shared) = (front.local_addr()?, Arc::new(Shared::default()));
        let for_thread = Arc::clone(&shared);
        thread::spawn(move || for_thread.carry(&front, server));
        Ok(Self { address, shared })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything that went through, in both directions.
    pub fn seen(&self) -> Vec<u8> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    fn note(&self, packet: &[u8]) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(packet);
    }

    /// From callers to the server, with a socket of its own for each caller. A packet that can't be sent is lost, as on any network.
    fn carry(self: &Arc<Self>, front: &Arc<UdpSocket>, server: SocketAddr) {
        let (mut callers, mut packet) = (BTreeMap::<SocketAddr, Arc<UdpSocket>>::new(), vec![0; PACKET_BYTES]);
        while !self.has_ended() {
            let Ok((length, caller)) = front.recv_from(&mut packet) else { continue };
            self.note(&packet[..length]);
            let back = match callers.get(&caller) {
                Some(back) => Arc::clone(back),
                None => {
                    let Ok(back) = socket().map(Arc::new) else { continue };
                    callers.insert(caller, Arc::clone(&back));
                    let (shared, front, back_to) = (Arc::clone(self), Arc::clone(front), Arc::clone(&back));
                    thread::spawn(move || shared.carry_back(&back_to, &front, caller));
                    back
                }
            };
            back.send_to(&packet[..length], server).map(drop).unwrap_or_default();
        }
    }

    fn carry_back(&self, back: &UdpSocket, front: &UdpSocket, caller: SocketAddr) {
        let mut packet = vec![0; PACKET_BYTES];
        while !self.has_ended() {
            let Ok((length, _)) = back.recv_from(&mut packet) else { continue };
            self.note(&packet[..length]);
            front.send_to(&packet[..length], caller).map(drop).unwrap_or_default();
        }
    }
}

fn socket() -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.set_read_timeout(Some(LOOKS_EVERY))?;
    Ok(socket)
}
