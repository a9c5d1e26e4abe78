//! The one error that apps see: a kind to act on, a code that never changes, and a reason in a sentence.
//!
//! The core's errors, rich and by module, are turned into it here and nowhere else. No answer and no name is in it.

use doorstep_core::device::{BundleError, DeviceError, FileError, MeetingCodeError, PinError};
use doorstep_core::entry::Refusal;
use doorstep_core::net::{DialError, DriveError, MeetError, SyncError};
use doorstep_core::store::StoreError;
use doorstep_core::sync::SessionError;

use crate::FormProblem;

/// Why something was not done; nothing was changed. Kinds are only ever added at the end.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum PhoneError {
    /// What was given can't be taken as it is: mend it and try again.
    #[error("{reason}")]
    Input {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// The questionnaire, or a file of past responses, has problems.
    #[error("{reason}")]
    Form {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
        /// Every problem, with its place in the file.
        problems: Vec<FormProblem>,
    },
    /// The interview can't be finished yet.
    #[error("{reason}")]
    Unready {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
        /// The questions that stand in the way.
        paths: Vec<String>,
    },
    /// There is no such record on this phone.
    #[error("{reason}")]
    Absent {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// Not at this point: something else has to come first.
    #[error("{reason}")]
    NotNow {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// This person's role or area does not allow it.
    #[error("{reason}")]
    NotPermitted {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// The phone's own store can't be used: in use, full, damaged, newer.
    #[error("{reason}")]
    Storage {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// The server could not be reached, or the connection broke. Try again later.
    #[error("{reason}")]
    Network {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// The server, or the project's own checks, turned it away.
    #[error("{reason}")]
    TurnedAway {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// The program or the device it runs on failed.
    #[error("{reason}")]
    Broken {
        /// The stable code.
        code: String,
        /// Why, in a sentence.
        reason: String,
    },
}

impl PhoneError {
    /// The stable code, whatever the kind.
    pub fn code(&self) -> &str {
        match self {
            Self::Input { code, .. }
            | Self::Form { code, .. }
            | Self::Unready { code, .. }
            | Self::Absent { code, .. }
            | Self::NotNow { code, .. }
            | Self::NotPermitted { code, .. }
            | Self::Storage { code, .. }
            | Self::Network { code, .. }
            | Self::TurnedAway { code, .. }
            | Self::Broken { code, .. } => code,
        }
    }

    pub(crate) fn broken(code: &str, reason: &str) -> Self {
        Self::Broken { code: code.to_owned(), reason: reason.to_owned() }
    }

    pub(crate) fn not_now(code: &str, reason: &str) -> Self {
        Self::NotNow { code: code.to_owned(), reason: reason.to_owned() }
    }

    fn refused(refusal: Refusal) -> Self {
        Self::TurnedAway { code: refusal.name().to_owned(), reason: refusal.to_string() }
    }
}

impl From<DeviceError> for PhoneError {
    fn from(error: DeviceError) -> Self {
        let (code, reason) = (error.code().to_owned(), error.to_string());
        match error {
            DeviceError::Store(error) => error.into(),
            DeviceError::Pin(PinError::Needed | PinError::Wait { .. } | PinError::Spent)
            | DeviceError::NoProject
            | DeviceError::InProject
            | DeviceError::Practice
            | DeviceError::NoServer
            | DeviceError::LeaseOver
            | DeviceError::Locked
            | DeviceError::Revoked
            | DeviceError::LastCoordinator
            | DeviceError::NotOpen { .. }
            | DeviceError::DecideFirst { .. }
            | DeviceError::RoundOpen
            | DeviceError::RoundClosed
            | DeviceError::NotAgreed { .. }
            | DeviceError::File(FileError::NotHere)
            | DeviceError::NothingToDecide => Self::NotNow { code, reason },
            DeviceError::Pin(PinError::NoPin | PinError::TooEasy | PinError::Wrong)
            | DeviceError::Founding(_)
            | DeviceError::Invite(_)
            | DeviceError::Card(_)
            | DeviceError::BadPoints { .. }
            | DeviceError::BadHours
            | DeviceError::BadReplyDays { .. }
            | DeviceError::ReplyTooLate
            | DeviceError::Answer { .. }
            | DeviceError::WrongCode
            | DeviceError::BadText { .. }
            | DeviceError::BadTurn
            | DeviceError::NotOneArea
            | DeviceError::BadCallBack
            | DeviceError::BadCheckIn
            | DeviceError::BadNumber
            | DeviceError::BadHelpDays { .. }
            | DeviceError::UnknownHelp
            | DeviceError::NotToBePassedOn
            | DeviceError::File(
                FileError::Empty | FileError::TooLong(_) | FileError::Picture(_) | FileError::TooMany,
            )
            | DeviceError::Matching(_)
            | DeviceError::Pack(_)
            | DeviceError::Seal(_)
            | DeviceError::Edit(_) => Self::Input { code, reason },
            DeviceError::NotPermitted { .. } => Self::NotPermitted { code, reason },
            DeviceError::Form(report) | DeviceError::Past(report) => {
                Self::Form { code, reason, problems: report.problems.iter().map(FormProblem::of).collect() }
            }
            DeviceError::UnknownForm(_)
            | DeviceError::UnknownRecord(_)
            | DeviceError::UnknownMember
            | DeviceError::UnknownInvite
            | DeviceError::UnknownDraft => Self::Absent { code, reason },
            DeviceError::Unready { paths } => Self::Unready { code, reason, paths },
            DeviceError::Refused { .. } => Self::TurnedAway { code, reason },
            DeviceError::File(FileError::Damaged) | DeviceError::Damaged { .. } => Self::Storage { code, reason },
        }
    }
}

impl From<StoreError> for PhoneError {
    fn from(error: StoreError) -> Self {
        let (code, reason) = (error.code().to_owned(), error.to_string());
        match error {
            StoreError::UnknownDraft => Self::Absent { code, reason },
            StoreError::NotFounded | StoreError::OtherProject { .. } => Self::NotNow { code, reason },
            StoreError::Inconsistent
            | StoreError::UnknownBlob
            | StoreError::WrongChunk { .. }
            | StoreError::AlreadyClaimed => Self::Broken { code, reason },
            StoreError::Newer { .. }
            | StoreError::Foreign
            | StoreError::InUse
            | StoreError::NotEncrypted
            | StoreError::KeyMissing
            | StoreError::WrongKey
            | StoreError::NoCipher
            | StoreError::Damaged
            | StoreError::Full
            | StoreError::Unusable
            | StoreError::Interrupted
            | StoreError::Io(_)
            | StoreError::Database(_) => Self::Storage { code, reason },
        }
    }
}

impl From<DialError> for PhoneError {
    fn from(error: DialError) -> Self {
        let reason = error.to_string();
        let code = match error {
            DialError::NoAddress => "no-address",
            DialError::BadAddress { .. } => "bad-address",
            DialError::UnknownHost { .. } => "unknown-host",
            DialError::NoAnswer { .. } => "no-answer",
            DialError::WrongKey { .. } => "wrong-server-key",
            DialError::Intercepted { .. } => "intercepted",
            DialError::Version { .. } => "version",
            DialError::Busy { .. } => "busy",
            DialError::Closed { .. } => "hung-up",
            DialError::Handshake { .. } | DialError::Tcp { .. } => "no-connection",
            DialError::Socket(_) => "no-socket",
            DialError::Setup(_) => "no-setup",
        };
        Self::Network { code: code.to_owned(), reason }
    }
}

impl From<SyncError> for PhoneError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Device(error) => error.into(),
            SyncError::Dial(error) => error.into(),
            SyncError::Session(error) => error.into(),
            SyncError::Broken { source, .. } => source.into(),
        }
    }
}

impl From<MeetError> for PhoneError {
    fn from(error: MeetError) -> Self {
        let reason = error.to_string();
        let network = |code: &str| Self::Network { code: code.to_owned(), reason: reason.clone() };
        match error {
            MeetError::Device(error) => error.into(),
            MeetError::Listen(_) => network("no-socket"),
            MeetError::Dial(_) => network("phone-not-reached"),
            MeetError::NobodyCame { .. } => network("nobody-came"),
            MeetError::Sync(error) => error.into(),
        }
    }
}

impl From<MeetingCodeError> for PhoneError {
    fn from(error: MeetingCodeError) -> Self {
        Self::Input { code: "bad-meeting-code".to_owned(), reason: error.to_string() }
    }
}

impl From<BundleError> for PhoneError {
    fn from(error: BundleError) -> Self {
        let (code, reason) = (error.code().to_owned(), error.to_string());
        match error {
            BundleError::Device(error) => error.into(),
            BundleError::Seal(_) | BundleError::Damaged => Self::Input { code, reason },
            BundleError::Nobody | BundleError::OtherProject => Self::NotNow { code, reason },
            BundleError::Io(_) => Self::Storage { code, reason },
            BundleError::Stream(_) => Self::Broken { code, reason },
        }
    }
}

impl From<DriveError> for PhoneError {
    fn from(error: DriveError) -> Self {
        let reason = error.to_string();
        let code = match error {
            DriveError::Session(error) => return error.into(),
            DriveError::Backend => return Self::Broken { code: "store-silent".to_owned(), reason },
            DriveError::Lost => "connection-lost",
            DriveError::Closed { .. } => "hung-up",
            DriveError::Silent { .. } => "silent",
            DriveError::TooLong { .. } => "too-long-a-sync",
            DriveError::TooMuch { .. } => "too-much-in-a-sync",
        };
        Self::Network { code: code.to_owned(), reason }
    }
}

impl From<SessionError> for PhoneError {
    fn from(error: SessionError) -> Self {
        let reason = error.to_string();
        match error {
            SessionError::TurnedAway { refusal } => Self::refused(refusal),
            SessionError::UnknownCode { .. } => Self::TurnedAway { code: "unknown-code".to_owned(), reason },
            SessionError::Violation { refusal } => Self::Network { code: refusal.name().to_owned(), reason },
            SessionError::CutShort => Self::Network { code: "connection-lost".to_owned(), reason },
            SessionError::Unable { refusal: Refusal::Storage } => {
                Self::Storage { code: "disk-failed".to_owned(), reason }
            }
            SessionError::Unable { .. } | SessionError::Stream(_) => {
                Self::Broken { code: "session-failed".to_owned(), reason }
            }
        }
    }
}
