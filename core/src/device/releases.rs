//! Releases on a device: asking for one, replying to one before it is published, and reading what was released.
//!
//! Only the server makes them, see `making`; what one shows is `content`'s.

mod content;
#[cfg(feature = "export")]
mod making;
#[cfg(feature = "export")]
mod worded;

use std::collections::{BTreeMap, BTreeSet};

use super::doors::{checked, random_doc};
use super::{Device, DeviceError, Moment, View};
use crate::document::Scalar;
use crate::document::kinds::project::Project;
use crate::document::kinds::release::{self, Answered, NotReleased, Release};
use crate::document::kinds::release_ask::{ReleaseAsk, Wanted};
use crate::entry::DocKey;
use crate::ids::{BlobHash, DocId};
use crate::member::{Access, Class, DocKind, Scope};
use crate::time::Timestamp;

pub use content::ReleaseContent;
#[cfg(feature = "export")]
pub use making::PreparedRelease;

/// The most days for replies.
pub const MAX_REPLY_DAYS: u64 = 90;
/// The most characters in a release's name and in who replies.
const MAX_NAME_CHARS: usize = 80;
/// The most characters in a reply.
const MAX_REPLY_CHARS: usize = 2_000;
/// The setting that says from how many interviews on a result may be released while a round is open.
const RELEASE_FROM: &str = "release_from";

/// What became of something that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskState {
    /// The server has not answered yet.
    Waiting,
    /// It is this release, by its number; a reply was added to it.
    Done(u64),
    /// Nothing was released, and why.
    Refused(NotReleased),
    /// The reply came after the release was published.
    TooLate,
}

/// Something that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskLine {
    /// Its document.
    pub id: DocId,
    /// What was asked, and when.
    pub ask: ReleaseAsk,
    /// What became of it.
    pub state: AskState,
}

/// Everything about releases that can be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases {
    /// The releases, the newest first.
    pub made: Vec<(DocId, Release)>,
    /// What was asked for, the latest last.
    pub asks: Vec<AskLine>,
}

impl Release {
    /// Whether replies are over: from then on it is shown to everybody.
    pub fn is_published(&self, now: Timestamp) -> bool {
        self.reply_until <= now
    }
}

impl View<'_> {
    /// The releases that can be seen, and what was asked for.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn releases(&self, now: Timestamp) -> Result<Releases, DeviceError> {
        let mut answers = BTreeMap::new();
        let mut made = Vec::new();
        for key in self.all(DocKind::Release)? {
            let document = self.load(&key)?;
            let Some(answered) = release::read(document.flat()) else { continue };
            answers.extend(release::asked_by(document.flat()).map(|ask| (ask, answered.clone())));
            if let Answered::Released(release) = answered {
                made.push((key.doc, release));
            }
        }
        made.sort_by_key(|(id, release)| (std::cmp::Reverse(release.number), *id));
        let mut asks = Vec::new();
        for (id, ask) in self.release_asks()? {
            let state = match &ask.wanted {
                Wanted::Release { .. } => asked_state(answers.get(&id)),
                Wanted::Reply { release, .. } => reply_state(id, made.iter().find(|(made, _)| made == release), now),
            };
            asks.push(AskLine { id, ask, state });
        }
        Ok(Releases { made, asks })
    }

    /// What coordinators asked for, the earliest first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn release_asks(&self) -> Result<Vec<(DocId, ReleaseAsk)>, DeviceError> {
        let mut asks = Vec::new();
        for key in self.all(DocKind::ReleaseAsk)? {
            asks.extend(ReleaseAsk::read(self.load(&key)?.flat()).map(|ask| (key.doc, ask)));
        }
        asks.sort_by_key(|(id, ask)| (ask.at, *id));
        Ok(asks)
    }

    /// The documents that were asked for something and are answered.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn answered_asks(&self) -> Result<BTreeSet<DocId>, DeviceError> {
        let mut answered = BTreeSet::new();
        for key in self.all(DocKind::Release)? {
            let document = self.load(&key)?;
            answered.extend(release::asked_by(document.flat()));
            if let Some(Answered::Released(release)) = release::read(document.flat()) {
                answered.extend(release.replies.iter().map(|reply| reply.id));
            }
        }
        Ok(answered)
    }

    /// What a release shows, proven to be what it was made of.
    ///
    /// # Errors
    /// When it is not known here, not whole, or not what its name says.
    pub fn release_content(&self, id: DocId) -> Result<ReleaseContent, DeviceError> {
        let document = self.load(&self.find(DocKind::Release, id)?)?;
        let Some(Answered::Released(release)) = release::read(document.flat()) else {
            return Err(DeviceError::UnknownRecord(id));
        };
        let content = ReleaseContent::unpack(&release::packed(document.flat()), release.content);
        content.ok_or(DeviceError::Damaged { doc: id })
    }

    /// From how many interviews on a result may be released while a round is open; none if only the end of rounds counts.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn release_from(&self) -> Result<Option<u64>, DeviceError> {
        let settings = super::responsible::project_document(self.store.membership()?.project());
        let settings = Project::read(self.load(&settings)?.flat()).disclosure;
        Ok(settings.get(RELEASE_FROM).copied().filter(|from| *from > 0))
    }
}

impl Device {
    /// Asks the server for a release; it answers when it has this. The name stands beside the release's number and may be empty.
    ///
    /// # Errors
    /// When the name or the days are unfit, or this device may not set the project up.
    pub fn ask_for_release(&self, name: &str, reply_days: u64, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let name = name.trim();
        if !name.is_empty() {
            checked("the name of a release", name, MAX_NAME_CHARS)?;
        }
        if reply_days > MAX_REPLY_DAYS {
            return Err(DeviceError::BadReplyDays { most: MAX_REPLY_DAYS });
        }
        let wanted = Wanted::Release { name: name.to_owned(), reply_days };
        self.ask_of_releases(ReleaseAsk { at: at.now, wanted }, at)
    }

    /// Asks the server to add a reply, or a fact, to a release that is not published yet.
    ///
    /// # Errors
    /// When the release is not known here or published, a text is unfit, or this device may not set the project up.
    pub fn reply_to_release(
        &self,
        release: DocId,
        (who, text): (&str, &str),
        is_fact: bool,
        at: &mut Moment<'_>,
    ) -> Result<DocId, DeviceError> {
        let who = checked("who replies", who, MAX_NAME_CHARS)?;
        let text = checked("a reply", text, MAX_REPLY_CHARS)?;
        let made = self.releases(at.now)?.made;
        let (_, found) = made.iter().find(|(id, _)| *id == release).ok_or(DeviceError::UnknownRecord(release))?;
        if found.is_published(at.now) {
            return Err(DeviceError::ReplyTooLate);
        }
        self.ask_of_releases(ReleaseAsk { at: at.now, wanted: Wanted::Reply { release, who, text, is_fact } }, at)
    }

    fn ask_of_releases(&self, ask: ReleaseAsk, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let scope = Scope::whole(Class::Project);
        let key = DocKey { scope, kind: DocKind::ReleaseAsk.number(), doc: random_doc(at) };
        self.create(key, DocKind::ReleaseAsk, &ask.to_values(), at)
    }

    /// Sets from how many interviews on a result may be released while a round is open; 0 takes that back.
    ///
    /// # Errors
    /// When this device may not set the project up.
    pub fn set_release_from(&self, interviews: u64, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let values = BTreeMap::from([(format!("disclosure/{RELEASE_FROM}"), Scalar::Uint(interviews))]);
        self.put_deciding(&self.settings()?, DocKind::Project, |_| values, at)
    }

    /// From how many interviews on a result may be released while a round is open; none if only the end of rounds counts.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn release_from(&self) -> Result<Option<u64>, DeviceError> {
        self.view()?.release_from()
    }

    /// The releases that are here, and what was asked for.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn releases(&self, now: Timestamp) -> Result<Releases, DeviceError> {
        self.view()?.releases(now)
    }

    /// What a release shows.
    ///
    /// # Errors
    /// When it is not known here, not whole, or not what its name says.
    pub fn release_content(&self, id: DocId) -> Result<ReleaseContent, DeviceError> {
        self.view()?.release_content(id)
    }

    /// Whether this person sees releases alone, and no interview.
    pub fn sees_releases_alone(&self) -> bool {
        self.check_right(Class::Field, Access::Read).is_err() && self.check_right(Class::Server, Access::Read).is_ok()
    }
}

fn asked_state(answer: Option<&Answered>) -> AskState {
    match answer {
        None => AskState::Waiting,
        Some(Answered::Released(release)) => AskState::Done(release.number),
        Some(Answered::Refused(why)) => AskState::Refused(*why),
    }
}

fn reply_state(id: DocId, release: Option<&(DocId, Release)>, now: Timestamp) -> AskState {
    match release {
        Some((_, release)) if release.replies.iter().any(|reply| reply.id == id) => AskState::Done(release.number),
        Some((_, release)) if release.is_published(now) => AskState::TooLate,
        Some(_) | None => AskState::Waiting,
    }
}

/// The document that answers what was asked for: the server writes one for each, however often it is interrupted.
pub fn release_document(project: crate::ids::ProjectId, ask: DocId) -> DocKey {
    let digest = crate::ids::hash("release document", &[&project.0, ask.as_bytes()]);
    let doc = DocId(*digest.first_chunk().expect("a hash has 32 bytes"));
    DocKey { scope: Scope::whole(Class::Server), kind: DocKind::Release.number(), doc }
}

/// The name of what a release shows.
fn name_of(content: &[u8]) -> BlobHash {
    BlobHash(crate::ids::hash("release content", &[content]))
}
