//! The parts that run in a process of their own: a fresh device that takes everything, and one that shows what it holds.
//!
//! `workloads` starts them and reads what they print.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use doorstep_core::evaluation::Disclosure;
use doorstep_core::member::Invite;
use serde::{Deserialize, Serialize};

use crate::error::BenchError;
use crate::phone::{Machine, Phone};
use crate::server::Hosted;
use crate::usage::Process;

/// What such a part is given.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Errand {
    /// The device's store.
    pub(crate) store: PathBuf,
    /// What it joins by.
    pub(crate) invite: String,
    /// Where the server listens now.
    pub(crate) address: String,
}

/// The figures that the parts print.
pub(crate) const NAMES: [&str; 21] = [
    "wall_s",
    "join_and_pull_s",
    "results_s",
    "client_cpu_s",
    "client_peak_mb",
    "stream_down_mb",
    "stream_up_mb",
    "udp_down_mb",
    "round_trips",
    "counted",
    "again_handshake_ms",
    "again_session_ms",
    "again_round_trips",
    "again_stream_bytes",
    "again_udp_bytes",
    "open_ms",
    "show_ms",
    "list_ms",
    "listed",
    "show_cpu_s",
    "store_peak_mb",
];

/// A spare invite for the server where it listens now.
pub(crate) fn spare(invite: &str, address: &str) -> Result<(Invite, Hosted), BenchError> {
    let mut invite = Invite::from_text(invite).map_err(doorstep_core::device::DeviceError::from)?;
    invite.addresses = vec![address.to_owned()];
    let hosted = Hosted { address: address.to_owned(), pin: invite.server, token: String::new() };
    Ok((invite, hosted))
}

/// Joins, takes everything, shows the results, and calls once more.
pub(crate) async fn pull(errand: &Errand) -> Result<BTreeMap<&'static str, f64>, BenchError> {
    let mut machine = Machine::new()?;
    let (invite, hosted) = spare(&errand.invite, &errand.address)?;
    let began = Instant::now();
    let phone = Phone::open(&errand.store, &mut machine)?;
    let synced = phone.join(&invite, &hosted, &mut machine).await?;
    let pulled = began.elapsed();
    let results = phone.device.results(Disclosure::INSIDE)?;
    let wall = began.elapsed();
    let (cpu_s, peak_mb) = (Process::this().cpu_s()?, Process::this().peak_mb()?);
    let again = phone.sync(&hosted).await?;
    Ok(BTreeMap::from([
        ("wall_s", wall.as_secs_f64()),
        ("join_and_pull_s", pulled.as_secs_f64()),
        ("results_s", (wall - pulled).as_secs_f64()),
        ("client_cpu_s", cpu_s),
        ("client_peak_mb", peak_mb),
        ("stream_down_mb", synced.traffic.stream_received as f64 / 1e6),
        ("stream_up_mb", synced.traffic.stream_sent as f64 / 1e6),
        ("udp_down_mb", synced.traffic.udp_received as f64 / 1e6),
        ("round_trips", f64::from(synced.report.round_trips)),
        ("counted", results.evaluation.interviews as f64),
        ("again_handshake_ms", again.handshake_ms),
        ("again_session_ms", again.session_ms),
        ("again_round_trips", f64::from(again.report.round_trips)),
        ("again_stream_bytes", again.stream_bytes() as f64),
        ("again_udp_bytes", again.udp_bytes() as f64),
    ]))
}

/// Opens the store again, as on the next morning: results and the list of interviews.
pub(crate) fn show(errand: &Errand) -> Result<BTreeMap<&'static str, f64>, BenchError> {
    let began = Instant::now();
    let phone = Phone::open(&errand.store, &mut Machine::new()?)?;
    let opened = began.elapsed();
    let results = phone.device.results(Disclosure::INSIDE)?;
    let shown = began.elapsed();
    let listed = phone.device.responses()?;
    let all = began.elapsed();
    Ok(BTreeMap::from([
        ("open_ms", opened.as_secs_f64() * 1e3),
        ("show_ms", (shown - opened).as_secs_f64() * 1e3),
        ("list_ms", (all - shown).as_secs_f64() * 1e3),
        ("listed", listed.len() as f64),
        ("counted", results.evaluation.interviews as f64),
        ("show_cpu_s", Process::this().cpu_s()?),
        ("store_peak_mb", Process::this().peak_mb()?),
    ]))
}
