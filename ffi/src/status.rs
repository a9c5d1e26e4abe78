//! Where everything is, as far as that is proven.

use std::time::Duration;

use doorstep_core::device::{FoundOut, Standing, Status};
use doorstep_core::store;

use crate::{Phone, PhoneError, input, machine};

/// For how long a phone says that its data was found to be a copy.
const COPIES_ARE_TOLD_FOR: Duration = Duration::from_secs(14 * 86_400);

/// Where a record provably is. New places are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    /// As far as is proven only on this phone.
    OnlyHere,
    /// Safe on the server: it has said that it has stored all of it.
    OnServer,
    /// Safe on the server, and in its latest backup.
    InBackup,
}

impl Whereabouts {
    pub(crate) const fn of(place: store::Whereabouts) -> Self {
        match place {
            store::Whereabouts::OnServer => Self::OnServer,
            store::Whereabouts::InBackup => Self::InBackup,
            store::Whereabouts::OnlyHere | store::Whereabouts::Nowhere => Self::OnlyHere,
        }
    }
}

/// Where everything on a phone is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct StatusCard {
    /// The finished interviews on this phone.
    pub interviews: u64,
    /// Those of them that are safe on the server.
    pub safe: u64,
    /// Those of them that are also in the server's latest backup, as far as this phone wrote them.
    pub in_backup: u64,
    /// When that backup was taken, in milliseconds since 1970 by the server's clock; none if the server has spoken of none.
    pub backup_ms: Option<i64>,
    /// Those that are, as far as is proven, only on this phone.
    pub only_here: u64,
    /// Interviews under way: only on this phone, whatever happens.
    pub unfinished: u64,
    /// Pictures and other files of finished interviews.
    pub files: u64,
    /// Those of them that are here and, as far as is proven, nowhere else.
    pub files_only_here: u64,
    /// Those of which some or all has not come yet.
    pub files_not_whole: u64,
    /// Interviews with a question that has two answers.
    pub two_answers: u64,
    /// Entries of a later version: kept and passed on.
    pub kept_for_later: u64,
    /// Entries that wait for something that has not come.
    pub waiting: u64,
    /// Whether this phone has ever synced with the server that "safe" refers to.
    pub has_synced: bool,
    /// Entries of this phone, of whatever kind, that the server has not said it has stored.
    pub unsent: u64,
    /// How the phone stands in its project.
    pub standing: PhoneStanding,
    /// What that means for its person, in a sentence; empty while all is well.
    pub standing_sentence: String,
    /// What its person has to know of copies of this phone's data; empty if there is nothing.
    pub copy_sentence: String,
    /// The most important of this in a sentence.
    pub sentence: String,
}

/// How a phone stands in its project. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum PhoneStanding {
    /// It is in no project, or the project does not know it yet.
    Outside,
    /// A coordinator has to compare the code in the sentence with its person first.
    Waiting,
    /// It may do what its role allows.
    Active,
    /// It has not met its server for over 30 days: it shows nothing until it has.
    Expired,
    /// Its rights were taken back: it shows nothing, and hands over what is unsent.
    Revoked,
}

#[uniffi::export]
impl Phone {
    /// Where everything on this phone is.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn status(&self) -> Result<StatusCard, PhoneError> {
        let status = self.device().status()?;
        let (interviews, safe, only_here) = (status.safety.responses, status.safety.safe, status.safety.only_here());
        let (standing, standing_sentence) = self.standing(status.unsent);
        let values = [("safe", safe.into()), ("all", interviews.into()), ("here", only_here.into())];
        Ok(StatusCard {
            interviews,
            safe,
            in_backup: status.in_backup,
            backup_ms: status.backup_at.map(|at| at.0),
            only_here,
            unfinished: status.drafts,
            files: status.files.all,
            files_only_here: status.files.only_here,
            files_not_whole: status.files.not_whole,
            two_answers: status.undecided,
            kept_for_later: status.opaque,
            waiting: status.held,
            has_synced: status.generation.is_some(),
            unsent: status.unsent,
            standing,
            standing_sentence,
            copy_sentence: self.copy_sentence(&status),
            sentence: self.words().say("saved-summary", &values),
        })
    }

    /// Where a finished interview is: the least safe of its parts decides.
    ///
    /// # Errors
    /// It is not on this phone.
    pub fn saved(&self, response: String) -> Result<Whereabouts, PhoneError> {
        Ok(Whereabouts::of(self.device().whereabouts(input::id("an interview", &response)?)?))
    }
}

impl Phone {
    fn copy_sentence(&self, status: &Status) -> String {
        let told = status.copied.filter(|copied| machine::now() < copied.at.after(COPIES_ARE_TOLD_FOR));
        let key = match told.map(|copied| copied.how) {
            Some(FoundOut::AtStart) => "copied-at-start",
            Some(FoundOut::PutBack) => "copied-put-back",
            Some(FoundOut::TwoInUse) => "copied-two-in-use",
            None if status.has_other_copy => "copied-elsewhere",
            None => return String::new(),
        };
        let again = told.map_or(0, |copied| copied.rewritten);
        self.words().say(key, &[("again", again.into())])
    }

    fn standing(&self, unsent: u64) -> (PhoneStanding, String) {
        let unsent = [("unsent", unsent.into())];
        match self.device().standing() {
            Standing::Outside => (PhoneStanding::Outside, String::new()),
            Standing::Active => (PhoneStanding::Active, String::new()),
            Standing::Expired { .. } => (PhoneStanding::Expired, self.words().say("standing-expired", &unsent)),
            Standing::Revoked => (PhoneStanding::Revoked, self.words().say("standing-revoked", &unsent)),
            Standing::Waiting { code } => {
                let code = code.map_or_else(|| "…".to_owned(), |code| code.to_string());
                (PhoneStanding::Waiting, self.words().say("standing-waiting", &[("code", code.as_str().into())]))
            }
        }
    }
}
