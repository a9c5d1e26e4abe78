//! Releases: results that are frozen, named and dated. Asking for one, replying to one, and reading it as it was made.
//!
//! The server makes them, see `doorstep_core::device`; results so far are `results`'.

use doorstep_core::device::{AskLine, AskState, ReleaseContent, Releases, Results};
use doorstep_core::document::kinds::release::{NotReleased, Release};
use doorstep_core::document::kinds::release_ask::Wanted;
use doorstep_core::evaluation::Disclosure;
use doorstep_core::ids::DocId;
use doorstep_core::report::{self, Access};
use doorstep_core::words::Words;

use crate::{Phone, PhoneError, input};

/// The longest name, in bytes; the core counts characters.
const MAX_NAME_BYTES: usize = 400;
/// The longest reply, in bytes; the core counts characters.
const MAX_REPLY_BYTES: usize = 8_000;

/// A reply or a fact that was added to a release.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReplyRow {
    /// Who says it.
    pub who: String,
    /// What they say.
    pub text: String,
    /// Whether it is a fact and no reply.
    pub is_fact: bool,
    /// When the server took it in, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReleaseRow {
    /// Its document.
    pub id: String,
    /// Which it is, counted from 1.
    pub number: u64,
    /// What it is called beside its number; may be empty.
    pub name: String,
    /// When it was made, in milliseconds since 1970 UTC.
    pub made_ms: i64,
    /// Until when replies are added, in milliseconds since 1970 UTC.
    pub reply_until_ms: i64,
    /// Whether replies are over, so that everybody is shown it.
    pub published: bool,
    /// How many interviews it is made from.
    pub interviews: u64,
    /// How many of its figures wait until more people have answered.
    pub held: u64,
    /// A short name for what it shows: the same everywhere.
    pub content: String,
    /// What was said to it.
    pub replies: Vec<ReplyRow>,
}

/// Something that a coordinator asked of releases and that was not simply done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct AskRow {
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Whether it was a reply.
    pub is_reply: bool,
    /// What became of it, in words.
    pub said: String,
}

/// The releases that are on this phone, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReleaseList {
    /// The releases.
    pub releases: Vec<ReleaseRow>,
    /// What was asked for and waits or was refused, the latest last; for those who may ask.
    pub asks: Vec<AskRow>,
    /// From how many interviews on a result may be released while a round is open.
    pub release_from: Option<u64>,
    /// How many interviews have come since the newest, as far as this phone sees interviews.
    pub since: Option<u64>,
}

#[uniffi::export]
impl Phone {
    /// The releases that are on this phone.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn releases(&self) -> Result<ReleaseList, PhoneError> {
        let now = crate::machine::now();
        let Releases { made, asks } = self.device().releases(now)?;
        let words = self.words();
        let may_ask = self.may_set_up();
        let asks = asks.iter().filter(|_| may_ask).filter_map(|line| ask_row(line, &words)).collect();
        let since = match made.first() {
            Some((_, newest)) if !self.sees_releases_alone() => {
                let here = self.device().results(Disclosure::INSIDE)?.evaluation.interviews;
                Some(u64::try_from(here).unwrap_or_default().saturating_sub(newest.interviews))
            }
            Some(_) | None => None,
        };
        let releases = made.into_iter().map(|(id, release)| row(id, release, now)).collect();
        Ok(ReleaseList { releases, asks, release_from: self.device().release_from()?, since })
    }

    /// Whether this person sees releases alone, and no interview.
    pub fn sees_releases_alone(&self) -> bool {
        self.device().sees_releases_alone()
    }

    /// Asks the server for a release, with so many days for replies; it answers when it has this.
    ///
    /// # Errors
    /// The name or the days are unfit, or this person may not set the project up.
    pub fn ask_for_release(&self, name: String, reply_days: u64) -> Result<(), PhoneError> {
        let name = input::capped("the name of a release", &name, MAX_NAME_BYTES)?;
        self.act(|device, at| device.ask_for_release(name, reply_days, at)).map(drop)
    }

    /// Sets from how many interviews on a result may be released while a round is open; 0 takes that back.
    ///
    /// # Errors
    /// This person may not set the project up.
    pub fn set_release_from(&self, interviews: u64) -> Result<(), PhoneError> {
        self.act(|device, at| device.set_release_from(interviews, at))
    }

    /// Asks the server to add a reply, or a fact, to a release that is not published yet.
    ///
    /// # Errors
    /// The release is published or not here, a text is unfit, or this person may not set the project up.
    pub fn reply_to_release(&self, id: String, who: String, text: String, is_fact: bool) -> Result<(), PhoneError> {
        let id: DocId = input::id("the release", &id)?;
        let who = input::capped("who replies", &who, MAX_NAME_BYTES)?;
        let text = input::capped("a reply", &text, MAX_REPLY_BYTES)?;
        self.act(|device, at| device.reply_to_release(id, (who, text), is_fact, at)).map(drop)
    }

    /// A release's page, as it was made, in this phone's language where it has it.
    ///
    /// # Errors
    /// The release is not here, or not what its name says.
    pub fn release_page(&self, id: String) -> Result<String, PhoneError> {
        Ok(self.content(&id)?.page(self.language().main()).unwrap_or_default().to_owned())
    }

    /// A release's text for a terminal, as it was made, in this phone's language where it has it.
    ///
    /// # Errors
    /// The release is not here, or not what its name says.
    pub fn release_text(&self, id: String) -> Result<String, PhoneError> {
        Ok(self.content(&id)?.text(self.language().main()).unwrap_or_default().to_owned())
    }

    /// A release's numbers with their flags, as CSV.
    ///
    /// # Errors
    /// The release is not here, or not what its name says.
    pub fn release_tables(&self, id: String) -> Result<String, PhoneError> {
        Ok(self.content(&id)?.tables)
    }

    /// What would be in a release of what is on this phone, as one HTML page to be looked at.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn release_preview_page(&self) -> Result<String, PhoneError> {
        let (results, when) = (self.device().results(Disclosure::OUTSIDE)?, self.today());
        Ok(report::page(&results.report(Some(&when), Access::Members), &self.words()))
    }

    /// What would be in a release of what is on this phone, as text this many columns wide. The server also holds it against every
    /// earlier release.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn release_preview(&self, columns: u32) -> Result<String, PhoneError> {
        let results: Results = self.device().results(Disclosure::OUTSIDE)?;
        let (when, columns) = (self.today(), usize::try_from(columns.min(1_000)).unwrap_or(80));
        Ok(report::text(&results.report(Some(&when), Access::Anybody), &self.words(), columns))
    }
}

impl Phone {
    fn content(&self, id: &str) -> Result<ReleaseContent, PhoneError> {
        Ok(self.device().release_content(input::id("the release", id)?)?)
    }
}

fn row(id: DocId, release: Release, now: doorstep_core::time::Timestamp) -> ReleaseRow {
    let published = release.is_published(now);
    let reply = |reply: doorstep_core::document::kinds::release::Reply| ReplyRow {
        who: reply.who,
        text: reply.text,
        is_fact: reply.is_fact,
        at_ms: reply.at.0,
    };
    ReleaseRow {
        id: id.to_string(),
        number: release.number,
        name: release.name,
        made_ms: release.made.0,
        reply_until_ms: release.reply_until.0,
        published,
        interviews: release.interviews,
        held: release.held,
        content: release.content.to_string().chars().take(16).collect(),
        replies: release.replies.into_iter().map(reply).collect(),
    }
}

/// What waits or was refused; what was done shows as a release or a reply.
fn ask_row(line: &AskLine, words: &Words) -> Option<AskRow> {
    let is_reply = matches!(line.ask.wanted, Wanted::Reply { .. });
    let said = match line.state {
        AskState::Done(_) => return None,
        AskState::Waiting => words.say("release-waits", &[]),
        AskState::TooLate => words.say("release-too-late", &[]),
        AskState::Refused(NotReleased::StillOpen) => words.say("release-still-open", &[]),
        AskState::Refused(NotReleased::TooFew { needs }) => words.say("release-too-few", &[("needs", needs.into())]),
        AskState::Refused(NotReleased::NothingNew) => words.say("release-nothing-new", &[]),
        AskState::Refused(NotReleased::Forgotten) => words.say("release-forgotten", &[]),
    };
    Some(AskRow { at_ms: line.ask.at.0, is_reply, said })
}
