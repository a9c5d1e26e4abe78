//! Hours that people give: what this person wrote down, and what all gave together, with thanks.
//!
//! How they add up without singling anybody out is `doorstep_core::evaluation::HoursTold`'s.

use doorstep_core::document::kinds::hours::HoursOf;
use doorstep_core::evaluation::{Disclosure, GivenAs, Hours, HoursPart, Work};
use doorstep_core::ids::DocId;
use doorstep_core::report;

use crate::{Phone, PhoneError, input};

/// What hours were given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// Going from door to door and asking.
    Knocking,
    /// Working out what people said.
    Analysing,
    /// Meetings and workshops.
    Meeting,
    /// Translating and interpreting.
    Translating,
    /// Planning, printing, looking after others.
    Organising,
    /// Anything else.
    Other,
}

/// As what somebody gave hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "kebab-case")]
pub enum GaveAs {
    /// Unpaid, from wherever.
    Volunteer,
    /// As somebody who lives here.
    Resident,
    /// As a part of paid work.
    Staff,
}

/// Time that somebody gave, to be written down.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HoursWish {
    /// The day, as `2026-03-14`.
    pub day: String,
    /// How long.
    pub minutes: u32,
    /// For what.
    pub work: WorkKind,
    /// As what.
    pub gave_as: GaveAs,
}

/// Time that this person gave.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HoursRow {
    /// Its id.
    pub id: String,
    /// The day, as `2026-03-14`.
    pub day: String,
    /// How long.
    pub minutes: u32,
    /// For what.
    pub work: WorkKind,
    /// As what.
    pub gave_as: GaveAs,
}

/// A part of the hours of all.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HoursSum {
    /// Its word; empty for those that stand together, since few people gave each.
    pub of: String,
    /// How long, in minutes.
    pub minutes: u64,
    /// How many people gave them.
    pub people: u64,
}

/// What all gave together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HoursCard {
    /// How many people gave any; none where they are too few to be told.
    pub people: Option<u64>,
    /// How long in all, in minutes.
    pub minutes: u64,
    /// By kind of work.
    pub by_work: Vec<HoursSum>,
    /// By who they are.
    pub by_who: Vec<HoursSum>,
    /// The same in sentences, thanks first.
    pub said: Vec<String>,
    /// What this person wrote down, the latest day first.
    pub mine: Vec<HoursRow>,
}

#[uniffi::export]
impl Phone {
    /// What all gave together, and what this person wrote down.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn hours(&self) -> Result<HoursCard, PhoneError> {
        let fewest = u64::try_from(Disclosure::INSIDE.fewest).unwrap_or_default();
        let told = self.device().hours(fewest)?;
        let mut mine: Vec<HoursRow> = self.device().my_hours()?.into_iter().map(row).collect();
        mine.sort_by(|one, other| (&other.day, &other.id).cmp(&(&one.day, &one.id)));
        Ok(HoursCard {
            said: report::hours_told(&told, &self.words()),
            people: told.people,
            minutes: told.minutes,
            by_work: told.by_work.iter().map(|part| sum(part, Work::word)).collect(),
            by_who: told.by_who.iter().map(|part| sum(part, GivenAs::word)).collect(),
            mine,
        })
    }

    /// Writes down time that this person gave.
    ///
    /// # Errors
    /// It is no time of a day, or this person may not write there.
    pub fn note_hours(&self, wish: HoursWish) -> Result<HoursCard, PhoneError> {
        let wanted = wanted(&wish)?;
        self.act(|device, at| device.note_hours(&wanted, at))?;
        self.hours()
    }

    /// Writes down anew what this person wrote before.
    ///
    /// # Errors
    /// It is no time of a day, or nothing that this person wrote.
    pub fn correct_hours(&self, id: String, wish: HoursWish) -> Result<HoursCard, PhoneError> {
        let (id, wanted): (DocId, _) = (input::id("hours", &id)?, wanted(&wish)?);
        self.act(|device, at| device.correct_hours(id, &wanted, at))?;
        self.hours()
    }

    /// Takes back what this person wrote.
    ///
    /// # Errors
    /// It is nothing that this person wrote.
    pub fn take_hours_back(&self, id: String) -> Result<HoursCard, PhoneError> {
        let id: DocId = input::id("hours", &id)?;
        self.act(|device, at| device.take_hours_back(id, at))?;
        self.hours()
    }
}

fn wanted(wish: &HoursWish) -> Result<HoursOf, PhoneError> {
    let day = input::capped("a day", &wish.day, 40)?.to_owned();
    let work = match wish.work {
        WorkKind::Knocking => Work::Knocking,
        WorkKind::Analysing => Work::Analysing,
        WorkKind::Meeting => Work::Meeting,
        WorkKind::Translating => Work::Translating,
        WorkKind::Organising => Work::Organising,
        WorkKind::Other => Work::Other,
    };
    let given_as = match wish.gave_as {
        GaveAs::Volunteer => GivenAs::Volunteer,
        GaveAs::Resident => GivenAs::Resident,
        GaveAs::Staff => GivenAs::Staff,
    };
    Ok(HoursOf { day, hours: Hours { minutes: u64::from(wish.minutes), work, given_as } })
}

fn row((id, of): (DocId, HoursOf)) -> HoursRow {
    let work = match of.hours.work {
        Work::Knocking => WorkKind::Knocking,
        Work::Analysing => WorkKind::Analysing,
        Work::Meeting => WorkKind::Meeting,
        Work::Translating => WorkKind::Translating,
        Work::Organising => WorkKind::Organising,
        Work::Other => WorkKind::Other,
    };
    let gave_as = match of.hours.given_as {
        GivenAs::Volunteer => GaveAs::Volunteer,
        GivenAs::Resident => GaveAs::Resident,
        GivenAs::Staff => GaveAs::Staff,
    };
    let minutes = u32::try_from(of.hours.minutes).unwrap_or(u32::MAX);
    HoursRow { id: id.to_string(), day: of.day, minutes, work, gave_as }
}

fn sum<K: Copy>(part: &HoursPart<K>, word: fn(K) -> &'static str) -> HoursSum {
    HoursSum { of: part.of.map_or("", word).to_owned(), minutes: part.minutes, people: part.people }
}
