//! A fresh device's first sync that is cut off again and again: how much of it comes twice.
//!
//! Uncut, the same is W2 in `workloads`.

use doorstep_core::net::{DriveError, TimeLimits};

use crate::error::BenchError;
use crate::phone::{Machine, Phone};
use crate::project::Project;
use crate::pull;
use crate::server::Server;
use crate::workloads::{Figures, Places};

/// Spare invites from this one on belong to these devices.
const FIRST_INVITE: usize = 48;
/// Into about how many pieces the sync is cut.
const PIECES: u64 = 11;
/// From how many sessions on it makes no progress.
const MOST_SESSIONS: u32 = 100;

/// Takes everything in pieces of a size that fits no boundary; once.
pub(crate) async fn again_and_again(project: &Project, places: &Places, run: usize) -> Result<Figures, BenchError> {
    let server = Server::start(&places.server, &project.server())?;
    let mut machine = Machine::new()?;
    let (invite, hosted) = pull::spare(&project.spare_invite(FIRST_INVITE + 2 * run)?, &server.hosted.address)?;
    let whole = Phone::open(&project.file(&format!("uncut-{run}.db")), &mut machine)?;
    let uncut = whole.join(&invite, &hosted, &mut machine).await?;
    let (invite, hosted) = pull::spare(&project.spare_invite(FIRST_INVITE + 2 * run + 1)?, &server.hosted.address)?;
    let phone = Phone::open(&project.file(&format!("cut-{run}.db")), &mut machine)?;
    let request = phone.device.join_request(&invite, "bench", &mut machine.moment())?;
    phone.device.remember_invite(&invite)?;
    let piece = uncut.traffic.stream_received / PIECES;
    let (mut sessions, mut received, mut new, mut bytes) = (0, 0, 0, 0);
    loop {
        // Before anything has come there is no project to be a member of.
        let opening = if phone.device.is_member().unwrap_or(false) {
            phone.device.calling()?
        } else {
            phone.device.calling_to_join(&request)?
        };
        let limits = TimeLimits { received_bytes: piece, ..TimeLimits::default() };
        let (synced, ended) = phone.talk_within(opening, &hosted, limits).await?;
        sessions += 1;
        received += synced.report.entries_received;
        new += synced.report.entries_new;
        bytes += synced.traffic.stream_received;
        match ended {
            Ok(()) => break,
            Err(DriveError::TooMuch { .. }) if sessions < MOST_SESSIONS => {}
            Err(error) => return Err(error.into()),
        }
    }
    server.stop()?;
    let counted = phone.device.responses()?.len() as u64;
    if counted != project.size {
        return Err(BenchError::Incomplete { counted, expected: project.size });
    }
    Ok(Figures::from([
        ("sessions", f64::from(sessions)),
        ("entries", new as f64),
        ("entries_again_percent", (received - new) as f64 * 100.0 / new as f64),
        ("bytes_more_percent", (bytes as f64 / uncut.traffic.stream_received as f64 - 1.0) * 100.0),
    ]))
}
