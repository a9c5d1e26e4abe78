//! Finished interviews: listing them, showing one with its history, correcting an answer.
//!
//! Answers in words are made by `wording`; questions with two answers are `decide`'s.

use std::collections::BTreeMap;

use doorstep_core::device::{Device, ResponseLine};
use doorstep_core::document::kinds::member_name::MemberName;
use doorstep_core::document::kinds::response::Origin;
use doorstep_core::ids::{DocId, MemberId};
use doorstep_core::member::Membership;
use doorstep_core::response::{Answer, Cell, Missing, Response};

use crate::wording::Wording;
use crate::{MemberRole, Phone, PhoneError, Whereabouts, input};

/// The longest reason of a correction, in bytes.
const MAX_REASON_BYTES: usize = 2_000;

/// Why a question has no answer. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum WhyMissing {
    /// The questionnaire skipped it.
    NotAsked,
    /// Asked, and left empty.
    Blank,
    /// "Don't know" or "not sure".
    DontKnow,
    /// "Rather not say".
    PreferNot,
    /// No experience of what was asked.
    NoExperience,
    /// Taken back.
    Withdrawn,
    /// Answered, and locked: coordinators only.
    Locked,
}

/// What one question got.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// An answer, as it is stored.
    Answer {
        /// Choices by their names, several with spaces between.
        text: String,
    },
    /// No answer.
    Nothing {
        /// Why.
        why: WhyMissing,
    },
}

/// Somebody, as far as the project tells: names are not in here.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Person {
    /// Who, by an id that means nothing outside of the project.
    pub id: String,
    /// What they may do.
    pub role: MemberRole,
    /// Whether it is the person of this phone.
    pub you: bool,
    /// What they are called, where they said so and this phone may open it.
    #[uniffi(default = None)]
    pub name: Option<String>,
}

/// A finished interview, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ResponseRow {
    /// Its id.
    pub id: String,
    /// The questionnaire's version.
    pub form: String,
    /// Its area.
    pub area: Option<String>,
    /// The door, if there was one.
    pub door: Option<String>,
    /// Whether the answers were taken back.
    pub withdrawn: bool,
    /// How many of its questions have two answers.
    pub two_answers: u32,
}

/// A question of a finished interview, and what it got.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct AnswerRow {
    /// The question's path.
    pub path: String,
    /// The question in words.
    pub label: String,
    /// Whether the questionnaire computed it: nobody was asked.
    pub computed: bool,
    /// What it got; more than one while two answers stand side by side.
    pub given: Vec<Given>,
    /// The same in words.
    pub words: Vec<String>,
}

/// A change of an answer after the interview was finished.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct CorrectionRow {
    /// The questions whose answers were changed.
    pub paths: Vec<String>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// Who did it, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// Where an imported interview comes from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OriginCard {
    /// The file's name.
    pub file: String,
    /// Its id there.
    pub instance: String,
    /// When the other server received it, in milliseconds since 1970 UTC.
    pub submitted_ms: Option<i64>,
}

/// A finished interview with its history.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ResponseCard {
    /// Its id.
    pub id: String,
    /// The questionnaire's version.
    pub form: String,
    /// The round that it belongs to.
    pub round: Option<String>,
    /// Its area.
    pub area: Option<String>,
    /// The door, if there was one.
    pub door: Option<String>,
    /// Whether the answers were taken back.
    pub withdrawn: bool,
    /// Whether it was typed in from paper.
    pub from_paper: bool,
    /// The day on which they were asked on paper, as `2026-03-14`, if that was said.
    pub asked_on: Option<String>,
    /// Where it comes from, if it was imported.
    pub origin: Option<OriginCard>,
    /// Who finished it, if they are known here.
    pub by: Option<Person>,
    /// When, as their clock claimed, in milliseconds since 1970 UTC.
    pub finished_ms: i64,
    /// Where it is saved.
    pub saved: Whereabouts,
    /// Why a coordinator left it out of the results, if they did.
    pub left_out: Option<String>,
    /// The questions with their answers, in the order of the questionnaire.
    pub answers: Vec<AnswerRow>,
    /// The privacy notice that was given, as the first digits of its hash; absent where none was recorded.
    pub notice: Option<String>,
    /// The language in which the questions were put.
    pub spoken: Option<String>,
    /// What the respondent was asked to agree to.
    pub consents: Vec<ConsentRow>,
    /// What was changed since.
    pub corrections: Vec<CorrectionRow>,
}

/// Something that a respondent was asked to agree to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ConsentRow {
    /// What: use, quote, audio, photo, contact or sharing.
    pub what: String,
    /// Whether they agree, as the answers stand now.
    pub agreed: bool,
}

#[uniffi::export]
impl Phone {
    /// The finished interviews on this phone, in the order in which they came.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn responses(&self) -> Result<Vec<ResponseRow>, PhoneError> {
        Ok(self.device().responses()?.into_iter().map(ResponseRow::of).collect())
    }

    /// A finished interview with its history.
    ///
    /// # Errors
    /// It is not on this phone.
    pub fn response(&self, id: String) -> Result<ResponseCard, PhoneError> {
        self.card(input::id("an interview", &id)?)
    }

    /// Changes an answer of a finished interview, with a reason. What follows from it in the questionnaire changes along.
    /// Returns the paths of all that changed.
    ///
    /// # Errors
    /// The answer does not fit its question, the question has two answers (decide first), the interview is not on this
    /// phone, or this person may not change it.
    pub fn correct(
        &self,
        response: String,
        path: String,
        text: String,
        reason: String,
    ) -> Result<Vec<String>, PhoneError> {
        let response = input::id("an interview", &response)?;
        let (path, zone) = (input::path(&path)?, self.zone.clone());
        let reason = input::capped("the reason", &reason, MAX_REASON_BYTES)?;
        let changed = self.act(|device, at| device.correct_answer(response, path, &text, reason, zone, at))?;
        Ok(changed.into_keys().collect())
    }
}

impl Phone {
    fn card(&self, id: DocId) -> Result<ResponseCard, PhoneError> {
        let detail = self.device().response_detail(id)?;
        let response = detail.response;
        let wording = Wording::of(self.device().form(response.form).ok(), self.words());
        let correction = |(correction, by, at): (doorstep_core::document::kinds::response::Correction, _, _)| {
            let at: doorstep_core::time::Timestamp = at;
            CorrectionRow { paths: correction.paths, reason: correction.reason, by: self.person(by), at_ms: at.0 }
        };
        Ok(ResponseCard {
            id: id.to_string(),
            form: response.form.to_string(),
            round: response.round.map(|round| round.to_string()),
            area: response.area.map(|area| area.to_string()),
            door: response.door.map(|door| door.to_string()),
            withdrawn: response.withdrawn,
            from_paper: detail.from_paper,
            asked_on: detail.asked_on.map(|day| day.to_string()),
            origin: detail.origin.map(OriginCard::of),
            by: self.person(detail.finished.0),
            finished_ms: detail.finished.1.0,
            saved: Whereabouts::of(self.device().whereabouts(id)?),
            left_out: self.device().left_out(id)?,
            answers: AnswerRow::all(&response, &wording),
            notice: detail.told.notice.map(|notice| notice.to_string().chars().take(16).collect()),
            spoken: detail.told.language,
            consents: detail
                .consents
                .asked()
                .map(|(consent, agreed)| ConsentRow { what: consent.word().to_owned(), agreed })
                .collect(),
            corrections: detail.corrections.into_iter().map(correction).collect(),
        })
    }

    pub(crate) fn person(&self, member: Option<MemberId>) -> Option<Person> {
        let (member, membership) = (member?, self.device().membership().ok()?);
        People::of(&membership, self.device()).person(member)
    }
}

/// Who is in the project, for lists that name many.
pub(crate) struct People {
    roles: BTreeMap<MemberId, MemberRole>,
    names: BTreeMap<MemberId, MemberName>,
    you: Option<MemberId>,
}

impl People {
    /// Everybody who was ever let in, as somebody's phone knows them.
    pub(crate) fn of(membership: &Membership, device: &Device) -> Self {
        let mut roles = BTreeMap::new();
        for grant in membership.grants() {
            roles.entry(grant.member).or_insert(MemberRole::of(grant.role));
        }
        let names = device.member_names().unwrap_or_default();
        Self { roles, names, you: membership.member_of(&device.id()) }
    }

    /// One of them.
    pub(crate) fn person(&self, member: MemberId) -> Option<Person> {
        let role = *self.roles.get(&member)?;
        let name = self.names.get(&member).map(|said| said.name.clone());
        Some(Person { id: member.to_string(), role, you: self.you == Some(member), name })
    }
}

impl AnswerRow {
    /// What every question of an interview got, in the order of the questionnaire.
    pub(crate) fn all(response: &Response, wording: &Wording) -> Vec<Self> {
        let row = |(path, cell): (&String, &Cell)| {
            let answers = match cell {
                Cell::One(answer) => vec![answer.clone()],
                Cell::Several(answers) => answers.clone(),
            };
            Self {
                path: path.clone(),
                label: wording.question(path),
                computed: wording.is_computed(path),
                words: answers.iter().map(|answer| wording.answer(path, answer)).collect(),
                given: answers.into_iter().map(Given::of).collect(),
            }
        };
        let mut rows: Vec<Self> = response.answers.iter().map(row).collect();
        rows.sort_by_cached_key(|row| wording.place(&row.path));
        rows
    }
}

impl OriginCard {
    fn of(origin: Origin) -> Self {
        let Origin { file, instance, submitted } = origin;
        Self { file, instance, submitted_ms: submitted.map(|at| at.0) }
    }
}

impl ResponseRow {
    fn of(line: ResponseLine) -> Self {
        Self {
            id: line.id.to_string(),
            form: line.form.to_string(),
            area: line.area.map(|area| area.to_string()),
            door: line.door.map(|door| door.to_string()),
            withdrawn: line.withdrawn,
            two_answers: line.undecided,
        }
    }
}

impl Given {
    pub(crate) fn of(answer: Answer) -> Self {
        match answer {
            Answer::Given(text) => Self::Answer { text },
            Answer::Missing(missing) => Self::Nothing { why: WhyMissing::of(missing) },
        }
    }

    pub(crate) fn into_answer(self) -> Answer {
        match self {
            Self::Answer { text } => Answer::Given(text),
            Self::Nothing { why } => Answer::Missing(why.missing()),
        }
    }
}

impl WhyMissing {
    const fn of(missing: Missing) -> Self {
        match missing {
            Missing::NotAsked => Self::NotAsked,
            Missing::Blank => Self::Blank,
            Missing::DontKnow => Self::DontKnow,
            Missing::PreferNot => Self::PreferNot,
            Missing::NoExperience => Self::NoExperience,
            Missing::Withdrawn => Self::Withdrawn,
            Missing::Locked => Self::Locked,
        }
    }

    const fn missing(self) -> Missing {
        match self {
            Self::NotAsked => Missing::NotAsked,
            Self::Blank => Missing::Blank,
            Self::DontKnow => Missing::DontKnow,
            Self::PreferNot => Missing::PreferNot,
            Self::NoExperience => Missing::NoExperience,
            Self::Withdrawn => Missing::Withdrawn,
            Self::Locked => Missing::Locked,
        }
    }
}
