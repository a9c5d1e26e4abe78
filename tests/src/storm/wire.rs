//! A wire between one phone and one server, in memory and in the runtime's time: packets in order, later, or not at all.
//!
//! The phone stands behind a router that gives it an address of its own towards the outside, and may change it. What the sockets
//! at both ends do is `socket`'s, connections over TCP are `pipe`'s.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::time::{Duration, Instant};

use super::inbox::Inbox;
use super::pipe::PipeEnd;
use super::weather::Weather;
use crate::chance::Chance;

/// Where the server is.
pub(super) const SERVER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 4433);
/// Where the phone's router is.
const ROUTER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 7);
/// Where the phone is in its own network.
const PHONE: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 5);

/// A packet on its way.
#[derive(Debug)]
pub(super) struct Packet {
    pub(super) from: SocketAddr,
    pub(super) bytes: Vec<u8>,
}

/// What has arrived at a socket and was not read yet.
pub(super) type Port = Arc<Mutex<Inbox<Packet>>>;

/// The wire.
#[derive(Debug)]
pub(super) struct Wire {
    state: Mutex<State>,
    carried: watch::Sender<u64>,
}

#[derive(Debug)]
struct State {
    weather: Weather,
    chance: Chance,
    began: Instant,
    ports: BTreeMap<SocketAddr, Port>,
    /// How the router shows each address of the phone to the outside.
    outside: BTreeMap<SocketAddr, SocketAddr>,
    next_port: u16,
    free_at: [Instant; 2],
    callers: Option<Arc<Mutex<Inbox<PipeEnd>>>>,
    counts: Counts,
}

/// What went over a wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Packets that were sent.
    pub packets: u64,
    /// Packets that got lost.
    pub lost: u64,
    /// UDP bytes that were sent, both ways.
    pub udp_bytes: u64,
    /// What stands for every packet with its moment, direction, size and fate, in order: equal where two runs were.
    pub trace: u64,
}

impl Wire {
    /// A wire of which all chance follows from a seed. Needs a runtime whose clock stands until all wait.
    pub(super) fn new(weather: Weather, seed: u64) -> Arc<Self> {
        let now = Instant::now();
        let state = State {
            weather,
            chance: Chance::new(seed),
            began: now,
            ports: BTreeMap::new(),
            outside: BTreeMap::new(),
            next_port: 40_000,
            free_at: [now; 2],
            callers: None,
            counts: Counts::default(),
        };
        Arc::new(Self { state: Mutex::new(state), carried: watch::Sender::new(0) })
    }

    /// How long it has been there.
    pub(super) fn age(&self) -> Duration {
        self.state().began.elapsed()
    }

    /// What went over it so far.
    pub(super) fn counts(&self) -> Counts {
        self.state().counts
    }

    /// Lets the weather change.
    pub(super) fn change(&self, change: impl FnOnce(&mut Weather)) {
        change(&mut self.state().weather);
    }

    /// Waits until so many UDP bytes have been sent.
    pub(super) async fn has_carried(&self, bytes: u64) {
        // The sender lives as long as the wire.
        self.carried.subscribe().wait_for(|carried| *carried >= bytes).await.map(drop).unwrap_or_default();
    }

    /// Lets the router forget which address it gave: what the phone sends comes from another one from now on, and what is
    /// sent to the old one reaches nobody.
    pub(super) fn rebind(&self) {
        self.state().outside.clear();
    }

    /// Takes the server off the wire, as a machine that loses its power: what is sent to it reaches nobody.
    pub(super) fn unplug_server(&self) {
        let mut state = self.state();
        state.ports.remove(&SERVER);
        state.callers = None;
    }

    /// Takes the phone's sockets of now off the wire: it has left the network in which they were opened.
    pub(super) fn unplug_phone(&self) {
        let mut state = self.state();
        state.ports.retain(|address, _| *address == SERVER);
        state.outside.clear();
    }

    pub(super) fn weather(&self) -> Weather {
        self.state().weather
    }

    pub(super) fn plug(&self, address: SocketAddr) -> (SocketAddr, Port) {
        let mut state = self.state();
        let address = if address == SERVER { SERVER } else { SocketAddr::from((PHONE, state.port())) };
        let port = Port::default();
        state.ports.insert(address, Arc::clone(&port));
        (address, port)
    }

    pub(super) fn unplug(&self, address: SocketAddr, port: &Port) {
        let mut state = self.state();
        if state.ports.get(&address).is_some_and(|there| Arc::ptr_eq(there, port)) {
            state.ports.remove(&address);
        }
    }

    /// Where callers over TCP wait for the server.
    pub(super) fn open_door(&self) -> Arc<Mutex<Inbox<PipeEnd>>> {
        let door = Arc::default();
        self.state().callers = Some(Arc::clone(&door));
        door
    }

    pub(super) fn door(&self) -> Option<Arc<Mutex<Inbox<PipeEnd>>>> {
        self.state().callers.clone()
    }

    /// Sends a packet; whether it arrives nobody hears.
    pub(super) fn send(&self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        let mut state = self.state();
        let carried = state.send(from, to, bytes);
        drop(state);
        self.carried.send_replace(carried);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn port(&mut self) -> u16 {
        self.next_port += 1;
        self.next_port
    }

    fn send(&mut self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) -> u64 {
        let arrives = self.ports.contains_key(&from).then(|| self.fate(from, to, bytes.len())).flatten();
        self.counts.note(self.began.elapsed(), to == SERVER, bytes.len(), arrives.is_some());
        if let Some((due, seen_as, receiver)) = arrives {
            let mut inbox = receiver.lock().unwrap_or_else(PoisonError::into_inner);
            inbox.put(due, Packet { from: seen_as, bytes: bytes.to_vec() });
        }
        self.counts.udp_bytes
    }

    /// When a packet arrives, from whom as the receiver sees it, and where; `None` if it does not.
    fn fate(&mut self, from: SocketAddr, to: SocketAddr, size: usize) -> Option<(Instant, SocketAddr, Port)> {
        let weather = self.weather;
        let (is_up, loss) = (to == SERVER, if to == SERVER { weather.loss_up } else { weather.loss_down });
        let is_lost = self.chance.percent(loss);
        let due = self.turn(usize::from(is_up), size)? + weather.delay;
        if is_lost || weather.is_black || weather.is_without_udp || size > weather.largest {
            return None;
        }
        let (seen_as, inside) = if is_up {
            let shown = match self.outside.get(&from) {
                Some(shown) => *shown,
                None => SocketAddr::from((ROUTER, self.port())),
            };
            self.outside.insert(from, shown);
            (shown, to)
        } else {
            (from, *self.outside.iter().find(|(_, shown)| **shown == to)?.0)
        };
        Some((due, seen_as, Arc::clone(self.ports.get(&inside)?)))
    }

    /// When a packet has left for its way; `None` when it would wait too long for that.
    fn turn(&mut self, direction: usize, size: usize) -> Option<Instant> {
        let now = Instant::now();
        let Some(rate) = self.weather.bytes_per_second else { return Some(now) };
        let begins = self.free_at[direction].max(now);
        if begins - now > self.weather.patience {
            return None;
        }
        let takes_us = (size as u64).saturating_mul(1_000_000) / rate.max(1);
        self.free_at[direction] = begins + Duration::from_micros(takes_us);
        Some(self.free_at[direction])
    }
}

impl Counts {
    fn note(&mut self, at: Duration, is_up: bool, size: usize, arrives: bool) {
        self.packets += 1;
        self.lost += u64::from(!arrives);
        self.udp_bytes += size as u64;
        let micros = u64::try_from(at.as_micros()).unwrap_or(u64::MAX);
        for part in [micros, u64::from(is_up), size as u64, u64::from(arrives)] {
            // FNV-1a over numbers.
            self.trace = (self.trace ^ part).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
