//! Files to pass on: entries and pieces of questionnaires in one sealed file, for a person, the project or the server.
//!
//! What goes in is filtered by what its readers may read; what comes out takes the same way as what a session brings, but
//! nothing in a file proves that the server has it. The bytes are a session's frames (`docs/protocol.md`, section 6.2).

mod taking;

use std::io::{self, Write};

use super::{Device, DeviceError};
use crate::entry::{Body, Entry, Holdings, Manifest, PayloadKind};
use crate::ids::{BlobHash, DeviceId, LogId, MemberId};
use crate::member::{DocKind, Membership, Role, Scope, Scopes};
use crate::sealed_file::{Identity, Recipient, SealError, seal};
use crate::store::{Logs, SqliteStore, StoreError, Whereabouts};
use crate::sync::{Chunk, Compression, Frame, Outgoing, StreamError};

pub use taking::{Unpacked, unpack_into};

/// About how many bytes of entries are made readable at once: what a damaged place in the file can cost.
const PART_BYTES: usize = 32_768;
/// How many files one frame of the table of contents names.
const FILES_IN_FRAME: usize = 1_000;
/// How many ranges one frame of the table of contents states.
const RANGES_IN_FRAME: usize = 2_000;

/// For whom a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BundleFor {
    /// The project's server: everything that it has not acknowledged.
    Server,
    /// Every device of one person: everything that the person may read.
    Member(MemberId),
    /// The server and every coordinator: everything that all of them may read.
    Project,
}

/// What was packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Packed {
    /// Entries.
    pub entries: u64,
    /// Pieces of questionnaires and files.
    pub pieces: u64,
    /// Pictures and other files of interviews.
    pub files: u64,
    /// How many devices can open the file.
    pub devices: u64,
}

/// Why nothing was packed or taken.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The device can't say what it has.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The file is sealed for others, or no sealed file, or can't be written.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Nobody of that kind is in the project.
    #[error("the project has nobody to pack this for")]
    Nobody,
    /// The file is another project's.
    #[error("the file belongs to another project; nothing was taken")]
    OtherProject,
    /// The file was opened and is no file of ours.
    #[error("the file is damaged from its beginning; nothing was taken")]
    Damaged,
    /// The stream failed.
    #[error("the file could not be compressed")]
    Stream(#[from] StreamError),
    /// Writing failed.
    #[error("the file can't be written")]
    Io(#[from] io::Error),
}

impl From<StoreError> for BundleError {
    fn from(error: StoreError) -> Self {
        Self::Device(error.into())
    }
}

impl BundleError {
    /// A name that stays the same in every version and language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Device(error) => error.code(),
            Self::Seal(SealError::NotForMe) => "file-for-somebody-else",
            Self::Seal(_) => "file-unreadable",
            Self::Nobody => "nobody-to-pack-for",
            Self::OtherProject => "other-project",
            Self::Damaged => "file-damaged",
            Self::Stream(_) => "file-failed",
            Self::Io(_) => "file-unwritable",
        }
    }
}

impl Device {
    /// Packs what somebody lacks, or may lack, into a sealed file.
    ///
    /// # Errors
    /// When the device is in no project, nobody is there to pack for, or writing fails; the file is then not whole.
    pub fn pack(&self, whom: BundleFor, out: &mut dyn Write) -> Result<Packed, BundleError> {
        self.require_in_earnest()?;
        let membership = self.membership()?;
        let readers = readers(&membership, whom);
        if readers.is_empty() {
            return Err(BundleError::Nobody);
        }
        let mut contents = self.store.passable(Logs::All)?;
        let scopes: Vec<Scopes> = readers.iter().map(|device| membership.carried_by(device)).collect();
        for log in self.store.logs(Logs::All)? {
            if !scopes.iter().all(|scopes| scopes.covers(&log.opening.scope)) {
                contents.0.remove(&log.log);
            }
        }
        if whom == BundleFor::Server
            && let Some(generation) = self.generation()?
        {
            let known = self.store.acknowledged(generation, Logs::All)?;
            for (log, ranges) in &mut contents.0 {
                *ranges = known.0.get(log).map_or_else(|| ranges.clone(), |known| ranges.minus(known));
            }
            contents.0.retain(|_, ranges| !ranges.is_empty());
        }
        let recipients = readers.iter().map(Recipient::of_device).collect::<Result<Vec<_>, _>>()?;
        let mut sealing = seal(&recipients, out)?;
        let generation = if whom == BundleFor::Server { self.generation()? } else { None };
        let for_all = |scope: &Scope| scopes.iter().all(|scopes| scopes.covers(scope));
        let mut files = self.store.files_to_offer(generation, for_all, u64::MAX)?;
        if generation.is_some() {
            let mut lacking = Vec::new();
            for blob in files {
                if self.store.file_place(generation, blob)? == Whereabouts::OnlyHere {
                    lacking.push(blob);
                }
            }
            files = lacking;
        }
        let mut packed = write(&self.store, &membership, (&contents, &files), &mut sealing)?;
        sealing.finish()?.flush()?;
        packed.devices = readers.len() as u64;
        Ok(packed)
    }

    /// Takes what is whole in a file that was packed for this device. Doing so again changes nothing.
    ///
    /// # Errors
    /// When the file is for somebody else or another project, or nothing of it can be read.
    pub fn unpack(&self, input: &mut dyn io::Read) -> Result<Unpacked, BundleError> {
        self.require_in_earnest()?;
        unpack_into(&self.store, &Identity::of_device(self.keypair())?, input)
    }
}

/// The devices for which a file is packed.
fn readers(membership: &Membership, whom: BundleFor) -> Vec<DeviceId> {
    let wanted = membership.grants().filter(|grant| match whom {
        BundleFor::Server => grant.role() == Some(Role::Server),
        BundleFor::Member(member) => grant.member == member,
        BundleFor::Project => matches!(grant.role(), Some(Role::Server | Role::Coordinator)),
    });
    let mut devices: Vec<DeviceId> = wanted.map(|grant| grant.device).collect();
    devices.sort_unstable();
    devices.dedup();
    devices
}

/// Writes the contents, so that a reader who takes them in this order always has what an entry builds on.
fn write(
    store: &SqliteStore,
    membership: &Membership,
    (contents, files): (&Holdings, &[BlobHash]),
    out: &mut impl Write,
) -> Result<Packed, BundleError> {
    let mut frames = Frames { stream: Outgoing::new(Compression::default())?, out };
    frames.say(&Frame::Founding(membership.founding().to_bytes().to_vec()))?;
    let mut table = Holdings::default();
    let ranges = contents.0.iter().flat_map(|(log, ranges)| ranges.iter().map(|range| (*log, range)));
    for (number, (log, (first, end))) in (1..).zip(ranges) {
        table.insert(log, first, end);
        if number % RANGES_IN_FRAME == 0 {
            frames.say(&Frame::Holdings(std::mem::take(&mut table)))?;
        }
    }
    frames.say(&Frame::Holdings(table))?;
    for part in files.chunks(FILES_IN_FRAME) {
        frames.say(&Frame::Offer(part.to_vec()))?;
    }
    let mut packed = Packed::default();
    for log in in_order(store, contents)? {
        for (first, end) in contents.0.get(&log).into_iter().flat_map(|ranges| ranges.iter()) {
            write_range(store, log, (first, end), &mut frames, &mut packed)?;
        }
    }
    // Last, so that what is damaged or cut off costs a picture rather than answers.
    for blob in files {
        let Some(manifest) = store.manifest(*blob)? else { continue };
        packed.pieces += write_blob(store, &manifest, &mut frames)?;
        packed.files += 1;
    }
    frames.say(&Frame::Done)?;
    Ok(packed)
}

fn write_range<W: Write>(
    store: &SqliteStore,
    log: LogId,
    (first, end): (u64, u64),
    frames: &mut Frames<'_, W>,
    packed: &mut Packed,
) -> Result<(), BundleError> {
    let mut next = first;
    while next < end {
        let run = store.read_run(log, next, end, PART_BYTES)?;
        if run.entries.is_empty() {
            return Ok(());
        }
        next = run.end_seq();
        packed.entries += run.entries.len() as u64;
        let manifests: Vec<Manifest> = run.entries.iter().filter_map(manifest_in).collect();
        frames.say(&Frame::Run(run))?;
        for manifest in manifests {
            packed.pieces += write_blob(store, &manifest, frames)?;
        }
    }
    Ok(())
}

/// Writes the pieces that are here, and says how many they are.
fn write_blob<W: Write>(
    store: &SqliteStore,
    manifest: &Manifest,
    frames: &mut Frames<'_, W>,
) -> Result<u64, BundleError> {
    let mut pieces = 0;
    for index in (0_u32..).take(manifest.chunks.len()) {
        if let Some(bytes) = store.chunk(manifest.blob, index.into())? {
            frames.say(&Frame::Chunk(Chunk { blob: manifest.blob, index, bytes }))?;
            pieces += 1;
        }
    }
    Ok(pieces)
}

/// The manifest of a questionnaire, whose pieces follow at once.
fn manifest_in(entry: &Entry) -> Option<Manifest> {
    let Entry::Known { payload_kind, doc_kind, body: Body::Full { payload, .. }, .. } = entry else { return None };
    let described = *payload_kind == PayloadKind::Manifest.number() && *doc_kind == DocKind::FormVersion.number();
    described.then(|| minicbor::decode::<Manifest>(payload).ok()).flatten().filter(Manifest::is_sound)
}

/// The logs in the order in which their entries build on each other: who belongs to the project, how it is set up, the rest.
pub(super) fn in_order(store: &SqliteStore, wanted: &Holdings) -> Result<Vec<LogId>, StoreError> {
    let stored = store.logs(Logs::All)?;
    let mut logs: Vec<(u8, LogId)> = stored.iter().map(|log| (log.opening.scope.class.number(), log.log)).collect();
    logs.retain(|(_, log)| wanted.0.contains_key(log));
    logs.sort_unstable();
    Ok(logs.into_iter().map(|(_, log)| log).collect())
}

/// Frames on their way into a file.
struct Frames<'w, W> {
    stream: Outgoing,
    out: &'w mut W,
}

impl<W: Write> Frames<'_, W> {
    fn say(&mut self, frame: &Frame) -> Result<(), BundleError> {
        self.stream.push(frame)?;
        Ok(self.out.write_all(&self.stream.take_flushed()?)?)
    }
}
