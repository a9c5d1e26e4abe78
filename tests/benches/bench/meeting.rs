//! Two phones that hold the same interviews meet, and each has a hundred that the other lacks.
//!
//! Syncing with a server is in `workloads`.

use std::time::{Duration, Instant};

use doorstep_core::net::{Caller, Waiting, meet};

use crate::error::BenchError;
use crate::phone::{Machine, Phone};
use crate::project::Project;
use crate::pull;
use crate::server::Server;
use crate::workloads::{Figures, Places};

/// How many interviews each phone has that the other lacks.
const DIFFERENT: u64 = 100;
/// Spare invites from this one on belong to these phones.
const FIRST_INVITE: usize = 32;
/// How long the phone that shows the code waits.
const WITHIN: Duration = Duration::from_secs(30);

/// Lets two fresh phones take everything from the server, collect apart, and meet; once.
pub(crate) async fn two_phones(project: &Project, places: &Places, run: usize) -> Result<Figures, BenchError> {
    let server = Server::start(&places.server, &project.server())?;
    let mut machine = Machine::new()?;
    let mut phones = Vec::new();
    for number in 0..2 {
        let phone = Phone::open(&project.file(&format!("meeting-{run}-{number}.db")), &mut machine)?;
        let (invite, hosted) =
            pull::spare(&project.spare_invite(FIRST_INVITE + 2 * run + number)?, &server.hosted.address)?;
        phone.join(&invite, &hosted, &mut machine).await?;
        phones.push(phone);
    }
    // The first does not know the second yet.
    for phone in &phones {
        phone.sync(&server.hosted).await?;
    }
    server.stop()?;
    for (first, phone) in (project.size..).step_by(DIFFERENT as usize).zip(&phones) {
        let area = phone.device.areas()?.first().map(|area| area.id).ok_or(BenchError::ServerEnded)?;
        project.collect(phone, area, first..first + DIFFERENT)?;
    }
    let (shows, calls) = (&phones[0].device, &phones[1].device);
    let waiting = Waiting::open(shows, &mut machine.moment())?;
    let (code, caller, began) = (waiting.code.clone(), Caller::default(), Instant::now());
    let (shown, called) = tokio::join!(waiting.meet(WITHIN), meet(calls, &caller, &code));
    let (wall, synced) = (began.elapsed(), called?);
    shown?;
    for phone in &phones {
        let (counted, expected) = (phone.device.responses()?.len() as u64, project.size + 2 * DIFFERENT);
        if counted != expected {
            return Err(BenchError::Incomplete { counted, expected });
        }
    }
    let traffic = synced.traffic;
    Ok(Figures::from([
        ("round_trips", f64::from(synced.report.round_trips)),
        ("stream_kb", (traffic.stream_sent + traffic.stream_received) as f64 / 1e3),
        ("udp_kb", (traffic.udp_sent + traffic.udp_received) as f64 / 1e3),
        ("entries", (synced.report.entries_sent + synced.report.entries_received) as f64),
        ("wall_ms", wall.as_secs_f64() * 1e3),
    ]))
}
