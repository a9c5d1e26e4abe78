//! Asking for help at a door: with what people can be helped, writing down what somebody asks for, and what became of it.
//!
//! Who can open it, and that it stands apart from every interview, is the core's.

use doorstep_core::device::{Asking, OwnSlip, SlipLine};
use doorstep_core::document::kinds::help_kinds::HelpKind;
use doorstep_core::document::kinds::help_slip::{Ended, HelpEnd};
use doorstep_core::time::Timestamp;

use crate::{Person, Phone, PhoneError, Whereabouts, input, machine};

/// The longest text of a slip, in bytes; the core counts characters.
const MAX_BYTES: usize = 1_200;

/// Something that people can be helped with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HelpKindRow {
    /// What it is.
    pub name: String,
    /// To which service or role it is passed on; they answer for it.
    pub to: String,
    /// Within how many days they answer.
    pub days: u32,
}

/// What somebody asks for at a door.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewHelpSlip {
    /// The door.
    pub door: String,
    /// With what, by its name in the project's list.
    pub kind: String,
    /// What it is about, in a few words.
    pub words: String,
    /// How to reach the person.
    pub reach: String,
    /// Whether they said yes to its being passed on to whom the list names; without that nothing is written down.
    pub said_yes: bool,
    /// The interview after which they ask, also one under way; none if after none.
    #[uniffi(default = None)]
    pub interview: Option<String>,
}

/// How something that somebody asked for stands. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum HelpState {
    /// Nobody has written down yet how it ended, and an answer was promised by now.
    Overdue,
    /// Nobody has written down yet how it ended.
    Open,
    /// It ended.
    Answered,
}

/// How something ended that somebody asked for. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum HowHelped {
    /// It was done.
    Done,
    /// It could not be done.
    CouldNot,
    /// Somebody else took it on.
    PassedOn,
    /// Otherwise, as a later version wrote it down.
    Otherwise,
}

/// What became of something that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HelpEnding {
    /// How it ended.
    pub how: HowHelped,
    /// What was done, or why nothing could be.
    pub what: String,
    /// The day on which the person was told, as 2026-03-14; none if they were not yet.
    #[uniffi(default = None)]
    pub told_on: Option<String>,
}

/// The same as it was written down.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HelpEndRow {
    /// How it ended.
    pub how: HowHelped,
    /// What was done, or why nothing could be.
    pub what: String,
    /// The day on which the person was told, as 2026-03-14; none if they were not yet.
    pub told_on: Option<String>,
    /// Who wrote it down, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// Something that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HelpSlipRow {
    /// The slip's id.
    pub id: String,
    /// With what.
    pub kind: String,
    /// The service or role that it is passed on to, and that answers for it.
    pub to: String,
    /// What it is about.
    pub words: String,
    /// How to reach the person.
    pub reach: String,
    /// The door.
    pub door: String,
    /// The interview after which they asked, if after one.
    pub interview: Option<String>,
    /// Who wrote it down, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub asked_ms: i64,
    /// Until when an answer was promised, in milliseconds since 1970 UTC.
    pub answer_by_ms: i64,
    /// How it stands now.
    pub state: HelpState,
    /// What became of it, the latest last.
    pub ends: Vec<HelpEndRow>,
}

/// A slip that was written down on this phone, which remembers neither what was asked for nor where.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OwnSlipRow {
    /// The slip's id: by its first digits the person and a coordinator can find it.
    pub id: String,
    /// When it was written down, in milliseconds since 1970 UTC.
    pub asked_ms: i64,
    /// Until when an answer was promised, in milliseconds since 1970 UTC.
    pub answer_by_ms: i64,
    /// Where it provably is.
    pub saved: Whereabouts,
}

impl HelpKindRow {
    /// Reads a line as coordinators write it: the kind, a colon, who answers, a colon, the days. What is missing stays empty, and the core
    /// refuses it.
    pub fn read(line: &str) -> Self {
        let (rest, days) = line.rsplit_once(':').unwrap_or((line, ""));
        let (name, to) = rest.split_once(':').unwrap_or((rest, ""));
        let digits = days.trim().split(' ').next().unwrap_or_default();
        Self { name: name.trim().to_owned(), to: to.trim().to_owned(), days: digits.parse().unwrap_or(0) }
    }

    /// The line for it.
    pub fn line(&self) -> String {
        format!("{}: {}: {}", self.name, self.to, self.days)
    }
}

impl HelpState {
    fn of(line: &SlipLine, now: Timestamp) -> Self {
        match (line.is_overdue(now), line.is_open()) {
            (true, _) => Self::Overdue,
            (false, true) => Self::Open,
            (false, false) => Self::Answered,
        }
    }
}

impl HowHelped {
    /// Every end that can be written down, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Done, Self::CouldNot, Self::PassedOn];

    /// The name that stands for it on the command line and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::CouldNot => "could-not",
            Self::PassedOn => "passed-on",
            Self::Otherwise => "otherwise",
        }
    }

    /// The key of the words for it.
    pub const fn words_key(self) -> &'static str {
        match self {
            Self::Done => "help-end-done",
            Self::CouldNot => "help-end-could-not",
            Self::PassedOn => "help-end-passed-on",
            Self::Otherwise => "help-end-otherwise",
        }
    }

    const fn of(end: Option<HelpEnd>) -> Self {
        match end {
            Some(HelpEnd::Done) => Self::Done,
            Some(HelpEnd::CouldNot) => Self::CouldNot,
            Some(HelpEnd::PassedOn) => Self::PassedOn,
            None => Self::Otherwise,
        }
    }

    const fn end(self) -> Option<HelpEnd> {
        match self {
            Self::Done => Some(HelpEnd::Done),
            Self::CouldNot => Some(HelpEnd::CouldNot),
            Self::PassedOn => Some(HelpEnd::PassedOn),
            Self::Otherwise => None,
        }
    }
}

#[uniffi::export]
impl Phone {
    /// With what people can be helped, in the order in which coordinators put it; empty if they wrote nothing down.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn help_kinds(&self) -> Result<Vec<HelpKindRow>, PhoneError> {
        let row = |kind: HelpKind| HelpKindRow { name: kind.name, to: kind.to, days: kind.days };
        Ok(self.device().help_kinds()?.into_iter().map(row).collect())
    }

    /// Writes down with what people can be helped, in this order; an empty list takes it away.
    ///
    /// # Errors
    /// A part is empty or too long, an answer takes no day or more than 60, there are too many, or this person may not set the project up.
    pub fn set_help_kinds(&self, kinds: Vec<HelpKindRow>) -> Result<(), PhoneError> {
        let kind = |row: HelpKindRow| {
            input::capped("the kind of help", &row.name, MAX_BYTES)?;
            input::capped("who answers", &row.to, MAX_BYTES)?;
            Ok(HelpKind { name: row.name, to: row.to, days: row.days })
        };
        let kinds = kinds.into_iter().map(kind).collect::<Result<Vec<_>, PhoneError>>()?;
        self.act(|device, at| device.set_help_kinds(&kinds, at))
    }

    /// Writes down that somebody asks for help, locked so that only coordinators can open it, with an answer promised by the end of the day
    /// that the list says. Returns the slip's id.
    ///
    /// # Errors
    /// They did not say yes, a part is empty or too long, the project has no such kind, the door is not on this phone, or this person may
    /// not write in its area.
    pub fn ask_for_help(&self, slip: NewHelpSlip) -> Result<String, PhoneError> {
        let asking = Asking {
            door: input::id("a door", &slip.door)?,
            interview: input::optional_id("an interview", slip.interview.as_deref())?,
            kind: input::capped("the kind of help", &slip.kind, MAX_BYTES)?.to_owned(),
            words: input::capped("what somebody asks for", &slip.words, MAX_BYTES)?.to_owned(),
            reach: input::capped("how to reach somebody", &slip.reach, MAX_BYTES)?.to_owned(),
            said_yes: slip.said_yes,
        };
        let kinds = self.device().help_kinds()?;
        let days = kinds.iter().find(|kind| kind.name == asking.kind).map_or(1, |kind| kind.days);
        let answer_by = Timestamp(self.end_of_day_ms(days));
        Ok(self.act(|device, at| device.ask_for_help(&asking, answer_by, at))?.to_string())
    }

    /// What people asked for, what has to be answered first standing first.
    ///
    /// # Errors
    /// This person may not open it: only coordinators may.
    pub fn help_slips(&self) -> Result<Vec<HelpSlipRow>, PhoneError> {
        let now = machine::now();
        let lines = self.device().help_slips()?;
        Ok(lines.into_iter().map(|line| HelpSlipRow::of(line, now, self)).collect())
    }

    /// The slips that were written down on this phone and are still here, the latest first.
    ///
    /// # Errors
    /// The phone is locked, or the store can't be read.
    pub fn own_help_slips(&self) -> Result<Vec<OwnSlipRow>, PhoneError> {
        let row = |own: OwnSlip| OwnSlipRow {
            id: own.id.to_string(),
            asked_ms: own.at.0,
            answer_by_ms: own.answer_by.0,
            saved: Whereabouts::of(own.place),
        };
        Ok(self.device().own_help_slips()?.into_iter().map(row).collect())
    }

    /// Writes down what became of something that somebody asked for. Nothing that was written before is lost.
    ///
    /// # Errors
    /// There is no such slip, what became of it is not said or too long, the day is after today, or this person may not open it.
    pub fn end_help_slip(&self, slip: String, ending: HelpEnding) -> Result<(), PhoneError> {
        let slip = input::id("a slip", &slip)?;
        let what = input::capped("what became of it", &ending.what, MAX_BYTES)?.to_owned();
        let told = ending.told_on.as_deref().map(|day| self.past_day(day)).transpose()?;
        let Some(how) = ending.how.end() else {
            let reason = "say whether it was done, could not be done, or was passed on".to_owned();
            return Err(PhoneError::Input { code: "bad-end".to_owned(), reason });
        };
        // The device says when.
        let ended = Ended { how: Some(how), what, told, at: Timestamp(0) };
        self.act(|device, at| device.end_help_slip(slip, &ended, at))
    }

    /// Says that a slip that was written down on this phone is not to be passed on after all: it is erased everywhere once a coordinator's
    /// phone hears of it.
    ///
    /// # Errors
    /// No such slip was written here, or it has left this phone.
    pub fn take_back_help_slip(&self, slip: String) -> Result<(), PhoneError> {
        let slip = input::id("a slip", &slip)?;
        self.act(|device, at| device.take_back_help_slip(slip, at))
    }

    /// Has a slip erased on every phone and the server, for good.
    ///
    /// # Errors
    /// There is no such slip, or this person may not have anything erased.
    pub fn erase_help_slip(&self, slip: String) -> Result<(), PhoneError> {
        let slip = input::id("a slip", &slip)?;
        self.act(|device, at| device.erase_help_slip(slip, at))
    }
}

impl HelpSlipRow {
    pub(crate) fn of(line: SlipLine, now: Timestamp, phone: &Phone) -> Self {
        let state = HelpState::of(&line, now);
        let SlipLine { id, slip, by, ends } = line;
        let end = |(ended, by): (Ended, _)| HelpEndRow {
            how: HowHelped::of(ended.how),
            what: ended.what,
            told_on: ended.told.map(|day| day.to_string()),
            by: phone.person(by),
            at_ms: ended.at.0,
        };
        Self {
            id: id.to_string(),
            kind: slip.kind,
            to: slip.to,
            words: slip.words,
            reach: slip.reach,
            door: slip.door.to_string(),
            interview: slip.interview.map(|interview| interview.to_string()),
            by: phone.person(by),
            asked_ms: slip.at.0,
            answer_by_ms: slip.answer_by.0,
            state,
            ends: ends.into_iter().map(end).collect(),
        }
    }
}
