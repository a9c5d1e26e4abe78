//! What is measured, run by run: W1 handing over, W2 a fresh device, W3 nothing new, W4 one answer changed.
//!
//! Every run gives named figures; what they are compared with is in `figures`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use doorstep_core::response::Answer;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::error::BenchError;
use crate::phone::{Machine, Phone, Synced};
use crate::project::{AT_ONCE, Project};
use crate::server::Server;
use crate::usage::{Process, disk_bytes};

/// The figures of one run, by name.
pub(crate) type Figures = BTreeMap<&'static str, f64>;

/// Where things are.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The program `doorstep-server`.
    pub(crate) server: PathBuf,
    /// Where projects are made and copied.
    pub(crate) folder: PathBuf,
}

/// W1: every phone hands over what it collected, eight at a time; the project's folder then holds the full server.
pub(crate) async fn hand_over(project: &Project, places: &Places) -> Result<Figures, BenchError> {
    let server = Server::start(&places.server, &project.server())?;
    let mut machine = Machine::new()?;
    let mut phones = Vec::new();
    for number in 0..project.phones() {
        phones.push(Phone::open(&project.phone(number), &mut machine)?);
    }
    let (ours, theirs) = (Process::this(), server.process());
    let before = (ours.cpu_s()?, theirs.cpu_s()?);
    let began = Instant::now();
    let sessions = all_sync(phones, &server).await?;
    let wall = began.elapsed();
    let mut figures = Figures::from([
        ("wall_s", wall.as_secs_f64()),
        ("client_cpu_s", ours.cpu_s()? - before.0),
        ("server_cpu_s", theirs.cpu_s()? - before.1),
        ("server_peak_mb", theirs.peak_mb()?),
    ]);
    let acknowledged: u64 = sessions.iter().map(|synced| synced.report.entries_acknowledged).sum();
    if acknowledged < project.size {
        return Err(BenchError::NotSafe { acknowledged, expected: project.size });
    }
    let sum = |bytes: fn(&Synced) -> u64| sessions.iter().map(bytes).sum::<u64>() as f64;
    figures.extend([
        ("stream_up_mb", sum(|synced| synced.traffic.stream_sent) / 1e6),
        ("stream_down_mb", sum(|synced| synced.traffic.stream_received) / 1e6),
        ("udp_up_mb", sum(|synced| synced.traffic.udp_sent) / 1e6),
        ("udp_down_mb", sum(|synced| synced.traffic.udp_received) / 1e6),
    ]);
    server.stop()?;
    figures.insert("server_disk_mb", disk_bytes(&project.server())? as f64 / 1e6);
    Ok(figures)
}

async fn all_sync(phones: Vec<Phone>, server: &Server) -> Result<Vec<Synced>, BenchError> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut busy = JoinSet::new();
    for phone in phones {
        let (places, hosted) = (Arc::clone(&places), server.hosted.clone());
        busy.spawn(async move {
            let _place = places.acquire_owned().await;
            phone.sync(&hosted).await
        });
    }
    let mut sessions = Vec::new();
    while let Some(synced) = busy.join_next().await {
        sessions.push(synced??);
    }
    Ok(sessions)
}

/// W2 and W3: a fresh device joins, takes everything and shows the results; then it calls again, with nothing new.
///
/// It runs in a process of its own, and so does opening its store once more.
pub(crate) fn pull(project: &Project, places: &Places, run: usize) -> Result<Figures, BenchError> {
    let server = Server::start(&places.server, &project.server())?;
    let store = project.file(&format!("fresh-{run}.db"));
    let before = server.process().cpu_s()?;
    let invite = project.spare_invite(run)?;
    let request = crate::pull::Errand { store: store.clone(), invite, address: server.hosted.address.clone() };
    let mut figures = part("pull", &serde_json::to_string(&request)?)?;
    figures.insert("server_cpu_s", server.process().cpu_s()? - before);
    if let Some(wall) = figures.get("wall_s") {
        figures.insert("per_interview_us", wall * 1e6 / project.size as f64);
    }
    figures.insert("server_peak_mb", server.process().peak_mb()?);
    server.stop()?;
    figures.extend(part("show", &serde_json::to_string(&request)?)?);
    figures.insert("disk_mb", disk_bytes(&store)? as f64 / 1e6);
    let counted = figures.get("counted").copied().unwrap_or_default() as u64;
    if counted != project.size {
        return Err(BenchError::Incomplete { counted, expected: project.size });
    }
    Ok(figures)
}

/// Runs this program again for one part, and reads the figures that it prints.
fn part(name: &str, errand: &str) -> Result<Figures, BenchError> {
    let output =
        Command::new(std::env::current_exe()?).args([name, errand]).stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(BenchError::Part(output.status));
    }
    let figures: BTreeMap<String, f64> = serde_json::from_slice(&output.stdout)?;
    let named = crate::pull::NAMES.iter().filter_map(|name| Some((*name, *figures.get(*name)?)));
    Ok(named.collect())
}

/// W4: one answer of one interview is corrected on a phone and handed over, while the server holds all of them.
pub(crate) async fn correct(project: &Project, places: &Places, times: usize) -> Result<Vec<Figures>, BenchError> {
    let server = Server::start(&places.server, &project.server())?;
    let mut machine = Machine::new()?;
    let phone = Phone::open(&project.phone(0), &mut machine)?;
    phone.sync(&server.hosted).await?;
    let responses = phone.device.responses()?;
    let mut runs = Vec::new();
    for (number, response) in responses.iter().cycle().take(times).enumerate() {
        let answer = Answer::Given(format!("The lift has been mended {number} times."));
        let answers = BTreeMap::from([("remarks".to_owned(), answer)]);
        let began = Instant::now();
        phone.device.correct(response.id, &answers, "heard at the door", &mut machine.moment())?;
        let corrected = began.elapsed();
        let synced = phone.sync(&server.hosted).await?;
        if synced.report.entries_acknowledged != 1 {
            return Err(BenchError::NotSafe { acknowledged: synced.report.entries_acknowledged, expected: 1 });
        }
        runs.push(Figures::from([
            ("correct_ms", corrected.as_secs_f64() * 1e3),
            ("handshake_ms", synced.handshake_ms),
            ("session_ms", synced.session_ms),
            ("round_trips", f64::from(synced.report.round_trips)),
            ("stream_bytes", synced.stream_bytes() as f64),
            ("udp_bytes", synced.udp_bytes() as f64),
        ]));
    }
    server.stop()?;
    Ok(runs)
}
