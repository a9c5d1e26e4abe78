//! Why a device did not do what was asked. Nothing was changed then. No text here holds an answer or a name.

use super::{FileError, PinError};
use crate::document::EditError;
use crate::document::kinds::card::CardError;
use crate::document::kinds::responsible::Missing;
use crate::entry::Refusal;
use crate::evaluation::Consent;
use crate::form::matching::MatchingError;
use crate::form::pack::PackError;
use crate::form::problems::Report;
use crate::ids::{BlobHash, DocId};
use crate::member::{Access, Class, FoundingError, InviteError};
use crate::seal::SealError;
use crate::store::StoreError;

/// A refusal by the device, with a stable [code](DeviceError::code).
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The store could not be opened, read or written.
    #[error(transparent)]
    Store(StoreError),
    /// The device belongs to no project yet.
    #[error("this phone is in no project yet; join with an invite or found a project")]
    NoProject,
    /// The device belongs to a project already.
    #[error("this phone is in a project already; use another store for another project")]
    InProject,
    /// The project is for practice.
    #[error("this is the practice project: nothing of it leaves this phone, and nobody joins it")]
    Practice,
    /// The project can't be founded like that.
    #[error(transparent)]
    Founding(#[from] FoundingError),
    /// The text is no invite.
    #[error(transparent)]
    Invite(#[from] InviteError),
    /// The project has no server yet, so nobody could redeem an invite.
    #[error("the project has no server yet; link one before you invite people")]
    NoServer,
    /// The member's role or area does not allow it.
    #[error("your role or area in this project does not allow this; ask a coordinator")]
    NotPermitted {
        /// What was to be done.
        access: Access,
        /// In which class.
        class: Class,
    },
    /// A key is missing on this phone: it can neither lock nor open such records.
    #[error("this is locked for this phone: ask a coordinator to sync theirs, then sync again")]
    Locked,
    /// Something was not locked, and so not saved.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The phone has not met its server for longer than a lease.
    #[error(
        "this phone has not met its server for over 30 days: it shows nothing until it has; what is unsent is safe and is handed over by a sync"
    )]
    LeaseOver,
    /// The phone's PIN is missing, wrong or unfit.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// A coordinator took this phone's rights back.
    #[error(
        "this phone no longer takes part in the project and shows nothing; what is unsent is safe and is handed over by a sync"
    )]
    Revoked,
    /// What must be said to people before anybody asks them anything is not recorded.
    #[error("before anybody is asked anything, the project must say {}; a coordinator records it", list(.missing))]
    NotOpen {
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// The code is not the one that belongs to this phone.
    #[error(
        "this is not the code of the phone that used the invite: ask the person again, and if it differs take the invite's rights back"
    )]
    WrongCode,
    /// The questionnaire has problems; the report lists them all.
    #[error("the questionnaire can't be used as it is; nothing was imported")]
    Form(Box<Report>),
    /// The text is no card number, or no word for one.
    #[error(transparent)]
    Card(#[from] CardError),
    /// Whoever answered did not agree to it.
    #[error("whoever gave this interview did not agree to that ({})", .consent.word())]
    NotAgreed {
        /// To what.
        consent: Consent,
    },
    /// The file was not taken, or can't be shown.
    #[error(transparent)]
    File(#[from] FileError),
    /// The matching can't be read, or does not fit the questionnaire.
    #[error(transparent)]
    Matching(#[from] MatchingError),
    /// The question pack can't be read or made.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Past responses have problems; the report lists them all.
    #[error("the responses can't be imported as they are; nothing was imported")]
    Past(Box<Report>),
    /// Past responses belong to a round that is over.
    #[error("this round is still open; give past responses a round of their own")]
    RoundOpen,
    /// The round has ended already.
    #[error("this round has ended already")]
    RoundClosed,
    /// No questionnaire of that version is here.
    #[error("this questionnaire is not on this phone; sync first")]
    UnknownForm(BlobHash),
    /// No such record is here.
    #[error("no such record is on this phone")]
    UnknownRecord(DocId),
    /// Nobody with rights in the project is meant.
    #[error("no such member with rights is known on this phone")]
    UnknownMember,
    /// No open invite is meant.
    #[error("no such invite is open: it was used, taken back or has run out")]
    UnknownInvite,
    /// Nobody would be left who could let anybody in.
    #[error("this would leave the project without a coordinator; invite another one first")]
    LastCoordinator,
    /// No such draft is here.
    #[error("no such interview is under way on this phone")]
    UnknownDraft,
    /// The answer does not fit the question.
    #[error("the answer does not fit the question {path}: {reason}")]
    Answer {
        /// The question.
        path: String,
        /// What is wrong, without the answer.
        reason: String,
    },
    /// The interview can't be finished yet.
    #[error("{} questions need an answer first", .paths.len())]
    Unready {
        /// Those questions.
        paths: Vec<String>,
    },
    /// The question has two answers, and nobody has decided between them.
    #[error("this question has two answers; decide which is right first")]
    DecideFirst {
        /// The question.
        path: String,
    },
    /// There is nothing to decide, or the choice is not one of the answers.
    #[error("there is nothing to decide there, or the choice is none of the answers")]
    NothingToDecide,
    /// A door can't be taken on until then.
    #[error("a door is taken on until a day from today on, and for a quarter of a year at most")]
    BadTurn,
    /// Nobody can come back then.
    #[error("a time to come back is after now, and within a quarter of a year")]
    BadCallBack,
    /// Nobody is reminded of such a time.
    #[error("write a time of day within the next twelve hours, such as 18:30")]
    BadCheckIn,
    /// A telephone number is none.
    #[error("a number to call has digits, spaces and + - ( ) / * # alone")]
    BadNumber,
    /// Nobody can be promised an answer after so many days.
    #[error("an answer is promised within 1 to {most} days")]
    BadHelpDays {
        /// The most.
        most: u32,
    },
    /// The project has no such kind of help.
    #[error("nobody in this project answers for that kind of help; a coordinator writes down who does")]
    UnknownHelp,
    /// The person did not say yes.
    #[error("nothing is written down unless the person says yes to its being passed on")]
    NotToBePassedOn,
    /// Points are not those of a scale.
    #[error("points must be a whole number from 0 to {most}")]
    BadPoints {
        /// The most.
        most: i64,
    },
    /// No time of a day.
    #[error("hours are minutes from 1 to 1440, of a day written as 2026-03-14")]
    BadHours,
    /// More days for replies than there may be.
    #[error("there may be at most {most} days for replies")]
    BadReplyDays {
        /// The most.
        most: u64,
    },
    /// The release is published: nothing is added to it any more.
    #[error("the release is published, and nothing is added to it any more")]
    ReplyTooLate,
    /// The two doors are one, or not in one area.
    #[error("choose two different doors of one area")]
    NotOneArea,
    /// A name or text is empty or too long.
    #[error("{what} must have 1 to {most} characters")]
    BadText {
        /// What the text is for.
        what: &'static str,
        /// The most characters it may have.
        most: usize,
    },
    /// The document can't be changed so.
    #[error("the record can't be changed like that")]
    Edit(#[source] EditError),
    /// The device's own checks refused what it wrote.
    #[error("{refusal}")]
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// A stored record does not load any more.
    #[error("a stored record is damaged; the file was left as it is")]
    Damaged {
        /// The record.
        doc: DocId,
    },
}

impl DeviceError {
    /// A name that stays the same in every version and language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::NoProject => "no-project",
            Self::InProject => "in-project",
            Self::Practice => "practice",
            Self::Founding(_) => "bad-founding",
            Self::Invite(_) => "bad-invite",
            Self::Card(_) => "bad-card",
            Self::NotAgreed { .. } => "not-agreed",
            Self::NoServer => "no-server",
            Self::NotPermitted { .. } => "not-permitted",
            Self::Locked => "locked",
            Self::Seal(_) => "not-locked",
            Self::LeaseOver => "lease-over",
            Self::Pin(error) => error.code(),
            Self::Revoked => "revoked",
            Self::NotOpen { .. } => "not-open",
            Self::WrongCode => "wrong-code",
            Self::Form(_) => "bad-form",
            Self::File(error) => error.code(),
            Self::Matching(_) => "bad-matching",
            Self::Pack(_) => "bad-pack",
            Self::Past(_) => "bad-past-responses",
            Self::RoundOpen => "round-open",
            Self::RoundClosed => "round-closed",
            Self::UnknownForm(_) => "unknown-form",
            Self::UnknownRecord(_) => "unknown-record",
            Self::UnknownMember => "unknown-member",
            Self::UnknownInvite => "unknown-invite",
            Self::LastCoordinator => "last-coordinator",
            Self::UnknownDraft => "unknown-draft",
            Self::Answer { .. } => "bad-answer",
            Self::Unready { .. } => "unready",
            Self::DecideFirst { .. } => "decide-first",
            Self::NothingToDecide => "nothing-to-decide",
            Self::BadTurn => "bad-turn",
            Self::BadCallBack => "bad-call-back",
            Self::BadCheckIn => "bad-check-in",
            Self::BadNumber => "bad-number",
            Self::BadHelpDays { .. } => "bad-help-days",
            Self::UnknownHelp => "unknown-help",
            Self::NotToBePassedOn => "not-to-be-passed-on",
            Self::BadPoints { .. } => "bad-points",
            Self::BadHours => "bad-hours",
            Self::BadReplyDays { .. } => "bad-reply-days",
            Self::ReplyTooLate => "reply-too-late",
            Self::NotOneArea => "not-one-area",
            Self::BadText { .. } => "bad-text",
            Self::Edit(_) => "bad-edit",
            Self::Refused { refusal } => refusal.name(),
            Self::Damaged { .. } => "damaged",
        }
    }
}

fn list(missing: &[Missing]) -> String {
    missing.iter().map(|missing| missing.sentence()).collect::<Vec<_>>().join(", ")
}

impl From<StoreError> for DeviceError {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::NotFounded) { Self::NoProject } else { Self::Store(error) }
    }
}

impl From<EditError> for DeviceError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::DecideFirst { key } => {
                Self::DecideFirst { path: key.strip_prefix("a/").unwrap_or(&key).to_owned() }
            }
            EditError::NothingToDecide | EditError::NotAChoice => Self::NothingToDecide,
            other @ (EditError::TooLarge { .. }
            | EditError::EmptyKey
            | EditError::Automerge(_)
            | EditError::Unreadable(_)
            | EditError::Unfit(_)) => Self::Edit(other),
        }
    }
}
