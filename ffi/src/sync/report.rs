//! What a sync did: what came of each session and of all of them together, as an app shows it.

use std::collections::BTreeMap;

use doorstep_core::entry::Refusal;
use doorstep_core::net::{Traffic, Way};
use doorstep_core::sync::SessionReport;

use crate::StatusCard;

/// Entries that were turned away, by reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RefusedRow {
    /// The stable code.
    pub code: String,
    /// Why, in a sentence.
    pub reason: String,
    /// Whether the server refused them; else this phone did.
    pub by_server: bool,
    /// How many.
    pub entries: u64,
}

/// Over what a sync went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum SyncWay {
    /// QUIC on UDP.
    Quic,
    /// A WebSocket over TLS on TCP: this network lets no UDP through.
    WebSocket,
}

/// One session of a sync: what was exchanged, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SessionRow {
    /// Over what it went.
    pub way: SyncWay,
    /// How often this phone waited for the server.
    pub round_trips: u32,
    /// Entries sent: all that the server had not acknowledged.
    pub sent: u64,
    /// Entries that the server says are on its disk now.
    pub acknowledged: u64,
    /// Entries that the server sent.
    pub received: u64,
    /// Those of them that were new here.
    pub new_here: u64,
    /// Pieces of questionnaires, both ways.
    pub pieces: u64,
    /// Whether the server asked for a list of everything that is here: at the first sync, after it was put back from a backup,
    /// or after this phone's rights changed.
    pub compared_everything: bool,
    /// Whether this phone offered again what had been acknowledged: the server was put back from a backup.
    pub offered_again: bool,
    /// Whether this store turned out to be a copy of an earlier one.
    pub was_a_copy: bool,
    /// The life of the server's database, in its first eight digits.
    pub generation: String,
    /// The server's clock, in milliseconds since 1970.
    pub server_ms: i64,
    /// All of it in sentences, in this phone's language.
    pub explained: Vec<String>,
}

/// What a sync did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SyncReport {
    /// Entries handed over.
    pub sent: u64,
    /// Entries that the server says are on its disk.
    pub acknowledged: u64,
    /// Entries received that were new here.
    pub received: u64,
    /// Pieces of questionnaires sent and received.
    pub pieces: u64,
    /// Bytes that the session wrote.
    pub bytes_sent: u64,
    /// Bytes that the session read.
    pub bytes_received: u64,
    /// Over what its last session went.
    pub way: SyncWay,
    /// UDP payload bytes sent, with handshake, acknowledgements and repeats; none over TCP.
    pub udp_bytes_sent: u64,
    /// UDP payload bytes received.
    pub udp_bytes_received: u64,
    /// How often this phone waited for the server.
    pub round_trips: u32,
    /// Pictures and other files that the server says it has whole now.
    pub files: u64,
    /// Those for which it has no room, or that it did not take for another reason; they stay here.
    pub files_refused: u64,
    /// What was turned away; empty if all is well.
    pub refused: Vec<RefusedRow>,
    /// Its sessions one by one, for whoever wants to know why.
    pub sessions: Vec<SessionRow>,
    /// Where everything is now.
    pub status: StatusCard,
}

impl SyncWay {
    const fn of(way: Way) -> Self {
        match way {
            Way::Quic => Self::Quic,
            Way::WebSocket => Self::WebSocket,
        }
    }
}

/// What came of one session.
pub(super) fn row_of(report: &SessionReport, way: Way, explained: Vec<String>) -> SessionRow {
    SessionRow {
        explained,
        way: SyncWay::of(way),
        round_trips: report.round_trips,
        sent: report.entries_sent,
        acknowledged: report.entries_acknowledged,
        received: report.entries_received,
        new_here: report.entries_new,
        pieces: report.chunks_sent + report.chunks_received,
        compared_everything: report.reconciled,
        offered_again: report.offered_again,
        was_a_copy: report.rolled_back,
        generation: report.answerer.map(|words| words.generation.to_string()[..8].to_owned()).unwrap_or_default(),
        server_ms: report.answerer.map_or(0, |words| words.time.0),
    }
}

/// What a sync has done, over all its sessions.
#[derive(Default)]
pub(crate) struct Done {
    sent: u64,
    acknowledged: u64,
    received: u64,
    pieces: u64,
    files: u64,
    files_refused: u64,
    round_trips: u32,
    pub(super) way: Way,
    traffic: Traffic,
    refused: BTreeMap<(bool, u16), u64>,
    pub(super) sessions: Vec<SessionRow>,
}

impl Done {
    /// Adds what one session did.
    pub(crate) fn add(&mut self, report: &SessionReport, traffic: Traffic) {
        self.sent += report.entries_sent;
        self.acknowledged += report.entries_acknowledged;
        self.received += report.entries_new;
        self.pieces += report.chunks_sent + report.chunks_received;
        self.files += report.files_kept;
        self.files_refused = report.files_refused.len() as u64;
        self.round_trips += report.round_trips;
        self.traffic.stream_sent += traffic.stream_sent;
        self.traffic.stream_received += traffic.stream_received;
        self.traffic.udp_sent += traffic.udp_sent;
        self.traffic.udp_received += traffic.udp_received;
        let here = report.refused_here.iter().map(|refused| (false, refused.refusal.code()));
        let there = report.refused_there.iter().map(|refused| (true, refused.code));
        self.count_refused(here.chain(there));
    }

    /// Counts entries that were refused: whether by the other side, and the code.
    pub(crate) fn count_refused(&mut self, refused: impl Iterator<Item = (bool, u16)>) {
        for key in refused {
            *self.refused.entry(key).or_default() += 1;
        }
    }

    /// What was turned away, by reason.
    pub(crate) fn refused_rows(&self) -> Vec<RefusedRow> {
        let row = |((by_server, code), entries): (&(bool, u16), &u64)| {
            let known = Refusal::from_code(*code);
            RefusedRow {
                code: known.map_or_else(|| code.to_string(), |refusal| refusal.name().to_owned()),
                reason: known
                    .map_or_else(|| "for a reason of a later version".to_owned(), |refusal| refusal.to_string()),
                by_server: *by_server,
                entries: *entries,
            }
        };
        self.refused.iter().map(row).collect()
    }

    /// All of it, beside where everything is now.
    pub(super) fn report(self, status: StatusCard) -> SyncReport {
        SyncReport {
            sent: self.sent,
            acknowledged: self.acknowledged,
            received: self.received,
            pieces: self.pieces,
            files: self.files,
            files_refused: self.files_refused,
            bytes_sent: self.traffic.stream_sent,
            bytes_received: self.traffic.stream_received,
            way: SyncWay::of(self.way),
            udp_bytes_sent: self.traffic.udp_sent,
            udp_bytes_received: self.traffic.udp_received,
            round_trips: self.round_trips,
            refused: self.refused_rows(),
            sessions: self.sessions,
            status,
        }
    }
}
