//! Counters of a running server, in the text form that Prometheus reads. No device, member or address is in it.
//!
//! Sessions count themselves in `calls`, commits in `answers`; the page gives the text to this machine alone.

mod followers;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use doorstep_core::entry::Refusal;
use doorstep_core::net::{Traffic, Way};
use doorstep_core::sync::SessionReport;

pub(crate) use self::followers::{Followers, Lag};

/// The upper bounds of the commit times that are told apart, in milliseconds.
const COMMIT_BOUNDS_MS: [u64; 9] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000];

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// As it should.
    Done,
    /// The server turned the caller away, or the caller broke the protocol.
    Refused,
    /// The connection broke.
    Broken,
}

impl Ending {
    const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Broken => "broken",
        }
    }
}

/// What has been counted since the server started.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    sessions: Mutex<BTreeMap<(&'static str, Ending), u64>>,
    refusals: Mutex<BTreeMap<u16, u64>>,
    turned_away: AtomicU64,
    entries_received: AtomicU64,
    entries_new: AtomicU64,
    entries_sent: AtomicU64,
    bytes_received: AtomicU64,
    bytes_sent: AtomicU64,
    commits: Commits,
    /// How far devices have followed the feed.
    pub(crate) followers: Followers,
}

#[derive(Debug, Default)]
struct Commits {
    /// One for each bound, and one for what took longer.
    counts: [AtomicU64; COMMIT_BOUNDS_MS.len() + 1],
    sum_us: AtomicU64,
}

/// What is not counted but found out when somebody asks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gauges {
    /// Connections open now.
    pub(crate) connections: usize,
    /// Entries stored.
    pub(crate) entries: u64,
    /// Entries that wait for others.
    pub(crate) waiting: u64,
    /// Bytes that the store takes on the disk.
    pub(crate) disk_bytes: u64,
    /// Bytes that are free where the store is, as far as the system says.
    pub(crate) free_bytes: Option<u64>,
    /// How far devices are behind the feed.
    pub(crate) lag: Lag,
    /// When the latest backup was taken, in milliseconds since 1970.
    pub(crate) backup_ms: Option<i64>,
}

impl Metrics {
    /// Counts a call that was turned away before anything was said.
    pub(crate) fn count_turned_away(&self) {
        self.turned_away.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a session that has ended.
    pub(crate) fn count_session(&self, way: Way, ending: Ending, report: &SessionReport, traffic: Traffic) {
        let way = match way {
            Way::Quic => "quic",
            Way::WebSocket => "websocket",
        };
        *locked(&self.sessions).entry((way, ending)).or_default() += 1;
        for refused in &report.refused_here {
            self.count_refusal(refused.refusal);
        }
        for (counter, count) in [
            (&self.entries_received, report.entries_received),
            (&self.entries_new, report.entries_new),
            (&self.entries_sent, report.entries_sent),
            (&self.bytes_received, traffic.stream_received),
            (&self.bytes_sent, traffic.stream_sent),
        ] {
            counter.fetch_add(count, Ordering::Relaxed);
        }
    }

    /// Counts an entry or a caller that was refused.
    pub(crate) fn count_refusal(&self, refusal: Refusal) {
        *locked(&self.refusals).entry(refusal.code()).or_default() += 1;
    }

    /// Counts a commit of entries.
    pub(crate) fn count_commit(&self, took: Duration) {
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let place = COMMIT_BOUNDS_MS.iter().position(|bound| ms < *bound).unwrap_or(COMMIT_BOUNDS_MS.len());
        self.commits.counts[place].fetch_add(1, Ordering::Relaxed);
        self.commits.sum_us.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Everything as text.
    pub(crate) fn to_text(&self, gauges: &Gauges) -> String {
        let mut text = Text(String::new());
        text.head("doorstep_sessions_total", "counter", "Sessions that have ended.");
        for ((way, ending), count) in &*locked(&self.sessions) {
            text.line("doorstep_sessions_total", &format!("{{way=\"{way}\",ended=\"{}\"}}", ending.name()), *count);
        }
        text.head("doorstep_refusals_total", "counter", "Entries and callers that were refused, by code.");
        for (code, count) in &*locked(&self.refusals) {
            let name = Refusal::from_code(*code).map_or("unknown", Refusal::name);
            text.line("doorstep_refusals_total", &format!("{{code=\"{code}\",name=\"{name}\"}}"), *count);
        }
        for (name, help, counter) in [
            ("doorstep_calls_turned_away_total", "Calls turned away for too many connections.", &self.turned_away),
            ("doorstep_entries_received_total", "Entries that devices sent.", &self.entries_received),
            ("doorstep_entries_new_total", "Entries that were new here.", &self.entries_new),
            ("doorstep_entries_sent_total", "Entries that devices were sent.", &self.entries_sent),
            ("doorstep_stream_received_bytes_total", "Bytes of sessions received.", &self.bytes_received),
            ("doorstep_stream_sent_bytes_total", "Bytes of sessions sent.", &self.bytes_sent),
        ] {
            text.head(name, "counter", help);
            text.line(name, "", counter.load(Ordering::Relaxed));
        }
        self.commits.write(&mut text);
        for (name, help, value) in [
            ("doorstep_connections", "Connections open now.", Some(gauges.connections as u64)),
            ("doorstep_entries", "Entries stored.", Some(gauges.entries)),
            ("doorstep_entries_waiting", "Entries that wait for others.", Some(gauges.waiting)),
            ("doorstep_disk_bytes", "Bytes of the store on the disk.", Some(gauges.disk_bytes)),
            ("doorstep_disk_free_bytes", "Bytes that are free where the store is.", gauges.free_bytes),
            (
                "doorstep_feed_devices_behind",
                "Devices seen since the start that have not been given all of the feed.",
                Some(gauges.lag.devices),
            ),
            (
                "doorstep_feed_lag_entries",
                "Entries of the feed that the last of these devices has still to look at.",
                Some(gauges.lag.positions),
            ),
            (
                "doorstep_backup_timestamp_seconds",
                "When the latest backup was taken.",
                gauges.backup_ms.and_then(|ms| u64::try_from(ms / 1_000).ok()),
            ),
        ] {
            if let Some(value) = value {
                text.head(name, "gauge", help);
                text.line(name, "", value);
            }
        }
        text.0
    }
}

impl Commits {
    fn write(&self, text: &mut Text) {
        let name = "doorstep_commit_seconds";
        text.head(name, "histogram", "How long commits of entries took, checks and waiting for others included.");
        let mut so_far = 0;
        for (place, count) in self.counts.iter().enumerate() {
            so_far += count.load(Ordering::Relaxed);
            let bound = COMMIT_BOUNDS_MS.get(place).map_or("+Inf".to_owned(), |ms| (*ms as f64 / 1_000.0).to_string());
            text.line("doorstep_commit_seconds_bucket", &format!("{{le=\"{bound}\"}}"), so_far);
        }
        let seconds = self.sum_us.load(Ordering::Relaxed) as f64 / 1_000_000.0;
        text.line("doorstep_commit_seconds_sum", "", seconds);
        text.line("doorstep_commit_seconds_count", "", so_far);
    }
}

/// Text in the making.
struct Text(String);

impl Text {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.0.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
    }

    fn line(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        // Writing into memory does not fail.
        writeln!(self.0, "{name}{labels} {value}").unwrap_or_default();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Every change of the guarded map is whole before anything can panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_stands_in_the_text_and_buckets_add_up() {
        let metrics = Metrics::default();
        let report = SessionReport { entries_received: 40, entries_new: 39, ..SessionReport::default() };
        metrics.count_session(Way::WebSocket, Ending::Done, &report, Traffic::default());
        metrics.count_refusal(Refusal::UnknownDevice);
        metrics.count_commit(Duration::from_millis(3));
        metrics.count_commit(Duration::from_secs(7));
        let text = metrics.to_text(&Gauges { connections: 2, backup_ms: Some(1_760_000_000_000), ..Gauges::default() });
        for line in [
            "doorstep_sessions_total{way=\"websocket\",ended=\"done\"} 1",
            "doorstep_refusals_total{code=\"41\",name=\"unknown-device\"} 1",
            "doorstep_entries_new_total 39",
            "doorstep_commit_seconds_bucket{le=\"0.002\"} 0",
            "doorstep_commit_seconds_bucket{le=\"0.005\"} 1",
            "doorstep_commit_seconds_bucket{le=\"+Inf\"} 2",
            "doorstep_commit_seconds_count 2",
            "doorstep_commit_seconds_sum 7.003",
            "doorstep_connections 2",
            "doorstep_backup_timestamp_seconds 1760000000",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} is missing in\n{text}");
        }
    }
}
