//! Passing things on without a server: files that a courier carries, and two phones that meet.
//!
//! Neither makes anything safe on the server; what is in a file and who may hear what is decided in `doorstep_core`.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use doorstep_core::device::{BundleFor, MeetingCode};
use doorstep_core::net::{Synced, Waiting, meet};

use crate::sync::Done;
use crate::{Change, Phone, PhoneError, RefusedRow, StatusCard, input, machine};

/// The longest that a phone waits for another, in seconds: an hour.
const MAX_WAIT_SECONDS: u32 = 3_600;

/// For whom a file is packed. New kinds are added at the end.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum PassTo {
    /// The project's server: everything that it has not acknowledged.
    Server,
    /// The server and every coordinator.
    Project,
    /// Every device of one person.
    Member {
        /// The person's id in the project.
        member: String,
    },
}

/// What was packed into a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PackedCard {
    /// Entries.
    pub entries: u64,
    /// Pieces of questionnaires and files.
    pub pieces: u64,
    /// Pictures and other files of interviews.
    pub files: u64,
    /// How many devices can open the file.
    pub devices: u64,
}

/// What was taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct UnpackedCard {
    /// Entries that were new on this phone.
    pub new_entries: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Pieces of questionnaires.
    pub pieces: u64,
    /// Whether the file is damaged, or ends too early; what was whole is taken.
    pub damaged: bool,
    /// Entries that the file should have held and that could not be read.
    pub missing: u64,
    /// Pictures and other files of interviews that the file should hold.
    pub files: u64,
    /// Those of them that are not whole on this phone now.
    pub files_missing: u64,
    /// What was turned away.
    pub refused: Vec<RefusedRow>,
    /// Where everything is now.
    pub status: StatusCard,
}

/// What two phones exchanged.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MeetingCard {
    /// Entries that the other phone was sent.
    pub sent: u64,
    /// Entries that were new here.
    pub received: u64,
    /// Pieces of questionnaires, both ways.
    pub pieces: u64,
    /// Bytes that the session wrote.
    pub bytes_sent: u64,
    /// Bytes that the session read.
    pub bytes_received: u64,
    /// What was turned away; `by_server` stands for the other phone here.
    pub refused: Vec<RefusedRow>,
    /// Where everything is now.
    pub status: StatusCard,
}

/// A phone that waits for another one to scan its code.
#[derive(Debug, uniffi::Object)]
pub struct Sharing {
    phone: Arc<Phone>,
    code: String,
    waiting: Mutex<Option<Waiting>>,
}

#[uniffi::export]
impl Phone {
    /// Packs what somebody lacks, or may lack, into a new file that only they can open.
    ///
    /// # Errors
    /// The file exists or can't be written, nobody is there to pack for, or the store can't be read.
    pub fn pack(&self, path: String, to: PassTo) -> Result<PackedCard, PhoneError> {
        let whom = match to {
            PassTo::Server => BundleFor::Server,
            PassTo::Project => BundleFor::Project,
            PassTo::Member { member } => BundleFor::Member(input::id("a person", &member)?),
        };
        let path = Path::new(&path);
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).open(path).map_err(|error| unusable(&error))?;
        let mut out = BufWriter::new(file);
        match self.device().pack(whom, &mut out) {
            Ok(packed) => {
                let file = out.into_inner().map_err(|error| unusable(error.error()))?;
                file.sync_all().map_err(|error| unusable(&error))?;
                let doorstep_core::device::Packed { entries, pieces, files, devices } = packed;
                Ok(PackedCard { entries, pieces, files, devices })
            }
            Err(error) => {
                drop(out);
                // A part of a file would only mislead; if it can't be removed, it can't be opened as whole either.
                std::fs::remove_file(path).unwrap_or_default();
                Err(error.into())
            }
        }
    }

    /// Takes what is whole in a file that was packed for this phone. Doing so again changes nothing.
    ///
    /// # Errors
    /// The file is for somebody else or another project, can't be read, or the store can't be written.
    pub fn unpack(&self, path: String) -> Result<UnpackedCard, PhoneError> {
        let file = File::open(path).map_err(|error| unusable(&error))?;
        let unpacked = self.device().unpack(&mut BufReader::new(file))?;
        self.changes.note(Change::Arrived);
        let mut refused = Done::default();
        refused.count_refused(unpacked.refused.iter().map(|refused| (false, refused.refusal.code())));
        Ok(UnpackedCard {
            new_entries: unpacked.new,
            known: unpacked.known,
            pieces: unpacked.pieces,
            damaged: unpacked.is_damaged,
            files: unpacked.files.len() as u64,
            files_missing: unpacked.files_missing,
            missing: unpacked.missing.0.values().map(doorstep_core::entry::Ranges::count).sum(),
            refused: refused.refused_rows(),
            status: self.status()?,
        })
    }

    /// Begins to wait for another phone in the same network or hotspot.
    ///
    /// # Errors
    /// The phone is in no project, or the system gives no socket.
    pub fn share(self: Arc<Self>) -> Result<Arc<Sharing>, PhoneError> {
        // Sockets belong to the threads of the runtime.
        let _inside = machine::runtime()?.enter();
        let mut rng = machine::rng()?;
        let mut at = doorstep_core::device::Moment { now: machine::now(), rng: &mut rng };
        let waiting = Waiting::open(self.device(), &mut at)?;
        Ok(Arc::new(Sharing { code: waiting.code.to_text(), waiting: Mutex::new(Some(waiting)), phone: self }))
    }

    /// Calls the phone that shows this code, and exchanges what either lacks and may have.
    ///
    /// # Errors
    /// The text is no such code, the phone is not of this project, can't be reached, or the connection breaks.
    pub async fn take(&self, code: String) -> Result<MeetingCard, PhoneError> {
        let code = MeetingCode::from_text(&code)?;
        let (device, caller, line) = (Arc::clone(self.device()), Arc::clone(&self.caller), Arc::clone(&self.line));
        let task = machine::runtime()?.spawn(async move {
            let _turn = line.lock().await;
            meet(&device, &caller, &code).await
        });
        self.met(task.await.map_err(|_| failed())??)
    }
}

#[uniffi::export]
impl Sharing {
    /// The text under the QR code: good for one phone.
    pub fn code(&self) -> String {
        self.code.clone()
    }

    /// Waits for the phone that scans the code, and exchanges what either lacks and may have.
    ///
    /// # Errors
    /// Nobody comes in time, the connection breaks, or this was called before.
    pub async fn meet(&self, within_seconds: u32) -> Result<MeetingCard, PhoneError> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let waiting =
            waiting.ok_or_else(|| PhoneError::not_now("shared-already", "this code was used; show another"))?;
        let within = Duration::from_secs(within_seconds.min(MAX_WAIT_SECONDS).into());
        let line = Arc::clone(&self.phone.line);
        let task = machine::runtime()?.spawn(async move {
            let _turn = line.lock().await;
            waiting.meet(within).await
        });
        self.phone.met(task.await.map_err(|_| failed())??)
    }
}

impl Phone {
    fn met(&self, synced: Synced) -> Result<MeetingCard, PhoneError> {
        self.act(|device, at| device.give_way(&synced.report, at))?;
        let mut done = Done::default();
        done.add(&synced.report, synced.traffic);
        self.changes.note(Change::Arrived);
        Ok(MeetingCard {
            sent: synced.report.entries_sent,
            received: synced.report.entries_new,
            pieces: synced.report.chunks_sent + synced.report.chunks_received,
            bytes_sent: synced.traffic.stream_sent,
            bytes_received: synced.traffic.stream_received,
            refused: done.refused_rows(),
            status: self.status()?,
        })
    }
}

fn failed() -> PhoneError {
    PhoneError::broken("sync-failed", "the exchange failed inside the program")
}

fn unusable(error: &io::Error) -> PhoneError {
    let (code, reason) = if error.kind() == io::ErrorKind::AlreadyExists {
        ("file-exists", "there is a file of that name already; nothing was overwritten".to_owned())
    } else {
        ("file-unusable", format!("the file can't be read or written: {error}"))
    };
    PhoneError::Input { code: code.to_owned(), reason }
}
