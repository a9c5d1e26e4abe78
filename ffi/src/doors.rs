//! Areas, rounds and doors, and what happened at them.

use doorstep_core::device::{AreaLine, DoorLine, RoundLine};
use doorstep_core::document::kinds::visit::{Attempt, Knock, Turn, turns};
use doorstep_core::ids::DocId;
use doorstep_core::place::Door;
use doorstep_core::time::Timestamp;

use crate::responses::People;
use crate::{Person, Phone, PhoneError, PlacePoint, TurnRow, input, machine};

/// The longest note on how to get in, in bytes.
const MAX_NOTE_BYTES: usize = 1_000;

/// The most doors that are added at once.
const MAX_DOORS: usize = 2_000;

/// An area.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct AreaRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether its boundary was set: it is drawn on maps.
    #[uniffi(default = false)]
    pub has_boundary: bool,
}

/// A round of asking.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RoundRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it starts, in milliseconds since 1970 UTC.
    pub opens_ms: Option<i64>,
    /// When it ended; none while it is open.
    pub closes_ms: Option<i64>,
}

/// What happened at a door: the eight buttons. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Somebody talked.
    Talked,
    /// Nobody was in.
    NobodyIn,
    /// They asked to come back.
    ComeBack,
    /// They said no.
    NoThanks,
    /// The door could not be reached.
    CannotGetIn,
    /// They speak another language.
    AnotherLanguage,
    /// Nobody lives here.
    NobodyLivesHere,
    /// They asked never to be called on again.
    NeverAgain,
}

impl Outcome {
    /// Every outcome, in the order of the buttons.
    pub const ALL: [Self; 8] = [
        Self::Talked,
        Self::NobodyIn,
        Self::ComeBack,
        Self::NoThanks,
        Self::CannotGetIn,
        Self::AnotherLanguage,
        Self::NobodyLivesHere,
        Self::NeverAgain,
    ];

    /// The name that stands for it on the command line and in files.
    pub fn name(self) -> &'static str {
        self.knock().name()
    }

    /// The key of the words on its button, in the texts of the field app.
    pub const fn words_key(self) -> &'static str {
        match self {
            Self::Talked => "outcome-talked",
            Self::NobodyIn => "outcome-nobody-in",
            Self::ComeBack => "outcome-come-back",
            Self::NoThanks => "outcome-no-thanks",
            Self::CannotGetIn => "outcome-cannot-get-in",
            Self::AnotherLanguage => "outcome-another-language",
            Self::NobodyLivesHere => "outcome-nobody-lives-here",
            Self::NeverAgain => "outcome-never-call-again",
        }
    }

    fn knock(self) -> Knock {
        match self {
            Self::Talked => Knock::Talked,
            Self::NobodyIn => Knock::NobodyIn,
            Self::ComeBack => Knock::ComeBack,
            Self::NoThanks => Knock::NoThanks,
            Self::CannotGetIn => Knock::CannotGetIn,
            Self::AnotherLanguage => Knock::AnotherLanguage,
            Self::NobodyLivesHere => Knock::NobodyLivesHere,
            Self::NeverAgain => Knock::NeverAgain,
        }
    }

    fn of(knock: Knock) -> Self {
        match knock {
            Knock::Talked => Self::Talked,
            Knock::NobodyIn => Self::NobodyIn,
            Knock::ComeBack => Self::ComeBack,
            Knock::NoThanks => Self::NoThanks,
            Knock::CannotGetIn => Self::CannotGetIn,
            Knock::AnotherLanguage => Self::AnotherLanguage,
            Knock::NobodyLivesHere => Self::NobodyLivesHere,
            Knock::NeverAgain => Self::NeverAgain,
        }
    }
}

/// A door to be added.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewDoor {
    /// The address as it is written on an envelope, without town and country.
    pub address: String,
    /// How to get in. Nothing about people.
    #[uniffi(default = "")]
    pub entry_note: String,
    /// Where it comes on the walk: doors are listed by this, then by address.
    #[uniffi(default = 0)]
    pub order: u64,
    /// Its Unique Property Reference Number, if it is known.
    #[uniffi(default = None)]
    pub uprn: Option<u64>,
    /// Where it is on a map, if that is known.
    #[uniffi(default = None)]
    pub place: Option<PlacePoint>,
}

/// A door, as it is listed. The address is personal data: show it, and keep it nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct DoorRow {
    /// Its opaque reference.
    pub id: String,
    /// Its area.
    pub area: Option<String>,
    /// The address.
    pub address: String,
    /// How to get in.
    pub entry_note: String,
    /// Where it comes on the walk.
    pub order: u64,
    /// Its Unique Property Reference Number, if it is known.
    pub uprn: Option<u64>,
    /// How often somebody knocked in this round.
    pub knocks: u32,
    /// What happened last, as the phones' clocks claim.
    pub last: Option<Outcome>,
    /// When they asked to come back, where that is what happened last, in milliseconds since 1970 UTC.
    pub again_ms: Option<i64>,
    /// Whether nobody is to call here again.
    pub do_not_contact: bool,
    /// Other doors that are the same home under another address; what happened there counts here too.
    pub same_as: Vec<String>,
    /// Whose turn it is now, whoever comes first first; several who took it unknown to each other.
    pub turns: Vec<TurnRow>,
    /// Where it is on a map, if that is known.
    #[uniffi(default = None)]
    pub place: Option<PlacePoint>,
}

/// A knock at a door.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct KnockRow {
    /// Its id.
    pub id: String,
    /// What happened; none if a later version has a word for it that this one lacks.
    pub outcome: Option<Outcome>,
    /// Who knocked, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// When they asked to come back, in milliseconds since 1970 UTC.
    pub again_ms: Option<i64>,
}

#[uniffi::export]
impl Phone {
    /// Adds an area and returns its id.
    ///
    /// # Errors
    /// The name is empty or too long, or this person may not set the project up.
    pub fn add_area(&self, name: String) -> Result<String, PhoneError> {
        Ok(self.act(|device, at| device.add_area(&name, at))?.to_string())
    }

    /// The project's areas, by name.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn areas(&self) -> Result<Vec<AreaRow>, PhoneError> {
        Ok(self.device().areas()?.into_iter().map(AreaRow::of).collect())
    }

    /// Adds a round, which is the current one from now on, and returns its id.
    ///
    /// # Errors
    /// The name is empty or too long, or this person may not set the project up.
    pub fn add_round(&self, name: String) -> Result<String, PhoneError> {
        Ok(self.act(|device, at| device.add_round(&name, at))?.to_string())
    }

    /// The project's rounds by when they start. The current one is the last that is not over.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn rounds(&self) -> Result<Vec<RoundRow>, PhoneError> {
        Ok(self.device().rounds()?.into_iter().map(RoundRow::of).collect())
    }

    /// Adds doors to an area, all or none, and returns their ids. One that the area has already is left as it is.
    ///
    /// # Errors
    /// An address is empty or too long, there are too many, or this person may not write in that area.
    pub fn add_doors(&self, area: Option<String>, doors: Vec<NewDoor>) -> Result<Vec<String>, PhoneError> {
        let area = input::optional_id("an area", area.as_deref())?;
        let doors = new_doors(doors)?;
        let ids: Vec<DocId> = self.act(|device, at| device.add_doors(area, &doors, at))?;
        Ok(ids.iter().map(ToString::to_string).collect())
    }

    /// The doors on this phone, in walking order within each area.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn doors(&self) -> Result<Vec<DoorRow>, PhoneError> {
        let (now, device) = (machine::now(), self.device());
        let people = People::of(&*device.membership()?, device);
        Ok(device.doors()?.into_iter().map(|line| DoorRow::of(line, now, &people)).collect())
    }

    /// What happened at a door in the current round, the earliest first.
    ///
    /// # Errors
    /// The door is not on this phone.
    pub fn knocks(&self, door: String) -> Result<Vec<KnockRow>, PhoneError> {
        let attempts = self.device().knocks_at(input::id("a door", &door)?)?.into_iter();
        let row = |attempt: Attempt| KnockRow {
            id: attempt.id.to_string(),
            outcome: attempt.outcome.map(Outcome::of),
            by: self.person(attempt.by),
            at_ms: attempt.at.0,
            again_ms: attempt.again.map(|again| again.0),
        };
        Ok(attempts.map(row).collect())
    }

    /// How many doors and lists of doors are on this phone that it can't open: their key has not come yet. A coordinator's phone has to sync, then this one.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn locked_doors(&self) -> Result<u64, PhoneError> {
        Ok(self.device().locked_doors()? as u64)
    }

    /// Records what happened at a door, and returns the knock's id.
    ///
    /// # Errors
    /// The door is not on this phone, or this person may not write in its area.
    pub fn knock(&self, door: String, outcome: Outcome) -> Result<String, PhoneError> {
        let door = input::id("a door", &door)?;
        Ok(self.act(|device, at| device.record_knock(door, outcome.knock(), at))?.to_string())
    }

    /// Records that they asked to come back, and when; returns the knock's id.
    ///
    /// # Errors
    /// The time is over or more than a quarter of a year away, the door is not on this phone, or this person may not write in its area.
    pub fn knock_come_back(&self, door: String, again_ms: i64) -> Result<String, PhoneError> {
        let door = input::id("a door", &door)?;
        Ok(self.act(|device, at| device.record_call_back(door, Timestamp(again_ms), at))?.to_string())
    }

    /// Records when to come back after a knock of this round.
    ///
    /// # Errors
    /// The time is over or more than a quarter of a year away, there is no such knock at this door, or this person may not write there.
    pub fn come_back_at(&self, door: String, knock: String, again_ms: i64) -> Result<(), PhoneError> {
        let (door, knock) = (input::id("a door", &door)?, input::id("a knock", &knock)?);
        self.act(|device, at| device.come_back_at(door, knock, Timestamp(again_ms), at))
    }

    /// Takes a knock of this round back, a slip of the finger: it is kept, and counts for nothing.
    ///
    /// # Errors
    /// There is no such knock at this door, or this person may not write there.
    pub fn undo_knock(&self, door: String, knock: String) -> Result<(), PhoneError> {
        let (door, knock) = (input::id("a door", &door)?, input::id("a knock", &knock)?);
        self.act(|device, at| device.undo_knock(door, knock, at))
    }
}

impl AreaRow {
    fn of(line: AreaLine) -> Self {
        Self { id: line.id.to_string(), name: line.name, has_boundary: line.has_boundary }
    }
}

impl RoundRow {
    fn of(line: RoundLine) -> Self {
        let ms = |at: Option<Timestamp>| at.map(|at| at.0);
        Self { id: line.id.to_string(), name: line.name, opens_ms: ms(line.opens), closes_ms: ms(line.closes) }
    }
}

impl DoorRow {
    fn of(line: DoorLine, now: Timestamp, people: &People) -> Self {
        let DoorLine { id, area, door, knocks, last, again, do_not_contact, same_as, leases } = line;
        let turn = |turn: Turn| TurnRow { by: people.person(turn.member), until_ms: turn.until.0 };
        let same_as = same_as.iter().map(ToString::to_string).collect();
        let turns = turns(&leases, now).into_iter().map(turn).collect();
        let (id, area) = (id.to_string(), area.map(|area| area.to_string()));
        let Door { address, order, entry_note, uprn, place } = door;
        let place = place.map(PlacePoint::of);
        let (last, again_ms) = (last.map(Outcome::of), again.map(|again| again.0));
        Self {
            id,
            area,
            address,
            entry_note,
            order,
            uprn,
            knocks,
            last,
            again_ms,
            do_not_contact,
            same_as,
            turns,
            place,
        }
    }
}

fn new_doors(doors: Vec<NewDoor>) -> Result<Vec<Door>, PhoneError> {
    if doors.is_empty() || doors.len() > MAX_DOORS {
        let reason = format!("1 to {MAX_DOORS} doors are added at once");
        return Err(PhoneError::Input { code: "bad-doors".to_owned(), reason });
    }
    let door = |door: NewDoor| {
        let entry_note = input::capped("the note on how to get in", door.entry_note.trim(), MAX_NOTE_BYTES)?.to_owned();
        let bad_place =
            || PhoneError::Input { code: "bad-place".to_owned(), reason: "that is no place on earth".to_owned() };
        let place = door.place.map(|place| place.point().ok_or_else(bad_place)).transpose()?;
        Ok(Door { address: door.address.trim().to_owned(), order: door.order, entry_note, uprn: door.uprn, place })
    };
    doors.into_iter().map(door).collect()
}
