//! What a phone holds: one [`Phone`] over the core's device, in plain records, for Kotlin, Swift, Python and Rust.
//!
//! No logic of its own: each method hands over to `doorstep_core::device`. What the core lacks on purpose is here: the
//! clock, randomness, the runtime that carries a sync. The program `doorstep` is built on the same facade.

mod addresses;
mod assignments;
mod at_rest;
#[cfg(feature = "boundaries")]
mod boundaries;
mod by_group;
mod changes;
mod check_in;
mod checking;
mod closing;
mod codes;
mod comparing;
mod criteria;
mod decide;
mod doors;
mod error;
#[cfg(feature = "export")]
mod exporting;
mod facade;
#[cfg(feature = "field")]
mod field;
#[cfg(feature = "field")]
mod field_app;
mod files;
mod forms;
mod held_back;
mod help;
mod helplines;
mod hours;
mod input;
mod interview;
mod invites;
mod keeping;
mod log;
mod machine;
mod map;
mod margins;
mod members;
mod names;
mod one_door;
mod packs;
mod passing;
mod past;
mod phone;
mod picture;
mod pin;
mod practice;
mod printed;
mod rates;
mod releases;
mod responses;
mod responsible;
mod results;
mod rows;
mod same_door;
mod setup;
mod stages;
mod status;
mod storage;
mod subject_access;
mod sync;
mod thresholds;
mod translations;
mod unsafe_doors;
mod voices;
mod walk;
mod withdrawing;
mod wording;

pub use addresses::{DoorsImported, doors_of_range};
pub use assignments::TurnRow;
pub use at_rest::{About, KeyStore, about};
#[cfg(feature = "boundaries")]
pub use boundaries::BoundariesCard;
pub use by_group::{AskedRow, GroupFigure, GroupRow, GroupsCard};
pub use changes::{Change, ChangeListener};
pub use check_in::CheckInCard;
pub use checking::{CheckCard, OddRow, TargetRow, UnusualRow};
pub use closing::{ClosingCard, ClosingRow, Staying};
pub use codes::CodeRow;
pub use criteria::{CriterionCard, CriterionWish};
pub use decide::{Choice, OpinionRow, TwoAnswersRow};
pub use doors::{AreaRow, DoorRow, KnockRow, NewDoor, Outcome, RoundRow};
pub use error::PhoneError;
#[cfg(feature = "export")]
pub use exporting::{ExportCard, ExportKind, ExportObserver, ExportWish};
pub use facade::{FACADE, speaks_facade};
#[cfg(feature = "field")]
pub use field::{FieldApp, FieldError};
#[cfg(feature = "field")]
pub use field_app::FieldPages;
pub use files::{FileContent, FileHere, FileRow, SendFiles};
pub use forms::{AddedForm, FormProblem, FormQuestion, FormRow};
pub use held_back::HeldBackRow;
pub use help::{HelpEndRow, HelpEnding, HelpKindRow, HelpSlipRow, HelpState, HowHelped, NewHelpSlip, OwnSlipRow};
pub use helplines::HelplineRow;
pub use hours::{GaveAs, HoursCard, HoursRow, HoursSum, HoursWish, WorkKind};
pub use interview::{
    AskedAs, ChoiceCard, FinishedCard, FormFile, GivenAnswer, Interview, InterviewStart, PageCard, PageKind,
    QuestionCard, ReviewRow, ReviewState, SheetRow, TextFile, UnfinishedRow,
};
pub use invites::{OpenInviteRow, invite_at};
pub use keeping::{DuePart, DueRow, HandedOnRow, RetentionCard};
pub use log::{CallbackError, LogLevel, LogSink, set_log};
pub use map::{AreaOutline, PlacePoint, place_of};
pub use margins::{AdjustmentCard, MarginRemark, MarginRow, MarginsCard};
pub use members::{MemberRow, MemberState, PhoneContents};
pub use names::MyName;
pub use one_door::{CountingRule, InResults, OneDoorInterview, OneDoorRow, SideBySideCard, SideBySideRow};
pub use packs::{PackCard, PackCriterionRow, PackDraft, PackName, PackQuestion, PackStory, PackWish, TakenPackRow};
pub use passing::{MeetingCard, PackedCard, PassTo, Sharing, UnpackedCard};
pub use past::{ExportedFile, ImportCard, PastResponses};
pub use phone::{Phone, PhoneSettings};
pub use pin::PinCard;
pub use practice::PracticeDoor;
pub use printed::ChartFile;
pub use rates::{CaseRow, RateRow, RoundRates};
pub use releases::{AskRow, ReleaseList, ReleaseRow, ReplyRow};
pub use responses::{
    AnswerRow, ConsentRow, CorrectionRow, Given, OriginCard, Person, ResponseCard, ResponseRow, WhyMissing,
};
pub use responsible::{Basis, ResponsibleCard};
pub use results::{MeasureRow, ResultCard};
pub use rows::{DoorsPart, ResponsesPart};
pub use same_door::MaybeSameRow;
pub use setup::{FoundedCard, InviteCard, InviteWish, MemberRole, ProjectCard, ServerAddress, read_invite};
pub use stages::StageRow;
pub use status::{PhoneStanding, StatusCard, Whereabouts};
pub use storage::AboutPhone;
pub use subject_access::{DetailRow, SubjectCard};
pub use sync::{RefusedRow, SessionRow, SyncObserver, SyncProgress, SyncReport, SyncWay};
pub use thresholds::ThresholdsCard;
pub use translations::TranslationRow;
pub use unsafe_doors::NotSafe;
pub use voices::{QuoteRow, WordsToRead};
pub use withdrawing::{ErasedRow, PersonRow, WhyErased};

uniffi::setup_scaffolding!();
