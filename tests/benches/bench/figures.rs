//! The figures beside what they should reach and what others reached, as a table and as JSON.
//!
//! What others reached was measured before, once, on two cores over loopback with the same interviews; it is quoted here and
//! not measured by this program. A single `-` stands where nothing is known.

use std::fmt::Write;

use serde::Serialize;

use crate::workloads::Figures;

/// What is known about one figure besides its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    name: &'static str,
    label: &'static str,
    /// What it should stay under, for 2,000 and for 20,000 interviews.
    reach: [Option<f64>; 2],
    /// What others reached with 2,000, and what the machine itself needs.
    beside: &'static str,
    /// What it should stay under for 2,000 without a locked part, where that is less.
    plain: Option<f64>,
}

impl Line {
    const fn or_plain(self, plain: f64) -> Self {
        Self { plain: Some(plain), ..self }
    }
}

const fn line(name: &'static str, label: &'static str, reach: [Option<f64>; 2], beside: &'static str) -> Line {
    Line { name, label, reach, beside, plain: None }
}

/// W1: handing over.
pub(crate) const HAND_OVER: &[Line] = &[
    line(
        "wall_s",
        "wall, durable, s",
        [Some(0.5), None],
        "PouchDB 1.5 (not fsynced), ODK Central 12.9, automerge-repo 21.7",
    ),
    line("server_cpu_s", "server CPU, s", [Some(0.5), None], "PouchDB 0.8, ODK Central 19.3, automerge-repo 15.3")
        .or_plain(0.35),
    line("client_cpu_s", "all clients' CPU, s", [Some(1.0), None], "PouchDB 1.9, ODK Central 2.0, automerge-repo 24.8"),
    line("stream_up_mb", "stream up, MB", [Some(1.4), None], "PouchDB 3.8, ODK Central 5.2, automerge-repo 3.4")
        .or_plain(0.9),
    line("stream_down_mb", "stream down, MB", [None, None], "PouchDB 0.17, ODK Central 1.02, automerge-repo 0.73"),
    line("udp_up_mb", "UDP up, MB", [None, None], "-"),
    line("udp_down_mb", "UDP down, MB", [None, None], "-"),
    line("server_peak_mb", "server's peak memory, MB", [Some(60.0), None], "PouchDB 120, ODK Central 330"),
    line("server_disk_mb", "server's disk, MB", [None, None], "-"),
    line("pouch_wall_s", "PouchDB in this run: wall, s", [None, None], "not synced to the disk"),
    line("pouch_server_cpu_s", "PouchDB in this run: server CPU, s", [None, None], "-"),
    line("pouch_ratio", "our wall to PouchDB's", [Some(0.4), None], "-"),
];

/// W2: a fresh device.
pub(crate) const PULL: &[Line] = &[
    line(
        "wall_s",
        "wall, durable, results shown, s",
        [Some(0.7), Some(3.5)],
        "PouchDB 1.0 / 8.4 for 20,000; automerge-repo 20 / does not finish",
    ),
    line("per_interview_us", "  for each interview, us", [None, None], "-"),
    line("join_and_pull_s", "  joining and taking, s", [None, None], "-"),
    line("results_s", "  results, s", [None, None], "-"),
    line("client_cpu_s", "device's CPU, s", [None, None], "-"),
    line("server_cpu_s", "server CPU, s", [None, None], "-"),
    line("stream_down_mb", "stream down, MB", [Some(1.4), None], "PouchDB 0.77 (gzip, unsigned), automerge-repo 3.3")
        .or_plain(0.9),
    line("stream_up_mb", "stream up, MB", [None, None], "-"),
    line("udp_down_mb", "UDP down, MB", [None, None], "-"),
    line("round_trips", "round trips after the handshake", [None, None], "-"),
    line("client_peak_mb", "device's peak memory while taking, MB", [None, Some(60.0)], "-"),
    line("store_peak_mb", "device's peak memory with the store, MB", [None, Some(60.0)], "-"),
    line("open_ms", "opening the store, ms", [None, None], "-"),
    line("show_ms", "results from the store, ms", [None, None], "-"),
    line("list_ms", "list of interviews, ms", [None, None], "-"),
    line("disk_mb", "device's disk, MB", [None, None], "-"),
    line("pouch_wall_s", "PouchDB in this run: wall, s", [None, None], "no results shown, not synced to the disk"),
    line("pouch_server_cpu_s", "PouchDB in this run: server CPU, s", [None, None], "-"),
    line("pouch_ratio", "our wall to PouchDB's", [None, Some(0.45)], "-"),
];

/// W3: nothing new.
pub(crate) const QUIET: &[Line] = &[
    line("again_round_trips", "round trips after the handshake", [Some(1.0), Some(1.0)], "PouchDB 10"),
    line("again_stream_bytes", "stream, both ways, B", [Some(300.0), Some(300.0)], "PouchDB 5,000"),
    line("again_udp_bytes", "UDP, both ways, B", [None, None], "-"),
    line("again_handshake_ms", "handshake, ms", [None, None], "-"),
    line("again_session_ms", "session, ms", [None, None], "PouchDB 60, all in all"),
];

/// W4: one answer changed.
pub(crate) const CORRECT: &[Line] = &[
    line("round_trips", "round trips to the durable answer", [Some(1.0), Some(1.0)], "PouchDB 12"),
    line("stream_bytes", "stream, both ways, B", [Some(600.0), Some(600.0)], "PouchDB 5,890, ODK Central 3,250"),
    line("udp_bytes", "UDP, both ways, B", [None, None], "-"),
    line("correct_ms", "correcting on the phone, durable, ms", [None, None], "-"),
    line("handshake_ms", "handshake, ms", [None, None], "-"),
    line("session_ms", "session, durable on the server, ms", [None, None], "PouchDB 57, ODK Central 40, all in all"),
];

/// Two phones that meet.
pub(crate) const MEETING: &[Line] = &[
    line("round_trips", "round trips after the handshake", [Some(2.0), Some(2.0)], "-"),
    line("stream_kb", "stream, both ways, kB", [Some(90.0), Some(90.0)], "-"),
    line("udp_kb", "UDP, both ways, kB", [None, None], "-"),
    line("entries", "entries that changed hands", [None, None], "-"),
    line("wall_ms", "wall, durable on both, ms", [Some(200.0), Some(200.0)], "-"),
];

/// Steady ingest.
pub(crate) const INGEST: &[Line] = &[
    line("entries_a_second", "entries a second, durable (at least)", [Some(8_000.0), Some(8_000.0)], "-"),
    line("entries", "entries", [None, None], "-"),
    line("p50_ack_ms", "median wait for a phone's 80 entries, ms", [None, None], "-"),
    line("p99_ack_ms", "the same, 99 of 100, ms", [Some(100.0), Some(100.0)], "-"),
    line("server_cpu_s", "server CPU, s", [None, None], "-"),
    line("generator_cpu_s", "this program's CPU, s", [None, None], "-"),
    line("server_peak_mb", "server's peak memory, MB", [None, None], "-"),
];

/// Connections that say nothing.
pub(crate) const IDLE: &[Line] = &[
    line("connections", "connections", [None, None], "-"),
    line("opened_s", "opening them all, s", [None, None], "-"),
    line("before_mb", "server's peak memory before, MB", [None, None], "-"),
    line("server_peak_mb", "server's peak memory, MB", [Some(300.0), Some(300.0)], "-"),
];

/// A first sync that is cut off.
pub(crate) const CUT: &[Line] = &[
    line("sessions", "sessions that it took", [None, None], "-"),
    line("entries", "entries", [None, None], "-"),
    line("entries_again_percent", "entries that came twice, %", [Some(5.0), Some(5.0)], "-"),
    line("bytes_more_percent", "bytes more than in one piece, %", [None, None], "-"),
];

/// The machine itself.
pub(crate) const FLOOR: &[Line] = &[
    line("wall_s", "wall, durable, s", [None, None], "-"),
    line("cpu_s", "CPU of both ends, s", [None, None], "-"),
    line("payload_mb", "payload, MB", [None, None], "-"),
    line("udp_up_mb", "UDP up, MB", [None, None], "-"),
];

/// One workload's figures over all runs.
#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    workload: String,
    size: u64,
    figures: Vec<Figure>,
}

#[derive(Debug, Serialize)]
struct Figure {
    name: &'static str,
    #[serde(skip)]
    label: &'static str,
    median: f64,
    runs: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<f64>,
    beside: &'static str,
}

impl Measured {
    /// Brings the runs of one workload together; `plain` says that no interview had a locked part.
    pub(crate) fn new(workload: &str, (size, plain): (u64, bool), lines: &[Line], runs: &[Figures]) -> Self {
        let figure = |line: &Line| {
            let values: Vec<f64> = runs.iter().filter_map(|run| run.get(line.name).copied()).collect();
            let reach = match size {
                2_000 => line.plain.filter(|_| plain).or(line.reach[0]),
                20_000 => line.reach[1],
                _ => None,
            };
            let Line { name, label, beside, .. } = *line;
            Some(Figure { name, label, median: median(&values)?, runs: values, reach, beside })
        };
        Self { workload: workload.to_owned(), size, figures: lines.iter().filter_map(figure).collect() }
    }

    /// A table to read.
    pub(crate) fn table(&self) -> String {
        let mut out = format!("\n{}, {} interviews\n", self.workload, self.size);
        for Figure { label, median, runs, reach, beside, .. } in &self.figures {
            let reach = reach.map_or_else(|| "-".to_owned(), number);
            let spread =
                if runs.len() > 1 { format!("{}..{}", number(least(runs)), number(most(runs))) } else { String::new() };
            let median = number(*median);
            writeln!(out, "  {label:<40} {median:>10} {spread:>18}   reach {reach:>6}   others {beside}")
                .unwrap_or_default();
        }
        out
    }
}

fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        small if small < 10.0 => format!("{value:.3}"),
        middle if middle < 1_000.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    Some(if sorted.len().is_multiple_of(2) { f64::midpoint(sorted[sorted.len() / 2 - 1], upper) } else { upper })
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&[9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_figure_stands_beside_what_it_should_reach() {
        let measured = Measured::new("W3", (2_000, false), QUIET, &[Figures::from([("again_round_trips", 2.0)])]);
        assert_eq!(measured.figures.len(), 1);
        assert_eq!((measured.figures[0].median, measured.figures[0].reach), (2.0, Some(1.0)));
        assert!(measured.table().contains("round trips"));
    }

    #[test]
    fn interviews_without_a_locked_part_have_less_to_stay_under() {
        let reach = |plain| {
            let measured = Measured::new("W1", (2_000, plain), HAND_OVER, &[Figures::from([("server_cpu_s", 0.4)])]);
            measured.figures[0].reach
        };
        assert_eq!((reach(false), reach(true)), (Some(0.5), Some(0.35)));
    }
}
