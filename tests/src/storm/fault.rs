//! What goes wrong in a run, and what must hold all the same: the fault matrix. How the wire does it is `weather`'s and `wire`'s.

use std::time::Duration;

use doorstep_core::net::Way;

use super::weather::Weather;

/// One thing that goes wrong on the wire between a phone and its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Nothing.
    Clean,
    /// 5 % of the packets get lost.
    Loss5,
    /// 30 % of the packets get lost.
    Loss30,
    /// 30 % of what goes to the server gets lost.
    LossUp,
    /// 30 % of what goes to the phone gets lost.
    LossDown,
    /// The router gives the phone another address in the middle, and 2 % get lost.
    Rebind,
    /// The router gives another address in the first second, often within the handshake, and 30 % get lost.
    RebindEarly,
    /// Nothing gets through for 20 s, and then the phone has another address.
    Blackout,
    /// No UDP gets through at all.
    NoUdp,
    /// From the middle on no UDP gets through.
    NoUdpMidway,
    /// The phone leaves one network for another, and its old sockets are dead.
    NewNetwork,
    /// Packets of more than 1,200 bytes vanish without a word.
    SmallPackets,
    /// A narrow line with a queue of two seconds.
    Bloat,
    /// The server is killed in the middle and is back two seconds later.
    ServerKilled,
}

/// What must hold in the runs of a fault; that nothing is lost, and nothing acknowledged sent again, holds in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// By when 19 of 20 runs are done.
    pub within: Duration,
    /// How many connections a run may take.
    pub connections: usize,
    /// Over what the last one goes; `None` where either may win.
    pub way: Option<Way>,
    /// How many of a hundred runs may have ended on another.
    pub astray_percent: usize,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Clean,
        Self::Loss5,
        Self::Loss30,
        Self::LossUp,
        Self::LossDown,
        Self::Rebind,
        Self::RebindEarly,
        Self::Blackout,
        Self::NoUdp,
        Self::NoUdpMidway,
        Self::NewNetwork,
        Self::SmallPackets,
        Self::Bloat,
        Self::ServerKilled,
    ];

    /// What it is called on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Loss5 => "loss-5",
            Self::Loss30 => "loss-30",
            Self::LossUp => "loss-up",
            Self::LossDown => "loss-down",
            Self::Rebind => "rebind",
            Self::RebindEarly => "rebind-early",
            Self::Blackout => "blackout",
            Self::NoUdp => "no-udp",
            Self::NoUdpMidway => "no-udp-midway",
            Self::NewNetwork => "new-network",
            Self::SmallPackets => "small-packets",
            Self::Bloat => "bloat",
            Self::ServerKilled => "server-killed",
        }
    }

    /// The fault of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// The weather at the beginning.
    pub(super) fn weather(self, delay: Duration) -> Weather {
        let fair = Weather::fair(delay);
        match self {
            Self::Clean | Self::Blackout | Self::NoUdpMidway | Self::NewNetwork | Self::ServerKilled => fair,
            Self::Loss5 => fair.losing(5),
            Self::Loss30 | Self::RebindEarly => fair.losing(30),
            Self::LossUp => Weather { loss_up: 30, ..fair },
            Self::LossDown => Weather { loss_down: 30, ..fair },
            Self::Rebind => fair.losing(2),
            Self::NoUdp => Weather { is_without_udp: true, ..fair },
            Self::SmallPackets => Weather { largest: 1_200, ..fair },
            Self::Bloat => Weather { bytes_per_second: Some(128 << 10), patience: Duration::from_secs(2), ..fair },
        }
    }

    /// What must hold.
    pub const fn target(self) -> Target {
        let (quic, tcp) = (Some(Way::Quic), Some(Way::WebSocket));
        let (seconds, connections, way) = match self {
            Self::Clean => (2, 1, quic),
            Self::Loss5 | Self::SmallPackets => (5, 1, quic),
            Self::Loss30 | Self::LossUp | Self::LossDown => (30, 3, quic),
            Self::Rebind => (10, 1, quic),
            Self::RebindEarly => (60, 3, None),
            // 20 s of it nothing can be done.
            Self::Blackout => (41, 2, quic),
            // 3 s of it only QUIC is tried.
            Self::NoUdp => (5, 1, tcp),
            // 30 s of it the phone waits for the connection that it has.
            Self::NoUdpMidway => (36, 2, tcp),
            Self::NewNetwork => (6, 1, quic),
            Self::Bloat => (15, 1, quic),
            // 2 s of it there is no server.
            Self::ServerKilled => (10, 2, quic),
        };
        // QUIC has 3 s to come about: where every third packet is lost, it sometimes does not, and the other way is there for that.
        let astray_percent = if matches!(self, Self::Loss30 | Self::LossUp | Self::LossDown) { 10 } else { 0 };
        Target { within: Duration::from_secs(seconds), connections, way, astray_percent }
    }
}
