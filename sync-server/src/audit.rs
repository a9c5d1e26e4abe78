//! The audit log: who entered, what they changed in the membership, and what was refused, as a chain of lines that can be verified.
//!
//! No answer, name, address or secret is in it. Single lines are `line`, files and rotation `file`, the check of a whole chain
//! `verify`. What happens in a session besides is in the program's ordinary log, which is not kept.

mod acts;
mod file;
mod line;
mod verify;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use doorstep_core::entry::Refusal;
use doorstep_core::ids::{DeviceId, EntryHash, LogId};
use doorstep_core::time::Timestamp;
use tracing::error;

use self::file::Writer;
use self::line::Line;
use crate::limits::{Allowances, Budget};
use crate::machine::Machine;

pub(crate) use self::acts::acts_in;
pub use self::verify::{Audit, AuditBreak, AuditError, Fault};

/// The folder of the audit log in a server's directory.
pub(crate) const FOLDER: &str = "audit";

/// Something that belongs into the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event {
    what: What,
    device: Option<DeviceId>,
    code: Option<Refusal>,
    entry: Option<EntryHash>,
    place: Option<(LogId, u64)>,
    count: u64,
}

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// The server began to run.
    Started,
    /// The server was asked to stop.
    Stopped,
    /// The last start ended within a line: that line stays as it is.
    Mended,
    /// A project was founded; the token is used up.
    Founded,
    /// A membership act was stored, by its name.
    Act(&'static str),
    /// Entries were refused or wait.
    EntryRefused,
    /// Somebody was not let in.
    TurnedAway,
    /// A session broke the protocol.
    BadSession,
    /// A call was not taken: too many at once.
    TooManyCalls,
}

impl What {
    const fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Stopped => "stopped",
            Self::Mended => "mended",
            Self::Founded => "founded",
            Self::Act(name) => name,
            Self::EntryRefused => "entry-refused",
            Self::TurnedAway => "turned-away",
            Self::BadSession => "bad-session",
            Self::TooManyCalls => "too-many-calls",
        }
    }

    /// Whether a stranger can make it happen as often as they like.
    const fn is_bounded(self) -> bool {
        match self {
            Self::EntryRefused | Self::TurnedAway | Self::BadSession | Self::TooManyCalls => true,
            Self::Started | Self::Stopped | Self::Mended | Self::Founded | Self::Act(_) => false,
        }
    }
}

impl Event {
    pub(crate) const fn new(what: What) -> Self {
        Self { what, device: None, code: None, entry: None, place: None, count: 1 }
    }

    /// Whose device it was.
    pub(crate) const fn by(self, device: DeviceId) -> Self {
        Self { device: Some(device), ..self }
    }

    /// Why it was refused.
    pub(crate) const fn because(self, code: Refusal) -> Self {
        Self { code: Some(code), ..self }
    }

    /// Which entry it is about.
    pub(crate) const fn about(self, entry: EntryHash) -> Self {
        Self { entry: Some(entry), ..self }
    }

    /// Where the entry stands or was to stand.
    pub(crate) const fn at(self, log: LogId, seq: u64) -> Self {
        Self { place: Some((log, seq)), ..self }
    }

    /// How often it happened at once.
    pub(crate) const fn times(self, count: u64) -> Self {
        Self { count, ..self }
    }

    fn line(&self, at: Timestamp) -> Line {
        Line {
            n: 0,
            at: at.to_string(),
            what: self.what.name().to_owned(),
            device: self.device.map(|device| device.to_string()[..8].to_owned()),
            code: self.code.map(|code| code.name().to_owned()),
            entry: self.entry,
            place: self.place.map(|(log, seq)| format!("{}/{seq}", &log.to_string()[..8])),
            count: (self.count > 1).then_some(self.count),
            left_out: None,
            prev: String::new(),
        }
    }
}

/// How many refusals of one device are written; the rest are counted. Those of strangers share one allowance, since keys cost nothing.
const REFUSALS: Budget = Budget { burst: 50, per_hour: 50 };
/// Whose allowance strangers share.
const STRANGERS: DeviceId = DeviceId([0; 32]);

/// A running server's audit log. A line that can't be written is told in the ordinary log and counted, and stops nobody's work.
#[derive(Debug)]
pub(crate) struct AuditLog {
    machine: Machine,
    refusals: Allowances,
    writing: Mutex<Writing>,
}

#[derive(Debug)]
struct Writing {
    writer: Writer,
    left_out: u64,
}

impl AuditLog {
    /// Goes on with the audit log in a server's directory, which is begun if it is not there.
    pub(crate) fn open(directory: &Path, machine: Machine) -> io::Result<Self> {
        let writer = Writer::open(folder_in(directory))?;
        let is_torn = writer.is_torn();
        let writing = Mutex::new(Writing { writer, left_out: 0 });
        let log = Self { machine, refusals: Allowances::new(REFUSALS), writing };
        if is_torn {
            log.note(Event::new(What::Mended));
        }
        Ok(log)
    }

    /// The chain's last line so far: its number and its hash.
    pub(crate) fn head(&self) -> (u64, String) {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner).writer.head()
    }

    /// Writes an event of somebody who is known to the project, or of nobody.
    pub(crate) fn note(&self, event: Event) {
        self.write(event, event.device.unwrap_or(STRANGERS));
    }

    /// Writes an event of somebody whom the project does not know.
    pub(crate) fn note_stranger(&self, event: Event) {
        self.write(event, STRANGERS);
    }

    fn write(&self, event: Event, whose: DeviceId) {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if event.what.is_bounded() && !self.refusals.take(whose, 1) {
            writing.left_out += event.count;
            return;
        }
        let now = self.machine.now();
        let mut line = event.line(now);
        line.left_out = (writing.left_out > 0).then_some(writing.left_out);
        match writing.writer.append(line, now, !event.what.is_bounded()) {
            Ok(()) => writing.left_out = 0,
            Err(reason) => {
                writing.left_out += 1;
                error!(%reason, "a line of the audit log could not be written");
            }
        }
    }
}

fn folder_in(directory: &Path) -> PathBuf {
    directory.join(FOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: DeviceId = DeviceId([0xa1; 32]);
    const MALLORY: DeviceId = DeviceId([0x66; 32]);

    fn lines(directory: &Path) -> Vec<Line> {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder_in(directory)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        let text: String = files.into_iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_line_names_a_device_by_eight_digits_and_an_entry_by_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), Machine::default()).unwrap();
        log.note(Event::new(What::Act("cut")).by(ALICE).about(EntryHash([7; 32])));
        let lines = lines(folder.path());
        assert_eq!((lines[0].what.as_str(), lines[0].device.as_deref()), ("cut", Some("a1a1a1a1")));
        assert_eq!(lines[0].entry, Some(EntryHash([7; 32])));
    }

    #[test]
    fn refusals_of_one_device_fill_no_disk_hide_nobody_elses_and_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), Machine::default()).unwrap();
        let refused = Event::new(What::EntryRefused).because(Refusal::BadSignature);
        for _ in 0..1_000 {
            log.note(refused.by(MALLORY));
        }
        log.note(refused.by(ALICE));
        let lines = lines(folder.path());
        assert_eq!(lines.len(), 51);
        assert_eq!((lines[50].device.as_deref(), lines[50].left_out), (Some("a1a1a1a1"), Some(950)));
    }

    #[test]
    fn strangers_share_one_allowance_whatever_keys_they_make() {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), Machine::default()).unwrap();
        for number in 0..200 {
            let key = DeviceId([number; 32]);
            log.note_stranger(Event::new(What::TurnedAway).because(Refusal::UnknownDevice).by(key));
        }
        assert_eq!(lines(folder.path()).len(), 50);
    }
}
