//! Whole runs: one recording with an image for each moment and fate, and one day for each moment at which the disk fails.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Fate};
use super::tape::{Failure, Recording, Synchronous};
use super::work::{Claim, Claims};
use super::{check, work};
use crate::chance::Chance;
use crate::harness::Person;
use crate::storm::{Direction, Stage};

/// Whose store it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A phone that interviews are held on.
    Phone,
    /// A server that interviews are handed to.
    Server,
}

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Writes and syncs that were recorded, or at which the disk failed.
    pub moments: usize,
    /// Images that were opened.
    pub images: usize,
    /// Things that had been reported as saved, counted once for each image that had to hold them.
    pub claims: usize,
    /// Images that were damaged or had lost something.
    pub broken: usize,
    /// What was wrong with the first.
    pub first: Option<String>,
}

/// A run that could not go on.
#[derive(Debug, thiserror::Error)]
#[error("the run stopped: {0}")]
pub struct CrashError(#[from] Box<dyn Error>);

/// Folders of one run.
struct Place {
    phone: PathBuf,
    server: PathBuf,
}

impl Subject {
    fn recorded(self, place: &Place) -> &Path {
        match self {
            Self::Phone => &place.phone,
            Self::Server => &place.server,
        }
    }

    fn work(self, place: &Place, recording: &Recording) -> Result<Claims, Box<dyn Error>> {
        match self {
            Self::Phone => work::day(&place.phone, recording),
            Self::Server => work::evening(&place.phone, &place.server, recording),
        }
    }

    fn check(self, folder: &Path, claims: &[&Claim]) -> Option<String> {
        match self {
            Self::Phone => check::phone(folder, claims),
            Self::Server => check::server(folder, claims),
        }
    }
}

/// Lets the power go, and the program be killed, at every `stride`-th moment of a recording, and looks at what may be there then.
///
/// # Errors
/// When the recording itself fails.
pub fn cut(
    stage: &Stage,
    folder: &Path,
    subject: Subject,
    synchronous: Synchronous,
    stride: usize,
) -> Result<Found, CrashError> {
    let place = placed(stage, &folder.join("run"))?;
    let mut disk = Disk::of(subject.recorded(&place)).map_err(Box::from)?;
    let recording = Recording::of(subject.recorded(&place), synchronous);
    let claims = subject.work(&place, &recording)?;
    let ops = recording.take_ops();
    drop(recording);
    let (mut found, mut chance) = (Found { moments: ops.len(), ..Found::default() }, Chance::new(stride as u64));
    for moment in 0..=ops.len() {
        if moment % stride.max(1) == 0 || moment == ops.len() {
            let by_then: Vec<&Claim> =
                claims.iter().filter(|(written, _)| *written <= moment).map(|(_, claim)| claim).collect();
            for fate in Fate::ALL {
                let image = folder.join("image");
                disk.write(&image, fate, &mut chance).map_err(Box::from)?;
                found.note(by_then.len(), subject.check(&image, &by_then), &format!("{fate:?} at {moment}"));
                fs::remove_dir_all(&image).map_err(Box::from)?;
            }
        }
        if let Some((file, op)) = ops.get(moment) {
            disk.apply(file, op);
        }
    }
    Ok(found)
}

/// Lets the disk fail at every `stride`-th moment of the same work, each time from the beginning, and looks at what is there when
/// it is well again: all that was reported as saved, and room for more.
///
/// # Errors
/// When the run itself fails.
pub fn fail(
    stage: &Stage,
    folder: &Path,
    subject: Subject,
    failure: Failure,
    stride: usize,
) -> Result<Found, CrashError> {
    let mut found = Found::default();
    for moment in (0..).step_by(stride.max(1)) {
        let run = folder.join("run");
        let place = placed(stage, &run)?;
        let recording = Recording::of(subject.recorded(&place), Synchronous::Full);
        recording.fail(Some((failure, moment)));
        let claims = subject.work(&place, &recording)?;
        let has_failed = recording.has_failed();
        recording.fail(None);
        if !has_failed {
            break;
        }
        found.moments += 1;
        let all: Vec<&Claim> = claims.iter().map(|(_, claim)| claim).collect();
        let what = subject.check(subject.recorded(&place), &all).or_else(|| goes_on(subject, &place, &recording));
        found.note(all.len(), what, &format!("{failure:?} at {moment}"));
        drop(recording);
        fs::remove_dir_all(&run).map_err(Box::from)?;
    }
    Ok(found)
}

/// Whether a phone whose disk is well again takes another interview.
fn goes_on(subject: Subject, place: &Place, recording: &Recording) -> Option<String> {
    if subject == Subject::Server {
        return None;
    }
    let mut claims = Claims::new();
    let mut bob = Person::again(&place.phone, "bob", 20).map_err(|error| error.to_string()).ok()?;
    work::interview(&mut bob, recording, 99, &mut claims);
    (claims.len() < 4).then(|| format!("only {} of 4 things were saved after the disk was well again", claims.len()))
}

fn placed(stage: &Stage, to: &Path) -> Result<Place, CrashError> {
    let (phone, server) = stage.copy(to, Direction::Up).map_err(Box::from)?;
    Ok(Place { phone, server })
}

impl Found {
    fn note(&mut self, claims: usize, what: Option<String>, when: &str) {
        self.images += 1;
        self.claims += claims;
        if let Some(what) = what {
            self.broken += 1;
            self.first.get_or_insert_with(|| format!("{when}: {what}"));
        }
    }
}
