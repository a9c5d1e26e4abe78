//! A device: one person's store, key and everything they do with it. `ffi` puts this facade into phones' languages.
//!
//! It joins `store` and `sync` without either seeing the other: `CallerBackend` carries a session's requests to the
//! store. Time and randomness come in with every act, as a [`Moment`]. Nothing here talks to a network; `net` does.

mod addresses;
mod apart;
mod assignments;
mod backups;
mod boundaries;
mod bundle;
mod caller;
mod carry;
mod check_in;
mod checking;
mod closing;
mod codes;
mod collect;
mod copied;
mod correcting;
mod counting;
mod criteria;
mod decide;
mod doors;
mod error;
mod explaining;
#[cfg(feature = "export")]
mod exporting;
mod files;
mod files_when;
mod forms;
mod found;
mod handed_on;
mod held_back;
mod help_kinds;
mod help_slips;
mod helplines;
mod hours;
mod interviewing;
mod invites;
mod kept_files;
mod knocking;
mod leaving;
mod lost;
mod margins;
mod meeting;
mod members;
mod moment;
mod names;
mod networks;
mod one_door;
mod own_slips;
mod packs;
mod past;
mod pin;
mod practice;
mod releases;
mod responsible;
mod results;
mod retaining;
mod same_door;
mod sealing;
mod settings;
mod stages;
mod standing;
mod status;
mod thresholds;
mod translations;
mod unsafe_doors;
mod view;
mod voices;
mod withdrawing;
mod write;

pub use assignments::LONGEST_TURN;
pub use bundle::{BundleError, BundleFor, Packed, Unpacked, unpack_into};
pub use carry::{carried, runs_of, weighed};
pub use check_in::{CheckIn, LONGEST_CHECK_IN};
pub use checking::Target;
pub use closing::{ClosingLine, ClosingList, Stays};
pub use collect::{Given, ResponseDetail, ResponseLine};
pub use copied::{Copied, FoundOut};
pub use decide::{DecisionChoice, OpenQuestion, Opinion};
pub use doors::{AreaLine, DoorLine, RoundLine};
pub use error::DeviceError;
pub use explaining::{Exchange, explain};
#[cfg(feature = "export")]
pub use exporting::{ExportAs, ExportError, Exported, LeftOut, WantedExport};
pub use files::{FileContent, FileError, MAX_FILES, MAX_FILES_BYTES};
pub use files_when::FilesWhen;
pub use forms::FormLine;
pub use found::{Founded, HOOKS, INVITE_LASTS, JoinRequest, rules_of};
pub use handed_on::HandedOnLine;
pub use held_back::HeldBackLine;
pub use help_slips::{Asking, SlipLine};
pub use interviewing::{Interviewing, Start, is_typed_in};
pub use invites::OpenInvite;
pub use kept_files::{FileLine, FileShown};
pub use lost::OnDevice;
pub use meeting::{Hosting, MeetingCode, MeetingCodeError};
pub use members::MemberLine;
pub use moment::Moment;
pub use one_door::{AtOneDoor, Counts, OneOfSeveral};
pub use own_slips::OwnSlip;
pub use packs::{PackWish, TakenLine};
pub use past::{PastImport, PastImported};
pub use pin::{Pin, PinError, PinState};
#[cfg(feature = "export")]
pub use releases::PreparedRelease;
pub use releases::{AskLine, AskState, MAX_REPLY_DAYS, ReleaseContent, Releases, release_document};
pub use results::Results;
pub use retaining::Due;
pub use standing::{LEASE, Standing};
pub use status::{FileCounts, Status};
pub use translations::TranslationLine;
pub use view::View;
pub use voices::ToRead;
pub use withdrawing::{CardFound, HeldApart, PersonFound, carrying, order_of_respondent};

use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, RwLock};

use crate::entry::Holdings;
use crate::ids::Incarnation;
use crate::member::Keypair;
use crate::store::SqliteStore;

/// One person's device.
#[derive(Debug)]
pub struct Device {
    store: SqliteStore,
    key: Keypair,
    incarnation: RwLock<Incarnation>,
    /// Held while entries are signed and stored, so that two calls never continue the same log at once.
    writing: Mutex<()>,
    /// What the server of the present session has sent, until its progress is saved.
    received: Mutex<Holdings>,
    /// Whether something that came in the present session has to come again.
    must_come_again: AtomicBool,
    lease: standing::Lease,
    pin_door: pin::Door,
    sealing: sealing::Sealing,
}
